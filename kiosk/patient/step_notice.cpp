#include "kiosk/patient/step_notice.h"

#include <algorithm>

#include "core/identity/password_policy.h"

namespace latchkey::kiosk {

namespace {

bool is_code(flow::EntryKind kind) {
  return kind == flow::EntryKind::code || kind == flow::EntryKind::paper_code;
}

bool is_filled(const TypedAgain& typed, std::string_view name) {
  return std::ranges::any_of(typed.fields, [&](const auto& field) {
    return field.first == name && !field.second.empty();
  });
}

// The first box that an error summary can point to.
std::string_view first_field(const flow::Field& field, flow::Notice notice,
                             const TypedAgain& typed) {
  const bool has_date = std::holds_alternative<flow::HandOffEntry>(field) ||
                        std::holds_alternative<flow::RegistrationEntry>(field);
  if (has_date && notice == flow::Notice::bad_birth_date) return "month";
  if (std::holds_alternative<flow::PersonName>(field))
    return is_filled(typed, "first") && !is_filled(typed, "last") ? "last" : "first";
  if (std::holds_alternative<flow::BirthDate>(field)) return "month";
  if (std::holds_alternative<flow::HandOffEntry>(field)) return "code";
  if (std::holds_alternative<flow::RegistrationEntry>(field)) return "code";
  if (std::holds_alternative<flow::NewPasswordEntry>(field)) return "password";
  if (std::holds_alternative<flow::OfficeChoice>(field)) return "option";
  if (const auto* entry = std::get_if<flow::Entry>(&field))
    return is_code(entry->kind) ? "code" : "text";
  return "";
}

}  // namespace

void show_notice(const PageWorld& world, const conversations::Prompt& prompt,
                 std::span<const TextValue> values, const TypedAgain& typed, View& page) {
  if (prompt.notice == flow::Notice::none) return;
  const std::string key = "notices." + std::string(flow::word(prompt.notice)) + ".page";
  const std::string text = world.texts.fill(prompt.language, key, values);
  if (!flow::is_slip(prompt.notice)) {
    page.section("NOTICE").set("TEXT", text);
    return;
  }
  page.section("SLIP").set("TEXT", world.texts.text(prompt.language, "words.page.slip"));
  View& problem = page.section("PROBLEM");
  problem.set("HEADING", world.texts.text(prompt.language, "words.page.problem"));
  const std::string_view field = first_field(prompt.step.field, prompt.notice, typed);
  if (field.empty())
    problem.section("PLAIN").set("TEXT", text);
  else
    problem.section("LINKED").set("FIELD", field).set("TEXT", text);
  const auto refused = identity::reason_named(prompt.notice_detail);
  if (!refused) return;
  const auto more = [&](std::string_view table, std::string_view word) {
    problem.section("MORE").set("TEXT", world.texts.text(prompt.language, {"words", table, word}));
  };
  more("password_refused", identity::name_of(*refused));
  more("password", identity::name_of(identity::suggestion_for(*refused)));
}

}  // namespace latchkey::kiosk
