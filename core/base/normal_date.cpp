// Birth dates, in the ways that people write them.
#include <algorithm>
#include <array>

#include "core/base/normal.h"
#include "core/base/unicode.h"

namespace latchkey {

namespace {

constexpr int years_max = 120;

struct Number {
  int value = 0;
  std::size_t digits = 0;
};

// The numbers of a text and nothing else but separators between them; empty otherwise.
std::vector<Number> numbers(std::string_view text) {
  if (text.size() > typed_bytes_max) return {};
  const auto points = unicode::code_points(text);
  if (!points) return {};
  std::vector<Number> out;
  bool inside = false;
  for (const char32_t raw : unicode::trimmed(*points)) {
    const char32_t c = unicode::half_width(raw);
    const auto digit = unicode::digit(c);
    const bool separates = unicode::is_space(c) || unicode::is_dash(c) || c == U'/' || c == U'.' ||
                           c == U',' || unicode::is_invisible(c);
    if (!digit && (!separates || unicode::is_control(c))) return {};
    if (digit && !inside) out.emplace_back();
    inside = digit.has_value();
    if (!digit) continue;
    if (++out.back().digits > 8) return {};
    out.back().value = out.back().value * 10 + *digit;
  }
  return out;
}

// Month first, unless the first number can only be a day.
std::optional<Date> month_first(int first, int second, int year, Date today) {
  if (first > 12 && second <= 12) std::swap(first, second);
  return normal_date(year, first, second, today);
}

std::optional<Date> eight_digits(int value, Date today) {
  if (const auto date = month_first(value / 1000000, value / 10000 % 100, value % 10000, today))
    return date;
  // No birth date reads as both: MMDDYYYY would need 19 or 20 where YYYYMMDD has its month.
  return normal_date(value / 10000, value / 100 % 100, value % 100, today);
}

bool one_or_two(const Number& n) { return n.digits == 1 || n.digits == 2; }

}  // namespace

Date utc_date(Time t) { return std::chrono::floor<std::chrono::days>(t); }

std::optional<Date> normal_date(int year, int month, int day, Date today) {
  if (year < 1800 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
    return std::nullopt;
  const Date date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                  std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok() || date > today) return std::nullopt;
  if (date < today - std::chrono::years{years_max}) return std::nullopt;
  return date;
}

std::optional<Date> normal_date(std::string_view text, Date today) {
  const auto parts = numbers(text);
  if (parts.size() == 1 && parts[0].digits == 8) return eight_digits(parts[0].value, today);
  if (parts.size() != 3) return std::nullopt;
  if (parts[0].digits == 4 && one_or_two(parts[1]) && one_or_two(parts[2]))
    return normal_date(parts[0].value, parts[1].value, parts[2].value, today);
  if (one_or_two(parts[0]) && one_or_two(parts[1]) && parts[2].digits == 4)
    return month_first(parts[0].value, parts[1].value, parts[2].value, today);
  return std::nullopt;
}

std::optional<Date> normal_date(std::string_view month, std::string_view day, std::string_view year,
                                Date today) {
  const auto m = numbers(month);
  const auto d = numbers(day);
  const auto y = numbers(year);
  if (m.size() != 1 || d.size() != 1 || y.size() != 1) return std::nullopt;
  if (!one_or_two(m[0]) || !one_or_two(d[0]) || y[0].digits != 4) return std::nullopt;
  return month_first(m[0].value, d[0].value, y[0].value, today);
}

std::string iso_date(Date date) {
  const auto padded = [](int value, std::size_t width) {
    std::string digits = std::to_string(value);
    return std::string(width - std::min(width, digits.size()), '0') + digits;
  };
  return padded(static_cast<int>(date.year()), 4) + '-' +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + '-' +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2);
}

}  // namespace latchkey
