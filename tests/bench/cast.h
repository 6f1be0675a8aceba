// People of every kind that a stranger could wish to tell apart, as many of each as a rank test
// needs, and strangers who are made the same way and are on nobody's roster.
//
// None exists: numbers are 555-01xx, mail is example.org. The same call gives the same people.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/demo/clinic.h"
#include "core/operations/service.h"
#include "tests/bench/walks.h"

namespace latchkey::bench {

enum class Kind { stranger, ordinary, ambiguous, deactivated, deceased, locked, two_step };
inline constexpr std::array<std::string_view, 7> kind_words{
    "stranger", "ordinary", "ambiguous", "deactivated", "deceased", "locked", "two-step"};

struct Actor {
  People::Person person;
  std::string mobile;  // E.164; a stranger's is on no file
};

struct Cast {
  std::array<std::vector<Actor>, kind_words.size()> of;  // by Kind
  demo::Clinic roster;                                   // all but the strangers
};

using Headcount = std::array<std::size_t, kind_words.size()>;
Cast make_cast(const Headcount& count, Time now);

// Puts the roster into an empty store; those who are to be locked out are.
void enrol(operations::Service& service, const Cast& cast);

// The demo clinic's configuration with the budgets that all share as wide as they go: so many come
// within minutes. What counts against one person or one address stays as it is.
Config crowded_config(const std::filesystem::path& folder, std::uint16_t port);

}  // namespace latchkey::bench
