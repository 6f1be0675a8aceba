// What changes settings: saving, going back, publishing, taking back; and the file of a document.
#include "core/base/fault.h"
#include "core/base/toml_text.h"
#include "core/operations/settings.h"
#include "kiosk/desk/setting_edited.h"
#include "kiosk/desk/setting_fields.h"
#include "kiosk/desk/settings_desk.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

using audit::Answer;
using operations::Flawed;
using settings::Overtaken;
using storage::Transaction;

namespace {

constexpr std::size_t note_bytes_max = 300;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string named(const SettingPlace& at, std::int64_t number) {
  return at.document + " " + std::to_string(number);
}

}  // namespace

// Of a version; 0 is the file. Empty if there is none.
std::optional<std::string> SettingsDesk::text_of(const std::string& document,
                                                 std::int64_t number) const {
  if (number == 0) return parts_.settings.in_file(document);
  const auto found = parts_.store.read(
      [&](Transaction& tx) { return parts_.settings.documents().get(tx, document, number); });
  return found ? std::optional(found->text) : std::nullopt;
}

// As it was typed: a form changes what it shows of the version that it was made from.
std::optional<SettingsDesk::Edited> SettingsDesk::read(const Visit& visit) const {
  const SettingPlace at = place(visit);
  const std::int64_t base = visit.number("base");
  Edited out{at, base, {}, {0, TomlTable{}}};
  out.note = typed(visit.fields, "note").substr(0, note_bytes_max);
  if (visit.field("as") != "form") {
    out.text = typed(visit.fields, "text") + "\n";
    return out;
  }
  const auto before = text_of(at.document, base);
  if (!before) return std::nullopt;
  TomlValue tree = parse_toml(*before, at.document);
  if (!has_form(at, tree)) return std::nullopt;
  out.as = Edited::As::form;
  out.tree = SettingForm(parts_, words_).read(at, std::move(tree), visit.fields);
  out.text = toml_text(out.tree);
  return out;
}

http::Response SettingsDesk::save(const Visit& visit) const {
  auto read_form = read(visit);
  if (!read_form) return words_.message(422, "unreadable", &visit.session);
  return keep(visit, *std::move(read_form));
}

http::Response SettingsDesk::keep(const Visit& visit, Edited edited) const {
  const SettingPlace& at = edited.at;
  settings::Save asked;
  asked.document = at.document;
  asked.text = edited.text;
  asked.note = edited.note;
  asked.author = visit.session.member.id;
  asked.base = edited.base;
  const auto said = parts_.settings.save(asked, [&](Transaction& tx, std::int64_t id) {
    record(tx, visit, {"setting.save", "setting", id}, at.document);
  });
  if (std::holds_alternative<std::int64_t>(said))
    return redirect("/settings/review?document=" + http::percent_encode(at.document),
                    words_.scheme());
  parts_.store.write([&](Transaction& tx) {
    record(tx, visit, {"setting.save", "setting", 0, Answer::refused}, at.document);
  });
  if (const auto* flawed = std::get_if<Flawed>(&said)) {
    edited.problems = lines_of(flawed->why);
    return editor(visit, 422, edited);
  }
  // Both are shown; pressing again saves on top of what stands now.
  const Standing stands = standing(at.document);
  edited.problems = {std::string(words_.text("settings.overtaken"))};
  edited.base = stands.number;
  edited.theirs = stands.text;
  return editor(visit, 409, edited);
}

// An old text as a new draft, to be read and published like any other.
http::Response SettingsDesk::go_back(const Visit& visit) const {
  const SettingPlace at{std::string(visit.field("document")), ""};
  const std::int64_t number = visit.number("version");
  const auto text = text_of(at.document, number);
  if (!text) return words_.message(404, "no_page", &visit.session);
  Edited edited{at, visit.number("base"), *text, {0, TomlTable{}}};
  edited.note = words_.fill("setting_filled.back", {{"number", number}});
  return keep(visit, std::move(edited));
}

http::Response SettingsDesk::publish(const Visit& visit) const {
  if (auto asked = StepUp(parts_, words_).needed(visit)) return *std::move(asked);
  const SettingPlace at = place(visit);
  const std::int64_t number = visit.number("version");
  const auto said = parts_.settings.publish(
      at.document, number, visit.session.member.id, [&](Transaction& tx, std::int64_t id) {
        record(tx, visit, {"setting.publish", "setting", id}, named(at, number));
      });
  if (std::holds_alternative<std::int64_t>(said)) return redirect("/settings", words_.scheme());
  parts_.store.write([&](Transaction& tx) {
    record(tx, visit, {"setting.publish", "setting", 0, Answer::refused}, named(at, number));
  });
  if (const auto* flawed = std::get_if<Flawed>(&said)) return review(visit, 422, flawed->why);
  return review(visit, 409, std::string(words_.text("settings.other_draft")));
}

http::Response SettingsDesk::withdraw(const Visit& visit) const {
  const SettingPlace at = place(visit);
  const std::int64_t number = visit.number("version");
  const bool done =
      parts_.settings.withdraw(at.document, number, [&](Transaction& tx, std::int64_t id) {
        record(tx, visit, {"setting.withdraw", "setting", id}, named(at, number));
      });
  if (done) return redirect("/settings", words_.scheme());
  return review(visit, 409, std::string(words_.text("settings.other_draft")));
}

http::Response SettingsDesk::take_file(const Visit& visit) const {
  const SettingPlace at = place(visit);
  const Standing stands = standing(at.document);
  const bool is_chosen = http::only(visit.fields, "version").has_value();
  const std::int64_t number = is_chosen          ? visit.number("version")
                              : stands.published ? stands.published->number
                                                 : 0;
  const auto text = text_of(at.document, number);
  if (!text) return words_.message(404, "no_page", &visit.session);
  parts_.store.write([&](Transaction& tx) {
    record(tx, visit, {"setting.export", "setting", 0}, named(at, number));
  });
  std::string name = at.document + "-" + std::to_string(number) + ".toml";
  for (char& c : name)
    if (c == '/') c = '-';
  return file_answer(name, "application/toml; charset=utf-8", *text, words_.scheme());
}

}  // namespace latchkey::kiosk
