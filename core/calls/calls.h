// The contact log: one row for every leg of a conversation, on every channel, and its steps.
//
// It is what reports count and what staff see of a failed attempt, so it knows no names: a
// conversation, a place, words of our own, and times. step() is on the path of every turn: one
// insert of plain columns, nothing sealed, nothing read. Notes that staff add are sealed and
// append-only. That the same person or number came back is seen by two keyed hashes that open
// nothing: every call has both, drawn from nobody's name where nothing is known, and they go when
// the call is forgotten. All writes are in the caller's transaction and may be repeated with the
// same ids: the second time changes nothing (a retried turn writes one row). Immutable;
// thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/base/names.h"
#include "core/base/normal.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::calls {

storage::AreaSchema schema();

using CallId = Id<struct CallTag>;  // one leg: a phone call, a web visit, a kiosk visit

// `desk`: a code that staff sent, until the patient goes on elsewhere; `entry`: what staff wrote
// down of a contact that no channel of ours saw.
enum class Channel { phone, web, kiosk, desk, entry };
inline constexpr Names<Channel, 5> channel_names{{"phone", "web", "kiosk", "desk", "entry"}};

// How a leg ended. `handed_off` went on as another leg; `facts` asked for hours only; `helped` is a
// person's doing and stands in entries alone.
enum class Outcome {
  recovered,
  guided,
  facts,
  handed_off,
  ticket,
  declined,
  transferred,
  abandoned,
  throttled,
  outage,
  wrong_number,
  helped
};
inline constexpr Names<Outcome, 12> outcome_names{
    {"recovered", "guided", "facts", "handed_off", "ticket", "declined", "transferred", "abandoned",
     "throttled", "outage", "wrong_number", "helped"}};

// How somebody came whom staff wrote down.
enum class Way { walk_in, phone, portal, mail };
inline constexpr Names<Way, 4> way_names{{"walk_in", "phone", "portal", "mail"}};

// How old people say they are: for reports of all, which hide small groups. Never a birth date.
enum class AgeBand { under_18, from_18, from_40, from_65, from_80 };
inline constexpr Names<AgeBand, 5> age_band_names{
    {"under_18", "from_18", "from_40", "from_65", "from_80"}};
AgeBand age_band(Date birth_date, Time now);  // in whole years

struct NewCall {
  CallId id;  // from Dice, before the transaction
  ConversationId conversation;
  Channel channel = Channel::web;
  std::optional<LocationId> location;  // of the number dialled or the kiosk, if known
  std::string language = "en";
  std::string caller{};  // keyed name of the number that calls; empty if there is none to see
};

// Whom a call is about, as they say: patients and strangers leave the same.
struct About {
  std::string claim;                  // keyed name of the claim
  std::optional<AgeBand> age_band{};  // by the birth date that was typed; empty keeps what is there
};

// One turn: what was asked, what we said about the last answer, how long the answer took.
struct NewStep {
  CallId call;
  std::int64_t ordinal = 0;  // the conversation's revision: the same turn has the same one
  Word step;                 // "ask_code"
  Word notice;               // "code_wrong", or "none"
  Millis duration{0};
};

struct Ending {
  Outcome outcome = Outcome::abandoned;
  std::string topic;                   // "password_reset"; empty if none was chosen
  std::optional<LocationId> location;  // learned on the way; empty keeps what begin() said
  std::optional<TicketId> ticket;
  std::string failure{};   // "code_failed": why only a person could help; empty if none had to
  std::string language{};  // chosen on the way; empty keeps what begin() said
};

// What a member of staff writes down of a contact of their own. Its words are a note like any
// other.
struct NewEntry {
  CallId id;  // the same form has the same: what is sent twice is one contact
  Way way = Way::walk_in;
  StaffId by;
  LocationId location;
  std::string language = "en";
  std::string topic;
  Outcome outcome = Outcome::helped;
  std::chrono::minutes length{0};  // it ends now
  std::optional<TicketId> ticket{};
  std::optional<PatientId> patient{};
  std::string claim{};  // keyed name of that patient's claims; empty without one
  std::string note{};
};

// Of an entry.
struct WrittenBy {
  Way way = Way::walk_in;
  StaffId staff;
  std::optional<PatientId> patient;
};

struct Call {
  CallId id;
  ConversationId conversation;
  Channel channel = Channel::web;
  std::optional<LocationId> location;
  std::string language;
  std::string topic;
  std::string failure;
  std::optional<Outcome> outcome;  // empty while it goes on
  std::optional<TicketId> ticket;
  Time started_at;
  std::optional<Time> ended_at;
  std::int64_t steps = 0;  // counted when it ended
  std::optional<WrittenBy> entry;
};

struct Step {
  std::int64_t ordinal = 0;
  Time at;
  std::string step, notice;
  Millis duration{0};
};

struct Note {
  Time at;
  StaffId by;
  std::string text;
};

// An empty optional means "any"; a present but empty list of locations means none.
struct Filter {
  std::optional<std::vector<LocationId>> locations;
  std::optional<Channel> channel;
  std::optional<Outcome> outcome;
  std::optional<Time> from, until;                // from ≤ started_at < until
  std::optional<std::pair<Time, CallId>> before;  // started_at and id of the last one shown
  int limit = 50;                                 // 1 … 500
};

class Calls {
 public:
  // `sealer` must outlive this.
  explicit Calls(const Sealer& sealer) : sealer_(sealer) {}

  void begin(storage::Transaction& tx, const NewCall& call, Time now) const;
  void step(storage::Transaction& tx, const NewStep& step, Time now) const;
  // They have said who they are, perhaps again: the last word stays.
  void about(storage::Transaction& tx, CallId call, const About& about) const;
  // The first ending stays: a late sweeper does not turn a recovery into an abandonment.
  void finish(storage::Transaction& tx, CallId call, const Ending& ending, Time now) const;

  // The first stays: an entry that comes again changes nothing.
  enum class Entered { entered, already };
  Entered enter(storage::Transaction& tx, const NewEntry& entry, Time now) const;

  // Newest first.
  std::vector<Call> list(storage::Transaction& tx, const Filter& filter) const;
  std::optional<Call> get(storage::Transaction& tx, CallId id) const;
  std::vector<Call> of_conversation(storage::Transaction& tx, ConversationId conversation) const;
  std::vector<Call> of_ticket(storage::Transaction& tx, TicketId ticket, int limit) const;
  // Whoever said to be this person: not all of them were. `claim` as in About.
  std::vector<Call> of_person(storage::Transaction& tx, std::string_view claim, int limit) const;
  std::vector<Step> steps_of(storage::Transaction& tx, CallId call) const;

  enum class Noted { noted, unknown };
  Noted note(storage::Transaction& tx, CallId call, StaffId by, std::string_view text,
             Time now) const;
  std::vector<Note> notes_of(storage::Transaction& tx, CallId call) const;

  // Erases what began before `before`, with its steps and notes; at most `most` at a time, the
  // oldest first; how many.
  int forget(storage::Transaction& tx, Time before, int most) const;

 private:
  const Sealer& sealer_;
};

}  // namespace latchkey::calls
