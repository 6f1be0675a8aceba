// The few Unicode questions that the rest of the house asks, so that ICU stays in one file.
//
// What people type arrives as bytes that claim to be UTF-8. code_points() is the only door: bytes
// that are not well-formed UTF-8 are refused there, never repaired, so that two different inputs
// can't become equal by repair. Everything is a pure function; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace latchkey::unicode {

// The text as code points; empty when `utf8` is not well-formed (overlong forms, surrogates and
// cut-off sequences included).
std::optional<std::u32string> code_points(std::string_view utf8);

// Back to UTF-8. Needs: every element is a scalar value.
std::string to_utf8(std::u32string_view text);

// Normal form C: "é" typed in one piece or in two becomes the same (NIST 800-63B-4 §3.1.1.2).
std::u32string composed(std::u32string_view text);

// Normal form D: letters and their accents apart.
std::u32string decomposed(std::u32string_view text);

// Compatibility form, case folded, invisible characters removed (Unicode NFKC_Casefold):
// full-width letters, ligatures and capitals become plain small letters.
std::u32string folded(std::u32string_view text);

// 0…9 for a decimal digit of any script (full-width, Arabic, Devanagari …), empty for all else.
std::optional<int> digit(char32_t c);

// Letters and digits of any script.
bool is_letter_or_digit(char32_t c);

// Accents, Hebrew points, Arabic vowel signs: what may be left out when comparing names. Vowel
// signs that carry the word itself (Indic scripts) are not accents.
bool is_accent(char32_t c);

// A sign without which the word would be another (Indic and Thai vowels).
bool is_vowel_sign(char32_t c);

// White space of any kind, no-break spaces included.
bool is_space(char32_t c);

// Control characters, line ends included.
bool is_control(char32_t c);

// Marks without width that phones and contact books paste around numbers (U+202A, U+200E …).
bool is_invisible(char32_t c);

// Hyphens and dashes of any width, the minus sign included.
bool is_dash(char32_t c);

// Full-width ASCII (U+FF01 … U+FF5E) as ASCII; all else unchanged. Nothing looser: a wider
// mapping makes strangers' addresses equal to patients' (Kelvin sign, dotless i).
char32_t half_width(char32_t c);

// Without the white space and invisible marks around it.
std::u32string_view trimmed(std::u32string_view text);

}  // namespace latchkey::unicode
