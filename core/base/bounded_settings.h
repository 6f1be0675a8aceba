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
  int kiosk_idle_seconds = 60;  // then it asks
  int kiosk_ask_seconds = 30;   // then it wipes
  int web_idle_minutes = 10;
  int first_contact_hours = 4;  // promised to people locked out, in business hours
  int first_contact_days = 1;   // to everybody else, in business days
  int unreachable_days = 7;     // before a ticket may end as "unreachable"
};

// [password]: the cost of hashing; lengths are limits of recovery.
struct PasswordSettings {
  int argon2_ops = 2;
  int argon2_mebibytes = 64;
  int hashes_at_once = 2;
};

// [retention]: after how long rows are erased.
struct RetentionSettings {
  int audit_days = 2192;
  int call_days = 2192;
  int ticket_days = 2192;
  int conversation_days = 30;
  int code_hours = 24;
  int voicemail_days = 30;
};

// [staff]
struct StaffSettings {
  int idle_minutes = 15;
  int session_hours = 8;
  int sessions_at_once = 2;
  int step_up_minutes = 5;
  int resets_per_hour = 30;
  int resets_per_day = 100;
  int record_opens_per_hour = 60;
};

// Each takes its table; what is out of bounds is complained about and keeps its default.
SessionSettings read_sessions(TableReader reader);
PasswordSettings read_password(TableReader reader);
RetentionSettings read_retention(TableReader reader);
StaffSettings read_staff(TableReader reader);

// The four tables as an example file has them: every key with its default, bounds and reason.
std::string example_bounded_settings();

}  // namespace latchkey
