// The program is killed again and again while people use it; nobody loses an answer.
//
// As long as it is killed somebody new begins whenever somebody has arrived, so that every kill
// meets people under way. LATCHKEY_FULL=1: 200 kills and as many people at least; else 40
// (rulings.md R34).

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <array>
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

// The people under way, and all who have been.
class Crowd {
 public:
  Crowd(const Destination& to, std::size_t at_once)
      : to_(to),
        at_once_(at_once),
        clinic_(demo::make_clinic(demo::default_seed, SystemClock().now())) {}

  // Somebody new for everybody who has arrived.
  void fill() {
    while (under_way_ < at_once_) {
      all_.push_back(somebody(static_cast<int>(all_.size()) + 1));
      ++under_way_;
    }
  }
  // Everybody does one thing.
  void turn() {
    std::size_t left = 0;
    for (auto& journey : all_) {
      if (!is_under_way(*journey)) continue;
      journey->turn();
      left += is_under_way(*journey) ? 1 : 0;
    }
    under_way_ = left;
    ++turns_;
    // A person thinks, and a provider speaks, before the next answer.
    breathe(std::chrono::milliseconds(40));
  }
  // May be asked by any thread.
  std::size_t under_way() const { return under_way_; }
  std::int64_t turns() const { return turns_; }
  const std::vector<std::unique_ptr<Journey>>& all() const { return all_; }

 private:
  static bool is_under_way(const Journey& journey) {
    return !journey.over() && journey.broken().empty();
  }

  // The next one with a mailbox of their own; when there are no more, nobody known. Neighbours'
  // numbers share a block, and a block's budget of texts (sends_per_prefix_hour), so it goes by
  // leaps through all of them.
  const demo::DemoPatient* next_patient() {
    constexpr std::size_t leap = 101;  // no divisor of the number of patients
    while (next_ < clinic_.patients.size()) {
      const auto& one = clinic_.patients[next_++ * leap % clinic_.patients.size()];
      if (one.kind == demo::Kind::plain && !contact(one, accounts::ContactKind::email).empty())
        return &one;
    }
    return nullptr;
  }
  static std::string contact(const demo::DemoPatient& patient, accounts::ContactKind kind) {
    for (const auto& one : patient.record.contacts)
      if (one.kind == kind) return one.value;
    return "";
  }

