// The clinic's policy files in content/policy: holidays, who helps with what, language help.
//
// They are data for a practice manager to change; this reads them strictly. What the words of the
// matrix mean is core/tickets' knowledge. ConfigFault names file, line and what would be right.
#pragma once

#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/config.h"
#include "core/base/content_files.h"
#include "core/base/texts.h"

namespace latchkey {

// Holidays by the name of their list.
using HolidayLists = std::map<std::string, std::vector<Holiday>, std::less<>>;
HolidayLists load_holidays(const ContentFiles& content);

// The hours of all locations, with the holiday lists that they name. ConfigFault if one names a
// list that does not exist.
Calendar make_calendar(const Config& config, const HolidayLists& lists);

// One row of the matrix of responsibility (product.md "Routing"), in the file's own words:
// handlers are "self_service", "office" and "it", nothing else.
struct HandlerRow {
  std::string category;
  std::string first;
  std::vector<std::string> then;
  std::string place;  // "matrix.toml:12", for complaints about unknown categories
};
std::vector<HandlerRow> load_matrix(const ContentFiles& content);

// Texts::load() reads it too; here for those who only check it.
std::vector<LanguageHelp> load_language_help(const std::filesystem::path& content);

// The languages without a folder whose callers are offered an interpreter in their own words: those
// that provider.voices names a voice for, in the order of `helps`. ConfigFault names a voice of any
// other language.
std::vector<std::string> interpreters_by_phone(const Config& config,
                                               std::span<const LanguageHelp> helps);

}  // namespace latchkey
