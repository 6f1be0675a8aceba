// The tickets: what clinic staff see of a recovery that failed, and all they do with it.
//
// A ticket is made through one of three doors only: hand_over() of a conversation ends in
// open_or_append(), "this wasn't me" in open_repudiated(), staff's own cases in open_by_staff()
// (product.md rule 9, rulings.md R22, R23). What the first two doors promise:
//   - idempotent: a conversation that asks again gets the ticket and number it already has;
//   - a second failure of the same patient and category is added to the open ticket, unseen by the
//     person, who always gets a help number of their own (rulings.md R2);
//   - everything is in the caller's transaction: nothing here commits, waits, or throws dice.
// Names of columns that hold personal data do not exist: callback number, best time, error text,
// browser facts and notes are sealed; a list needs none of them. Whoever may do what is decided by
// the desk (staff's permissions), and audited there. Immutable after construction; thread-safe; a
// Transaction belongs to its thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"
#include "core/tickets/help_number.h"
#include "core/tickets/routing.h"
#include "core/tickets/words.h"

namespace latchkey::tickets {

storage::AreaSchema schema();

// One conversation's part of a ticket.
using ContactRowId = Id<struct TicketContactTag>;

enum class Interpreter { not_needed, needed };
enum class LeaveMessage { no, yes };

// What a person told us for the callback; sealed as one. Any text may be empty.
struct Personal {
  std::string callback;    // phone number, normalised (E.164)
  std::string best_time;   // in the person's words
  std::string error_text;  // what the screen said
  std::string browser;     // browser facts, one `name value` a line
  LeaveMessage leave_message = LeaveMessage::no;
  bool operator==(const Personal&) const = default;
};

// A step that was tried before the ticket was made: words of our own, never what was typed.
struct Tried {
  Time at;
  std::string step;
  std::string result;
  bool operator==(const Tried&) const = default;
};

// Dice thrown before the transaction (rulings.md R14).
struct Minted {
  TicketId ticket;
  ContactRowId contact;
  std::int64_t number_seed = 0;
};
Minted mint(Dice& dice);

struct NewTicket {
  Minted minted;
  HelpNumber number;  // from free_number() in the same transaction, or what was already spoken
  ConversationId conversation;
  FailureCode code = FailureCode::no_match;
  Category category = Category::other;
  LocationId location;  // from route()
  // The office that the person was told will call, which need not be `location` (rulings.md R2);
  // empty if nothing was promised.
  std::optional<LocationId> told;
  Queue queue = Queue::office;
  Channel channel = Channel::web;
  std::string language = "en";
  Interpreter interpreter = Interpreter::not_needed;
  Verified verified = Verified::no;  // a proof has passed in this conversation
  std::optional<PatientId> patient;  // empty for no_match: the ticket shows no record
  Time promised_by;
  Personal personal;
  std::vector<Tried> tried;
};

// T9: a patient says that a recovery which they were told of was not theirs. A conversation of its
// own, which always knows the patient and never proves them: who reads a notice need not be who it
// was sent to.
struct RepudiatedTicket {
  Minted minted;
  HelpNumber number;
  ConversationId conversation;  // the same repudiation has the same
  PatientId patient;
  Category category = Category::password_reset;  // of the recovery that is repudiated
  LocationId location;                           // from route(); the office that calls
  std::string language = "en";
  Time promised_by;
  std::vector<Tried> tried;  // which recovery, and when
};

// Staff's own: practice questions and walk-ins.
struct StaffTicket {
  Minted minted;
  HelpNumber number;
  StaffId opened_by;
  Category category = Category::practice_question;
  LocationId location;
  Queue queue = Queue::it;
  std::string language = "en";
  std::optional<PatientId> patient;
  Time promised_by;
  Personal personal;
};

enum class Door { opened, appended, repeated };
struct Opened {
  TicketId id;
  HelpNumber number;  // the person's own, whatever happened behind it
  Door how = Door::opened;
  bool operator==(const Opened&) const = default;
};

// What a list shows: nothing sealed.
struct Ticket {
  TicketId id;
  HelpNumber number;  // the first one; every contact has its own
  State state = State::created;
  FailureCode code = FailureCode::none;
  Category category = Category::other;
  LocationId location;
  Queue queue = Queue::office;
  Priority priority = Priority::normal;
  Time promised_by, created_at, updated_at;
  Channel channel = Channel::web;
  std::string language;
  Interpreter interpreter = Interpreter::not_needed;
  Verified verified = Verified::no;  // every conversation on this ticket has passed a proof
  enum class Fraud { not_suspected, possible } fraud = Fraud::not_suspected;
  std::optional<PatientId> patient;
  std::optional<StaffId> owner;
  std::optional<StaffId> last_owner;  // who last had a ticket of this patient
  std::optional<StaffId> opened_by;   // set if staff opened it themselves
  std::int64_t contact_count = 1;
  std::optional<Outcome> outcome;  // set when it ended
  std::int64_t minutes = 0;        // of staff's time
};

// One conversation on a ticket. `verified` is about this conversation alone: a callback number
// that an unproven person left is not the patient's (standards.md T5).
struct Contact {
  ContactRowId id;
  HelpNumber number;
  std::optional<ConversationId> conversation;
  Time at;
  FailureCode code = FailureCode::none;
  Channel channel = Channel::web;
  Verified verified = Verified::no;
  std::optional<LocationId> told;  // the office that the person expects a call from
  Personal personal;
  std::vector<Tried> tried;
};

struct TimelineEntry {
  std::int64_t ordinal = 0;  // 1 … without gaps
  Time at;
  Happening what = Happening::opened;
  std::optional<StaffId> by;  // empty: Latchkey itself
  std::string word;           // state, queue, code, outcome or result, as `what` says
  std::string text;           // a note's words
};

struct TicketDetail {
  Ticket ticket;
  std::vector<Contact> contacts;  // oldest first
  std::vector<TimelineEntry> timeline;
};

// Which tickets a list shows; an empty optional means "any". A present but empty list of
// locations means none: nobody sees everything by belonging nowhere.
struct Filter {
  enum class Which { open, ended } which = Which::open;
  std::optional<Queue> queue;
  std::optional<std::vector<LocationId>> locations;
  std::optional<StaffId> owner;
  std::optional<FailureCode> code;
  std::optional<State> state;           // of open tickets
  std::optional<Time> promised_before;  // of open tickets: overdue by then
  std::optional<Ticket> after;          // the last ticket of the page before
  int limit = 50;                       // 1 … 500
};

enum class Claimed { claimed, already_yours, taken, ended, unknown };
enum class Moved { moved, not_allowed, unknown };
enum class Ended { ended, note_needed, too_early, not_allowed, unknown };

// How staff end a ticket. resolved_…, account_… and contact_updated_in_person resolve it, all
// other outcomes close it.
struct Ending {
  Outcome outcome = Outcome::no_action;
  std::int64_t minutes = 0;
  std::string note;  // needed for fraud_suspected and account_deactivated
};

class Tickets {
 public:
  // `sealer` must outlive this. `unreachable_after`: no ticket ends as unreachable sooner.
  explicit Tickets(const Sealer& sealer, std::chrono::days unreachable_after = std::chrono::days(7))
      : sealer_(sealer), unreachable_after_(unreachable_after) {}

