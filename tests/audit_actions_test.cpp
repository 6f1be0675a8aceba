// Every word that a room writes into the audit log has its place in the table of actions.
#include "core/audit/actions.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "tests/source_tree.h"

using namespace latchkey;
using tests::SourceFile;

namespace {

using Words = std::set<std::string>;

void add_matches(Words& words, const std::string& text, const char* pattern) {
  const std::regex shape(pattern);
  for (std::sregex_iterator at(text.begin(), text.end(), shape), end; at != end; ++at)
    words.insert((*at)[1]);
}

// An action stands before the kind of its subject, in a Word, is returned as one, or is handed to
// whoever records it.
Words actions_in(const std::string& text) {
  Words out;
  add_matches(out, text, R"re("([a-z_]+\.[a-z_]+)",\s*"[a-z_]+")re");
  add_matches(out, text, R"re(Word\("([a-z_]+\.[a-z_]+)"\))re");
  add_matches(out, text, R"re(\bWord [^;{]*\{ return "([a-z_]+\.[a-z_]+)"; \})re");
  add_matches(
      out, text,
      R"re(\b(?:record|record_refusal|audited|refuse_audit)\([^;"]*"([a-z_]+\.[a-z_]+)")re");
  add_matches(out, text, R"re(record\(tx[^;"]*\{"([a-z_]+\.[a-z_]+)")re");
  if (const auto word = text.find("\nWord "); word != std::string::npos)
    add_matches(out, text.substr(word, text.find("\n}", word) - word),
                R"re(return "([a-z_]+\.[a-z_]+)";)re");
  return out;
}

// The table itself, and what looks like an action and is none.
bool is_judged(const SourceFile& file) {
  return !file.path.starts_with("tests/") && file.path != "core/audit/actions.cpp";
}

Words used() {
  Words out;
  for (const SourceFile& file : tests::project_sources())
    if (is_judged(file)) out.merge(actions_in(file.text));
  return out;
}

}  // namespace

TEST_CASE("every action that the sources write has a group, so that no review leaves it out") {
  for (const std::string& word : used())
    CHECK_MESSAGE(audit::group_of(word).has_value(), word,
                  ": give it a group in core/audit/actions.cpp and words in audit_actions");
}

TEST_CASE("every action of the table is written by somebody, so that the scan is not blind") {
  const Words words = used();
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
