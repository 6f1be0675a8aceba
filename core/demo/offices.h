// The demo clinic's offices and staff: fixed, whatever the seed.
#pragma once

#include <string>
#include <vector>

#include "core/base/config.h"
#include "core/demo/clinic.h"

namespace latchkey::demo {

inline constexpr int office_count = 18;
inline constexpr int zips_per_office = 3;

// Needs: 1 ≤ office ≤ office_count, 0 ≤ part < zips_per_office. Of the unassigned prefix 987.
std::string zip_of(int office, int part);

std::vector<Location> demo_locations();
std::vector<DemoStaff> demo_staff();

}  // namespace latchkey::demo
