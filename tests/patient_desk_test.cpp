#include "kiosk/desk/patient_desk.h"

#include <doctest/doctest.h>

#include "core/audit/actions.h"
#include "tests/fakes/clinic_desk.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::ClinicDesk;
using fakes::header;
using fakes::says;
using staff::Role;
using Fields = ClinicDesk::Fields;

namespace {

struct Records : ClinicDesk {
  const tests::FixturePerson& who = tests::person("maria");
  PatientId maria = clinic.patient(who);
  LocationId office = person(maria).location;
  LocationId elsewhere = other_office();

  LocationId other_office() {
    for (const Location& each : clinic.config().locations)
      if (each.id != office) return each.id;
    throw Fault("a clinic has more than one office");
  }
  http::Response find(const Clerk& by, const std::string& how, const std::string& typed) {
    return post("/patients", by, {{"do", "find"}, {"by", how}, {"typed", typed}});
  }
  http::Response open(const Clerk& by, Fields more) {
    more.emplace_back("do", "open");
    more.emplace_back("patient", std::to_string(maria.value));
    return post("/patients", by, std::move(more));
  }
  std::string path() const { return "/patient/" + std::to_string(maria.value); }
};

const Fields reason{{"reason", "called about a locked account"}};

}  // namespace

TEST_CASE("an office finds its own patients, masked until a record is opened with a reason") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.office});
  const std::string number(desk.who.record_number);
  for (const auto& [how, typed] : {std::pair<std::string, std::string>{"record", number},
                                   {"user", std::string(desk.who.user_name)},
                                   {"phone", std::string(desk.who.phone)},
                                   {"phone", std::string(desk.who.email)}}) {
    const auto found = desk.find(clerk, how, typed);
    CHECK(found.status == 200);
    CHECK(says(found, "M. L."));
    CHECK_FALSE(says(found, "Quintero"));
  }
  const auto by_name = desk.post("/patients", clerk,
                                 {{"do", "find"},
                                  {"by", "name"},
                                  {"typed", "lopez quintero"},
                                  {"month", "2"},
                                  {"day", "3"},
                                  {"year", "1950"}});
  CHECK(says(by_name, "M. L."));
  CHECK(desk.get(desk.path(), clerk).status == 404);
  CHECK(desk.open(clerk, {{"reason", "x"}}).status == 422);
  CHECK(desk.get(desk.path(), clerk).status == 404);
  const auto opened = desk.open(clerk, reason);
  CHECK(header(opened, "Location") == desk.path());
  const auto record = desk.get(desk.path(), clerk);
  CHECK(record.status == 200);
  CHECK(says(record, "Quintero"));
  CHECK(says(record, number));
  CHECK(says(record, "(401) 555-0123"));
  desk.busy(15min, clerk);
  CHECK(desk.get(desk.path(), clerk).status == 404);
}

TEST_CASE("another office's patient is not there, and the look-up is on record as refused") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.elsewhere});
  const auto nobody = desk.find(clerk, "record", "MRN-0000000");
  const auto found = desk.find(clerk, "record", std::string(desk.who.record_number));
  CHECK(found.status == nobody.status);
  CHECK_FALSE(says(found, "M. L."));
  CHECK(desk.last(clerk.id).action == "patient.find");
  CHECK(desk.last(clerk.id).answer == audit::Answer::refused);
  CHECK(desk.last(clerk.id).subject_id == desk.maria.value);
  const auto shut = desk.open(clerk, reason);
  CHECK(shut.status == 422);
  CHECK_FALSE(says(shut, "M. L."));
  CHECK(desk.get(desk.path(), clerk).status == 404);
  // A record that is nobody's is answered alike, but for its id in the form.
  auto unknown = desk.post("/patients", clerk,
                           {{"do", "open"}, {"patient", "77"}, {"reason", reason[0].second}});
  CHECK(unknown.status == shut.status);
  CHECK(says(unknown, "There is no such record at your offices."));
}

