#include "tests/fakes/quiet_sink.h"

#include <algorithm>

#include "core/base/fault.h"

namespace latchkey::fakes {

namespace {

constexpr std::size_t datum_min = 6;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool stands_alone(std::string_view text, std::size_t at, std::size_t size) {
  const bool before = at > 0 && is_digit(text[at - 1]);
  const bool after = at + size < text.size() && is_digit(text[at + size]);
  return !before && !after;
}

}  // namespace

std::size_t find_datum(std::string_view text, std::string_view datum) {
  const bool digits = std::all_of(datum.begin(), datum.end(), is_digit);
  const auto same = [](char a, char b) { return lower(a) == lower(b); };
  for (auto from = text.begin();;) {
    const auto hit = std::search(from, text.end(), datum.begin(), datum.end(), same);
    if (hit == text.end()) return std::string_view::npos;
    const auto at = static_cast<std::size_t>(hit - text.begin());
    if (!digits || stands_alone(text, at, datum.size())) return at;
    from = hit + 1;
  }
}

void QuietSink::forbid(std::string_view datum) {
  if (datum.size() < datum_min) return;
  const std::lock_guard lock(mutex_);
  forbidden_.emplace(datum);
}

void QuietSink::write(std::string_view line) {
  const std::lock_guard lock(mutex_);
  lines_.emplace_back(line);
  for (const std::string& datum : forbidden_)
    if (find_datum(line, datum) != std::string_view::npos) {
      leaks_.emplace_back(line);
      throw Fault("a log line holds something about a person");
    }
}

std::vector<std::string> QuietSink::lines() const {
  const std::lock_guard lock(mutex_);
  return lines_;
}

std::vector<std::string> QuietSink::leaks() const {
  const std::lock_guard lock(mutex_);
  return leaks_;
}

std::set<std::string> QuietSink::forbidden() const {
  const std::lock_guard lock(mutex_);
  return forbidden_;
}

}  // namespace latchkey::fakes
