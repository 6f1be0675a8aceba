// What the forms say, as the text of the file.
#include <algorithm>

#include "core/base/normal.h"
#include "core/base/toml_text.h"
#include "core/operations/settings.h"
#include "kiosk/desk/setting_fields.h"
#include "kiosk/desk/setting_form.h"
#include "kiosk/desk/setting_week.h"

namespace latchkey::kiosk {

namespace {

// As it is stored, if it is a number at all.
std::string phone_of(const std::string& text) { return normal_phone(text).value_or(text); }

std::vector<std::string> phones_of(const std::vector<std::string>& texts) {
  std::vector<std::string> out;
  for (const std::string& text : texts) out.push_back(phone_of(text));
  return out;
}

// "8:00" is meant well.
std::string clock_of(const std::string& text) {
  return text.size() == 4 && text.find(':') == 1 ? "0" + text : text;
}

std::string span_of(const std::string& from, const std::string& to) {
  return clock_of(from) + "-" + clock_of(to);
}

// "8:00-12:00" in its own box.
std::string span_of(const std::string& text) {
  const auto dash = text.find('-');
  if (dash == std::string::npos) return text;
  return span_of(text.substr(0, dash), text.substr(dash + 1));
}

void read_days(TomlValue& office, const http::Fields& fields) {
  TomlValue& hours = table_under(office, "hours");
  for (const std::string_view day : setting_weekdays) {
    const std::string key(day);
    std::vector<std::string> spans;
    for (const char* which : {"_1", "_2"}) {
      const std::string from = typed(fields, key + "_from" + which);
      const std::string to = typed(fields, key + "_to" + which);
      if (!from.empty() || !to.empty()) spans.push_back(span_of(from, to));
    }
    // Ticked beforehand on a day that was closed: whoever types hours there opens it.
    const bool was_closed = list_value(hours, day).empty();
    if (typed(fields, key + "_closed") == "yes" && !was_closed) spans.clear();
    toml_entry(hours, day) = toml_of(spans);
  }
}

void read_special(TomlValue& office, const DeskParts& parts, const http::Fields& fields) {
  TomlValue& special = table_under(office, "special_hours");
  // What the form did not show stays: days that are over, and more days than it has rows.
  TomlTable kept;
  int shown = 0;
  for (const auto& entry : *special.table())
    if (!is_shown_day(parts, entry.key) || shown++ >= special_rows_max) kept.push_back(entry);
  special.value = std::move(kept);
  for (int row = 0; row < special_rows_max + 2; ++row) {
    const std::string number = std::to_string(row);
    const std::string day = typed(fields, "special_day_" + number);
    if (day.empty()) continue;
    std::vector<std::string> spans;
    for (const std::string& one : split_list(typed(fields, "special_hours_" + number)))
      spans.push_back(span_of(one));
    toml_entry(special, day) = toml_of(spans);
  }
  if (special.table()->empty()) toml_erase(office, "special_hours");
}

std::int64_t next_number(const TomlArray& offices) {
  std::int64_t highest = 0;
  for (const TomlValue& one : offices)
    if (const TomlValue* id = one.find("id"); id && id->number())
      highest = std::max(highest, *id->number());
  return highest + 1;
}

void read_office(TomlValue& office, const DeskParts& parts, const http::Fields& fields) {
  toml_entry(office, "name") = toml_of(typed(fields, "name"));
  set_or_erase(office, "kind", typed(fields, "kind"));
  if (shown_value(office, "kind") == "office") toml_erase(office, "kind");
  toml_entry(office, "phone") = toml_of(phone_of(typed(fields, "phone")));
  set_or_erase(office, "transfer_to", phone_of(typed(fields, "transfer_to")));
  set_or_erase(office, "lines", phones_of(split_list(typed(fields, "lines"))));
  set_or_erase(office, "zips", split_list(typed(fields, "zips")));
  set_or_erase(office, "ticket_email", typed(fields, "ticket_email"));
  toml_erase(office, "parent");
  if (const auto parent = http::only_number(fields, "parent"))
    toml_entry(office, "parent") = {0, *parent};
  set_or_erase(office, "go_live", typed(fields, "go_live"));
  toml_entry(office, "time_zone") = toml_of(typed(fields, "time_zone"));
  set_or_erase(office, "holiday_lists", all_typed(fields, "holiday_list"));
  set_or_erase(office, "holidays", [&] {
    std::vector<std::string> lines;
    std::string all = typed(fields, "holidays");
    // "July 4, or nearest weekday" has a comma: only lines part them.
    for (std::string_view left = all; !left.empty();) {
      const auto end = std::min(left.find('\n'), left.size());
      if (end > 0) lines.emplace_back(left.substr(0, end));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
    return lines;
  }());
  read_days(office, fields);
  read_special(office, parts, fields);
}

void read_holidays(TomlValue& list, const http::Fields& fields) {
  TomlTable out;
  for (int row = 0; row < holiday_rows_max; ++row) {
    const std::string number = std::to_string(row);
    const std::string name = typed(fields, "name_" + number);
    const std::string date = typed(fields, "date_" + number);
    if (date.empty()) continue;
    // A name that nobody touched keeps its key, however it is written; a day without one is its
    // own.
    const std::string key = typed(fields, "key_" + number);
    out.push_back(
        {plain_key(key) == name && !key.empty() ? key : key_of_name(name.empty() ? date : name),
         toml_of(date)});
  }
  list.value = std::move(out);
}

void read_matrix(TomlValue& tree, const http::Fields& fields) {
  for (const std::string_view word : tickets::category_names.words) {
    const std::string key(word);
    TomlValue& row = table_under(tree, word);
    toml_entry(row, "first") = toml_of(typed(fields, key + "_first"));
    std::vector<std::string> then;
    for (const char* which : {"_then_1", "_then_2"})
      if (const std::string who = typed(fields, key + which); !who.empty()) then.push_back(who);
    toml_entry(row, "then") = toml_of(then);
  }
}

void read_sheets(TomlValue& tree, const http::Fields& fields) {
  TomlValue& steps = table_under(tree, "sheet_steps");
  for (const std::string_view word : tickets::category_names.words)
    // The closing quotes stand on a line of their own, as in the file.
    toml_entry(steps, word) = toml_of(typed(fields, std::string(word)) + "\n");
}

}  // namespace

bool is_shown_day(const DeskParts& parts, std::string_view day) {
  const auto parsed = parse_day(day);
  if (!parsed) return true;
  const LocalTime now =
      parts.calendar.local(parts.config.clinic.default_location, parts.clock.now());
  return *parsed >= std::chrono::local_days(now.date);
}

std::vector<std::string> setting_lists(const DeskParts& parts) {
  std::vector<std::string> out;
  const auto published = parts.store.read([&](storage::Transaction& tx) {
    return parts.settings.documents().published(tx, "holidays");
  });
  const TomlValue tree =
      parse_toml(published ? published->text : parts.settings.in_file("holidays"), "holidays");
  for (const auto& [key, value] : *tree.table()) out.push_back(key);
  return out;
}

std::string plain_key(std::string_view key) {
  std::string out(key);
  std::ranges::replace(out, '_', ' ');
  return out;
}

std::string key_of_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    out += c == ' ' ? '_' : is_upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

TomlValue SettingForm::read(const SettingPlace& place, TomlValue before,
                            const http::Fields& fields) const {
  if (place.document == "locations") {
    TomlValue& all = toml_entry(before, "location");
    if (!all.array()) all = {0, TomlArray{}};
    auto& offices = std::get<TomlArray>(all.value);
    if (place.part == new_part) {
      TomlValue& office = offices.emplace_back(TomlValue{0, TomlTable{}});
      toml_entry(office, "id") = {0, next_number(offices)};
      read_office(office, parts_, fields);
    }
    for (TomlValue& office : offices)
      if (shown_value(office, "id") == place.part) read_office(office, parts_, fields);
  } else if (place.document == "holidays") {
    read_holidays(table_under(before, place.part), fields);
  } else if (place.document == "matrix") {
    read_matrix(before, fields);
  } else {
    read_sheets(before, fields);
  }
  return before;
}

}  // namespace latchkey::kiosk
