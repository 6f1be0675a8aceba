// What is known of a member while their try is judged; private to this room.
#pragma once

#include "core/staff/staff.h"

namespace latchkey::staff {

struct Staff::Known {
  StaffId id;
  std::optional<std::string> password;  // its hash
  Secret totp;
  std::string name;
};

// A try that has been counted; `known` is empty for nobody, who is judged all the same.
struct Staff::Tried {
  bool let_through;
  std::optional<Time> not_before;
  std::optional<Known> known;
};

}  // namespace latchkey::staff
