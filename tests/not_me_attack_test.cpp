// A thief at work while the patient says "this wasn't me": whatever the thief already holds,
// nothing of it ends well any more (rulings.md R22, standards.md B-21).

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/callers.h"
#include "tests/fakes/not_me_visitor.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::NotMeVisitor;
using fakes::PhoneCaller;
using fakes::WebVisitor;

namespace {

const std::string thiefs = "stolen by a patient thief 9";

// A thief who has Maria's mailbox has had her user name told; she reads the notice on her phone.
struct Robbed : Clinic {
  const FixturePerson& maria = person("maria");
  Robbed() {
    WebDriver thief(*this, maria, Doubling::once);
    thief.act_all({{"topic", "forgot_user_name"}, {"identify", ""}, {"proof", "mail"}});
    REQUIRE(thief.act("code", "right").step == "your_user_name");
    code = fakes::newest_notice(*this, "text").code;
    REQUIRE(code.size() == 11);
  }
  std::string code;

  void say_not_me() {
    NotMeVisitor visitor(*this);
    visitor.say(code);
    REQUIRE(visitor.title() == "Please call us now");
  }
  bool opens(const std::string& password) {
    return std::holds_alternative<accounts::SignedIn>(
        service().local_accounts().sign_in(std::string(maria.user_name), Secret(password)));
  }
  std::int64_t count(const std::string& what) {
    return service().store().read([&](storage::Transaction& tx) {
      return what == "conversations"
                 ? tx.run("SELECT COUNT(*) FROM conversation").rows[0].integer(0)
                 : tx.run("SELECT COUNT(*) FROM outbox WHERE state IN ('waiting', 'leased')")
                       .rows[0]
                       .integer(0);
    });
  }
};

// The thief's browser, as far as the code is asked for; it came by mail.
WebVisitor thief_at_code(Robbed& clinic, const std::string& topic = "forgot_password") {
  WebVisitor thief(clinic, Doubling::once, "203.0.113.66");
  thief.post({{"option", topic}});
  thief.post(
      {{"first", std::string(clinic.maria.first)}, {"last", std::string(clinic.maria.last)}});
  thief.post({{"month", "2"}, {"day", "3"}, {"year", "1950"}});
  thief.post({{"option", "zip"}});
  thief.post({{"text", std::string(clinic.maria.zip)}});
  clinic.clock.pass(std::chrono::minutes(2));  // her mailbox had a code just now
  thief.post({{"option", "mail"}});
  clinic.settle();
  REQUIRE(thief.shown().step == "enter_code");
  return thief;
}

WebVisitor thief_at_password(Robbed& clinic) {
  WebVisitor thief = thief_at_code(clinic);
  thief.post({{"code", clinic.newest_code("mail")}});
  clinic.settle();
  thief.look();
  REQUIRE(thief.shown().step == "choose_password");
  return thief;
}

}  // namespace

TEST_CASE("a thief who may choose a password can't any more") {
  Robbed clinic;
  WebVisitor thief = thief_at_password(clinic);
  clinic.say_not_me();
  thief.post({{"password", thiefs}});
  clinic.settle();
  CHECK(thief.page().find("we closed your request") != std::string::npos);
  CHECK_FALSE(clinic.opens(thiefs));
  thief.look();
  CHECK(thief.shown().step != "choose_password");
}

TEST_CASE("a new password that waits to be set is never set") {
  Robbed clinic;
  WebVisitor thief = thief_at_password(clinic);
  thief.post({{"password", thiefs}});
  REQUIRE(clinic.count("errands") == 1);
  clinic.say_not_me();
  clinic.settle();
  CHECK_FALSE(clinic.opens(thiefs));
  CHECK(clinic.count("errands") == 0);
}

// The courier has claimed the errand already, and tries it again after a fault.
TEST_CASE("a new password that is under way is refused at the last step") {
  Robbed clinic;
  WebVisitor thief = thief_at_password(clinic);
  thief.post({{"password", thiefs}});
  auto& s = clinic.service();
  const auto claimed = s.store().write([&](storage::Transaction& tx) {
    return s.outbox().claim(tx, courier::Lane::hashing, clinic.clock.now(), 1);
  });
  REQUIRE(claimed.size() == 1);
  clinic.say_not_me();
  const identity::Attempts attempts{identity::Limits{}};
  const identity::AttemptKeys keys(s.sealer());
  const conversations::AccountErrands errands(s.store(), s.roster(), s.account_system(), attempts,
                                              keys, s.registrations(), clinic.clock);
  CHECK(errands.set_password(claimed[0]).result == courier::Result::refused_permanent);
  s.conversations().errand_ended(claimed[0], errands.set_password(claimed[0]));
  CHECK_FALSE(clinic.opens(thiefs));
}

