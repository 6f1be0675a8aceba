// What staff, or whoever talks them into it, can not do to an account.
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

TEST_CASE("an outsourced desk verifies by a code that is read back, and by nothing else") {
  ClinicDesk desk;
  const PatientId maria = desk.clinic.patient(who("maria"));
  const LocationId office = desk.person(maria).location;
  auto olga = desk.signed_in("olga", Role::outsourced_desk, {});
  const std::string number = desk.ticket(maria, office);
  desk.clinic.service().store().write([&](storage::Transaction& tx) {
    auto& tickets = desk.clinic.service().tickets();
    const auto id = tickets.find(tx, tickets::HelpNumber{number}).value();
    tickets.requeue(tx, id, tickets::Queue::outsourced_desk, std::nullopt, desk.clinic.clock.now());
  });
  CHECK(desk.post("/ticket/" + number, olga, {{"do", "claim"}}).status == 303);
  CHECK(desk.account(number, olga, {{"do", "stamp"}, {"method", "passport"}}).status == 403);
  desk.account(number, olga, {{"do", "send_code"}});
  desk.clinic.settle();
  CHECK(desk.account(number, olga,
                     {{"do", "stamp"}, {"method", "code_read_back"}, {"code", desk.texted(6)}})
            .status == 303);
  CHECK(desk.account(number, olga, {{"do", "act"}, {"act", "rename"}, {"user_name", "x.y.z"}})
            .status == 403);
  desk.clinic.clock.pass(2min);
  CHECK(desk.account(number, olga, {{"do", "act"}, {"act", "reset"}, {"way", "mail"}}).status ==
        303);
}

TEST_CASE("a member lets so many people in and no more within an hour") {
  Case desk;
  desk.stamp(desk.clerk);
  auto& service = desk.clinic.service();
  service.store().write([&](storage::Transaction& tx) {
    for (int i = 0; i < conversations::acts_hour_max; ++i) {
      conversations::DeskAct act;
      act.id = conversations::DeskActId{1000 + i};
      act.by = desk.clerk.id;
      act.at = act.until = desk.clinic.clock.now() - 1min;
      act.ticket = TicketId{1};
      conversations::keep_act(tx, service.sealer(), act);
    }
  });
  CHECK(desk.act(desk.clerk, "reset").status == 429);
}

TEST_CASE("delicate acts need six digits of the last five minutes") {
  Case desk;
  desk.clinic.clock.pass(6min);
  desk.stamp(desk.clerk);
  const auto asked = desk.act(desk.clerk, "unlock");
  CHECK(asked.status == 422);
  CHECK(says(asked, "/step-up"));
  desk.step_up(desk.clerk);
  CHECK(desk.act(desk.clerk, "unlock").status == 303);
}

TEST_CASE("nobody helps a colleague, or themselves") {
  Case desk;
  desk.signed_in(std::string(who("maria").user_name), Role::office, {desk.office});
  const auto refused = desk.stamp(desk.clerk);
  CHECK(refused.status == 403);
  CHECK(says(refused, "colleague"));
  CHECK(desk.audited(desk.clerk.id).at(1).action == "stamp.make");
  CHECK(desk.audited(desk.clerk.id).at(1).answer == audit::Answer::refused);
  // Under a stamp of before that, too.
  desk.clinic.service().store().write([&](storage::Transaction& tx) {
    const auto id = desk.detail(desk.number).ticket.id;
    desk.clinic.service().stamps().make(
        tx,
        {identity::StampId{77}, id, desk.maria, desk.clerk.id, identity::StampMethod::passport,
         desk.clinic.clock.now(), desk.clinic.clock.now()},
        desk.clinic.clock.now());
  });
  CHECK(desk.act(desk.clerk, "unlock").status == 403);
}

TEST_CASE("who only shares a name with somebody of another office is helped") {
  Case desk;
  LocationId other = desk.office;
  for (const Location& each : desk.clinic.config().locations)
    if (each.id != desk.office) other = each.id;
  desk.signed_in(std::string(who("maria").user_name), Role::office, {other});
  CHECK(desk.stamp(desk.clerk).status == 303);
}

TEST_CASE("what a tired hand sends twice is done once") {
  Case desk;
  desk.stamp(desk.clerk);
  const std::size_t sent = desk.clinic.sent().size();
  CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
  CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
  desk.clinic.settle();
  CHECK(desk.clinic.sent().size() == sent + 1);
  desk.clinic.clock.pass(2min);
  CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
  desk.clinic.settle();
  CHECK(desk.clinic.sent().size() == sent + 2);
}

