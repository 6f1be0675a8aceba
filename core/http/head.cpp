#include "core/http/head.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/base/fault.h"
#include "core/http/text.h"

namespace latchkey::http {

namespace {

constexpr std::string_view line_end = "\r\n";
using Trouble = std::optional<Refusal>;

bool contains_text(std::string_view text, std::string_view part) {
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  return std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

// RFC 9110 §5.6.2: what methods and header names are made of.
constexpr std::array<bool, 256> token_table = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return token_table[static_cast<unsigned char>(c)];
  });
}

// %00, %0A and %0D turn into line ends where somebody decodes them later (CVE-2026-45372).
bool escapes_a_line_end(std::string_view text) {
  for (auto at = text.find("%0"); at != text.npos; at = text.find("%0", at + 2)) {
    const char c = at + 2 < text.size() ? lower(text[at + 2]) : ' ';
    if (c == '0' || c == 'a' || c == 'd') return true;
  }
  return false;
}

// A tab is the only control character a value may hold; bytes above ASCII pass unread.
bool is_value(std::string_view text) {
  const bool plain = std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
  return plain && !escapes_a_line_end(text);
}

struct Line {
  std::string_view name, value;  // value without the white space around it
};

std::string_view take_line(std::string_view& rest) {
  const auto end = rest.find(line_end);
  ensure(end != rest.npos, "a head's lines end with CRLF");
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + line_end.size());
  return line;
}

Line split(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == line.npos) return {};
  return {line.substr(0, colon), trimmed(line.substr(colon + 1))};
}

struct RequestLine {
  std::string_view method, target, version;
};

std::optional<RequestLine> split_request_line(std::string_view line) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == line.npos || first == last) return std::nullopt;
  return RequestLine{line.substr(0, first), line.substr(first + 1, last - first - 1),
                     line.substr(last + 1)};
}

Trouble judge_target(std::string_view target) {
  if (target.size() > target_bytes_max) return Refusal{414};
  if (target.substr(0, target.find('?')).size() > path_bytes_max) return Refusal{414};
  const bool visible =
      std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7f && c != '#'; });
  // "http://elsewhere/" would name a second host, and "*" names nothing we have.
  if (!visible || !target.starts_with('/') || escapes_a_line_end(target)) return Refusal{400};
  return {};
}

Trouble judge_request_line(const RequestLine& line) {
  if (!is_token(line.method)) return Refusal{400};
  if (line.version != "HTTP/1.1" && line.version != "HTTP/1.0")
    return Refusal{line.version.starts_with("HTTP/") ? 505 : 400};
  if (line.method != "GET" && line.method != "HEAD" && line.method != "POST") return Refusal{405};
  return judge_target(line.target);
}

// What the headers say together; each of these may come once.
struct Framing {
  std::optional<std::string_view> host, length, type;
  bool chunked = false;
  bool close = false;
};

Trouble once(std::optional<std::string_view>& field, std::string_view value) {
  if (field) return Refusal{400};
  field = value;
  return {};
}

bool is_library_name(std::string_view name) {
  // cpp-httplib keeps the peer's address among the headers, where a client can add one
  // (CVE-2025-66570).
  constexpr std::array<std::string_view, 4> names = {"REMOTE_ADDR", "REMOTE_PORT", "LOCAL_ADDR",
                                                     "LOCAL_PORT"};
  return std::ranges::any_of(names, [&](std::string_view n) { return same_text(n, name); });
}

Trouble note(const Line& line, Framing& framing) {
  if (!is_token(line.name) || !is_value(line.value)) return Refusal{400};  // folded lines too
  const auto is = [&](std::string_view name) { return same_text(line.name, name); };
  if (is("host")) return once(framing.host, line.value);
  if (is("content-length")) return once(framing.length, line.value);
  if (is("content-type")) return once(framing.type, line.value);
  if (is("content-encoding")) return Refusal{415};
  if (is("expect")) return Refusal{417};
  if (is("transfer-encoding")) framing.chunked = true;
  if (is("connection")) framing.close |= contains_text(line.value, "close");
  if (is_library_name(line.name)) return Refusal{400};
  return {};
}

// "Kiosk.example.org:8080" as "kiosk.example.org"; empty if it is not a host with a port.
std::string host_name(std::string_view host) {
  const auto bracket = host.rfind(']');
  const auto colon = host.find(':', bracket == host.npos ? 0 : bracket);
  const std::string_view port = colon == host.npos ? "0" : host.substr(colon + 1);
  if (port.find_first_not_of("0123456789") != port.npos) return {};
  std::string name(host.substr(0, colon));
  std::ranges::transform(name, name.begin(), lower);
  return name;
}

