#include "core/conversations/desk_act_ready.h"

#include <algorithm>

#include "core/base/normal.h"
#include "core/conversations/errands.h"
#include "core/conversations/messages.h"
#include "core/conversations/turn.h"

namespace latchkey::conversations {

using accounts::AccountStatus;
using accounts::Capability;
using identity::Act;
using identity::Presence;
using identity::StampMethod;
using storage::Transaction;

namespace {

constexpr std::string_view said_words[] = {
    "under_way",     "done",      "second_needed",    "ended",    "not_yours",
    "no_patient",    "no_stamp",  "wrong_stamp",      "barred",   "not_possible",
    "no_account",    "used",      "never_used",       "not_told", "minor",
    "name_rejected", "taken",     "reason_needed",    "no_way",   "throttled",
    "not_now",       "suspended", "in_person_needed", "too_late"};

}  // namespace

Word action_of(Act act) {
  switch (act) {
    case Act::reset:
      return "act.reset";
    case Act::rename:
      return "act.rename";
    case Act::registration_code:
      return "act.registration_code";
    case Act::activate:
      return "act.activate";
    case Act::deactivate:
      return "act.deactivate";
    case Act::unlock:
      return "act.unlock";
    case Act::reopen:
      break;
  }
  return "act.reopen";
}

namespace {

// Of one patient; what was long before is over.
constexpr int acts_looked_at = 20;

std::optional<Capability> needed_by(Act act) {
  switch (act) {
    case Act::reset:
    case Act::registration_code:
      return Capability::set_password;
    case Act::rename:
      return Capability::rename;
    case Act::activate:
      return Capability::activate;
    case Act::deactivate:
      return Capability::deactivate;
    case Act::unlock:
      return Capability::unlock;
    case Act::reopen:
      break;
  }
  return std::nullopt;  // self-service is ours
}

// Which acts let somebody in, or open the way: a code that was read back is one method, as the code
// that follows is (rulings.md R19; product.md rule 5).
bool wants_more_than_a_code(Act act) { return act == Act::registration_code || act == Act::reopen; }

// What a patient alone gets by self-service with two methods only, where the account has two steps
// (product.md rule 5): the desk is no shorter way to it.
bool gives_what_recovery_gives(Act act) {
  return act == Act::reset || act == Act::rename || act == Act::unlock;
}

// What a member typed or said with an act.
std::string details_of(const ActAsked& asked) {
  if (asked.act == Act::reset) return std::string(flow::word(asked.way));
  // A user name as it is compared and stored everywhere, whatever a hand typed around it.
  if (asked.act == Act::rename) return normal_user_name(asked.user_name).value_or(asked.user_name);
  return asked.reason;
}

bool is_under_way(const DeskAct& act, Time now) {
  if (act.ended_at) return false;
  // What no errand ends is over with its time: a code nobody used, a colleague who did not come, a
  // registration code that the machine stopped at.
  const bool has_errand = act.state == ActState::under_way && act.act != Act::reset &&
                          act.act != Act::registration_code;
  return has_errand || now < act.until;
}

ActSaid said_of(NotIssued why) {
  switch (why) {
    case NotIssued::unknown_patient:
      return ActSaid::no_patient;
    case NotIssued::not_active:
      return ActSaid::barred;
    case NotIssued::minor:
      return ActSaid::minor;
    case NotIssued::no_account:
      return ActSaid::no_account;
    case NotIssued::has_one:  // only letters are refused so
    case NotIssued::used:
      return ActSaid::used;
    case NotIssued::not_told:
      break;
  }
  return ActSaid::not_told;
}

}  // namespace

std::string_view name_of(ActSaid said) { return said_words[static_cast<std::size_t>(said)]; }

// What the account system says of the account before the act, outside of every transaction.
struct DeskActs::Known {
  std::optional<ActSaid> why_not;
  std::string user_name;
};

bool DeskActs::is_possible(Act act) const {
  const auto needed = needed_by(act);
  return !needed || system_.capabilities().has(*needed);
}

DeskActs::Known DeskActs::known_of(const ActAsked& asked) const {
  const auto person = world_.store.read([&](Transaction& tx) -> std::optional<accounts::Person> {
    const auto ticket = world_.tickets.summary(tx, asked.ticket);
    if (!ticket || !ticket->patient) return std::nullopt;
    return world_.roster.person(tx, *ticket->patient);
  });
  if (!person || asked.act == Act::reopen) return {};
  if (!person->account) return {ActSaid::no_account, {}};
  const auto answer = system_.account_state(*person->account);
  if (std::holds_alternative<accounts::Unknown>(answer)) return {ActSaid::not_told, {}};
  // A system that can't be asked is the roster's word.
  if (std::holds_alternative<accounts::NotCapable>(answer)) return {{}, person->user_name};
  const auto& state = std::get<accounts::AccountState>(answer);
  if (state.status == AccountStatus::missing) return {ActSaid::no_account, {}};
  const std::string name = state.user_name.empty() ? person->user_name : state.user_name;
  const bool opens = asked.act == Act::reset || asked.act == Act::registration_code;
  if (opens && state.status == AccountStatus::deactivated) return {ActSaid::barred, name};
  if (asked.act == Act::reset && state.status == AccountStatus::invited)
    return {ActSaid::never_used, name};
  return {{}, name};
}

// Whoever lifts a patient's own "this wasn't me" has seen them, or works on the very ticket that it
// made: else a thief would ring another clerk about something else (rulings.md R22).
bool DeskActs::lifts_blindly(Transaction& tx, const ActAsked& asked, const Ready& ready) const {
  return asked.act == Act::reopen && ready.ticket.code != tickets::FailureCode::repudiated &&
         identity::presence_of(ready.method) == Presence::by_phone &&
         world_.attempts.is_suspended(tx, world_.keys.account(ready.person.id));
}

std::optional<ActSaid> DeskActs::barred_by_stamp(const ActAsked& asked, const Ready& ready) const {
  if (wants_more_than_a_code(asked.act) && ready.method == StampMethod::code_read_back)
    return ActSaid::wrong_stamp;
  // Two steps need two methods; an ID seen in person stands for proofing anew (NIST 800-63B-4
  // §4.2.2.2).
  if (gives_what_recovery_gives(asked.act) &&
      ready.person.two_step == accounts::Person::TwoStep::on &&
      identity::presence_of(ready.method) == Presence::by_phone)
    return ActSaid::in_person_needed;
  return std::nullopt;
}

std::optional<ActSaid> DeskActs::barred_name(Transaction& tx, const ActAsked& asked,
                                             const Ready& ready) const {
  const auto normal = normal_user_name(asked.user_name);
  if (!normal || normal == normal_user_name(ready.person.user_name)) return ActSaid::name_rejected;
  // Also one that was somebody's before: whoever knows it must not be led to another's account.
  for (const PatientId other : world_.roster.by_user_name(tx, asked.user_name))
    if (other != ready.person.id) return ActSaid::taken;
  return std::nullopt;
}

std::optional<ActSaid> DeskActs::barred(Transaction& tx, const ActAsked& asked, const Ready& ready,
                                        const Known& known, Time now) const {
  using accounts::PatientState;
  const bool gone =
      ready.person.state == PatientState::deceased || ready.person.state == PatientState::merged;
  const bool off = ready.person.state == PatientState::deactivated && asked.act != Act::activate;
  if (gone || off) return ActSaid::barred;
  if (auto why = barred_by_stamp(asked, ready)) return why;
  if (lifts_blindly(tx, asked, ready)) return ActSaid::in_person_needed;
  if (known.why_not) return known.why_not;
  if (asked.act == Act::rename)
    if (auto why = barred_name(tx, asked, ready)) return why;
  if (asked.act == Act::deactivate && asked.reason.empty()) return ActSaid::reason_needed;
  if (asked.act == Act::reset || asked.act == Act::registration_code) {
    // What a code leads to would be refused at its end (rulings.md R22).
    if (world_.attempts.is_suspended(tx, world_.keys.account(ready.person.id)))
      return ActSaid::suspended;
    const bool many = codes_given(tx, asked.by, now - std::chrono::hours(1)) >= acts_hour_max ||
                      codes_given(tx, asked.by, now - std::chrono::hours(24)) >= acts_day_max;
    if (many) return ActSaid::throttled;
  }
  // Another code takes the place of the first; all else waits, whatever ticket it was begun from.
  for (const DeskAct& act : acts_of_patient(tx, world_.sealer, ready.person.id, acts_looked_at)) {
    const bool replaced =
        act.act == asked.act && (act.act == Act::reset || act.act == Act::registration_code);
    if (is_under_way(act, now) && !replaced) return ActSaid::not_now;
  }
  return std::nullopt;
}

bool DeskActs::is_repeated(Transaction& tx, const ActAsked& asked, Time now) const {
  // A registration code is shown by its own answer: who lost that asks for another one.
  if (asked.act == Act::registration_code) return false;
  return std::ranges::any_of(
      acts_of_ticket(tx, world_.sealer, asked.ticket), [&](const DeskAct& act) {
        return act.act == asked.act && act.by == asked.by && act.details == details_of(asked) &&
               act.state != ActState::refused && act.at + repeated_within > now;
      });
}

DeskActs::Judged DeskActs::judge(Transaction& tx, const ActAsked& asked, const Known& known,
                                 Time now) const {
  const auto ticket = world_.tickets.summary(tx, asked.ticket);
  if (!ticket || !tickets::is_open(ticket->state)) return ActSaid::ended;
  if (ticket->owner != asked.by) return ActSaid::not_yours;
  const auto person = ticket->patient ? world_.roster.person(tx, *ticket->patient) : std::nullopt;
  if (!person) return ActSaid::no_patient;
  if (is_repeated(tx, asked, now)) return ActSaid::under_way;
  Ready ready{*ticket, *person};
  if (asked.under == Under::baton) {
    const auto found = baton(tx, *ticket, asked.act, now);
    if (!found) return ActSaid::no_stamp;
    ready.baton = found->id;
    ready.method = found->method;
  } else {
    const auto found = stamps_.valid(tx, ticket->id, person->id, asked.by, now);
    if (!found) return ActSaid::no_stamp;
    ready.method = found->method;
  }
  if (!is_possible(asked.act)) return ActSaid::not_possible;
  if (const auto why = barred(tx, asked, ready, known, now)) return *why;
  if (asked.act == Act::rename)
    for (const accounts::Contact& contact : world_.roster.contacts(tx, person->id))
      if (contact.changed_at && *contact.changed_at > now - dual_control_after)
        ready.second = Ready::Second::needed;
  return ready;
}

void DeskActs::record(Transaction& tx, StaffId by, Word action, PatientId patient,
                      audit::Answer answer, std::string details, Time now) const {
  world_.audit.append(tx, {audit::Actor::staff, by.value, action, "patient", patient.value, answer,
                           std::move(details), now});
}

ActAnswer DeskActs::ask(const ActAsked& asked) const {
  const Known known = known_of(asked);
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  courier::Lanes lanes;
  std::optional<Ready> ready;
  ActAnswer answer{world_.store.write([&](Transaction& tx) {
    lanes = {};
    ready.reset();
    const Judged judged = judge(tx, asked, known, now);
    if (const auto* why = std::get_if<ActSaid>(&judged)) {
      if (*why == ActSaid::under_way) return *why;  // came twice: on record already
      const auto ticket = world_.tickets.summary(tx, asked.ticket);
      record(tx, asked.by, action_of(asked.act),
             ticket ? ticket->patient.value_or(PatientId{}) : PatientId{}, audit::Answer::refused,
             std::string(name_of(*why)) + "; ticket " + std::to_string(asked.ticket.value), now);
      return *why;
    }
    ready = std::get<Ready>(judged);
    return begin(tx, asked, *ready, draws, now, lanes);
  })};
  wake(lanes);
  const bool gives_code =
      ready && answer.said == ActSaid::under_way && asked.act == Act::registration_code;
  return gives_code ? give_registration(asked, *ready, DeskActId{draws.seed}) : answer;
}

ActSaid DeskActs::begin(Transaction& tx, const ActAsked& asked, const Ready& ready,
                        const Draws& draws, Time now, courier::Lanes& lanes) const {
  const auto refuse = [&](ActSaid why) {
    record(tx, asked.by, action_of(asked.act), ready.person.id, audit::Answer::refused,
           std::string(name_of(why)), now);
    return why;
  };
  const bool waits = ready.second == Ready::Second::needed;
  DeskAct act;
  act.id = DeskActId{draws.seed};
  act.ticket = ready.ticket.id;
  act.patient = ready.person.id;
  act.by = asked.by;
  act.act = asked.act;
  act.details = details_of(asked);
  act.state = waits ? ActState::waiting_second : ActState::under_way;
  act.at = now;
  act.until = now + second_life;
  if (asked.act == Act::reset) {
    const auto sent = send_reset(tx, asked, ready, draws, now, lanes);
    if (const auto* why = std::get_if<ActSaid>(&sent)) return refuse(*why);
    act.conversation = std::get<Sent>(sent).conversation;
    act.until = std::get<Sent>(sent).until;
  }
  keep_act(tx, world_.sealer, act);
  if (ready.baton) stamps_.use(tx, *ready.baton, now);
  world_.tickets.tell(tx, act.ticket, tickets::Happening::acted, asked.by,
                      identity::act_names[act.act], now);
  record(tx, asked.by, action_of(asked.act), act.patient, audit::Answer::allowed,
         std::string(identity::stamp_method_names[ready.method]) + "; ticket " +
             std::to_string(act.ticket.value),
         now);
  if (waits) return ActSaid::second_needed;
  if (asked.act == Act::reopen) return reopened(tx, act, draws, now, lanes);
  if (asked.act != Act::reset && asked.act != Act::registration_code)
    send(tx, act, draws, now, lanes);
  return ActSaid::under_way;
}

// The office has seen who it is: what counts against the patient is forgotten.
ActSaid DeskActs::reopened(Transaction& tx, const DeskAct& act, const Draws& draws, Time now,
                           courier::Lanes& lanes) const {
  const auto keys = budget_keys(world_.sealer, world_.keys, act.patient);
  world_.attempts.restore(tx, keys);
  finish(tx, act, ActState::done, "", now);
  tell(tx, act, draws, now, lanes);
  return ActSaid::done;
}

ActAnswer DeskActs::give_registration(const ActAsked& asked, const Ready& ready,
                                      DeskActId act) const {
  const Seen seen =
      identity::presence_of(ready.method) == Presence::in_person ? Seen::in_person : Seen::callback;
  auto made = registrations_.issue(ready.person.id, asked.paper,
                                   {audit::Actor::staff, asked.by.value, seen});
  const auto* why = std::get_if<NotIssued>(&made);
  const Time now = world_.clock.now();
  world_.store.write([&](Transaction& tx) {
    if (const auto kept = find_act(tx, world_.sealer, act))
      finish(tx, *kept, why ? ActState::refused : ActState::done,
             why ? name_of(said_of(*why)) : std::string_view(), now);
  });
  if (why) return {said_of(*why), std::nullopt};
  return {ActSaid::done, std::get<IssuedRegistration>(std::move(made))};
}

ActSaid DeskActs::agree(DeskActId id, StaffId second) const {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  courier::Lanes lanes;
  const ActSaid said = world_.store.write([&](Transaction& tx) {
    lanes = {};
    const auto act = find_act(tx, world_.sealer, id);
    const auto ticket = act ? world_.tickets.summary(tx, act->ticket) : std::nullopt;
    const bool waits = act && act->state == ActState::waiting_second && now < act->until;
    // Never whoever asked: one person would be two.
    const bool suspended =
        act && world_.attempts.is_suspended(tx, world_.keys.account(act->patient));
    const ActSaid judged = suspended                                     ? ActSaid::suspended
                           : !ticket || !tickets::is_open(ticket->state) ? ActSaid::ended
                           : !waits                                      ? ActSaid::too_late
                           : act->by == second                           ? ActSaid::not_yours
                                                                         : ActSaid::under_way;
    const bool agreed = judged == ActSaid::under_way;
    record(tx, second, "act.agree", act ? act->patient : PatientId{},
           agreed ? audit::Answer::allowed : audit::Answer::refused,
           std::string(name_of(judged)) + "; act " + std::to_string(id.value), now);
    if (!agreed) return judged;
    agree_act(tx, id, second);
    world_.tickets.tell(tx, act->ticket, tickets::Happening::agreed, second,
                        identity::act_names[act->act], now);
    send(tx, *act, draws, now, lanes);
    return judged;
  });
  wake(lanes);
  return said;
}

void DeskActs::wake(courier::Lanes lanes) const {
  if (lanes.any() && world_.wake_courier) world_.wake_courier(lanes);
}

}  // namespace latchkey::conversations
