#include "kiosk/patient/language.h"

namespace latchkey::kiosk {

std::string_view query_value(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const auto end = query.find('&');
    const std::string_view part = query.substr(0, end);
    if (part.starts_with(name) && part.size() > name.size() && part[name.size()] == '=')
      return part.substr(name.size() + 1);
    if (end == std::string_view::npos) break;
    query.remove_prefix(end + 1);
  }
  return {};
}

std::string language_of(const http::Request& request, const Config& config) {
  const auto known = [&](std::string_view code) {
    for (const std::string& language : config.clinic.languages)
      if (language == code) return true;
    return false;
  };
  const std::string_view asked = query_value(request.query, "lang");
  if (known(asked)) return std::string(asked);
  std::string_view accepted = request.header("Accept-Language");
  while (!accepted.empty()) {
    const auto end = accepted.find(',');
    std::string_view one = accepted.substr(0, end);
    while (!one.empty() && one.front() == ' ') one.remove_prefix(1);
    // "zh-Hant-TW" reads what is written for it, else "zh-Hant", else "zh".
    for (one = one.substr(0, one.find_first_of("; ")); !one.empty();) {
      if (known(one)) return std::string(one);
      const auto dash = one.rfind('-');
      one = one.substr(0, dash == std::string_view::npos ? 0 : dash);
    }
    if (end == std::string_view::npos) break;
    accepted.remove_prefix(end + 1);
  }
  return config.clinic.default_language;
}

}  // namespace latchkey::kiosk
