#include "kiosk/patient/take_home.h"

#include <algorithm>

#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view guidance_words = "guidance.";

std::string message(const PageWorld& world, const TakeHome& what, std::string_view line_end) {
  std::string out;
  for (const std::string& line : what.lines) out.append(line).append(line_end);
  return http::percent_encode(out.append(line_end).append(world.config.urls.patient).append("/"));
}

bool says_what_to_do(const GuideNode* node) {
  return node != nullptr &&
         (node->kind == GuideNode::Kind::instruction || node->kind == GuideNode::Kind::check) &&
         node->only != GuideNode::Medium::phone;
}

// What an instruction leads to once it is done.
const GuideNode* after(const Guidance& guidance, const GuideNode& node) {
  if (node.kind != GuideNode::Kind::instruction) return nullptr;
  const GuideWay& way = node.choices.front().way;
  return way.to == GuideWay::To::node ? guidance.node(way.name) : nullptr;
}

// The one instruction that leads here; null if none or several do.
const GuideNode* before(const Guidance& guidance, const GuideNode& node) {
  const GuideNode* found = nullptr;
  for (const GuideNode& other : guidance.nodes()) {
    if (after(guidance, other) != &node) continue;
    if (found) return nullptr;
    found = &other;
  }
  return found;
}

}  // namespace

void offer_messages(const PageWorld& world, const std::string& language, const TakeHome& what,
                    View& keep) {
  const auto text = [&](std::string_view key) {
    return world.texts.text(language, {"words.keep", key});
  };
  const std::string subject = http::percent_encode(what.subject);
  const std::string mail = message(world, what, "\r\n");  // RFC 6068, section 5
  if (subject.size() + mail.size() < mail_address_max)
    keep.section("MAIL").set("SUBJECT", subject).set("BODY", mail).set("TEXT", text("mail"));
  keep.section("MESSAGE").set("BODY", message(world, what, "\n")).set("TEXT", text("message"));
}

const GuideNode* screen_of(const Guidance& guidance, std::string_view step_id) {
  if (!step_id.starts_with(guidance_words)) return nullptr;
  return guidance.node(step_id.substr(guidance_words.size()));
}

std::vector<const GuideNode*> steps_in_a_row(const Guidance& guidance, std::string_view node) {
  std::vector<const GuideNode*> row{guidance.node(node)};
  if (!says_what_to_do(row.front())) return {};
  for (const auto* next = before(guidance, *row.front()); says_what_to_do(next);
       next = before(guidance, *row.front()))
    row.insert(row.begin(), next);
  for (const auto* next = after(guidance, *row.back()); says_what_to_do(next);
       next = after(guidance, *row.back()))
    row.push_back(next);
  return row;
}

void offer_steps(const PageWorld& world, const Guidance& guidance,
                 const conversations::Prompt& prompt, View& page) {
  const GuideNode* screen = screen_of(guidance, prompt.step.id);
  if (!screen) return;
  const auto row = steps_in_a_row(guidance, screen->name);
  if (row.empty()) return;
  const auto text = [&](std::string_view key) {
    return world.texts.text(prompt.language, {"words.keep", key});
  };
  const std::vector<TextValue> values{{"clinic", std::string_view(world.config.clinic.name)},
                                      {"portal", std::string_view(world.config.clinic.portal_url)}};
  TakeHome what{text("steps"), {}};
  View printed;
  printed.set("HEADING", text("steps"));
  for (const GuideNode* node : row) {
    const auto said = [&](const char* medium) {
      return world.texts.fill(prompt.language, node->words + medium, values);
    };
    const std::string number = std::to_string(printed.sections().size() + 1);
    what.lines.push_back(number + ". " + said(".title"));
    what.lines.push_back(said(".page"));
    printed.section("LINE").set("TITLE", said(".title")).set("TEXT", said(".page"));
  }
  View& keep = page.section("KEEP").set("TEXT", text("page"));
  keep.section("PRINT").set("TEXT", text("print"));
  offer_messages(world, prompt.language, what, keep);
  page.section("PRINTED") = std::move(printed);
}

}  // namespace latchkey::kiosk
