#include "core/base/i18n.h"

#include <fmt/format.h>
#include <unicode/smpdtfmt.h>

#include <mutex>

#include "core/base/fault.h"

namespace latchkey {

namespace {

// Narrow, no-break and thin spaces.
void make_spaces_plain(icu::UnicodeString& text) {
  for (const char16_t odd : {u'\u202f', u'\u00a0', u'\u2009'})
    text.findAndReplace(icu::UnicodeString(odd), icu::UnicodeString(u' '));
}

// Formats the wall clock's reading as if it were UTC: offsets are Zone's work alone.
class Pattern {
 public:
  Pattern(const std::string& locale, const std::string& pattern) {
    UErrorCode status = U_ZERO_ERROR;
    format_ = std::make_unique<icu::SimpleDateFormat>(icu::UnicodeString::fromUTF8(pattern),
                                                      icu::Locale(locale.c_str()), status);
    if (U_FAILURE(status))
      throw ConfigFault(fmt::format("\"{}\" is no date pattern for {}", pattern, locale));
    format_->adoptTimeZone(icu::TimeZone::getGMT()->clone());
  }

  std::string write(std::chrono::local_time<Millis> wall) const {
    icu::UnicodeString out;
    {
      // ICU's formats are not safe to share between threads, and a copy for each use costs a
      // hundred times what waiting for the few microseconds of another's use does.
      const std::lock_guard one_at_a_time(mutex_);
      format_->format(static_cast<double>(wall.time_since_epoch().count()), out);
    }
    make_spaces_plain(out);
    std::string utf8;
    return out.toUTF8String(utf8);
  }

 private:
  mutable std::mutex mutex_;
  std::unique_ptr<icu::SimpleDateFormat> format_;
};

}  // namespace

struct LocalWords::Language {
  explicit Language(const latchkey::Language& from)
      : code(from.code),
        locale(from.speech_locale),
        day(from.speech_locale, from.day_pattern),
        time(from.speech_locale, from.time_pattern),
        spoken_time(from.speech_locale, from.spoken_time_pattern),
        spoken_full_hour(from.speech_locale, from.spoken_full_hour_pattern),
        weekday(from.speech_locale, "EEEE"),
        moment(TextPattern::parse(from.moment)),
        moment_at_one(TextPattern::parse(from.moment_at_one)),
        counting(from.speech_locale) {}

  std::string code, locale;
  Pattern day, time, spoken_time, spoken_full_hour, weekday;
  TextPattern moment, moment_at_one;
  Counting counting;
};

LocalWords::LocalWords(const Texts& texts) {
  for (const latchkey::Language& language : texts.languages())
    languages_.push_back(std::make_unique<Language>(language));
}

LocalWords::~LocalWords() = default;
LocalWords::LocalWords(LocalWords&&) noexcept = default;

const LocalWords::Language& LocalWords::of(std::string_view language) const {
  for (const auto& own : languages_)
    if (own->code == language) return *own;
  return *languages_.front();
}

std::string LocalWords::written_time(const Language& language, Wall wall) {
  return language.time.write(wall);
}

std::string LocalWords::said_time(const Language& language, Wall wall) {
  const bool full_hour = wall.time_since_epoch() % std::chrono::hours(1) < std::chrono::minutes(1);
  return (full_hour ? language.spoken_full_hour : language.spoken_time).write(wall);
}

std::string LocalWords::moment_of(const Language& language, Wall wall,
                                  const std::string& time) const {
  const std::string day = language.day.write(wall);
  const auto hour = std::chrono::floor<std::chrono::hours>(wall.time_since_epoch()).count() % 12;
  const TextPattern& pattern = hour == 1 ? language.moment_at_one : language.moment;
  const TextValue values[] = {{"day", day}, {"time", time}};
  return pattern.fill(values, language.counting);
}

std::string LocalWords::day(std::string_view language, const Zone& zone, Time at) const {
  return of(language).day.write(zone.local(at));
}

std::string LocalWords::time(std::string_view language, const Zone& zone, Time at) const {
  return written_time(of(language), zone.local(at));
}

std::string LocalWords::moment(std::string_view language, const Zone& zone, Time at) const {
  const Wall wall = zone.local(at);
  return moment_of(of(language), wall, written_time(of(language), wall));
}

std::string LocalWords::spoken_time(std::string_view language, const Zone& zone, Time at) const {
  return said_time(of(language), zone.local(at));
}

std::string LocalWords::spoken_moment(std::string_view language, const Zone& zone, Time at) const {
  const Wall wall = zone.local(at);
  return moment_of(of(language), wall, said_time(of(language), wall));
}

std::string LocalWords::time_of_day(std::string_view language, int minutes) const {
  return written_time(of(language), Wall(std::chrono::minutes(minutes)));
}

std::string LocalWords::spoken_time_of_day(std::string_view language, int minutes) const {
  return said_time(of(language), Wall(std::chrono::minutes(minutes)));
}

std::string LocalWords::weekday(std::string_view language, std::chrono::weekday day) const {
  // 1970-01-04 was a Sunday.
  const auto date = std::chrono::local_days(std::chrono::days(3 + day.c_encoding()));
  return of(language).weekday.write(Wall(date));
}

std::string LocalWords::language_name(std::string_view language, std::string_view code) const {
  icu::UnicodeString name;
  const auto named = icu::Locale::createFromName(std::string(code).c_str());
  named.getDisplayName(icu::Locale::createFromName(of(language).locale.c_str()), name);
  std::string out;
  return name.toUTF8String(out);
}

std::string LocalWords::number(std::string_view language, std::int64_t value) const {
  return of(language).counting.written(value);
}

}  // namespace latchkey
