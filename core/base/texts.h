// Every word for people, by key, in every language (product.md rule 13; content/README.md).
//
// Loaded once from content/<code>/; a language is a folder. A key is the file, the table and the
// medium: "words.buttons.go_on". A folder within it is named before the file, but for steps/: its
// files are one list, "steps.enter_code.voice", and a name stands in one of them only. A text that
// a language lacks is given in English, so that nobody is left without an answer;
// tests/content_test.cpp fails until it is there. Look-ups cost one hash. Immutable after loading;
// thread-safe.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/content_files.h"
#include "core/base/text_pattern.h"

namespace latchkey {

enum class Direction { left_to_right, right_to_left };

struct Language {
  std::string code;  // "es": the folder's name
  std::string english_name;
  std::string endonym;  // "Español"
  Direction direction = Direction::left_to_right;
  std::string speech_locale;  // "es-US": for the phone provider and for ICU
  std::string voice;          // the provider's voice unless the configuration names another
  std::string offer_voice;    // "Para español, oprima {key}."
  std::string reviewed_by;    // empty until a qualified person has read every text
  // How moments are written (core/base/i18n.h): Unicode date patterns, and two patterns joined.
  std::string day_pattern, time_pattern, moment, moment_at_one;
  std::string spoken_time_pattern, spoken_full_hour_pattern;
};

// What callers hear in their own language on the way to an interpreter. In `offer`, {key} is the
// key to press.
struct SpokenHelp {
  std::string speech_locale;  // "vi-VN": for the phone provider
  std::string offer;          // "for a Vietnamese interpreter, press {key}"
  std::string more;        // where this language is offered on a later page of the menu: "press 9"
  std::string emergency;   // hang up and call 911
  std::string connecting;  // somebody is being called
  std::string number;      // nobody is free: type your number, then pound; we call with one
  std::string promise;     // we will call, with one; goodbye
  std::string later;       // we can't help now: call again; goodbye
};

// "Free help in your language" (45 CFR 92.11), for languages that have no folder of their own, or
// have one: content/policy/language_help.toml.
struct LanguageHelp {
  std::string code, endonym, notice;
  Direction direction = Direction::left_to_right;
  std::string reviewed_by;  // empty until a qualified person has read it
  std::optional<SpokenHelp> spoken;
};

class Texts {
 public:
  // Reads every language below `content`. ConfigFault names each file and line that is wrong; a
  // plural that lacks a form which its language has is wrong.
  // Needs: a folder `en`.
  static Texts load(const ContentFiles& content);
  ~Texts();
  Texts(Texts&&) noexcept;
  Texts& operator=(Texts&&) noexcept;

  // The text as it is. Needs: it has no {values} (else fill()); a key that English lacks is a Bug.
  // An unknown `language` reads English. The view lives as long as this object.
  std::string_view text(std::string_view language, std::string_view key) const;
  // The same for a key in parts: {"steps", step.id, "voice"}.
  std::string_view text(std::string_view language,
                        std::initializer_list<std::string_view> key) const;

  // The text with its values; extra ones are ignored, a missing one is a Bug. In a language that is
  // written from right to left, values are isolated (text_pattern.h) wherever they are read.
  std::string fill(std::string_view language, std::string_view key,
                   std::initializer_list<TextValue> values) const;
  std::string fill(std::string_view language, std::initializer_list<std::string_view> key,
                   std::initializer_list<TextValue> values) const;
  std::string fill(std::string_view language, std::string_view key,
                   std::span<const TextValue> values) const;
  // The same for a pattern of `language` that is no text under a key: a line of an article.
  std::string fill(std::string_view language, const TextPattern& pattern,
                   std::span<const TextValue> values) const;

  // For texts that need not exist: is there one under this key, in this language or English?
  bool has(std::string_view key) const;

  // English first, then by code.
  const std::vector<Language>& languages() const;
  // English if the code is unknown.
  const Language& language(std::string_view code) const;
  bool speaks(std::string_view code) const;
  // In the order of the file, which lists the languages most spoken first; empty without a file.
  const std::vector<LanguageHelp>& language_help() const;
  // What is said in that language on the way to an interpreter; null if nothing can be.
  const SpokenHelp* spoken_help(std::string_view code) const;

  // ---- For tests and `latchkey doctor` ----
  // All keys of a language itself, sorted.
  std::vector<std::string> keys(std::string_view language) const;
  // The text itself with its braces; empty if this language does not have it.
  std::string_view raw(std::string_view language, std::string_view key) const;
  std::vector<std::string> placeholders(std::string_view language, std::string_view key) const;
  // English keys that `language` lacks; keys that it has and English does not.
  std::vector<std::string> missing(std::string_view language) const;
  std::vector<std::string> unknown(std::string_view language) const;

 private:
  struct Entry;
  struct Spoken;
  struct Loader;
  Texts();
  const Spoken& spoken(std::string_view language) const;
  const Entry& entry(std::string_view language, std::string_view key) const;

  std::vector<Language> languages_;
  std::vector<LanguageHelp> language_help_;
  std::vector<std::unique_ptr<Spoken>> spoken_;  // in the order of languages_
};

}  // namespace latchkey