TEST_CASE("a thief whose proof is just being checked gets no further") {
  Robbed clinic;
  WebVisitor thief = thief_at_code(clinic);
  thief.post({{"code", clinic.newest_code("mail")}});
  REQUIRE(clinic.count("errands") == 1);
  clinic.say_not_me();
  clinic.settle();
  thief.look();
  CHECK(thief.shown().step != "choose_password");
  CHECK(clinic.count("errands") == 0);
}

TEST_CASE("a lock that a thief has asked to open stays") {
  Robbed clinic;
  const auto wrong = [&] {
    clinic.clock.pass(std::chrono::hours(2));
    return clinic.service().local_accounts().sign_in(std::string(clinic.maria.user_name),
                                                     Secret("not the password"));
  };
  for (int tries = 0; tries < 14; ++tries) wrong();  // the last one's lock lasts an hour
  WebVisitor thief = thief_at_code(clinic, "locked");
  thief.post({{"code", clinic.newest_code("mail")}});
  clinic.settle();
  thief.look();
  thief.post({{"option", "unlock"}});
  REQUIRE(clinic.count("errands") == 1);
  clinic.say_not_me();
  clinic.settle();
  CHECK(std::holds_alternative<accounts::SignInLocked>(clinic.service().local_accounts().sign_in(
      std::string(clinic.maria.user_name), Secret("not the password"))));
}

// What is unproven goes on as everybody's does: who is told "wrong code" learns nothing.
TEST_CASE("a right code that is typed too late is a wrong code, also after the office reopened") {
  Robbed clinic;
  WebVisitor thief = thief_at_code(clinic);
  const std::string code = clinic.newest_code("mail");
  clinic.say_not_me();
  thief.post({{"code", code}});
  clinic.settle();
  CHECK(thief.shown().step == "enter_code");
  CHECK(thief.shown().notice == "wrong_code");
  clinic.service().store().write([&](storage::Transaction& tx) {
    auto& s = clinic.service();
    const auto patient = s.roster().by_user_name(tx, clinic.maria.user_name).at(0);
    const identity::AttemptKeys keys(s.sealer());
    const auto both = conversations::budget_keys(s.sealer(), keys, patient);
    identity::Attempts(identity::Limits{}).restore(tx, both);
  });
  thief.post({{"code", code}});
  clinic.settle();
  CHECK(thief.shown().step == "enter_code");
  CHECK(thief.shown().notice == "wrong_code");
}

TEST_CASE("a code for the page that a thief was told by phone opens nothing") {
  Robbed clinic;
  clinic.clock.pass(std::chrono::minutes(2));
  PhoneCaller caller = fakes::proven(clinic, "maria");
  clinic.settle();
  caller.hold();
  REQUIRE(caller.shown().step == "hand_off_code");
  const std::string code = caller.digits_said().substr(0, 8);
  clinic.say_not_me();
  WebVisitor page(clinic, Doubling::once, "203.0.113.67");
  page.post({{"option", "have_code"}});
  page.post({{"code", code}, {"month", "02"}, {"day", "03"}, {"year", "1950"}});
  CHECK(page.shown().step == "enter_hand_off");
  CHECK(page.shown().notice == "hand_off_wrong");
}

TEST_CASE("only the patient's own conversations end") {
  Robbed clinic;
  WebDriver other(clinic, person("proxy"), Doubling::once);
  other.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "text"}});
  REQUIRE(other.act("code", "right").step == "choose_password");
  const std::int64_t before = clinic.count("conversations");
  clinic.say_not_me();
  CHECK(clinic.count("conversations") == before - 1);  // the thief's
  CHECK(other.act("password", "good").step == "recovered_password");
}

TEST_CASE("the portal's sessions are asked to end") {
  Robbed clinic;
  clinic.settle();
  clinic.say_not_me();
  CHECK(clinic.count("errands") == 1);
  clinic.settle();
  const auto done = clinic.service().store().read([](storage::Transaction& tx) {
    return tx.run("SELECT COUNT(*) FROM outbox WHERE kind = 7 AND state = 'done'");
  });
  CHECK(done.rows[0].integer(0) == 1);
}

// Of two recoveries each has its own code; what they are about differs, so each has its ticket.
TEST_CASE("a repudiation survives a restart, and that of another recovery adds to it") {
  Robbed clinic;
  clinic.clock.pass(std::chrono::minutes(3));
  WebDriver thief(clinic, clinic.maria, Doubling::once);
  thief.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "mail"}});
  thief.act("code", "right");
  REQUIRE(thief.act("password", "good").step == "recovered_password");
  const std::string second = fakes::newest_notice(clinic, "text").code;
  REQUIRE(second != clinic.code);
  NotMeVisitor visitor(clinic);
  visitor.say(second);
  const std::string end = visitor.page();
  REQUIRE(clinic.restart());
  NotMeVisitor again(clinic);
  again.say(second);
  CHECK(again.page() == end);
  CHECK(clinic.tickets() == std::vector<std::string>{"repudiated"});
  clinic.say_not_me();
  CHECK(clinic.tickets() == std::vector<std::string>{"repudiated", "repudiated"});
}
