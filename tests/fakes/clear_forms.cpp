#include "tests/fakes/clear_forms.h"

#include <fmt/format.h>

#include <regex>

namespace latchkey::fakes {

namespace {

std::string_view without_zero(std::string_view digits) {
  return digits.starts_with('0') ? digits.substr(1) : digits;
}

}  // namespace

std::vector<std::string> forms_of_date(std::string_view iso) {
  const auto year = iso.substr(0, 4), month = iso.substr(5, 2), day = iso.substr(8, 2);
  const auto m = without_zero(month), d = without_zero(day);
  return {std::string(iso),
          fmt::format("{}/{}/{}", month, day, year),
          fmt::format("{}/{}/{}", m, d, year),
          fmt::format("{}-{}-{}", month, day, year),
          fmt::format("{}-{}-{}", m, d, year),
          fmt::format("{}{}{}", month, day, year),
          fmt::format("{}{}{}", year, month, day)};
}

std::vector<std::string> forms_of_number(std::string_view ten_digits) {
  const auto area = ten_digits.substr(0, 3), exchange = ten_digits.substr(3, 3),
             line = ten_digits.substr(6);
  return {std::string(ten_digits),
          fmt::format("1{}", ten_digits),
          fmt::format("+1{}", ten_digits),
          fmt::format("({}) {}-{}", area, exchange, line),
          fmt::format("{}-{}-{}", area, exchange, line),
          fmt::format("{}.{}.{}", area, exchange, line)};
}

std::vector<std::string> codes_in(const std::string& message) {
  static const std::regex run("[0-9]+");
  std::vector<std::string> codes;
  for (std::sregex_iterator at(message.begin(), message.end(), run), none; at != none; ++at)
    if (at->length() >= 6 && at->length() <= 12) codes.push_back(at->str());
  return codes;
}

}  // namespace latchkey::fakes
