#include "core/base/clinic_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/fault.h"
#include "core/base/table_reader.h"
#include "core/base/toml.h"

namespace latchkey {

namespace {

std::filesystem::path policy_file(const std::filesystem::path& content, const char* name) {
  return content / "policy" / name;
}

// Reads one file of tables: `each` is called with the name and reader of each.
template <class Each>
void read_tables(const ContentFiles& content, const char* name_below, Each each) {
  const auto path = policy_file(content.folder(), name_below);
  const TomlValue file = content.load(path);
  Complaints complaints(content.name(path));
  TableReader root(&file, "", complaints);
  for (const std::string& name : root.keys()) {
    TableReader table = root.table(name);
    each(name, table);
    table.finish();
  }
  complaints.throw_if_any();
}

}  // namespace

HolidayLists load_holidays(const ContentFiles& content) {
  HolidayLists lists;
  read_tables(content, "holidays.toml", [&](const std::string& name, TableReader& list) {
    std::vector<Holiday>& holidays = lists[name];
    for (const std::string& key : list.keys()) {
      if (const auto holiday = parse_holiday(list.text(key)))
        holidays.push_back(*holiday);
      else
        list.complain(key,
                      "must be written as \"December 25\", \"4th Thursday of "
                      "November\" or \"2026-12-24\"");
    }
  });
  return lists;
}

Calendar make_calendar(const Config& config, const HolidayLists& lists) {
  std::map<LocationId, OfficeHours> offices;
  for (const Location& location : config.locations) {
    OfficeHours hours = location.hours;
    for (const std::string& name : location.holiday_lists) {
      const auto list = lists.find(name);
      if (list == lists.end())
        throw ConfigFault(
            fmt::format("{}: location \"{}\" keeps the holidays \"{}\", but "
                        "content/policy/holidays.toml has no such list",
                        config.file.string(), location.name, name));
      hours.holidays.insert(hours.holidays.end(), list->second.begin(), list->second.end());
    }
    offices.emplace(location.id, std::move(hours));
  }
  return Calendar(offices);
}

std::vector<HandlerRow> load_matrix(const ContentFiles& content) {
  std::vector<HandlerRow> rows;
  const auto is_handler = [](const std::string& word) {
    return word == "self_service" || word == "office" || word == "it";
  };
  read_tables(content, "matrix.toml", [&](const std::string& name, TableReader& row) {
    HandlerRow out{name, row.text("first"), row.texts("then"), row.place("first")};
    if (!is_handler(out.first)) row.complain("first", "must be self_service, office or it");
    if (!std::all_of(out.then.begin(), out.then.end(), is_handler))
      row.complain("then", "must be a list of self_service, office and it");
    rows.push_back(std::move(out));
  });
  return rows;
}

namespace {

SpokenHelp spoken_help(TableReader table) {
  SpokenHelp help;
  help.speech_locale = table.required_text("speech_locale", "what a phone provider calls it");
  using Sentence = std::pair<const char*, std::string SpokenHelp::*>;
  constexpr std::array<Sentence, 7> sentences{{{"offer", &SpokenHelp::offer},
                                               {"more", &SpokenHelp::more},
                                               {"emergency", &SpokenHelp::emergency},
                                               {"connecting", &SpokenHelp::connecting},
                                               {"number", &SpokenHelp::number},
                                               {"promise", &SpokenHelp::promise},
                                               {"later", &SpokenHelp::later}}};
  for (const auto& [key, sentence] : sentences)
    help.*sentence = table.required_text(key, "the sentence in that language");
  if (help.offer.find("{key}") == std::string::npos)
    table.complain("offer", "must have {key}, the key to press");
  table.finish();
  return help;
}

}  // namespace

std::vector<LanguageHelp> load_language_help(const std::filesystem::path& content) {
  const auto path = policy_file(content, "language_help.toml");
  const TomlValue file = load_toml(path);
  Complaints complaints(path.string());
  TableReader root(&file, "", complaints);
  std::vector<LanguageHelp> out;
  for (TableReader& entry : root.tables("language")) {
    LanguageHelp help;
    help.code = entry.required_text("code", "the language's two-letter code");
    help.endonym = entry.required_text("endonym", "the language's name in its own words");
    help.notice = entry.required_text("notice", "the sentence in that language");
    if (entry.one_of("direction", {"left_to_right", "right_to_left"}) == "right_to_left")
      help.direction = Direction::right_to_left;
    help.reviewed_by = entry.text("reviewed_by");
    if (entry.has("spoken")) help.spoken = spoken_help(entry.table("spoken"));
    entry.finish();
    out.push_back(std::move(help));
  }
  root.finish();
  complaints.throw_if_any();
  return out;
}

std::vector<std::string> interpreters_by_phone(const Config& config,
                                               std::span<const LanguageHelp> helps) {
  std::vector<std::string> codes;
  const auto is_spoken = [&](const std::string& code) {
    return std::ranges::find(config.clinic.languages, code) != config.clinic.languages.end();
  };
  for (const LanguageHelp& help : helps)
    if (help.spoken && config.provider.voices.contains(help.code) && !is_spoken(help.code))
      codes.push_back(help.code);
  for (const auto& [code, voice] : config.provider.voices)
    if (!is_spoken(code) && std::ranges::find(codes, code) == codes.end())
      throw ConfigFault(
          fmt::format("provider.voices.{}: is neither a language of clinic.languages nor one that "
                      "content/policy/language_help.toml has spoken words for",
                      code));
  return codes;
}

}  // namespace latchkey