TEST_CASE("where nobody was found the glass can be broken, for one record and with a reason") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.elsewhere});
  const std::string number(desk.who.record_number);
  CHECK(says(desk.find(clerk, "record", number), "Break the glass"));
  Fields breaks{{"do", "glass"}, {"glass", "break"}, {"by", "record"}, {"typed", number}};
  CHECK(desk.post("/patients", clerk, breaks).status == 422);
  CHECK(desk.last(clerk.id).action == "patient.break_glass");
  CHECK(desk.last(clerk.id).answer == audit::Answer::refused);
  CHECK(desk.get(desk.path(), clerk).status == 404);
  breaks.insert(breaks.end(), reason.begin(), reason.end());
  const auto opened = desk.post("/patients", clerk, breaks);
  CHECK(header(opened, "Location") == desk.path());
  CHECK(desk.last(clerk.id).details == reason[0].second);
  CHECK(says(desk.get(desk.path(), clerk), "You broke the glass"));
  // Nobody else's glass opens with it, and nobody is there to be opened.
  breaks[3].second = "MRN-0000000";
  CHECK(desk.post("/patients", clerk, breaks).status == 422);
  const auto olga = desk.signed_in("olga", Role::outsourced_desk, {});
  breaks[3].second = number;
  CHECK(desk.post("/patients", olga, breaks).status == 403);
  CHECK_FALSE(says(desk.find(olga, "record", "MRN-0000000"), "Break the glass"));
}

TEST_CASE("who looks up without end is stopped for an hour, told so, and seen in the review") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.office});
  const auto other = desk.signed_in("tom", Role::office, {desk.office});
  const std::string number(desk.who.record_number);
  for (int i = 0; i < identity::Limits{}.desk_lookups_per_hour; ++i)
    CHECK(desk.find(clerk, "record", number).status == 200);
  const auto stopped = desk.find(clerk, "record", number);
  CHECK(stopped.status == 429);
  CHECK(says(stopped, "You have looked up very many records lately."));
  CHECK_FALSE(says(stopped, "M. L."));
  CHECK(desk.last(clerk.id).action == "patient.find_limit");
  CHECK(desk.last(clerk.id).answer == audit::Answer::refused);
  CHECK(audit::group_of("patient.find_limit") == audit::ActionGroup::exception);
  Fields breaks{{"do", "glass"}, {"glass", "break"}, {"by", "record"}, {"typed", number}};
  breaks.insert(breaks.end(), reason.begin(), reason.end());
  CHECK(desk.post("/patients", clerk, breaks).status == 429);
  CHECK(desk.find(other, "record", number).status == 200);
  desk.busy(61min, clerk);
  CHECK(desk.find(clerk, "record", number).status == 200);
}

TEST_CASE("IT looks nobody up, and opens the patient of a ticket of its own, masked") {
  Records desk;
  const auto ivo = desk.signed_in("ivo", Role::it, {});
  CHECK(desk.get("/patients", ivo).status == 403);
  CHECK(desk.find(ivo, "record", std::string(desk.who.record_number)).status == 403);
  CHECK(desk.open(ivo, reason).status == 404);
  const std::string number = desk.ticket(desk.maria, desk.office);
  CHECK(desk.post("/patients", ivo, {{"do", "open"}, {"ticket", number}}).status == 404);
  auto& service = desk.clinic.service();
  service.store().write([&](storage::Transaction& tx) {
    const auto id = service.tickets().find(tx, tickets::HelpNumber{number}).value();
    service.tickets().requeue(tx, id, tickets::Queue::it, std::nullopt, desk.clinic.clock.now());
  });
  CHECK(desk.post("/patients", ivo, {{"do", "open"}, {"ticket", number}}).status == 303);
  const auto record = desk.get(desk.path(), ivo);
  CHECK(record.status == 200);
  CHECK(says(record, "M. L."));
  for (const std::string_view hidden : {desk.who.record_number, desk.who.user_name, desk.who.email,
                                        std::string_view("555-0123"), std::string_view("Quintero")})
    CHECK_FALSE(says(record, hidden));
}

TEST_CASE("roles without patients see none") {
  Records desk;
  for (const Role role : {Role::manager, Role::admin}) {
    const auto member = desk.signed_in(std::string(staff::role_names[role]), role, {});
    CHECK(desk.get("/patients", member).status == 403);
    CHECK(desk.find(member, "record", std::string(desk.who.record_number)).status == 403);
    CHECK(desk.open(member, reason).status == 403);
    CHECK(desk.get(desk.path(), member).status == 403);
    CHECK(desk.last(member.id).answer == audit::Answer::refused);
  }
}

