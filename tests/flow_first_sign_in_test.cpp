// First sign-in and saved codes on the bare engine.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/engine.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

constexpr const char* paper = "7K4M9QX2T5VW3J8N";
constexpr const char* born = "06061966";

const flow::AccountSeen invited{flow::AccountState::invited, "nfirsttimer", std::nullopt};
const flow::AccountSeen active{flow::AccountState::active, "nfirsttimer", std::nullopt};

struct Visit : Engine {
  explicit Visit(flow::Channel by = flow::Channel::web) : Engine(by) {
    records.registrations[std::string(paper) + "1966-06-06"] = {RegistrationId{9},
                                                                id_of(person("newcomer"))};
    // The code is real, the birth date another.
    records.registrations[std::string(paper) + "1967-06-06"] = {RegistrationId{9}, std::nullopt};
  }
  std::string at() const { return std::string(step().id); }
  std::string pick(const char* option) {
    take(flow::Picked{option});
    return at();
  }
  // The code and a birth date, and what the account system says of whoever it is.
  std::string redeem(const char* typed, const char* date, const flow::AccountSeen& seen) {
    take(flow::CodeAndDate{Secret(typed), date});
    if (at() == "checking_registration") take(seen);
    return at();
  }
  std::string with_code() {
    pick("first_sign_in");
    return pick("with_code");
  }
  std::string identify(const char* key, const char* topic) {
    const FixturePerson& who = person(key);
    pick(topic);
    take(flow::Named{std::string(who.first), std::string(who.last)});
    take(flow::Dated{std::string(who.birth_date)});
    pick("zip");
    take(flow::Typed{Secret(std::string(who.zip))});
    return at();
  }
  template <class Effect>
  int count() const {
    return static_cast<int>(std::ranges::count_if(
        effects, [](const auto& effect) { return std::holds_alternative<Effect>(effect); }));
  }
  template <class Effect>
  const Effect& only() const {
    REQUIRE(count<Effect>() == 1);
    return std::get<Effect>(*std::ranges::find_if(
        effects, [](const auto& effect) { return std::holds_alternative<Effect>(effect); }));
  }
  bool offers(std::string_view option) const {
    const auto asked = step();
    const auto* choice = std::get_if<flow::Choice>(&asked.field);
    return choice && std::ranges::count(choice->options, option) == 1;
  }
  std::string choose_password() {
    take(flow::NewPassword{Secret("a long enough sentence"), ""});
    if (at() == "resetting") take(flow::PasswordSet{flow::ErrandResult::done});
    return at();
  }
  std::string prove(const char* key, const char* topic = "forgot_password") {
    identify(key, topic);
    pick("text");
    take(flow::Typed{Secret(Engine::code())});
    return at();
  }
};

}  // namespace

TEST_CASE("code and birth date open the account, tell everybody, and show the user name") {
  Visit visit;
  CHECK(visit.with_code() == "enter_registration");
  CHECK(visit.redeem("7k4m-9qx2 t5vw 3j8n", born, invited) == "choose_first_password");
  CHECK(visit.state.tally.wrong_codes == 0);
  CHECK(visit.choose_password() == "recovered_first");
  const auto& set = visit.only<flow::SetPassword>();
  CHECK(set.account == flow::Proven::Account::never_used);
  CHECK(set.registration == RegistrationId{9});
  CHECK(visit.only<flow::TellEveryone>().recovered == flow::Topic::first_sign_in);
  CHECK(visit.count<flow::VoidRegistrations>() == 1);
  CHECK(std::get<flow::Spelled>(visit.step().told.at(0).value).text == "nfirsttimer");
}

TEST_CASE("unknown code, wrong birth date and used account look the same and cost one try each") {
  std::vector<std::string> seen;
  for (const auto& [typed, date, account] :
       {std::tuple("ZZZZZZZZZZZZZZZZ", born, flow::AccountState::missing),
        std::tuple(paper, "06061967", flow::AccountState::missing),
        std::tuple(paper, born, flow::AccountState::active),
        std::tuple(paper, born, flow::AccountState::locked),
        std::tuple(paper, born, flow::AccountState::deactivated)}) {
    Visit visit;
    visit.with_code();
    visit.take(flow::CodeAndDate{Secret(typed), date});
    std::string told = visit.at() + " " + std::to_string(visit.last.effects.size());
    visit.take(flow::AccountSeen{account, "", std::nullopt});
    told += " " + visit.at() + " " + std::string(flow::word(visit.last.notice)) + " " +
            std::to_string(visit.state.tally.wrong_codes);
    seen.push_back(told);
    CHECK(visit.count<flow::SetPassword>() == 0);
    CHECK(visit.count<flow::CountWrongCode>() == 0);  // recovery's budget is another
  }
  for (const std::string& each : seen)
    CHECK(each == "checking_registration 1 enter_registration registration_wrong 1");
}

