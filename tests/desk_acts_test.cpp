// What staff do to an account, on a whole clinic: who may, on whose word, and what comes of it.
#include <doctest/doctest.h>

#include "core/conversations/desk_acts.h"
#include "tests/fakes/desk_case.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::Case;
using fakes::ClinicDesk;
using fakes::says;
using fakes::who;
using identity::Act;
using staff::Role;
using Fields = ClinicDesk::Fields;

TEST_CASE("no act without a stamp, and a stamp is one member's, on one ticket, for 15 minutes") {
  Case desk;
  const auto refused = desk.act(desk.clerk, "unlock");
  CHECK(refused.status == 403);
  CHECK(says(refused, "Verify the patient first"));
  CHECK(desk.last(desk.clerk.id).action == "ticket.view");
  CHECK(desk.audited(desk.clerk.id).at(1).action == "act.unlock");
  CHECK(desk.audited(desk.clerk.id).at(1).answer == audit::Answer::refused);

  CHECK(desk.stamp(desk.clerk).status == 303);
  CHECK(desk.act(desk.clerk, "unlock").status == 303);
  desk.clinic.settle();

  SUBCASE("too old") {
    desk.busy(15min, desk.clerk);
    desk.step_up(desk.clerk);
    CHECK(desk.act(desk.clerk, "unlock").status == 403);
  }
  SUBCASE("another ticket of the same patient") {
    const std::string other = desk.ticket(desk.maria, desk.office, tickets::Category::user_id);
    desk.post("/ticket/" + other, desk.clerk, {{"do", "claim"}});
    CHECK(desk.account(other, desk.clerk, {{"do", "act"}, {"act", "unlock"}}).status == 403);
  }
  SUBCASE("another member, who has the ticket now") {
    const auto dora = desk.signed_in("dora", Role::office, {desk.office});
    desk.post("/ticket/" + desk.number, desk.clerk, {{"do", "release"}});
    desk.take(dora);
    CHECK(desk.act(dora, "unlock").status == 403);
  }
  SUBCASE("nobody makes it somebody else's ticket") {
    const PatientId umberto = desk.clinic.patient(who("unlucky"));
    const auto linked = desk.account(desk.number, desk.clerk,
                                     {{"do", "link"}, {"patient", std::to_string(umberto.value)}});
    CHECK(linked.status == 422);
    CHECK(desk.detail(desk.number).ticket.patient == desk.maria);
  }
}

TEST_CASE("a reset sends a code to the patient, who chooses the password on the page alone") {
  Case desk;
  desk.stamp(desk.clerk);
  const auto begun = desk.act(desk.clerk, "reset", {{"way", "text"}});
  CHECK(begun.status == 303);
  desk.clinic.settle();
  const std::string code = desk.texted(8);
  REQUIRE(code.size() == 8);
  // Nobody at the desk ever sees it.
  const auto page = desk.get("/ticket/" + desk.number, desk.clerk);
  CHECK_FALSE(says(page, code));
  CHECK(says(page, "Code sent, the patient is next"));

  fakes::WebVisitor patient(desk.clinic, fakes::Doubling::once);
  patient.post({{"option", "have_code"}});
  patient.post({{"code", code}, {"month", "02"}, {"day", "03"}, {"year", "1950"}});
  REQUIRE(patient.shown().step == "choose_password");
  const Time before = desk.clinic.clock.now();
  patient.post({{"password", "a boat of seven lanterns"}});
  desk.clinic.settle();
  CHECK(desk.account_of(desk.maria).password_at.value() >= before);
  const auto ticket = desk.detail(desk.number).ticket;
  CHECK(ticket.state == tickets::State::resolved);
  CHECK(ticket.outcome == tickets::Outcome::resolved_reset);
}

