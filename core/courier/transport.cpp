#include "core/courier/transport.h"

#include <algorithm>
#include <charconv>

#include "core/base/fault.h"

namespace latchkey::courier {

namespace {

void append_encoded(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789ABCDEF";
  for (const char c : text) {
    const bool unreserved = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                            (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += hex[byte >> 4U];
    out += hex[byte & 15U];
  }
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

}  // namespace

Secret form_encode(const FormFields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    append_encoded(out, name);
    out += '=';
    append_encoded(out, value);
  }
  return Secret(std::move(out));
}

std::string_view header_of(const Headers& headers, std::string_view name) {
  for (const auto& [key, value] : headers) {
    if (std::equal(key.begin(), key.end(), name.begin(), name.end(),
                   [](char a, char b) { return lower(a) == lower(b); }))
      return value;
  }
  return {};
}

std::optional<Millis> retry_after(const Headers& headers) {
  constexpr std::int64_t seconds_max = 3600;
  const std::string_view text = header_of(headers, "Retry-After");
  std::int64_t seconds = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size() ||
      seconds < 0)
    return std::nullopt;
  return Millis(std::min(seconds, seconds_max) * 1000);
}

std::string_view name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::host_not_allowed:
      return "host_not_allowed";
    case Trouble::unsafe:
      return "unsafe";
    case Trouble::resolve:
      return "resolve";
    case Trouble::connect:
      return "connect";
    case Trouble::tls:
      return "tls";
    case Trouble::login:
      return "login";
    case Trouble::timed_out:
      return "timed_out";
    case Trouble::broken_off:
      return "broken_off";
    case Trouble::too_long:
      return "too_long";
  }
  throw Bug("a trouble without a name");
}

}  // namespace latchkey::courier
