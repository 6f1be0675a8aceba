#include "core/base/hours_words.h"

namespace latchkey {

namespace {

constexpr unsigned days_a_week = 7;

// Days in a row with the same hours, counted from Monday.
struct Run {
  unsigned first = 0, last = 0;
};

// Monday is 0 here, and 1 to C.
const DayHours& of_day(const WeekHours& week, unsigned from_monday) {
  return week.at((from_monday + 1) % days_a_week);
}

std::vector<Run> runs_of(const WeekHours& week) {
  std::vector<Run> runs;
  for (unsigned day = 0; day < days_a_week; ++day)
    if (!runs.empty() && of_day(week, runs.back().first) == of_day(week, day))
      runs.back().last = day;
    else
      runs.push_back({day, day});
  return runs;
}

class Week {
 public:
  Week(const Texts& texts, const LocalWords& words, std::string_view language)
      : texts_(texts), words_(words), language_(language) {}

  std::string days(Run run) const {
    const std::string first = weekday(run.first), last = weekday(run.last);
    if (run.first == run.last) return first;
    return texts_.fill(language_,
                       run.last == run.first + 1 ? "words.hours.two_days" : "words.hours.days",
                       {{"first", std::string_view(first)}, {"last", std::string_view(last)}});
  }

  template <class TimeOfDay>
  std::string times(const DayHours& day, std::string_view closed, TimeOfDay time_of_day) const {
    if (day.empty()) return std::string(texts_.text(language_, closed));
    std::string all;
    for (const Interval open : day) {
      const std::string opens = time_of_day(open.opens), closes = time_of_day(open.closes);
      if (!all.empty()) all += ", ";
      all +=
          texts_.fill(language_, "words.hours.times",
                      {{"opens", std::string_view(opens)}, {"closes", std::string_view(closes)}});
    }
    return all;
  }

 private:
  std::string weekday(unsigned from_monday) const {
    return words_.weekday(language_, std::chrono::weekday((from_monday + 1) % days_a_week));
  }

  const Texts& texts_;
  const LocalWords& words_;
  std::string_view language_;
};

}  // namespace

std::vector<HoursLine> hours_lines(const Texts& texts, const LocalWords& words,
                                   std::string_view language, const WeekHours& week) {
  const Week written(texts, words, language);
  std::vector<HoursLine> lines;
  for (const Run run : runs_of(week))
    lines.push_back({written.days(run),
                     written.times(of_day(week, run.first), "words.hours.closed", [&](int minutes) {
                       return words.time_of_day(language, minutes);
                     })});
  return lines;
}

std::string spoken_hours(const Texts& texts, const LocalWords& words, std::string_view language,
                         const WeekHours& week) {
  const Week said(texts, words, language);
  std::string all;
  for (const Run run : runs_of(week)) {
    if (!all.empty()) all += ' ';
    all += said.days(run) + ", " +
           said.times(of_day(week, run.first), "words.hours.closed_spoken",
                      [&](int minutes) { return words.spoken_time_of_day(language, minutes); });
    if (!all.ends_with('.')) all += '.';  // "5 p. m." ends with one
  }
  return all;
}

}  // namespace latchkey
