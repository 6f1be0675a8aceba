#include "core/base/texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>
#include <unordered_map>

#include "core/base/clinic_policy.h"
#include "core/base/fault.h"
#include "core/base/table_reader.h"
#include "core/base/toml.h"

namespace latchkey {

namespace {

constexpr std::string_view english = "en";

// The files of such a folder are one list, cut by what its texts are about: neither a step nor a
// page of the desk says in which file its words stand.
bool is_one_list(std::string_view folder) { return folder == "steps" || folder == "desk"; }

struct ViewHash : std::hash<std::string_view> {
  using is_transparent = void;
};

template <class V>
using ByKey = std::unordered_map<std::string, V, ViewHash, std::equal_to<>>;

// A key put together without an allocation.
class JoinedKey {
 public:
  explicit JoinedKey(std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) {
      ensure(size_ + part.size() + 1 < sizeof(bytes_), "a text's key is shorter than 200 letters");
      if (size_ > 0) bytes_[size_++] = '.';
      size_ += part.copy(bytes_ + size_, part.size());
    }
  }
  std::string_view view() const { return {bytes_, size_}; }

 private:
  char bytes_[200];
  std::size_t size_ = 0;
};

// Letters beyond ASCII are names too: spelling.toml has an "ñ".
bool is_key(std::string_view part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
    const bool beyond_ascii = static_cast<unsigned char>(c) >= 0x80;
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || beyond_ascii;
  });
}

}  // namespace

struct Texts::Entry {
  std::string raw;
  TextPattern pattern;
  bool is_plain = true;
};

struct Texts::Spoken {
  Counting counting;
  Direction direction = Direction::left_to_right;
  ByKey<Entry> entries;

  Isolation isolation() const {
    return direction == Direction::right_to_left ? Isolation::values : Isolation::none;
  }
  // What is spoken has no direction, and a voice should not be handed marks that it can't say.
  Isolation isolation(std::string_view key) const {
    const bool is_spoken = key.substr(key.rfind('.') + 1).starts_with("voice");
    return is_spoken ? Isolation::none : isolation();
  }
};

// ---- Loading ------------------------------------------------------------------------------------

struct Texts::Loader {
  const ContentFiles& content;
  std::vector<std::string> wrong{};

  void keep(const Complaints& complaints) {
    wrong.insert(wrong.end(), complaints.lines().begin(), complaints.lines().end());
  }

  Language language(const std::filesystem::path& folder) {
    const auto path = folder / "language.toml";
    const TomlValue root = load_toml(path);
    Complaints complaints(path.string());
    TableReader reader(&root, "", complaints);
    Language out;
    out.code = folder.filename().string();
    out.english_name = reader.required_text("english_name", "the language's name in English");
    out.endonym = reader.required_text("endonym", "the language's name in its own words");
    out.direction =
        reader.one_of("direction", {"left_to_right", "right_to_left"}) == "right_to_left"
            ? Direction::right_to_left
            : Direction::left_to_right;
    out.speech_locale = reader.required_text("speech_locale", "a code such as \"es-US\"");
    out.voice = reader.text("voice");
    out.offer_voice = reader.required_text("offer_voice", "said in the first menu of a call");
    out.reviewed_by = reader.text("reviewed_by");
    TableReader dates = reader.table("dates");
    out.day_pattern = dates.text("day", "EEEE, MMMM d");
    out.time_pattern = dates.text("time", "h:mm a");
    out.moment = dates.text("moment", "{day}, {time}");
    out.moment_at_one = dates.text("moment_at_one", out.moment);
    out.spoken_time_pattern = dates.text("spoken_time", out.time_pattern);
    out.spoken_full_hour_pattern = dates.text("spoken_full_hour", out.spoken_time_pattern);
    dates.finish();
    reader.finish();
    keep(complaints);
    return out;
  }

  void add(Spoken& into, const std::string& key, const TomlValue& value, Complaints& complaints) {
    if (!value.text()) {
      complaints.add(value.line, key, value.shown(), "a text is written in quotes");
      return;
    }
    Entry entry;
    entry.raw = *value.text();
    // The line break before the closing quotes belongs to the file, not to the text.
    if (entry.raw.ends_with('\n')) entry.raw.pop_back();
    try {
      entry.pattern = TextPattern::parse(entry.raw);
      entry.is_plain = entry.pattern.plain();
      const std::string flaw = entry.pattern.flaw_of_plurals(into.counting);
      if (!flaw.empty()) complaints.add(value.line, key, value.shown(), flaw);
    } catch (const ConfigFault& fault) {
      complaints.add(value.line, key, value.shown(), fault.what());
    }
    if (!into.entries.try_emplace(key, std::move(entry)).second)
      complaints.add(value.line, key, value.shown(), "another file has it too");
  }

  void table(Spoken& into, const std::string& prefix, const TomlTable& entries,
             Complaints& complaints) {
    for (const auto& [name, value] : entries) {
      const std::string key = prefix + "." + name;
      if (!is_key(name))
        complaints.add(value.line, key, "", "a name has small letters, digits and _ only");
      else if (value.table())
        table(into, key, *value.table(), complaints);
      else
        add(into, key, value, complaints);
    }
  }

  void folder(Spoken& into, const std::filesystem::path& path, const std::string& prefix) {
    const std::filesystem::directory_iterator entries(path);
    const std::set<std::filesystem::path> files(begin(entries), end(entries));
    for (const auto& file : files) {
      const std::string stem = file.stem().string();
      if (std::filesystem::is_directory(file))
        folder(into, file, prefix.empty() && is_one_list(stem) ? stem : prefix + stem + ".");
      if (file.extension() != ".toml" || (prefix.empty() && stem == "language")) continue;
      const TomlValue root = content.load(file);
      Complaints complaints(content.name(file));
      table(into, is_one_list(prefix) ? prefix : prefix + stem, *root.table(), complaints);
      keep(complaints);
    }
  }
};

