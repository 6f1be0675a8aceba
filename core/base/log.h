// What the operator reads: one JSON object a line, without personal data.
//
// An event name is a literal ("courier.sent"); a field is an id, a number, or a short code word
// from our own vocabulary. There is no way to log free text from a person; a Fault's own words go
// through fault(). Tests install a sink that throws when a line contains any fixture's datum.
// Thread-safe.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/clock.h"

namespace latchkey {

// A word of our own vocabulary: only string literals convert, so nothing typed by a person can.
class Word {
 public:
  template <std::size_t N>
  consteval Word(const char (&literal)[N]) : text_(literal, N - 1) {}  // NOLINT: implicit
  constexpr std::string_view text() const { return text_; }
  // For words that come from a fixed table at run time (an enum's name).
  static constexpr Word from_table(std::string_view table_entry) { return Word(table_entry); }

 private:
  constexpr explicit Word(std::string_view text) : text_(text) {}
  std::string_view text_;
};

struct Field {
  Word name;
  std::variant<std::int64_t, Word> value;
};

class LogSink {
 public:
  virtual ~LogSink() = default;
  // One line without its newline. Called under a lock: one line at a time.
  virtual void write(std::string_view line) = 0;
};

// Lines to standard error, where systemd or a container picks them up.
class StderrSink final : public LogSink {
 public:
  void write(std::string_view line) override;
};

class Log {
 public:
  // Both must outlive the log.
  Log(LogSink& sink, const Clock& clock) : sink_(sink), clock_(clock) {}

  void info(Word event, std::initializer_list<Field> fields = {});
  void warn(Word event, std::initializer_list<Field> fields = {});
  // A Fault or Bug at a border: `what` is the exception's own text, written by us.
  void fault(Word event, std::string_view what, std::initializer_list<Field> fields = {});

 private:
  void line(std::string_view level, Word event, std::string_view what,
            std::initializer_list<Field> fields);
  LogSink& sink_;
  const Clock& clock_;
};

}  // namespace latchkey
