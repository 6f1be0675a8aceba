// Lists and pages to read; settings_acts.cpp changes something.
#include "kiosk/desk/settings_desk.h"

#include <algorithm>

#include "core/base/toml_text.h"
#include "core/operations/settings.h"
#include "kiosk/desk/setting_changes.h"
#include "kiosk/desk/setting_edited.h"
#include "kiosk/desk/setting_week.h"

namespace latchkey::kiosk {

using audit::Answer;
using settings::State;
using settings::Version;
using storage::Transaction;

namespace {

constexpr std::string_view root = "/settings";

std::string address(std::string_view page, std::string_view document) {
  return std::string(root) + "/" + std::string(page) +
         "?document=" + http::percent_encode(document);
}

}  // namespace

std::optional<http::Response> SettingsDesk::answer(const Visit& visit) const {
  const std::string& path = visit.request.path;
  if (path != "/settings" && !path.starts_with("/settings/")) return std::nullopt;
  const staff::Role role = visit.session.member.role;
  if (staff::allows(role, staff::Permission::content_edit) == staff::Grant::denied) {
    parts_.store.write([&](Transaction& tx) {
      kiosk::record(tx, parts_, visit.session, {"setting.list", "none", 0, Answer::refused});
    });
    return words_.message(403, "not_your_role", &visit.session);
  }
  const bool is_post = visit.request.method == "POST";
  if (path == root) return list(visit);
  if (!parts_.settings.knows(visit.field("document"))) return std::nullopt;
  const std::string_view page = std::string_view(path).substr(root.size() + 1);
  if (!is_post && page == "edit") return edit(visit);
  if (!is_post && page == "review") return review(visit, 200, "");
  if (!is_post && page == "history") return history(visit);
  if (!is_post && page == "version") return version(visit);
  if (is_post && page == "save") return save(visit);
  if (is_post && page == "back") return go_back(visit);
  if (is_post && page == "publish") return publish(visit);
  if (is_post && page == "withdraw") return withdraw(visit);
  if (is_post && page == "export") return take_file(visit);
  return std::nullopt;
}

void SettingsDesk::record(Transaction& tx, const Visit& visit, const Deed& deed,
                          const std::string& details) const {
  parts_.audit.append(
      tx, {audit::Actor::staff, visit.session.member.id.value, deed.action, deed.subject_kind,
           deed.subject_id, deed.answer, details, parts_.clock.now()});
}

void SettingsDesk::looked(const Visit& visit, const std::string& details) const {
  parts_.store.write([&](Transaction& tx) {
    record(tx, visit, {"setting.view", "setting", 0}, details);
  });
}

SettingsDesk::Standing SettingsDesk::standing(const std::string& document) const {
  const settings::Documents& documents = parts_.settings.documents();
  Standing out = parts_.store.read([&](Transaction& tx) {
    Standing found;
    found.number = documents.standing(tx, document);
    found.draft = documents.draft(tx, document);
    found.published = documents.published(tx, document);
    return found;
  });
  out.text = out.draft ? out.draft->text : in_force(document, out);
  return out;
}

// What the clinic goes by, or will in a few seconds.
std::string SettingsDesk::in_force(const std::string& document, const Standing& stands) const {
  return stands.published ? stands.published->text : parts_.settings.in_file(document);
}

SettingPlace SettingsDesk::place(const Visit& visit) const {
  return {std::string(visit.field("document")), std::string(visit.field("part"))};
}

std::string SettingsDesk::title(std::string_view document) const {
  constexpr std::string_view sheets = "sheets/";
  if (!document.starts_with(sheets)) return words_.word("setting_documents", document);
  return words_.fill("setting_filled.sheets",
                     {{"language", words_.language(document.substr(sheets.size()))}});
}

std::string SettingsDesk::name_of(StaffId id) const {
  const auto member = parts_.staff.find(id);
  return member ? member->display : std::string(words_.text("settings.somebody"));
}

http::Response SettingsDesk::list(const Visit& visit) const {
  parts_.store.write([&](Transaction& tx) {
    kiosk::record(tx, parts_, visit.session, {"setting.list", "none", 0});
  });
  View page = words_.page("settings", words_.text("settings.title"), visit.session);
  View& all = page.section("SETTINGS");
  for (const operations::NotUsed& left : parts_.settings.not_used())
    all.section("NOT_USED").set("NAME", title(left.document)).set("WHY", left.why);
  for (const std::string& document : parts_.settings.names()) show_document(all, visit, document);
  return words_.answer(200, page);
}

void SettingsDesk::show_document(View& list, const Visit& visit,
                                 const std::string& document) const {
  const Standing stands = standing(document);
  const LocationId office = desk_of(parts_, visit.session.member);
  View& row = list.section("DOCUMENT").set("DOCUMENT", document).set("NAME", title(document));
  row.set("EDIT", address("edit", document)).set("HISTORY", address("history", document));
  if (stands.published) {
    View& shown = row.section("PUBLISHED").set("NUMBER", stands.published->number);
    shown.set("WHO", name_of(*stands.published->published_by));
    shown.set("WHEN", words_.moment(office, *stands.published->published_at));
    const auto used = parts_.settings.in_use().find(document);
    if (used == parts_.settings.in_use().end() || used->second != stands.published->number)
      shown.show("SOON");
  } else {
    row.show("FROM_FILE");
  }
  if (!stands.draft) return;
  View& draft = row.section("DRAFT").set("NUMBER", stands.draft->number);
  draft.set("WHO", name_of(stands.draft->author));
  draft.set("WHEN", words_.moment(office, stands.draft->at));
  draft.set("REVIEW", address("review", document));
}

// As it stands, with its own form, as a choice of parts, or as plain text.
http::Response SettingsDesk::edit(const Visit& visit) const {
  const SettingPlace at = place(visit);
  looked(visit, at.document);
  const Standing stands = standing(at.document);
  const TomlValue tree = parse_toml(stands.text, at.document);
  Edited edited{at, stands.number, stands.text, tree};
  const bool as_text = visit.field("as") == "text";
  if (!as_text && has_form(at, tree)) edited.as = Edited::As::form;
  if (!as_text && !has_form(at, tree) && at.part.empty() && !parts_of(at.document, tree).empty())
    edited.as = Edited::As::parts;
  return editor(visit, 200, edited);
}

http::Response SettingsDesk::editor(const Visit& visit, int status, const Edited& edited) const {
  const SettingPlace& at = edited.at;
  std::string heading = title(at.document);
  for (const auto& [part, name] : parts_of(at.document, edited.tree))
    if (part == at.part) heading += ": " + plain_key(name);
  View page = words_.page("settings", heading, visit.session);
  for (const std::string& line : edited.problems) page.section("PROBLEM").set("TEXT", line);
  if (!edited.theirs.empty()) show_changes(page, at.document, edited.theirs, edited.text);
  const std::string as_text = address("edit", at.document) + "&as=text";
  if (edited.as == Edited::As::parts) {
    View& choice = page.section("PARTS").set("AS_TEXT", as_text);
    for (const auto& [part, name] : parts_of(at.document, edited.tree))
      choice.section("PART")
          .set("LINK", address("edit", at.document) + "&part=" + http::percent_encode(part))
          .set("NAME", name);
    if (at.document == "locations")
      choice.section("ADD").set("LINK",
                                address("edit", at.document) + "&part=" + std::string(new_part));
    return words_.answer(status, page);
  }
  View& form = page.section("EDITOR").set("DOCUMENT", at.document).set("PART", at.part);
  form.set("BASE", edited.base).set("NOTE", edited.note);
  form.set("AS", edited.as == Edited::As::form ? "form" : "text");
  if (edited.as == Edited::As::form) {
    form.section("OTHERWISE").set("AS_TEXT", as_text);
    SettingForm(parts_, words_).show(form, at, edited.tree);
  } else {
    form.section("PLAIN").set("TEXT", edited.text);
  }
  return words_.answer(status, page);
}

void SettingsDesk::show_changes(View& into, const std::string& document, const std::string& before,
                                const std::string& after) const {
  View& table = into.section("CHANGES");
  const auto changes = setting_changes(words_, document, before, after);
  if (changes.empty()) table.show("NONE");
  if (changes.empty()) return;
  View& rows = table.section("TABLE");
  const std::string_view nothing = words_.text("settings.nothing");
  for (const SettingChange& change : changes)
    rows.section("CHANGE")
        .set("WHERE", change.where)
        .set("BEFORE", change.before.empty() ? nothing : change.before)
        .set("AFTER", change.after.empty() ? nothing : change.after);
}

http::Response SettingsDesk::review(const Visit& visit, int status,
                                    const std::string& problem) const {
  const SettingPlace at = place(visit);
  looked(visit, at.document);
  const Standing stands = standing(at.document);
  View page = words_.page("settings", title(at.document), visit.session);
  if (!problem.empty()) page.section("PROBLEM").set("TEXT", problem);
  if (!stands.draft) {
    page.section("NO_DRAFT").set("EDIT", address("edit", at.document));
    return words_.answer(status, page);
  }
  show_changes(page, at.document, in_force(at.document, stands), stands.draft->text);
  const LocationId office = desk_of(parts_, visit.session.member);
  View& form = page.section("SETTING_REVIEW").set("DOCUMENT", at.document);
  form.set("NUMBER", stands.draft->number).set("WHO", name_of(stands.draft->author));
  form.set("WHEN", words_.moment(office, stands.draft->at));
  form.set("EDIT", address("edit", at.document));
  if (!stands.draft->note.empty()) form.section("WITH_NOTE").set("NOTE", stands.draft->note);
  return words_.answer(status, page);
}

http::Response SettingsDesk::history(const Visit& visit) const {
  const SettingPlace at = place(visit);
  looked(visit, at.document);
  const auto all = parts_.store.read(
      [&](Transaction& tx) { return parts_.settings.documents().history(tx, at.document); });
  const LocationId office = desk_of(parts_, visit.session.member);
  View page = words_.page("settings", title(at.document), visit.session);
  View& table = page.section("HISTORY").set("DOCUMENT", at.document);
  for (const Version& one : all) {
    View& row = table.section("VERSION").set("NUMBER", one.number);
    row.set("LINK", address("version", at.document) + "&version=" + std::to_string(one.number));
    row.set("STATE", words_.word("setting_states", settings::state_names[one.state]));
    row.set("WHO", name_of(one.author)).set("WHEN", words_.moment(office, one.at));
    row.set("NOTE", one.note);
    if (one.published_by)
      row.section("PUBLISHED")
          .set("WHO", name_of(*one.published_by))
          .set("WHEN", words_.moment(office, *one.published_at));
  }
  table.set("FILE_LINK", address("version", at.document) + "&version=0");
  return words_.answer(200, page);
}

http::Response SettingsDesk::version(const Visit& visit) const {
  const SettingPlace at = place(visit);
  const std::int64_t number = visit.number("version");
  const auto text = text_of(at.document, number);
  if (!text) return words_.message(404, "no_page", &visit.session);
  looked(visit, at.document + " " + std::to_string(number));
  const Standing stands = standing(at.document);
  View page = words_.page("settings", title(at.document), visit.session);
  show_changes(page, at.document, in_force(at.document, stands), *text);
  View& shown = page.section("ONE_VERSION").set("DOCUMENT", at.document).set("NUMBER", number);
  shown.set("BASE", stands.number).set("TEXT", *text);
  shown.set("HISTORY", address("history", at.document));
  return words_.answer(200, page);
}

}  // namespace latchkey::kiosk
