// The demo clinic's own set-up: its folder, its configuration, its people and staff.
//
// Everything lives in one folder that may be deleted; the same folder gives the same keys, tokens
// and people again. Its secrets are derived from its key file, so that they are stable and nobody's
// real ones. `serve` never comes here (rulings.md R27).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/demo/clinic.h"
#include "core/operations/service.h"

namespace latchkey::demo {

// Makes the folder and its key file if they are missing, and the configuration for `port`:
// patients there, staff, webhooks and metrics on the three ports after it, all on 127.0.0.1.
// Needs: port between 1024 and 65532, else a ConfigFault.
Config demo_config(const std::filesystem::path& folder, std::uint16_t port,
                   const std::filesystem::path& content, const Clinic& clinic, Dice& dice);

// When this folder's clinic began: birth dates count from it, so that tomorrow's people are
// today's.
Time began(const std::filesystem::path& folder, Time now);

struct StaffAccount {
  std::string name, role, password, totp_secret;  // base 32, for an authenticator app
};

// Fills an empty store with the clinic's patients and staff; what is there already stays.
std::vector<StaffAccount> fill(operations::Service& service, const Clinic& clinic,
                               const std::filesystem::path& folder, const Progress& progress = {});

// One line of JSON: every address, token and sample person, for programs that drive the demo.
std::string description(const Config& config, const std::vector<StaffAccount>& staff,
                        const std::vector<SamplePatient>& people);
// The same for a person at a terminal.
std::string greeting(const Config& config, const std::vector<StaffAccount>& staff,
                     const std::vector<SamplePatient>& people);

}  // namespace latchkey::demo
