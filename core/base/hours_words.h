// An office's week in words, for a page and for a voice.
//
// Days that follow each other with the same hours are one line: "Monday to Friday: 8:00 AM to 5:00
// PM". The week begins on Monday. Pure but for the texts; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/hours.h"
#include "core/base/i18n.h"

namespace latchkey {

struct HoursLine {
  std::string days;   // "Monday to Friday"
  std::string times;  // "8:00 AM to 12:00 PM, 1:00 PM to 5:00 PM", or "Closed"
};

std::vector<HoursLine> hours_lines(const Texts& texts, const LocalWords& words,
                                   std::string_view language, const WeekHours& week);

// "Monday to Friday, 8 AM to 5 PM. Saturday and Sunday, closed."
std::string spoken_hours(const Texts& texts, const LocalWords& words, std::string_view language,
                         const WeekHours& week);

}  // namespace latchkey
