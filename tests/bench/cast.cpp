#include "tests/bench/cast.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/normal.h"
#include "core/courier/destinations.h"
#include "core/demo/fixed_dice.h"
#include "core/demo/names.h"
#include "core/demo/offices.h"
#include "tests/bench/served.h"

namespace latchkey::bench {

namespace {

using accounts::AccountStatus;
using accounts::PatientRecord;
using accounts::PatientState;

class Casting {
 public:
  explicit Casting(Time now) : today_(utc_date(now)) {}

  void add(Cast& cast, Kind kind) {
    PatientRecord record = somebody();
    cast.of[static_cast<std::size_t>(kind)].push_back(actor(record));
    if (kind == Kind::stranger) return;
    if (kind == Kind::deactivated) record.state = PatientState::deactivated;
    if (kind == Kind::deceased) record.state = PatientState::deceased;
    if (kind == Kind::two_step) record.two_step = accounts::Person::TwoStep::on;
    if (kind == Kind::ambiguous) enter(cast, kind, namesake(record));
    enter(cast, kind, std::move(record));
  }

 private:
  PatientRecord somebody() {
    PatientRecord record;
    const int number = people_++, office = 1 + static_cast<int>(dice_.below(demo::office_count));
    record.record_number = fmt::format("{}", 5010000 + 7 * number);
    record.user_name = fmt::format("patient{}", number);
    record.first_name = dice_.one_of(demo::first_names);
    record.last_name = dice_.one_of(demo::last_names);
    const int days = 365 * 20 + static_cast<int>(dice_.below(365 * 70));
    record.birth_date = std::chrono::sys_days(today_) - std::chrono::days(days);
    record.zip = demo::zip_of(office, static_cast<int>(dice_.below(demo::zips_per_office)));
    record.location = LocationId{office};
    record.state = PatientState::active;
    record.language = "en";
    reach(record);
    return record;
  }

  // The same in all that is asked; else somebody else.
  PatientRecord namesake(const PatientRecord& one) {
    PatientRecord other = somebody();
    other.first_name = one.first_name;
    other.last_name = one.last_name;
    other.birth_date = one.birth_date;
    other.zip = one.zip;
    return other;
  }

  void reach(PatientRecord& record) {
    accounts::NewContact mobile, mail;
    mobile.value = next_number();
    mobile.label = "mobile";
    mobile.line_type = accounts::LineType::mobile;
    mail.kind = accounts::ContactKind::email;
    mail.value = record.user_name + "@example.org";
    mail.label = "own";
    record.contacts = {mobile, mail};
  }

  std::string next_number() {
    for (;;) {
      const int number = numbers_++;
      std::string e164 = fmt::format("+1{}5550{}", 201 + number / 100, 100 + number % 100);
      if (normal_phone(e164) && destinations_.judge(e164) == courier::Destination::allowed)
        return e164;
    }
  }

  static Actor actor(const PatientRecord& record) {
    const Date& born = record.birth_date;
    return {{record.first_name, record.last_name, record.zip, static_cast<int>(born.year()),
             static_cast<unsigned>(born.month()), static_cast<unsigned>(born.day())},
            record.contacts.front().value};
  }

  static void enter(Cast& cast, Kind kind, PatientRecord record) {
    demo::DemoPatient patient;
    patient.record = std::move(record);
    if (kind == Kind::deactivated) patient.account = AccountStatus::deactivated;
    cast.roster.patients.push_back(std::move(patient));
  }

  demo::FixedDice dice_{demo::default_seed};
  courier::Destinations destinations_{courier::DestinationRules{}};
  Date today_;
  int people_ = 0, numbers_ = 0;
};

// As five wrong passwords leave an account, without the seconds that hashing them takes.
void lock_out(operations::Service& service, const Actor& actor, Time until) {
  const Date born(std::chrono::year(actor.person.year), std::chrono::month(actor.person.month),
                  std::chrono::day(actor.person.day));
  service.store().write([&](storage::Transaction& tx) {
    accounts::Facts facts;
    facts.first_name = actor.person.first_name;
    facts.last_name = actor.person.last_name;
    facts.birth_date = born;
    facts.zip = actor.person.zip;
    const accounts::Match match = service.roster().find(tx, facts);
    tx.run("UPDATE local_account SET failures = 5, locked_until = $2 WHERE patient_id = $1",
           match.patient, until);
  });
}

}  // namespace

Cast make_cast(const Headcount& count, Time now) {
  Cast cast;
  Casting casting(now);
  // By turns, so that nobody's kind shows in where their rows lie.
  const std::size_t most = *std::ranges::max_element(count);
  for (std::size_t i = 0; i < most; ++i)
    for (std::size_t kind = 0; kind < count.size(); ++kind)
      if (i < count[kind]) casting.add(cast, static_cast<Kind>(kind));
  return cast;
}

void enrol(operations::Service& service, const Cast& cast) {
  demo::create(cast.roster, service.store(), service.roster(), service.local_accounts(),
               service.hasher(), service.clock(), service.dice());
  const Time until = service.clock().now() + std::chrono::hours(1);
  for (const Actor& actor : cast.of[static_cast<std::size_t>(Kind::locked)])
    lock_out(service, actor, until);
}

Config crowded_config(const std::filesystem::path& folder, std::uint16_t port) {
  Config config = clinic_config(folder, port);
  for (const char* limit : {"sends_everywhere_hour", "sends_everywhere_day"})
    config.limits.push_back({limit, 100'000, "the benchmark"});
  config.limits.push_back({"sends_per_prefix_hour", 1'000, "the benchmark"});
  config.limits.push_back({"cents_everywhere_day", 1'000'000, "the benchmark"});
  config.limits.push_back({"conversion_percent", 0, "the benchmark"});
  return config;
}

}  // namespace latchkey::bench
