// The demo's own pages: what was sent to whom, registration codes on paper, a portal to sign in to,
// and what an authenticator app would show to each of the staff.
//
// A library of its own that only `latchkey demo` links into its routes (rulings.md R27): the
// outbox shows codes in clear, which no real service may. Thread-safe.
#pragma once

#include <optional>

#include "core/accounts/local/local_accounts.h"
#include "core/demo/demo_setup.h"
#include "core/demo/demo_transport.h"
#include "core/http/message.h"

namespace latchkey::kiosk {

// Every path that these pages answer; `serve` must answer none of them.
inline constexpr std::string_view demo_paths[] = {"/demo", "/demo/outbox.json", "/demo/portal",
                                                  "/demo/staff"};

class DemoPages {
 public:
  // All outlive it.
  DemoPages(const demo::DemoTransport& sent, accounts::LocalAccounts& accounts,
            std::vector<demo::StaffAccount> staff, std::vector<demo::SamplePatient> people,
            const Clock& clock)
      : sent_(sent),
        accounts_(accounts),
        staff_(std::move(staff)),
        people_(std::move(people)),
        clock_(clock) {}

  // Empty for paths that are not the demo's.
  std::optional<http::Response> answer(const http::Request& request);

 private:
  http::Response outbox_page() const;
  http::Response outbox_json() const;
  http::Response portal(const http::Request& request);
  http::Response staff_codes() const;
  const demo::DemoTransport& sent_;
  accounts::LocalAccounts& accounts_;
  std::vector<demo::StaffAccount> staff_;
  std::vector<demo::SamplePatient> people_;
  const Clock& clock_;
};

}  // namespace latchkey::kiosk