TEST_CASE("five wrong registration codes end at the office; starting over buys no sixth") {
  Visit visit;
  visit.with_code();
  for (int i = 0; i < 5; ++i) visit.redeem("ZZZZZZZZZZZZZZZZ", born, active);
  CHECK(visit.at() == "offer_help");
  CHECK(visit.last.notice == flow::Notice::no_more_codes);
  visit.take(flow::StartOver{});
  CHECK(visit.with_code() == "offer_help");
}

TEST_CASE("while too many guess, no registration code is judged and none costs a try") {
  Visit visit;
  visit.with_code();
  visit.records.door = FakeRecords::Door::closed;
  visit.redeem(paper, born, invited);
  CHECK(visit.at() == "enter_registration");
  CHECK(visit.last.notice == flow::Notice::hand_off_closed);
  CHECK(visit.state.tally.wrong_codes == 0);
}

TEST_CASE("a code that the office replaced while a password was chosen opens nothing") {
  Visit visit;
  visit.with_code();
  REQUIRE(visit.redeem(paper, born, invited) == "choose_first_password");
  visit.records.voided.insert(RegistrationId{9});
  CHECK(visit.choose_password() == "enter_registration");
  CHECK(visit.last.notice == flow::Notice::registration_wrong);
  CHECK(visit.count<flow::SetPassword>() == 0);
}

TEST_CASE("a minor's code, and an account system that can't be asked, end at the office") {
  Visit visit;
  visit.records.registrations[std::string(paper) + "2011-10-10"] = {RegistrationId{9},
                                                                    id_of(person("teenager"))};
  visit.with_code();
  CHECK(visit.redeem(paper, "10102011", invited) == "handed_over_proven");
  CHECK(visit.only<flow::OpenTicket>().failed.code == flow::Failure::policy);
  Visit lost;
  lost.with_code();
  CHECK(lost.redeem(paper, born, flow::AccountSeen{}) == "handed_over_proven");
  CHECK(lost.only<flow::OpenTicket>().failed.code == flow::Failure::account_system);
}

TEST_CASE("where accounts can't be opened by machine, a first sign-in is not offered") {
  Visit visit;
  CHECK(visit.offers("first_sign_in"));
  visit.policy.activate = flow::Policy::Can::no;
  CHECK_FALSE(visit.offers("first_sign_in"));
  CHECK(visit.pick("first_sign_in") == "choose_topic");
  visit.prove("newcomer");
  visit.take(invited);
  CHECK(visit.at() == "handed_over_proven");
}

TEST_CASE("a contact on file opens an account that nobody used, whatever its owner came for") {
  for (const char* topic : {"first_sign_in", "forgot_password", "forgot_user_name", "locked"}) {
    Visit visit;
    if (topic == std::string("first_sign_in")) {
      visit.pick("first_sign_in");
      visit.identify("newcomer", "without_code");
      visit.pick("text");
      visit.take(flow::Typed{Secret(visit.Engine::code())});
    } else {
      visit.prove("newcomer", topic);
    }
    visit.take(invited);
    CHECK(visit.at() == "choose_first_password");
    CHECK(visit.choose_password() == "recovered_first");
    CHECK(visit.only<flow::SetPassword>().registration == RegistrationId{});
  }
}

TEST_CASE(
    "a saved code may be made after a recovery on a page, within ten minutes, not in a lobby") {
  Visit visit;
  visit.prove("maria");
  visit.take(active);
  CHECK(visit.choose_password() == "recovered_password");
  CHECK(visit.offers("save_code"));
  const std::string fresh(visit.fresh.saved.reveal());
  CHECK(visit.pick("save_code") == "your_saved_code");
  CHECK(visit.only<flow::KeepSaved>().code == Secret(fresh));
  CHECK(std::get<flow::PaperCode>(visit.step().told.at(0).value).text == fresh);
  CHECK(visit.step().told.size() == 1);
  CHECK(visit.count<flow::TellEveryone>() == 2);
  CHECK(visit.pick("done") == "recovered_password");
  CHECK_FALSE(visit.offers("save_code"));

  Visit late;
  late.prove("maria");
  late.take(active);
  late.choose_password();
  late.now += std::chrono::minutes(10);
  CHECK(late.pick("save_code") == "recovered_password");
  CHECK(late.last.notice == flow::Notice::too_late_to_save);

  Visit lobby(flow::Channel::kiosk);
  lobby.prove("maria");
  lobby.take(active);
  lobby.choose_password();
  CHECK_FALSE(lobby.offers("save_code"));
}

