#include "core/conversations/errands.h"

#include "core/base/codec.h"

namespace latchkey::conversations {

namespace {

using courier::Outcome;
using courier::Reason;
using courier::Result;

constexpr std::string_view unlock_act = "unlock", sign_out_act = "sign_out", desk_act_act = "desk";
// Ordinals of other errands count up from 0, a handful at most.
constexpr std::int64_t rings_from = 1000;

Secret pack_act(std::string_view act, PatientId patient) {
  Writer writer;
  writer.text(std::string(act));
  writer.number(patient.value);
  return Secret(writer.take());
}

flow::AccountState flow_state(accounts::AccountStatus status) {
  switch (status) {
    case accounts::AccountStatus::missing:
      return flow::AccountState::missing;
    case accounts::AccountStatus::invited:
      return flow::AccountState::invited;
    case accounts::AccountStatus::active:
      return flow::AccountState::active;
    case accounts::AccountStatus::locked:
      return flow::AccountState::locked;
    case accounts::AccountStatus::deactivated:
      return flow::AccountState::deactivated;
  }
  return flow::AccountState::unknown;
}

Outcome answered(const flow::AccountSeen& seen) {
  Writer writer;
  writer.choice(seen.state);
  writer.text(seen.user_name);
  writer.maybe(seen.locked_until, [&](Time at) { writer.time(at); });
  writer.maybe(seen.password_at, [&](Time at) { writer.time(at); });
  Outcome outcome;
  outcome.answer = Secret(writer.take());
  return outcome;
}

Outcome refused() { return {Result::refused_permanent, Reason::act_refused, 0, {}, {}, {}}; }
Outcome unknown() { return {Result::unknown, Reason::none, 0, {}, {}, {}}; }

Outcome outcome_of(const accounts::Outcome& said) {
  if (std::holds_alternative<accounts::Done>(said)) return {};
  if (std::holds_alternative<accounts::Unknown>(said)) return unknown();
  return refused();
}

flow::ErrandResult result_of(const Outcome& outcome) {
  switch (outcome.result) {
    case Result::done:
      return flow::ErrandResult::done;
    case Result::unknown:
      return flow::ErrandResult::unknown;
    default:
      return flow::ErrandResult::refused;
  }
}

}  // namespace

std::int64_t ring_ordinal(int ring) { return rings_from + ring; }

std::optional<int> ring_of(const courier::Origin& origin) {
  if (origin.kind != courier::OriginKind::conversation || origin.ordinal <= rings_from)
    return std::nullopt;
  return static_cast<int>(origin.ordinal - rings_from);
}

Secret pack_check(PatientId patient) {
  Writer writer;
  writer.number(patient.value);
  return Secret(writer.take());
}

Secret pack_unlock(PatientId patient) { return pack_act(unlock_act, patient); }

Secret pack_desk_act(identity::Act act, PatientId patient, const std::string& user_name) {
  Writer writer;
  writer.text(std::string(desk_act_act));
  writer.number(patient.value);
  writer.choice(act);
  writer.text(user_name);
  return Secret(writer.take());
}

Secret pack_password(const flow::SetPassword& effect) {
  Writer writer;
  writer.number(effect.patient.value);
  writer.secret(effect.password);
  writer.choice(effect.account);
  writer.number(effect.registration.value);
  return Secret(writer.take());
}

Secret pack_sign_out(PatientId patient) { return pack_act(sign_out_act, patient); }

AccountErrands::Whom AccountErrands::whom(PatientId patient) const {
  return store_.read([&](storage::Transaction& tx) -> Whom {
    const auto person = roster_.person(tx, patient);
    if (!person) return {};
    const bool suspended = attempts_.is_suspended(tx, keys_.account(patient));
    return {person->account, person->user_name,
            suspended ? Whom::Recovery::suspended : Whom::Recovery::open};
  });
}

Outcome AccountErrands::check(const courier::Claimed& errand) const {
  if (!errand.body) return {Result::refused_permanent, Reason::unreadable, 0, {}, {}, {}};
  Reader body(errand.body->reveal());
  const Whom found = whom(PatientId{body.number()});
  if (!found.account) return answered({flow::AccountState::missing, {}});
  const auto said = system_.account_state(*found.account);
  if (std::holds_alternative<accounts::Unknown>(said)) return unknown();
  // A system that can't be asked is the roster's word: the patient does have an account.
  if (std::holds_alternative<accounts::NotCapable>(said))
    return answered({flow::AccountState::active, found.user_name});
  const auto& state = std::get<accounts::AccountState>(said);
  return answered({flow_state(state.status),
                   state.user_name.empty() ? found.user_name : state.user_name, state.locked_until,
                   state.password_at});
}

Outcome AccountErrands::act(const courier::Claimed& errand) const {
  if (!errand.body) return {Result::refused_permanent, Reason::unreadable, 0, {}, {}, {}};
  Reader body(errand.body->reveal());
  const std::string act = body.text();
  const Whom found = whom(PatientId{body.number()});
  if (act == unlock_act) return unlock(found);
  if (act == sign_out_act) return sign_out(found);
  if (act == desk_act_act) {
    const auto what = body.choice(identity::Act::reopen);
    return desk_act(what, found, body.text());
  }
  return {Result::refused_permanent, Reason::unreadable, 0, {}, {}, {}};
}

Outcome AccountErrands::unlock(const Whom& found) const {
  if (!found.account || found.recovery == Whom::Recovery::suspended) return refused();
  return outcome_of(system_.unlock(*found.account));
}

Outcome AccountErrands::sign_out(const Whom& found) const {
  if (!found.account) return refused();
  return outcome_of(system_.sign_out(*found.account));
}

// An account that is switched off keeps no session open.
Outcome AccountErrands::desk_act(identity::Act act, const Whom& found,
                                 const std::string& user_name) const {
  if (!found.account) return refused();
  const accounts::AccountRef& account = *found.account;
  const auto said = [&]() -> accounts::Outcome {
    switch (act) {
      case identity::Act::rename:
        return system_.rename(account, user_name);
      case identity::Act::activate:
        return system_.activate(account);
      case identity::Act::deactivate:
        return system_.deactivate(account);
      case identity::Act::unlock:
        return system_.unlock(account);
      default:
        return accounts::NotCapable{};
    }
  }();
  Outcome outcome = outcome_of(said);
  if (const auto* no = std::get_if<accounts::Refused>(&said))
    outcome.answer = Secret(std::string(accounts::name_of(no->reason)));
  if (act == identity::Act::deactivate && outcome.result == Result::done) system_.sign_out(account);
  return outcome;
}

bool AccountErrands::takes(RegistrationId registration, ErrandId errand) const {
  using Use = identity::RegistrationCodes::Use;
  return store_.write([&](storage::Transaction& tx) {
    return registrations_.use(tx, registration, errand, clock_.now()) == Use::taken ||
           registrations_.used_by(tx, registration, errand);
  });
}

// Without a registration code a contact on file was proven: that lets set a password in any case.
Outcome AccountErrands::open_account(const accounts::AccountRef& account,
                                     RegistrationId registration, ErrandId errand) const {
  const bool by_code = registration.value != 0;
  const auto said = system_.account_state(account);
  if (std::holds_alternative<accounts::Unknown>(said)) return unknown();
  const auto* state = std::get_if<accounts::AccountState>(&said);
  if (!state) return refused();
  const bool never_used = state->status == accounts::AccountStatus::invited;
  if (never_used && by_code && !takes(registration, errand)) return refused();
  if (never_used) return outcome_of(system_.activate(account));
  if (!by_code) return {};
  // Half done by this errand before the program ended, or used by somebody else.
  const bool ours = store_.read(
      [&](storage::Transaction& tx) { return registrations_.used_by(tx, registration, errand); });
  return ours ? Outcome{} : refused();
}

Outcome AccountErrands::set_password(const courier::Claimed& errand) const {
  if (!errand.body) return {Result::refused_permanent, Reason::unreadable, 0, {}, {}, {}};
  Reader body(errand.body->reveal());
  const Whom found = whom(PatientId{body.number()});
  const Secret password = body.secret();
  const auto account = body.choice(flow::Proven::Account::never_used);
  const RegistrationId registration{body.number()};
  if (!found.account || found.recovery == Whom::Recovery::suspended) return refused();
  if (account == flow::Proven::Account::never_used) {
    Outcome opened = open_account(*found.account, registration, errand.id);
    if (opened.result != Result::done) return opened;
  }
  Outcome set = outcome_of(
      system_.set_password(*found.account, password, accounts::RequestId{errand.id.value}));
  // An old session must not outlive the old password (standards.md FP-7). A system that can't end
  // sessions has still set the password.
  if (set.result == Result::done) system_.sign_out(*found.account);
  return set;
}

flow::AccountSeen account_seen(const Outcome& outcome) {
  if (outcome.result != Result::done || outcome.answer.empty()) return {};
  Reader answer(outcome.answer.reveal());
  flow::AccountSeen seen;
  seen.state = answer.choice(flow::AccountState::unknown);
  seen.user_name = answer.text();
  seen.locked_until = answer.maybe([&] { return answer.time(); });
  // An answer that the release before wrote ends here.
  if (!answer.done()) seen.password_at = answer.maybe([&] { return answer.time(); });
  return seen;
}

flow::PasswordSet password_set(const Outcome& outcome) { return {result_of(outcome)}; }

flow::Unlocked unlocked(const Outcome& outcome) { return {result_of(outcome)}; }

}  // namespace latchkey::conversations
