// Every text for people: whole in each language, easy to read, safe to speak and to send.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <regex>

#include "core/base/texts.h"
#include "core/flow/flow.h"
#include "core/flow/step.h"
#include "tests/readability.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

constexpr int spoken_sentence_words_max = 20;
constexpr int written_sentence_words_max = 25;
constexpr std::size_t text_message_max = 160;
constexpr double english_grade_max = 6;
constexpr double spanish_ease_min = 65;

const Texts& texts() {
  static const Texts all = Texts::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  return all;
}

std::string_view last_part(std::string_view key) { return key.substr(key.rfind('.') + 1); }

std::string_view first_part(std::string_view key) { return key.substr(0, key.find('.')); }

// Each guide is a file of its own.
std::string file_of(std::string_view key) {
  const auto dot = key.find('.');
  return std::string(first_part(key) == "guidance" ? key.substr(0, key.find('.', dot + 1))
                                                   : key.substr(0, dot));
}

// Spoken as such: `voice`, and variants as `voice_end`.
bool is_spoken(std::string_view key) { return last_part(key).starts_with("voice"); }

// The staff's pages and the names of letters are not for patients.
bool is_for_patients(std::string_view key) {
  return first_part(key) != "desk" && first_part(key) != "spelling";
}

// Whole sentences, as opposed to headings, labels and names of choices.
bool is_prose(std::string_view key) {
  const std::string_view medium = last_part(key);
  return is_spoken(key) || medium == "page" || medium == "text" || medium == "mail" ||
         medium == "hint";
}

// With values of the kind that the program fills in.
std::string sample(std::string_view language, const std::string& key) {
  static const std::map<std::string, std::string, std::less<>> known = {
      {"time", "Monday at 8 AM"},
      {"phone", "401 555 0123"},
      {"code", "123456"},
      {"number", "482 1934"},
      {"portal", "MyHealth"},
      {"clinic", "Lake Clinic"},
      {"office", "Lake Office"},
      {"host", "help.example.org"},
      {"page", "help.example.org"},
      {"not_me", "help.example.org/not-me"},
      {"not_me_link",
       "https://help.example.org/not-me?lang=en#4Zq-8Kd0vVb_h3mYt2sWn6rJx1cLg9aFe5uTi7oPkQE"},
      {"not_me_code", "7K4MP-9QX2T"}};
  const auto names = texts().placeholders(language, key);
  const std::string_view raw = texts().raw(language, key);
  std::vector<TextValue> values;
  for (const std::string& name : names) {
    const auto value = known.find(name);
    if (raw.find("{" + name + ", plural") != std::string_view::npos)
      values.push_back({name, std::int64_t{2}});
    else
      values.push_back({name, value == known.end() ? std::string_view("10") : value->second});
  }
  return texts().fill(language, key, std::span<const TextValue>(values));
}

template <class Check>
void for_each_text(Check check) {
  for (const Language& language : texts().languages())
    for (const std::string& key : texts().keys(language.code))
      check(language.code, key, language.code + "/" + key);
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string stray_space(std::string_view text) {
  if (text.empty()) return "is empty";
  if (text.front() == ' ' || text.back() == ' ' || text.front() == '\n' || text.back() == '\n')
    return "begins or ends with a space";
  for (const std::string_view wrong : {"  ", " \n", "\n ", "\t", "\r", " ,", " .", " !", " ?"})
    if (text.find(wrong) != std::string_view::npos) return "has a stray space";
  return "";
}

std::string unspeakable(std::string_view text) {
  if (text.find_first_of("/&@#*<>()[]{}_=+%$|\\~^\n") != std::string_view::npos)
    return "has a sign that can't be spoken";
  if (text.find("911") != std::string_view::npos) return "says 911 where a voice needs 9 1 1";
  return "";
}

}  // namespace

TEST_CASE("the judges of texts find what is planted") {
  for (const char* wrong : {"", " a", "a ", "a  b", "a .", "a\n", "a \nb", "a\tb"})
    CHECK_FALSE(stray_space(wrong).empty());
  CHECK(stray_space("One.\n\nTwo, then.").empty());
  for (const char* wrong : {"and/or", "a & b", "call 911", "press #", "{key}", "a\nb"})
    CHECK_FALSE(unspeakable(wrong).empty());
  CHECK(unspeakable("If this is an emergency, hang up and call 9 1 1.").empty());
  CHECK(is_spoken("messages.code.voice_end"));
  CHECK_FALSE(is_for_patients("desk.tickets.title"));
}

TEST_CASE("every language has every text, and none that English does not know") {
  for (const Language& language : texts().languages()) {
    for (const std::string& key : texts().missing(language.code))
      FAIL_CHECK(language.code, " lacks ", key);
    for (const std::string& key : texts().unknown(language.code))
      // Alphabets differ.
      if (!key.starts_with("spelling.letters."))
        FAIL_CHECK(language.code, " has ", key, " which English does not know");
  }
}

TEST_CASE("every translation fills in the same values") {
  for_each_text([](const std::string& language, const std::string& key, const std::string& where) {
    if (!texts().has(key)) return;
    CHECK_MESSAGE(texts().placeholders(language, key) == texts().placeholders("en", key), where);
  });
}

TEST_CASE("no text has stray spaces") {
  for_each_text([](const std::string& language, const std::string& key, const std::string& where) {
    const std::string wrong = stray_space(texts().raw(language, key));
    if (!wrong.empty()) FAIL_CHECK(where, " ", wrong);
  });
}

TEST_CASE("what is spoken is short and can be said") {
  for_each_text([](const std::string& language, const std::string& key, const std::string& where) {
    if (!is_spoken(key)) return;
    const std::string said = sample(language, key);
    const std::string wrong = unspeakable(said);
    if (!wrong.empty()) FAIL_CHECK(where, " ", wrong);
    CHECK_MESSAGE(longest_sentence(said) <= spoken_sentence_words_max, where);
  });
}

