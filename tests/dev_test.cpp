// The front door for people and for continuous integration: ./dev, and what it runs from outside.
// Nothing is installed here and nobody is asked: every program that would is one of the test's own.
#include <doctest/doctest.h>

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

#include "tests/fakes/shell.h"
#include "tests/folder.h"

using namespace latchkey;
using fakes::Ended;
using fakes::shell;
using fakes::shell_word;
using tests::Folder;
namespace fs = std::filesystem;

namespace {

const fs::path top = LATCHKEY_SOURCE_DIR;

// What the group of every match says.
std::set<std::string> matches(const std::string& text, const char* pattern) {
  const std::regex regex(pattern, std::regex::multiline);
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), regex), end; it != end; ++it)
    out.insert((*it)[1]);
  return out;
}

// The commands that `dev` takes, as the case at its end has them.
std::set<std::string> commands() {
  const auto lines = matches(fakes::bytes_of(top / "dev"), R"(^  ([a-z|]+)\) "cmd_\$command")");
  REQUIRE(lines.size() == 1);
  std::istringstream names(*lines.begin());
  std::set<std::string> out;
  for (std::string name; std::getline(names, name, '|');) out.insert(name);
  return out;
}

fs::path where_is(const std::string& program) {
  for (const char* folder : {"/usr/bin", "/bin"})
    if (fs::exists(fs::path(folder) / program)) return fs::path(folder) / program;
  return {};
}

// A machine of the test's own: what is not linked or written here is not installed there.
class Machine {
 public:
  Machine() {
    fs::create_directory(programs());
    fs::create_directory(folder_.path() / "tmp");
    for (const char* name : {"sh", "dirname", "cat", "grep", "tail", "mktemp", "rm", "env"}) {
      REQUIRE(!where_is(name).empty());
      fs::create_symlink(where_is(name), programs() / name);
    }
  }
  void has(const std::string& name, const std::string& lines) const {
    const auto file = folder_.write("bin/" + name, "#!/bin/sh\n" + lines + "\n");
    fs::permissions(file, fs::perms::owner_all);
  }
  Ended dev(const std::string& arguments, const fs::path& tree = top) const {
    return shell("env -i PATH=" + shell_word(programs().string()) +
                 " TMPDIR=" + shell_word((folder_.path() / "tmp").string()) + " /bin/sh " +
                 shell_word((tree / "dev").string()) + " " + arguments);
  }
  bool left_nothing() const { return fs::is_empty(folder_.path() / "tmp"); }
  bool was_called(const std::string& name) const { return fs::exists(folder_.path() / name); }
  // Lines of a stub that make was_called(name) true.
  std::string note(const std::string& name) const {
    return ": >" + shell_word((folder_.path() / name).string());
  }

 private:
  fs::path programs() const { return folder_.path() / "bin"; }
  Folder folder_;
};

// A checkout with nothing but the scripts.
struct Tree {
  Folder folder;
  Tree() {
    folder.write("dev", fakes::bytes_of(top / "dev"));
    folder.write("tests/run_outside", fakes::bytes_of(top / "tests/run_outside"));
    fs::create_directory(folder.path() / "build");
  }
  Ended run_outside() const {
    return shell("/bin/sh " + shell_word((folder.path() / "tests/run_outside").string()) + " " +
                 shell_word((folder.path() / "build").string()));
  }
};

}  // namespace

TEST_CASE("every script of the project can be read by the shell") {
  std::vector<fs::path> scripts{top / "dev", top / ".ci/run", top / "tests/run_outside"};
  for (const auto& entry : fs::directory_iterator(top / "tests/outside"))
    if (entry.path().extension() == ".sh") scripts.push_back(entry.path());
  REQUIRE(scripts.size() > 3);
  for (const auto& script : scripts) {
    const Ended ended = shell("/bin/sh -n " + shell_word(script.string()));
    CHECK_MESSAGE(ended.code == 0, script.string(), ": ", ended.err);
  }
}

TEST_CASE("dev help names every command there is, and the README none that there is not") {
  std::set<std::string> there = commands();
  const Ended help = Machine().dev("help");
  CHECK(help.code == 0);
  const auto readme = matches(fakes::bytes_of(top / "README.md"), R"(\./dev ([a-z]+))");
  CHECK(readme.size() >= 4);
  for (const std::string& name : readme) CHECK_MESSAGE(there.contains(name), name);
  CHECK(there.erase("help") == 1);
  CHECK(matches(help.out, R"(^\./dev ([a-z]+) )") == there);
}

TEST_CASE("a command that dev does not have is exit code 1 and told in one line") {
  const Ended ended = Machine().dev("frobnicate");
  CHECK(ended.code == 1);
  CHECK(ended.out.empty());
  CHECK(matches(ended.err, "^(dev: .*)$") ==
        std::set<std::string>{"dev: there is no command 'frobnicate'"});
}

