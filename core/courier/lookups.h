// What kind of line a number is, asked of the provider (telephony.md 2.7).
//
// It costs money and takes a moment: it is asked once a number, of numbers on file alone, and never
// while somebody waits (rulings.md R1). Immutable but for the transport; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/courier/outcome.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

// `landline`: whatever takes calls and no texts.
enum class Line { unknown, mobile, landline };

struct LookedUp {
  Outcome outcome;  // done too for a number of which nothing is known
  Line line = Line::unknown;
};

class Lookups {
 public:
  // `base_url`: "https://lookups.twilio.com"; empty: nothing is ever looked up. `transport` must
  // outlive it.
  Lookups(Transport& transport, std::string base_url, Auth auth);

  bool can_ask() const { return !base_url_.empty(); }
  // Needs: can_ask(); a number as normal_phone() gives it.
  LookedUp look_up(std::string_view e164) const;

 private:
  Transport& transport_;
  std::string base_url_;
  Auth auth_;
};

}  // namespace latchkey::courier