TEST_CASE("a saved code proves once, is used up, and another takes its place at the end") {
  Visit visit;
  visit.records.saved[id_of(person("maria"))] = paper;
  CHECK(visit.identify("maria", "forgot_password") == "choose_proof");
  CHECK(visit.pick("saved") == "enter_saved_code");
  visit.take(flow::Typed{Secret("7k4m 9qx2 t5vw 3j8n")});
  CHECK(visit.at() == "checking");
  CHECK(visit.count<flow::UseSaved>() == 1);
  CHECK(visit.count<flow::KeepSaved>() == 0);
  visit.take(active);
  CHECK(visit.choose_password() == "your_saved_code");
  CHECK(visit.count<flow::KeepSaved>() == 1);
  CHECK(visit.count<flow::TellEveryone>() == 1);
}

TEST_CASE("two methods let an account with two steps in: saved and issued, in either order") {
  Visit saved_first;
  saved_first.records.saved[id_of(person("two_step"))] = paper;
  saved_first.identify("two_step", "forgot_password");
  saved_first.pick("saved");
  saved_first.take(flow::Typed{Secret(paper)});
  CHECK(saved_first.at() == "choose_second_proof");
  CHECK_FALSE(saved_first.offers("saved"));
  saved_first.pick("mail");
  saved_first.take(flow::Typed{Secret(saved_first.Engine::code())});
  CHECK(saved_first.at() == "checking");
  saved_first.take(active);
  CHECK(saved_first.at() == "choose_password");

  Visit issued_first;
  issued_first.records.saved[id_of(person("two_step"))] = paper;
  CHECK(issued_first.prove("two_step") == "second_saved_code");
  issued_first.take(flow::Typed{Secret(paper)});
  issued_first.take(active);
  CHECK(issued_first.at() == "choose_password");
}

TEST_CASE("an account with two steps and one method is the office's") {
  // A text and a mail are one method; there is no saved code.
  Visit one;
  CHECK(one.prove("two_step") == "checking");
  one.take(active);
  CHECK(one.at() == "handed_over_proven");
  // There is one, but not at hand.
  Visit lost;
  lost.records.saved[id_of(person("two_step"))] = paper;
  REQUIRE(lost.prove("two_step") == "second_saved_code");
  lost.take(flow::OtherWay{});
  CHECK(lost.at() == "handed_over_proven");
  CHECK(lost.only<flow::OpenTicket>().failed.code == flow::Failure::policy);
  // By phone no saved code can be typed.
  Visit caller(flow::Channel::phone);
  caller.records.saved[id_of(person("two_step"))] = paper;
  caller.pick("en");
  caller.pick("forgot_user_name");
  caller.take(flow::Dated{"04041974"});
  caller.pick("zip");
  caller.take(flow::Typed{Secret("02911")});
  caller.pick("text");
  caller.take(flow::Typed{Secret(caller.Engine::code())});
  CHECK(caller.at() == "checking");
}

TEST_CASE("wrong saved codes share the conversation's tries and spend nobody's other budget") {
  Visit visit;
  visit.records.saved[id_of(person("maria"))] = paper;
  visit.identify("maria", "forgot_password");
  visit.pick("saved");
  for (int i = 0; i < 5; ++i) visit.take(flow::Typed{Secret("ZZZZZZZZZZZZZZZZ")});
  CHECK(visit.at() == "offer_help");
  CHECK(visit.count<flow::CountWrongSaved>() == 5);
  CHECK(visit.count<flow::CountWrongCode>() == 0);
}

TEST_CASE("whose other tries a stranger has burned gets in with a saved code all the same") {
  Visit visit;
  visit.records.saved[id_of(person("maria"))] = paper;
  visit.records.spent.insert(visit.records.claim_key({}, id_of(person("maria"))));
  visit.identify("maria", "forgot_password");
  visit.pick("saved");
  visit.take(flow::Typed{Secret(paper)});
  CHECK(visit.at() == "checking");
}

TEST_CASE("the dead and the unknown have no saved code") {
  for (const char* key : {"deceased", "stranger", "twin"}) {
    Visit visit;
    visit.records.saved[id_of(person(key))] = paper;
    visit.records.saved[PatientId{}] = paper;
    visit.identify(key, "forgot_password");
    visit.pick("saved");
    visit.take(flow::Typed{Secret(paper)});
    CHECK(visit.at() == "enter_saved_code");
    CHECK(visit.last.notice == flow::Notice::wrong_code);
  }
}
