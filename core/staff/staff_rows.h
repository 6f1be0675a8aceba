// Rows of staff, read; private to this room.
#pragma once

#include <optional>

#include "core/staff/staff.h"

namespace latchkey::staff {

std::optional<Member> read_member(storage::Transaction& tx, const Sealer& sealer, StaffId id);
std::vector<LocationId> read_locations(storage::Transaction& tx, StaffId id);
void write_locations(storage::Transaction& tx, StaffId id,
                     const std::vector<LocationId>& locations);

std::string seal_totp(const Sealer& sealer, StaffId id, const Secret& totp);
Secret open_totp(const Sealer& sealer, StaffId id, std::string_view sealed);

}  // namespace latchkey::staff
