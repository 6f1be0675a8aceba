#include "kiosk/desk/desk_words.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "core/flow/step_words.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view prefix = "desk.";

// The desk's main pages in the order of the bar, each for those whose role is granted it.
struct PageLink {
  std::string_view path;
  std::string_view key;    // of "desk.frame"
  std::string_view table;  // of the page itself, which is then marked
  staff::Permission needs;
};
constexpr PageLink page_links[] = {
    {"/", "tickets", "list", staff::Permission::tickets},
    {"/patients", "patients", "patients", staff::Permission::lookup},
    {"/sheet", "sheet", "sheets", staff::Permission::tickets},
    {"/vouch", "vouch", "vouch", staff::Permission::vouch},
    {"/letters", "letters", "letters", staff::Permission::letters},
    {"/kiosks", "kiosks", "kiosks", staff::Permission::kiosks},
    {"/contacts", "contacts", "contacts", staff::Permission::contacts},
    {"/incident", "incident", "incident", staff::Permission::incident},
    {"/staff", "staff", "colleagues", staff::Permission::staff_admin},
    {"/settings", "settings", "settings", staff::Permission::content_edit},
    {"/texts", "texts", "texts", staff::Permission::content_edit},
    {"/reports", "reports", "reports", staff::Permission::reports},
    {"/audit", "audit", "audit", staff::Permission::audit_log},
    {"/roster", "roster", "roster", staff::Permission::roster},
    {"/installation", "installation", "installation", staff::Permission::installation},
};

// Where the words of a node of guidance stand.
std::string node_key(std::string_view node) { return "guidance." + std::string(node); }

std::string capitals(std::string_view key) {
  std::string out = "T_";
  for (const char c : key) out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return out;
}

std::int64_t rounded_up(Millis time, Millis unit) { return (time + unit - Millis(1)) / unit; }

}  // namespace

DeskWords::DeskWords(const DeskParts& parts)
    : parts_(parts),
      language_(parts.texts.language(parts.config.clinic.default_language).code),
      scheme_(scheme_of(parts.config.urls.staff)) {
  for (const std::string& key : parts.texts.keys("en")) {
    if (!key.starts_with(prefix) || !parts.texts.placeholders("en", key).empty()) continue;
    const auto dot = key.find('.', prefix.size());
    if (dot == std::string::npos) continue;
    labels_[key.substr(prefix.size(), dot - prefix.size())].emplace_back(
        capitals(std::string_view(key).substr(dot + 1)), parts.texts.text(language_, key));
  }
}

std::string_view DeskWords::text(std::string_view key) const {
  return parts_.texts.text(language_, {"desk", key});
}

std::string DeskWords::fill(std::string_view key, std::initializer_list<TextValue> values) const {
  return parts_.texts.fill(language_, {"desk", key}, values);
}

std::string DeskWords::word(std::string_view table, std::string_view word) const {
  const std::string key = std::string(prefix) + std::string(table) + "." + std::string(word);
  if (parts_.texts.has(key)) return std::string(parts_.texts.text(language_, key));
  std::string plain(word);
  std::ranges::replace(plain, '_', ' ');
  return plain;
}

std::optional<std::string> DeskWords::label(std::string_view table, std::string_view key) const {
  std::string name(prefix);
  name.append(table).append(".").append(key);
  if (!parts_.texts.has(name)) return std::nullopt;
  return std::string(parts_.texts.text(language_, name));
}

std::string DeskWords::tried(std::string_view step) const {
  const std::string title = node_key(step) + ".title";
  if (!parts_.texts.has(title)) return word("tried", step);
  return parts_.texts.fill(language_, title,
                           {{"clinic", std::string_view(parts_.config.clinic.name)}});
}

std::string DeskWords::result(std::string_view step, std::string_view result) const {
  const std::string node = node_key(step);
  if (!parts_.texts.has(node + ".title")) return word("results", result);
  const std::string option = flow::words_of_option(parts_.texts, node, result) + ".page";
  if (!parts_.texts.has(option)) return word("results", result);
  return std::string(parts_.texts.text(language_, option));
}

std::string DeskWords::question(std::string_view step) const {
  const std::string title = flow::words_of(step) + ".title";
  const bool plain = parts_.texts.has(title) && parts_.texts.placeholders("en", title).empty();
  return plain ? std::string(parts_.texts.text(language_, title)) : tried(step);
}

std::string DeskWords::notice(std::string_view notice) const {
  if (notice.empty() || notice == "none") return "";
  const std::string page = "notices." + std::string(notice) + ".page";
  const bool plain = parts_.texts.has(page) && parts_.texts.placeholders("en", page).empty();
  return plain ? std::string(parts_.texts.text(language_, page)) : word("results", notice);
}

