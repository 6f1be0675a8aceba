// Everything a conversation works with, joined in one place by main.
//
// References only: whoever builds a World owns the parts, and all of them outlive it. Immutable
// after construction; thread-safe as its parts are.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/audit/audit.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/dice.h"
#include "core/base/log.h"
#include "core/base/texts.h"
#include "core/calls/calls.h"
#include "core/conversations/turn_records.h"
#include "core/courier/destinations.h"
#include "core/courier/outbox.h"
#include "core/flow/policy.h"
#include "core/storage/store.h"
#include "core/tickets/tickets.h"

namespace latchkey::conversations {

// What a new password may not be made of, besides what everybody uses.
struct AboutPerson {
  std::string user_name;
  Date birth_date{};
  // Names, ZIP code, record number, phone numbers and mail addresses on file; some may be empty.
  std::vector<std::string> facts;
};

struct World {
  storage::Store& store;
  const Clock& clock;
  Dice& dice;
  Log& log;
  const Sealer& sealer;
  const Config& config;
  const Calendar& calendar;
  const Texts& texts;
  const flow::Policy& policy;
  const accounts::Roster& roster;
  const identity::Attempts& attempts;
  const identity::AttemptKeys& keys;
  const identity::RegistrationCodes& registrations;
  const identity::SavedCodes& saved_codes;
  const tickets::Tickets& tickets;
  const tickets::Matrix& matrix;
  const calls::Calls& calls;
  const courier::Outbox& outbox;
  const courier::Destinations& destinations;
  const audit::Audit& audit;
  // core/identity's verdict on a new password: empty if it is good, else the reason's word.
  std::function<std::string(const Secret&, const AboutPerson&)> judge_password;
  // Called after a commit that left errands: the courier looks at once instead of at its next poll.
  std::function<void(courier::Lanes)> wake_courier;

  Rooms rooms() const {
    return {roster, attempts, keys, registrations, saved_codes, sealer, destinations, config};
  }
};

}  // namespace latchkey::conversations
