#include "core/audit/actions.h"

#include <algorithm>

namespace latchkey::audit {

namespace {

using enum ActionGroup;

constexpr Action all_actions[] = {
    {"staff.sign_in", sign_in},
    {"staff.sign_out", sign_in},
    {"staff.enrol", sign_in},

    {"ticket.list", look_up},
    {"letter.list", look_up},
    {"kiosk.list", look_up},
    {"patient.find", look_up},
    {"audit.list", look_up},
    {"audit.find", look_up},
    {"audit.review", look_up},
    {"installation.view", look_up},

    {"ticket.view", open},
    {"ticket.locate", open},
    {"letter.read", open},
    {"voicemail.listen", open},

    {"ticket.claim", work},
    {"ticket.release", work},
    {"ticket.note", work},
    {"ticket.attempt", work},
    {"ticket.end", work},
    {"letter.posted", work},
    {"letter.told", work},
    {"kiosk.inspect", work},

    {"registration.issue", act},
    {"recovery.reopen", act},

    {"kiosk.vouch", vouch},

    {"staff.add", control},
    {"staff.invite_again", control},
    {"staff.disable", control},
    {"kiosk.add", control},
    {"kiosk.pair", control},
    {"kiosk.pair_again", control},
    {"kiosk.revoke", control},
    {"incident.begin", control},
    {"incident.expect", control},
    {"incident.end", control},
    {"roster.import_begun", control},
    {"roster.imported", control},
    {"data.backup", control},
    {"data.restore", control},
    {"audit.anchor", control},
    {"audit.export", control},
    {"audit.sign", control},

    {"desk.post", exception},
    {"ticket.change", exception},
    {"letter.unknown", exception},
    {"kiosk.unknown", exception},
    {"kiosk.present", exception},

    {"ticket.open", recovery},
    {"recovery.proven", recovery},
    {"recovery.password_chosen", recovery},
    {"recovery.password_set", recovery},
    {"recovery.user_name_told", recovery},
    {"recovery.unlock", recovery},
    {"recovery.unlocked", recovery},
    {"recovery.repudiated", recovery},
    {"registration.proven", recovery},
    {"registration.wrong", recovery},
    {"registration.opened", recovery},
    {"saved_code.made", recovery},
    {"saved_code.used", recovery},
    {"saved_code.told", recovery},
};

}  // namespace

std::span<const Action> actions() { return all_actions; }

std::optional<ActionGroup> group_of(std::string_view action) {
  const auto found = std::ranges::find(all_actions, action, &Action::word);
  if (found == std::end(all_actions)) return std::nullopt;
  return found->group;
}

}  // namespace latchkey::audit
