// The program is killed again and again while people use it; nobody loses an answer.
//
// LATCHKEY_FULL=1 kills 200 times, else 40 (rulings.md R34).

#include <doctest/doctest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "core/audit/verify.h"
#include "core/base/json.h"
#include "core/base/key_file.h"
#include "core/demo/clinic.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "core/tickets/help_number.h"
#include "ivr/text_phone/url.h"
#include "tests/fakes/comes_true.h"
#include "tests/fakes/journeys.h"
#include "tests/fakes/quiet_sink.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using namespace latchkey::fakes;

namespace {

using Steady = std::chrono::steady_clock;

int kills_wanted() {
  const char* full = std::getenv("LATCHKEY_FULL");
  return full && std::string(full) == "1" ? 200 : 40;
}

// Kills the server at random moments, or lets it die at a named point, and starts it again.
class Killer {
 public:
  Killer(DemoServer& server, int kills) : server_(server), left_(kills) {}
  void run() {
    while (left_ > 0) {
      const auto dies_at = Steady::now() + std::chrono::milliseconds(20 + dice_.below(600));
      comes_true([&] { return server_.ended() || Steady::now() >= dies_at; });
      server_.kill();
      --left_;
      if (server_.start(left_ > 0 ? crash_point() : "")) continue;
      if (!server_.start()) return fail();
    }
    done_ = true;
  }
  bool done() const { return done_; }
  bool failed() const { return failed_; }

 private:
  // Every second life; the first commits of a life belong to its start.
  std::string crash_point() {
    constexpr std::array points{"store.before_commit", "store.after_commit", "turn_before_save"};
    if (left_ % 2 == 0) return "";
    const std::uint32_t earliest = left_ % 3 == 2 ? 1 : 14;
    return std::string(points[static_cast<std::size_t>(left_ % 3)]) + ":" +
           std::to_string(earliest + dice_.below(30));
  }
  void fail() {
    failed_ = true;
    done_ = true;
  }

