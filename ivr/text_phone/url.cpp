#include "ivr/text_phone/url.h"

#include <algorithm>
#include <vector>

namespace latchkey::ivr {

namespace {

std::string path_without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_in_folder = false;
  std::size_t at = 1;
  while (at <= path.size()) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, end - at);
    ends_in_folder = part == "." || part == "..";
    if (part == ".." && !kept.empty()) kept.pop_back();
    if (!ends_in_folder) kept.push_back(part);
    at = end + 1;
  }
  std::string out;
  for (const std::string_view part : kept) out.append("/").append(part);
  if (ends_in_folder || out.empty()) out.push_back('/');
  return out;
}

// Splits off what follows the first `mark`.
std::string take_after(std::string_view& text, char mark) {
  const std::size_t at = text.find(mark);
  if (at == std::string_view::npos) return {};
  std::string after(text.substr(at + 1));
  text = text.substr(0, at);
  return after;
}

bool is_clean(std::string_view text) {
  return std::none_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte <= 0x20 || byte >= 0x7F || c == '"' || c == '<' || c == '>' || c == '\\';
  });
}

}  // namespace

std::string Url::text() const {
  std::string out = scheme + "://" + authority + path;
  if (!query.empty()) out.append("?").append(query);
  return out;
}

std::optional<Url> parse_url(std::string_view text) {
  if (!is_clean(text)) return std::nullopt;
  Url url;
  url.fragment = take_after(text, '#');
  url.query = take_after(text, '?');
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  url.scheme = text.substr(0, colon);
  if (url.scheme != "https" && url.scheme != "http") return std::nullopt;
  text.remove_prefix(colon + 3);
  const std::size_t slash = std::min(text.find('/'), text.size());
  url.authority = text.substr(0, slash);
  if (url.authority.empty() || url.authority[0] == ':') return std::nullopt;
  if (url.authority.find_first_of("@_") != std::string::npos) return std::nullopt;
  url.path = path_without_dots(slash == text.size() ? "/" : text.substr(slash));
  return url;
}

std::optional<Url> resolve(const Url& base, std::string_view reference) {
  if (reference.find("://") != std::string_view::npos) return parse_url(reference);
  if (!is_clean(reference)) return std::nullopt;
  if (reference.starts_with("//")) return parse_url(base.scheme + ":" + std::string(reference));
  Url url = base;
  url.fragment = take_after(reference, '#');
  const bool has_query = reference.find('?') != std::string_view::npos;
  const std::string query = take_after(reference, '?');
  if (has_query || !reference.empty()) url.query = query;
  if (reference.starts_with('/')) {
    url.path = path_without_dots(reference);
  } else if (!reference.empty()) {
    const std::string folder = base.path.substr(0, base.path.rfind('/') + 1);
    url.path = path_without_dots(folder + std::string(reference));
  }
  return url;
}

std::string signed_form(const Url& url) {
  if (url.scheme != "https") return url.text();
  Url without = url;
  const std::size_t after_bracket = without.authority.rfind(']') + 1;  // npos + 1 is 0
  const std::size_t colon = without.authority.find(':', after_bracket);
  if (colon != std::string::npos) without.authority.resize(colon);
  return without.text();
}

Url with_sorted_query(Url url) {
  std::vector<std::string> parts;
  std::string_view rest = url.query;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    parts.emplace_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  std::stable_sort(parts.begin(), parts.end());
  url.query.clear();
  for (const std::string& part : parts) {
    if (!url.query.empty()) url.query.push_back('&');
    url.query += part;
  }
  return url;
}

std::string encode_form(const http::Fields& fields) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  const auto encode = [&](std::string_view text) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '*';
      if (plain) {
        out.push_back(c);
      } else if (c == ' ') {
        out.push_back('+');
      } else {
        out.append({'%', hex[byte >> 4], hex[byte & 15]});
      }
    }
  };
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out.push_back('&');
    encode(name);
    out.push_back('=');
    encode(value);
  }
  return out;
}

}  // namespace latchkey::ivr
