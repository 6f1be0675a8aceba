// The call that says a code: the only code for whoever has a landline alone. It strands nobody
// (product.md rule 14), and tells no machine a digit (standards.md T4).

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;

namespace {

enum class Hours { open, closed };

// A clinic at that hour, somebody who asked its page for a code by call, and the phone that rang.
struct Rung {
  Rung(const std::string& a_language, Hours hours) : language(a_language) {
    hours == Hours::open ? clinic.open_office() : clinic.close_office();
    web.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "call"}});
    REQUIRE(web.visitor().shown().step == "enter_code");
    phone.emplace(PhoneCaller::rung(clinic, Doubling::once));
  }
  std::string says(std::string_view key) { return std::string(clinic.texts().text(language, key)); }
  bool hears(std::string_view key) {
    return fakes::find_pattern(phone->speech(), clinic.texts().raw(language, key),
                               fakes::Extent::part) != std::string::npos;
  }
  // Asked for a key, and told nothing.
  void check_asked() {
    CHECK(hears("messages.code.voice"));
    CHECK(hears("words.phone.person"));
    CHECK(hears("words.phone.repeat"));
    CHECK_FALSE(hears("messages.code.voice_code"));
    CHECK_FALSE(phone->over());
  }
  bool rings_the_office() const { return phone->body().find("<Dial") != std::string::npos; }

  Clinic clinic;
  std::string language;
  WebDriver web{clinic, person("maria"), Doubling::once, language};
  std::optional<PhoneCaller> phone;
};

const std::vector<std::string> languages{"en", "es"};

}  // namespace

TEST_CASE("silence in a call that says a code is asked again three times, and told no digit") {
  for (const std::string& language : languages) {
    CAPTURE(language);
    Rung rung(language, Hours::open);
    rung.check_asked();
    for (int i = 0; i < 3; ++i) {
      rung.phone->press(i == 1 ? "#" : "");
      CHECK(rung.hears("words.phone.silence"));
      rung.check_asked();
      CHECK(rung.phone->digits_said().empty());
    }
    rung.phone->press("");
    CHECK(rung.phone->speech() == rung.says("messages.code.voice_end"));
    CHECK(rung.phone->over());
  }
}

TEST_CASE("after silences and wrong keys the code can still be heard, and opens the page") {
  for (const std::string& language : languages) {
    CAPTURE(language);
    Rung rung(language, Hours::open);
    rung.phone->press("");
    rung.phone->press("7");
    CHECK(rung.hears("words.phone.wrong_key"));
    rung.check_asked();
    rung.phone->press("9");
    CHECK(rung.hears("words.phone.wrong_key"));
    rung.check_asked();
    rung.phone->press("1");
    CHECK(rung.hears("messages.code.voice_code"));
    const std::string once = rung.phone->digits_said();
    REQUIRE(once.size() == 12);
    CHECK(once.substr(0, 6) == once.substr(6));
    rung.phone->press("*");
    CHECK(rung.phone->digits_said() == once);
    rung.phone->press("1");
    CHECK(rung.phone->digits_said() == once);
    rung.phone->press("");
    CHECK(rung.phone->over());
    CHECK(rung.phone->speech() == rung.says("messages.code.voice_end"));
  }
}

TEST_CASE("star in a call that says a code asks again, and says no digit") {
  for (const std::string& language : languages) {
    CAPTURE(language);
    Rung rung(language, Hours::closed);
    const std::string first = rung.phone->speech();
    for (int i = 0; i < 6; ++i) {
      rung.phone->press("*");
      CHECK(rung.phone->speech() == first);
      CHECK(rung.phone->digits_said().empty());
    }
  }
}

