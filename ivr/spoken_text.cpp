#include "ivr/spoken_text.h"

#include <string>

#include "ivr/twiml.h"

namespace latchkey::ivr {

namespace {

constexpr std::size_t url_encoded_max = 4500;

unsigned byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (byte_at(text, at) & 0xC0u) == 0x80u;
}

// The lead byte alone allows some forms that only the second byte tells are wrong.
bool is_second_byte_in_range(unsigned lead, unsigned second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0;  // overlong
    case 0xED:
      return second < 0xA0;  // surrogates
    case 0xF0:
      return second >= 0x90;  // overlong
    case 0xF4:
      return second < 0x90;  // past U+10FFFF
    default:
      return true;
  }
}

std::size_t promised_length(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

std::size_t url_encoded_length(std::string_view character) {
  const char c = character[0];
  const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return plain ? 1 : 3 * character.size();
}

bool is_sentence_end(char c) { return c == '.' || c == '!' || c == '?'; }

}  // namespace

std::size_t character_length(std::string_view text, std::size_t at) {
  const unsigned lead = byte_at(text, at);
  const std::size_t length = promised_length(lead);
  if (length < 2) return length;
  if (!is_continuation(text, at + 1)) return 0;
  if (!is_second_byte_in_range(lead, byte_at(text, at + 1))) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if (!is_continuation(text, at + i)) return 0;
  }
  return length;
}

bool is_speakable(std::string_view text, std::size_t at, std::size_t length) {
  const unsigned lead = byte_at(text, at);
  if (length == 1) return lead >= 0x20 && lead != 0x7F;
  if (length == 2) return !(lead == 0xC2 && byte_at(text, at + 1) < 0xA0);
  // U+FFFE and U+FFFF are no XML characters.
  return !(length == 3 && lead == 0xEF && byte_at(text, at + 1) == 0xBF &&
           byte_at(text, at + 2) >= 0xBE);
}

std::size_t sentence_length(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!is_sentence_end(text[i])) continue;
    if (i + 1 < text.size() && text[i + 1] != ' ') continue;
    while (i + 1 < text.size() && text[i + 1] == ' ') ++i;
    return i + 1;
  }
  return text.size();
}

std::size_t say_length(std::string_view text) {
  if (text.size() * 3 <= url_encoded_max) return text.size();
  std::size_t characters = 0, encoded = 0, after_sentence = 0, after_word = 0, at = 0;
  while (at < text.size()) {
    std::size_t length = character_length(text, at);
    if (length == 0) length = 1;  // dropped by the writer; counted here, on the safe side
    encoded += url_encoded_length(text.substr(at, length));
    if (++characters > say_characters_max || encoded > url_encoded_max) break;
    at += length;
    if (at < text.size() && text[at] == ' ') {
      after_word = at;
      if (is_sentence_end(text[at - 1])) after_sentence = at;
    }
  }
  if (at == text.size()) return at;
  if (after_sentence > 0) return after_sentence;
  return after_word > 0 ? after_word : at;
}

}  // namespace latchkey::ivr
