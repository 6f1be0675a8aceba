// What the contact log is told of a conversation: how it ended, what it was about, and, for reports
// of all, where, and by keyed names whether the same person comes back.
//
// Patients and strangers leave the same: a claim has a keyed name whoever it finds, an age is what
// was typed, and the office is the one that was promised. Only who has proven to be a patient is
// counted at the patient's own office. Pure; thread-safe.
#pragma once

#include <optional>

#include "core/calls/calls.h"
#include "core/conversations/conversation_rows.h"
#include "core/flow/state.h"

namespace latchkey::conversations {

// Empty while nobody has said who they are.
std::optional<calls::About> about_of(const flow::State& state, Time now);

// Empty at every stage that holds no proof.
std::optional<PatientId> proven_patient(const flow::State& state);

// Of a conversation that is over, or is ended now where it stands: then it is abandoned.
// `own_office`: of the patient who has proven themselves before this turn, if anybody has.
calls::Ending ending_of(const flow::State& state, std::optional<TicketId> ticket,
                        std::optional<LocationId> own_office);

// Of one that nobody goes on with; null: of one that can't be read.
calls::Ending abandoned(const Conversation* conversation);

}  // namespace latchkey::conversations
