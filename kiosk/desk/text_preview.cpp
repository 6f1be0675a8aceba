#include "kiosk/desk/text_preview.h"

#include <algorithm>
#include <array>

#include "core/base/phone_text.h"

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;

namespace {

// What patients meet of content/: its files, in the order in which they meet them.
constexpr std::array<std::string_view, 8> files = {"steps",   "notices", "guidance", "messages",
                                                   "letters", "words",   "kiosk",    "check"};
constexpr std::array<std::string_view, 4> media = {"page", "phone", "text", "mail"};

std::string_view group_of(std::string_view key) { return key.substr(0, key.rfind('.')); }
std::string_view last_of(std::string_view key) { return key.substr(key.rfind('.') + 1); }
std::string_view file_of(std::string_view key) { return key.substr(0, key.find('.')); }

std::string_view medium_of(std::string_view key) {
  const std::string_view last = last_of(key);
  if (last.starts_with("voice")) return "phone";
  if (last == "text") return "text";
  return last == "mail" || last == "subject" ? "mail" : "page";
}

// "steps.enter_code" → "enter code"
std::string plain(std::string_view group) {
  std::string out(group.substr(std::min(group.find('.') + 1, group.size())));
  std::ranges::replace(out, '_', ' ');
  return out;
}

// Each group of texts once, in the order of `keys`.
std::vector<std::string> groups_of(const std::vector<std::string>& keys, std::string_view file) {
  std::vector<std::string> out;
  for (const std::string& key : keys) {
    if (file_of(key) != file || key.find('.') == key.rfind('.')) continue;
    const std::string_view group = group_of(key);
    if (out.empty() || out.back() != group) out.emplace_back(group);
  }
  return out;
}

void offer(View& into, const char* section, std::string_view value, std::string_view name,
           std::string_view chosen) {
  View& option = into.section(section).set("VALUE", value).set("NAME", name);
  if (value == chosen) option.show("CHOSEN");
}

}  // namespace

std::optional<http::Response> TextPreview::answer(const Visit& visit) const {
  if (visit.request.path != "/texts" || visit.request.method == "POST") return std::nullopt;
  const staff::Role role = visit.session.member.role;
  const bool may = staff::allows(role, staff::Permission::content_edit) != staff::Grant::denied;
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session,
           {"text.view", "none", 0, may ? Answer::allowed : Answer::refused});
  });
  if (!may) return words_.message(403, "not_your_role", &visit.session);
  const Asked asked = read(visit);
  View page = words_.page("texts", words_.text("texts.title"), visit.session);
  show_choices(page.section("TEXTS"), asked);
  if (!asked.what.empty()) show_texts(page, asked, parts_.clock.now());
  return words_.answer(200, page);
}

// What nobody offers is as if nothing were asked for.
TextPreview::Asked TextPreview::read(const Visit& visit) const {
  Asked out{"", parts_.config.clinic.default_language, std::string(media.front())};
  const auto keys = parts_.texts.keys("en");
  const std::string_view what = visit.field("what");
  const bool known =
      std::ranges::any_of(keys, [&](const std::string& key) { return group_of(key) == what; });
  if (known && std::ranges::find(files, file_of(what)) != files.end()) out.what = what;
  if (parts_.texts.speaks(visit.field("language"))) out.language = visit.field("language");
  if (std::ranges::find(media, visit.field("medium")) != media.end())
    out.medium = visit.field("medium");
  return out;
}

void TextPreview::show_choices(View& form, const Asked& asked) const {
  const auto keys = parts_.texts.keys("en");
  for (const std::string_view file : files) {
    const auto groups = groups_of(keys, file);
    if (groups.empty()) continue;
    View& shown = form.section("FILE").set("NAME", words_.word("text_files", file));
    for (const std::string& group : groups) offer(shown, "GROUP", group, plain(group), asked.what);
  }
  for (const Language& language : parts_.texts.languages())
    offer(form, "LANGUAGE", language.code, language.endonym, asked.language);
  for (const std::string_view medium : media)
    offer(form, "MEDIUM", medium, words_.word("text_media", medium), asked.medium);
}

void TextPreview::show_texts(View& page, const Asked& asked, Time now) const {
  const Language& language = parts_.texts.language(asked.language);
  const std::string heading = words_.word("text_files", file_of(asked.what)) + ": " +
                              plain(asked.what) + ", " + language.endonym;
  View& shown = page.section("SHOWN").set("HEADING_OF", heading);
  bool any = false;
  for (const std::string& key : parts_.texts.keys("en")) {
    if (group_of(key) != asked.what || medium_of(key) != asked.medium) continue;
    any = true;
    std::string name(last_of(key));
    std::ranges::replace(name, '_', ' ');
    View& text = shown.section("TEXT").set("NAME", name).set("CODE", language.code);
    text.set("WAY", language.direction == Direction::right_to_left ? "rtl" : "ltr");
    text.set("WORDS", filled(language.code, key, now));
  }
  if (!any) shown.show("NOTHING");
}

std::string TextPreview::filled(const std::string& language, const std::string& key,
                                Time now) const {
  const Config& config = parts_.config;
  const Location* office = config.location(config.clinic.default_location);
  const std::string phone = office != nullptr ? phone_text(office->phone) : "";
  const std::string time =
      parts_.words.moment(language, parts_.calendar.zone(config.clinic.default_location), now);
  std::string host = config.urls.patient;
  if (const auto at = host.find("://"); at != std::string::npos) host.erase(0, at + 3);
  const std::vector<std::pair<std::string_view, std::string_view>> known = {
      {"clinic", config.clinic.name},
      {"portal", config.clinic.portal_name},
      {"office", office != nullptr ? std::string_view(office->name) : "…"},
      {"phone", phone},
      {"time", time},
      {"host", host},
      {"page", host},
      {"code", "123456"},
      {"number", "482 1934"}};
  const std::string raw(parts_.texts.raw(language, key).empty() ? parts_.texts.raw("en", key)
                                                                : parts_.texts.raw(language, key));
  const auto names =
      parts_.texts.placeholders(parts_.texts.raw(language, key).empty() ? "en" : language, key);
  std::vector<TextValue> values;
  for (const std::string& name : names) {
    const auto found =
        std::ranges::find(known, name, &std::pair<std::string_view, std::string_view>::first);
    if (raw.find("{" + name + ", plural") != std::string::npos)
      values.push_back({name, std::int64_t{2}});
    else
      values.push_back({name, found != known.end() ? found->second : std::string_view("…")});
  }
  return parts_.texts.fill(language, key, std::span<const TextValue>(values));
}

}  // namespace latchkey::kiosk
