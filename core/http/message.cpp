#include "core/http/message.h"

#include <charconv>

#include "core/http/text.h"

namespace latchkey::http {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One name or value of a form; empty if an escape is malformed or stands for a NUL.
std::optional<std::string> decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '+') {
      c = ' ';
    } else if (c == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_value(text[i + 1]), low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (c == '\0') return std::nullopt;
    out += c;
  }
  return out;
}

// The value of cookie `name` in one Cookie line; data() is null if it is not there.
std::string_view cookie_in(std::string_view line, std::string_view name) {
  while (!line.empty()) {
    std::string_view value = trimmed(take_until(line, ';'));
    const std::string_view its_name = take_until(value, '=');
    if (its_name == name) return value;
  }
  return {};
}

}  // namespace

std::optional<Fields> parse_form(std::string_view bytes, std::size_t fields_max) {
  Fields fields;
  while (!bytes.empty()) {
    std::string_view pair = take_until(bytes, '&');
    if (pair.empty()) continue;  // "a=1&&b=2", as browsers read it
    if (fields.size() == fields_max) return std::nullopt;
    auto name = decode(take_until(pair, '='));
    auto value = decode(pair);
    if (!name || !value) return std::nullopt;
    fields.emplace_back(std::move(*name), std::move(*value));
  }
  return fields;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [its_name, value] : headers)
    if (same_text(its_name, name)) return value;
  return {};
}

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [its_name, value] : headers) {
    if (!same_text(its_name, "cookie")) continue;
    const std::string_view found = cookie_in(value, name);
    if (found.data() != nullptr) return found;
  }
  return {};
}

std::optional<std::string_view> only(const Fields& fields, std::string_view name) {
  std::optional<std::string_view> found;
  for (const auto& [its_name, value] : fields) {
    if (its_name != name) continue;
    if (found) return std::nullopt;
    found = value;
  }
  return found;
}

std::optional<std::int64_t> only_number(const Fields& fields, std::string_view name) {
  const auto text = only(fields, name);
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  constexpr std::string_view unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (unreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

void make_safe(Response& answer) {
  const std::size_t own = answer.headers.size();
  for (const auto& [name, value] : safe_headers) {
    bool said = false;
    for (std::size_t i = 0; i < own && !said; ++i) said = same_text(answer.headers[i].first, name);
    if (!said) answer.with(std::string(name), std::string(value));
  }
}

}  // namespace latchkey::http
