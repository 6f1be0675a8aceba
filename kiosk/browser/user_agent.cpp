#include "kiosk/browser/user_agent.h"

#include "core/base/fault.h"
#include "kiosk/browser/first_match.h"

namespace latchkey::kiosk {

namespace {

std::vector<std::string> regexes_of(const std::vector<UserAgentPattern>& patterns) {
  std::vector<std::string> out;
  out.reserve(patterns.size());
  for (const UserAgentPattern& pattern : patterns) out.push_back(pattern.regex);
  return out;
}

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string::npos) return "";
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

// "$1" … "$9" become what the groups caught; nothing for a group that caught nothing.
std::string filled(const std::string& replacement, const std::vector<std::string>& groups) {
  std::string out;
  for (std::size_t i = 0; i < replacement.size(); ++i) {
    const bool is_group = replacement[i] == '$' && i + 1 < replacement.size() &&
                          replacement[i + 1] >= '1' && replacement[i + 1] <= '9';
    if (!is_group) {
      out += replacement[i];
      continue;
    }
    const auto group = static_cast<std::size_t>(replacement[++i] - '1');
    if (group < groups.size()) out += groups[group];
  }
  return trimmed(out);
}

// One of the file's two lists. Its regexes live in the matcher only.
class Parser {
 public:
  explicit Parser(const std::vector<UserAgentPattern>& patterns) : matcher_(regexes_of(patterns)) {
    replacements_.reserve(patterns.size());
    for (const UserAgentPattern& pattern : patterns) replacements_.push_back(pattern.replacements);
  }

  UserAgentPart read(std::string_view text) const {
    UserAgentPart out;
    const auto match = matcher_.find(text);
    if (!match) return out;
    std::string* const parts[] = {&out.family, &out.major, &out.minor, &out.patch};
    const auto& replacements = replacements_[match->index];
    for (std::size_t i = 0; i < replacements.size(); ++i) {
      if (replacements[i])
        *parts[i] = filled(*replacements[i], match->groups);
      else if (i < match->groups.size())
        *parts[i] = match->groups[i];
    }
    if (out.family.empty()) out.family = "Other";
    return out;
  }

 private:
  FirstMatch matcher_;
  std::vector<std::array<std::optional<std::string>, 4>> replacements_;
};

}  // namespace

struct UserAgentReader::Parsers {
  explicit Parsers(const UserAgentPatterns& patterns)
      : browsers(patterns.browsers), systems(patterns.systems) {}
  Parser browsers, systems;
};

UserAgentReader::UserAgentReader(std::filesystem::path patterns) : patterns_(std::move(patterns)) {}
UserAgentReader::~UserAgentReader() = default;

void UserAgentReader::load() const {
  std::call_once(once_, [this] {
    try {
      parsers_ = std::make_unique<const Parsers>(load_user_agent_patterns(patterns_));
    } catch (const Fault& fault) {
      broken_ = fault.what();
    }
  });
  if (!parsers_) throw Fault(broken_);
}

UserAgent UserAgentReader::read(std::string_view header) const {
  load();
  const std::string_view text = header.substr(0, text_max);
  return {parsers_->browsers.read(text), parsers_->systems.read(text)};
}

}  // namespace latchkey::kiosk