std::pair<std::string, std::string> DeskWords::browser_fact(std::string_view line) const {
  const auto space = std::min(line.find(' '), line.size());
  const std::string_view name = line.substr(0, space);
  const std::string_view value = line.substr(std::min(space + 1, line.size()));
  const auto number_at = value.find(' ');
  const std::string key = "filled.clock_" + std::string(value.substr(0, number_at));
  std::int64_t minutes = 0;
  if (name != "clock" || number_at == value.npos || !parts_.texts.has("desk." + key) ||
      std::from_chars(value.data() + number_at + 1, value.data() + value.size(), minutes).ec !=
          std::errc())
    return {word("browser_facts", name), word("browser_values", value)};
  return {word("browser_facts", name), fill(key, {{"minutes", minutes}})};
}

std::string DeskWords::moment(LocationId office, Time at) const {
  return parts_.words.moment(language_, parts_.calendar.zone(office), at);
}

std::string DeskWords::age(Millis age) const {
  using namespace std::chrono_literals;
  if (age < 60min) return fill("filled.minutes", {{"count", age / 1min}});
  if (age < 48h) return fill("filled.hours", {{"count", age / 1h}});
  return fill("filled.days", {{"count", age / 24h}});
}

std::string DeskWords::wait(Millis time) const {
  using namespace std::chrono_literals;
  if (time <= 90s) return fill("filled.seconds", {{"count", rounded_up(time, 1s)}});
  return fill("filled.minutes", {{"count", rounded_up(time, 1min)}});
}

std::string DeskWords::office(LocationId id) const {
  const Location* location = parts_.config.location(id);
  return location ? location->name : std::string(text("list.closed_office"));
}

std::string DeskWords::language(std::string_view code) const {
  return parts_.texts.speaks(code) ? parts_.texts.language(code).endonym
                                   : parts_.words.language_name(language_, code);
}

std::string_view DeskWords::home(staff::Role role) {
  for (const PageLink& link : page_links)
    if (staff::allows(role, link.needs) != staff::Grant::denied) return link.path;
  return "/";
}

void DeskWords::set_labels(View& view, std::string_view table) const {
  const auto found = labels_.find(table);
  if (found == labels_.end()) return;
  for (const auto& [name, words] : found->second) view.set(name, words);
}

View DeskWords::page(std::string_view table, std::string_view heading) const {
  View page;
  set_labels(page, "frame");
  set_labels(page, table);
  const bool rtl = parts_.texts.language(language_).direction == Direction::right_to_left;
  page.set("LANG", language_).set("DIR", rtl ? "rtl" : "ltr").set("STYLE", style_path());
  page.set("SCRIPT", desk_script_path());
  page.set("CLINIC", parts_.config.clinic.name).set("HEADING", heading);
  return page;
}

View DeskWords::page(std::string_view table, std::string_view heading,
                     const staff::Session& session) const {
  View page = this->page(table, heading);
  View& bar = page.section("BAR");
  bar.set("WHO", session.member.display);
  bar.set("ROLE", word("roles", staff::role_names[session.member.role]));
  for (const PageLink& link : page_links) {
    if (staff::allows(session.member.role, link.needs) == staff::Grant::denied) continue;
    View& shown = bar.section("PAGE_LINK");
    shown.set("LINK", link.path).set("TEXT", text("frame." + std::string(link.key)));
    if (table == link.table) shown.show("HERE");
  }
  page.set("CSRF", session.csrf.reveal()).set("HOME", home(session.member.role));
  const Time ends = std::min(session.idle_until, session.expires_at);
  page.section("STAY").set("LEFT", (ends - parts_.clock.now()) / std::chrono::seconds(1));
  return page;
}

http::Response DeskWords::message(int status, std::string_view key,
                                  const staff::Session* session) const {
  const std::string name = "messages." + std::string(key);
  const std::string_view title = text(name + "_title");
  View page = session ? this->page("messages", title, *session) : this->page("messages", title);
  page.section("MESSAGE").set("TEXT", text(name));
  return answer(status, page);
}

http::Response DeskWords::answer(int status, const View& page) const {
  return html_answer(status, render("desk/page.tpl", page), scheme_);
}

std::string grouped(const tickets::HelpNumber& number) {
  if (number.digits.size() != 7) return number.digits;
  return number.digits.substr(0, 3) + " " + number.digits.substr(3);
}

std::string shown_phone(std::string_view e164) {
  if (e164.size() != 12 || !e164.starts_with("+1")) return std::string(e164);
  const std::string digits(e164.substr(2));
  return "(" + digits.substr(0, 3) + ") " + digits.substr(3, 3) + "-" + digits.substr(6);
}

}  // namespace latchkey::kiosk
