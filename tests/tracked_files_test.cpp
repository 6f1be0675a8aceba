// What the project keeps: the top of the tree is architecture.md's list, and nothing that a run,
// a build or a clinic leaves behind is tracked.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

// Every path that git tracks, from the top.
std::vector<std::string> tracked_files() {
  const std::string command = "git -c safe.directory='*' -C '" LATCHKEY_SOURCE_DIR "' ls-files -z";
  FILE* out = popen(command.c_str(), "r");
  REQUIRE(out != nullptr);
  std::string listed;
  char bytes[4096];
  for (std::size_t got = 0; (got = fread(bytes, 1, sizeof bytes, out)) > 0;)
    listed.append(bytes, got);
  REQUIRE(pclose(out) == 0);
  std::vector<std::string> paths;
  for (std::size_t from = 0; from < listed.size();) {
    const std::size_t end = listed.find('\0', from);
    paths.push_back(listed.substr(from, end - from));
    from = end + 1;
  }
  return paths;
}

// Why this path may not be tracked; empty if it may.
std::string_view left_behind(std::string_view path) {
  constexpr std::array endings{".key", ".db",  ".db-wal", ".db-shm", ".db-journal", ".sqlite",
                               ".log", ".pem", ".p12",    ".o",      ".a",          ".anchor",
                               ".bak", ".swp", ".orig",   ".rej",    ".pyc",        ".gcda"};
  for (const std::string_view ending : endings)
    if (path.ends_with(ending)) return ending;
  constexpr std::array folders{"node_modules", "__pycache__", ".demo", "look", "CMakeFiles"};
  constexpr std::array beginnings{"bench_", "build"};
  while (!path.empty()) {
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return path == ".env" ? ".env" : "";
    const std::string_view folder = path.substr(0, slash);
    for (const std::string_view one : folders)
      if (folder == one) return one;
    for (const std::string_view one : beginnings)
      if (folder.starts_with(one)) return one;
    path.remove_prefix(slash + 1);
  }
  return "";
}

constexpr std::ptrdiff_t file_lines_max = 400;  // as tests/tidy_test.cpp has it for code

// What nobody writes by hand, or what grows for good.
bool may_be_long(std::string_view path) {
  return path.ends_with("package-lock.json") || path == "CHANGELOG.md";
}

std::ptrdiff_t line_breaks(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return std::count(std::istreambuf_iterator<char>(file), {}, '\n');
}

}  // namespace

// Words, policy, pages and scripts are read by people as code is: they are cut by what they are
// about.
TEST_CASE("no file that people write has more than 400 lines, words and policy included") {
  std::ptrdiff_t longest = 0;
  for (const std::string& path : tracked_files()) {
    if (may_be_long(path)) continue;
    const auto lines = line_breaks(std::filesystem::path(LATCHKEY_SOURCE_DIR) / path);
    CHECK_MESSAGE(lines <= file_lines_max, path);
    longest = std::max(longest, lines);
  }
  CHECK(longest > 300);  // it does read them
}

TEST_CASE("the top of the tree is the list of the architecture, and nothing else") {
  std::set<std::string> top;
  for (const std::string& path : tracked_files()) top.insert(path.substr(0, path.find('/')));
  const std::set<std::string> expected{
      "CMakeLists.txt", "README.md",   "main.cpp",   "dev",         "core",
      "kiosk",          "ivr",         "content",    "tests",       ".ci",
      ".clang-format",  ".clang-tidy", ".gitignore", "CHANGELOG.md"};
  CHECK(top == expected);
}

TEST_CASE("no key, database, log, package or measurement is tracked") {
  const auto all = tracked_files();
  CHECK(all.size() > 100);
  for (const std::string& path : all)
    CHECK_MESSAGE(left_behind(path).empty(), path, " is ", std::string(left_behind(path)));
}

TEST_CASE("the judge of tracked files finds what is planted") {
  for (const std::string_view path :
       {"latchkey.key", "core/x.db", "a/latchkey.db-wal", "run.log", "bench_disk/x",
        "tests/browser/node_modules/a/b.js", "build-asan/x", "build/x.cpp", ".demo/toml", ".env"})
    CHECK_MESSAGE(!left_behind(path).empty(), std::string(path));
  for (const std::string_view path : {"core/base/log.h", "tests/bench/main.cpp", "core/keys.cpp"})
    CHECK_MESSAGE(left_behind(path).empty(), std::string(path));
}