TEST_CASE("what patients read has no long sentences, and text messages fit") {
  for_each_text([](const std::string& language, const std::string& key, const std::string& where) {
    if (!is_for_patients(key)) return;
    const std::string written = sample(language, key);
    CHECK_MESSAGE(longest_sentence(written) <= written_sentence_words_max, where);
    if (last_part(key) == "text" && first_part(key) == "messages")
      CHECK_MESSAGE(characters(written) <= text_message_max, where);
  });
}

TEST_CASE("patients are spared the words of the trade") {
  const std::regex words(
      R"(\b(credentials?|authenticat\w*|OTP|MFA|2FA|cache|escalat\w*|invalid|proxy|guarantor|)"
      R"(verification|token|credenciales|autenticar|autenticaci\w*|inv[aá]lid[oa])\b)",
      std::regex::icase);
  for_each_text([&](const std::string& language, const std::string& key, const std::string& where) {
    if (!is_for_patients(key)) return;
    const std::string text(texts().raw(language, key));
    CHECK_MESSAGE(!std::regex_search(text, words), where);
  });
}

// product.md, support_mode: IT's number never stands in a patient's text; offices' are filled in.
TEST_CASE("no text carries a phone number of its own") {
  const std::regex number(R"([0-9]{3}[ -.][0-9]{3}[ -.][0-9]{4}|[0-9]{3}[ -.][0-9]{4}|it_phone)");
  const std::regex fictional(R"(555[ -.]01[0-9]{2})");
  for_each_text([&](const std::string& language, const std::string& key, const std::string& where) {
    if (!is_for_patients(key)) return;
    const std::string text(texts().raw(language, key));
    if (std::regex_search(text, number)) CHECK_MESSAGE(std::regex_search(text, fictional), where);
  });
}

TEST_CASE("steps and notices use the known media only") {
  constexpr std::array<std::string_view, 12> media = {
      "title", "page", "voice", "voice_again", "voice_resume", "voice_end",
      "label", "hint", "text",  "button",      "subject",      "mail"};
  for_each_text([&](const std::string&, const std::string& key, const std::string& where) {
    if (first_part(key) != "steps" && first_part(key) != "notices") return;
    const bool known = std::find(media.begin(), media.end(), last_part(key)) != media.end();
    CHECK_MESSAGE(known, where);
  });
}

// "1 minutes" is never said: what is counted stands in the plural's forms (content/README.md).
TEST_CASE("every number that people are told decides about its words") {
  for_each_text([](const std::string&, const std::string& key, const std::string& where) {
    for (const char* number : {"tries", "minutes", "length", "digits", "count", "things"}) {
      const std::string bare = "{" + std::string(number) + "}";
      CHECK_MESSAGE(texts().raw("en", key).find(bare) == std::string_view::npos, where, " ", bare);
    }
  });
}

// The steps of a conversation, as core/flow tells them, in every language and medium.
TEST_CASE("every step can be shown and spoken in every language") {
  for (const Language& language : texts().languages())
    for (const std::string_view id : flow::step_ids())
      for (const std::string_view medium : {"title", "page", "voice"}) {
        const std::string key = "steps." + std::string(id) + "." + std::string(medium);
        CHECK_MESSAGE(!texts().raw(language.code, key).empty(), language.code, " lacks ", key);
      }
}

TEST_CASE("every notice can be shown and spoken in every language") {
  for (const Language& language : texts().languages())
    for (int i = 1; i <= static_cast<int>(flow::last_notice); ++i)
      for (const std::string_view medium : {"page", "voice"}) {
        const std::string key = "notices." + std::string(flow::word(static_cast<flow::Notice>(i))) +
                                "." + std::string(medium);
        CHECK_MESSAGE(!texts().raw(language.code, key).empty(), language.code, " lacks ", key);
      }
}

TEST_CASE("no step and no notice is written that nobody asks") {
  std::map<std::string, int, std::less<>> known;
  for (const std::string_view id : flow::step_ids()) known["steps." + std::string(id)] = 1;
  for (int i = 0; i <= static_cast<int>(flow::last_notice); ++i)
    known["notices." + std::string(flow::word(static_cast<flow::Notice>(i)))] = 1;
  known["steps.options"] = 1;
  for (const std::string& key : texts().keys("en")) {
    if (first_part(key) != "steps" && first_part(key) != "notices") continue;
    const std::size_t second = key.find('.', key.find('.') + 1);
    CHECK_MESSAGE(known.contains(std::string_view(key).substr(0, second)), key);
  }
}

TEST_CASE("patients need six years of school at most") {
  struct Measured {
    CountedLanguage counted;
    double (*measure)(const TextCount&);
  };
  const std::map<std::string, Measured> languages = {
      {"en", {CountedLanguage::english, flesch_kincaid_grade}},
      {"es", {CountedLanguage::spanish, inflesz}}};
  for (const auto& [language, how] : languages) {
    std::map<std::string, TextCount> by_file;
    for (const std::string& key : texts().keys(language))
      if (is_for_patients(key) && is_prose(key))
        by_file[file_of(key)] += count_text(sample(language, key), how.counted);
    for (const auto& [file, count] : by_file) {
      const double ease = how.measure(count);
      MESSAGE(language, "/", file, ": ", ease, " over ", count.words, " words");
      if (how.counted == CountedLanguage::english)
        CHECK_MESSAGE(ease <= english_grade_max, file);
      else
        CHECK_MESSAGE(ease >= spanish_ease_min, file);
    }
  }
}
