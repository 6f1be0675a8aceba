// The numbers an operator may change besides the limits of recovery, with defaults and bounds.
//
// Defaults and bounds come from standards.md section 3; one table in bounded_settings.cpp pairs
// each with its key and its reason, so that reading, refusing and the example file can't disagree.
// The limits of recovery themselves (codes, tries, sends) belong to core/identity.
#pragma once

#include <string>

namespace latchkey {

class TableReader;

// [sessions]: how long people may take.
struct SessionSettings {
  int web_idle_minutes = 15;    // rulings.md R12
  int first_contact_hours = 4;  // promised to people locked out, in business hours
  int unreachable_days = 7;     // before a ticket may end as "unreachable"
};

// [password]: the cost of hashing; lengths are limits of recovery.
struct PasswordSettings {
  int argon2_ops = 2;
  int argon2_mebibytes = 64;
  int hashes_at_once = 64;  // never more than cores and a quarter of the memory allow
};

// [retention]: after how long rows are erased. The audit log is kept for good.
struct RetentionSettings {
  int call_days = 2192;
  int ticket_days = 2192;
  int code_hours = 24;
};

// [staff]
struct StaffSettings {
  int idle_minutes = 15;
  int session_hours = 8;
  int sessions_at_once = 2;
  int step_up_minutes = 5;
};

// [cost]: what reports set against what self-service saves (domain.md B11, B18-B20).
struct CostSettings {
  int cost_per_call_cents = 2000;
  int setup_fee = 7500;     // dollars, of an outsourced desk, once
  int monthly_fee = 1500;   // dollars, of an outsourced desk
  int telephony_month = 0;  // dollars, what the telephone provider bills
};

// Each takes its table; what is out of bounds is complained about and keeps its default.
SessionSettings read_sessions(TableReader reader);
PasswordSettings read_password(TableReader reader);
RetentionSettings read_retention(TableReader reader);
StaffSettings read_staff(TableReader reader);
CostSettings read_cost(TableReader reader);

// The four tables as an example file has them: every key with its default, bounds and reason.
std::string example_bounded_settings();

}  // namespace latchkey
