// Style is a test: what clang-format can't see and a reader should not have to.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/source_tree.h"

using namespace latchkey::tests;

namespace {

constexpr int columns_max = 100;
constexpr int file_lines_max = 400;
constexpr int function_lines_max = 70;

struct Finding {
  std::string rule, where;
};
using Findings = std::vector<Finding>;

void add(Findings& into, const char* rule, const SourceFile& file, int line) {
  into.push_back({rule, file.path + ":" + std::to_string(line)});
}

// Code words that belong to one place only, each with why.
struct Confined {
  std::string_view word;
  std::vector<std::string_view> allowed;  // beginnings of paths
  const char* rule;
};

const std::vector<Confined>& confined() {
  static const std::vector<Confined> all = {
      {"system_clock::now", {"core/base/clock.cpp", "tests/"}, "time comes from Clock"},
      {"gettimeofday", {}, "time comes from Clock"},
      {"clock_gettime", {"core/base/clock.cpp"}, "time comes from Clock"},
      {"time(nullptr)", {}, "time comes from Clock"},
      {"random_device", {}, "chance comes from Dice"},
      {"mt19937", {"tests/"}, "chance comes from Dice"},
      {"std::rand", {}, "chance comes from Dice"},
      // Waiting for a real thread or process, with a deadline; never for correctness.
      {"sleep_for",
       {"ivr/text_phone/call_command.cpp", "tests/http_site.h", "tests/fakes/", "tests/bench/"},
       "nobody sleeps"},
      {"sleep_until", {"ivr/text_phone/call_command.cpp"}, "nobody sleeps"},
      {"usleep", {}, "nobody sleeps"},
      {"std::cout",
       {"main.cpp", "core/operations/", "core/demo/", "ivr/text_phone/", "tests/"},
       "output goes through Log"},
      {"std::system(", {"tests/"}, "no shell is started"},
      {"popen(", {"tests/"}, "no shell is started"},
  };
  return all;
}

bool is_allowed(const Confined& rule, const std::string& path) {
  return std::any_of(rule.allowed.begin(), rule.allowed.end(),
                     [&](std::string_view beginning) { return path.starts_with(beginning); });
}

std::size_t columns(std::string_view line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

// The whole word, not a part of a longer one.
bool holds_word(std::string_view line, std::string_view word) {
  for (std::size_t at = line.find(word); at != std::string_view::npos;
       at = line.find(word, at + 1)) {
    const auto is_letter = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
    };
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_letter(line[at - 1])) && (end == line.size() || !is_letter(line[end])))
      return true;
  }
  return false;
}

bool is_code_or_comment(std::string_view line, std::string_view code) {
  const std::size_t begin = std::min(line.find_first_not_of(' '), line.size());
  return code.find_first_not_of(' ') != std::string_view::npos ||
         line.substr(begin).starts_with("//");
}

void check_lines(const SourceFile& file, Findings& found) {
  // Put together here, so that this file does not find itself.
  const std::string later[] = {std::string("TO") + "DO", std::string("FIX") + "ME",
                               std::string("XX") + "X", std::string("HA") + "CK"};
  const std::string code = code_only(file.text);
  const auto code_lines = lines_of(code);
  int number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    // A document quoted word for word (a raw string) keeps its own lines.
    const bool is_code = is_code_or_comment(line, code_lines[static_cast<std::size_t>(number)]);
    ++number;
    if (columns(line) > columns_max && is_code)
      add(found, "a line has at most 100 columns", file, number);
    if (line.ends_with(' ') || line.ends_with('\t') || line.ends_with('\r'))
      add(found, "no space ends a line", file, number);
    if (line.find('\t') != std::string_view::npos) add(found, "no tabs", file, number);
    for (const std::string& word : later)
      if (holds_word(line, word)) add(found, "work is done, not announced", file, number);
  }
  if (number > file_lines_max) add(found, "a file has at most 400 lines", file, number);
}

void check_code(const SourceFile& file, Findings& found) {
  const std::string code = code_only(file.text);
  int number = 0;
  for (const std::string_view line : lines_of(code)) {
    ++number;
    for (const Confined& rule : confined())
      if (line.find(rule.word) != std::string_view::npos && !is_allowed(rule, file.path))
        add(found, rule.rule, file, number);
    const bool is_for_all = file.is_header() && !file.path.starts_with("tests/");
    if (is_for_all && line.starts_with("using namespace"))
      add(found, "a header opens no namespace for others", file, number);
  }
  for (const FunctionLines& function : functions_of(file.text))
    if (function.count > function_lines_max)
      add(found, "a function has at most 70 lines", file, function.line);
}

