// The power goes while people recover their accounts: what they were told is there afterwards.
//
// Table conversations run on a disk that forgets what was not flushed. Whenever the power goes the
// machine starts again and the person does the same once more, as a browser's reload and a
// provider's retry do. Each line must then lead where it leads on a good day, and the books in the
// end must be those of a good day: nothing lost, nothing twice (product.md rule 12).

#include <doctest/doctest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "core/audit/verify.h"
#include "core/storage/backup.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/books.h"
#include "tests/fakes/lossy_vfs.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::LossyVfs;

namespace {

// What a talk comes to.
struct Outcome {
  std::vector<std::string> books;
  std::map<std::string, std::size_t> different_messages;  // by kind
  int cuts = 0;
};

// Gives a clinic one unreliable disk after another.
class Weather {
 public:
  Weather(Clinic& clinic, std::uint32_t seed) : clinic_(clinic), seed_(seed), chance_(seed) {}
  ~Weather() { clinic_.stop(); }
  Weather(const Weather&) = delete;
  Weather& operator=(const Weather&) = delete;

  // On a new disk, which forgets soon.
  void change() {
    std::uint32_t patience = 120;
    do {
      auto old = std::move(disk_);
      disk_ = std::make_unique<LossyVfs>(
          "power" + std::to_string(seed_) + "." + std::to_string(disks_), seed_ * 1000 + disks_);
      ++disks_;
      clinic_.stop();
      old.reset();
      // Some go dark while they start; each start may come further than the last.
      disk_->cut_after(1 + static_cast<std::int64_t>(chance_() % patience));
      patience += 120;
    } while (!clinic_.restart(disk_.get()) || !carried_on());
  }
  void clear_up() {
    clinic_.stop();
    disk_.reset();
    REQUIRE(clinic_.restart());
    clinic_.settle();
  }
  int cuts() const { return static_cast<int>(disks_) - 1; }

 private:
  // What was under way goes on by itself.
  bool carried_on() {
    clinic_.settle();
    return clinic_.has_power();
  }
  Clinic& clinic_;
  std::uint32_t seed_, disks_ = 0;
  std::mt19937 chance_;
  std::unique_ptr<LossyVfs> disk_;
};

// The first line begins the conversation in good weather: whoever never got a first answer has
// nothing to lose.
void run_in(Weather* weather, Clinic& clinic, const Talk& talk, TalkDriver& driver) {
  for (const TalkLine& line : talk.lines) {
    for (bool answered = false; !answered;) {
      try {
        check_line(talk, line, driver.act(line.verb, line.argument));
        answered = true;
      } catch (const fakes::PowerCut&) {
        weather->change();
      }
    }
    if (weather && (&line == &talk.lines.front() || !clinic.has_power())) weather->change();
  }
  if (weather) weather->clear_up();
}

// What the office gives out is given out in good weather: a notice whose end is unknown for the
// third time is not sent again, and no conversation waits for it.
template <class Driver>
void give_out(Clinic& clinic, const Talk& talk) {
  using Kind = identity::RegistrationKind;
  for (const TalkLine& line : talk.lines)
    if (line.verb == "registration" && line.argument != "unknown") {
      const bool live = std::is_same_v<Driver, PhoneDriver> || line.argument == "live";
      clinic.registration_code(person(talk.who), live ? Kind::live : Kind::paper);
    }
  clinic.settle();
}

template <class Driver>
Outcome outcome(const Talk& talk, std::uint32_t seed) {
  Clinic clinic;
  Driver driver(clinic, person(talk.who), Doubling::once, talk.language);
  give_out<Driver>(clinic, talk);
  Weather weather(clinic, seed);
  INFO(talk.file, ", seed ", seed);
  run_in(seed > 0 ? &weather : nullptr, clinic, talk, driver);
  CHECK_MESSAGE(driver.tickets() == talk.tickets, talk.file, ": tickets at the end");
  Outcome out;
  out.books = fakes::books_of(clinic.service().store());
  const auto verified =
      audit::verify(clinic.service().store(), clinic.service().sealer(), std::nullopt);
  CHECK_MESSAGE(verified.ok(), verified.what);
  std::set<std::string> different;
  for (const demo::Sent& sent : clinic.sent())
    if (different.insert(sent.kind + sent.to + sent.subject + sent.body).second)
      ++out.different_messages[sent.kind];
  CHECK(clinic.sink.leaks().empty());
  clinic.stop();
  CHECK(storage::problems_of_database(clinic.config().data.database.string(),
                                      storage::CheckDepth::full)
            .empty());
  out.cuts = seed > 0 ? weather.cuts() : 0;
  return out;
}

template <class Driver>
int cuts_survived(const Talk& talk, std::uint32_t seed) {
  const Outcome good_day = outcome<Driver>(talk, 0);
  const Outcome bad_day = outcome<Driver>(talk, seed);
  INFO(talk.file, ", seed ", seed, ", ", bad_day.cuts, " cuts");
  const std::string wrong = fakes::differences(good_day.books, bad_day.books);
  CHECK_MESSAGE(wrong.empty(), wrong);
  CHECK(bad_day.different_messages == good_day.different_messages);
  return bad_day.cuts;
}

// Otherwise a talk that runs on both channels is held on one of them (rulings.md R34).
bool is_long_run() {
  const char* full = std::getenv("LATCHKEY_FULL");
  return full && std::string(full) == "1";
}

}  // namespace

TEST_CASE("nothing that a person was told is lost or done twice when the power goes") {
  int cuts = 0, by_web = 0, by_phone = 0;
  std::uint32_t seed = 0;
  for (const Talk& talk : all_talks()) {
    ++seed;
    const bool phone = talk.runs_on("phone"), web = talk.runs_on("web");
    const bool phone_first = seed % 2 == 0;
    if (web && (!phone || !phone_first || is_long_run()))
      by_web += cuts_survived<WebDriver>(talk, seed * 2);
    if (phone && (!web || phone_first || is_long_run()))
      by_phone += cuts_survived<PhoneDriver>(talk, seed * 2 + 1);
  }
  cuts = by_web + by_phone;
  MESSAGE(cuts << " times the power went, " << by_web << " on pages, " << by_phone << " in calls");
  CHECK(cuts >= 60);
  CHECK(by_web >= 20);
  CHECK(by_phone >= 20);
}