  DemoServer& server_;
  int left_;
  SystemDice dice_;
  std::atomic<bool> done_ = false, failed_ = false;
};

Traveller traveller(const demo::DemoPatient& patient, int number) {
  Traveller who;
  who.first = patient.record.first_name;
  who.last = patient.record.last_name;
  who.birth_date = iso_date(patient.record.birth_date);
  who.zip = patient.record.zip;
  who.user_name = patient.record.user_name;
  for (const auto& contact : patient.record.contacts)
    if (contact.kind == accounts::ContactKind::email) who.email = contact.value;
  who.source = "127.0.7." + std::to_string(number);
  return who;
}

// People with a mailbox of their own; every third is a stranger under an address of their own.
std::vector<std::unique_ptr<Journey>> journeys(const Destination& to, std::size_t count) {
  const auto clinic = demo::make_clinic(demo::default_seed, SystemClock().now());
  std::vector<std::unique_ptr<Journey>> all;
  for (std::size_t i = 100; all.size() < count && i < clinic.patients.size(); ++i) {
    if (clinic.patients[i].kind != demo::Kind::plain) continue;
    const int number = 1 + static_cast<int>(all.size());
    Traveller who = traveller(clinic.patients[i], number);
    if (who.email.empty()) continue;
    if (number % 3 == 0) {
      who.as = Traveller::As::stranger;
      who.first = "Nemo";
      who.last = "Outlander" + std::string(1, static_cast<char>('a' + number % 26));
      who.zip = "02999";
    }
    all.push_back(number % 2 == 0 ? phone_journey(to, who) : web_journey(to, who));
  }
  return all;
}

// Everybody takes turns until all are there, the time is over, or `enough` says so.
template <class Enough>
void travel(std::vector<std::unique_ptr<Journey>>& all, Steady::time_point until, Enough enough) {
  while (Steady::now() < until && !enough()) {
    bool any = false;
    for (auto& journey : all)
      if (!journey->over() && journey->broken().empty()) {
        journey->turn();
        any = true;
      }
    if (!any) return;
    breathe();
  }
}

bool signs_in(const Destination& to, const Journey& journey) {
  const http::Fields form{{"user_name", journey.who().user_name}, {"password", journey.password()}};
  const auto answer =
      ask(to.port, {"POST", "/demo/portal", ivr::encode_form(form), {}, "127.0.0.1"});
  return answer && answer->body.find("\"ok\":true") != std::string::npos;
}

template <std::size_t N>
std::int64_t count(const storage::Store& store, const char (&sql)[N]) {
  return store.read([&](storage::Transaction& tx) { return tx.run(sql).one()->integer(0); });
}

void check_books(const std::string& folder) {
  storage::SqliteOptions options;
  options.path = folder + "/latchkey.db";
  const auto store = storage::open_sqlite(options);
  CHECK(count(*store,
              "SELECT COUNT(*) FROM (SELECT conversation FROM ticket_contact WHERE conversation IS"
              " NOT NULL GROUP BY conversation HAVING COUNT(*) > 1)") == 0);
  CHECK(count(*store,
              "SELECT COUNT(*) FROM (SELECT 1 FROM outbox GROUP BY origin_kind, origin_id,"
              " revision, ordinal HAVING COUNT(*) > 1)") == 0);
  CHECK(count(*store,
              "SELECT COUNT(*) FROM (SELECT origin_id FROM outbox WHERE origin_kind = 0 AND kind ="
              " 5 GROUP BY origin_id HAVING COUNT(*) > 1)") == 0);
  SystemDice dice;
  const MasterKey key = load_key_file(folder + "/latchkey.key");
  const Sealer sealer(key.key, key.version, dice);
  const auto verified = audit::verify(*store, sealer, std::nullopt);
  CHECK_MESSAGE(verified.ok(), verified.what);
  CHECK(verified.rows > 0);
}

struct Tally {
  int passwords = 0, user_names = 0, tickets = 0;
};

void check_journey(const Destination& to, const Journey& journey, Tally& tally) {
  INFO("from ", journey.who().source, ", now at ", journey.step());
  for (const std::string& broken : journey.broken()) FAIL_CHECK(broken);
  CHECK(journey.over());
  if (journey.step() == "recovered_password") {
    ++tally.passwords;
    CHECK(signs_in(to, journey));
  }
  tally.user_names += journey.step() == "recovered_user_name";
  tally.tickets += journey.step().starts_with("handed_over");
}

}  // namespace

TEST_CASE("a program that is killed again and again loses no answer and repeats no effect") {
  const auto began = Steady::now();
  DemoServer server;
  REQUIRE(server.start());
  const auto described = Json::parse(server.description());
  REQUIRE(described);
  const Texts texts = Texts::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  const Destination to{server.port(), described->text_of("account_sid").value_or(""),
                       described->text_of("signing_token").value_or(""), "1", texts};
  const int kills = kills_wanted();
  auto all = journeys(to, 12);
  Killer killer(server, kills);
  std::thread killing([&] { killer.run(); });
  const auto seconds = [](int n) { return std::chrono::seconds(n); };
  travel(all, Steady::now() + seconds(60 + kills * 4), [&] { return killer.done(); });
  killing.join();
  REQUIRE_FALSE(killer.failed());
  // What a dead server had leased comes back after 30 s.
  travel(all, Steady::now() + seconds(75), [] { return false; });

  Tally tally;
  for (const auto& journey : all) check_journey(to, *journey, tally);
  MESSAGE(kills << " kills: " << tally.passwords << " passwords set, " << tally.user_names
                << " user names told, " << tally.tickets << " handed over, "
                << std::chrono::duration_cast<std::chrono::seconds>(Steady::now() - began).count()
                << " s");
  CHECK(tally.passwords + tally.user_names >= 3);
  CHECK(tally.tickets >= 3);
  const std::string log = server.log();
  for (const auto& journey : all)
    for (const std::string& datum : {journey->who().email, journey->who().user_name})
      CHECK_MESSAGE(find_datum(log, datum) == std::string::npos, datum);
  server.kill();
  check_books(server.folder());
}
