#include "core/courier/mime.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "core/courier/safe_lines.h"

namespace latchkey::courier {

namespace {

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::string hex_byte(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

// RFC 2047 "Q": only letters and digits stay, so that no context needs another quoting.
std::string encoded_words(std::string_view text) {
  std::string out;
  std::string word;
  const auto flush = [&] {
    if (!out.empty()) out += "\r\n ";
    out += "=?utf-8?Q?" + word + "?=";
    word.clear();
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;
    while (end < text.size() && is_continuation(text[end])) ++end;
    std::string piece;
    for (; i < end; ++i) {
      const char c = text[i];
      const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      piece += kept ? std::string(1, c) : c == ' ' ? "_" : hex_byte(c);
    }
    // 75 characters at most for a whole word (RFC 2047 §2), never cut inside a UTF-8 sequence.
    if (word.size() + piece.size() > 60) flush();
    word += piece;
  }
  flush();
  return out;
}

std::string header_text(std::string_view text) {
  const bool simple = is_plain_ascii(text) && text.size() <= 60 &&
                      text.find_first_of("\"\\=?<>@,;:()[]") == std::string_view::npos;
  return simple ? std::string(text) : encoded_words(text);
}

// RFC 2045 §6.7: lines of 76 at most, no trailing blanks, CRLF for every line end.
std::string quoted_printable(std::string_view text) {
  std::string out;
  std::size_t column = 0;
  const auto put = [&](std::string_view piece) {
    if (column + piece.size() > 75) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    if (c == '\n') {
      out += "\r\n";
      column = 0;
      continue;
    }
    const bool at_end = i + 1 == text.size() || text[i + 1] == '\n' || text[i + 1] == '\r';
    const bool blank = c == ' ' || c == '\t';
    const bool printable = (c > ' ' && c < 0x7f && c != '=') || (blank && !at_end);
    put(printable ? std::string_view(&c, 1) : std::string_view(hex_byte(c)));
  }
  if (column > 0) out += "\r\n";
  return out;
}

// RFC 5322 §3.3 in UTC; English names whatever the machine's locale.
std::string rfc5322_date(Time at) {
  using namespace std::chrono;
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(at);
  const year_month_day date(day);
  const hh_mm_ss clock(floor<seconds>(at - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()),
                     months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string part(std::string_view type, std::string_view content) {
  return fmt::format(
      "Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
      type, quoted_printable(content));
}

// Quoted-printable never yields "=_", so no line of a part can look like this boundary
// (RFC 2045 §6.7).
constexpr std::string_view boundary = "=_latchkey_part";

std::string body_of(const Mail& mail) {
  if (mail.html.empty()) return part("text/plain", mail.text);
  return fmt::format(
      "Content-Type: multipart/alternative; boundary=\"{0}\"\r\n\r\n"
      "--{0}\r\n{1}\r\n--{0}\r\n{2}\r\n--{0}--\r\n",
      boundary, part("text/plain", mail.text), part("text/html", mail.html));
}

}  // namespace

bool is_safe_address(std::string_view address) {
  const std::size_t at = address.find('@');
  if (at == 0 || at == std::string_view::npos || at + 1 == address.size()) return false;
  if (address.size() > 254 || address.find('@', at + 1) != std::string_view::npos) return false;
  if (address.front() == '-') return false;
  return std::all_of(address.begin(), address.end(), [](char c) {
    return c > ' ' && c < 0x7f &&
           std::string_view("\"\\<>(),:;[]").find(c) == std::string_view::npos;
  });
}

std::optional<Secret> mime_message(const Mail& mail) {
  if (!is_safe_address(mail.from) || !is_safe_address(mail.to)) return std::nullopt;
  if (!is_safe_address(mail.message_id)) return std::nullopt;
  if (breaks_lines(mail.language) || breaks_lines(mail.subject) || breaks_lines(mail.from_name))
    return std::nullopt;
  const std::string sender = mail.from_name.empty()
                                 ? mail.from
                                 : fmt::format("{} <{}>", header_text(mail.from_name), mail.from);
  // By it a mailbox that reads aloud chooses its voice (RFC 3282).
  const std::string language =
      mail.language.empty() ? "" : fmt::format("Content-Language: {}\r\n", mail.language);
  return Secret(
      fmt::format("Date: {}\r\nFrom: {}\r\nTo: {}\r\nMessage-ID: <{}>\r\nSubject: {}\r\n"
                  "Auto-Submitted: auto-generated\r\n{}MIME-Version: 1.0\r\n{}",
                  rfc5322_date(mail.date), sender, mail.to, mail.message_id,
                  header_text(mail.subject), language, body_of(mail)));
}

}  // namespace latchkey::courier
