// The table conversations on the bare engine, with machines that answer at once.

#include <doctest/doctest.h>

#include "core/base/normal.h"
#include "tests/fakes/engine.h"
#include "tests/fakes/wrong_code.h"
#include "tests/talk.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

class EngineDriver final : public TalkDriver {
 public:
  EngineDriver(flow::Channel channel, const FixturePerson& who, const std::string& language)
      : engine_(channel), who_(who), language_(language) {
    engine_.policy.guidance = shipped_guidance();
    if (channel == flow::Channel::phone)
      engine_.take(flow::Picked{language});
    else
      engine_.state = flow::opening(channel, language);
  }

  Shown act(const std::string& verb, const std::string& argument) override {
    if (verb == "identify")
      identify(argument);
    else if (verb == "registration")
      registration(argument);
    else if (verb == "saved")
      saved(argument);
    else if (verb == "accounts")
      accounts_ = Accounts::out_of_reach;
    else
      engine_.take(input(verb, argument));
    auto notice = engine_.last.notice;
    run_machines();
    if (verb == "registration") notice = engine_.last.notice;
    CHECK(engine_.state.language == language_);
    return {std::string(engine_.step().id),
            notice == flow::Notice::none ? "" : std::string(flow::word(notice))};
  }

  std::vector<std::string> tickets() override {
    std::vector<std::string> codes;
    for (const auto& effect : engine_.effects)
      if (const auto* ticket = std::get_if<flow::OpenTicket>(&effect))
        codes.emplace_back(flow::word(ticket->failed.code));
    return codes;
  }

 private:
  flow::Input input(const std::string& verb, const std::string& argument) const {
    if (verb == "topic" || verb == "proof" || verb == "choose") return flow::Picked{argument};
    if (verb == "code")
      return flow::Typed{
          Secret(argument == "right" ? engine_.code() : fakes::wrong_code(engine_.code()))};
    if (verb == "other") return flow::OtherWay{};
    if (verb == "person") return flow::AskPerson{};
    if (verb == "number") return flow::Typed{Secret(argument)};
    if (verb == "office") return flow::Picked{argument};
    if (verb == "password")
      return flow::NewPassword{Secret("a long enough sentence"),
                               argument == "good" ? "" : "too_short"};
    FAIL("no verb ", verb);
    return flow::OtherWay{};
  }

  void identify(const std::string& how) {
    const bool letters = engine_.step().id == "enter_name";
    const Claimed claimed = claimed_by(who_, how, letters ? ToldIn::letters : ToldIn::keys);
    if (letters) engine_.take(flow::Named{claimed.first, claimed.last});
    const auto& [first, second, third] = claimed.born;
    engine_.take(
        flow::Dated{letters ? first + "/" + second + "/" + third : first + second + third});
    engine_.take(flow::Picked{claimed.detail});
    engine_.take(flow::Typed{Secret(claimed.text)});
  }

  // The birth date is the fixture's own or, for `wrong_date`, another.
  void registration(const std::string& how) {
    const std::string code = how == "unknown" ? "00000000" : "12345678";
    const std::string born(who_.birth_date);
    if (how != "unknown")
      engine_.records.registrations[code + iso_date(*normal_date(born, utc_date(engine_.now)))] = {
          RegistrationId{9}, id_of(who_)};
    const std::string date = how == "wrong_date" ? "06061967" : born;
    if (engine_.channel != flow::Channel::phone) {
      engine_.take(flow::CodeAndDate{Secret(code), date});
      return;
    }
    engine_.take(flow::Typed{Secret(code)});
    engine_.take(flow::Dated{date});
  }

  void saved(const std::string& how) {
    const std::string right = "7K4M9QX2T5VW3J8N";
    engine_.records.saved[id_of(who_)] = right;
    engine_.take(flow::Typed{Secret(how == "right" ? right : "ZZZZZZZZZZZZZZZZ")});
  }

  void run_machines() {
    const bool lost = accounts_ == Accounts::out_of_reach;
    const bool used = who_.account == FixturePerson::Account::used;
    if (std::holds_alternative<flow::Checking>(engine_.state.stage) ||
        std::holds_alternative<flow::CheckingRegistration>(engine_.state.stage))
      engine_.take(
          lost ? flow::AccountSeen{}
               : flow::AccountSeen{used ? flow::AccountState::active : flow::AccountState::invited,
                                   std::string(who_.user_name)});
    if (std::holds_alternative<flow::Resetting>(engine_.state.stage))
      engine_.take(flow::PasswordSet{lost                    ? flow::ErrandResult::unknown
                                     : who_.key == "unlucky" ? flow::ErrandResult::refused
                                                             : flow::ErrandResult::done});
  }

