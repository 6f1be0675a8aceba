// The phone line at its edges: what a provider delivers twice, late, or out of place.

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <regex>

#include "tests/channel_drivers.h"
#include "tests/fakes/callers.h"
#include "tests/fakes/runs_twice.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::between;
using fakes::Clinic;
using fakes::Doubling;
using fakes::identified;
using fakes::PhoneCaller;
using fakes::proven;

namespace {

// The number of the question that a path carries: "/ivr/turn/4/0/0/0/0" has 4.
std::string question_in(std::string_view path) {
  for (const char* verb : {"/ivr/turn/", "/ivr/prompt/", "/ivr/transferred/"})
    if (path.starts_with(verb)) return between(std::string(path) + "/", verb, "/");
  FAIL("no question in " << path);
  return "";
}

std::string turn_of(const std::string& question) { return "/ivr/turn/" + question + "/0/0/0/0"; }

// Our content and four more languages, each as a translator begins one: a copy with its own name.
std::filesystem::path six_languages(const std::filesystem::path& folder) {
  const auto ours = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";
  const auto content = folder / "six";
  std::filesystem::copy(ours, content, std::filesystem::copy_options::recursive);
  for (const char* code : {"fr", "ht", "pt", "de"}) {
    std::filesystem::copy(ours / "en", content / code, std::filesystem::copy_options::recursive);
    for (const char* file : {"language.toml", "words.toml"}) {
      std::ifstream in(ours / "en" / file);
      std::string text(std::istreambuf_iterator<char>(in), {});
      const std::string name(code);
      text = std::regex_replace(text, std::regex("For English, press"), "For " + name + ", press");
      text = std::regex_replace(text, std::regex("For more choices"), "For more in " + name);
      if (name == "de") text = std::regex_replace(text, std::regex("en-US"), "de-DE");
      std::ofstream(content / code / file) << text;
    }
  }
  return content;
}

}  // namespace

TEST_CASE("with six languages each is offered in its own voice, four at a time") {
  const fakes::TemporaryDirectory folder;
  Clinic clinic(Clinic::Roster::fixture_people, [&](Config& config) {
    config.data.content = six_languages(folder.path());
    config.clinic.languages = {"en", "es", "fr", "ht", "pt", "de"};
  });
  PhoneCaller caller(clinic, Doubling::once);
  CHECK(caller.speech().ends_with(
      "For English, press 1. Para español, oprima 2. For fr, press 3. For ht, press 4. "
      "For more in pt, press 9. For more in de, press 9."));
  CHECK(caller.speech().starts_with("Thank you for calling"));
  caller.press("5");
  CHECK(caller.speech().starts_with("That key does not work here. For English, press 1."));
  caller.press("9");
  CHECK(caller.speech() ==
        "For pt, press 1. For de, press 2. For more choices, press 9. "
        "Para más opciones, oprima 9. For more in fr, press 9. For more in ht, press 9.");
  // Round to the first page again, and on to the last language.
  caller.press("9");
  CHECK(caller.speech().find("For English, press 1.") != std::string::npos);
  caller.press("9");
  caller.press("3");
  CHECK(caller.speech().find("For de, press 2.") != std::string::npos);
  caller.press("2");
  CHECK(caller.body().find("language=\"de-DE\"") != std::string::npos);
  CHECK(caller.shown().step == "choose_topic");
}

TEST_CASE("what was said is not said again: a wrong code, a wrong length, a second page") {
  Clinic clinic;
  PhoneCaller caller = identified(clinic, "maria");
  caller.choose("text");
  CHECK(caller.speech().starts_with("Thank you. If what you entered matches our records,"));
  caller.press("999999");
  CHECK(caller.speech() ==
        "That code did not match. You have 2 tries left. Enter the code, then press pound. "
        "If you do not get a code, press 9, then pound.");
  caller.press("99");
  CHECK(caller.speech().starts_with(
      "That did not have the right number of digits. Enter the code, then press pound."));
  caller.press("*");
  CHECK(caller.speech().starts_with("If what you entered matches our records, a code is on"));
  caller.press("9");
  CHECK(caller.speech().starts_with("Codes can take a minute or two. Here is what you can do."));
  caller.press("9");
  CHECK(caller.speech().find("Codes can take") == std::string::npos);
  CHECK(caller.speech().find(", press 1.") != std::string::npos);
  caller.press("*");
  CHECK(caller.speech().starts_with("Codes can take a minute or two."));
}

TEST_CASE("a caller who hears everything slowly by now is not written down as such again") {
  Clinic clinic;
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  // Rows that star changes; those of the transaction that asks are none.
  const auto changed = [&] {
    const auto rows = [&] {
      return clinic.service().store().write([](storage::Transaction& tx) {
        return tx.run("SELECT total_changes()").rows.front().integer(0);
      });
    };
    const std::int64_t before = rows();
    caller.press("*");
    return rows() - before;
  };
  CHECK(changed() == 0);
  CHECK(changed() > 0);
  CHECK(changed() == 0);
  CHECK(caller.body().find("rate=\"slow\"") != std::string::npos);
}

TEST_CASE("a silence, a wrong key and an impossible answer are one write each, as an answer is") {
  Clinic clinic;
  const auto& store = dynamic_cast<const fakes::RunsTwice&>(clinic.service().store());
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  caller.choose("forgot_password");
  const std::string born(person("maria").birth_date);
  for (const std::string& keys : {std::string(), std::string("7"), std::string("13131950"), born}) {
    CAPTURE(keys);
    REQUIRE(caller.shown().step == "enter_birth_date");
    const int before = store.writes();
    caller.press(keys);
    CHECK(store.writes() - before == 1);
  }
  CHECK(caller.shown().step == "choose_detail");
}

