#include "kiosk/browser/client_hints.h"

namespace latchkey::kiosk {

namespace {

constexpr std::size_t header_max = 1000;
constexpr std::size_t brands_max = 10;

// Takes a quoted text from the front of `rest`; false if there is none. Quotes inside are escaped.
bool take_quoted(std::string_view& rest, std::string& out) {
  if (!rest.starts_with('"')) return false;
  out.clear();
  for (std::size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return true;
    }
    if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
    out += rest[i];
  }
  return false;
}

bool is_made_up(std::string_view brand) {
  return brand.find("Not") != std::string_view::npos &&
         brand.find("Brand") != std::string_view::npos;
}

}  // namespace

int leading_number(std::string_view text) {
  int number = 0;
  for (const char c : text.substr(0, 6)) {
    if (c < '0' || c > '9') break;
    number = number * 10 + (c - '0');
  }
  return number;
}

std::vector<Brand> brands_of(std::string_view sec_ch_ua) {
  std::vector<Brand> out;
  std::string_view rest = sec_ch_ua.substr(0, header_max);
  while (out.size() < brands_max) {
    rest.remove_prefix(std::min(rest.find_first_not_of(", "), rest.size()));
    std::string name, version;
    if (!take_quoted(rest, name)) break;
    if (!rest.starts_with(";v=")) break;
    rest.remove_prefix(3);
    if (!take_quoted(rest, version)) break;
    if (!is_made_up(name)) out.push_back({std::move(name), leading_number(version)});
  }
  return out;
}

std::string_view hinted_platform(std::string_view sec_ch_ua_platform) {
  const std::string_view text = sec_ch_ua_platform;
  if (text.size() < 2 || text.front() != '"' || text.find('"', 1) != text.size() - 1) return {};
  return text.substr(1, text.size() - 2);
}

}  // namespace latchkey::kiosk
