// What a draft changes, in words: where, what it was, what it becomes.
//
// Compares values, not lines: an order of keys or a comment is no change. Offices are told by their
// names, days and categories by theirs. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "kiosk/desk/desk_words.h"

namespace latchkey::kiosk {

struct SettingChange {
  std::string where, before, after;  // empty: it was not there, or is gone
};

// In the order of `after`; what is gone comes last. Both are TOML that can be read.
std::vector<SettingChange> setting_changes(const DeskWords& words, std::string_view document,
                                           std::string_view before, std::string_view after);

}  // namespace latchkey::kiosk
