// Text on its way to a voice: cleaned, and cut where a voice may draw breath.
//
// Pure functions over UTF-8, used by the TwiML writer only. Thread-safe.
#pragma once

#include <cstddef>
#include <string_view>

namespace latchkey::ivr {

// The length in bytes of the well-formed UTF-8 character that starts at `at`, or 0 if the bytes
// there are not one (overlong forms, surrogates and what lies past U+10FFFF are not).
std::size_t character_length(std::string_view text, std::size_t at);

// May the character of `length` bytes at `at` be spoken: no control character (C0, DEL, C1) and
// none that XML 1.0 forbids.
bool is_speakable(std::string_view text, std::size_t at, std::size_t length);

// How many bytes of `text` one Say may hold: all of it, or a cut after a sentence, else after a
// word, else between characters. A Say is at most 3000 characters and 4500 bytes when URL-encoded
// (telephony.md §1.6, error 13521). Never 0 unless `text` is empty.
std::size_t say_length(std::string_view text);

// The bytes of the first sentence of `text` with its closing mark and the spaces after it.
std::size_t sentence_length(std::string_view text);

}  // namespace latchkey::ivr
