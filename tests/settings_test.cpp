// What an operator may set is in force: each setting, changed in the configuration of a whole
// Latchkey, changes what that Latchkey does.
#include <doctest/doctest.h>

#include "core/operations/hasher.h"
#include "core/staff/totp.h"
#include "tests/fakes/clinic.h"

using namespace latchkey;
using conversations::Opening;
using conversations::Prompt;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {

using Settings = std::vector<std::pair<const char*, std::int64_t>>;

fakes::Clinic with_limits(const Settings& settings) {
  return fakes::Clinic(fakes::Clinic::Roster::fixture_people, [&](Config& config) {
    for (const auto& [key, value] : settings) config.limits.push_back({key, value, "test"});
  });
}
fakes::Clinic with(const std::function<void(Config&)>& change) {
  return fakes::Clinic(fakes::Clinic::Roster::fixture_people, change);
}

// One person on one leg, who answers what is asked now.
struct Visit {
  fakes::Clinic& clinic;
  conversations::LegKey key;
  Opening opening{"en", {}, "192.0.2.7", ""};

  Visit(fakes::Clinic& a_clinic, flow::Channel channel, const std::string& name)
      : clinic(a_clinic), key(conversations::leg_key(a_clinic.service().sealer(), channel, name)) {
    if (channel == flow::Channel::phone) opening = {"en", {}, "", "+14015550123"};
  }
  conversations::Conversations& room() { return clinic.service().conversations(); }
  Prompt now() { return room().open(key, opening); }
  std::string step() { return std::string(now().step.id); }
  flow::Notice answer(const flow::Input& input) {
    const auto reply = room().reply(key, now().question, input);
    clinic.settle();
    return reply.prompt->notice;
  }
  void ask_for_code(const char* by) {
    const auto& maria = tests::person("maria");
    if (step() == "choose_language") answer(flow::Picked{"en"});
    answer(flow::Picked{"forgot_password"});
    if (step() == "enter_name")
      answer(flow::Named{std::string(maria.first), std::string(maria.last)});
    answer(flow::Dated{std::string(maria.birth_date)});
    answer(flow::Picked{"zip"});
    answer(flow::Typed{Secret(std::string(maria.zip))});
    answer(flow::Picked{by});
  }
  // A caller's hand-off code.
  std::string hand_off() {
    ask_for_code("text");
    answer(flow::Typed{Secret(clinic.newest_code("text"))});
    const Prompt told = now();
    REQUIRE(told.step.id == "hand_off_code");
    return std::get<flow::DigitsTold>(told.step.told.front().value).digits;
  }
};

}  // namespace

TEST_CASE("codes have as many digits as the operator says") {
  auto clinic =
      with_limits({{"text_code_digits", 8}, {"mail_code_digits", 10}, {"hand_off_digits", 9}});
  Visit page(clinic, flow::Channel::web, "page");
  page.ask_for_code("text");
  CHECK(clinic.newest_code("text").size() == 8);
  page.answer(flow::OtherWay{});
  page.answer(flow::Picked{"mail"});
  CHECK(clinic.newest_code("mail").size() == 10);
  clinic.clock.pass(minutes(2));
  Visit call(clinic, flow::Channel::phone, "call");
  CHECK(call.hand_off().size() == 9);
  Visit typing(clinic, flow::Channel::web, "typing");
  typing.answer(flow::Picked{"have_code"});
  CHECK(std::get<flow::HandOffEntry>(typing.now().step.field).digits == 9);
}

TEST_CASE("a hand-off code bears as many wrong birth dates as the operator says") {
  for (const int bears : {2, 5}) {
    auto clinic = with_limits({{"wrong_per_code", bears}});
    Visit call(clinic, flow::Channel::phone, "call");
    const std::string code = call.hand_off();
    for (int i = 0; i < 2; ++i) {
      Visit stranger(clinic, flow::Channel::web, "stranger" + std::to_string(i));
      stranger.answer(flow::Picked{"have_code"});
      stranger.answer(flow::CodeAndDate{Secret(code), "02031951"});
    }
    Visit page(clinic, flow::Channel::web, "page");
    page.answer(flow::Picked{"have_code"});
    page.answer(flow::CodeAndDate{Secret(code), "02031950"});
    CHECK(page.step() == (bears == 2 ? "enter_hand_off" : "choose_password"));
  }
}

