// What staff do to a ticket: a form's fields as a value, and the value carried out.
//
// Permission is asked inside the transaction, on the ticket as it is then; whatever comes of it is
// audited there. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

struct Claim {};
struct Release {};
struct Wait {};  // for the patient, who does the next thing
struct GoOn {};
struct AddNote {
  std::string text;
};
struct Prioritise {
  tickets::Priority to;
};
struct LogAttempt {
  tickets::Reached result;
};
struct EndTicket {
  tickets::Ending ending;
};
// A form that says nothing we know; `problem` is a key of "desk.problems".
struct Unreadable {
  std::string_view problem;
};
using TicketAct = std::variant<Claim, Release, Wait, GoOn, AddNote, Prioritise, LogAttempt,
                               EndTicket, Unreadable>;

inline constexpr std::size_t note_bytes_max = 4000;

// A note with plain line ends and nothing around it; empty if it can't be kept as text.
std::optional<std::string> read_note(std::string_view typed);

inline constexpr std::int64_t minutes_max = 480;

TicketAct read_act(const http::Fields& fields);

struct ActResult {
  // unseen: not theirs to know of. denied: the role only reads. problem: see below.
  enum class How { done, unseen, denied, problem } how = How::done;
  std::string_view problem;      // a key of "desk.problems"
  std::optional<StaffId> owner;  // who has the ticket, if that is the problem
};

// May run twice.
ActResult carry_out(storage::Transaction& tx, const DeskParts& parts, const Visit& visit,
                    const tickets::HelpNumber& number, const TicketAct& act);

}  // namespace latchkey::kiosk
