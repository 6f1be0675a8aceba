// Callers whom only an interpreter can help (domain.md J17): each is spoken to in their own
// language, asked for nothing but a number, and handed to a person.

#include <doctest/doctest.h>

#include "core/base/clinic_policy.h"
#include "core/base/fault.h"
#include "tests/fakes/callers.h"
#include "tests/fakes/office_end.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;

namespace {

void with_voices(Config& config) {
  for (const char* code : {"zh", "vi", "tl"}) config.provider.voices[code] = "a voice of its own";
}
struct Line {
  Clinic clinic{Clinic::Roster::fixture_people, with_voices};
  const SpokenHelp& words(const char* code) { return *clinic.texts().spoken_help(code); }
};
bool says(const PhoneCaller& caller, const std::string& words) {
  return caller.speech().find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("a language is offered in its own voice, on a later page by the key 9") {
  Line line;
  PhoneCaller caller(line.clinic, Doubling::twice);
  CHECK(caller.body().find("language=\"vi-VN\"") != std::string::npos);
  CHECK(says(caller, "phím 4"));               // Vietnamese, after English, Spanish and Chinese
  CHECK(says(caller, line.words("tl").more));  // Tagalog has no key of this page
  CHECK_FALSE(says(caller, "통역"));           // nobody named a voice for Korean
  caller.press("9");
  CHECK(says(caller, "pindutin ang 1"));
  CHECK(says(caller, line.words("vi").more));
  caller.press("1");
  CHECK(says(caller, line.words("tl").number));
}

TEST_CASE("after hours an interpreter's caller types a number, and a ticket says the language") {
  Line line;
  line.clinic.close_office();
  PhoneCaller caller(line.clinic, Doubling::twice);
  caller.press("4");
  CHECK(caller.speech() == line.words("vi").emergency + " " + line.words("vi").number);
  caller.press("");
  CHECK(says(caller, line.words("vi").number));
  CHECK_FALSE(says(caller, "I did not hear"));
  caller.press("4015550144");
  CHECK(caller.speech() == line.words("vi").promise);
  CHECK(caller.over());
  REQUIRE(line.clinic.tickets() == std::vector<std::string>{"wants_person"});
  const auto [language, interpreter] =
      line.clinic.service().store().read([](storage::Transaction& tx) {
        const auto row = tx.run("SELECT language, interpreter FROM ticket").rows.front();
        return std::pair(row.text(0), row.integer(1));
      });
  CHECK(language == "vi");
  CHECK(interpreter == 1);
}

TEST_CASE("in hours the office hears which interpreter is needed, and what follows is no English") {
  Line line;
  line.clinic.open_office();
  PhoneCaller caller(line.clinic, Doubling::twice);
  caller.press("4");
  CHECK(says(caller, line.words("vi").connecting));
  const std::string ended = fakes::end_of_dial(caller);
  SUBCASE("and takes the call") {
    CHECK(fakes::at_office(line.clinic, fakes::whispered(caller))
              .body.find("needs an interpreter for Vietnamese") != std::string::npos);
    fakes::takes_it(line.clinic, caller);
    caller.deliver(ended, {{"DialCallStatus", "completed"}});
    CHECK(caller.speech().empty());
    CHECK(caller.over());
    CHECK(line.clinic.tickets().empty());
  }
  SUBCASE("and nobody picks up") {
    caller.deliver(ended, {{"DialCallStatus", "no-answer"}});
    CHECK(says(caller, line.words("vi").number));
    caller.press("4015550144");
    CHECK(caller.speech() == line.words("vi").promise);
    CHECK(line.clinic.tickets() == std::vector<std::string>{"wants_person"});
  }
  SUBCASE("and there is no number to type") {
    caller.deliver(ended, {{"DialCallStatus", "busy"}});
    caller.press("9");
    CHECK(caller.speech() == line.words("vi").emergency + " " + line.words("vi").later);
    CHECK(caller.over());
  }
}

// They were led through identification, and heard at every question that nobody is free.
TEST_CASE("also when the line had too many calls, nobody hears a question in the wrong language") {
  for (const char* budget : {"anonymous_calls_per_hour", "calls_per_hour"})
    for (const bool open : {false, true}) {
      Clinic clinic(Clinic::Roster::fixture_people, [&](Config& config) {
        with_voices(config);
        config.limits.push_back({budget, 2, "the test"});
      });
      open ? clinic.open_office() : clinic.close_office();
      const SpokenHelp& words = *clinic.texts().spoken_help("vi");
      const std::string from =
          std::string_view(budget) == "calls_per_hour" ? "+14015550190" : "anonymous";
      for (int i = 0; i < 2; ++i) PhoneCaller(clinic, Doubling::once, from);
      PhoneCaller caller(clinic, Doubling::once, from);
      caller.press("4");
      CHECK(caller.speech().starts_with(words.emergency));
      if (open) {
        CHECK(caller.shown().step != "choose_topic");
        caller.deliver(fakes::end_of_dial(caller), {{"DialCallStatus", "busy"}});
      }
      const bool asks = says(caller, words.number);
      CHECK(asks == (from == "anonymous"));
      if (!asks) CHECK(says(caller, words.later));
      if (asks) caller.press("4015550144");
      CHECK(caller.over());
      CHECK(clinic.tickets().size() == (asks ? 1 : 0));
    }
}

TEST_CASE("a voice for a language without spoken words is refused by name") {
  Config config;
  config.clinic.languages = {"en"};
  config.provider.voices = {{"en", "a"}, {"xx", "b"}};
  CHECK_THROWS_WITH_AS(interpreters_by_phone(config, {}), doctest::Contains("provider.voices.xx"),
                       ConfigFault);
  LanguageHelp help{"xx", "Xx", "x", Direction::left_to_right, "", SpokenHelp{}};
  CHECK(interpreters_by_phone(config, {&help, 1}) == std::vector<std::string>{"xx"});
  help.spoken.reset();
  CHECK_THROWS_AS(interpreters_by_phone(config, {&help, 1}), ConfigFault);
}

TEST_CASE("every spoken sentence of an interpreter's language is whole and offers its key") {
  for (const LanguageHelp& help :
       load_language_help(std::string(LATCHKEY_SOURCE_DIR) + "/content")) {
    if (!help.spoken) continue;
    CAPTURE(help.code);
    CHECK(help.spoken->offer.find("{key}") != std::string::npos);
    CHECK(help.spoken->more.find('9') != std::string::npos);
    CHECK(help.spoken->emergency.find("9 1 1") != std::string::npos);
  }
}