TEST_CASE("who may not install packages is told so, and no mirror is blamed") {
  Machine machine;
  machine.has("id", "echo 1000");
  machine.has("dpkg-query", "exit 1");
  machine.has("apt-get", machine.note("installed"));
  const Ended without = machine.dev("install");
  CHECK(without.code == 1);
  CHECK(without.complains("run this as root, or install sudo"));
  machine.has("sudo", "echo 'sudo: a password is required' >&2; exit 1");
  const Ended refused = machine.dev("install");
  CHECK(refused.code == 1);
  CHECK(refused.complains("sudo: a password is required"));
  CHECK(refused.complains("sudo does not let you install"));
  for (const Ended& ended : {without, refused})
    CHECK(ended.err.find("mirror") == std::string::npos);
  CHECK_FALSE(machine.was_called("installed"));
  machine.has("sudo", "exec \"$@\"");
  machine.has("true", "exit 0");
  CHECK(machine.dev("install").code == 0);
  CHECK(machine.was_called("installed"));
}

TEST_CASE("what apt-get says when it fails is passed on, and its log is gone") {
  Machine machine;
  machine.has("id", "echo 0");
  machine.has("dpkg-query", "exit 1");
  for (const char* failing : {"update", "install"}) {
    machine.has("apt-get", std::string("[ $1 != ") + failing +
                               " ] || { echo 'E: the archive is on fire'; exit 100; }");
    const Ended ended = machine.dev("install");
    CHECK(ended.code == 1);
    CHECK(ended.complains("E: the archive is on fire"));
    CHECK(ended.complains("dev: apt-get"));
    CHECK(machine.left_nothing());
  }
}

TEST_CASE("where every package is installed nothing is installed and nobody need be root") {
  Machine machine;
  machine.has("id", "echo 1000");
  machine.has("dpkg-query", "printf 'install ok installed'");
  machine.has("apt-get", machine.note("installed"));
  CHECK(machine.dev("install").code == 0);
  CHECK_FALSE(machine.was_called("installed"));
}

TEST_CASE("a check of no sources at all is a failure, and git's reason is passed on") {
  const Tree tree;
  Machine machine;
  machine.has("dpkg-query", "printf 'install ok installed'");
  machine.has("xargs", machine.note("judged"));
  machine.has("git", "echo 'fatal: dubious ownership' >&2; exit 128");
  const Ended refused = machine.dev("check", tree.folder.path());
  CHECK(refused.code == 1);
  CHECK(refused.complains("fatal: dubious ownership"));
  CHECK(refused.complains("dev: git could not list the sources"));
  machine.has("git", "exit 0");
  const Ended none = machine.dev("check", tree.folder.path());
  CHECK(none.code == 1);
  CHECK(none.complains("dev: git knows no sources here"));
  CHECK_FALSE(machine.was_called("judged"));
}

TEST_CASE("clean removes what the commands made, packages from npm with it, and nothing else") {
  const Tree tree;
  for (const char* made : {"build/x", "build-test/x", ".demo/x", "tests/browser/node_modules/x"})
    tree.folder.write(made, "made");
  CHECK(Machine().dev("clean", tree.folder.path()).code == 0);
  std::set<std::string> left;
  for (const auto& entry : fs::recursive_directory_iterator(tree.folder.path()))
    if (entry.is_regular_file()) left.insert(entry.path().filename().string());
  CHECK(left == std::set<std::string>{"dev", "run_outside"});
}

TEST_CASE("tests from outside that are not there, or that fail, are a failure") {
  const Tree tree;
  CHECK(tree.run_outside().code != 0);
  // As an archive without modes unpacks it: nobody may execute it, and it is run all the same.
  tree.folder.write("tests/outside/one.sh", "[ -d \"$1\" ]\n");
  const Ended good = tree.run_outside();
  CHECK(good.code == 0);
  CHECK(good.says("one: passed"));
  tree.folder.write("tests/outside/two.sh", "echo the words of two; exit 3\n");
  const Ended bad = tree.run_outside();
  CHECK(bad.code == 1);
  CHECK(bad.says("one: passed"));
  CHECK(bad.says("two: failed"));
  CHECK(bad.says("the words of two"));
}

TEST_CASE("dev test runs the tests from outside, whatever the mode of their script") {
  CHECK(matches(fakes::bytes_of(top / "dev"), R"(^ +(.*tests/run_outside.*)$)") ==
        std::set<std::string>{"sh tests/run_outside build-test",
                              "sh tests/run_outside build-test || outside=failed"});
}