  // Everybody has an address and a number of their own, so that no budget is shared.
  Traveller traveller(int number) {
    constexpr std::array areas{"508", "617", "781", "413", "860",
                               "203", "603", "207", "802", "774"};
    Traveller who;
    who.number = fmt::format("{}55501{:02}", areas.at(static_cast<std::size_t>(number / 100) % 10),
                             number % 100);
    who.source =
        fmt::format("127.{}.{}.{}", 1 + number / 40'000, 7 + number / 200 % 200, 1 + number % 200);
    const demo::DemoPatient* patient = next_patient();
    const auto& record = patient ? patient->record : clinic_.patients.front().record;
    who.first = record.first_name;
    who.last = record.last_name;
    who.birth_date = iso_date(record.birth_date);
    who.zip = record.zip;
    who.user_name = record.user_name;
    if (patient) {
      who.email = contact(*patient, accounts::ContactKind::email);
      who.mobile = contact(*patient, accounts::ContactKind::mobile);
    }
    if (!patient || number % 6 == 0) become_stranger(who, number);
    return who;
  }
  static void become_stranger(Traveller& who, int number) {
    who.as = Traveller::As::stranger;
    who.wish = Traveller::Wish::office;
    who.first = "Nemo";
    who.last = "Outlander";
    for (int rest = number; rest > 0; rest /= 26) who.last += static_cast<char>('a' + rest % 26);
    who.zip = "02999";
  }

  // Six kinds of people, by turns.
  std::unique_ptr<Journey> somebody(int number) {
    Traveller who = traveller(number);
    who.proof = (number + number / 6) % 2 == 0 ? "mail" : "text";
    switch (number % 6) {
      case 1:  // a password, by a code in a text or a mail
      case 2:
        return web_journey(to_, who);
      case 3:
        if (who.as == Traveller::As::patient) who.wish = Traveller::Wish::hand_off;
        return hand_off_journey(to_, who);
      case 4:
        if (who.as == Traveller::As::patient) who.wish = Traveller::Wish::user_name;
        return phone_journey(to_, who);
      case 5:  // known, and will have none of our codes
        who.wish = Traveller::Wish::office;
        return number % 4 == 1 ? web_journey(to_, who) : phone_journey(to_, who);
      default:  // unknown to us
        return number % 4 == 0 ? web_journey(to_, who) : phone_journey(to_, who);
    }
  }

  const Destination& to_;
  std::size_t at_once_;
  demo::Clinic clinic_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<Journey>> all_;
  std::atomic<std::size_t> under_way_ = 0;
  std::atomic<std::int64_t> turns_ = 0;
};

// Kills the server at random moments, or lets it die at a named point, and starts it again.
class Killer {
 public:
  Killer(DemoServer& server, const Crowd& crowd, int kills)
      : server_(server), crowd_(crowd), left_(kills) {}
  void run() {
    while (left_ > 0) {
      // By what people do, not by the clock: on a busy machine lives of milliseconds are too short
      // for anything, and who is set back time and again is rightly handed to a person (T5).
      const std::int64_t dies_at = crowd_.turns() + 1 + dice_.below(15);
      comes_true([&] { return server_.ended() || crowd_.turns() >= dies_at; });
      server_.kill();
      if (crowd_.under_way() == 0) ++idle_;
      --left_;
      if (server_.start(left_ > 0 ? crash_point() : "")) continue;
      if (!server_.start()) return fail();
    }
    done_ = true;
  }
  bool done() const { return done_; }
  bool failed() const { return failed_; }
  // Kills that met nobody.
  int idle() const { return idle_; }

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
  const Crowd& crowd_;
  int left_;
  int idle_ = 0;
  SystemDice dice_;
  std::atomic<bool> done_ = false, failed_ = false;
};

bool signs_in(const Destination& to, const Journey& journey) {
  const http::Fields form{{"user_name", journey.who().user_name}, {"password", journey.password()}};
  const auto answer =
      ask(to.port, {"POST", "/demo/portal", ivr::encode_form(form), {}, "127.0.0.1"});
  return answer && answer->body.find("\"ok\":true") != std::string::npos;
}

template <std::size_t N, class... Values>
std::int64_t count(const storage::Store& store, const char (&sql)[N], const Values&... values) {
  return store.read(
      [&](storage::Transaction& tx) { return tx.run(sql, values...).one()->integer(0); });
}

struct Tally {
  std::int64_t passwords = 0, by_hand_off = 0, user_names = 0, sent_later = 0, tickets = 0;
};

// Whoever was told a help number finds the one ticket behind it.
void check_tickets(const storage::Store& store, const Crowd& crowd) {
  for (const auto& journey : crowd.all()) {
    if (!journey->step().starts_with("handed_over")) continue;
    INFO("from ", journey->who().source, ", help number ", journey->help_number());
    CHECK(tickets::read_help_number(journey->help_number()));
    CHECK(count(store,
                "SELECT COUNT(*) FROM ticket_contact JOIN ticket ON ticket.id = ticket"
                " WHERE ticket_contact.number = $1 AND is_open = 1 AND contact_count = 1",
                std::string_view(journey->help_number())) == 1);
  }
}

void check_books(const std::string& folder, const Crowd& crowd, const Tally& tally) {
  storage::SqliteOptions options;
  options.path = folder + "/latchkey.db";
  const auto store = storage::open_sqlite(options);
  check_tickets(*store, crowd);
  CHECK(count(*store, "SELECT COUNT(*) FROM ticket") == tally.tickets);
  CHECK(count(*store, "SELECT COUNT(*) FROM ticket_contact") == tally.tickets);
  // The same code is sent again after a minute at the earliest (resend_after): two of one kind
  // that were asked for sooner are one asking that took effect twice. Kind 1, lanes 0 and 1.
  CHECK(count(*store,
              "SELECT COUNT(*) FROM outbox AS a JOIN outbox AS b ON a.origin_kind = 0 AND"
              " b.origin_kind = 0 AND a.origin_id = b.origin_id AND a.id < b.id"
              " WHERE a.kind = 1 AND b.kind = 1 AND a.lane = b.lane AND"
              " ABS(a.created_at - b.created_at) < 60000") == 0);
  CHECK(count(*store,
              "SELECT COUNT(*) FROM (SELECT origin_id FROM outbox WHERE origin_kind = 0 AND kind ="
              " 5 GROUP BY origin_id HAVING COUNT(*) > 1) AS doubled") == 0);
  CHECK(count(*store, "SELECT COUNT(*) FROM audit_row WHERE action = 'recovery.password_set'") ==
        tally.passwords);
  CHECK(count(*store,
              "SELECT COUNT(*) FROM (SELECT subject_id FROM audit_row WHERE action ="
              " 'recovery.user_name_told' GROUP BY subject_id HAVING COUNT(*) > 1) AS doubled") ==
        0);
  SystemDice dice;
  const MasterKey key = load_key_file(folder + "/latchkey.key");
  const Sealer sealer(key.key, key.version, dice);
  const auto verified = audit::verify(*store, sealer, std::nullopt);
  CHECK_MESSAGE(verified.ok(), verified.what);
  CHECK(verified.rows > 0);
}

// Everybody comes to what they came for: nobody gives up, and nobody is given up.
void check_journey(const Destination& to, const Journey& journey, Tally& tally) {
  using Wish = Traveller::Wish;
  const Wish wish = journey.who().wish;
  INFO("from ", journey.who().source, ", wish ", static_cast<int>(wish), ", now at ",
       journey.step());
  for (const std::string& broken : journey.broken()) FAIL_CHECK(broken);
  INFO("met", journey.trail());
  CHECK_MESSAGE(journey.over(), journey.page());
  if (wish == Wish::office) {
    CHECK(journey.step().starts_with("handed_over"));
    ++tally.tickets;
  } else if (wish != Wish::password && journey.step() == "checking_later") {
    ++tally.sent_later;  // the call was let go: the end came by message
  } else if (wish == Wish::user_name) {
    CHECK(journey.step() == "recovered_user_name");
    ++tally.user_names;
  } else {
    CHECK(journey.step() == "recovered_password");
    CHECK(signs_in(to, journey));
    ++tally.passwords;
    tally.by_hand_off += wish == Wish::hand_off ? 1 : 0;
  }
}

void check_log(const std::string& log, const Crowd& crowd) {
  for (const auto& journey : crowd.all())
    for (const std::string& datum :
         {journey->who().email, journey->who().user_name, journey->who().mobile,
          journey->who().mobile.substr(std::min<std::size_t>(2, journey->who().mobile.size())),
          journey->who().birth_date, journey->who().number, journey->password()})
      if (!datum.empty()) CHECK_MESSAGE(find_datum(log, datum) == std::string::npos, datum);
}

}  // namespace