  // A help number nobody has. Throws Fault if a hundred draws are all taken.
  HelpNumber free_number(storage::Transaction& tx, std::int64_t seed) const;

  Opened open_or_append(storage::Transaction& tx, const NewTicket& asked, Time now) const;
  // Urgent, with possible fraud, on the office's list.
  Opened open_repudiated(storage::Transaction& tx, const RepudiatedTicket& asked, Time now) const;
  Opened open_by_staff(storage::Transaction& tx, const StaffTicket& asked, Time now) const;

  // What became known only after the ticket was made; what is listed already is not listed twice.
  // `unknown`: this conversation has no ticket.
  enum class Listed { listed, unknown };
  Listed list_tried(storage::Transaction& tx, ConversationId conversation,
                    const Tried& tried) const;

  // The same patient has succeeded: their open tickets of this category (of all sign-in
  // categories if it is one) end as self_resolved. Tickets with possible fraud, and staff's own,
  // never close by themselves.
  std::vector<TicketId> self_resolve(storage::Transaction& tx, PatientId patient, Category category,
                                     Time now) const;

  // Most pressing first, then the earliest promise; ended tickets newest first.
  std::vector<Ticket> list(storage::Transaction& tx, const Filter& filter) const;
  std::vector<Ticket> of_patient(storage::Transaction& tx, PatientId patient, int limit) const;
  // Nobody has taken these up although the promised time has passed.
  std::vector<Ticket> overdue(storage::Transaction& tx, Time now, int limit) const;
  // Those of an office that nobody has taken up although the promised time has passed go to the
  // office above it, once: who is late twice does not send them on and on. The promise stays as
  // the patient heard it. At most 500 at a time, the oldest promise first; how many moved.
  int escalate(storage::Transaction& tx, LocationId office, LocationId above, Time now) const;
  std::optional<TicketId> find(storage::Transaction& tx, const HelpNumber& number) const;
  std::optional<Ticket> summary(storage::Transaction& tx, TicketId id) const;
  std::optional<TicketDetail> get(storage::Transaction& tx, TicketId id) const;
  std::optional<TicketDetail> get(storage::Transaction& tx, const HelpNumber& number) const;

