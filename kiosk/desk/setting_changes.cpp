#include "kiosk/desk/setting_changes.h"

#include <algorithm>

#include "core/base/toml.h"
#include "kiosk/desk/setting_fields.h"
#include "kiosk/desk/setting_week.h"

namespace latchkey::kiosk {

namespace {

// One value: its path, which tells it apart, and as people read both.
struct Leaf {
  std::string path, where, value;
};
using Leaves = std::vector<Leaf>;

class Walk {
 public:
  Walk(const DeskWords& words, std::string_view document) : words_(words), document_(document) {}

  Leaves leaves(std::string_view text) {
    Leaves out;
    visit(out, {}, {}, parse_toml(text, document_));
    return out;
  }

 private:
  std::string named(std::string_view key) const {
    for (const char* table : {"setting_keys", "setting_days", "categories"})
      if (const auto label = words_.label(table, key)) return *label;
    return plain_key(key);
  }

  std::string told(const TomlValue& value, std::string_view key) const {
    std::string out;
    const auto add = [&](const std::string& one) {
      const auto handler = document_ == "matrix" ? words_.label("handlers", one) : std::nullopt;
      out += (out.empty() ? "" : ", ") + handler.value_or(one);
    };
    if (!value.array()) {
      add(value.text() ? *value.text() : value.shown());
      return out;
    }
    for (const TomlValue& one : *value.array()) add(one.text() ? *one.text() : one.shown());
    const bool is_day = std::ranges::find(setting_weekdays, key) != setting_weekdays.end() ||
                        parse_day(key).has_value();
    if (out.empty()) out = words_.text(is_day ? "settings.closed" : "settings.nobody");
    return out;
  }

  void visit(Leaves& out, const std::string& path, const std::string& where,
             const TomlValue& value) const {
    if (value.table()) {
      for (const auto& [key, entry] : *value.table())
        step(out, {path + "\n" + key, where, key}, entry);
      return;
    }
    out.push_back({path, where, told(value, path.substr(path.rfind('\n') + 1))});
  }

  struct Place {
    std::string path, where, key;
  };
  void step(Leaves& out, const Place& at, const TomlValue& entry) const {
    const auto within = [&](const std::string& name) {
      return at.where.empty() ? name : at.where + " › " + name;
    };
    const bool is_list_of_tables =
        entry.array() && !entry.array()->empty() && entry.array()->front().table();
    if (is_list_of_tables) {
      for (const TomlValue& one : *entry.array()) {
        const std::string id = shown_value(one, "id");
        visit(out, at.path + "\n" + id, within(shown_value(one, "name")), one);
      }
      return;
    }
    // "hours" and "sheet steps" say nothing that the day and the category don't.
    const bool is_silent = entry.table() && (at.key == "hours" || at.key == "sheet_steps");
    visit(out, at.path, is_silent ? at.where : within(named(at.key)), entry);
  }

  const DeskWords& words_;
  std::string document_;
};

const Leaf* find(const Leaves& all, const std::string& path) {
  const auto found = std::ranges::find(all, path, &Leaf::path);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::vector<SettingChange> setting_changes(const DeskWords& words, std::string_view document,
                                           std::string_view before, std::string_view after) {
  Walk walk(words, document);
  const Leaves was = walk.leaves(before), is = walk.leaves(after);
  std::vector<SettingChange> out;
  for (const Leaf& leaf : is) {
    const Leaf* old = find(was, leaf.path);
    if (old == nullptr)
      out.push_back({leaf.where, "", leaf.value});
    else if (old->value != leaf.value)
      out.push_back({leaf.where, old->value, leaf.value});
  }
  for (const Leaf& leaf : was)
    if (find(is, leaf.path) == nullptr) out.push_back({leaf.where, leaf.value, ""});
  return out;
}

}  // namespace latchkey::kiosk
