// How hard a text is to read, by the two formulas that rulings.md R37 names.
//
// English: Flesch-Kincaid grade (Kincaid et al. 1975). Spanish: INFLESZ, that is Szigriszt-Pazos's
// perspicuity (1992) on Barrio-Cantalejo's scale (2008), where 65 and more is "quite easy". Words
// without a letter are not counted: no formula knows what "8:00" costs.
#pragma once

#include <string_view>

namespace latchkey::tests {

struct TextCount {
  int sentences = 0, words = 0, syllables = 0;

  TextCount& operator+=(const TextCount& other) {
    sentences += other.sentences;
    words += other.words;
    syllables += other.syllables;
    return *this;
  }
};

enum class CountedLanguage { english, spanish };

int english_syllables(std::string_view word);
int spanish_syllables(std::string_view word);

// A sentence ends at . ! ? or a line's end; one without words is none.
TextCount count_text(std::string_view text, CountedLanguage language);
// Words of the longest sentence.
int longest_sentence(std::string_view text);

double flesch_kincaid_grade(const TextCount& count);
double inflesz(const TextCount& count);

}  // namespace latchkey::tests
