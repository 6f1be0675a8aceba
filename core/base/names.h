// The words of an enum: what is stored in a column, logged, and looked up in texts.
//
// An enum is stored as a word, never as a number, so that a database can be read by a person and
// enumerators can be reordered. A room declares `inline constexpr Names<State, 3> state_names{{…}}`
// in the enumerators' order and uses it both ways. Immutable; thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/fault.h"

namespace latchkey {

template <class Enum, std::size_t N>
struct Names {
  std::array<std::string_view, N> words;

  constexpr std::string_view operator[](Enum value) const {
    return words.at(static_cast<std::size_t>(value));
  }

  // Empty if no enumerator has this word: for words that people or files give.
  constexpr std::optional<Enum> find(std::string_view word) const {
    for (std::size_t i = 0; i < N; ++i)
      if (words[i] == word) return static_cast<Enum>(i);
    return std::nullopt;
  }

  // For words that we stored ourselves: an unknown one is a Fault.
  Enum read(std::string_view word) const {
    if (const auto value = find(word)) return *value;
    throw Fault("the database holds a word that this version does not know: " + std::string(word));
  }
};

}  // namespace latchkey
