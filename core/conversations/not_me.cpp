#include "core/conversations/not_me.h"

#include <concepts>

#include "core/conversations/call_records.h"
#include "core/conversations/desk_act_rows.h"
#include "core/conversations/errands.h"
#include "core/conversations/turn_records.h"

namespace latchkey::conversations {

namespace {

using storage::Transaction;

// Ending sessions is worth trying for as long as a notice is (standards.md T40).
constexpr std::chrono::hours sign_out_life{48};

// Whom a stage has proven somebody to be, or the desk has vouched for; empty before that.
std::optional<PatientId> proven_as(const flow::Stage& stage) {
  return std::visit(
      [](const auto& s) -> std::optional<PatientId> {
        if constexpr (requires { s.proven; })
          return s.proven.patient;
        else if constexpr (requires { s.vouch; })
          return s.vouch         ? std::optional(s.vouch->patient)
                 : s.claim.first ? s.claim.patient
                                 : std::nullopt;
        else if constexpr (requires { s.offer; })
          return s.offer ? std::optional(s.offer->patient) : std::nullopt;
        else if constexpr (requires { s.claim.first; })
          return s.claim.first ? s.claim.patient : std::nullopt;
        else if constexpr (requires { s.proving.claim.first; })
          return s.proving.claim.first ? s.proving.claim.patient : std::nullopt;
        else if constexpr (requires { s.patient; })
          return s.patient;
        else
          return std::nullopt;
      },
      stage);
}

tickets::Category category_of(flow::Topic recovered) {
  if (recovered == flow::Topic::forgot_user_name) return tickets::Category::user_id;
  if (recovered == flow::Topic::first_sign_in) return tickets::Category::first_login;
  return recovered == flow::Topic::locked ? tickets::Category::locked
                                          : tickets::Category::password_reset;
}

struct Sent {
  const std::string* claim_key = nullptr;
  std::vector<flow::Challenge>* challenges = nullptr;
};

// The codes that a stage has had sent, and for which claim; none in most.
Sent sent_by(flow::Stage& stage) {
  return std::visit(
      [](auto& s) -> Sent {
        if constexpr (requires {
                        s.claim.key;
                        s.challenges;
                      })
          return {&s.claim.key, &s.challenges};
        else if constexpr (requires { s.proving; })
          return {&s.proving.claim.key, &s.proving.challenges};
        else if constexpr (requires { s.before; })
          return {&s.before.claim_key, &s.before.challenges};
        else
          return {};
      },
      stage);
}

}  // namespace

// Chance for one repudiation, thrown before its transaction (rulings.md R14).
struct Repudiations::Draws {
  tickets::Minted ticket;
  ErrandId errand;
  calls::CallId call;
};

// A link has 256 bits: guessing at it needs no door, so that no stranger can close it for those who
// were sent one.
std::optional<NotMe> Repudiations::judged(Transaction& tx, const NotMeAsked& asked,
                                          Time now) const {
  const NotMeTyped typed = read_not_me(world_.sealer, asked.typed);
  const auto origin = code_origin(world_.keys, asked.address);
  const bool open = world_.attempts.not_me_open(tx, origin, now);
  auto found = find_not_me(tx, typed, now);
  if (!open && typed.what == NotMeTyped::What::code) return std::nullopt;
  if (!found && open) world_.attempts.record_wrong_not_me(tx, origin, now);
  return found;
}

NotMeAnswer Repudiations::look(const NotMeAsked& asked) const {
  using Said = NotMeAnswer::Said;
  const Time now = world_.clock.now();
  return world_.store.write([&](Transaction& tx) -> NotMeAnswer {
    const auto found = judged(tx, asked, now);
    if (!found) return {};
    if (found->told) return {Said::done, *found->told};
    return {Said::known, {}};
  });
}

NotMeAnswer Repudiations::act(const NotMeAsked& asked) const {
  using Said = NotMeAnswer::Said;
  const Time now = world_.clock.now();
  const Draws draws{tickets::mint(world_.dice), ErrandId{world_.dice.row_id()},
                    calls::CallId{world_.dice.row_id(now)}};
  const NotMeAnswer answer = world_.store.write([&](Transaction& tx) -> NotMeAnswer {
    const auto found = judged(tx, asked, now);
    if (!found) return {};
    if (found->told) return {Said::done, *found->told};
    return {Said::done, stop(tx, *found, asked.language, draws, now)};
  });
  if (answer.said == Said::done && world_.wake_courier) world_.wake_courier(courier::Lanes().set());
  return answer;
}

NotMe::Told Repudiations::stop(Transaction& tx, const NotMe& what, const std::string& language,
                               const Draws& draws, Time now) const {
  world_.attempts.suspend(tx, world_.keys.account(what.patient), now);
  // What a thief was given, or made, to come back with.
  world_.registrations.void_all(tx, what.patient, now);
  world_.saved_codes.end(tx, what.patient);
  // And what staff were told, or began, on somebody's word (rulings.md R21, R22).
  identity::Stamps(world_.sealer).void_for(tx, what.patient, now);
  end_waiting_acts(tx, what.patient, now);
  end_conversations(tx, what.patient, now);
  sign_out(tx, what, draws, now);
  tickets::RepudiatedTicket asked = ticket_of(tx, what, draws, now);
  asked.language = language;
  const auto opened = world_.tickets.open_repudiated(tx, asked, now);
  NotMe::Told told{opened.number.digits, asked.location, asked.promised_by};
  mark_told(tx, what.id, told, now);
  record(tx, what, now);
  world_.audit.append(tx, ticket_opened(what.id, opened.id, now));
  world_.calls.begin(tx, {draws.call, what.id, calls::Channel::web, asked.location, language}, now);
  world_.calls.about(tx, draws.call, {claim_key_of(world_.sealer, what.patient)});
  world_.calls.finish(tx, draws.call,
                      {calls::Outcome::ticket, std::string(flow::word(what.recovered)),
                       asked.location, opened.id, "repudiated"},
                      now);
  return told;
}

void Repudiations::record(Transaction& tx, const NotMe& what, Time now) const {
  world_.audit.append(tx, {audit::Actor::conversation, what.id.value, "recovery.repudiated",
                           "patient", what.patient.value, audit::Answer::allowed,
                           "conversation " + std::to_string(what.recovery.value), now});
}

tickets::RepudiatedTicket Repudiations::ticket_of(Transaction& tx, const NotMe& what,
                                                  const Draws& draws, Time now) const {
  tickets::RepudiatedTicket ticket;
  ticket.minted = draws.ticket;
  ticket.number = world_.tickets.free_number(tx, draws.ticket.number_seed);
  ticket.conversation = what.id;
  ticket.patient = what.patient;
  ticket.category = category_of(what.recovered);
  ticket.location = office_of(tx, world_.rooms(), what.patient, now);
  const TurnOffices offices(world_.config, world_.calendar, world_.config.clinic.default_location);
  ticket.promised_by = offices.promise(ticket.location, now, world_.policy.promise_locked_out);
  ticket.tried = {{what.issued_at, "recovered", std::string(flow::word(what.recovered))}};
  return ticket;
}

// The stages that hold a proof, or codes that could become one. A state that can't be read any more
// goes on nowhere; a store that failed is no such thing.
void Repudiations::end_conversations(Transaction& tx, PatientId patient, Time now) const {
  for (const ConversationId id : with_codes_or_proofs(tx)) {
    try {
      end_one(tx, id, patient, now);
    } catch (const storage::StoreFault&) {
      throw;
    } catch (const Fault& fault) {
      world_.log.fault("conversation.unreadable", fault.what());
    }
  }
}

void Repudiations::end_one(Transaction& tx, ConversationId id, PatientId patient, Time now) const {
  auto c = load(tx, world_.sealer, id);
  if (!c || c->written == Conversation::Written::by_another) return;
  if (proven_as(c->state.stage) == patient) {
    cancel_errands(tx, id, now);
    world_.calls.finish(tx, c->call, abandoned(&*c), now);
    erase(tx, id);
    return;
  }
  const Sent sent = sent_by(c->state.stage);
  if (!sent.challenges || *sent.claim_key != claim_key_of(world_.sealer, patient)) return;
  for (flow::Challenge& each : *sent.challenges) each.sent = flow::Challenge::Sent::to_nobody;
  c->revision += 1;
  cancel_errands(tx, id, now);
  save(tx, world_.sealer, *c);
}

void Repudiations::cancel_errands(Transaction& tx, ConversationId id, Time now) const {
  using courier::Kind;
  for (const Kind kind : {Kind::send_code, Kind::call_back, Kind::check_account, Kind::set_password,
                          Kind::account_act})
    world_.outbox.cancel_waiting(tx, courier::OriginKind::conversation, id.value, kind, now);
}

void Repudiations::sign_out(Transaction& tx, const NotMe& what, const Draws& draws,
                            Time now) const {
  courier::Errand errand;
  errand.id = draws.errand;
  errand.origin = {courier::OriginKind::act, what.id.value, 0, 0};
  errand.kind = courier::Kind::account_act;
  errand.body = pack_sign_out(what.patient);
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + sign_out_life;
  world_.outbox.put(tx, errand);
}

}  // namespace latchkey::conversations
