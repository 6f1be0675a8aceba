#include "core/base/unicode.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include "core/base/fault.h"

namespace latchkey::unicode {

namespace {

UChar32 icu_char(char32_t c) { return static_cast<UChar32>(c); }

icu::UnicodeString to_icu(std::u32string_view text) {
  icu::UnicodeString out;
  for (const char32_t c : text) out.append(icu_char(c));
  return out;
}

std::u32string from_icu(const icu::UnicodeString& text) {
  std::u32string out;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1))
    out += static_cast<char32_t>(text.char32At(i));
  return out;
}

using Instance = const icu::Normalizer2* (*)(UErrorCode&);

std::u32string normalise(Instance instance, std::u32string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* form = instance(status);
  if (U_FAILURE(status)) throw Fault("ICU has no normalisation data: is libicu installed whole?");
  const icu::UnicodeString out = form->normalize(to_icu(text), status);
  ensure(U_SUCCESS(status) != 0, "well-formed text can be normalised");
  return from_icu(out);
}

// Canonical combining classes below this one are nuktas and viramas, which spell the word.
constexpr int first_accent_class = 10;

}  // namespace

std::optional<std::u32string> code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(utf8.data());
  for (std::size_t i = 0; i < utf8.size();) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, utf8.size(), c);
    if (c < 0) return std::nullopt;
    out += static_cast<char32_t>(c);
  }
  return out;
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  to_icu(text).toUTF8String(out);
  return out;
}

std::u32string composed(std::u32string_view text) {
  return normalise(&icu::Normalizer2::getNFCInstance, text);
}

std::u32string decomposed(std::u32string_view text) {
  return normalise(&icu::Normalizer2::getNFDInstance, text);
}

std::u32string folded(std::u32string_view text) {
  return normalise(&icu::Normalizer2::getNFKCCasefoldInstance, text);
}

std::optional<int> digit(char32_t c) {
  const int32_t value = u_charDigitValue(icu_char(c));
  if (value < 0) return std::nullopt;
  return value;
}

bool is_letter_or_digit(char32_t c) { return u_isalnum(icu_char(c)) != 0; }

bool is_accent(char32_t c) { return u_getCombiningClass(icu_char(c)) >= first_accent_class; }

bool is_vowel_sign(char32_t c) {
  const auto kind = u_charType(icu_char(c));
  return (kind == U_NON_SPACING_MARK || kind == U_COMBINING_SPACING_MARK) && !is_accent(c);
}

bool is_space(char32_t c) { return u_isUWhiteSpace(icu_char(c)) != 0; }

bool is_control(char32_t c) {
  // The line and paragraph separators end a line in some mail and log readers too.
  return u_iscntrl(icu_char(c)) != 0 || c == 0x2028 || c == 0x2029;
}

bool is_invisible(char32_t c) {
  return u_charType(icu_char(c)) == U_FORMAT_CHAR ||
         u_hasBinaryProperty(icu_char(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
}

bool is_dash(char32_t c) {
  return u_hasBinaryProperty(icu_char(c), UCHAR_DASH) != 0 || c == 0x00AD;
}

char32_t half_width(char32_t c) {
  constexpr char32_t distance = 0xFF01 - U'!';
  return c >= 0xFF01 && c <= 0xFF5E ? c - distance : c;
}

std::u32string_view trimmed(std::u32string_view text) {
  const auto blank = [](char32_t c) { return is_space(c) || is_invisible(c); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace latchkey::unicode
