#include "core/base/bounded_settings.h"

#include <fmt/format.h>

#include <cstdint>

#include "core/base/table_reader.h"

namespace latchkey {

namespace {

template <class Settings>
struct Bound {
  std::string_view key;
  int Settings::*member;
  int least, most;
  std::string_view why;
};

using Session = SessionSettings;
constexpr Bound<Session> sessions[] = {
    {"web_idle_minutes", &Session::web_idle_minutes, 5, 60,
     "a page's visit without a sign of life"},
    {"first_contact_hours", &Session::first_contact_hours, 1, 16,
     "business hours, promised to people locked out"},
    {"unreachable_days", &Session::unreachable_days, 7, 60,
     "before a ticket may end as \"unreachable\""},
};

using Password = PasswordSettings;
constexpr Bound<Password> passwords[] = {
    {"argon2_ops", &Password::argon2_ops, 2, 10, "Argon2id passes"},
    {"argon2_mebibytes", &Password::argon2_mebibytes, 19, 1024, "Argon2id memory for a password"},
    {"hashes_at_once", &Password::hashes_at_once, 1, 64, "at most, and never more than cores"},
};

using Retention = RetentionSettings;
constexpr Bound<Retention> retentions[] = {
    {"call_days", &Retention::call_days, 30, 36500, "the log of contacts"},
    {"ticket_days", &Retention::ticket_days, 30, 36500, "after they are closed"},
    {"code_hours", &Retention::code_hours, 1, 168, "ended codes"},
};

using Staff = StaffSettings;
constexpr Bound<Staff> staffs[] = {
    {"idle_minutes", &Staff::idle_minutes, 1, 60, "then staff sign in again; drafts are kept"},
    {"session_hours", &Staff::session_hours, 1, 12, "at most, busy or not"},
    {"sessions_at_once", &Staff::sessions_at_once, 1, 5, "of one person"},
    {"step_up_minutes", &Staff::step_up_minutes, 1, 15, "how fresh the second step must be"},
};

using Cost = CostSettings;
constexpr Bound<Cost> costs[] = {
    {"cost_per_call_cents", &Cost::cost_per_call_cents, 0, 100'000, "a call that staff answer"},
    {"setup_fee", &Cost::setup_fee, 0, 1'000'000, "dollars, once, of an outsourced desk"},
    {"monthly_fee", &Cost::monthly_fee, 0, 1'000'000, "dollars a month, of an outsourced desk"},
    {"telephony_month", &Cost::telephony_month, 0, 1'000'000,
     "dollars a month, what the phone provider bills you"},
};

template <class Settings, std::size_t N>
Settings read(TableReader& reader, const Bound<Settings> (&bounds)[N]) {
  Settings out;
  for (const auto& bound : bounds)
    out.*bound.member =
        static_cast<int>(reader.number(bound.key, out.*bound.member, bound.least, bound.most));
  reader.finish();
  return out;
}

template <class Settings, std::size_t N>
std::string example(std::string_view table, const Bound<Settings> (&bounds)[N]) {
  const Settings defaults;
  std::string out = fmt::format("\n[{}]\n", table);
  for (const auto& bound : bounds)
    out += fmt::format("{:<28} # {} to {}: {}\n",
                       fmt::format("#{} = {}", bound.key, defaults.*bound.member), bound.least,
                       bound.most, bound.why);
  return out;
}

}  // namespace

SessionSettings read_sessions(TableReader reader) { return read(reader, sessions); }

PasswordSettings read_password(TableReader reader) { return read(reader, passwords); }

// Whoever writes how long audit rows are kept wants to hear that no number shortens it.
RetentionSettings read_retention(TableReader reader) {
  constexpr std::string_view audit_days = "audit_days";
  if (reader.has(audit_days)) {
    reader.number(audit_days, 0, INT64_MIN, INT64_MAX);
    reader.complain(audit_days,
                    "can't be set: audit rows are kept for good, and the law asks for six years "
                    "(2192 days) at least; take this line out");
  }
  return read(reader, retentions);
}

StaffSettings read_staff(TableReader reader) { return read(reader, staffs); }

CostSettings read_cost(TableReader reader) { return read(reader, costs); }

std::string example_bounded_settings() {
  return example("sessions", sessions) + example("password", passwords) +
         example("retention", retentions) + example("staff", staffs) + example("cost", costs);
}

}  // namespace latchkey
