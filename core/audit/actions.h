// What the words of the audit log stand for: one table, by which the review is counted.
//
// Each action that any room writes has a row here; a test reads the sources and fails for a word
// that has none, so that nothing a colleague does can fall out of the review unseen. Immutable;
// thread-safe.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "core/base/names.h"

namespace latchkey::audit {

enum class ActionGroup {
  sign_in,    // coming and going
  look_up,    // lists and searches
  open,       // one record or ticket was looked at
  work,       // on a ticket, a letter, a kiosk
  act,        // on a patient's account or identity: what a stamp and a ticket should stand behind
  vouch,      // for somebody at a kiosk, which makes no ticket (rulings.md R20)
  control,    // of the installation, its staff and its data
  exception,  // what no page of ours asks for, or what goes around the usual way
  recovery    // what a patient did in a conversation
};
inline constexpr Names<ActionGroup, 9> action_group_names{
    {"sign_in", "look_up", "open", "work", "act", "vouch", "control", "exception", "recovery"}};

struct Action {
  std::string_view word;  // "ticket.claim"
  ActionGroup group;
};

// Every action, by group.
std::span<const Action> actions();

// Empty for a word that this version does not know, such as a later version's after a restore.
std::optional<ActionGroup> group_of(std::string_view action);

}  // namespace latchkey::audit
