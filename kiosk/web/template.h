// Pages from templates, with every value escaped for the place where it stands.
//
// A View is a tree of values and sections; render() fills one of the embedded templates with it. A
// template may name parts, `{{>desk/letters.part.tpl}}`, files that stand in it at that place.
// Escaping is the template engine's, by context; a template that switches it off fails a test
// (limits.md 5.1). The engine itself is hidden in the .cpp. Thread-safe.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace latchkey::kiosk {

// Values and sections of one template. A section is shown once for every View added under its
// name; without any it is left out.
class View {
 public:
  View& set(std::string_view name, std::string_view value) {
    values_.emplace_back(name, value);
    return *this;
  }
  View& set(std::string_view name, std::int64_t value) { return set(name, std::to_string(value)); }
  // The new section's own view; it stays where it is until this view goes.
  View& section(std::string_view name) {
    return sections_.emplace_back(std::string(name), View()).second;
  }
  // A section without values of its own.
  View& show(std::string_view name) {
    section(name);
    return *this;
  }

  const std::vector<std::pair<std::string, std::string>>& values() const { return values_; }
  const std::deque<std::pair<std::string, View>>& sections() const { return sections_; }

 private:
  std::vector<std::pair<std::string, std::string>> values_;
  std::deque<std::pair<std::string, View>> sections_;
};

// `name`: an embedded template. A template that can't be read is a Bug.
std::string render(std::string_view name, const View& view);

}  // namespace latchkey::kiosk
