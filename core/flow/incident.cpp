// A known outage comes before everything that needs the portal (domain.md C27).

#include <algorithm>

#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

constexpr std::string_view step = "incident";

bool needs_portal(Topic topic) {
  return topic != Topic::hours && topic != Topic::helping && topic != Topic::have_code;
}

}  // namespace

// Told once: whoever goes on all the same is not asked again.
std::optional<Decision> told_of_incident(const State& state, Topic topic, std::string_view node,
                                         const Context& ctx) {
  const bool told = std::ranges::find(state.tried, step, &Tried::step) != state.tried.end();
  if (told || !needs_portal(topic)) return std::nullopt;
  const auto incident = ctx.records.incident();
  if (!incident) return std::nullopt;
  // A time that has passed is no promise any more.
  const bool is_ahead = incident->expected && ctx.now < *incident->expected;
  KnownIncident telling{topic, std::string(node), is_ahead ? incident->expected : std::nullopt};
  return Decision{
      moved(state, std::move(telling)), {CountIncident{incident->id}}, Notice::none, {}};
}

Decision on(const KnownIncident& s, const State& state, const Input& input, const Context& ctx) {
  const auto* option = option_of(input);
  if (!option) return stay(state, Notice::not_understood);
  State next = state;
  note(next, step, *option == "done" ? "told" : "went_on");
  if (*option == "done") return {moved(next, Ended{Ended::How::told}), {}, Notice::none, {}};
  if (*option != "go_on") return stay(state, Notice::not_understood);
  if (!s.node.empty()) return guide_at(next, s.node, ctx);
  return on(ChoosingTopic{}, next, Picked{std::string(word(s.topic))}, ctx);
}

Step view_of(const KnownIncident& s) {
  const Choice choice{{"done", "go_on"}};
  if (!s.expected) return {"incident", choice, {}, {}, {}};
  return {"incident_until", choice, {{"time", *s.expected}}, {}, {}};
}

}  // namespace latchkey::flow
