#include "core/base/normal.h"

#include <algorithm>
#include <array>

#include "core/base/unicode.h"

namespace latchkey {

namespace {

// The one bound and the one well-formedness check of this file.
std::optional<std::u32string> typed(std::string_view text) {
  if (text.size() > typed_bytes_max) return std::nullopt;
  return unicode::code_points(text);
}

bool is_separator(char32_t c) {
  return unicode::is_space(c) || unicode::is_invisible(c) || unicode::is_dash(c) || c == U'.' ||
         c == U'/';
}

// The digits of `text`, and what `further` adds for each other sign. Empty where `further` refuses
// one, and for control characters.
template <class Further>
std::optional<std::string> digits_and(std::string_view text, Further further) {
  const auto points = typed(text);
  if (!points) return std::nullopt;
  std::string out;
  for (const char32_t raw : *points) {
    const char32_t c = unicode::half_width(raw);
    if (const auto value = unicode::digit(c))
      out += static_cast<char>('0' + *value);
    else if (unicode::is_control(c) || !further(out, c))
      return std::nullopt;
  }
  return out;
}

// The digits of `text` when it holds nothing but digits and separators.
std::optional<std::string> digits_only(std::string_view text) {
  return digits_and(text, [](std::string&, char32_t c) { return is_separator(c); });
}

char32_t ascii_lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c + (U'a' - U'A') : c; }
bool is_ascii_letter(char32_t c) { return ascii_lower(c) >= U'a' && ascii_lower(c) <= U'z'; }
bool is_ascii_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_ascii_alnum(char32_t c) { return is_ascii_letter(c) || is_ascii_digit(c); }

// Ten digits of the North American plan: NPA-NXX-XXXX, NPA = [2-9][0-8]X, neither NPA nor NXX N11.
bool in_numbering_plan(std::string_view ten) {
  const auto special = [&](std::size_t at) { return ten[at] == '1' && ten[at + 1] == '1'; };
  return ten[0] >= '2' && ten[1] != '9' && !special(1) && ten[3] >= '2' && !special(4);
}

// Where a phone number ends and its extension begins: "x7", "ext 7", "#7", ",7", ";ext=7".
bool starts_extension(char32_t c) {
  c = ascii_lower(c);
  return c == U'x' || c == U'e' || c == U'#' || c == U',' || c == U';';
}

struct DialledDigits {
  std::string digits;
  bool international = false;  // written with a leading +
};

// The digits before any extension; empty when something else than a phone number is written.
std::optional<DialledDigits> dialled(std::u32string_view text) {
  constexpr std::u32string_view scheme = U"tel:";
  DialledDigits out;
  if (text.substr(0, scheme.size()) == scheme) text.remove_prefix(scheme.size());
  for (const char32_t raw : text) {
    const char32_t c = unicode::half_width(raw);
    if (const auto value = unicode::digit(c)) {
      out.digits += static_cast<char>('0' + *value);
    } else if (c == U'+' && out.digits.empty() && !out.international) {
      out.international = true;
    } else if (out.digits.size() >= 10 && starts_extension(c)) {
      return out;
    } else if ((!is_separator(c) && c != U'(' && c != U')') || unicode::is_control(c)) {
      return std::nullopt;
    }
  }
  return out;
}

bool is_atom_char(char32_t c) {
  constexpr std::u32string_view others = U"!#$%&'*+-/=?^_`{|}~";
  return is_ascii_alnum(c) || others.find(c) != std::u32string_view::npos;
}

bool is_dot_atom(std::u32string_view local) {
  if (local.empty() || local.size() > 64 || local.front() == U'.' || local.back() == U'.')
    return false;
  char32_t before = 0;
  for (const char32_t c : local) {
    if (c == U'.' ? before == U'.' : !is_atom_char(c)) return false;
    before = c;
  }
  return true;
}

bool is_label(std::u32string_view label) {
  if (label.empty() || label.size() > 63 || label.front() == U'-' || label.back() == U'-')
    return false;
  return std::all_of(label.begin(), label.end(),
                     [](char32_t c) { return is_ascii_alnum(c) || c == U'-'; });
}

bool is_domain(std::u32string_view domain) {
  std::size_t labels = 0;
  for (;;) {
    const std::size_t dot = domain.find(U'.');
    const std::u32string_view label = domain.substr(0, dot);
    if (!is_label(label)) return false;
    ++labels;
    if (dot == std::u32string_view::npos)
      return labels >= 2 && !std::all_of(label.begin(), label.end(), is_ascii_digit);
    domain.remove_prefix(dot + 1);
  }
}

}  // namespace

