// Every word that a room writes into the audit log has its place in the table of actions.
#include "core/audit/actions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <vector>

#include "tests/source_tree.h"

using namespace latchkey;
using tests::SourceFile;

namespace {

using Words = std::set<std::string>;

void add_matches(Words& words, const std::string& text, const char* pattern) {
  static std::map<std::string, std::regex> shapes;
  const auto& shape = shapes.try_emplace(pattern, pattern).first->second;
  for (std::sregex_iterator at(text.begin(), text.end(), shape), end; at != end; ++at)
    words.insert((*at)[1]);
}

// Where something like an action stands: expressions that look at every letter of the sources take
// longer than all that the sources do.
std::vector<std::size_t> dotted_words(const std::string& text) {
  const auto is_word = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  std::vector<std::size_t> out;
  for (auto at = text.find('"'); at != std::string::npos; at = text.find('"', at + 1)) {
    auto end = at + 1;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end == at + 1 || end >= text.size() || text[end] != '.') continue;
    const auto dot = end++;
    while (end < text.size() && is_word(text[end])) ++end;
    if (end > dot + 1 && end < text.size() && text[end] == '"') out.push_back(at);
  }
  return out;
}

// What stands around it, as far as one call or return reaches.
std::string around(const std::string& text, std::size_t at) {
  constexpr std::size_t before = 300, behind = 120;
  const std::size_t begin = at > before ? at - before : 0;
  return text.substr(begin, at - begin + behind);
}

// An action stands before the kind of its subject, in a Word, is returned as one, or is handed to
// whoever records it.
Words actions_here(const std::string& text) {
  Words out;
  add_matches(out, text, R"re("([a-z_]+\.[a-z_]+)",\s*"[a-z_]+")re");
  add_matches(out, text, R"re(Word\("([a-z_]+\.[a-z_]+)"\))re");
  add_matches(out, text, R"re(\bWord [^;{]*\{ return "([a-z_]+\.[a-z_]+)"; \})re");
  add_matches(
      out, text,
      R"re(\b(?:record|record_refusal|audited|refuse_audit)\([^;"]*"([a-z_]+\.[a-z_]+)")re");
  add_matches(out, text, R"re(record\(tx[^;"]*\{"([a-z_]+\.[a-z_]+)")re");
  return out;
}

Words actions_in(const std::string& text) {
  Words out;
  for (const std::size_t at : dotted_words(text)) out.merge(actions_here(around(text, at)));
  if (const auto word = text.find("\nWord "); word != std::string::npos)
    add_matches(out, text.substr(word, text.find("\n}", word) - word),
                R"re(return "([a-z_]+\.[a-z_]+)";)re");
  return out;
}

// The table itself, and what looks like an action and is none.
bool is_judged(const SourceFile& file) {
  return !file.path.starts_with("tests/") && file.path != "core/audit/actions.cpp";
}

const Words& used() {
  static const Words all = [] {
    Words out;
    for (const SourceFile& file : tests::project_sources())
      if (is_judged(file)) out.merge(actions_in(file.text));
    return out;
  }();
  return all;
}

}  // namespace

TEST_CASE("every action that the sources write has a group, so that no review leaves it out") {
  for (const std::string& word : used())
    CHECK_MESSAGE(audit::group_of(word).has_value(), word,
                  ": give it a group in core/audit/actions.cpp and words in audit_actions");
}

TEST_CASE("every action of the table is written by somebody, so that the scan is not blind") {
  const Words& words = used();
  for (const audit::Action& action : audit::actions())
    CHECK_MESSAGE(words.contains(std::string(action.word)), action.word);
}

TEST_CASE("the table has each word once, group by group") {
  Words seen;
  std::set<audit::ActionGroup> ended;
  std::optional<audit::ActionGroup> last;
  for (const audit::Action& action : audit::actions()) {
    CHECK(seen.insert(std::string(action.word)).second);
    if (last && last != action.group) ended.insert(*last);
    CHECK_FALSE(ended.contains(action.group));
    last = action.group;
  }
  CHECK_FALSE(audit::group_of("nobody.knows"));
}

TEST_CASE("the scan for actions finds each way of writing one") {
  CHECK(actions_in("record(tx, parts_, visit.session, {\"a.list\", \"none\", 0});") ==
        Words{"a.list"});
  CHECK(actions_in("x ? Word(\"a.one\") : Word(\"a.two\")") == Words{"a.one", "a.two"});
  CHECK(actions_in("Word operator()(const Claim&) const { return \"a.claim\"; }") ==
        Words{"a.claim"});
  CHECK(actions_in("record_refusal(request, name, \"a.enter\");") == Words{"a.enter"});
  CHECK(actions_in("log.warn(\"upkeep.slow\");").empty());
}
