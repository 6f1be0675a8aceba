// What the staff's pages are built on, and what every page of somebody signed in is given.
//
// The parts are one Service's; nothing of the desk owns any of them, all outlive it.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/accounts/roster.h"
#include "core/audit/audit.h"
#include "core/base/calendar.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/i18n.h"
#include "core/base/texts.h"
#include "core/calls/calls.h"
#include "core/conversations/bridges.h"
#include "core/conversations/desk_acts.h"
#include "core/conversations/vouching.h"
#include "core/http/message.h"
#include "core/identity/password_policy.h"
#include "core/kiosks/kiosks.h"
#include "core/staff/passkeys.h"
#include "core/staff/sessions.h"
#include "core/staff/staff.h"
#include "core/tickets/tickets.h"

namespace latchkey::operations {
class Service;
class Settings;
struct Installation;
}  // namespace latchkey::operations

namespace latchkey::kiosk {

// Why a member may not choose this password; empty if it is fine.
using PasswordJudge = std::function<std::optional<identity::PasswordReason>(
    const Secret& password, const std::string& user_name)>;

// Vouching for somebody at a kiosk, in a transaction of its own with its audit row.
using Voucher = std::function<conversations::VouchSaid(const conversations::VouchAsked&)>;

// What this installation can do and how it is, asked anew each time.
using Inspector = std::function<operations::Installation()>;

// The clinic's own policy as such a judge; both outlive it.
PasswordJudge judge_by(const identity::PasswordPolicy& policy, const Config& config);

struct DeskParts {
  storage::Store& store;
  staff::Staff& staff;
  const tickets::Tickets& tickets;
  const calls::Calls& calls;
  const accounts::Roster& roster;
  const audit::Audit& audit;
  const Texts& texts;
  const LocalWords& words;
  const Calendar& calendar;
  const Config& config;
  const Clock& clock;
  PasswordJudge judge;
  const kiosks::Kiosks& kiosks;
  Dice& dice;
  Voucher vouch;
  const Sealer& sealer;
  const conversations::DeskActs& acts;
  const identity::Stamps& stamps;
  const identity::RegistrationCodes& registrations;
  const identity::Attempts& attempts;
  const identity::AttemptKeys& attempt_keys;
  accounts::AccountSystem& accounts;
  const courier::Outbox& outbox;
  staff::Sessions& sessions;
  staff::Passkeys& passkeys;
  const tickets::Matrix& matrix;
  Inspector inspect;
  operations::Settings& settings;
};

// The desk of this service, which outlives it.
DeskParts desk_parts_of(operations::Service& service);

// The office on whose wall clock a member's own times are told: their first one, else the clinic's.
LocationId desk_of(const DeskParts& parts, const staff::Member& member);

// One request of somebody who is signed in; a post has shown the session's token.
struct Visit {
  const http::Request& request;
  const staff::Session& session;
  const http::Fields& fields;  // of the form or the query

  std::string_view field(std::string_view name) const {
    return http::only(fields, name).value_or("");
  }
  // A row's id; 0, which none has, for anything else.
  std::int64_t number(std::string_view name) const {
    return http::only_number(fields, name).value_or(0);
  }
};

// One thing that a member did or was refused.
struct Deed {
  Word action;
  Word subject_kind;
  std::int64_t subject_id = 0;
  audit::Answer answer = audit::Answer::allowed;
};

// Into the audit log, in the transaction of the deed itself (product.md rule 11).
void record(storage::Transaction& tx, const DeskParts& parts, const staff::Session& session,
            const Deed& deed);

}  // namespace latchkey::kiosk
