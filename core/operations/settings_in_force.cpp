#include "core/operations/settings_in_force.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/fault.h"
#include "core/base/table_reader.h"
#include "core/base/toml.h"
#include "core/operations/languages.h"
#include "core/operations/room_rules.h"

namespace latchkey::operations {

namespace {

constexpr std::string_view sheets = "sheets/";

// Below content; empty for the locations, which are in latchkey.toml.
std::string file_of(std::string_view document) {
  if (document.starts_with(sheets))
    return std::string(document.substr(sheets.size())) + "/desk/sheets.toml";
  return document == "locations" ? "" : "policy/" + std::string(document) + ".toml";
}

Texts texts_of(const Config& config) {
  Texts texts = Texts::load(content_of(config));
  for (const std::string& code : config.clinic.languages) {
    const std::string flaw = flaw_of_language(texts, code, config.data.content);
    if (!flaw.empty()) throw ConfigFault(flaw);
  }
  return texts;
}

using Leaves = std::vector<std::pair<std::string, const TomlValue*>>;

void find_leaves(Leaves& into, const std::string& path, const TomlValue& value) {
  if (!value.table()) {
    into.emplace_back(path, &value);
    return;
  }
  for (const auto& [key, entry] : *value.table())
    find_leaves(into, path.empty() ? key : path + "." + key, entry);
}

// A key that is missing would be a hole in a page, and one too many would be read by nobody.
void check_sheet(const Config& file, const std::string& path, const std::string& text) {
  const TomlValue own = load_toml(file.data.content / path), given = parse_toml(text, path);
  Leaves known, written;
  find_leaves(known, "", own);
  find_leaves(written, "", given);
  Complaints complaints(path);
  const auto has = [](const Leaves& leaves, const std::string& key) {
    return std::ranges::find(leaves, key, &Leaves::value_type::first) != leaves.end();
  };
  for (const auto& [key, value] : written) {
    if (!has(known, key)) complaints.add(value->line, key, "", "there is no such text");
    if (value->text() && value->text()->find_first_of("{}") != std::string::npos)
      complaints.add(value->line, key, "", "must be without braces: nothing is filled in here");
  }
  for (const auto& [key, value] : known)
    if (!has(written, key)) complaints.add(0, key, "", "is missing");
  complaints.throw_if_any();
}

SettingTexts published_texts(const Config& file, const settings::Documents& documents,
                             storage::Transaction& tx, std::vector<NotUsed>& damaged) {
  SettingTexts out;
  const auto numbers = documents.numbers(tx);
  for (const std::string& name : setting_documents(file)) {
    const auto number = numbers.find(name);
    if (number == numbers.end()) continue;
    try {
      out[name] = documents.get(tx, name, number->second).value().text;
    } catch (const std::exception& fault) {
      damaged.push_back({name, number->second, fault.what()});
    }
  }
  return out;
}

struct Whole {
  Config config;
  Readings readings;
};

Whole whole(const Config& file, const SettingTexts& texts) {
  Config config = with_documents(file, texts);
  Readings readings = read_content(config);
  return {std::move(config), std::move(readings)};
}

// One by one, so that one that is wrong takes none of the others with it.
Whole whole_of_sound(const Config& file, const SettingTexts& texts,
                     const settings::Numbers& numbers, std::vector<NotUsed>& left_out) {
  SettingTexts sound;
  for (const std::string& name : setting_documents(file)) {
    const auto text = texts.find(name);
    if (text == texts.end()) continue;
    sound.insert(*text);
    try {
      whole(file, sound);
    } catch (const std::exception& fault) {
      sound.erase(name);
      left_out.push_back({name, numbers.at(name), fault.what()});
    }
  }
  return whole(file, sound);
}

}  // namespace

Readings read_content(const Config& config) {
  Texts texts = texts_of(config);
  Calendar calendar = make_calendar(config, load_holidays(content_of(config)));
  identity::Limits limits = limits_of(config);
  flow::Policy policy = flow_policy_of(config, limits);
  return {std::move(texts), std::move(calendar), limits, std::move(policy), matrix_of(config)};
}

std::vector<std::string> setting_documents(const Config& config) {
  // Locations name lists of holidays, so that these come first.
  std::vector<std::string> out{"holidays", "locations", "matrix"};
  for (const std::string& code : config.clinic.languages) {
    std::string name = std::string(sheets) + code;
    if (std::filesystem::exists(config.data.content / file_of(name)))
      out.push_back(std::move(name));
  }
  return out;
}

std::string text_in_file(const Config& file, std::string_view document) {
  const std::string path = file_of(document);
  return path.empty() ? locations_text(file.locations) : read_text_file(file.data.content / path);
}

Config with_documents(const Config& file, const SettingTexts& texts) {
  Config config = file;
  for (const auto& [document, text] : texts) {
    const std::string path = file_of(document);
    if (document.starts_with(sheets)) check_sheet(file, path, text);
    if (path.empty())
      config = with_locations(std::move(config), text);
    else
      config.data.published[path] = text;
  }
  return config;
}

InForce in_force(const Config& file, const settings::Documents& documents, storage::Store& store) {
  struct Found {
    settings::Numbers numbers;
    SettingTexts texts;
    std::vector<NotUsed> not_used;
  };
  Found found = store.read([&](storage::Transaction& tx) {
    Found out{documents.numbers(tx), {}, {}};
    out.texts = published_texts(file, documents, tx, out.not_used);
    return out;
  });
  const auto made = [&](Whole whole) {
    return InForce{std::move(whole.config), std::move(whole.readings), std::move(found.numbers),
                   std::move(found.not_used)};
  };
  if (found.texts.empty()) return made(whole(file, {}));
  try {
    return made(whole(file, found.texts));
  } catch (const std::exception&) {
    Whole sound = whole_of_sound(file, found.texts, found.numbers, found.not_used);
    return made(std::move(sound));
  }
}

Config in_force_or_file(const Config& file, const Sealer& sealer, storage::Store& store) {
  const settings::Documents documents(sealer);
  const auto numbers = store.read([&](storage::Transaction& tx) { return documents.numbers(tx); });
  if (numbers.empty()) return file;
  try {
    return in_force(file, documents, store).config;
  } catch (const ConfigFault&) {
    return file;
  }
}

}  // namespace latchkey::operations