void check_header(const SourceFile& file, Findings& found) {
  if (!file.is_header()) return;
  if (!file.text.starts_with("// ")) add(found, "a header opens with its reason", file, 1);
  if (file.text.find("\n#pragma once\n") == std::string::npos)
    add(found, "a header is included once", file, 1);
}

void check_name(const SourceFile& file, Findings& found) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '/' || c == '.';
  };
  if (!std::all_of(file.path.begin(), file.path.end(), is_plain))
    add(found, "file names are snake_case", file, 1);
}

Findings judge(const SourceFile& file) {
  Findings found;
  check_lines(file, found);
  check_code(file, found);
  check_header(file, found);
  check_name(file, found);
  return found;
}

bool breaks(const std::string& path, const std::string& text, std::string_view rule) {
  const Findings found = judge({path, text});
  return std::any_of(found.begin(), found.end(), [&](const auto& f) { return f.rule == rule; });
}

std::string function_of(int lines) {
  std::string out = "int f(int a) {\n";
  for (int i = 2; i < lines; ++i) out += "  a += 1;\n";
  return out + "}\n";
}

}  // namespace

TEST_CASE("every source keeps the house's style") {
  const auto sources = project_sources();
  CHECK(sources.size() > 50);
  for (const SourceFile& file : sources)
    for (const Finding& finding : judge(file)) FAIL_CHECK(finding.where, ": ", finding.rule);
}

TEST_CASE("the judge of style finds what is planted") {
  const std::string good = "// Why.\n#pragma once\nint f();\n";
  CHECK(judge({"core/a.h", good}).empty());
  CHECK(breaks("core/a.h", "#pragma once\n", "a header opens with its reason"));
  CHECK(breaks("core/a.h", "// Why.\nint f();\n", "a header is included once"));
  CHECK(breaks("core/a.h", good + "using namespace std;\n",
               "a header opens no namespace for others"));
  CHECK(breaks("core/a.cpp", std::string(101, 'x'), "a line has at most 100 columns"));
  CHECK_FALSE(breaks("core/a.cpp", std::string(98, 'x') + "é", "a line has at most 100 columns"));
  CHECK(breaks("core/a.cpp", "// " + std::string(98, 'x'), "a line has at most 100 columns"));
  CHECK_FALSE(breaks("core/a.cpp", "auto t = R\"(\n" + std::string(101, 'x') + "\n)\";",
                     "a line has at most 100 columns"));
  CHECK(breaks("core/a.cpp", "int a; \n", "no space ends a line"));
  CHECK(breaks("core/a.cpp", std::string("// TO") + "DO: more\n", "work is done, not announced"));
  std::string long_file;
  for (int i = 0; i < 401; ++i) long_file += "\n";
  CHECK(breaks("core/a.cpp", long_file, "a file has at most 400 lines"));
  CHECK(breaks("core/BadName.cpp", "", "file names are snake_case"));
}

TEST_CASE("clocks, chance and sleep are found in code but not in comments or strings") {
  const char* now = "auto t = std::chrono::system_clock::now();\n";
  CHECK(breaks("core/flow/a.cpp", now, "time comes from Clock"));
  CHECK_FALSE(breaks("core/base/clock.cpp", now, "time comes from Clock"));
  CHECK_FALSE(breaks("core/a.cpp", "// system_clock::now\nauto s = \"system_clock::now\";\n",
                     "time comes from Clock"));
  CHECK_FALSE(
      breaks("core/a.cpp", "auto s = R\"x(\nsystem_clock::now)x\";\n", "time comes from Clock"));
  CHECK(breaks("core/a.cpp", "int n = 1'000; auto t = system_clock::now();\n",
               "time comes from Clock"));
  CHECK(breaks("tests/a_test.cpp", "std::this_thread::sleep_for(1s);\n", "nobody sleeps"));
  CHECK(breaks("core/a.cpp", "std::mt19937 r;\n", "chance comes from Dice"));
}

TEST_CASE("a function's lines are counted from brace to brace, whatever it holds") {
  CHECK_FALSE(breaks("core/a.cpp", function_of(70), "a function has at most 70 lines"));
  CHECK(breaks("core/a.cpp", function_of(71), "a function has at most 70 lines"));
  CHECK(breaks("core/a.cpp", "namespace a {\nclass B {\n" + function_of(71) + "};\n}\n",
               "a function has at most 70 lines"));
  CHECK(breaks("tests/a_test.cpp", "TEST_CASE(\"x { y\") {" + function_of(71).substr(14),
               "a function has at most 70 lines"));
  const auto found = functions_of(
      "A::A(int b) : b_{b}, c_(b) {\n}\nstruct C : D {\n  int e() const { return 1; }\n};\n"
      "enum class F { g };\nconst int h[] = {1, 2};\n");
  REQUIRE(found.size() >= 2);
  CHECK(found.back().line == 4);
  CHECK(found.back().count == 1);
}
