// Settings as forms: fields for a person, and the same text as in the file from what they typed.
//
// An office, a list of holidays, the matrix or the sheets is one form; what it does not show stays
// as it is. Values are carried as they were typed, right or wrong: the readers of start-up judge
// them, and nobody types anything twice. Pure but for the words; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/base/toml.h"
#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"

namespace latchkey::kiosk {

// What a form is of: a document, and which office ("3", or new_part) or list of holidays in it.
struct SettingPlace {
  std::string document;
  std::string part;  // empty for the whole document
};
inline constexpr std::string_view new_part = "new";

// Whether the place has a form of its own; else there are parts to choose from.
bool has_form(const SettingPlace& place, const TomlValue& tree);
// A part and what it is called, in the order of the document.
std::vector<std::pair<std::string, std::string>> parts_of(std::string_view document,
                                                          const TomlValue& tree);

class SettingForm {
 public:
  // Both outlive it.
  SettingForm(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Into the section EDITOR. Needs: has_form().
  void show(View& editor, const SettingPlace& place, const TomlValue& tree) const;
  // `before` with what the form says. A new office gets the next number.
  TomlValue read(const SettingPlace& place, TomlValue before, const http::Fields& fields) const;

 private:
  void show_office(View& editor, const SettingPlace& place, const TomlValue& tree) const;
  void show_days(View& form, const TomlValue& office) const;
  void show_special(View& form, const TomlValue& office) const;
  void show_offer(View& form, const SettingPlace& place, const TomlValue& office,
                  const TomlValue& tree) const;
  void show_holidays(View& editor, const SettingPlace& place, const TomlValue& tree) const;
  void show_matrix(View& editor, const TomlValue& tree) const;
  void show_sheets(View& editor, const TomlValue& tree) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
