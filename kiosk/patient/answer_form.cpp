#include "kiosk/patient/answer_form.h"

namespace latchkey::kiosk {

namespace {

std::string text_of(const http::Fields& fields, std::string_view name) {
  return std::string(http::only(fields, name).value_or(""));
}

// Three labelled boxes as one text, read as generously as everywhere: whoever writes the day first
// is understood where it can be no month (domain.md P06).
std::string date_of(const http::Fields& fields) {
  return text_of(fields, "month") + "/" + text_of(fields, "day") + "/" + text_of(fields, "year");
}

struct Read {
  const http::Fields& fields;

  std::optional<flow::Input> typed(std::string_view name) const {
    const auto value = http::only(fields, name);
    if (!value) return std::nullopt;
    return flow::Typed{Secret(std::string(*value))};
  }
  std::optional<flow::Input> picked() const {
    const auto option = http::only(fields, "option");
    if (!option) return std::nullopt;
    return flow::Picked{std::string(*option)};
  }

  std::optional<flow::Input> operator()(const flow::Choice&) const { return picked(); }
  std::optional<flow::Input> operator()(const flow::OfficeChoice&) const { return picked(); }
  std::optional<flow::Input> operator()(const flow::PersonName&) const {
    return flow::Named{text_of(fields, "first"), text_of(fields, "last")};
  }
  std::optional<flow::Input> operator()(const flow::BirthDate&) const {
    return flow::Dated{date_of(fields)};
  }
  std::optional<flow::Input> operator()(const flow::Entry& entry) const {
    const bool code =
        entry.kind == flow::EntryKind::code || entry.kind == flow::EntryKind::paper_code;
    return typed(code ? "code" : "text");
  }
  std::optional<flow::Input> operator()(const flow::HandOffEntry&) const {
    return flow::CodeAndDate{Secret(text_of(fields, "code")), date_of(fields)};
  }
  std::optional<flow::Input> operator()(const flow::RegistrationEntry&) const {
    return flow::CodeAndDate{Secret(text_of(fields, "code")), date_of(fields)};
  }
  std::optional<flow::Input> operator()(const flow::NewPasswordEntry&) const {
    return typed("password");
  }
  std::optional<flow::Input> operator()(const flow::Wait&) const { return std::nullopt; }
  std::optional<flow::Input> operator()(const flow::Transfer&) const { return std::nullopt; }
  std::optional<flow::Input> operator()(const flow::SpokenMessage&) const { return std::nullopt; }
  std::optional<flow::Input> operator()(const flow::End&) const { return std::nullopt; }
};

}  // namespace

std::optional<flow::Input> read_answer(const http::Fields& fields, const flow::Step& step) {
  return std::visit(Read{fields}, step.field);
}

std::optional<flow::Input> input_of(const http::Fields& fields, std::string_view act,
                                    const flow::Step& step) {
  if (const auto code = http::only(fields, "interpreter"))
    return flow::NeedInterpreter{std::string(*code)};
  if (act == "person") return flow::AskPerson{};
  if (act == "start_over") return flow::StartOver{};
  if (act == "other") return flow::OtherWay{};
  if (act.starts_with("lang-")) return flow::Speak{std::string(act.substr(5))};
  return read_answer(fields, step);
}

// A code stands again only on a page that judged nothing: whoever slipped in the date beside it
// does not type sixteen characters twice.
TypedAgain typed_again(const http::Fields& fields) {
  TypedAgain again;
  for (const auto& [name, value] : fields)
    if (name == "first" || name == "last" || name == "month" || name == "day" || name == "year" ||
        name == "text" || name == "code")
      again.fields.emplace_back(name, value);
  return again;
}

}  // namespace latchkey::kiosk
