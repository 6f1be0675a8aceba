// Every reader of strangers' bytes keeps its promises for some thousands of bad inputs; ./dev fuzz
// goes on for as long as one likes, under the sanitizers.

#include <doctest/doctest.h>

#include <stdexcept>

#include "tests/fuzz/fuzz.h"

using namespace latchkey;

TEST_CASE("no reader breaks a promise over bytes that nobody would send") {
  const auto targets = fuzz::all_targets();
  CHECK(targets.size() >= 10);
  for (const auto& target : targets) {
    CAPTURE(target.name);
    for (const std::string& seed : target.seeds) CHECK_FALSE(target.read(seed).has_value());
    const auto found = fuzz::search(target, 1, 3000);
    if (found) FAIL_CHECK(found->what << ": " << fuzz::printable(found->input));
  }
}

TEST_CASE("a reader that breaks a promise or throws is found, and the same seed finds it again") {
  const fuzz::Target breaks{"breaks", {"abc=def"}, [](std::string_view bytes) {
                              return bytes.find("==") == bytes.npos
                                         ? std::nullopt
                                         : std::optional<std::string>("two signs");
                            }};
  const auto found = fuzz::search(breaks, 1, 3000);
  REQUIRE(found);
  CHECK(found->what == "two signs");
  CHECK(found->input.find("==") != std::string::npos);
  CHECK(fuzz::search(breaks, 1, 3000)->input == found->input);
  const fuzz::Target throws{"throws", {"abc"}, [](std::string_view bytes) {
                              if (bytes.size() > 3) throw std::out_of_range("past the end");
                              return std::optional<std::string>();
                            }};
  REQUIRE(fuzz::search(throws, 1, 3000));
  CHECK(fuzz::search(throws, 1, 3000)->what == "it throws: past the end");
}

TEST_CASE("what was read is told exactly and in print") {
  CHECK(fuzz::printable(std::string_view("a\\\0\xff\n~", 6)) == "a\\x5c\\x00\\xff\\x0a~");
}
