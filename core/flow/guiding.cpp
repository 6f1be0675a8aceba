// Guidance: walking a tree of questions and instructions until something helps or nothing is left.

#include <algorithm>

#include "core/base/fault.h"
#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

constexpr std::size_t screen_text_max = 500;  // characters; an error message is shorter

bool passes_over(const GuideNode& node, const Context& ctx) {
  const bool by_phone = ctx.channel == Channel::phone;
  if (node.kind == GuideNode::Kind::typed && by_phone) return true;
  return node.only == (by_phone ? GuideNode::Medium::page : GuideNode::Medium::phone);
}

Decision arrive(const State& state, const Guiding& from, GuideWay way, const Context& ctx) {
  while (way.to == GuideWay::To::node) {
    const GuideNode* node = ctx.policy.guidance.node(way.name);
    ensure(node != nullptr, "guidance leads to nodes that exist");
    if (!passes_over(*node, ctx)) {
      Guiding next = from;
      next.node = node->name;
      return {moved(state, std::move(next)), {}, Notice::none, {}};
    }
    const bool typed = node->kind == GuideNode::Kind::typed;
    way = typed ? node->choices.front().way : node->otherwise;
  }
  if (way.to == GuideWay::To::topic) return on(ChoosingTopic{}, state, Picked{way.name}, ctx);
  if (way.to == GuideWay::To::solved)
    return {moved(state, Ended{Ended::How::solved}), {}, Notice::none, {}};
  return offer_help(
      state, Failed{Failure::guidance_failed, from.topic, std::nullopt, way.name, from.screen_text},
      Notice::none);
}

Decision on_typed(const Guiding& s, const State& state, const GuideNode& node, const Input& input,
                  const Context& ctx) {
  Guiding next = s;
  if (const Secret* typed = typed_of(input)) {
    const auto text = printable_text(typed->reveal(), screen_text_max);
    if (!text) return stay(state, Notice::not_understood);
    next.screen_text = *text;
  } else if (std::holds_alternative<OtherWay>(input)) {
    next.screen_text.clear();
  } else {
    return stay(state, Notice::not_understood);
  }
  State told = state;
  note(told, node.name, next.screen_text.empty() ? "nothing_shown" : "typed");
  return arrive(told, next, node.choices.front().way, ctx);
}

// To the phone that calls only, and once. Whoever shows another's number as theirs hears of that
// number what it shows itself, nothing that we know of it (rulings.md R1).
Decision text_steps(const State& state, const GuideNode& node, const TextSteps& wish,
                    const Context& ctx) {
  if (!may_text_steps(ctx.policy.guidance, node, state, ctx.channel))
    return stay(state, Notice::not_understood);
  State next = state;
  next.tally.steps_texted += 1;
  const auto to = normal_phone(wish.from);
  if (!to || !ctx.records.may_ring(*to)) {
    note(next, node.name, "not_texted");
    return {std::move(next), {}, Notice::steps_not_texted, {}};
  }
  note(next, node.name, "texted");
  SendSteps send{*to, node.name};
  if (!ctx.records.may_text(*to)) send.reaches = SendSteps::Reaches::nobody;
  return {std::move(next), {std::move(send), CountSteps{*to}}, Notice::steps_texted, {}};
}

}  // namespace

bool may_text_steps(const Guidance& guidance, const GuideNode& node, const State& state,
                    Channel channel) {
  return channel == Channel::phone && state.tally.steps_texted == 0 && begins_a_row(guidance, node);
}

const GuideNode* node_of(const Policy& policy, const Guiding& guiding) {
  const GuideNode* node = policy.guidance.node(guiding.node);
  return node ? node : policy.guidance.node(policy.guidance.first(word(guiding.topic)));
}

Decision guide(const State& state, Topic topic, const Context& ctx) {
  const std::string_view first = ctx.policy.guidance.first(word(topic));
  if (first.empty()) return stay(state, Notice::not_understood);
  State next = state;
  note(next, "topic", word(topic));
  return arrive(next, Guiding{topic, {}, {}}, {GuideWay::To::node, std::string(first)}, ctx);
}

Decision guide_at(const State& state, std::string_view name, const Context& ctx) {
  const GuideNode* node = ctx.policy.guidance.node(name);
  const auto topic = node ? topic_of(node->topic) : std::nullopt;
  if (!topic || !is_guidance(*topic)) return stay(state, Notice::not_understood);
  if (auto told = told_of_incident(state, *topic, name, ctx)) return *std::move(told);
  State next = state;
  note(next, "topic", word(*topic));
  GuideWay way{GuideWay::To::node, node->name};
  const auto known = std::ranges::find(node->choices, state.device.browser, &GuideChoice::option);
  if (node->known_as == "browser" && known != node->choices.end() && !passes_over(*node, ctx)) {
    note(next, node->name, known->option);
    way = known->way;
  }
  return arrive(next, Guiding{*topic, {}, {}}, way, ctx);
}

Decision on(const Guiding& s, const State& state, const Input& input, const Context& ctx) {
  const GuideNode* node = node_of(ctx.policy, s);
  if (!node) return {moved(state, ChoosingTopic{}), {}, Notice::started_over, {}};
  if (node->kind == GuideNode::Kind::typed) return on_typed(s, state, *node, input, ctx);
  if (const auto* wish = std::get_if<TextSteps>(&input))
    return text_steps(state, *node, *wish, ctx);
  const auto* option = option_of(input);
  if (!option) return stay(state, Notice::not_understood);
  const auto chosen = std::ranges::find(node->choices, *option, &GuideChoice::option);
  if (chosen == node->choices.end()) return stay(state, Notice::not_understood);
  State next = state;
  note(next, node->name, *option);
  return arrive(next, s, chosen->way, ctx);
}

}  // namespace latchkey::flow