  enum class Accounts { answer, out_of_reach } accounts_ = Accounts::answer;
  Engine engine_;
  const FixturePerson& who_;
  std::string language_;
};

// Maria on the web, as far as the code that is sent to her phone.
void ask_for_code(Engine& engine) {
  const auto& maria = person("maria");
  engine.take(flow::Picked{"forgot_password"});
  engine.take(flow::Named{std::string(maria.first), std::string(maria.last)});
  engine.take(flow::Dated{std::string(maria.birth_date)});
  engine.take(flow::Picked{"zip"});
  engine.take(flow::Typed{Secret(std::string(maria.zip))});
  engine.take(flow::Picked{"text"});
}

}  // namespace

TEST_CASE("every table conversation holds on the engine") {
  for (const auto& [name, channel] :
       {std::pair("engine", flow::Channel::web), {"engine-phone", flow::Channel::phone}}) {
    int run = 0;
    for (const Talk& talk : all_talks()) {
      if (!talk.runs_on(name)) continue;
      EngineDriver driver(channel, person(talk.who), talk.language);
      run_talk(talk, driver);
      ++run;
    }
    CHECK(run == files_that_run_on(name));
  }
}

TEST_CASE("a caller who asks for a person in office hours is put through, and no ticket is made") {
  Engine engine(flow::Channel::phone);
  engine.offices.open = true;
  engine.take(flow::Picked{"en"});
  engine.take(flow::AskPerson{});
  CHECK(engine.last.notice == flow::Notice::person_next);
  engine.take(flow::AskPerson{});
  CHECK(engine.step().id == "transferring");
  engine.take(flow::TransferEnded{flow::TransferEnded::Result::answered});
  CHECK(engine.step().id == "ended_transferred");
  CHECK(engine.effects.empty());
}

TEST_CASE("a transfer that nobody answers leads to the common ending") {
  Engine engine(flow::Channel::phone);
  engine.offices.open = true;
  engine.take(flow::Picked{"es"});
  CHECK(engine.state.language == "es");
  engine.take(flow::AskPerson{});
  engine.take(flow::AskPerson{});
  engine.take(flow::TransferEnded{flow::TransferEnded::Result::unanswered});
  CHECK(engine.step().id == "offer_help");
  CHECK(engine.last.notice == flow::Notice::nobody_free);
}

TEST_CASE("zero while a call is offered reaches a person in hours, and costs the failure nothing") {
  Engine engine(flow::Channel::phone);
  engine.take(flow::Picked{"en"});
  engine.take(flow::AskPerson{});
  engine.take(flow::AskPerson{});
  REQUIRE(engine.step().id == "offer_help");
  engine.take(flow::AskPerson{});
  CHECK(engine.step().id == "offer_help");
  CHECK(engine.last.notice == flow::Notice::nobody_free);
  engine.take(flow::Picked{"yes"});
  engine.offices.open = true;
  engine.take(flow::AskPerson{});
  CHECK(engine.step().id == "transferring");
  engine.take(flow::TransferEnded{flow::TransferEnded::Result::unanswered});
  engine.take(flow::Picked{"yes"});
  engine.take(flow::Typed{Secret("4015550142")});
  engine.take(flow::Picked{"no"});
  engine.take(flow::Picked{"here"});
  REQUIRE(engine.effects.size() == 2);
  CHECK(std::get<flow::OpenTicket>(engine.effects.front()).failed.code ==
        flow::Failure::wants_person);
  CHECK(std::holds_alternative<flow::CountPromise>(engine.effects.back()));
}

