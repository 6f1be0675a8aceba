#include "tests/talk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace latchkey::tests {

namespace {

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::string rest_after(const std::string& text, const std::string& head) {
  const auto at = text.find_first_not_of(' ', head.size());
  return at == std::string::npos ? "" : text.substr(at);
}

// "verb argument => step [notice]"
TalkLine line_of(const std::string& text, int number) {
  const auto arrow = text.find("=>");
  REQUIRE_MESSAGE(arrow != std::string::npos, "line " << number << " has no =>: " << text);
  const auto said = words_of(text.substr(0, arrow));
  const auto expected = words_of(text.substr(arrow + 2));
  REQUIRE_MESSAGE((!said.empty() && !expected.empty() && expected.size() <= 2),
                  "line " << number << ": " << text);
  TalkLine line;
  line.number = number;
  line.verb = said[0];
  for (std::size_t i = 1; i < said.size(); ++i) line.argument += (i > 1 ? " " : "") + said[i];
  line.step = expected[0];
  if (expected.size() == 2) line.notice = expected[1];
  return line;
}

Talk read_talk(const std::filesystem::path& path) {
  Talk talk;
  talk.file = path.filename().string();
  std::ifstream in(path);
  int number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    if (talk.title.empty() && text.starts_with("# ")) talk.title = text.substr(2);
    if (const auto comment = text.find('#'); comment != std::string::npos) text.resize(comment);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    if (text.empty()) continue;
    if (text.starts_with("who:"))
      talk.who = rest_after(text, "who:");
    else if (text.starts_with("language:"))
      talk.language = rest_after(text, "language:");
    else if (text.starts_with("on:"))
      talk.on = words_of(text.substr(3));
    else if (text.starts_with("tickets:"))
      talk.tickets = words_of(text.substr(8));
    else
      talk.lines.push_back(line_of(text, number));
  }
  REQUIRE_MESSAGE((!talk.who.empty() && !talk.on.empty() && !talk.lines.empty()),
                  talk.file << " needs who:, on: and lines");
  return talk;
}

}  // namespace

bool Talk::runs_on(const std::string& channel) const {
  return std::find(on.begin(), on.end(), channel) != on.end();
}

std::vector<Talk> all_talks() {
  std::vector<Talk> talks;
  const std::filesystem::path folder =
      std::filesystem::path(LATCHKEY_SOURCE_DIR) / "tests/conversations";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".talk") talks.push_back(read_talk(entry.path()));
  std::sort(talks.begin(), talks.end(),
            [](const Talk& a, const Talk& b) { return a.file < b.file; });
  REQUIRE(!talks.empty());
  return talks;
}

void run_talk(const Talk& talk, TalkDriver& driver) {
  for (const TalkLine& line : talk.lines) {
    const auto shown = driver.act(line.verb, line.argument);
    INFO(talk.file, ":", line.number, "  ", line.verb, " ", line.argument);
    // "identify" stands for the first question of identification on any channel.
    if (line.step == "identify")
      CHECK((shown.step == "enter_name" || shown.step == "enter_birth_date"));
    else
      CHECK(shown.step == line.step);
    CHECK(shown.notice == line.notice);
  }
  CHECK_MESSAGE(driver.tickets() == talk.tickets, talk.file, ": tickets at the end");
}

}  // namespace latchkey::tests
