// The first sign-in on a whole clinic: pages, the phone, the account system, and who guesses.

#include <doctest/doctest.h>

#include "core/base/codes.h"
#include "core/conversations/errands.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/not_me_visitor.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using identity::RegistrationKind;
using identity::RegistrationStatus;

namespace {

const std::string chosen = "seven green herons nap 81";

struct Office : Clinic {
  const FixturePerson& newcomer = person("newcomer");

  bool signs_in(const std::string& password = chosen) {
    return std::holds_alternative<accounts::SignedIn>(
        service().local_accounts().sign_in(std::string(newcomer.user_name), Secret(password)));
  }
  accounts::AccountRef account() {
    const PatientId who = patient(newcomer);
    return service().store().read(
        [&](storage::Transaction& tx) { return *service().roster().person(tx, who)->account; });
  }
  // As somebody does who signs in through the portal's own invitation.
  void use_account_elsewhere() {
    service().account_system().activate(account());
    service().account_system().set_password(account(), Secret("somebody else was here first"),
                                            accounts::RequestId{77});
  }
  RegistrationStatus status() {
    const PatientId who = patient(newcomer);
    return service().store().read([&](storage::Transaction& tx) {
      return service().registrations().newest(tx, who, clock.now())->status;
    });
  }
  int audited(std::string_view action) {
    return service().store().read([&](storage::Transaction& tx) {
      int found = 0;
      for (const auto& record : service().audit().list(tx, {}))
        found += record.action == action ? 1 : 0;
      return found;
    });
  }
  int told(std::string_view words) {
    int found = 0;
    for (const auto& sent : this->sent())
      found += sent.body.find(words) != std::string::npos ? 1 : 0;
    return found;
  }
};

// A visitor with a code and this birth date, as far as the answer to them.
struct Typist : WebDriver {
  explicit Typist(Office& office) : WebDriver(office, office.newcomer, Doubling::once) {
    act("topic", "first_sign_in");
    act("choose", "with_code");
  }
  Shown type(const std::string& code, const std::string& year = "1966") {
    visitor_post({{"code", code}, {"month", "6"}, {"day", "6"}, {"year", year}});
    act("look", "");
    return {shown().step, shown().notice};  // the machines have answered
  }
  void visitor_post(const http::Fields& fields) { posted_ = fields; }

 private:
  void answer(const std::string& verb, const std::string& argument) override {
    if (verb == "look") return post(posted_);
    WebDriver::answer(verb, argument);
  }
  http::Fields posted_;
};

}  // namespace

TEST_CASE("a code from the office opens an account once, signs in, and everybody is told") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  office.settle();
  CHECK(office.told("made a code for your first") == 1);
  CHECK(office.told("just gave out a code") == 1);
  Typist person(office);
  CHECK(person.type(std::string(in_fours(Secret(code)).reveal())).step == "choose_first_password");
  CHECK(office.status() == RegistrationStatus::issued);
  CHECK(person.act("password", "good").step == "recovered_first");
  CHECK(person.visitor().page().find("nfirsttimer") != std::string::npos);
  CHECK(office.signs_in());
  CHECK(office.status() == RegistrationStatus::used);
  CHECK(office.told("account opened") == 1);
  CHECK(office.told("for the first time") == 1);
  for (const char* action : {"registration.issue", "registration.proven", "registration.opened"})
    CHECK_MESSAGE(office.audited(action) == 1, action);
  Typist again(office);
  CHECK(again.type(code).notice == "registration_wrong");
  CHECK(office.sink.leaks().empty());
}

TEST_CASE("unknown code, wrong birth date, used code and used account get the same pages") {
  std::vector<std::vector<std::string>> histories;
  const auto visit = [&](auto prepare, const std::string& year) {
    Office office;
    const std::string code = prepare(office);
    Typist typist(office);
    for (int i = 0; i < 2; ++i) CHECK(typist.type(code, year).notice == "registration_wrong");
    typist.act("other", "");
    histories.push_back(typist.visitor().history());
  };
  const auto issued = [](Office& office) {
    return office.issue_registration(office.newcomer, RegistrationKind::paper);
  };
  visit([](Office&) { return std::string("ZZZZ ZZZZ ZZZZ ZZZZ"); }, "1966");
  visit(issued, "1967");
  visit(
      [&](Office& office) {
        const std::string code = issued(office);
        office.use_account_elsewhere();
        return code;
      },
      "1966");
  visit(
      [&](Office& office) {
        const std::string code = issued(office);
        Typist typist(office);
        typist.type(code);
        typist.act("password", "good");
        return code;
      },
      "1966");
  visit(
      [&](Office& office) {
        const std::string code = issued(office);
        office.clock.pass(std::chrono::hours(24 * 7));
        return code;
      },
      "1966");
  for (const auto& history : histories) CHECK(history == histories.front());
}

