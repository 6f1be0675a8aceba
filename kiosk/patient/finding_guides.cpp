#include "kiosk/patient/finding_guides.h"

#include "core/base/fault.h"
#include "core/base/table_reader.h"

namespace latchkey::kiosk {

namespace {

// What platforms are called in the file. An iPad is as an iPhone; the others have no screens of
// their own.
constexpr std::pair<Platform, const char*> platform_words[] = {{Platform::windows, "windows"},
                                                               {Platform::mac, "mac"},
                                                               {Platform::iphone, "iphone"},
                                                               {Platform::android, "android"}};

Platform guided_as(Platform platform) {
  return platform == Platform::ipad ? Platform::iphone : platform;
}

enum class Whole { yes, no };

std::map<Finding, std::string> read(TableReader table, const Guidance& guidance, Whole whole) {
  std::map<Finding, std::string> out;
  for (std::size_t i = 0; i < finding_names.words.size(); ++i) {
    const std::string word(finding_names.words[i]);
    const std::string node = whole == Whole::yes
                                 ? table.required_text(word, "the screen of a guide that mends it")
                                 : table.text(word);
    if (node.empty()) continue;
    if (!guidance.node(node)) table.complain(word, "must be a screen of policy/guidance");
    out.emplace(static_cast<Finding>(i), node);
  }
  table.finish();
  return out;
}

}  // namespace

FindingGuides FindingGuides::parse(std::string_view text, std::string_view file,
                                   const Guidance& guidance) {
  const TomlValue root = parse_toml(text, file);
  Complaints complaints{std::string(file)};
  TableReader table(&root, "", complaints);
  FindingGuides out;
  out.every_ = read(table.table("every"), guidance, Whole::yes);
  for (const auto& [platform, word] : platform_words)
    out.on_.emplace(platform, read(table.table(word), guidance, Whole::no));
  table.finish();
  complaints.throw_if_any();
  return out;
}

FindingGuides FindingGuides::load(const std::filesystem::path& content, const Guidance& guidance) {
  const auto path = content / "policy" / "check.toml";
  return parse(read_text_file(path), path.string(), guidance);
}

const std::string& FindingGuides::node(Finding finding, Platform platform) const {
  if (const auto own = on_.find(guided_as(platform)); own != on_.end())
    if (const auto node = own->second.find(finding); node != own->second.end()) return node->second;
  const auto node = every_.find(finding);
  ensure(node != every_.end(), "every finding has a screen");
  return node->second;
}

}  // namespace latchkey::kiosk
