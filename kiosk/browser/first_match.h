// Which of some hundreds of regular expressions is the first to match a stranger's text.
//
// Trying each in turn would cost a millisecond and a memory cache each. Instead the texts that
// each expression can't do without are looked for first; only the few candidates that remain are
// run, in order. RE2 takes time linear in the text, whatever the text is; what its caches may hold
// together is bounded by memory_max, so that no choice of texts makes the program grow.
// Thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::kiosk {

class FirstMatch {
 public:
  // Bytes that the expressions which have run may hold together; then all of them are let go.
  static constexpr std::size_t memory_max = 2u << 20;

  // Bytes are matched, not characters; case counts. Fault if RE2 can't read one of them.
  explicit FirstMatch(const std::vector<std::string>& regexes);
  ~FirstMatch();

  struct Match {
    std::size_t index = 0;            // of the expression
    std::vector<std::string> groups;  // [0] is the first group; empty if it caught nothing
  };
  std::optional<Match> find(std::string_view text) const;

  // Bytes that the expressions which have run may hold now: memory_max at most.
  std::size_t memory() const;

 private:
  struct Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace latchkey::kiosk