TEST_CASE("the time to choose a password and the length of a call are the operator's") {
  auto clinic = with_limits({{"grant_life", 120}, {"call_length", 660}});
  CHECK(clinic.service().flow_policy().grant_life == minutes(2));
  CHECK(clinic.service().flow_policy().call_length == minutes(11));
  Visit page(clinic, flow::Channel::web, "page");
  page.ask_for_code("text");
  page.answer(flow::Typed{Secret(clinic.newest_code("text"))});
  REQUIRE(page.step() == "choose_password");
  clinic.clock.pass(minutes(2));
  CHECK(page.answer(flow::NewPassword{Secret("a sentence of mine"), ""}) ==
        flow::Notice::prove_again);
  Visit call(clinic, flow::Channel::phone, "call");
  call.answer(flow::Picked{"en"});
  clinic.clock.pass(minutes(11));
  call.answer(flow::Picked{"forgot_password"});
  const std::string step = call.step();
  CHECK((step == "transferring" || step == "offer_help"));
}

TEST_CASE("a number that calls more often than the operator says is met by a person") {
  for (const int most : {2, 4}) {
    auto clinic = with_limits({{"calls_per_hour", most}});
    int served = 0;
    for (int i = 0; i < 5; ++i) {
      Visit call(clinic, flow::Channel::phone, "call" + std::to_string(i));
      call.answer(flow::Picked{"en"});
      served += call.step() == "choose_topic" ? 1 : 0;
    }
    CHECK(served == most);
  }
}

TEST_CASE("callers without a number share as many calls as the operator says, in office hours") {
  auto clinic = with_limits({{"anonymous_calls_per_hour", 3}});
  const auto open = clinic.service().calendar().next_open(clinic.config().clinic.default_location,
                                                          clinic.clock.now());
  REQUIRE(open);
  clinic.clock.ms = to_millis(*open);
  int served = 0;
  for (int i = 0; i < 5; ++i) {
    Visit call(clinic, flow::Channel::phone, "call" + std::to_string(i));
    call.opening.caller = "anonymous";
    call.answer(flow::Picked{"en"});
    served += call.step() == "choose_topic" ? 1 : 0;
  }
  CHECK(served == 3);
}

TEST_CASE("after as many failed calls as the operator says a person answers, stranger or not") {
  for (const char* key : {"maria", "stranger"}) {
    auto clinic = with_limits({{"failed_calls_per_day", 2}});
    const auto& who = tests::person(key);
    for (int i = 0; i < 3; ++i) {
      Visit call(clinic, flow::Channel::phone, "call" + std::to_string(i));
      call.answer(flow::Picked{"en"});
      CHECK((call.step() == "choose_topic") == (i < 2));
      if (i == 2) break;
      call.answer(flow::Picked{"forgot_password"});
      call.answer(flow::Dated{std::string(who.birth_date)});
      call.answer(flow::Picked{"zip"});
      call.answer(flow::Typed{Secret(std::string(who.zip))});
      call.answer(flow::Picked{"text"});
      for (int n = 0; n < 3; ++n) call.answer(flow::Typed{Secret("999999")});
      CHECK(call.step() == "offer_help");
    }
  }
}

TEST_CASE("a page's visit rests as long as the operator says, a call a quarter of an hour") {
  for (const int idle : {5, 40}) {
    auto clinic = with([&](Config& config) { config.sessions.web_idle_minutes = idle; });
    Visit page(clinic, flow::Channel::web, "page");
    Visit call(clinic, flow::Channel::phone, "call");
    page.now(), call.now();
    clinic.clock.pass(minutes(std::min(idle, 15)) - seconds(1));
    CHECK(page.room().current(page.key).has_value());
    CHECK(call.room().current(call.key).has_value());
    page.answer(flow::Picked{"forgot_password"});
    clinic.clock.pass(minutes(idle) - seconds(1));
    CHECK(page.room().current(page.key).has_value());
    clinic.clock.pass(seconds(1));
    CHECK_FALSE(page.room().current(page.key).has_value());
    CHECK(call.room().current(call.key).has_value() == (idle < 10));
  }
}