std::optional<std::string> printable_text(std::string_view text, std::size_t characters_max) {
  const auto points = unicode::code_points(text);
  if (!points) return std::nullopt;
  std::u32string line;
  for (const char32_t c : *points) {
    const bool blank = unicode::is_space(c) || unicode::is_control(c);
    if (blank && (line.empty() || line.back() == U' ')) continue;
    if (!unicode::is_invisible(c)) line += blank ? U' ' : c;
  }
  const auto shown = unicode::trimmed(std::u32string_view(line).substr(0, characters_max));
  if (shown.empty()) return std::nullopt;
  return unicode::to_utf8(shown);
}

std::optional<std::string> normal_phone(std::string_view text) {
  const auto points = typed(text);
  if (!points) return std::nullopt;
  auto number = dialled(unicode::trimmed(*points));
  if (!number) return std::nullopt;
  std::string& digits = number->digits;
  if (digits.size() == 11 && digits[0] == '1') {
    digits.erase(0, 1);
  } else if (number->international) {
    return std::nullopt;
  }
  if (digits.size() != 10 || !in_numbering_plan(digits)) return std::nullopt;
  return "+1" + digits;
}

std::optional<std::string> normal_email(std::string_view text) {
  const auto points = typed(text);
  if (!points) return std::nullopt;
  std::u32string address;
  for (const char32_t c : unicode::trimmed(*points)) address += ascii_lower(unicode::half_width(c));
  const std::size_t at = address.find(U'@');
  if (at == std::u32string::npos || address.size() > 254) return std::nullopt;
  const std::u32string_view whole = address;
  if (!is_dot_atom(whole.substr(0, at)) || !is_domain(whole.substr(at + 1))) return std::nullopt;
  return unicode::to_utf8(address);
}

std::optional<std::string> normal_zip(std::string_view text) {
  auto digits = digits_only(text);
  if (!digits || (digits->size() != 5 && digits->size() != 9)) return std::nullopt;
  digits->resize(5);
  if (digits->compare(0, 3, "000") == 0) return std::nullopt;  // no post office has such a code
  return digits;
}

std::optional<std::string> normal_record_number(std::string_view text) {
  auto number = digits_and(text, [](std::string& out, char32_t c) {
    if (is_ascii_letter(c)) out += static_cast<char>(ascii_lower(c) - (U'a' - U'A'));
    return is_ascii_letter(c) || is_separator(c) || c == U'#' || c == U':' || c == U'_';
  });
  if (!number) return std::nullopt;
  for (;;) {
    if (number->rfind("MRN", 0) == 0) {
      number->erase(0, 3);
    } else if (!number->empty() && number->front() == '0') {
      number->erase(0, 1);
    } else {
      break;
    }
  }
  const bool has_digit = number->find_first_of("0123456789") != std::string::npos;
  if (number->size() > 32 || !has_digit) return std::nullopt;
  return number;
}

std::optional<std::string> normal_code(std::string_view text) {
  auto digits = digits_only(text);
  if (!digits || digits->size() < 4 || digits->size() > 12) return std::nullopt;
  return digits;
}

std::optional<std::string> normal_paper_code(std::string_view text) {
  constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const auto points = typed(text);
  if (!points) return std::nullopt;
  std::string out;
  for (const char32_t raw : *points) {
    char32_t c = ascii_lower(unicode::half_width(raw));
    if (const auto value = unicode::digit(c)) c = U'0' + static_cast<char32_t>(*value);
    if (is_separator(c) && !unicode::is_control(c)) continue;
    if (!is_ascii_alnum(c)) return std::nullopt;
    if (c == U'o') c = U'0';
    if (c == U'i' || c == U'l') c = U'1';
    const char letter = static_cast<char>(is_ascii_letter(c) ? c - (U'a' - U'A') : c);
    if (alphabet.find(letter) == std::string_view::npos) return std::nullopt;
    out += letter;
  }
  if (out.size() < 8 || out.size() > 32) return std::nullopt;
  return out;
}

std::optional<std::string> normal_user_name(std::string_view text) {
  const auto points = typed(text);
  if (!points) return std::nullopt;
  const std::u32string_view inside = unicode::trimmed(*points);
  if (std::any_of(inside.begin(), inside.end(), unicode::is_control)) return std::nullopt;
  const std::u32string plain = unicode::folded(inside);
  const std::u32string_view name = unicode::trimmed(plain);  // folding can turn a mark into a space
  if (name.empty() || name.size() > 128) return std::nullopt;
  return unicode::to_utf8(name);
}

}  // namespace latchkey
