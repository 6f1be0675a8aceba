// A group of the desk's pages: one class that answers some addresses of somebody signed in.
//
// DeskPages asks each group in turn. What a role may do there is the group's own to judge, inside
// the transaction that reads or writes, and to audit. A group holds no state of its own; what it is
// built on outlives it. Thread-safe.
#pragma once

#include <optional>

#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

class PageGroup {
 public:
  PageGroup() = default;
  PageGroup(const PageGroup&) = delete;
  PageGroup& operator=(const PageGroup&) = delete;
  virtual ~PageGroup() = default;

  // Empty: an address of some other group, or of none.
  virtual std::optional<http::Response> answer(const Visit& visit) const = 0;
};

}  // namespace latchkey::kiosk
