#include "tests/talk.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

namespace latchkey::tests {

namespace {

constexpr std::array<std::string_view, 4> channels{"engine", "engine-phone", "web", "phone"};

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
  for (const std::string& word : talk.on)
    REQUIRE_MESSAGE(std::find(channels.begin(), channels.end(), word) != channels.end(),
                    talk.file << " runs on nothing: " << word);
  REQUIRE_MESSAGE((!talk.who.empty() && !talk.on.empty() && !talk.lines.empty()),
                  talk.file << " needs who:, on: and lines");
  return talk;
}

std::vector<std::filesystem::path> talk_files() {
  std::vector<std::filesystem::path> paths;
  const std::filesystem::path folder =
      std::filesystem::path(LATCHKEY_SOURCE_DIR) / "tests/conversations";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".talk") paths.push_back(entry.path());
  return paths;
}

}  // namespace

bool Talk::runs_on(const std::string& channel) const {
  return std::find(on.begin(), on.end(), channel) != on.end();
}

std::vector<Talk> all_talks() {
  std::vector<Talk> talks;
  for (const auto& path : talk_files()) talks.push_back(read_talk(path));
  std::sort(talks.begin(), talks.end(),
            [](const Talk& a, const Talk& b) { return a.file < b.file; });
  REQUIRE(!talks.empty());
  return talks;
}

int files_that_run_on(const std::string& channel) {
  const std::regex named("^on:.* " + channel + "( .*)?$");
  int count = 0;
  for (const auto& path : talk_files()) {
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) count += std::regex_match(line, named) ? 1 : 0;
  }
  REQUIRE(count > 0);
  return count;
}

void check_line(const Talk& talk, const TalkLine& line, const TalkDriver::Shown& shown) {
  INFO(talk.file, ":", line.number, "  ", line.verb, " ", line.argument);
  // "identify" stands for the first question of identification on any channel.
  if (line.step == "identify")
    CHECK((shown.step == "enter_name" || shown.step == "enter_birth_date"));
  else
    CHECK(shown.step == line.step);
  CHECK(shown.notice == line.notice);
}

void run_talk(const Talk& talk, TalkDriver& driver) {
  for (const TalkLine& line : talk.lines)
    check_line(talk, line, driver.act(line.verb, line.argument));
  CHECK_MESSAGE(driver.tickets() == talk.tickets, talk.file, ": tickets at the end");
}

namespace {

// Shouted, without accents and hyphens, between blanks.
std::string untidy(std::string name) {
  for (const auto& [accented, plain] : {std::pair("á", "a"),
                                        {"é", "e"},
                                        {"í", "i"},
                                        {"ó", "o"},
                                        {"ú", "u"},
                                        {"ñ", "n"},
                                        {"-", " "}})
    for (auto at = name.find(accented); at != std::string::npos; at = name.find(accented))
      name.replace(at, std::string_view(accented).size(), plain);
  for (char& c : name)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return "  " + name + " ";
}

// A day that can be no month before the month; else year first by keys, and single digits.
std::array<std::string, 3> untidy_date(std::string_view mmddyyyy, ToldIn told_in) {
  std::string month(mmddyyyy.substr(0, 2)), day(mmddyyyy.substr(2, 2)), year(mmddyyyy.substr(4));
  if (day > "12") return {day, month, year};
  if (told_in == ToldIn::keys) return {year, month, day};
  for (std::string* part : {&month, &day})
    if (part->front() == '0') part->erase(0, 1);
  return {month, day + " ", year};
}

std::string only_digits(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

}  // namespace

Claimed claimed_by(const FixturePerson& who, const std::string& how, ToldIn told_in) {
  Claimed out{std::string(who.first), std::string(who.last), {}, "zip", std::string(who.zip)};
  out.born = {std::string(who.birth_date.substr(0, 2)), std::string(who.birth_date.substr(2, 2)),
              std::string(who.birth_date.substr(4))};
  if (how == "wrong_zip") out.text = "99999";
  if (how.empty() || how == "wrong_zip") return out;
  out.first = untidy(out.first);
  out.last = untidy(out.last);
  out.born = untidy_date(who.birth_date, told_in);
  const bool keys = told_in == ToldIn::keys;
  if (how == "untidy_zip") {
    if (!keys) out.text += "-1234";
  } else if (how == "by_phone") {
    out.detail = "phone";
    const std::string n(who.phone);
    out.text =
        keys ? "1" + n
             : "+1 (" + n.substr(0, 3) + ") " + n.substr(3, 3) + "-" + n.substr(6) + " ext. 7";
  } else if (how == "by_email") {
    out.detail = "email";
    out.text = untidy(std::string(who.email));
  } else {
    REQUIRE_MESSAGE(how == "by_record", "nobody identifies " << how);
    out.detail = "record_number";
    const std::string digits = only_digits(who.record_number);
    out.text = keys ? digits : " mrn # 00" + digits.substr(0, 3) + " " + digits.substr(3);
  }
  return out;
}

}  // namespace latchkey::tests
