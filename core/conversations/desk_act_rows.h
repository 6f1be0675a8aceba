// Acts of the desk as rows: who did what to whose account, from which ticket, and how it ended.
//
// A row is written with the act and changed once or twice, by a colleague's consent and by its end.
// A new user name and a reason are sealed. Call inside a transaction of the caller; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/identity/stamps.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

storage::AreaSchema desk_acts_schema();

using DeskActId = Id<struct DeskActTag>;

// `unknown`: it may or may not have happened; nothing repeats it by itself.
enum class ActState { waiting_second, under_way, done, refused, unknown };
inline constexpr Names<ActState, 5> act_state_names{
    {"waiting_second", "under_way", "done", "refused", "unknown"}};

struct DeskAct {
  DeskActId id;
  TicketId ticket;
  PatientId patient;
  StaffId by;
  std::optional<StaffId> second;
  identity::Act act = identity::Act::reset;
  ActState state = ActState::under_way;
  std::string details;  // the new user name, or the reason; sealed at rest
  std::string why;      // a word of accounts::Refusal, if it was refused for one
  std::optional<ConversationId> conversation;  // of a reset: where its code leads
  Time at;
  Time until;  // of a reset: how long its code is good; of one that waits: by when to agree
  std::optional<Time> ended_at;
};

void keep_act(storage::Transaction& tx, const Sealer& sealer, const DeskAct& act);
std::optional<DeskAct> find_act(storage::Transaction& tx, const Sealer& sealer, DeskActId id);
// Newest first.
std::vector<DeskAct> acts_of_ticket(storage::Transaction& tx, const Sealer& sealer,
                                    TicketId ticket);
std::vector<DeskAct> acts_of_patient(storage::Transaction& tx, const Sealer& sealer,
                                     PatientId patient, int limit);
void agree_act(storage::Transaction& tx, DeskActId id, StaffId second);
void end_act(storage::Transaction& tx, DeskActId id, ActState state, std::string_view why,
             Time now);
// What waits for a colleague's word waits no more.
void end_waiting_acts(storage::Transaction& tx, PatientId patient, Time now);
// Acts that were begun before `before` and never ended, which only a program that broke off leaves:
// nobody knows what became of them. A reset's code just lapses.
void end_stale_acts(storage::Transaction& tx, Time before, Time now);
// How many acts that let somebody in this member has begun since then.
std::int64_t codes_given(storage::Transaction& tx, StaffId by, Time since);

// The reset that this conversation carries out, if it is one of the desk's.
std::optional<DeskAct> reset_of(storage::Transaction& tx, const Sealer& sealer,
                                ConversationId conversation);

}  // namespace latchkey::conversations
