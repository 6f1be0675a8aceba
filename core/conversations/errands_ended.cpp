// What the errands of conversations come to: by the courier's own end, or by a provider's report.
#include "core/conversations/bridges.h"
#include "core/conversations/conversation_rows.h"
#include "core/conversations/conversations.h"
#include "core/conversations/desk_acts.h"
#include "core/conversations/errands.h"
#include "core/conversations/telling.h"
#include "core/conversations/turn.h"
#include "core/conversations/voicemail_errands.h"

namespace latchkey::conversations {

namespace {

// Which input of the flow an ended errand is; none for messages (rulings.md R1: a delivery result
// changes nothing that an unproven person can see).
std::optional<flow::Input> input_of(const courier::Claimed& claimed,
                                    const courier::Outcome& outcome) {
  if (claimed.origin.kind != courier::OriginKind::conversation) return std::nullopt;
  if (claimed.kind == courier::Kind::check_account) return account_seen(outcome);
  if (claimed.kind == courier::Kind::set_password) return password_set(outcome);
  if (claimed.kind == courier::Kind::account_act) return unlocked(outcome);
  // A call that may have been placed is told of by the provider's report; nobody's never is.
  const bool placed =
      claimed.kind == courier::Kind::call_back &&
      (outcome.result == courier::Result::done || outcome.result == courier::Result::unknown);
  const auto ring = ring_of(claimed.origin);
  return ring && !placed ? std::optional<flow::Input>(flow::CallUnanswered{*ring}) : std::nullopt;
}

flow::ProofKind way_of(courier::Channel channel) {
  switch (channel) {
    case courier::Channel::text:
      return flow::ProofKind::text;
    case courier::Channel::call:
      return flow::ProofKind::call;
    case courier::Channel::mail:
      break;
  }
  return flow::ProofKind::mail;
}

bool is_conversations_code(const courier::Origin& origin, courier::Kind kind) {
  return origin.kind == courier::OriginKind::conversation && kind == courier::Kind::send_code;
}

// The way by which a code surely did not go; empty for all other ends.
std::optional<flow::ProofKind> failed_way(const courier::Claimed& claimed,
                                          const courier::Outcome& outcome) {
  if (!is_conversations_code(claimed.origin, claimed.kind) || !claimed.body) return std::nullopt;
  if (outcome.result == courier::Result::done || outcome.result == courier::Result::unknown)
    return std::nullopt;
  return way_of(courier::unpack_delivery(*claimed.body).channel);
}

// The provider knows of a STOP that never came to us, or came before this database: it is kept as
// if it had come, and no more texts are tried.
void keep_stop(storage::Transaction& tx, const World& world, const courier::Outcome& outcome,
               std::string_view number) {
  if (outcome.reason == courier::Reason::opted_out)
    world.roster.set_texts(tx, number, accounts::Contact::Texts::opted_out);
}

// Whom an errand's message went to; empty for errands that are none.
std::string number_of(const courier::Claimed& claimed, const courier::Outcome& outcome) {
  const bool texted = outcome.reason == courier::Reason::opted_out && claimed.body;
  return texted ? courier::unpack_delivery(*claimed.body).to : std::string();
}

// A notice of a recovery that surely did not arrive, and is not tried again.
bool is_lost(const courier::Origin& origin, courier::Kind kind, const courier::Outcome& outcome) {
  const bool of_somebody =
      origin.kind == courier::OriginKind::conversation || origin.kind == courier::OriginKind::act;
  return of_somebody && kind == courier::Kind::notice && outcome.result != courier::Result::done &&
         outcome.result != courier::Result::unknown;
}

// That nothing was sent by the last try says nothing of the tries before, which may have arrived.
courier::Outcome known_of(const courier::Claimed& claimed, courier::Outcome outcome) {
  if (outcome.result == courier::Result::expired && claimed.unknowns > 0)
    outcome.result = courier::Result::unknown;
  return outcome;
}

// A call that a clerk asked for and that surely never reached the office's phone.
bool came_to_nothing(const courier::Outcome& outcome) {
  return outcome.result != courier::Result::done && outcome.result != courier::Result::unknown;
}

bool is_at_its_end(courier::ProviderStatus status) {
  return courier::rank_of(status) == courier::rank_of(courier::ProviderStatus::delivered);
}

// The ring that is over by this report, however it ended.
std::optional<int> ended_ring(const courier::Settled& settled) {
  return is_at_its_end(settled.status) ? ring_of(settled.origin) : std::nullopt;
}

}  // namespace

void Conversations::errand_ended(const courier::Claimed& claimed, const courier::Outcome& outcome) {
  const auto input = input_of(claimed, outcome);
  const auto failed = failed_way(claimed, outcome);
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  const std::string stopped = number_of(claimed, outcome);
  const auto deletion = deletion_after(claimed, outcome, ErrandId{world_.dice.row_id()}, now);
  if (deletion) world_.log.warn("voicemail.not_fetched", {{"errand", claimed.id.value}});
  wake(world_.store.write([&](storage::Transaction& tx) {
    const auto finished = world_.outbox.finish(tx, claimed, outcome, now);
    const ConversationId id{claimed.origin.id};
    const bool news = finished == courier::Outbox::Finish::finished;
    const auto bridge = bridge_of(claimed.origin, claimed.kind);
    if (news && bridge && came_to_nothing(outcome)) bridges().failed(tx, *bridge, now);
    if (news) keep_stop(tx, world_, outcome, stopped);
    if (news && failed) tell_clerk(tx, id, {*failed, now});
    if (news && is_lost(claimed.origin, claimed.kind, outcome))
      notice_lost(tx, world_, id, tickets::LetterId{draws.row_id(world_.sealer, letter_ordinal)},
                  now);
    if (news && deletion) world_.outbox.put(tx, *deletion);
    if (news && claimed.kind == courier::Kind::set_password)
      reset_failed(tx, world_, id, known_of(claimed, outcome), now);
    if (finished == courier::Outbox::Finish::already || !input) return courier::Lanes{};
    return Turn(tx, world_, draws, now).take(id, *input).lanes;
  }));
}

void Conversations::reported(courier::Channel channel, ErrandId errand,
                             const courier::ProviderReport& report) const {
  const Time now = world_.clock.now();
  const tickets::LetterId letter{world_.dice.row_id()};
  const Draws draws = draw(world_.dice, world_.policy);
  wake(world_.store.write([&](storage::Transaction& tx) {
    const auto settled = world_.outbox.settle_by_callback(tx, errand, report, now);
    if (!settled) return courier::Lanes();
    keep_stop(tx, world_, settled->outcome, report.to);
    const ConversationId id{settled->origin.id};
    if (is_conversations_code(settled->origin, settled->kind) &&
        settled->outcome.result != courier::Result::done)
      tell_clerk(tx, id, {way_of(channel), now});
    if (is_lost(settled->origin, settled->kind, settled->outcome))
      notice_lost(tx, world_, id, letter, now);
    // Whoever pressed 1 is told of the patient's end; a call that nobody took ends here.
    const auto bridge = bridge_of(settled->origin, settled->kind);
    if (bridge && is_at_its_end(settled->status)) bridges().hung_up(tx, *bridge, now);
    const auto ring = ended_ring(*settled);
    if (!ring) return courier::Lanes();
    return Turn(tx, world_, draws, now).take(id, flow::CallUnanswered{*ring}).lanes;
  }));
}

void Conversations::tell_clerk(storage::Transaction& tx, ConversationId id,
                               const Undelivered& what) const {
  const tickets::Tried tried{what.at, std::string(flow::word(what.by)), "undelivered"};
  if (world_.tickets.list_tried(tx, id, tried) == tickets::Tickets::Listed::unknown)
    keep_undelivered(tx, id, what);
}

}  // namespace latchkey::conversations
