#include "ivr/spoken.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

using namespace latchkey::ivr;

namespace {

SpellingWords english() {
  SpellingWords words;
  words.letter = "{letter} as in {word}";
  words.capital = "capital {letter} as in {word}";
  words.digit = "number {digit}";
  words.letters = {{"a", "apple"}, {"n", "nurse"}, {"j", "jam"},
                   {"l", "lion"},  {"e", "egg"},   {"\xc3\xb1", "ni\xc3\xb1o"}};
  words.signs = {{"dot", "dot"}, {"underscore", "underscore"}, {"plus", "plus"}, {"at", "at sign"}};
  return words;
}

}  // namespace

TEST_CASE("digits are said one by one in small groups") {
  CHECK(spoken_digits("").empty());
  CHECK(spoken_digits("7") == "7");
  CHECK(spoken_digits("0123") == "0 1 2 3");
  CHECK(spoken_digits("12345") == "1 2 3, 4 5");
  CHECK(spoken_digits("123456") == "1 2 3, 4 5 6");
  CHECK(spoken_digits("1234567") == "1 2 3, 4 5 6 7");
  CHECK(spoken_digits("12345678") == "1 2 3 4, 5 6 7 8");
  CHECK(spoken_digits("4015550123") == "4 0 1, 5 5 5, 0 1 2 3");
  CHECK(spoken_digits("12-34 56") == "1 2 3, 4 5 6");
  CHECK(spoken_digits("123456", Pace::slow) == "1, 2, 3. 4, 5, 6");
}

TEST_CASE("a phone number is said as people say it") {
  CHECK(spoken_phone("+14015550123", english()) == "4 0 1, 5 5 5, 0 1 2 3");
  CHECK(spoken_phone("+442079460123", english()) == "plus 4 4 2, 0 7 9, 4 6 0, 1 2 3");
}

TEST_CASE("a user name is spelled with capitals, digits and signs named") {
  CHECK(spelled("ann", english()) == "A as in apple, N as in nurse, N as in nurse");
  CHECK(spelled("Ja", english()) == "capital J as in jam, A as in apple");
  CHECK(spelled("\xc3\xb1", english()) == "\xc3\xb1 as in ni\xc3\xb1o");
  CHECK(spelled("", english()).empty());
}

TEST_CASE("a user name is cut where letters, digits and signs meet") {
  CHECK(spelled("ann.lee42", english()) ==
        "A as in apple, N as in nurse, N as in nurse. "
        "dot, L as in lion, E as in egg, E as in egg. "
        "number 4, number 2");
  CHECK(spelled("a_n12", english()) ==
        "A as in apple, underscore. N as in nurse, number 1, number 2");
  const std::string plain = spelled("aaaaaaaaa", english());
  CHECK(std::count(plain.begin(), plain.end(), '.') == 2);
}

TEST_CASE("spelled slowly every character stands alone") {
  CHECK(spelled("an1", english(), Pace::slow) == "A as in apple. N as in nurse. number 1");
}

TEST_CASE("a name of any length and any bytes is spelled in groups of at most seven") {
  for (std::size_t length = 1; length <= 64; ++length) {
    const std::string said = spelled(std::string(length, 'a'), english());
    std::size_t run = 1, longest = 1;
    for (std::size_t i = 0; i + 1 < said.size(); ++i) {
      if (said[i + 1] != ' ') continue;
      if (said[i] == ',') longest = std::max(longest, ++run);
      if (said[i] == '.') run = 1;
    }
    CHECK(longest <= 7);
  }
  CHECK(spelled("a\xff\xc0n", english()) == "A as in apple, N as in nurse");
}

TEST_CASE("every language names every letter, digit and sign in words of its own") {
  const latchkey::Texts texts = latchkey::Texts::load(LATCHKEY_SOURCE_DIR "/content");
  for (const latchkey::Language& language : texts.languages()) {
    CAPTURE(language.code);
    const SpellingWords words = spelling_words(texts, language.code);
    CHECK(words.letters.size() == 26);
    std::set<std::string> different;
    for (const auto& [letter, word] : words.letters) {
      CHECK(word.starts_with(letter));
      different.insert(word);
    }
    CHECK(different.size() == 26);
    const std::string said = spelled("aZ_9", words);
    CHECK(said.find('{') == std::string::npos);
    CHECK(said.find(words.letters.at("z")) != std::string::npos);
    CHECK(said.find(words.signs.at("underscore")) != std::string::npos);
  }
  CHECK(spelled("aB4@", spelling_words(texts, "en")) ==
        "A as in apple, capital B as in boy, number 4, at sign");
  CHECK(spelled("aB", spelling_words(texts, "es")) ==
        "A de avi\xc3\xb3n, B may\xc3\xbascula de barco");
}