TEST_CASE("an outsourced desk sees every record masked") {
  Records desk;
  const auto olga = desk.signed_in("olga", Role::outsourced_desk, {});
  CHECK(says(desk.find(olga, "record", std::string(desk.who.record_number)), "M. L."));
  CHECK(desk.open(olga, reason).status == 303);
  const auto record = desk.get(desk.path(), olga);
  CHECK(record.status == 200);
  for (const std::string_view hidden : {desk.who.record_number, desk.who.user_name, desk.who.email,
                                        std::string_view("555-0123"), std::string_view("Quintero")})
    CHECK_FALSE(says(record, hidden));
}

TEST_CASE("a colleague's record opens by breaking the glass alone, with a reason, and on record") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.office});
  desk.signed_in(std::string(desk.who.user_name), Role::office, {desk.office});
  const auto refused = desk.open(clerk, reason);
  CHECK(refused.status == 422);
  CHECK(says(refused, "colleague"));
  CHECK(desk.open(clerk, {{"glass", "break"}}).status == 422);
  CHECK(desk.get(desk.path(), clerk).status == 404);
  Fields breaks = reason;
  breaks.emplace_back("glass", "break");
  CHECK(desk.open(clerk, breaks).status == 303);
  CHECK(desk.last(clerk.id).action == "patient.break_glass");
  CHECK(desk.last(clerk.id).details == reason[0].second);
  CHECK(says(desk.get(desk.path(), clerk), "You broke the glass"));
}

TEST_CASE("who opens sixty records in an hour waits before the next") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.office});
  auto& service = desk.clinic.service();
  service.store().write([&](storage::Transaction& tx) {
    for (std::int64_t i = 1; i <= staff::openings_hour_max; ++i)
      CHECK(staff::open_record(tx, service.sealer(),
                               {staff::OpeningId{i},
                                clerk.id,
                                PatientId{i},
                                staff::OpenedBy::reason,
                                "a reason of ten letters",
                                desk.clinic.clock.now(),
                                {}}) == staff::OpenSaid::open);
  });
  CHECK(desk.open(clerk, reason).status == 422);
  desk.busy(61min, clerk);
  CHECK(desk.open(clerk, reason).status == 303);
}

TEST_CASE("a walk-in's ticket is begun from the record, and taken at once") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.office});
  const Fields begin{{"do", "begin"},
                     {"patient", std::to_string(desk.maria.value)},
                     {"category", "password_reset"}};
  CHECK(desk.post("/patients", clerk, begin).status == 404);
  desk.open(clerk, reason);
  const auto begun = desk.post("/patients", clerk, begin);
  CHECK(begun.status == 303);
  const auto ticket = desk.detail(header(begun, "Location").substr(8)).ticket;
  CHECK(ticket.owner == clerk.id);
  CHECK(ticket.opened_by == clerk.id);
  CHECK(ticket.code == tickets::FailureCode::none);
  CHECK(ticket.patient == desk.maria);
}

TEST_CASE("what a clerk links a ticket to is a record of their own office") {
  Records desk;
  const auto clerk = desk.signed_in("clara", Role::office, {desk.office});
  const std::string number = desk.ticket(std::nullopt, desk.office);
  const Fields link{{"do", "link"}, {"patient", std::to_string(desk.maria.value)}};
  CHECK(desk.account(number, clerk, link).status == 422);  // not taken yet
  desk.post("/ticket/" + number, clerk, {{"do", "claim"}});
  CHECK(desk.account(number, clerk, {{"do", "link"}, {"patient", "77"}}).status == 422);
  CHECK(desk.account(number, clerk, link).status == 303);
  CHECK(desk.detail(number).ticket.patient == desk.maria);
  // The same patient's open ticket about the same thing is one ticket (product.md rule 9).
  const std::string second = desk.ticket(std::nullopt, desk.office, tickets::Category::user_id);
  const std::string third = desk.ticket(desk.maria, desk.office, tickets::Category::user_id);
  desk.post("/ticket/" + second, clerk, {{"do", "claim"}});
  CHECK(desk.account(second, clerk, link).status == 422);
}
