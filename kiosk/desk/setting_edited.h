// What an editor of the settings shows: the text as it stands, or as it was typed and refused.
#pragma once

#include <string>
#include <vector>

#include "core/base/toml.h"
#include "kiosk/desk/setting_form.h"
#include "kiosk/desk/settings_desk.h"

namespace latchkey::kiosk {

struct SettingsDesk::Edited {
  SettingPlace at;
  std::int64_t base = 0;  // what is changed
  std::string text;
  TomlValue tree;  // of that text
  enum class As { text, form, parts } as = As::text;
  std::string note{};
  std::vector<std::string> problems{};
  std::string theirs{};  // what somebody else saved meanwhile
};

}  // namespace latchkey::kiosk
