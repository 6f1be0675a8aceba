#include "core/base/i18n.h"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

#include "core/base/fault.h"
#include "core/base/texts.h"

using namespace latchkey;
using namespace std::chrono_literals;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

// Monday, November 23, 2026, 8:00 in Providence.
const Time monday_eight = from_millis(1795438800000);

}  // namespace

TEST_CASE("moments are written and said in each language on the office's clock") {
  const Texts texts = Texts::load(content);
  const LocalWords words(texts);
  const Zone east("America/New_York"), west("America/Los_Angeles");
  CHECK(words.moment("en", east, monday_eight) == "Monday, November 23, at 8:00 AM");
  CHECK(words.moment("es", east, monday_eight) == "lunes 23 de noviembre a las 8:00 a. m.");
  CHECK(words.moment("es", east, monday_eight + 5h) == "lunes 23 de noviembre a la 1:00 p. m.");
  CHECK(words.moment("en", west, monday_eight) == "Monday, November 23, at 5:00 AM");
  CHECK(words.moment("xx", east, monday_eight) == "Monday, November 23, at 8:00 AM");
  CHECK(words.spoken_moment("en", east, monday_eight) == "Monday, November 23, at 8 AM");
  CHECK(words.spoken_time("en", east, monday_eight + 30min) == "8 30 AM");
  CHECK(words.day("en", east, monday_eight + 24h) == "Tuesday, November 24");
  CHECK(words.time("es", east, monday_eight + 6h) == "2:00 p. m.");
}

TEST_CASE("opening hours and weekdays have their words") {
  const Texts texts = Texts::load(content);
  const LocalWords words(texts);
  CHECK(words.time_of_day("en", 8 * 60) == "8:00 AM");
  CHECK(words.time_of_day("en", 17 * 60 + 30) == "5:30 PM");
  CHECK(words.spoken_time_of_day("en", 12 * 60) == "12 PM");
  CHECK(words.weekday("en", std::chrono::Sunday) == "Sunday");
  CHECK(words.weekday("en", std::chrono::Saturday) == "Saturday");
  CHECK(words.weekday("es", std::chrono::Wednesday) == "miércoles");
  CHECK(words.number("en", 1234) == "1,234");
}

TEST_CASE("moments are written on many threads at once" * doctest::test_suite("concurrent i18n")) {
  const Texts texts = Texts::load(content);
  const LocalWords words(texts);
  const Zone east("America/New_York");
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 250; ++i)
        right += words.moment("en", east, monday_eight) == "Monday, November 23, at 8:00 AM";
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 1000);
}