TEST_CASE("a read-back code verifies, and opens nothing but a stamp") {
  Case desk;
  CHECK(desk.account(desk.number, desk.clerk, {{"do", "send_code"}}).status == 303);
  desk.clinic.settle();
  const std::string code = desk.texted(6);
  REQUIRE(code.size() == 6);
  std::string wrong = code;
  wrong[0] = wrong[0] == '9' ? '0' : static_cast<char>(wrong[0] + 1);
  const auto read_back = [&](const std::string& typed) {
    return desk.account(desk.number, desk.clerk,
                        {{"do", "stamp"}, {"method", "code_read_back"}, {"code", typed}});
  };
  CHECK(read_back(wrong).status == 422);
  CHECK(read_back(code).status == 303);
  // Once.
  CHECK(read_back(code).status == 422);
  CHECK(desk.act(desk.clerk, "unlock").status == 303);
  desk.clinic.settle();
  // One method is not enough to open an account for good.
  CHECK(desk.act(desk.clerk, "reopen").status == 403);
}

TEST_CASE("five wrong read-back codes kill the code, and count against the patient's other tries") {
  Case desk;
  desk.account(desk.number, desk.clerk, {{"do", "send_code"}});
  desk.clinic.settle();
  const std::string code = desk.texted(6);
  const std::string wrong = code == "111111" ? "222222" : "111111";
  const auto read_back = [&](const std::string& typed) {
    return desk.account(desk.number, desk.clerk,
                        {{"do", "stamp"}, {"method", "code_read_back"}, {"code", typed}});
  };
  for (int i = 0; i < 5; ++i) CHECK(read_back(wrong).status == 422);
  CHECK(read_back(code).status == 422);
}

TEST_CASE("a callback counts for a number on file only") {
  Case desk;
  const auto contacts = desk.clinic.service().store().read([&](storage::Transaction& tx) {
    return desk.clinic.service().roster().contacts(tx, desk.maria);
  });
  const auto called = [&](std::int64_t id) {
    return desk.account(desk.number, desk.clerk,
                        {{"do", "stamp"}, {"method", "callback"}, {"called", std::to_string(id)}});
  };
  CHECK(called(12345).status == 422);
  for (const accounts::Contact& each : contacts)
    if (each.kind == accounts::ContactKind::email) CHECK(called(each.id.value).status == 422);
  for (const accounts::Contact& each : contacts)
    if (each.kind == accounts::ContactKind::mobile) CHECK(called(each.id.value).status == 303);
  CHECK(desk.act(desk.clerk, "reopen").status == 303);
}

TEST_CASE("a new user name is the patient's alone, the old one still finds them, everybody hears") {
  Case desk;
  desk.stamp(desk.clerk);
  const auto taken =
      desk.act(desk.clerk, "rename", {{"user_name", std::string(who("unlucky").user_name)}});
  CHECK(taken.status == 409);
  CHECK(says(taken, "Somebody else has, or had, this user name"));
  const std::size_t sent = desk.clinic.sent().size();
  CHECK(desk.act(desk.clerk, "rename", {{"user_name", "maria.lantern"}}).status == 303);
  desk.clinic.settle();
  CHECK(desk.person(desk.maria).user_name == "maria.lantern");
  CHECK(desk.account_of(desk.maria).user_name == "maria.lantern");
  const auto found = desk.clinic.service().store().read([&](storage::Transaction& tx) {
    return desk.clinic.service().roster().by_user_name(tx, who("maria").user_name);
  });
  CHECK(found == std::vector<PatientId>{desk.maria});
  CHECK(desk.clinic.sent().size() == sent + 2);  // a text and an e-mail
  CHECK(desk.audited(desk.clerk.id).at(0).action == "act.rename");
}

TEST_CASE("a new user name is stored as it is compared: trimmed, and without capitals") {
  Case desk;
  desk.stamp(desk.clerk);
  CHECK(desk.act(desk.clerk, "rename", {{"user_name", "  Maria.LANTERN "}}).status == 303);
  desk.clinic.settle();
  CHECK(desk.person(desk.maria).user_name == "maria.lantern");
  CHECK(desk.account_of(desk.maria).user_name == "maria.lantern");
}