TEST_CASE("an account that is used is never reset by a registration code") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  Typist typist(office);
  REQUIRE(typist.type(code).step == "choose_first_password");
  office.use_account_elsewhere();
  CHECK(typist.act("password", "good").step == "handed_over_proven");
  CHECK_FALSE(office.signs_in());
  CHECK(office.signs_in("somebody else was here first"));
}

TEST_CASE("a live code that grows old between page and post opens nothing") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::live);
  Typist typist(office);
  office.clock.pass(std::chrono::minutes(10));
  CHECK(typist.type(code).notice == "registration_wrong");
  CHECK(typist.act("other", "").step == "enter_name");
}

// J21: last week's letter.
TEST_CASE(
    "a code on paper that is too old is made anew for the contact on file, without a ticket") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  office.clock.pass(std::chrono::days(7));
  Typist person(office);
  CHECK(person.type(code).notice == "registration_wrong");
  CHECK(person.act("other", "").step == "enter_name");
  CHECK(person.act("identify", "").step == "choose_proof");
  CHECK(person.act("proof", "text").step == "enter_code");
  CHECK(person.act("code", "right").step == "choose_first_password");
  CHECK(person.act("password", "good").step == "recovered_first");
  CHECK(office.signs_in());
  const auto tickets = office.service().store().read([&](storage::Transaction& tx) {
    return office.service().tickets().list(tx, tickets::Filter{});
  });
  CHECK(tickets.empty());
}

TEST_CASE("a code that was replaced while it was typed, or while a password was chosen, is dead") {
  Office office;
  const std::string old_code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  Typist typist(office);
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  CHECK(typist.type(old_code).notice == "registration_wrong");
  REQUIRE(typist.type(code).step == "choose_first_password");
  office.issue_registration(office.newcomer, RegistrationKind::paper);
  CHECK(typist.act("password", "good").notice == "registration_wrong");
  CHECK_FALSE(office.signs_in());
}

TEST_CASE("who burns the tries of a code shuts the patient out of nothing else") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  for (int i = 0; i < 3; ++i) {
    Typist thief(office);
    for (int tries = 0; tries < 2; ++tries) thief.type(code, "1967");
  }
  CHECK(office.status() == RegistrationStatus::voided);
  Typist patient(office);
  CHECK(patient.type(code).notice == "registration_wrong");
  patient.act("other", "");
  patient.act("identify", "");
  patient.act("proof", "text");
  CHECK(patient.act("code", "right").step == "choose_first_password");
  CHECK(patient.act("password", "good").step == "recovered_first");
  CHECK(office.signs_in());
}

TEST_CASE("whoever guesses at registration codes meets a closed door, and spends nobody's tries") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  for (int i = 0; i < 2; ++i) {
    Typist thief(office);
    for (int tries = 0; tries < 5; ++tries) thief.type("ZZZZ ZZZZ ZZZZ ZZZZ");
  }
  Typist same_address(office);
  CHECK(same_address.type(code).notice == "hand_off_closed");
  office.clock.pass(std::chrono::minutes(11));
  Typist later(office);
  CHECK(later.type(code).step == "choose_first_password");
}

TEST_CASE("neither the registration code nor a saved one can become the password") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  Typist typist(office);
  REQUIRE(typist.type(code).step == "choose_first_password");
  const std::string fours(in_fours(Secret(code)).reveal());
  office.sink.forbid(fours);
  typist.visitor_post({{"password", fours}});
  CHECK(typist.act("look", "").notice == "password_refused");
  CHECK(typist.visitor().page().find("It can&#39;t be your password") != std::string::npos);
  CHECK_FALSE(office.signs_in(fours));
}

