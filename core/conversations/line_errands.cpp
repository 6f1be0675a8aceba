#include "core/conversations/line_errands.h"

#include <algorithm>
#include <vector>

namespace latchkey::conversations {

namespace {

constexpr std::int64_t at_once_max = 20;  // ordered and not ended
constexpr int looked_at_max = 200;
constexpr std::chrono::hours life{24};
constexpr std::chrono::hours day{24};
// So long nobody asks again for a number of which nothing is known.
constexpr std::chrono::days unknown_for{90};

courier::Origin origin_of(const Sealer& sealer, const std::string& e164) {
  const auto name = static_cast<std::int64_t>(first_bits(sealer.mac("line", e164)) >> 1U);
  return {courier::OriginKind::system, name, 0, 0};
}

courier::Errand errand_for(const Sealer& sealer, const std::string& e164, ErrandId id, Time now) {
  courier::Errand errand;
  errand.id = id;
  errand.origin = origin_of(sealer, e164);
  errand.kind = courier::Kind::look_up;
  errand.body = Secret(e164);
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + life;
  return errand;
}

accounts::LineType type_of(courier::Line line) {
  switch (line) {
    case courier::Line::mobile:
      return accounts::LineType::mobile;
    case courier::Line::landline:
      return accounts::LineType::landline;
    case courier::Line::unknown:
      break;
  }
  return accounts::LineType::unknown;
}

}  // namespace

// What a minute may ask for, chosen without keeping a writer waiting.
std::set<std::string> LineErrands::next() const {
  const Time now = at_.clock.now();
  return at_.store.read([&](storage::Transaction& tx) {
    const std::int64_t open = at_.outbox.open_errands(tx, courier::Kind::look_up);
    const std::int64_t spent = at_.roster.lines_learnt(tx, now - day) + open;
    const auto left = std::max<std::int64_t>(0, std::min(day_max_ - spent, at_once_max - open));
    std::set<std::string> numbers;
    if (left == 0) return numbers;
    // Those under way, and those that failed today, are among the first that nobody knows.
    for (const std::string& e164 : at_.roster.unknown_lines(tx, now - unknown_for, looked_at_max)) {
      if (static_cast<std::int64_t>(numbers.size()) == left) break;
      if (!at_.outbox.has(tx, origin_of(at_.sealer, e164))) numbers.insert(e164);
    }
    return numbers;
  });
}

int LineErrands::order() const {
  if (!at_.lookups.can_ask()) return 0;
  const std::set<std::string> numbers = next();
  if (numbers.empty()) return 0;
  std::vector<courier::Errand> errands;
  for (const std::string& e164 : numbers)
    errands.push_back(errand_for(at_.sealer, e164, ErrandId{at_.dice.row_id()}, at_.clock.now()));
  at_.store.write([&](storage::Transaction& tx) {
    for (const courier::Errand& errand : errands) at_.outbox.put(tx, errand);
  });
  return static_cast<int>(errands.size());
}

courier::Outcome LineErrands::look_up(const courier::Claimed& errand) const {
  using courier::Reason;
  using courier::Result;
  if (!errand.body || !at_.lookups.can_ask())
    return {Result::refused_permanent, Reason::unreadable, 0, {}, {}, {}};
  const std::string e164(errand.body->reveal());
  const courier::LookedUp found = at_.lookups.look_up(e164);
  if (found.outcome.result != Result::done) return found.outcome;
  at_.store.write([&](storage::Transaction& tx) {
    at_.roster.learn_line(tx, e164, type_of(found.line), at_.clock.now());
  });
  return found.outcome;
}

}  // namespace latchkey::conversations