TEST_CASE("a silence that is delivered again and again counts once") {
  Clinic clinic;
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  const std::string asked = caller.action();
  caller.press("");
  const std::string heard = caller.body();
  CHECK(heard.find("I did not hear anything.") != std::string::npos);
  for (int i = 0; i < 5; ++i) {
    caller.deliver(asked, {{"Digits", ""}});
    CHECK(caller.body() == heard);
  }
  // Two more, each heard twice, are three in all.
  for (int i = 0; i < 2; ++i) {
    const std::string here = caller.action();
    caller.deliver(here, {{"Digits", ""}});
    if (i == 0) CHECK(caller.shown().step == "choose_topic");
    caller.deliver(here, {{"Digits", ""}});
  }
  CHECK(caller.action().empty());
}

TEST_CASE("a wrong key or an impossible answer that is delivered again counts once") {
  Clinic clinic;
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  caller.choose("forgot_password");
  for (const char* pressed : {"7", "13131950"}) {
    const std::string asked = caller.action();
    caller.press(pressed);
    const std::string heard = caller.body();
    for (int i = 0; i < 4; ++i) caller.deliver(asked, {{"Digits", pressed}});
    CHECK(caller.body() == heard);
    CHECK(caller.shown().step == "enter_birth_date");
  }
  // The third leads on: the way to a person is told.
  caller.press("7");
  CHECK(caller.shown().notice == "person_next");
}

// Found by the crash test on a busy machine: a caller whose codes were lost asked for the same one
// again and again within a minute, and was taken for somebody who can't find the right key.
TEST_CASE("asking too soon for the same code again is no wrong key, however often") {
  Clinic clinic;
  PhoneCaller caller = identified(clinic, "maria");
  caller.choose("text");
  caller.press("9");
  for (int i = 0; i < 5; ++i) {
    caller.choose("resend");
    CHECK(caller.shown().notice == "wait_before_resend");
    CHECK(caller.shown().step == "no_code");
  }
  clinic.clock.pass(std::chrono::seconds(61));
  caller.choose("resend");
  CHECK(caller.shown().step == "enter_code");
  CHECK(caller.shown().notice == "code_sent_again");
}

TEST_CASE("the third silence leads to a person even when its first delivery got lost half-way") {
  Clinic clinic;
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  caller.press("");
  caller.press("");
  const std::string asked = caller.action();
  // The count is on disk, what follows from it is not: the process died between the two.
  clinic.service().store().write([](storage::Transaction& tx) {
    tx.run("UPDATE leg SET silences = 3 WHERE silences = $1", std::int64_t{2});
  });
  caller.deliver(asked, {{"Digits", ""}});
  CHECK(caller.action().empty());
}

TEST_CASE("a caller who waited too long is sent the code, and goes on at the page with it") {
  Clinic clinic;
  PhoneCaller caller = proven(clinic, "maria");
  std::string heard = caller.speech(), last;
  for (int i = 0; i < 30 && caller.waits(); ++i) {
    last = fakes::between(caller.body(), "<Redirect method=\"POST\">", "<");
    caller.hold();
    heard += caller.speech();
  }
  CHECK(caller.shown().step == "checking_later");
  CHECK(caller.over());
  CHECK(heard.starts_with("Thank you. One moment, please.One more moment, please."));
  // The provider lost our answer and asks again.
  const std::string goodbye = caller.body();
  caller.deliver(last.substr(last.find("/ivr/")), {});
  CHECK(caller.body() == goodbye);

  const auto before = clinic.sent().size();
  clinic.settle();
  REQUIRE(clinic.sent().size() == before + 1);
  CHECK(clinic.sent().back().to == "+14015550123");
  fakes::WebVisitor visitor(clinic, Doubling::once);
  visitor.post({{"option", "have_code"}});
  visitor.post({{"code", between(clinic.sent().back().body, "web page is ", ".")},
                {"month", "2"},
                {"day", "3"},
                {"year", "1950"}});
  CHECK(visitor.shown().step == "choose_password");
}

TEST_CASE("keys sent to a step that asks nothing hear that step once more") {
  Clinic clinic;
  PhoneCaller waiting = proven(clinic, "maria");
  const std::string wait = waiting.body();
  for (const char* keys : {"", "1", "0", "*", "123456"}) {
    waiting.deliver(turn_of(question_in(between(wait, "<Redirect method=\"POST\">", "<"))),
                    {{"Digits", keys}});
    CHECK(waiting.shown().step == "checking");
  }

  PhoneCaller ending(clinic, Doubling::once);
  ending.press("1");
  const int topic = std::stoi(question_in(ending.action()));
  for (int i = 0; i < 3; ++i) ending.press("");
  REQUIRE(ending.shown().step == "ended_no_answer");
  ending.deliver(turn_of(std::to_string(topic + 1)), {{"Digits", "1"}});
  CHECK(ending.shown().step == "ended_no_answer");
  CHECK(ending.over());

  clinic.open_office();
  PhoneCaller held(clinic, Doubling::once);
  held.press("1");
  held.press("0");
  held.press("0");
  REQUIRE(held.shown().step == "transferring");
  const std::string transferred = between(held.body(), "action=\"", "\"");
  for (const char* keys : {"", "0", "*"}) {
    held.deliver(turn_of(question_in(transferred)), {{"Digits", keys}});
    CHECK(held.shown().step == "transferring");
  }
}
