#include "core/audit/actions.h"

#include <algorithm>

namespace latchkey::audit {

namespace {

using enum ActionGroup;

constexpr Action all_actions[] = {
    {"staff.sign_in", sign_in},
    {"staff.sign_out", sign_in},
    {"staff.enrol", sign_in},
    {"staff.passkey", sign_in},
    {"staff.step_up", sign_in},
    {"staff.end_sessions", sign_in},

    {"ticket.list", look_up},
    {"letter.list", look_up},
    {"kiosk.list", look_up},
    {"incident.list", look_up},
    {"patient.find", look_up},
    {"audit.list", look_up},
    {"audit.find", look_up},
    {"audit.review", look_up},
    {"installation.view", look_up},
    {"report.view", look_up},
    {"staff.list", look_up},
    {"staff.own", look_up},
    {"audit.sign", look_up},
    {"audit.glass", look_up},
    {"setting.list", look_up},
    {"setting.view", look_up},
    {"text.view", look_up},
    {"contact.list", look_up},
    {"first_letters.list", look_up},

    {"ticket.view", open},
    {"ticket.locate", open},
    {"letter.read", open},
    {"voicemail.listen", open},
    {"patient.open", open},
    {"patient.view", open},
    {"staff.open", open},
    {"contact.view", open},
    {"first_letters.view", open},

    {"ticket.claim", work},
    {"ticket.release", work},
    {"ticket.note", work},
    {"ticket.attempt", work},
    {"ticket.end", work},
    {"letter.posted", work},
    {"letter.told", work},
    {"kiosk.inspect", work},
    {"ticket.begin", work},
    {"ticket.link", work},
    {"ticket.wait", work},
    {"ticket.call", work},
    {"ticket.prioritise", work},
    {"ticket.go_on", work},
    {"ticket.relay", work},
    {"ticket.refer", work},
    {"ticket.relocate", work},
    {"contact.note", work},
    {"contact.enter", work},

    {"registration.issue", act},
    {"first_letters.print", act},
    {"recovery.reopen", act},
    {"stamp.make", act},
    {"stamp.send_code", act},
    {"stamp.pass_on", act},
    {"act.reset", act},
    {"act.rename", act},
    {"act.registration_code", act},
    {"act.activate", act},
    {"act.deactivate", act},
    {"act.unlock", act},
    {"act.reopen", act},
    {"act.agree", act},
    {"act.done", act},
    {"act.failed", act},
    {"act.unknown", act},

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
    {"roster.check", control},
    {"roster.import_begun", control},
    {"roster.imported", control},
    {"roster.added", control},
    {"roster.changed", control},
    {"data.backup", control},
    {"data.restore", control},
    {"audit.anchor", control},
    {"audit.export", control},
    {"staff.change", control},
    {"staff.set_role", control},
    {"staff.set_locations", control},
    {"staff.passkey_add", control},
    {"staff.passkey_remove", control},
    {"report.export", control},
    {"setting.save", control},
    {"setting.publish", control},
    {"setting.withdraw", control},
    {"setting.export", control},

    {"desk.post", exception},
    {"ticket.change", exception},
    {"letter.unknown", exception},
    {"kiosk.unknown", exception},
    {"kiosk.present", exception},
    {"patient.break_glass", exception},
    {"patient.find_limit", exception},

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
