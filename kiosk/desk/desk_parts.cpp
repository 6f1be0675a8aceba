#include "kiosk/desk/desk_parts.h"

#include "core/operations/installation.h"
#include "core/operations/service.h"

namespace latchkey::kiosk {

PasswordJudge judge_by(const identity::PasswordPolicy& policy, const Config& config) {
  return [&policy, &config](const Secret& password, const std::string& user_name) {
    identity::PasswordContext context;
    context.user_name = user_name;
    context.about_us = {config.clinic.name, config.clinic.portal_name};
    const identity::PasswordVerdict verdict = policy.judge(password, context);
    return verdict.ok() ? std::nullopt : std::optional(verdict.reason);
  };
}

DeskParts desk_parts_of(operations::Service& service) {
  return {.store = service.store(),
          .staff = service.staff(),
          .tickets = service.tickets(),
          .calls = service.calls(),
          .roster = service.roster(),
          .audit = service.audit(),
          .texts = service.texts(),
          .words = service.words(),
          .calendar = service.calendar(),
          .config = service.config(),
          .clock = service.clock(),
          .judge = judge_by(service.password_policy(), service.config()),
          .kiosks = service.kiosks(),
          .dice = service.dice(),
          .vouch = [&](const auto& asked) { return service.vouchers().vouch(asked); },
          .sealer = service.sealer(),
          .acts = service.desk_acts(),
          .stamps = service.stamps(),
          .registrations = service.registrations(),
          .attempts = service.attempts(),
          .attempt_keys = service.attempt_keys(),
          .accounts = service.account_system(),
          .outbox = service.outbox(),
          .sessions = service.sessions(),
          .passkeys = service.passkeys(),
          .matrix = service.matrix(),
          .inspect = [inspection = operations::Inspection(service)] { return inspection.look(); },
          .settings = service.settings()};
}

LocationId desk_of(const DeskParts& parts, const staff::Member& member) {
  return member.locations.empty() ? parts.config.clinic.default_location : member.locations.front();
}

void record(storage::Transaction& tx, const DeskParts& parts, const staff::Session& session,
            const Deed& deed) {
  parts.audit.append(tx, {audit::Actor::staff, session.member.id.value, deed.action,
                          deed.subject_kind, deed.subject_id, deed.answer, "", parts.clock.now()});
}

}  // namespace latchkey::kiosk