TEST_CASE("a reset whose password the portal may or may not have taken says so, and what to do") {
  Case desk;
  desk.stamp(desk.clerk);
  desk.act(desk.clerk, "reset", {{"way", "text"}});
  desk.clinic.settle();
  fakes::WebVisitor patient(desk.clinic, fakes::Doubling::once);
  patient.post({{"option", "have_code"}});
  patient.post({{"code", desk.texted(8)}, {"month", "02"}, {"day", "03"}, {"year", "1950"}});
  REQUIRE(patient.shown().step == "choose_password");
  desk.clinic.lose_account_system();
  patient.post({{"password", "a boat of seven lanterns"}});
  // It is asked again for ten minutes, which does no harm.
  for (int minute = 0; minute < 12; ++minute) {
    desk.clinic.settle();
    desk.busy(1min, desk.clerk);
  }
  const auto page = desk.get("/ticket/" + desk.number, desk.clerk);
  CHECK(says(page, "the portal did not say whether it took it"));
  CHECK_FALSE(says(page, "Lapsed"));
  auto& service = desk.clinic.service();
  const TicketId ticket = desk.detail(desk.number).ticket.id;
  const auto acts = service.store().read([&](storage::Transaction& tx) {
    return conversations::acts_of_ticket(tx, service.sealer(), ticket);
  });
  CHECK(acts.at(0).state == conversations::ActState::unknown);
  audit::Filter unknown;
  unknown.action = "act.unknown";
  CHECK(service.store().read([&](storage::Transaction& tx) {
    return service.audit().list(tx, unknown).size();
  }) == 1);
}

TEST_CASE("a new user name soon after a new contact needs a second member") {
  Case desk;
  auto dora = desk.signed_in("dora", Role::office, {desk.office});
  auto& service = desk.clinic.service();
  accounts::PatientRecord record;
  const auto maria = desk.person(desk.maria);
  record.record_number = maria.record_number;
  record.first_name = maria.first_name;
  record.last_name = maria.last_name;
  record.birth_date = maria.birth_date;
  accounts::NewContact fresh;
  fresh.kind = accounts::ContactKind::mobile;
  fresh.value = "(401) 555-0199";
  record.contacts = {fresh};
  const auto ids = accounts::fresh_ids(desk.clinic.dice, record);
  service.store().write([&](storage::Transaction& tx) {
    service.roster().upsert(tx, record, ids, desk.clinic.clock.now());
  });
  desk.step_up(desk.clerk);
  desk.stamp(desk.clerk);
  CHECK(desk.act(desk.clerk, "rename", {{"user_name", "maria.lantern"}}).status == 303);
  desk.clinic.settle();
  CHECK(desk.person(desk.maria).user_name == who("maria").user_name);
  const auto act = service.store().read([&](storage::Transaction& tx) {
    const auto id = service.tickets().find(tx, tickets::HelpNumber{desk.number}).value();
    return conversations::acts_of_ticket(tx, service.sealer(), id).at(0);
  });
  CHECK(act.state == conversations::ActState::waiting_second);
  const Fields agree{{"do", "agree"}, {"id", std::to_string(act.id.value)}};
  // Not by oneself.
  CHECK(desk.account(desk.number, desk.clerk, agree).status == 409);
  CHECK(says(desk.get("/ticket/" + desk.number, dora), "maria.lantern"));
  desk.step_up(dora);
  CHECK(desk.account(desk.number, dora, agree).status == 303);
  desk.clinic.settle();
  CHECK(desk.person(desk.maria).user_name == "maria.lantern");
}

