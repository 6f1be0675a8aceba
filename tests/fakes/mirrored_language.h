// A language that nobody speaks and that every page must be able to show: English in Arabic
// letters, written from right to left, counted and dated as Arabic is.
//
// It is made from content/en by a fixed rule and never shipped. Its code is CLDR's for such a
// language. Whatever shows it well can show Arabic, Persian or Urdu; Latin letters left in one of
// its pages are a text that does not come from content/, or a value.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace latchkey::fakes {

inline constexpr std::string_view mirrored_code = "ar-XB";

// Letters outside braces become Arabic ones; a plural gets all six forms of Arabic.
std::string mirrored(std::string_view pattern);

// Copies the content folder `from` to `to`, which must not exist, with that language added.
void write_mirrored_content(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace latchkey::fakes
