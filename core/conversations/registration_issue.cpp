#include "core/conversations/registration_issue.h"

#include "core/conversations/effects.h"
#include "core/conversations/messages.h"
#include "core/courier/delivery.h"

namespace latchkey::conversations {

namespace {

using storage::Transaction;

// A notice must arrive, even a day later (standards.md T40).
constexpr std::chrono::hours notice_life{48};

std::optional<NotIssued> barred(const accounts::StateAnswer& said) {
  const auto* state = std::get_if<accounts::AccountState>(&said);
  if (!state) return NotIssued::not_told;
  if (state->status == accounts::AccountStatus::missing) return NotIssued::no_account;
  if (state->status != accounts::AccountStatus::invited) return NotIssued::used;
  return std::nullopt;
}

}  // namespace

std::variant<accounts::Person, NotIssued> RegistrationDesk::admitted(PatientId patient) const {
  const Time now = at_.clock.now();
  std::optional<accounts::Standing> standing;
  const auto person = at_.store.read([&](Transaction& tx) {
    standing = at_.roster.standing(tx, patient, now);
    return at_.roster.person(tx, patient);
  });
  if (!person || !standing) return NotIssued::unknown_patient;
  if (standing->state != accounts::PatientState::active) return NotIssued::not_active;
  if (standing->age < at_.roster.policy().own_account_age) return NotIssued::minor;
  if (!person->account) return NotIssued::no_account;
  return *person;
}

std::variant<IssuedRegistration, NotIssued> RegistrationDesk::issue(PatientId patient,
                                                                    identity::RegistrationKind kind,
                                                                    const Issuer& by) const {
  const auto found = admitted(patient);
  if (const auto* why = std::get_if<NotIssued>(&found)) return *why;
  const auto& person = std::get<accounts::Person>(found);
  if (const auto why = barred(at_.accounts.account_state(*person.account))) return *why;
  const auto draws = identity::draw_registration(at_.dice, kind);
  const std::int64_t seed = at_.dice.row_id();
  const Time now = at_.clock.now();
  using Answer = std::variant<IssuedRegistration, NotIssued>;
  return at_.store.write([&](Transaction& tx) -> Answer {
    const auto newest = at_.codes.newest(tx, patient, now);
    const bool is_out = newest && newest->status == identity::RegistrationStatus::issued;
    if (by.seen == Seen::by_post && is_out) return NotIssued::has_one;
    const auto made = at_.codes.issue(tx, patient, kind, draws, now);
    std::string details(identity::registration_kind_names[kind]);
    details.append(", ").append(seen_names[by.seen]);
    at_.audit.append(tx, {by.actor, by.id, "registration.issue", "patient", patient.value,
                          audit::Answer::allowed, details, now});
    return IssuedRegistration{made.code, made.expires_at,
                              tell(tx, person, seed, draws.id, by.seen, now), draws.id};
  });
}

int RegistrationDesk::tell(Transaction& tx, const accounts::Person& person, std::int64_t seed,
                           RegistrationId code, Seen seen, Time now) const {
  const Messages messages(at_.texts, at_.config);
  Draws ids;
  ids.seed = seed;
  int told = 0;
  for (const accounts::Contact& contact : told_of(tx, at_.roster, person.id)) {
    courier::Errand errand;
    errand.id = ErrandId{ids.row_id(at_.sealer, told)};
    errand.origin = {courier::OriginKind::act, code.value, 0, told};
    errand.kind = courier::Kind::notice;
    errand.created_at = errand.due_at = now;
    errand.expires_at = now + notice_life;
    const auto message =
        seen == Seen::by_post
            ? messages.registration_posted(person.language, contact, errand.expires_at)
            : messages.registration_issued(person.language, contact, errand.expires_at);
    courier::load(errand, message);
    at_.outbox.put(tx, errand);
    ++told;
  }
  return told;
}

}  // namespace latchkey::conversations
