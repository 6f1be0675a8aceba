// The audit log: who did what to whom, in a chain that shows any change, loss or cut-off.
//
// append() writes inside the caller's transaction, so that an act and its record are kept or lost
// together. Each row carries MAC(previous MAC ‖ the row) under a key that is not in the database;
// rows of one node are numbered 1, 2, 3 … without gaps. The head (count and last MAC) is one row
// per node under a MAC of its own, so a cut tail is seen; an old copy of the whole database is seen
// by the anchor, a small file that is kept elsewhere (rulings.md R30, standards.md T33).
//
// The head is written by every append. That costs nothing where one thread writes (SQLite's group
// commit); on PostgreSQL each node has a chain and head of its own, so nodes don't wait for one
// another. An append to a head that is not ours is a Fault: going on would sign a forgery.
//
// Refusals of strangers can be made without end (log flooding): append_refusal() writes the first
// of an hour one by one and counts the rest, so that a bot leaves a bounded number of rows.
//
// Rows are kept for good: six years at least is the law (45 CFR 164.316(b)(2)(i)).
//
// Details are sealed; everything else is a word or an id. Immutable; thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/log.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::audit {

storage::AreaSchema schema();

// `operations` is a command on the machine itself; `latchkey` is the program acting by itself.
enum class Actor { latchkey, operations, staff, conversation };
inline constexpr Names<Actor, 4> actor_names{{"latchkey", "operations", "staff", "conversation"}};

enum class Answer { allowed, refused };
inline constexpr Names<Answer, 2> answer_names{{"allowed", "refused"}};

struct Event {
  Actor actor = Actor::latchkey;
  std::int64_t actor_id = 0;  // 0 where the kind says all
  Word action;                // "ticket.claim"
  Word subject_kind;          // "ticket", "patient", "staff" …; "none" if there is nobody
  std::int64_t subject_id = 0;
  Answer answer = Answer::allowed;
  std::string details;  // sealed; may be empty
  Time at;
};

// Where a refusal came from ("login|ann", "address|192.0.2.7"; kept as a keyed hash), and how many
// of an hour are written one by one.
struct Source {
  std::string name;
  std::int64_t singly = 0;
};

// A row as the desk shows it.
struct Record {
  std::int64_t node = 0;
  std::int64_t sequence = 0;
  Time at;
  Actor actor = Actor::latchkey;
  std::int64_t actor_id = 0;
  std::string action, subject_kind;
  std::int64_t subject_id = 0;
  Answer answer = Answer::allowed;
  std::string details;
  // `broken`: its MAC does not fit it and the row before, its details don't open, or it holds a
  // word that is none of ours. It is shown all the same: one row that somebody changed hides no
  // other. The row after a changed MAC is broken too. verify() says what was done, and finds what
  // is gone.
  enum class Seal { whole, broken } seal = Seal::whole;
};

// Where a record stands in a list, newest first. No two records stand at one place.
struct Place {
  Time at;
  std::int64_t sequence = 0, node = 0;
};
Place place_of(const Record& record);

// What is not set holds for every record.
struct Filter {
  std::optional<std::int64_t> staff;                            // what this person did
  std::optional<std::pair<std::string, std::int64_t>> subject;  // what was done to (kind, id)
  std::optional<Answer> answer;
  std::string action;               // the whole word, "ticket.claim"
  std::optional<Time> from, until;  // from ≤ at < until
  std::optional<Place> after;       // of the last record of the page before
  int limit = 100;                  // 1 … 1000
};

class Audit {
 public:
  // `sealer` must outlive this. `node`: which chain this process writes, 1 on a single machine.
  Audit(const Sealer& sealer, std::int64_t node) : sealer_(sealer), node_(node) {}

  // Throws Fault if this node's head has been tampered with.
  void append(storage::Transaction& tx, const Event& event) const;

  // append() while every source has some of its hour's rows left; else the event is only counted,
  // against the first source that has none. One row tells the count when that hour is over or at
  // the source's next success, whatever comes first.
  void append_refusal(storage::Transaction& tx, const Event& event,
                      std::span<const Source> sources) const;
  // The sources have succeeded: what was left out is told now.
  void settle_refusals(storage::Transaction& tx, Word action, std::span<const Source> sources,
                       Time now) const;
  // Tells and forgets hours that are over; for the sweeper.
  void settle_ended_refusals(storage::Transaction& tx, Time now) const;

  // Newest first. Each filter that names staff, a subject, an action or refusals has an index.
  std::vector<Record> list(storage::Transaction& tx, const Filter& filter) const;

 private:
  void tell_left_out(storage::Transaction& tx, const storage::Blob& source, std::string_view action,
                     Time now) const;
  const Sealer& sealer_;
  std::int64_t node_;
};

}  // namespace latchkey::audit
