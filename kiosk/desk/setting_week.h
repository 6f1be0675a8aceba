// What the two halves of the setting forms agree on: days, rows and names of fields.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/desk/desk_parts.h"

namespace latchkey::kiosk {

// As people read a week, in the words of the file.
inline constexpr std::array<std::string_view, 7> setting_weekdays = {
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};

// A form takes a hundred fields (core/http/message.h): so many days with hours of their own.
inline constexpr int special_rows_max = 14;
inline constexpr int holiday_rows_max = 30;

// Days that are over stay as they are, but nobody needs to look at them. What is no day is shown.
bool is_shown_day(const DeskParts& parts, std::string_view day);

// Lists of holidays that are published.
std::vector<std::string> setting_lists(const DeskParts& parts);

// "christmas_eve" ↔ "christmas eve": a name as people write it, and as a key.
std::string plain_key(std::string_view key);
std::string key_of_name(std::string_view name);

}  // namespace latchkey::kiosk
