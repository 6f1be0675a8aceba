#include "kiosk/patient/take_home.h"

#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view guidance_words = "guidance.";

std::string message(const PageWorld& world, const TakeHome& what, std::string_view line_end) {
  std::string out;
  for (const std::string& line : what.lines) out.append(line).append(line_end);
  return http::percent_encode(out.append(line_end).append(world.config.urls.patient).append("/"));
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

std::vector<SaidStep> said_steps(const PageWorld& world, const std::string& language,
                                 std::span<const GuideNode* const> row) {
  const std::vector<TextValue> values{{"clinic", std::string_view(world.config.clinic.name)},
                                      {"portal", std::string_view(world.config.clinic.portal_url)}};
  std::vector<SaidStep> said;
  for (const GuideNode* node : row)
    said.push_back({world.texts.fill(language, node->words + ".title", values),
                    world.texts.fill(language, node->words + ".page", values)});
  return said;
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
  TakeHome what{text("steps"), {}};
  View printed;
  printed.set("HEADING", text("steps"));
  for (const SaidStep& said : said_steps(world, prompt.language, row)) {
    const std::string number = std::to_string(printed.sections().size() + 1);
    what.lines.push_back(number + ". " + said.title);
    what.lines.push_back(said.text);
    printed.section("LINE").set("TITLE", said.title).set("TEXT", said.text);
  }
  View& keep = page.section("KEEP").set("TEXT", text("page"));
  keep.section("PRINT").set("TEXT", text("print"));
  offer_messages(world, prompt.language, what, keep);
  page.section("PRINTED") = std::move(printed);
}

}  // namespace latchkey::kiosk