TEST_CASE("0 in a call that says a code is a person: the office, or its number") {
  for (const std::string& language : languages) {
    CAPTURE(language);
    Rung open(language, Hours::open);
    open.phone->press("0");
    CHECK(open.rings_the_office());
    CHECK(open.hears("steps.transferring.voice"));
    const std::string ended = fakes::between(open.phone->body(), "action=\"", "\"");
    open.phone->deliver(ended, {{"DialCallStatus", "no-answer"}});
    CHECK(open.hears("words.phone.call_office"));
    open.check_asked();
    open.phone->press("1");
    CHECK(open.hears("messages.code.voice_code"));
    open.phone->press("0");
    CHECK(open.rings_the_office());
    open.phone->deliver(fakes::between(open.phone->body(), "action=\"", "\""),
                        {{"DialCallStatus", "completed"}});
    CHECK(open.phone->over());
    CHECK(open.phone->speech().empty());

    Rung closed(language, Hours::closed);
    closed.phone->press("0");
    CHECK_FALSE(closed.rings_the_office());
    CHECK(closed.hears("words.phone.call_office"));
    closed.check_asked();
    closed.phone->press("1");
    CHECK(closed.hears("messages.code.voice_code"));
  }
}

TEST_CASE("wrong keys in a call that says a code lead to a person after three more questions") {
  for (const std::string& language : languages)
    for (const Hours hours : {Hours::open, Hours::closed}) {
      CAPTURE(language);
      Rung rung(language, hours);
      for (int i = 0; i < 3; ++i) {
        rung.phone->press("5");
        CHECK(rung.hears("words.phone.wrong_key"));
        rung.check_asked();
      }
      rung.phone->press("5");
      CHECK(rung.rings_the_office() == (hours == Hours::open));
      CHECK(rung.hears("words.phone.call_office") == (hours == Hours::closed));
      if (hours == Hours::closed) CHECK(rung.phone->over());
    }
}

TEST_CASE("a call that says a code answers the same webhook alike, however often it comes") {
  Rung rung("en", Hours::open);
  for (const char* keys : {"", "8", "*", "1", "*", "0"}) {
    const std::string to = rung.phone->action();
    rung.phone->deliver(to, {{"Digits", keys}});
    const std::string heard = rung.phone->body();
    rung.phone->deliver(to, {{"Digits", keys}});
    CHECK(rung.phone->body() == heard);
  }
}

TEST_CASE("a machine that picks up a call that says a code is told nothing") {
  Rung rung("en", Hours::open);
  rung.phone->deliver(rung.phone->action(), {{"AnsweredBy", "machine_end_beep"}});
  CHECK(rung.phone->over());
  CHECK(rung.phone->speech().empty());
}

// Whoever had pressed a key was cut off without a word.
TEST_CASE("a call whose code is of no use any more ends with a goodbye, in its language") {
  for (const std::string& language : languages)
    for (const bool typed : {true, false}) {
      CAPTURE(language);
      CAPTURE(typed);
      Rung rung(language, Hours::open);
      rung.phone->press("1");
      if (typed)
        CHECK(rung.web.act("code", "heard").step == "choose_password");
      else
        rung.clinic.clock.pass(std::chrono::minutes(11));
      for (const char* key : {"*", "", "0"}) {
        PhoneCaller pressing = *rung.phone;
        pressing.press(key);
        CHECK(pressing.speech() == rung.says("messages.code.voice_end"));
        CHECK(pressing.over());
      }
      // Who picks up so late was told nothing yet, and is told nothing.
      const auto late = PhoneCaller::rung(rung.clinic, Doubling::once);
      CHECK(late.over());
      CHECK(late.speech().empty());
    }
}

// The apology led to the line's greeting, as if the clinic had been called.
TEST_CASE("a fault in a call that says a code asks again, and ends after a while") {
  for (const bool mends : {true, false}) {
    Rung rung("en", Hours::open);
    auto& store = rung.clinic.service().store();
    store.write(
        [](storage::Transaction& tx) { return tx.run("ALTER TABLE conversation RENAME TO away"); });
    rung.phone->press("1");
    CHECK(rung.hears("words.phone.trouble"));
    REQUIRE(rung.phone->waits());
    if (mends) {
      store.write([](storage::Transaction& tx) {
        return tx.run("ALTER TABLE away RENAME TO conversation");
      });
      rung.phone->hold();
      rung.check_asked();
      rung.phone->press("1");
      CHECK(rung.hears("messages.code.voice_code"));
    } else {
      int holds = 0;
      for (; rung.phone->waits() && holds < 10; ++holds) rung.phone->hold();
      CHECK(holds < 10);
      CHECK(rung.phone->speech() == rung.says("words.phone.goodbye"));
    }
  }
}
