#include "kiosk/browser/user_agent.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "core/base/fault.h"
#include "kiosk/browser/first_match.h"
#include "tests/folder.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using latchkey::tests::Folder;

namespace {

const std::string safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1";

// One reader for all tests: its patterns are loaded once.
const UserAgentReader& reader() {
  static const UserAgentReader one;
  return one;
}

}  // namespace

TEST_CASE("the first expression that matches wins, and what it caught is told") {
  const FirstMatch matcher({"needle(\\d+)", "(nee)dle", "[a-z]x|(hay)?stack"});
  const auto second = matcher.find("some needle");
  REQUIRE(second);
  CHECK(second->index == 1);
  CHECK(second->groups == std::vector<std::string>{"nee"});
  CHECK(matcher.find("needle7")->index == 0);
  CHECK(matcher.find("stack")->groups == std::vector<std::string>{""});
  CHECK(!matcher.find("Needle"));
  CHECK(!matcher.find(""));
}

TEST_CASE("an expression that RE2 can't read is a Fault") {
  CHECK_THROWS_WITH_AS(FirstMatch({"fine", "(?=ahead)"}), doctest::Contains("(?=ahead)"), Fault);
}

TEST_CASE("expressions that have run are let go before they fill the memory") {
  // Together they may take some six times of what all may hold.
  std::vector<std::string> regexes;
  for (int i = 0; i < 400; ++i) regexes.push_back("word" + std::to_string(1000 + i) + ".{0,200}z");
  const FirstMatch matcher(regexes);
  for (int round = 0; round < 2; ++round)
    for (std::size_t i = 0; i < regexes.size(); ++i) {
      const auto match = matcher.find("word" + std::to_string(1000 + i) + " to z");
      REQUIRE(match);
      CHECK(match->index == i);
      CHECK(matcher.memory() > 0);
      CHECK(matcher.memory() <= FirstMatch::memory_max);
    }
}

TEST_CASE("browser and system are read from a User-Agent") {
  const UserAgent found = reader().read(safari);
  CHECK(found.browser.family == "Mobile Safari");
  CHECK(found.browser.major == "17");
  CHECK(found.browser.minor == "2");
  CHECK(found.system.family == "iOS");
  CHECK(found.system.major == "17");
}

TEST_CASE("nothing that a stranger sends as a User-Agent does harm") {
  CHECK(reader().read("").browser.family == "Other");
  CHECK(reader().read(std::string(100, '\0')).browser.family == "Other");
  CHECK(reader().read("\x01\x02\x7f\xff\xfe\xc3(\x80").system.family == "Other");
  CHECK(reader().read(std::string(100'000, 'A')).browser.family == "Other");
  CHECK(reader().read("\xff\xfe" + safari).browser.family == "Mobile Safari");
  // What comes after the cut is not looked at.
  CHECK(reader().read(std::string(UserAgentReader::text_max, ' ') + safari).browser.family ==
        "Other");
  std::string every_byte;
  for (int i = 0; i < 256; ++i) every_byte += static_cast<char>(i);
  for (const std::string& filler : {std::string("Mozilla/5.0 ("), std::string("0."), every_byte})
    for (std::string text = filler; text.size() < 3000; text += filler)
      CHECK(reader().read(text).browser.family.size() <= UserAgentReader::text_max);
}

TEST_CASE("without its patterns the reader says in one sentence what to do, every time") {
  const Folder folder;
  const UserAgentReader missing(folder.path() / "none.yaml");
  for (int i = 0; i < 2; ++i) {
    CHECK_THROWS_WITH_AS(missing.read(safari), doctest::Contains("install Debian's package"),
                         Fault);
    CHECK_THROWS_WITH_AS(missing.load(), doctest::Contains("none.yaml"), Fault);
  }
  for (const char* bad :
       {"", "just words", "user_agent_parsers: [", "user_agent_parsers:\n  - family: 'x'\n",
        "user_agent_parsers:\n  - regex: '(?=x)'\nos_parsers:\n  - regex: 'x'\n",
        "user_agent_parsers:\n  - regex: 'x'\n"}) {
    folder.write("bad.yaml", bad);
    CHECK_THROWS_AS(UserAgentReader(folder.path() / "bad.yaml").load(), Fault);
  }
}

TEST_CASE("the order of the lists in the file does not matter, and devices are passed over") {
  const Folder folder;
  folder.write("regexes.yaml",
               "os_parsers:\n  - regex: '(Sun)OS (\\d+)'\n    os_replacement: '$1 of $2'\n"
               "device_parsers:\n# comment\n\n  - regex: '(?=never read)'\n- other\n"
               "user_agent_parsers:\n  - regex: '(x)/(\\d+)'\n    v1_replacement: '9'\n");
  const UserAgent found = UserAgentReader(folder.path() / "regexes.yaml").read("x/1 SunOS 5");
  CHECK(found.browser.family == "x");
  CHECK(found.browser.major == "9");
  CHECK(found.system.family == "Sun of 5");
  CHECK(found.system.major == "5");
}

TEST_CASE("many threads may ask at once, the first of them included" *
          doctest::test_suite("concurrent browser")) {
  const UserAgentReader fresh;
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 50; ++i) {
        const std::string other = "App" + std::to_string(t * 50 + i) + "/1.0 " + safari;
        right += fresh.read(safari).browser.family == "Mobile Safari" &&
                 !fresh.read(other).system.family.empty();
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 200);
}