TEST_CASE("after \"this wasn't me\" nobody is sent a code until the office has seen the patient") {
  Case desk;
  auto& service = desk.clinic.service();
  service.store().write([&](storage::Transaction& tx) {
    service.attempts().suspend(tx, service.attempt_keys().account(desk.maria),
                               desk.clinic.clock.now());
  });
  desk.stamp(desk.clerk);
  const auto refused = desk.act(desk.clerk, "reset", {{"way", "text"}});
  CHECK(refused.status == 422);
  CHECK(says(refused, "open self-service again first"));
  CHECK(desk.act(desk.clerk, "reopen").status == 303);
  CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
}

TEST_CASE("a code that was sent before opens nothing once another one is sent") {
  Case desk;
  desk.stamp(desk.clerk);
  desk.act(desk.clerk, "reset", {{"way", "text"}});
  desk.clinic.settle();
  const std::string first = desk.texted(8);
  REQUIRE(first.size() == 8);
  // To the mailbox, at once: it is not the same again.
  CHECK(desk.act(desk.clerk, "reset", {{"way", "mail"}}).status == 303);
  desk.clinic.settle();
  fakes::WebVisitor thief(desk.clinic, fakes::Doubling::once);
  thief.post({{"option", "have_code"}});
  thief.post({{"code", first}, {"month", "02"}, {"day", "03"}, {"year", "1950"}});
  CHECK(thief.shown().step == "enter_hand_off");
}

TEST_CASE("a callback to a phone that two adults share proves neither of them") {
  Case desk;
  auto& service = desk.clinic.service();
  const auto called = [&] {
    const auto contacts = service.store().read([&](storage::Transaction& tx) {
      return service.desk_acts().callable(tx, desk.maria, desk.clinic.clock.now());
    });
    return contacts.size();
  };
  CHECK(called() == 1);
  accounts::PatientRecord record;
  const auto umberto = desk.person(desk.clinic.patient(who("unlucky")));
  record.record_number = umberto.record_number;
  record.first_name = umberto.first_name;
  record.last_name = umberto.last_name;
  record.birth_date = umberto.birth_date;
  accounts::NewContact shared;
  shared.kind = accounts::ContactKind::mobile;
  shared.value = std::string(who("maria").phone);
  record.contacts = {shared};
  const auto ids = accounts::fresh_ids(desk.clinic.dice, record);
  service.store().write([&](storage::Transaction& tx) {
    service.roster().upsert(tx, record, ids, desk.clinic.clock.now());
  });
  CHECK(called() == 0);
}

TEST_CASE("what the patient has stopped is lifted by an ID alone, but for the ticket it made") {
  Case desk;
  auto& service = desk.clinic.service();
  service.store().write([&](storage::Transaction& tx) {
    service.attempts().suspend(tx, service.attempt_keys().account(desk.maria),
                               desk.clinic.clock.now());
  });
  const auto mobile = service.store().read([&](storage::Transaction& tx) {
    return service.desk_acts().callable(tx, desk.maria, desk.clinic.clock.now()).at(0).id;
  });
  desk.account(desk.number, desk.clerk,
               {{"do", "stamp"}, {"method", "callback"}, {"called", std::to_string(mobile.value)}});
  const auto refused = desk.act(desk.clerk, "reopen");
  CHECK(refused.status == 403);
  CHECK(says(refused, "Self-service, codes and sessions of this account are stopped"));
  desk.stamp(desk.clerk);
  const std::size_t sent = desk.clinic.sent().size();
  CHECK(desk.act(desk.clerk, "reopen").status == 303);
  desk.clinic.settle();
  CHECK(desk.clinic.sent().size() == sent + 2);  // everybody on file hears of it
}

TEST_CASE("\"this wasn't me\" ends every stamp, baton and wish that was there before") {
  Case desk;
  auto& service = desk.clinic.service();
  desk.stamp(desk.clerk);
  service.store().write([&](storage::Transaction& tx) {
    service.stamps().void_for(tx, desk.maria, desk.clinic.clock.now());
    conversations::DeskAct act;
    act.id = conversations::DeskActId{88};
    act.ticket = desk.detail(desk.number).ticket.id;
    act.patient = desk.maria;
    act.by = desk.clerk.id;
    act.act = Act::rename;
    act.details = "maria.lantern";
    act.state = conversations::ActState::waiting_second;
    act.at = desk.clinic.clock.now();
    act.until = act.at + 15min;
    conversations::keep_act(tx, service.sealer(), act);
    conversations::end_waiting_acts(tx, desk.maria, desk.clinic.clock.now());
  });
  CHECK(desk.act(desk.clerk, "unlock").status == 403);
  const auto dora = desk.signed_in("dora", Role::office, {desk.office});
  CHECK(desk.account(desk.number, dora, {{"do", "agree"}, {"id", "88"}}).status == 409);
}