  Claimed claim(storage::Transaction& tx, TicketId id, StaffId by, Time now) const;
  // Back to the list: only its owner can.
  Moved release(storage::Transaction& tx, TicketId id, StaffId by, Time now) const;
  // Between open states; relayed_it also puts it on IT's queue.
  Moved move(storage::Transaction& tx, TicketId id, State to, StaffId by, Time now) const;
  // By hand, up or down. Where fraud is possible it stays urgent: not allowed.
  Moved prioritise(storage::Transaction& tx, TicketId id, Priority to, StaffId by, Time now) const;
  // `by` empty: the sweeper moves an overdue ticket.
  Moved requeue(storage::Transaction& tx, TicketId id, Queue to, std::optional<StaffId> by,
                Time now) const;
  Moved relocate(storage::Transaction& tx, TicketId id, LocationId to, std::optional<StaffId> by,
                 Time now) const;
  // From IT or an outsourced desk back to the office's list, with what they say: nobody has it
  // there yet, and who had it before is asked first.
  Moved refer_back(storage::Transaction& tx, TicketId id, StaffId by, std::string_view note,
                   Time now) const;
  // Append-only, also on an ended ticket.
  Moved note(storage::Transaction& tx, TicketId id, StaffId by, std::string_view text,
             Time now) const;
  // What happened around a ticket elsewhere: stamps and acts, for its timeline.
  void tell(storage::Transaction& tx, TicketId id, Happening what, std::optional<StaffId> by,
            std::string_view word, Time now) const;
  // It is known now whose ticket it is, or that it is somebody else's than was thought. `other`: an
  // open ticket of that patient and category is there already, and nothing changes.
  enum class Linked { linked, other, not_allowed, unknown };
  Linked link(storage::Transaction& tx, TicketId id, PatientId patient, StaffId by, Time now) const;
  // One callback attempt; `local_day` counts days at the ticket's office.
  Moved attempt(storage::Transaction& tx, TicketId id, StaffId by, Reached result,
                std::int64_t local_day, Time now) const;
  // `unreachable` is too_early before the days set or three attempts on different days, and not
  // allowed where fraud is possible (product.md "Routing").
  Ended end(storage::Transaction& tx, TicketId id, const Ending& ending, StaffId by,
            Time now) const;

  // Erases tickets that ended before `before`, with all that belongs to them; at most `most` at a
  // time, the oldest first; how many. What the audit log says of them stays.
  int forget_ended(storage::Transaction& tx, Time before, int most) const;

 private:
  const Sealer& sealer_;
  std::chrono::days unreachable_after_;
};

}  // namespace latchkey::tickets
