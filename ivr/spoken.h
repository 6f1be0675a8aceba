// How things that are not sentences are said: codes, numbers, user names.
//
// Everything is text for Say. Digits are single ("1 2 3", never "one hundred…"), in small groups;
// pauses are punctuation, which every provider's voice keeps, SSML or not. Letters are named by a
// word list ("B as in boy") because b, d, e, p and t sound alike on a telephone. The words are
// content (content/<lang>/spelling.toml), handed in. Pure; thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "core/base/texts.h"
#include "ivr/twiml.h"

namespace latchkey::ivr {

// The words of one language, as content/<lang>/spelling.toml holds them.
struct SpellingWords {
  std::string letter;   // with {letter} and {word}: "{letter} as in {word}"
  std::string capital;  // the same for a capital letter
  std::string digit;    // with {digit}: "number {digit}"
  std::map<std::string, std::string, std::less<>> letters;  // "a" → "apple"
  std::map<std::string, std::string, std::less<>> signs;    // "dot" → "dot"; names: sign_name()
};

// The words of `language`; what it lacks is English. Made once per language, at start.
SpellingWords spelling_words(const Texts& texts, std::string_view language);

// The name under which a sign's word stands in spelling.toml: '.' dot, '_' underscore, '-' hyphen,
// '@' at, '+' plus, '\'' apostrophe, ' ' space, '/' slash, ':' colon. Empty for others.
std::string_view sign_name(char sign);

// "123456" → "1 2 3, 4 5 6"; slowly "1, 2, 3. 4, 5, 6". What is not a digit is left out.
// Groups: 6 = 3+3, 7 = 3+4, 8 = 4+4, 10 = 3+3+4, else threes with a last group of 2 to 4.
std::string spoken_digits(std::string_view digits, Pace pace = Pace::normal);

// E.164 → groups; a North American number without its country code, others with the word for "+".
std::string spoken_phone(std::string_view e164, const SpellingWords& words,
                         Pace pace = Pace::normal);

// A user name character by character in 2 or 3 groups (more only past 15 characters), cut where
// letters, digits and signs meet if possible. Capitals, digits and signs are named.
std::string spelled(std::string_view user_name, const SpellingWords& words,
                    Pace pace = Pace::normal);

// A web address in words: "https://help.example.org" → "help dot example dot org".
std::string spoken_address(std::string_view url, const SpellingWords& words);

}  // namespace latchkey::ivr