TEST_CASE("codes go to the operator's area codes only") {
  for (const char* area : {"401", "212"}) {
    auto clinic = with([&](Config& config) { config.provider.allowed_area_codes = {area}; });
    Visit page(clinic, flow::Channel::web, "page");
    page.ask_for_code("text");
    CHECK(page.step() == "enter_code");
    CHECK(clinic.newest_code("text").empty() == (std::string(area) != "401"));
  }
}

TEST_CASE("a number that more people have than the operator says proves nobody") {
  for (const int most : {1, 2}) {
    auto clinic = with([&](Config& config) {
      config.limits.push_back({"accounts_per_phone", most, "test"});
      config.patient_policy.shared_contact = PatientSettings::SharedContact::allowed;
    });
    accounts::Facts twin;
    twin.birth_date = Date(std::chrono::year(1999) / 9 / 9);
    twin.record_number = "MRN-4471255";
    auto& service = clinic.service();
    service.store().read([&](storage::Transaction& tx) {
      const auto match = service.roster().find(tx, twin);
      REQUIRE(match.found == accounts::Found::one);
      const auto reach = service.roster().reach(tx, match.patient, clinic.clock.now());
      CHECK(reach.call.contact.has_value() == (most == 2));
    });
  }
}

TEST_CASE("a patient's password ends after as many wrong tries in a row as the operator says") {
  auto clinic = with_limits({{"password_wrong_in_a_row", 12}, {"wrong_in_a_row", 50}});
  for (int i = 0; i < 12; ++i) {
    clinic.service().local_accounts().sign_in("mquintero1950", Secret("x"));
    clinic.clock.pass(hours(2));
  }
  const auto locked = clinic.service().local_accounts().sign_in("mquintero1950", Secret("x"));
  REQUIRE(std::holds_alternative<accounts::SignInLocked>(locked));
  CHECK_FALSE(std::get<accounts::SignInLocked>(locked).until.has_value());
}

TEST_CASE("the desk's times and numbers are the operator's") {
  auto clinic = with([](Config& config) {
    config.desk.idle_minutes = 3;
    config.desk.session_hours = 2;
    config.desk.step_up_minutes = 1;
    config.desk.sessions_at_once = 1;
  });
  auto& staff = clinic.service().staff();
  const Secret password("fifteen or more letters");
  const auto invited = staff.add({"clara", "Clara", staff::Role::office, {}}).value();
  const Secret totp = clinic.service().store().read([&](storage::Transaction& tx) {
    const auto found = tx.run("SELECT totp FROM staff WHERE id = $1", invited.id);
    return Secret(clinic.service().sealer().open_or_fault(found.one()->blob(0), invited.id.value,
                                                          "staff.totp"));
  });
  const auto code = [&] {
    clinic.clock.pass(seconds(30));
    return staff::totp_code(totp, staff::totp_step(clinic.clock.now()));
  };
  REQUIRE(staff.enrol("clara", invited.setup_code, password, code()) == staff::Enrolled::enrolled);
  const auto sign_in = [&] {
    return std::get<staff::SignedIn>(staff.sign_in("clara", password, code()));
  };
  const auto first = sign_in();
  CHECK(first.session.expires_at - first.session.started_at == hours(2));
  CHECK(first.session.stepped_up_until - first.session.started_at == minutes(1));
  const auto second = sign_in();
  CHECK_FALSE(staff.authenticate(first.token).has_value());
  clinic.clock.pass(minutes(3) - seconds(1));
  CHECK(staff.authenticate(second.token).has_value());
  clinic.clock.pass(minutes(3));
  CHECK_FALSE(staff.authenticate(second.token).has_value());
}

