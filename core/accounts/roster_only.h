// The account system of a clinic whose portal can't be reached by machine.
//
// Hosted portals rarely let outsiders reset a password (domain.md 4.1, M0). The roster still finds
// people and sends codes; what is left is done by the patient on the vendor's page, or by staff in
// the vendor's console with a checklist. So this adapter can do nothing, and says so.
#pragma once

#include "core/accounts/account_system.h"

namespace latchkey::accounts {

class RosterOnly final : public AccountSystem {
 public:
  Capabilities capabilities() const override { return {}; }
};

}  // namespace latchkey::accounts