TEST_CASE("a program that is killed again and again loses no answer and repeats no effect") {
  const auto began = Steady::now();
  DemoServer server;
  REQUIRE(server.start());
  const auto described = Json::parse(server.description());
  REQUIRE(described);
  const Texts texts = Texts::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  Postman postman(server.port());
  std::thread posting([&] { postman.run(); });
  const Destination to{server.port(),
                       described->text_of("account_sid").value_or(""),
                       described->text_of("signing_token").value_or(""),
                       "1",
                       texts,
                       [&] { return postman.all(); }};
  const int kills = kills_wanted();
  Crowd crowd(to, 8);
  crowd.fill();
  Killer killer(server, crowd, kills);
  std::thread killing([&] { killer.run(); });
  const auto until = Steady::now() + std::chrono::seconds(120 + kills * 4);
  while (!killer.done() || crowd.all().size() < static_cast<std::size_t>(kills)) {
    crowd.fill();
    crowd.turn();
    if (Steady::now() > until) break;
  }
  killing.join();
  CHECK_FALSE(killer.failed());
  // A code that a server took down with it before anybody could look is sent again after a minute.
  const auto patience = Steady::now() + std::chrono::seconds(killer.failed() ? 0 : 150);
  while (crowd.under_way() > 0 && Steady::now() < patience) crowd.turn();

  postman.stop();
  posting.join();
  Tally tally;
  for (const auto& journey : crowd.all()) check_journey(to, *journey, tally);
  MESSAGE(kills << " kills among " << crowd.all().size() << " people: " << tally.passwords
                << " passwords set, " << tally.by_hand_off << " of them after a call, "
                << tally.user_names << " user names told, " << tally.sent_later
                << " let go and written to, " << tally.tickets << " handed over, "
                << std::chrono::duration_cast<std::chrono::seconds>(Steady::now() - began).count()
                << " s");
  CHECK(killer.idle() == 0);
  CHECK(crowd.all().size() >= static_cast<std::size_t>(kills));
  CHECK(tally.passwords >= kills / 4);
  CHECK(tally.tickets >= kills / 4);
  CHECK(tally.by_hand_off >= 1);
  CHECK(tally.user_names >= 1);
  check_log(server.log(), crowd);
  server.kill();
  check_books(server.folder(), crowd, tally);
}