Texts::Texts() = default;
Texts::~Texts() = default;
Texts::Texts(Texts&&) noexcept = default;
Texts& Texts::operator=(Texts&&) noexcept = default;

Texts Texts::load(const ContentFiles& files) {
  const std::filesystem::path& content = files.folder();
  if (!std::filesystem::exists(content / english / "language.toml"))
    throw ConfigFault(
        fmt::format("{}: has no folder \"en\" with a language.toml: this is not "
                    "Latchkey's content folder",
                    content.string()));
  std::vector<std::filesystem::path> folders;
  for (const auto& folder : std::filesystem::directory_iterator(content))
    if (std::filesystem::exists(folder.path() / "language.toml")) folders.push_back(folder.path());
  std::sort(folders.begin(), folders.end(), [](const auto& a, const auto& b) {
    return std::pair(a.filename() != english, a) < std::pair(b.filename() != english, b);
  });
  Texts texts;
  Loader loader{files};
  for (const auto& folder : folders) {
    texts.languages_.push_back(loader.language(folder));
    texts.spoken_.push_back(std::make_unique<Spoken>(Spoken{
        Counting(texts.languages_.back().speech_locale), texts.languages_.back().direction, {}}));
    loader.folder(*texts.spoken_.back(), folder, "");
  }
  if (std::filesystem::exists(content / "policy/language_help.toml"))
    texts.language_help_ = load_language_help(content);
  if (!loader.wrong.empty()) throw ConfigFault(fmt::format("{}", fmt::join(loader.wrong, "\n")));
  return texts;
}

// ---- Look-up ------------------------------------------------------------------------------------

const std::vector<Language>& Texts::languages() const { return languages_; }

const std::vector<LanguageHelp>& Texts::language_help() const { return language_help_; }

const SpokenHelp* Texts::spoken_help(std::string_view code) const {
  const auto found = std::ranges::find(language_help_, code, &LanguageHelp::code);
  return found != language_help_.end() && found->spoken ? &*found->spoken : nullptr;
}

bool Texts::speaks(std::string_view code) const { return language(code).code == code; }

const Language& Texts::language(std::string_view code) const {
  for (const Language& language : languages_)
    if (language.code == code) return language;
  return languages_.front();
}

const Texts::Spoken& Texts::spoken(std::string_view language) const {
  for (std::size_t i = 0; i < languages_.size(); ++i)
    if (languages_[i].code == language) return *spoken_[i];
  return *spoken_.front();
}

const Texts::Entry& Texts::entry(std::string_view language, std::string_view key) const {
  const auto& own = spoken(language).entries;
  if (const auto found = own.find(key); found != own.end()) return found->second;
  const auto& fallback = spoken_.front()->entries;
  if (const auto found = fallback.find(key); found != fallback.end()) return found->second;
  throw Bug(fmt::format("there is no text \"{}\" in content/en", key));
}

std::string_view Texts::text(std::string_view language, std::string_view key) const {
  const Entry& found = entry(language, key);
  if (!found.is_plain) throw Bug(fmt::format("the text \"{}\" has values to fill in", key));
  return found.raw;
}

std::string_view Texts::text(std::string_view language,
                             std::initializer_list<std::string_view> key) const {
  return text(language, JoinedKey(key).view());
}

std::string Texts::fill(std::string_view language, std::string_view key,
                        std::span<const TextValue> values) const {
  const Entry& found = entry(language, key);
  if (found.is_plain) return found.raw;
  const Spoken& own = spoken(language);
  return found.pattern.fill(values, own.counting, own.isolation(key));
}

std::string Texts::fill(std::string_view language, std::string_view key,
                        std::initializer_list<TextValue> values) const {
  return fill(language, key, std::span(values.begin(), values.size()));
}

std::string Texts::fill(std::string_view language, std::initializer_list<std::string_view> key,
                        std::initializer_list<TextValue> values) const {
  return fill(language, JoinedKey(key).view(), values);
}

std::string Texts::fill(std::string_view language, const TextPattern& pattern,
                        std::span<const TextValue> values) const {
  const Spoken& own = spoken(language);
  return pattern.fill(values, own.counting, own.isolation());
}

bool Texts::has(std::string_view key) const { return spoken_.front()->entries.contains(key); }

std::vector<std::string> Texts::keys(std::string_view language) const {
  std::vector<std::string> out;
  for (const auto& [key, entry] : spoken(language).entries) out.push_back(key);
  std::sort(out.begin(), out.end());
  return out;
}

std::string_view Texts::raw(std::string_view language, std::string_view key) const {
  const auto& own = spoken(language).entries;
  const auto found = own.find(key);
  return found == own.end() ? std::string_view() : found->second.raw;
}

std::vector<std::string> Texts::placeholders(std::string_view language,
                                             std::string_view key) const {
  const auto& own = spoken(language).entries;
  const auto found = own.find(key);
  return found == own.end() ? std::vector<std::string>() : found->second.pattern.names();
}

std::vector<std::string> Texts::missing(std::string_view language) const {
  std::vector<std::string> out;
  for (const std::string& key : keys(english))
    if (!spoken(language).entries.contains(key)) out.push_back(key);
  return out;
}

std::vector<std::string> Texts::unknown(std::string_view language) const {
  std::vector<std::string> out;
  for (const std::string& key : keys(language))
    if (!has(key)) out.push_back(key);
  return out;
}

}  // namespace latchkey
