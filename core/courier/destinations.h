// The last look at a number before anything is sent or dialled.
//
// Budgets are judged where conversations are; this list is the last line of defence against toll
// fraud (standards.md section 3, rulings.md R28): by default only ordinary numbers of the United
// States and its territories. Immutable; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace latchkey::courier {

enum class Destination {
  allowed,
  malformed,  // not E.164, or a North American number that can't exist
  premium,    // 900, 976, 555-1212, personal and toll-free numbers: they cost, or nobody is there
  abroad,     // not a country or area on the list
};
std::string_view name_of(Destination destination);

struct DestinationRules {
  // Further prefixes that are allowed, with '+': "+1416" (an area of North America), "+44".
  // Premium numbers inside them stay refused where North American numbering tells them.
  std::vector<std::string> also;
  // Prefixes that are refused, with '+'; they win over everything.
  std::vector<std::string> never;
  // Where not empty, the only prefixes within the United States, with '+': "+1401".
  std::vector<std::string> only;
};

class Destinations {
 public:
  // A prefix that is not '+' and 1 to 15 digits is a ConfigFault.
  explicit Destinations(DestinationRules rules);

  // `e164`: "+14015550123".
  Destination judge(std::string_view e164) const;

 private:
  DestinationRules rules_;
};

}  // namespace latchkey::courier
