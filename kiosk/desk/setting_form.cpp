// What the forms show; setting_form_reading.cpp reads them.
#include "kiosk/desk/setting_form.h"

#include <algorithm>
#include <array>

#include "core/base/toml_text.h"
#include "kiosk/desk/setting_fields.h"
#include "kiosk/desk/setting_week.h"

namespace latchkey::kiosk {

namespace {

constexpr int new_rows = 3;

void set_field(View& into, const char* name, const TomlValue& from, std::string_view key) {
  into.set(name, shown_value(from, key));
}

void offer(View& into, const char* section, std::string_view value, std::string_view name,
           std::string_view chosen) {
  View& option = into.section(section).set("VALUE", value).set("NAME", name);
  if (value == chosen) option.show("CHOSEN");
}

// "08:00-12:00" → "08:00", "12:00"; what can't be told apart stays in front.
std::pair<std::string, std::string> ends_of(const std::string& interval) {
  const auto dash = interval.find('-');
  if (dash == std::string::npos) return {interval, ""};
  return {interval.substr(0, dash), interval.substr(dash + 1)};
}

// A new office keeps the hours and holidays that most clinics keep, and needs the rest.
TomlValue new_office(const TomlValue& tree) {
  TomlValue out{0, TomlTable{}};
  const TomlValue* all = tree.find("location");
  if (all != nullptr && all->array() && !all->array()->empty()) {
    const TomlValue& first = all->array()->front();
    for (const char* key : {"time_zone", "holiday_lists", "hours"})
      if (const TomlValue* value = first.find(key)) toml_entry(out, key) = *value;
  }
  return out;
}

}  // namespace

bool has_form(const SettingPlace& place, const TomlValue& tree) {
  if (place.document == "locations")
    return place.part == new_part || office_of(tree, place.part) != nullptr;
  if (place.document == "holidays") {
    const TomlValue* list = tree.find(place.part);
    return list != nullptr && list->table() &&
           list->table()->size() + new_rows <= static_cast<std::size_t>(holiday_rows_max);
  }
  return place.part.empty();
}

std::vector<std::pair<std::string, std::string>> parts_of(std::string_view document,
                                                          const TomlValue& tree) {
  std::vector<std::pair<std::string, std::string>> out;
  if (document == "holidays" && tree.table())
    for (const auto& [key, value] : *tree.table()) out.emplace_back(key, key);
  const TomlValue* all = tree.find("location");
  if (document == "locations" && all != nullptr && all->array())
    for (const TomlValue& one : *all->array())
      out.emplace_back(shown_value(one, "id"), shown_value(one, "name"));
  return out;
}

void SettingForm::show(View& editor, const SettingPlace& place, const TomlValue& tree) const {
  if (place.document == "locations") return show_office(editor, place, tree);
  if (place.document == "holidays") return show_holidays(editor, place, tree);
  if (place.document == "matrix") return show_matrix(editor, tree);
  show_sheets(editor, tree);
}

void SettingForm::show_office(View& editor, const SettingPlace& place,
                              const TomlValue& tree) const {
  const TomlValue* known = office_of(tree, place.part);
  const TomlValue office = known != nullptr ? *known : new_office(tree);
  View& form = editor.section("OFFICE");
  set_field(form, "NAME", office, "name");
  set_field(form, "PHONE", office, "phone");
  set_field(form, "TRANSFER_TO", office, "transfer_to");
  set_field(form, "LINES", office, "lines");
  set_field(form, "ZIPS", office, "zips");
  set_field(form, "TICKET_EMAIL", office, "ticket_email");
  set_field(form, "TIME_ZONE", office, "time_zone");
  set_field(form, "GO_LIVE", office, "go_live");
  std::string own;
  for (const std::string& one : list_value(office, "holidays")) own += one + "\n";
  form.set("HOLIDAYS", own);
  show_offer(form, place, office, tree);
  show_days(form, office);
  show_special(form, office);
}

void SettingForm::show_offer(View& form, const SettingPlace& place, const TomlValue& office,
                             const TomlValue& tree) const {
  const std::string kind = shown_value(office, "kind");
  for (const std::string_view word : {"office", "network", "lab", "desk"})
    offer(form, "KIND", word, words_.word("location_kinds", word), kind.empty() ? "office" : kind);
  offer(form, "PARENT", "", words_.text("settings.no_parent"), shown_value(office, "parent"));
  for (const auto& [id, name] : parts_of("locations", tree))
    if (id != place.part) offer(form, "PARENT", id, name, shown_value(office, "parent"));
  const auto kept = list_value(office, "holiday_lists");
  auto lists = setting_lists(parts_);
  for (const std::string& one : kept)
    if (std::ranges::find(lists, one) == lists.end()) lists.push_back(one);
  for (const std::string& list : lists) {
    View& tick = form.section("LIST").set("VALUE", list).set("NAME", plain_key(list));
    if (std::ranges::find(kept, list) != kept.end()) tick.show("CHOSEN");
  }
}

void SettingForm::show_days(View& form, const TomlValue& office) const {
  const TomlValue* hours = office.find("hours");
  for (const std::string_view day : setting_weekdays) {
    const auto spans = hours != nullptr ? list_value(*hours, day) : std::vector<std::string>{};
    View& row = form.section("DAY").set("KEY", day).set("NAME", words_.word("setting_days", day));
    constexpr std::array<std::pair<const char*, const char*>, 2> names{
        {{"FROM_1", "TO_1"}, {"FROM_2", "TO_2"}}};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto [from, to] = i < spans.size() ? ends_of(spans[i]) : ends_of("");
      row.set(names.at(i).first, from).set(names.at(i).second, to);
    }
    if (spans.empty()) row.show("CLOSED");
  }
}

