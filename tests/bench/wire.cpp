#include "tests/bench/wire.h"

#include <fmt/format.h>

#include <charconv>

namespace latchkey::bench {

namespace {

// The number after `name` in a head as cpp-httplib writes it; 0 if it is not there.
std::size_t number_after(std::string_view head, std::string_view name) {
  const auto at = head.find(name);
  std::size_t number = 0;
  if (at != head.npos)
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), number);
  return number;
}

}  // namespace

std::optional<Whole> whole_answer(std::string_view in) {
  const auto end = in.find("\r\n\r\n");
  if (end == in.npos) return std::nullopt;
  const std::string_view head = in.substr(0, end + 4);
  const std::size_t length = number_after(head, "\r\nContent-Length: ");
  if (in.size() < head.size() + length) return std::nullopt;
  const auto status = static_cast<int>(number_after(head, "HTTP/1.1 "));
  return Whole{{status, head, in.substr(head.size(), length)}, head.size() + length};
}

std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const auto at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  const auto end = text.find(after);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

std::string form(const http::Fields& fields) {
  std::string out;
  for (const auto& [name, value] : fields) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(http::percent_encode(value));
  }
  return out;
}

std::string get(std::string_view path, std::string_view headers) {
  return fmt::format("GET {} HTTP/1.1\r\nHost: localhost\r\n{}\r\n", path, headers);
}

std::string post(std::string_view path, std::string_view headers, std::string_view body) {
  return fmt::format(
      "POST {} HTTP/1.1\r\nHost: localhost\r\n{}"
      "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{}",
      path, headers, body.size(), body);
}

}  // namespace latchkey::bench
