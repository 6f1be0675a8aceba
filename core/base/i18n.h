// Moments and numbers as a language writes them and as its voice says them.
//
// The patterns stand in content/<lang>/language.toml; names of days and months come from ICU.
// Everything is shown on an office's wall clock, never in the server's zone. Narrow and no-break
// spaces become plain ones, so that a text message stays in its cheap alphabet. Thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/texts.h"

namespace latchkey {

class LocalWords {
 public:
  // `texts` must outlive it. ConfigFault names a language whose patterns ICU refuses.
  explicit LocalWords(const Texts& texts);
  ~LocalWords();
  LocalWords(LocalWords&&) noexcept;

  // An unknown language is written in English.
  // "Monday, November 23"
  std::string day(std::string_view language, const Zone& zone, Time at) const;
  // "8:00 AM"
  std::string time(std::string_view language, const Zone& zone, Time at) const;
  // "Monday, November 23, at 8:00 AM"
  std::string moment(std::string_view language, const Zone& zone, Time at) const;
  // For a voice: "8 AM", "8 30 AM", and the moment with it.
  std::string spoken_time(std::string_view language, const Zone& zone, Time at) const;
  std::string spoken_moment(std::string_view language, const Zone& zone, Time at) const;

  // For lists of opening hours: minutes since midnight, up to 1440.
  std::string time_of_day(std::string_view language, int minutes) const;
  std::string spoken_time_of_day(std::string_view language, int minutes) const;
  // "Monday"
  std::string weekday(std::string_view language, std::chrono::weekday day) const;

  // What `language` calls the language of this code: "Vietnamese"; the code if ICU has no name.
  std::string language_name(std::string_view language, std::string_view code) const;

  // "1,234"
  std::string number(std::string_view language, std::int64_t value) const;

 private:
  struct Language;
  using Wall = std::chrono::local_time<Millis>;
  const Language& of(std::string_view language) const;
  std::string moment_of(const Language& language, Wall wall, const std::string& time) const;
  static std::string written_time(const Language& language, Wall wall);
  static std::string said_time(const Language& language, Wall wall);

  std::vector<std::unique_ptr<Language>> languages_;  // English first
};

}  // namespace latchkey
