// A small, total binary form for values that are sealed before they are stored.
//
// Conversation states and errand bodies hold personal data, so they are never columns: they are
// written with Writer, sealed, and read back with Reader. Fields follow one another in a fixed
// order; the first byte of each format is its version. Reading past the end or a wrong length is a
// Fault, never undefined.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey {

class Writer {
 public:
  void number(std::int64_t value);
  void text(std::string_view value);
  void secret(const Secret& value) { text(value.reveal()); }
  void time(Time value) { number(to_millis(value)); }
  template <class Enum>
  void choice(Enum value) {
    number(static_cast<std::int64_t>(value));
  }
  // Each field of an optional value follows a 1; a missing one is a single 0.
  template <class T, class Each>
  void maybe(const std::optional<T>& value, Each each) {
    number(value ? 1 : 0);
    if (value) each(*value);
  }

  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

class Reader {
 public:
  // `bytes` must outlive the reader.
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  std::int64_t number();
  std::string text();
  Secret secret() { return Secret(text()); }
  Time time() { return from_millis(number()); }
  // Needs: the enum's enumerators are 0 … `last`. A value outside is a Fault.
  template <class Enum>
  Enum choice(Enum last) {
    return static_cast<Enum>(bounded(static_cast<std::int64_t>(last)));
  }
  template <class Each>
  auto maybe(Each each) -> std::optional<decltype(each())> {
    if (bounded(1) == 0) return std::nullopt;
    return each();
  }
  bool done() const { return rest_.empty(); }

 private:
  std::int64_t bounded(std::int64_t last);
  std::string_view rest_;
};

}  // namespace latchkey
