#include "tests/fakes/engine.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "core/base/normal.h"

namespace latchkey::tests {

const FixturePerson& person(std::string_view key) {
  const auto it = std::find_if(people.begin(), people.end(),
                               [&](const FixturePerson& p) { return p.key == key; });
  REQUIRE_MESSAGE(it != people.end(), "no fixture person ", std::string(key));
  return *it;
}

const Guidance& shipped_guidance() {
  static const Guidance guidance =
      Guidance::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  return guidance;
}

PatientId id_of(const FixturePerson& someone) {
  return PatientId{1 + static_cast<std::int64_t>(&someone - people.data())};
}

void SeededDice::fill(std::span<unsigned char> out) {
  for (unsigned char& byte : out) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    byte = static_cast<unsigned char>(state_ >> 32U);
  }
}

namespace {

const FixturePerson* match(const flow::Facts& facts) {
  if (!facts.birth_date) return nullptr;
  for (const FixturePerson& p : people) {
    if (p.key == "stranger") continue;
    const auto born = normal_date(
        p.birth_date, Date{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(21)});
    if (born != facts.birth_date) continue;
    if (!facts.last_name.empty() && normal_name(facts.last_name) != normal_name(p.last)) continue;
    const bool fits =
        (!facts.zip || facts.zip == normal_zip(p.zip)) &&
        (!facts.phone || facts.phone == normal_phone(p.phone)) &&
        (!facts.email || facts.email == normal_email(p.email)) &&
        (!facts.record_number || facts.record_number == normal_record_number(p.record_number));
    if (fits) return &p;
  }
  return nullptr;
}

}  // namespace

flow::Found FakeRecords::find(const flow::Facts& facts) const {
  const FixturePerson* found = match(facts);
  if (!found) return {};
  if (found->decoy == flow::Decoy::several) return {std::nullopt, flow::Decoy::several, {}};
  return {id_of(*found), found->decoy, found->reach};
}

std::string FakeRecords::claim_key(const flow::Facts& facts, std::optional<PatientId> p) const {
  return p ? "patient " + std::to_string(p->value)
           : "claim " + facts.last_name + (facts.birth_date ? iso_date(*facts.birth_date) : "");
}
bool FakeRecords::may_try(const std::string& key, std::optional<PatientId>) const {
  return !spent.contains(key);
}
bool FakeRecords::may_send(const std::string& key, std::optional<PatientId>,
                           flow::ProofKind) const {
  return !sent_enough.contains(key);
}
flow::Standing FakeRecords::standing(PatientId patient) const {
  return people.at(static_cast<std::size_t>(patient.value - 1)).standing;
}
std::optional<ConversationId> FakeRecords::cut_off(std::string_view digits) const {
  const auto found = cut.find(digits);
  return found == cut.end() ? std::nullopt : std::optional(found->second);
}

std::optional<ConversationId> FakeRecords::hand_off(std::string_view code, Date date) const {
  const auto it = hand_offs.find(std::string(code) + iso_date(date));
  return it == hand_offs.end() ? std::nullopt : std::optional(it->second);
}

flow::Records::Registration FakeRecords::registration(const Secret& code, Date date) const {
  const auto it = registrations.find(std::string(code.reveal()) + iso_date(date));
  return it == registrations.end() ? Registration{} : it->second;
}
bool FakeRecords::saved_code(const Secret& typed, const std::string& key,
                             std::optional<PatientId> patient) const {
  const auto it = saved.find(patient.value_or(PatientId{}));
  return it != saved.end() && it->second == typed.reveal() && !saved_spent.contains(key);
}

std::optional<LocationId> FakeOffices::pick(std::string_view text) const {
  if (text == "2") return LocationId{2};
  return normal_zip(text) ? std::optional(LocationId{5}) : std::nullopt;
}

Engine::Engine(flow::Channel a_channel, std::uint64_t seed)
    : channel(a_channel),
      state(flow::opening(a_channel, "en")),
      dice_(seed),
      sealer_(Secret(std::string(32, 'k')), 1, dice_) {
  draw();
}

void Engine::draw() {
  const auto code = [this](int digits) {
    return Secret(dice_.digits(static_cast<std::size_t>(digits)));
  };
  fresh.codes = {code(policy.short_code_digits), code(policy.short_code_digits),
                 code(policy.mail_code_digits)};
  fresh.hand_off = code(policy.hand_off_digits);
  fresh.saved = Secret(dice_.crockford(16));
  fresh.match_code = dice_.digits(4);
  fresh.help_number = dice_.digits(7);
}

flow::Context Engine::context() {
  return {now,     channel, LocationId{1}, ConversationId{77}, began, policy, records,
          offices, sealer_, fresh};
}

const flow::Decision& Engine::take(const flow::Input& input) {
  const flow::Context ctx = context();
  last = flow::advance(state, input, ctx);
  const flow::Decision again = flow::advance(state, input, ctx);
  CHECK_MESSAGE((again.next == last.next && again.effects == last.effects &&
                 again.notice == last.notice && again.notice_detail == last.notice_detail),
                "the same input twice gives the same decision");
  CHECK_MESSAGE((last.effects.empty() || !(last.next == state)),
                "no effect without a changed state");
  state = last.next;
  effects.insert(effects.end(), last.effects.begin(), last.effects.end());
  draw();
  return last;
}

std::string Engine::code() const {
  for (auto it = effects.rbegin(); it != effects.rend(); ++it)
    if (const auto* sent = std::get_if<flow::SendCode>(&*it))
      if (sent->to && now < sent->expires) return std::string(sent->code.reveal());
  return "";
}

}  // namespace latchkey::tests
