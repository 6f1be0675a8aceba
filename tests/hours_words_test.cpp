// An office's week as a page writes it and a voice says it.

#include "core/base/hours_words.h"

#include <doctest/doctest.h>

using namespace latchkey;

namespace {

const Texts& texts() {
  static const Texts all = Texts::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  return all;
}
const LocalWords& words() {
  static const LocalWords all(texts());
  return all;
}

// Monday to Friday with a lunch on Wednesday, nothing at the weekend.
WeekHours week_with_lunch() {
  WeekHours week;
  for (std::size_t day = 1; day <= 5; ++day) week[day] = {{480, 1020}};
  week[3] = {{480, 720}, {780, 1020}};
  return week;
}

std::string written(std::string_view language, const WeekHours& week) {
  std::string all;
  for (const HoursLine& line : hours_lines(texts(), words(), language, week))
    all += line.days + ": " + line.times + "\n";
  return all;
}

}  // namespace

TEST_CASE("days in a row with the same hours are one line, from Monday on") {
  CHECK(written("en", week_with_lunch()) ==
        "Monday and Tuesday: 8:00 AM to 5:00 PM\n"
        "Wednesday: 8:00 AM to 12:00 PM, 1:00 PM to 5:00 PM\n"
        "Thursday and Friday: 8:00 AM to 5:00 PM\n"
        "Saturday and Sunday: Closed\n");
  CHECK(written("en", {}) == "Monday to Sunday: Closed\n");
}

TEST_CASE("a week is said in sentences, in each language") {
  WeekHours week = week_with_lunch();
  week[3] = week[1];
  CHECK(spoken_hours(texts(), words(), "en", week) ==
        "Monday to Friday, 8 AM to 5 PM. Saturday and Sunday, closed.");
  CHECK(spoken_hours(texts(), words(), "es", week) ==
        "de lunes a viernes, de 8 a. m. a 5 p. m. sábado y domingo, cerrado.");
}