Trouble judge_host(const Framing& framing, const Rules& rules) {
  if (!framing.host) return Refusal{400};
  const std::string name = host_name(*framing.host);
  if (name.empty()) return Refusal{400};
  if (std::ranges::find(rules.hosts, name) == rules.hosts.end()) return Refusal{421};
  return {};
}

// `path`: without its query.
std::size_t body_bytes_max(std::string_view path, const Rules& rules) {
  const bool large = !rules.large_path.empty() && path == rules.large_path;
  return large ? std::max(rules.large_bytes_max, rules.body_bytes_max) : rules.body_bytes_max;
}

std::variant<std::size_t, Refusal> body_length(std::string_view method, const Framing& framing,
                                               std::size_t most) {
  if (framing.chunked) return Refusal{framing.length ? 400 : 411};
  if (framing.type && contains_text(*framing.type, "multipart/")) return Refusal{415};
  if (!framing.length) {
    if (method == "POST") return Refusal{411};
    return std::size_t{0};
  }
  std::size_t length = 0;
  const char* const end = framing.length->data() + framing.length->size();
  const auto [stop, error] = std::from_chars(framing.length->data(), end, length);
  if (error == std::errc::result_out_of_range) return Refusal{413};
  if (error != std::errc{} || stop != end) return Refusal{400};
  if (length > most) return Refusal{413};
  if (length > 0 && method != "POST") return Refusal{400};  // an unread body is a second request
  return length;
}

After after(std::string_view version, const Framing& framing) {
  return framing.close || version == "HTTP/1.0" ? After::close : After::keep_open;
}

Trouble judge_lines(std::string_view rest, Framing& framing) {
  std::size_t lines = 0;
  while (!rest.starts_with(line_end)) {
    if (++lines > header_lines_max) return Refusal{431};
    if (const Trouble trouble = note(split(take_line(rest)), framing)) return trouble;
  }
  return {};
}

std::string_view sentence(int status) {
  switch (status) {
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 411:
      return "Length Required";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 431:
      return "Request Header Fields Too Large";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Bad Request";
  }
}

}  // namespace

std::optional<std::size_t> head_length(std::string_view bytes, std::size_t searched) {
  constexpr std::string_view blank_line = "\r\n\r\n";
  const auto from = searched < blank_line.size() ? 0 : searched - (blank_line.size() - 1);
  const auto at = bytes.find(blank_line, from);
  if (at == bytes.npos) return std::nullopt;
  return at + blank_line.size();
}

Verdict judge(std::string_view head, const Rules& rules) {
  if (head.size() > rules.header_bytes_max) return Refusal{431};
  std::string_view rest = head;
  const auto line = split_request_line(take_line(rest));
  if (!line) return Refusal{400};
  if (const Trouble trouble = judge_request_line(*line)) return *trouble;
  Framing framing;
  if (const Trouble trouble = judge_lines(rest, framing)) return *trouble;
  if (const Trouble trouble = judge_host(framing, rules)) return *trouble;
  const std::string_view path = line->target.substr(0, line->target.find('?'));
  const auto length = body_length(line->method, framing, body_bytes_max(path, rules));
  if (const auto* refusal = std::get_if<Refusal>(&length)) return *refusal;
  return Head{head.size(), std::get<std::size_t>(length), after(line->version, framing)};
}

Request read_request(std::string_view head, std::string_view body) {
  std::string_view rest = head;
  const auto line = split_request_line(take_line(rest));
  ensure(line.has_value(), "only an accepted head is read");
  Request request;
  request.method = line->method;
  request.target = line->target;
  const auto mark = line->target.find('?');
  request.path = line->target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = line->target.substr(mark + 1);
  request.body = body;
  while (!rest.starts_with(line_end)) {
    const Line field = split(take_line(rest));
    request.headers.emplace_back(field.name, field.value);
  }
  return request;
}

std::string refusal_answer(int status) {
  const std::string text(sentence(status));
  std::string out = "HTTP/1.1 " + std::to_string(status) + " " + text + "\r\nConnection: close\r\n";
  if (status == 405) out += "Allow: GET, HEAD, POST\r\n";
  if (status == 503) out += "Retry-After: 2\r\n";
  for (const auto& [name, value] : safe_headers)
    out.append(name).append(": ").append(value).append("\r\n");
  out += "Content-Type: text/plain\r\nContent-Length: " + std::to_string(text.size() + 1) +
         "\r\n\r\n" + text + "\n";
  return out;
}

}  // namespace latchkey::http