TEST_CASE("IT verifies nobody, and acts once by an office's baton") {
  Case desk;
  auto ivo = desk.signed_in("ivo", Role::it, {});
  // Not on its list: not there.
  CHECK(desk.account(desk.number, ivo, {{"do", "stamp"}, {"method", "passport"}}).status == 404);
  const Fields relay{
      {"do", "relay"}, {"tried", "Reset by text, twice"}, {"symptom", "The name is not taken"}};

  SUBCASE("without a baton nothing is changed") {
    CHECK(desk.account(desk.number, desk.clerk, relay).status == 303);
    desk.take(ivo);
    CHECK(desk.account(desk.number, ivo, {{"do", "stamp"}, {"method", "passport"}}).status == 403);
    CHECK(desk.last(ivo.id).action == "stamp.make");
    CHECK(desk.last(ivo.id).answer == audit::Answer::refused);
    desk.step_up(ivo);
    CHECK(desk.act(ivo, "rename", {{"user_name", "maria.lantern"}}).status == 403);
    desk.clinic.settle();
    CHECK(desk.person(desk.maria).user_name == who("maria").user_name);
  }
  SUBCASE("with one, that act alone, once") {
    desk.step_up(desk.clerk);
    CHECK(desk.stamp(desk.clerk).status == 303);
    Fields with = relay;
    with.emplace_back("act", "rename");
    CHECK(desk.account(desk.number, desk.clerk, with).status == 303);
    desk.take(ivo);
    desk.step_up(ivo);
    CHECK(desk.act(ivo, "unlock").status == 403);
    CHECK(desk.act(ivo, "rename", {{"user_name", "maria.lantern"}}).status == 303);
    desk.clinic.settle();
    CHECK(desk.person(desk.maria).user_name == "maria.lantern");
    CHECK(desk.act(ivo, "rename", {{"user_name", "maria.candle"}}).status == 403);
    CHECK(desk.account(desk.number, ivo, {{"do", "act"}, {"act", "registration_code"}}).status ==
          403);
    CHECK(
        desk.account(desk.number, ivo, {{"do", "refer_back"}, {"note", "It works now."}}).status ==
        303);
    CHECK(desk.detail(desk.number).ticket.queue == tickets::Queue::office);
  }
  SUBCASE("a baton is void as soon as a contact changes") {
    desk.step_up(desk.clerk);
    desk.stamp(desk.clerk);
    Fields with = relay;
    with.emplace_back("act", "rename");
    desk.account(desk.number, desk.clerk, with);
    desk.take(ivo);
    auto& service = desk.clinic.service();
    service.store().write([&](storage::Transaction& tx) {
      const auto contacts = service.roster().contacts(tx, desk.maria);
      service.roster().set_safety(tx, contacts.at(0).id, accounts::Contact::Safety::unsafe);
    });
    desk.step_up(ivo);
    CHECK(desk.act(ivo, "rename", {{"user_name", "maria.lantern"}}).status == 403);
  }
}

TEST_CASE("an account that is switched off lets nobody in, and says why in the log alone") {
  Case desk;
  desk.stamp(desk.clerk);
  CHECK(desk.act(desk.clerk, "deactivate").status == 422);
  CHECK(desk.act(desk.clerk, "deactivate", {{"reason", "Moved away"}}).status == 303);
  desk.clinic.settle();
  CHECK(desk.account_of(desk.maria).status == accounts::AccountStatus::deactivated);
  CHECK(desk.person(desk.maria).state == accounts::PatientState::deactivated);
  CHECK(desk.act(desk.clerk, "reset").status == 422);
  CHECK(desk.act(desk.clerk, "activate").status == 303);
  desk.clinic.settle();
  CHECK(desk.account_of(desk.maria).status == accounts::AccountStatus::active);
}

TEST_CASE("a registration code is shown once, for an account that was never used") {
  ClinicDesk desk;
  const PatientId fresh = [&] {
    for (const tests::FixturePerson& each : tests::people)
      if (each.account == tests::FixturePerson::Account::never_used)
        return desk.clinic.patient(each);
    throw Fault("a fixture has an account that was never used");
  }();
  const LocationId office = desk.person(fresh).location;
  auto clerk = desk.signed_in("clara", Role::office, {office});
  const std::string number = desk.ticket(fresh, office, tickets::Category::first_login);
  desk.post("/ticket/" + number, clerk, {{"do", "claim"}});
  const Fields give{{"do", "act"}, {"act", "registration_code"}, {"kind", "live"}};
  CHECK(desk.account(number, clerk, give).status == 403);
  desk.account(number, clerk, {{"do", "stamp"}, {"method", "passport"}});
  CHECK(desk.account(number, clerk, {{"do", "act"}, {"act", "reset"}}).status == 422);
  const auto shown = desk.account(number, clerk, give);
  CHECK(shown.status == 200);
  CHECK(says(shown, "It is shown only now"));
  const auto page = desk.get("/ticket/" + number, clerk);
  CHECK(says(page, "Registration code"));
  CHECK_FALSE(says(page, "shown only now"));
}