void SettingForm::show_special(View& form, const TomlValue& office) const {
  int row = 0;
  const auto add = [&](std::string_view day, std::string_view hours) {
    form.section("SPECIAL").set("ROW", row++).set("DAY", day).set("HOURS", hours);
  };
  if (const TomlValue* special = office.find("special_hours"); special && special->table())
    for (const auto& [day, value] : *special->table())
      if (is_shown_day(parts_, day) && row < special_rows_max) add(day, shown_value(*special, day));
  for (int i = 0; i < 2; ++i) add("", "");
}

void SettingForm::show_holidays(View& editor, const SettingPlace& place,
                                const TomlValue& tree) const {
  View& form = editor.section("HOLIDAYS");
  const TomlValue& list = *tree.find(place.part);
  int row = 0;
  const auto add = [&](std::string_view key, std::string_view date) {
    form.section("HOLIDAY")
        .set("ROW", row++)
        .set("KEY", key)
        .set("NAME", plain_key(key))
        .set("DATE", date);
  };
  if (list.table())
    for (const auto& [key, value] : *list.table()) add(key, shown_value(list, key));
  for (int i = 0; i < new_rows; ++i) add("", "");
}

void SettingForm::show_matrix(View& editor, const TomlValue& tree) const {
  View& form = editor.section("MATRIX");
  for (const std::string_view word : tickets::category_names.words) {
    View& row = form.section("ROW").set("KEY", word).set("NAME", words_.word("categories", word));
    const TomlValue* own = tree.find(word);
    const TomlValue none{0, TomlTable{}};
    const TomlValue& from = own != nullptr ? *own : none;
    const auto then = list_value(from, "then");
    const auto nth = [&](std::size_t i) { return i < then.size() ? then[i] : std::string(); };
    const std::array<std::pair<const char*, std::string>, 3> columns{
        {{"FIRST", shown_value(from, "first")}, {"THEN_1", nth(0)}, {"THEN_2", nth(1)}}};
    for (const auto& [section, chosen] : columns) {
      if (section != columns[0].first)
        offer(row, section, "", words_.text("settings.nobody"), chosen);
      for (const std::string_view handler : tickets::handler_names.words)
        // A box is narrower than the printed sheet.
        offer(row, section, handler,
              handler == tickets::handler_names[tickets::Handler::self_service]
                  ? std::string(words_.text("settings.alone"))
                  : words_.word("handlers", handler),
              chosen);
    }
  }
}

void SettingForm::show_sheets(View& editor, const TomlValue& tree) const {
  View& form = editor.section("SHEETS");
  const TomlValue* steps = tree.find("sheet_steps");
  for (const std::string_view word : tickets::category_names.words)
    form.section("SHEET")
        .set("KEY", word)
        .set("NAME", words_.word("categories", word))
        .set("TEXT", steps != nullptr ? shown_value(*steps, word) : "");
}

}  // namespace latchkey::kiosk
