// A log that cries out when a line holds anything about a person.
//
// The operator's log carries ids, numbers and words of ours, nothing else (core/base/log.h). This
// sink is told what must never appear: names, numbers, addresses, codes, tokens. It throws at the
// line itself and remembers it too, because a border may swallow what is thrown. Thread-safe.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/log.h"

namespace latchkey::fakes {

// Where a datum stands in `text`: letters compare without case, and a datum of digits only counts
// when no other digit stands beside it. Its position, or npos.
std::size_t find_datum(std::string_view text, std::string_view datum);

class QuietSink final : public LogSink {
 public:
  // Never to be seen from now on. Shorter than six characters proves nothing and is left out.
  void forbid(std::string_view datum);
  void write(std::string_view line) override;

  std::vector<std::string> lines() const;
  std::vector<std::string> leaks() const;
  std::set<std::string> forbidden() const;

 private:
  mutable std::mutex mutex_;
  std::set<std::string> forbidden_;
  std::vector<std::string> lines_, leaks_;
};

}  // namespace latchkey::fakes
