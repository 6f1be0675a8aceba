#include "core/conversations/conversations.h"

#include <algorithm>

#include "core/base/normal.h"
#include "core/conversations/bridges.h"
#include "core/conversations/call_records.h"
#include "core/conversations/turn.h"
#include "core/identity/password_policy.h"

namespace latchkey::conversations {

namespace {

calls::Channel call_channel(flow::Channel channel) {
  switch (channel) {
    case flow::Channel::web:
      return calls::Channel::web;
    case flow::Channel::kiosk:
      return calls::Channel::kiosk;
    case flow::Channel::phone:
      break;
  }
  return calls::Channel::phone;
}

// Something is under way that must find its conversation, or somebody may yet join it.
bool goes_on_alone(const flow::State& state) {
  return std::holds_alternative<flow::Checking>(state.stage) ||
         std::holds_alternative<flow::Resetting>(state.stage) ||
         std::holds_alternative<flow::Unlocking>(state.stage) ||
         std::holds_alternative<flow::CheckingRegistration>(state.stage) ||
         std::holds_alternative<flow::HandingOff>(state.stage);
}

void count(Leg& leg, Fumble what) {
  switch (what) {
    case Fumble::silence:
      leg.silences += 1;
      break;
    case Fumble::wrong_key:
      leg.wrong_keys += 1;
      break;
    case Fumble::slower:
      leg.slower = 1;
      break;
  }
}

}  // namespace

Prompt Conversations::prompt_of(const Loaded& loaded) const {
  const Conversation& c = loaded.conversation;
  Prompt prompt;
  prompt.conversation = c.id;
  prompt.question = c.question;
  prompt.channel = c.channel;
  prompt.language = c.state.language;
  prompt.interpreter = c.state.interpreter;
  prompt.step = flow::view(c.state, world_.policy, c.channel);
  prompt.notice = c.notice;
  prompt.notice_detail = c.notice_detail;
  prompt.here = c.here;
  prompt.leg = loaded.leg;
  prompt.going = flow::is_over(c.state) ? Prompt::Going::over : Prompt::Going::on;
  prompt.minutes_left =
      std::chrono::round<std::chrono::minutes>(c.expires_at - world_.clock.now()).count();
  return prompt;
}

std::optional<Prompt> Conversations::current(const LegKey& key) const {
  const Time now = world_.clock.now();
  const auto loaded =
      world_.store.read([&](storage::Transaction& tx) { return load(tx, world_.sealer, key); });
  if (!loaded || is_expired(loaded->conversation, now)) return std::nullopt;
  return prompt_of(*loaded);
}

std::optional<Prompt> Conversations::stay(const LegKey& key) {
  const Time now = world_.clock.now();
  return world_.store.write([&](storage::Transaction& tx) -> std::optional<Prompt> {
    auto loaded = load(tx, world_.sealer, key);
    if (!loaded || is_expired(loaded->conversation, now)) return std::nullopt;
    Conversation& c = loaded->conversation;
    if (flow::is_over(c.state)) return std::nullopt;
    const Time longer =
        std::min(now + idle_life(c.channel, world_.config), c.created_at + whole_life);
    c.expires_at = std::max(c.expires_at, longer);
    save(tx, world_.sealer, c);
    return prompt_of(*loaded);
  });
}

Bridges Conversations::bridges() const { return Bridges(world_); }

flow::Step Conversations::first_step(flow::Channel channel) const {
  return flow::view(flow::opening(channel, world_.config.clinic.default_language), world_.policy,
                    channel);
}

Prompt Conversations::open(const LegKey& key, const Opening& opening) {
  // A retry that overtakes the first delivery finds what that one began.
  const Time now = world_.clock.now();
  const Loaded fresh = opened(key, opening, now);
  return prompt_of(world_.store.write([&](storage::Transaction& tx) {
    auto loaded = load(tx, world_.sealer, key);
    if (loaded && !is_expired(loaded->conversation, now)) return *std::move(loaded);
    return insert_opened(tx, key, opening, fresh);
  }));
}

Loaded Conversations::opened(const LegKey& key, const Opening& opening, Time now) const {
  Loaded fresh;
  Conversation& c = fresh.conversation;
  c.id = ConversationId{world_.dice.row_id(now)};
  c.call = calls::CallId{world_.dice.row_id(now)};
  c.channel = key.channel;
  c.here = opening.here.value_or(world_.config.clinic.default_location);
  c.state = flow::opening(key.channel, opening.language);
  c.state.device = opening.device;
  c.created_at = c.touched_at = now;
  c.expires_at = now + idle_life(c.channel, world_.config);
  if (!opening.address.empty()) {
    const auto own = world_.keys.address(opening.address);
    fresh.leg.origin = own.blind.bytes;
    if (own.kind == identity::AttemptKey::Kind::shared) fresh.leg.shared = own.blind.bytes;
    if (const auto wider = world_.keys.network(opening.address))
      fresh.leg.network = wider->blind.bytes;
  }
  if (opening.kiosk) fresh.leg.shared = world_.keys.kiosk(opening.kiosk->value).blind.bytes;
  return fresh;
}

// Over budget a person answers; nobody is hung up on for having called (standards.md C-11).
void Conversations::admit(storage::Transaction& tx, const Opening& opening, Loaded& fresh) const {
  using Then = flow::ChoosingLanguage::Then;
  Conversation& c = fresh.conversation;
  const auto caller = world_.keys.caller(opening.caller);
  const bool hidden = caller.kind == identity::AttemptKey::Kind::anonymous;
  if (!hidden) fresh.leg.caller = caller.blind.bytes;
  if (world_.attempts.call_allowed(tx, caller, c.created_at) == identity::MayCall::to_a_person)
    c.state =
        flow::opening(c.channel, opening.language, hidden ? Then::person_if_open : Then::person);
  world_.attempts.record_call(tx, caller, c.created_at);
}

Loaded Conversations::insert_opened(storage::Transaction& tx, const LegKey& key,
                                    const Opening& opening, Loaded fresh) const {
  if (!opening.caller.empty()) admit(tx, opening, fresh);
  const Conversation& c = fresh.conversation;
  insert(tx, world_.sealer, c, key, fresh.leg);
  world_.calls.begin(
      tx, {c.call, c.id, call_channel(c.channel), opening.here, c.state.language, fresh.leg.caller},
      c.created_at);
  return fresh;
}

Reply Conversations::begin(const LegKey& key, const Opening& opening, const Reading& reading) {
  const Time now = world_.clock.now();
  const Loaded fresh = opened(key, opening, now);
  const auto input = reading(prompt_of(fresh));
  const Draws draws = draw(world_.dice, world_.policy);
  return told(world_.store.write([&](storage::Transaction& tx) {
    Loaded begun = insert_opened(tx, key, opening, fresh);
    if (!input) return Turned{Taken::unread, std::move(begun), {}};
    return Turn(tx, world_, draws, now).take(key, std::move(begun), *input);
  }));
}

Reply Conversations::told(const Turned& turned) const {
  wake(turned.lanes);
  if (!turned.loaded) return {};
  return {turned.taken, prompt_of(*turned.loaded)};
}

Reply Conversations::delivered(
    const LegKey& key, std::int64_t question,
    const std::function<Turned(storage::Transaction&, Turn&, Turned)>& work) const {
  const Draws draws = draw(world_.dice, world_.policy);
  const Time now = world_.clock.now();
  return told(world_.store.write([&](storage::Transaction& tx) {
    auto loaded = load(tx, world_.sealer, key);
    if (!loaded || is_expired(loaded->conversation, now)) return Turned{};
    const bool asked = question == loaded->conversation.question;
    if (!asked) return Turned{Taken::stale, std::move(loaded), {}};
    Turn turn(tx, world_, draws, now);
    return work(tx, turn, {Taken::unread, std::move(loaded), {}});
  }));
}

Reply Conversations::answer(const LegKey& key, std::int64_t question, const Reading& reading) {
  return delivered(key, question, [&](storage::Transaction&, Turn& turn, Turned at) {
    const auto input = reading(prompt_of(*at.loaded));
    return input ? turn.take(key, *std::move(at.loaded), *input) : at;
  });
}

Reply Conversations::hear(const LegKey& key, std::int64_t question, std::int64_t before,
                          const Hearing& hearing) {
  return delivered(key, question, [&](storage::Transaction& tx, Turn& turn, Turned at) {
    const Heard heard = hearing(prompt_of(*at.loaded));
    if (std::holds_alternative<std::monostate>(heard)) return at;
    if (const auto* input = std::get_if<flow::Input>(&heard)) {
      at = turn.take(key, *std::move(at.loaded), *input);
      if (at.taken != Taken::not_understood) return at;
      const flow::Notice notice = at.loaded->conversation.notice;
      if (notice != flow::Notice::none && !flow::is_slip(notice)) return at;
    }
    Leg& leg = at.loaded->leg;
    const auto* what = std::get_if<Fumble>(&heard);
    if (what) at.taken = Taken::stale;
    if (leg.silences + leg.wrong_keys != before) return at;
    count(leg, what ? *what : Fumble::wrong_key);
    save_leg(tx, key, leg);
    if (what) at.taken = Taken::counted;
    return at;
  });
}

Reply Conversations::reply(const LegKey& key, std::int64_t question, const flow::Input& input) {
  return answer(key, question, [&](const Prompt&) { return input; });
}

Reply Conversations::reply_password(const LegKey& key, std::int64_t question,
                                    const Secret& password) {
  AboutPerson about;
  std::string refusal;
  world_.store.read([&](storage::Transaction& tx) {
    const auto loaded = load(tx, world_.sealer, key);
    const auto* choosing =
        loaded ? std::get_if<flow::ChoosingPassword>(&loaded->conversation.state.stage) : nullptr;
    if (!choosing) return;
    about.user_name = choosing->user_name;
    const auto person = world_.roster.person(tx, choosing->proven.patient);
    if (!person) return;
    about.birth_date = person->birth_date;
    about.facts = {person->first_name, person->last_name, person->preferred_name, person->zip,
                   person->record_number};
    about.facts.insert(about.facts.end(), person->former_last_names.begin(),
                       person->former_last_names.end());
    for (const accounts::Contact& contact : world_.roster.contacts(tx, person->id))
      if (contact.kind != accounts::ContactKind::postal)
        about.facts.emplace_back(contact.value.reveal());
    // What opened the account, or lies in a drawer, is no password (ASVS 6.4.1).
    if (world_.registrations.is_code_of(tx, person->id, password) ||
        world_.saved_codes.fits(tx, person->id, password))
      refusal = identity::name_of(identity::PasswordReason::our_code);
  });
  if (refusal.empty()) refusal = world_.judge_password(password, about);
  return reply(key, question, flow::NewPassword{password, refusal});
}

void Conversations::wake(courier::Lanes lanes) const {
  if (lanes.any() && world_.wake_courier) world_.wake_courier(lanes);
}

// Whoever guesses hangs up: that call failed too. A state that can't be opened or read any more
// says nothing; a store that failed is no such thing, and ends the sweep.
void Conversations::sweep_one(storage::Transaction& tx, const Expired& over, Time now,
                              Swept& swept) const {
  std::optional<Conversation> c;
  try {
    c = load(tx, world_.sealer, over.id);
  } catch (const storage::StoreFault&) {
    throw;
  } catch (const Fault& fault) {
    swept.unreadable.emplace_back(fault.what());
  }
  if (c && c->written == Conversation::Written::by_another) swept.outdated += 1;
  if (c && !over.caller.empty() && flow::is_unproven_attempt(c->state) &&
      !flow::has_failed(c->state))
    world_.attempts.record_failed_call(tx, {identity::AttemptKey::Kind::caller, {over.caller}},
                                       now);
  world_.calls.finish(tx, over.call, abandoned(c ? &*c : nullptr), now);
  erase(tx, over.id);
  swept.conversations += 1;
}

void Conversations::leave(storage::Transaction& tx, const LegKey& key) const {
  const auto there = load(tx, world_.sealer, key);
  if (!there) return;
  const Conversation& c = there->conversation;
  if (goes_on_alone(c.state) || c.channel != key.channel) return forget_leg(tx, key);
  world_.calls.finish(tx, c.call, abandoned(&c), world_.clock.now());
  erase(tx, c.id);
}

int Conversations::sweep() {
  end_callbacks();
  constexpr int batch = 200;
  const Time now = world_.clock.now();
  const Swept swept = world_.store.write([&](storage::Transaction& tx) {
    Swept all;
    for (const Expired& each : expired(tx, now, batch)) sweep_one(tx, each, now, all);
    return all;
  });
  for (const std::string& why : swept.unreadable) world_.log.fault("conversation.unreadable", why);
  if (swept.outdated > 0)
    world_.log.warn("conversation.outdated", {{"conversations", swept.outdated}});
  return swept.conversations;
}

}  // namespace latchkey::conversations