TEST_CASE("an opening that a crash cut in half is finished by its own errand and by no other") {
  Office office;
  const std::string code = office.issue_registration(office.newcomer, RegistrationKind::paper);
  Typist typist(office);
  REQUIRE(typist.type(code).step == "choose_first_password");
  auto& s = office.service();
  const auto code_id = s.store().read([&](storage::Transaction& tx) {
    return s.registrations().find(tx, Secret(code), office.clock.now())->id;
  });
  const auto errand = [&](std::int64_t id) {
    courier::Claimed claimed;
    claimed.id = ErrandId{id};
    claimed.body = conversations::pack_password({office.patient(office.newcomer), Secret(chosen),
                                                 flow::Proven::Account::never_used, code_id});
    return claimed;
  };
  const identity::Attempts attempts{identity::Limits{}};
  const identity::AttemptKeys keys(s.sealer());
  const conversations::AccountErrands errands(s.store(), s.roster(), s.account_system(), attempts,
                                              keys, s.registrations(), office.clock);
  s.store().write([&](storage::Transaction& tx) {
    s.registrations().use(tx, code_id, ErrandId{5}, office.clock.now());
  });
  s.account_system().activate(office.account());  // and there the power went
  CHECK(errands.set_password(errand(6)).result == courier::Result::refused_permanent);
  CHECK(errands.set_password(errand(5)).result == courier::Result::done);
  CHECK(office.signs_in());
  CHECK(errands.set_password(errand(5)).result == courier::Result::done);
}

TEST_CASE("by phone nobody tells a code of another from one that never was") {
  const auto heard = [](const std::string& which) {
    Office office;
    office.registration_code(office.newcomer, RegistrationKind::live);
    PhoneDriver driver(office, office.newcomer, Doubling::once);
    driver.act_all({{"topic", "first_sign_in"}, {"choose", "live_code"}});
    for (int i = 0; i < 2; ++i) {
      driver.act("registration", which);
      CHECK(driver.caller().shown().notice == "registration_wrong");
    }
    return driver.caller().history();
  };
  CHECK(heard("unknown") == heard("wrong_date"));
}

TEST_CASE("a saved code is asked of everybody alike") {
  const auto seen = [](const FixturePerson& who) {
    Clinic clinic;
    if (who.key != "stranger" && who.key != "twin") clinic.saved_code(who);
    WebDriver driver(clinic, who, Doubling::once);
    driver.act_all({{"topic", "forgot_password"},
                    {"identify", ""},
                    {"choose", "saved"},
                    {"saved", "wrong"},
                    {"saved", "wrong"},
                    {"other", ""},
                    {"proof", "text"},
                    {"other", ""},
                    {"choose", "saved"},
                    {"saved", "wrong"}});
    return driver.visitor().history();
  };
  const auto stranger = seen(person("stranger"));
  for (const FixturePerson& who : people) {
    INFO(std::string(who.key));
    CHECK(seen(who) == stranger);
  }
}

TEST_CASE("a saved code works once, its successor next time, and only a MAC of it is kept") {
  Clinic clinic;
  const FixturePerson& maria = person("maria");
  const auto recover = [&](const std::string& code) {
    WebDriver driver(clinic, maria, Doubling::once);
    driver.act_all({{"topic", "forgot_user_name"}, {"identify", ""}, {"choose", "saved"}});
    return driver.act("saved", code);
  };
  WebDriver first(clinic, maria, Doubling::once);
  first.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "text"}});
  first.act("code", "right");
  CHECK(first.act("password", "good").step == "recovered_password");
  CHECK(first.act("choose", "save_code").step == "your_saved_code");
  const std::string shown = fakes::between(first.visitor().page(), "<strong>", "</strong>");
  CHECK(shown.size() == 19);
  clinic.sink.forbid(shown);
  clinic.settle();
  int told = 0;
  for (const auto& sent : clinic.sent())
    told += sent.body.find("saved code") != std::string::npos ? 1 : 0;
  CHECK(told == 2);
  const PatientId who = clinic.patient(maria);
  const auto fits = [&](const std::string& typed) {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      return clinic.service().saved_codes().fits(tx, who, Secret(typed));
    });
  };
  CHECK(fits(shown));
  CHECK(clinic.files().find(shown) == std::string::npos);
  // "This wasn't me" ends what a thief may have made.
  fakes::NotMeVisitor visitor(clinic);
  visitor.say(fakes::newest_notice(clinic, "text").code);
  CHECK_FALSE(fits(shown));
  CHECK(recover("right").notice ==
        "wrong_code");  // self-service is off until the office has seen her
}