TEST_CASE("a caller who waited too long gets the end by message, or a call from the office") {
  const auto waited = [](const char* topic, flow::AccountState state) {
    auto engine = std::make_unique<Engine>(flow::Channel::phone);
    const auto& maria = person("maria");
    engine->take(flow::Picked{"en"});
    engine->take(flow::Picked{topic});
    engine->take(flow::Dated{std::string(maria.birth_date)});
    engine->take(flow::Picked{"zip"});
    engine->take(flow::Typed{Secret(std::string(maria.zip))});
    engine->take(flow::Picked{"text"});
    engine->take(flow::Typed{Secret(engine->code())});
    engine->take(flow::GaveUp{});
    CHECK(engine->step().id == "checking_later");
    engine->effects.clear();
    engine->take(flow::AccountSeen{state, "maria.q"});
    return engine;
  };
  const auto password = waited("forgot_password", flow::AccountState::active);
  CHECK(password->step().id == "hand_off_waiting");
  REQUIRE(password->effects.size() == 2);
  const auto& kept = std::get<flow::KeepHandOff>(password->effects[0]);
  const auto& sent = std::get<flow::SendHandOff>(password->effects[1]);
  CHECK(kept.code == sent.code);
  CHECK(sent.by == flow::ProofKind::text);

  const auto name = waited("forgot_user_name", flow::AccountState::active);
  CHECK(name->step().id == "recovered_user_name");
  REQUIRE(name->effects.size() == 3);
  CHECK(std::get<flow::SendUserName>(name->effects[0]).user_name == "maria.q");

  const auto unknown = waited("forgot_password", flow::AccountState::unknown);
  CHECK(unknown->step().id == "handed_over_proven");
  CHECK(std::holds_alternative<flow::OpenTicket>(unknown->effects.front()));
}

TEST_CASE("silence is handed to a person in hours and ends politely, without a ticket, else") {
  Engine engine(flow::Channel::phone);
  engine.take(flow::GaveUp{});
  CHECK(engine.step().id == "ended_no_answer");
  Engine open(flow::Channel::phone);
  open.offices.open = true;
  open.take(flow::GaveUp{});
  CHECK(open.step().id == "transferring");
  open.take(flow::TransferEnded{});
  CHECK(open.step().id == "ended_no_answer");
  CHECK(open.effects.empty());
}

TEST_CASE("a resend carries the same code, refills no tries, and waits a minute") {
  Engine engine(flow::Channel::web);
  ask_for_code(engine);
  const std::string first = engine.code();
  CHECK(first.size() == 6);
  engine.take(flow::Typed{Secret("000000" == first ? "000001" : "000000")});
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"resend"});
  CHECK(engine.last.notice == flow::Notice::wait_before_resend);
  engine.now += std::chrono::seconds(61);
  engine.take(flow::Picked{"resend"});
  CHECK(engine.last.notice == flow::Notice::code_sent_again);
  CHECK(engine.code() == first);
  CHECK(engine.state.tally.wrong_codes == 1);
}

TEST_CASE("a code is dead when its ten minutes are over, and that costs no try") {
  Engine engine(flow::Channel::web);
  ask_for_code(engine);
  const std::string code = engine.code();
  engine.now += std::chrono::minutes(10);
  engine.take(flow::Typed{Secret(code)});
  CHECK(engine.last.notice == flow::Notice::code_expired);
  CHECK(engine.state.tally.wrong_codes == 0);
  engine.take(flow::OtherWay{});
  engine.take(flow::Picked{"resend"});
  CHECK(engine.last.notice == flow::Notice::code_sent);
  CHECK(engine.code() != code);
}

TEST_CASE("a hand-off code with the right birth date joins the caller's conversation") {
  Engine engine(flow::Channel::web);
  engine.records.hand_offs["123456781950-02-03"] = ConversationId{5};
  engine.take(flow::Picked{"have_code"});
  engine.take(flow::CodeAndDate{Secret("12345678"), "02031951"});
  CHECK(engine.last.notice == flow::Notice::hand_off_wrong);
  engine.take(flow::CodeAndDate{Secret("1234 5678"), "2/3/1950"});
  CHECK(engine.step().id == "joined");
}

// A right code typed while the breaker was open counted as wrong and killed itself (R17).
TEST_CASE("while no hand-off code is judged, none is counted and the person is asked to wait") {
  Engine engine(flow::Channel::web);
  engine.records.hand_offs["123456781950-02-03"] = ConversationId{5};
  engine.take(flow::Picked{"have_code"});
  engine.records.door = FakeRecords::Door::closed;
  for (int i = 0; i < 6; ++i) {
    engine.take(flow::CodeAndDate{Secret("12345678"), "02031950"});
    CHECK(engine.last.notice == flow::Notice::hand_off_closed);
    CHECK(engine.last.effects.empty());
    CHECK(engine.state.tally.wrong_codes == 0);
  }
  engine.records.door = FakeRecords::Door::open;
  engine.take(flow::CodeAndDate{Secret("12345678"), "02031950"});
  CHECK(engine.step().id == "joined");
}

TEST_CASE("five wrong hand-off codes end at the office, never at a sixth try") {
  Engine engine(flow::Channel::web);
  engine.take(flow::Picked{"have_code"});
  for (int i = 0; i < 5; ++i) engine.take(flow::CodeAndDate{Secret("12345678"), "02031951"});
  CHECK(engine.step().id == "offer_help");
}
