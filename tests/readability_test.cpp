#include "tests/readability.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

using namespace latchkey::tests;

TEST_CASE("English syllables are counted as they are spoken") {
  const std::pair<std::string, int> words[] = {
      {"code", 1},    {"the", 1},     {"you", 1},      {"password", 2},    {"records", 2},
      {"account", 2}, {"office", 2},  {"minutes", 2},  {"name", 1},        {"people", 2},
      {"called", 1},  {"needed", 2},  {"able", 2},     {"create", 2},      {"matches", 2},
      {"matched", 1}, {"changed", 1}, {"letters", 2},  {"emergency", 4},   {"browser", 2},
      {"one", 1},     {"someone", 2}, {"computer", 3}, {"information", 4}, {"trying", 2},
      {"don't", 1},   {"need", 1},    {"times", 1},    {"pages", 2},       {"little", 2}};
  for (const auto& [word, count] : words) CHECK_MESSAGE(english_syllables(word) == count, word);
}

TEST_CASE("Spanish syllables follow diphthong and hiatus") {
  const std::pair<std::string, int> words[] = {
      {"código", 3},   {"contraseña", 4}, {"usuario", 3},   {"día", 2},     {"cuenta", 2},
      {"oficina", 4},  {"que", 1},        {"hoy", 1},       {"y", 1},       {"leer", 2},
      {"teléfono", 4}, {"país", 2},       {"ciudad", 2},    {"número", 3},  {"guía", 2},
      {"correo", 3},   {"baúl", 2},       {"vergüenza", 3}, {"después", 2}, {"ayuda", 3}};
  for (const auto& [word, count] : words) CHECK_MESSAGE(spanish_syllables(word) == count, word);
}

TEST_CASE("sentences end at their stops, not inside numbers or short forms") {
  const auto count = [](const char* text) {
    return count_text(text, CountedLanguage::english).sentences;
  };
  CHECK(count("We can help. Press 1.") == 2);
  CHECK(count("Call at 8:00 a. m. today, please.") == 1);
  CHECK(count("One line\nAnother line\n\n") == 2);
  CHECK(count("Go to name@example.org now!") == 1);
  CHECK(count("No stop at the end") == 1);
  CHECK(count("") == 0);
  CHECK(longest_sentence("One two three. One two. 1 2 3 4 5 6.") == 3);
}

TEST_CASE("the formulas give their authors' numbers") {
  // 11 words, 1 sentence, 14 syllables: 0.39·11 + 11.8·14/11 − 15.59.
  CHECK(flesch_kincaid_grade({1, 11, 14}) == doctest::Approx(3.718).epsilon(0.001));
  // 206.835 − 62.3·20/10 − 10/1.
  CHECK(inflesz({1, 10, 20}) == doctest::Approx(72.235).epsilon(0.001));
  // Lincoln's first sentence, counted by hand: 30 words, 48 syllables.
  const TextCount lincoln = count_text(
      "Four score and seven years ago our fathers brought forth on this continent, a new nation, "
      "conceived in Liberty, and dedicated to the proposition that all men are created equal.",
      CountedLanguage::english);
  CHECK(lincoln.sentences == 1);
  CHECK(lincoln.words == 30);
  CHECK(std::abs(lincoln.syllables - 48) <= 2);
  const auto grade = [](const char* text) {
    return flesch_kincaid_grade(count_text(text, CountedLanguage::english));
  };
  CHECK(grade("We could not fix this here. Your office will call you.") < 4);
  CHECK(grade("Authentication credentials necessitate verification by administrative personnel.") >
        12);
  CHECK(inflesz(count_text("Su código llega pronto. Espere un momento.",
                           CountedLanguage::spanish)) > 65);
}