TEST_CASE("calls are kept as many days as the operator says") {
  for (const int days : {30, 60}) {
    auto clinic = with([&](Config& config) { config.retention.call_days = days; });
    Visit page(clinic, flow::Channel::web, "page");
    page.answer(flow::Picked{"forgot_password"});
    clinic.clock.pass(hours(24 * 45));
    clinic.service().sweep();
    const auto left = clinic.service().store().read([](storage::Transaction& tx) {
      return tx.run("SELECT (SELECT COUNT(*) FROM call) + (SELECT COUNT(*) FROM call_step)")
          .rows.front()
          .integer(0);
    });
    CHECK((left > 0) == (days == 60));
  }
}

TEST_CASE(
    "ended tickets are kept as many days as the operator says, open ones as long as it takes") {
  for (const int days : {30, 60}) {
    auto clinic = with([&](Config& config) { config.retention.ticket_days = days; });
    auto& service = clinic.service();
    const auto open_one = [&](const char* name) {
      Visit page(clinic, flow::Channel::web, name);
      page.answer(flow::Picked{"forgot_password"});
      page.answer(flow::AskPerson{});
      page.answer(flow::AskPerson{});
      page.answer(flow::Picked{"yes"});
      page.answer(flow::Typed{Secret(name)});
      page.answer(flow::Picked{"no"});
      page.answer(flow::Picked{"here"});
      REQUIRE(page.step() == "handed_over");
    };
    open_one("4015550142"), open_one("4015550143");
    const auto all = service.store().read(
        [&](storage::Transaction& tx) { return service.tickets().list(tx, {}); });
    REQUIRE(all.size() == 2);
    service.store().write([&](storage::Transaction& tx) {
      const tickets::Ending solved{tickets::Outcome::resolved_guidance, 5, "done"};
      REQUIRE(service.tickets().end(tx, all[0].id, solved, StaffId{7}, clinic.clock.now()) ==
              tickets::Ended::ended);
    });
    clinic.clock.pass(hours(24 * 45));
    service.sweep();
    service.store().read([&](storage::Transaction& tx) {
      CHECK(service.tickets().get(tx, all[0].id).has_value() == (days == 60));
      CHECK(service.tickets().get(tx, all[1].id).has_value());
      const auto orphans = tx.run(
          "SELECT COUNT(*) FROM ticket_step WHERE contact NOT IN (SELECT id FROM ticket_contact)");
      CHECK(orphans.rows.front().integer(0) == 0);
    });
  }
}

TEST_CASE("no more passwords are hashed at once than the operator says") {
  const auto at_once = [](fakes::Clinic& clinic) {
    return dynamic_cast<operations::Hasher&>(clinic.service().hasher()).at_once();
  };
  auto one = with([](Config& config) { config.password.hashes_at_once = 1; });
  CHECK(at_once(one) == 1);
  // Never more than the machine bears.
  auto many = with([](Config& config) { config.password.hashes_at_once = 64; });
  const std::uint64_t memory = std::uint64_t(many.config().password.argon2_mebibytes) << 20U;
  CHECK(at_once(many) == identity::gate_for(memory).at_once);
}

TEST_CASE("nobody is called unreachable before as many days as the operator says") {
  auto clinic = with([](Config& config) { config.sessions.unreachable_days = 20; });
  auto& service = clinic.service();
  Visit page(clinic, flow::Channel::web, "page");
  page.answer(flow::AskPerson{});
  page.answer(flow::AskPerson{});
  page.answer(flow::Picked{"yes"});
  page.answer(flow::Typed{Secret("4015550142")});
  page.answer(flow::Picked{"no"});
  page.answer(flow::Picked{"here"});
  const auto end = [&] {
    return service.store().write([&](storage::Transaction& tx) {
      const TicketId id = service.tickets().list(tx, {}).at(0).id;
      for (const std::int64_t day : {101, 102, 103})
        service.tickets().attempt(tx, id, StaffId{7}, tickets::Reached::no_answer, day,
                                  clinic.clock.now());
      return service.tickets().end(tx, id, {tickets::Outcome::unreachable, 5, ""}, StaffId{7},
                                   clinic.clock.now());
    });
  };
  clinic.clock.pass(hours(24 * 20) - seconds(1));
  CHECK(end() == tickets::Ended::too_early);
  clinic.clock.pass(seconds(1));
  CHECK(end() == tickets::Ended::ended);
}
