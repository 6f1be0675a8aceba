#include "core/operations/reopen_recovery.h"

#include <array>

#include "core/accounts/roster.h"
#include "core/base/json.h"
#include "core/conversations/turn_records.h"
#include "core/identity/attempts.h"
#include "core/operations/room_rules.h"
#include "core/tickets/tickets.h"

namespace latchkey::operations {

namespace {

using identity::MayTry;
using storage::Transaction;

constexpr Names<MayTry, 5> before_names{
    {"open", "paused_hour", "paused_day", "disabled", "suspended"}};

PatientId of_record(Transaction& tx, const Workplace& at, const std::string& number) {
  const auto found = accounts::Roster(at.sealer()).by_record_number(tx, number);
  if (found.empty()) throw Fault("no patient has this record number");
  return found.front();
}

PatientId of_ticket(Transaction& tx, const Workplace& at, const std::string& typed) {
  const auto number = tickets::read_help_number(typed);
  if (!number)
    throw Fault("'" + typed + "' is no help number: seven digits, one of them mistaken?");
  const auto found = tickets::Tickets(at.sealer()).get(tx, *number);
  if (!found) throw Fault("no ticket has this help number");
  if (!found->ticket.patient)
    throw Fault("this ticket shows no patient's record; use --record-number");
  return *found->ticket.patient;
}

// The patient whose tries count: of a double chart, the one that is left.
PatientId asked_for(Transaction& tx, const Workplace& at, const ReopenOptions& options, Time now) {
  const PatientId found = options.record_number.empty() ? of_ticket(tx, at, options.help_number)
                                                        : of_record(tx, at, options.record_number);
  const auto standing = accounts::Roster(at.sealer()).standing(tx, found, now);
  return standing && standing->merged_into ? *standing->merged_into : found;
}

std::string_view in_words(MayTry before) {
  switch (before) {
    case MayTry::disabled:
      return "Self-service was off for this patient, and is open again.\n";
    case MayTry::paused_hour:
    case MayTry::paused_day:
      return "Self-service paused for this patient, and is open again.\n";
    case MayTry::suspended:
      return "Self-service was off, since somebody said \"this wasn't me\", and is open again.\n";
    case MayTry::allowed:
      break;
  }
  return "Self-service was open for this patient; wrong codes are forgotten.\n";
}

}  // namespace

int reopen_recovery(const ReopenOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                    std::ostream& err) {
  if (options.record_number.empty() == options.help_number.empty())
    return misused(err, "say who, by one of --record-number NUMBER and --help-number NUMBER");
  return operations::in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    const identity::Attempts attempts(limits_of(at.config()));
    const identity::AttemptKeys names(at.sealer());
    const Time now = clock.now();
    const MayTry before = at.store().write([&](Transaction& tx) {
      const PatientId patient = asked_for(tx, at, options, now);
      const auto keys = conversations::budget_keys(at.sealer(), names, patient);
      const MayTry found = attempts.may_try(tx, keys, now);
      attempts.restore(tx, keys);
      attempts.restore(tx, std::array{names.saved_code(patient)});
      record(
          tx, at.audit(),
          {"recovery.reopen", "patient", patient.value, "was " + std::string(before_names[found])},
          now);
      return found;
    });
    if (options.format == Format::json)
      out << JsonWriter().begin_object().name("was").text(before_names[before]).end_object().take()
          << "\n";
    else
      out << in_words(before);
    return done;
  });
}

}  // namespace latchkey::operations