TEST_CASE("another read-back code does not refill the tries") {
  Case desk;
  const auto read_back = [&](const std::string& typed) {
    return desk.account(desk.number, desk.clerk,
                        {{"do", "stamp"}, {"method", "code_read_back"}, {"code", typed}});
  };
  desk.account(desk.number, desk.clerk, {{"do", "send_code"}});
  desk.clinic.settle();
  const std::string wrong = desk.texted(6) == "111111" ? "222222" : "111111";
  for (int i = 0; i < 4; ++i) CHECK(read_back(wrong).status == 422);
  desk.clinic.clock.pass(2min);
  CHECK(desk.account(desk.number, desk.clerk, {{"do", "send_code"}}).status == 303);
  desk.clinic.settle();
  const std::string code = desk.texted(6);
  CHECK(read_back(code == "111111" ? "222222" : "111111").status == 422);
  CHECK(read_back(code).status == 422);
}

// Whoever knows a patient's name and birth date can ask for codes until no more are sent.
TEST_CASE(
    "what a stranger used up from afar stops no reset under an ID, and the office takes none") {
  Case desk;
  auto& service = desk.clinic.service();
  const auto account = service.attempt_keys().account(desk.maria);
  const identity::Send send{
      identity::Channel::text, service.attempt_keys().destination("+14015550123"), account, {}, {}};
  const auto left = [&] {
    return service.store().write([&](storage::Transaction& tx) {
      return service.attempts().send_allowed(tx, send, desk.clinic.clock.now());
    });
  };
  SUBCASE("used up") {
    service.store().write([&](storage::Transaction& tx) {
      for (int i = 0; i < 6; ++i) service.attempts().record_send(tx, send, desk.clinic.clock.now());
    });
    desk.stamp(desk.clerk);
    CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
    desk.clinic.settle();
    CHECK(desk.texted(8).size() == 8);
  }
  SUBCASE("untouched") {
    desk.stamp(desk.clerk);
    CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
    CHECK(left() == identity::MaySend::allowed);
  }
  SUBCASE("the office's own has an end") {
    for (int i = 0; i < identity::Limits{}.desk_resets_per_day; ++i) {
      desk.busy(2min, desk.clerk);
      desk.step_up(desk.clerk);
      desk.stamp(desk.clerk);
      CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 303);
      desk.clinic.settle();
    }
    desk.busy(2min, desk.clerk);
    CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 429);
  }
}

TEST_CASE("a reset by phone goes by the patient's own budget still") {
  Case desk;
  auto& service = desk.clinic.service();
  desk.account(desk.number, desk.clerk, {{"do", "send_code"}});
  desk.clinic.settle();
  CHECK(desk.account(desk.number, desk.clerk,
                     {{"do", "stamp"}, {"method", "code_read_back"}, {"code", desk.texted(6)}})
            .status == 303);
  const identity::Send send{identity::Channel::text,
                            service.attempt_keys().destination("+14015550123"),
                            service.attempt_keys().account(desk.maria),
                            {},
                            {}};
  service.store().write([&](storage::Transaction& tx) {
    for (int i = 0; i < 6; ++i) service.attempts().record_send(tx, send, desk.clinic.clock.now());
  });
  CHECK(desk.act(desk.clerk, "reset", {{"way", "text"}}).status == 429);
}

// Self-service gives such a patient neither the user name nor an unlock for one method alone; the
// desk is no shorter way (product.md rule 5).
TEST_CASE("an account with two steps is reset, renamed and unlocked under an ID seen in person") {
  ClinicDesk desk;
  const PatientId tobias = desk.clinic.patient(who("two_step"));
  const LocationId office = desk.person(tobias).location;
  auto clerk = desk.signed_in("clara", Role::office, {office});
  const std::string number = desk.ticket(tobias, office);
  desk.post("/ticket/" + number, clerk, {{"do", "claim"}});
  desk.account(number, clerk, {{"do", "send_code"}});
  desk.clinic.settle();
  CHECK(desk.account(number, clerk,
                     {{"do", "stamp"}, {"method", "code_read_back"}, {"code", desk.texted(6)}})
            .status == 303);
  const auto act = [&](const std::string& what) {
    return desk.account(
        number, clerk,
        {{"do", "act"}, {"act", what}, {"way", "text"}, {"user_name", "tobias.lantern"}});
  };
  for (const std::string what : {"reset", "rename", "unlock"}) {
    const auto refused = act(what);
    CHECK(refused.status == 403);
    CHECK(says(refused, "This needs a photo ID that you see yourself"));
  }
  CHECK(desk.account(number, clerk, {{"do", "stamp"}, {"method", "passport"}}).status == 303);
  CHECK(act("unlock").status == 303);
  desk.clinic.settle();
  CHECK(act("rename").status == 303);
}
