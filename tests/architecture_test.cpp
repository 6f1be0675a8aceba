// The rooms and who may enter them (architecture.md), proven over every #include.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "tests/source_tree.h"

using namespace latchkey::tests;

namespace {

using Paths = std::vector<std::string_view>;

struct Room {
  std::string_view path;
  Paths may_enter;  // beginnings of paths; its own room always
};

// base ← flow · base ← storage ← {accounts … courier} · all of these ← conversations, operations
// core ← kiosk · core ← ivr · nobody but main.cpp and tests enters demo.
const Paths base = {"core/base/"};
const Paths storage = {"core/base/", "core/storage/"};
const Paths areas = {"core/base/",      "core/flow/",    "core/storage/", "core/accounts/",
                     "core/identity/",  "core/tickets/", "core/calls/",   "core/audit/",
                     "core/staff/",     "core/reports/", "core/courier/", "core/kiosks/",
                     "core/incidents/", "core/settings/"};
const Paths core = {"core/base/",      "core/flow/",      "core/http/",     "core/storage/",
                    "core/accounts/",  "core/identity/",  "core/tickets/",  "core/calls/",
                    "core/audit/",     "core/staff/",     "core/reports/",  "core/courier/",
                    "core/kiosks/",    "core/incidents/", "core/settings/", "core/conversations/",
                    "core/operations/"};

Paths with(Paths paths, Paths more) {
  paths.insert(paths.end(), more.begin(), more.end());
  return paths;
}

const std::vector<Room>& rooms() {
  static const std::vector<Room> all = {
      {"core/base/", {}},
      {"core/flow/", base},
      {"core/http/", base},
      {"core/storage/", base},
      {"core/accounts/", storage},
      {"core/identity/", storage},
      {"core/tickets/", storage},
      {"core/calls/", storage},
      {"core/audit/", storage},
      {"core/staff/", storage},
      {"core/reports/", storage},
      {"core/courier/", storage},
      {"core/kiosks/", storage},
      {"core/incidents/", storage},
      {"core/settings/", storage},
      {"core/conversations/", areas},
      {"core/operations/", with(areas, {"core/http/", "core/conversations/"})},
      {"core/demo/", core},
      {"kiosk/web/", core},
      {"kiosk/patient/", with(core, {"kiosk/web/", "kiosk/browser/"})},
      {"kiosk/lobby/", with(core, {"kiosk/web/", "kiosk/browser/", "kiosk/patient/"})},
      {"kiosk/desk/", with(core, {"kiosk/web/"})},
      {"kiosk/browser/", base},
      {"kiosk/demo/", with(core, {"core/demo/", "kiosk/web/", "kiosk/patient/", "kiosk/desk/"})},
      {"ivr/", core},
      {"main.cpp", with(core, {"core/demo/", "kiosk/", "ivr/"})},
      {"tests/", with(core, {"core/demo/", "kiosk/", "ivr/"})},
  };
  return all;
}

// Heavy or dangerous libraries live behind one room's own interface, in .cpp files only.
struct Library {
  std::string_view header;  // or the beginning of its path
  Paths allowed;
};

const std::vector<Library>& libraries() {
  static const std::vector<Library> all = {
      {"sqlite3.h", {"core/storage/", "tests/"}},
      {"libpq-fe.h", {"core/storage/", "tests/"}},
      {"curl/", {"core/courier/curl_transport.cpp", "tests/"}},
      {"ldap.h", {"core/accounts/ldap/"}},
      {"mysql", {"core/accounts/openemr/"}},
      {"httplib.h", {"core/http/"}},
      {"ctemplate/", {"kiosk/web/"}},
      {"toml++/", {"core/base/toml.cpp"}},
      {"toml.hpp", {}},
      {"CLI/", {"core/operations/command_line.cpp"}},
      {"liboath/", {"core/staff/", "tests/"}},
      {"zxcvbn.h", {"core/identity/"}},
      {"qrencode.h", {"kiosk/web/qr.cpp"}},
      {"re2/", {"kiosk/browser/first_match.cpp"}},
      {"cmark.h", {"kiosk/patient/articles.cpp"}},
      {"yaml-cpp/", {"kiosk/browser/pattern_file.cpp", "tests/browser_corpus_test.cpp"}},
      {"unicode/", {"core/base/"}},
      {"prometheus/", {"core/operations/"}},
      {"doctest/", {"tests/"}},
  };
  return all;
}

// In one file of the program at most (compile time); tests apart.
const Paths one_file_only = {"nlohmann/", "curl/", "toml++/", "CLI/"};

bool starts_with_any(std::string_view text, const Paths& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view b) { return text.starts_with(b); });
}

const Room* room_of(std::string_view path) {
  for (const Room& room : rooms())
    if (path.starts_with(room.path)) return &room;
  return nullptr;
}

std::string own_include(const SourceFile& file, const Room& room, const std::string& target,
                        const std::set<std::string>& files) {
  // A relative name could walk around the table.
  if (!files.contains(target)) return "is not named from the top of the tree";
  if (target.starts_with(room.path) || starts_with_any(target, room.may_enter)) return "";
  return "may not be entered from " + std::string(file.path.substr(0, file.path.rfind('/')));
}

std::string library_include(const SourceFile& file, const std::string& target) {
  for (const Library& library : libraries()) {
    if (!target.starts_with(library.header)) continue;
    if (!starts_with_any(file.path, library.allowed)) return "belongs to another room";
    if (file.is_header() && !file.path.starts_with("tests/")) return "is not for headers";
  }
  return "";
}

std::vector<std::string> trespasses(const std::vector<SourceFile>& sources) {
  std::set<std::string> files;
  for (const SourceFile& file : sources) files.insert(file.path);
  std::vector<std::string> out;
  for (const SourceFile& file : sources) {
    const Room* room = room_of(file.path);
    if (!room) {
      out.push_back(file.path + " is in no room that architecture.md knows");
      continue;
    }
    for (const Include& include : includes_of(file.text)) {
      const std::string wrong = include.kind == Include::Kind::own
                                    ? own_include(file, *room, include.target, files)
                                    : library_include(file, include.target);
      if (!wrong.empty())
        out.push_back(file.path + ":" + std::to_string(include.line) + ": " + include.target + " " +
                      wrong);
    }
  }
  for (const std::string_view library : one_file_only) {
    std::string first;
    for (const SourceFile& file : sources)
      for (const Include& include : includes_of(file.text)) {
        if (!include.target.starts_with(library) || file.path.starts_with("tests/")) continue;
        if (first.empty()) first = file.path;
        if (first != file.path)
          out.push_back(file.path + ": " + include.target + " is already in " + first);
      }
  }
  return out;
}

// The verdict over a tree of a few files.
std::string verdict(const std::vector<SourceFile>& sources) {
  const auto found = trespasses(sources);
  return found.empty() ? "" : found.front();
}

// One file of the first path that includes the second.
std::string entering(const std::string& from, const std::string& to) {
  return verdict({{from, "#include \"" + to + "\"\n"}, {to, "#pragma once\n"}});
}

std::string using_library(const std::string& from, const std::string& header) {
  return verdict({{from, "#  include <" + header + ">\n"}});
}

}  // namespace

TEST_CASE("every include goes along the arrows of the architecture") {
  const auto sources = project_sources();
  std::size_t includes = 0;
  for (const SourceFile& file : sources) includes += includes_of(file.text).size();
  CHECK(includes > 500);
  for (const std::string& trespass : trespasses(sources)) FAIL_CHECK(trespass);
}

TEST_CASE("the judge of includes lets in whom the table names") {
  CHECK(entering("core/flow/flow.h", "core/base/time.h").empty());
  CHECK(entering("core/identity/attempts.cpp", "core/storage/store.h").empty());
  CHECK(entering("core/conversations/turn.cpp", "core/courier/outbox.h").empty());
  CHECK(entering("kiosk/desk/page.cpp", "kiosk/web/page.h").empty());
  CHECK(entering("ivr/webhook.cpp", "core/http/message.h").empty());
  CHECK(entering("kiosk/demo/portal.cpp", "core/demo/clinic.h").empty());
  CHECK(entering("main.cpp", "core/demo/clinic.h").empty());
  CHECK(using_library("core/storage/sqlite/store.cpp", "sqlite3.h").empty());
  CHECK(using_library("core/base/toml.cpp", "toml++/toml.h").empty());
}

TEST_CASE("the judge of includes keeps everybody else out") {
  const std::pair<const char*, const char*> forbidden[] = {
      {"core/base/time.h", "core/flow/flow.h"},
      {"core/flow/flow.cpp", "core/storage/store.h"},
      {"core/storage/store.h", "core/flow/flow.h"},
      {"core/accounts/roster.cpp", "core/identity/attempts.h"},
      {"core/tickets/tickets.cpp", "core/audit/audit.h"},
      {"core/courier/courier.cpp", "core/flow/effect.h"},
      {"core/courier/courier.cpp", "core/conversations/turn.h"},
      {"core/conversations/turn.cpp", "core/operations/backup.h"},
      {"core/conversations/turn.cpp", "core/http/server.h"},
      {"core/http/server.h", "core/storage/store.h"},
      {"core/reports/report.cpp", "kiosk/web/page.h"},
      {"kiosk/patient/page.cpp", "kiosk/desk/page.h"},
      {"kiosk/desk/page.cpp", "kiosk/patient/page.h"},
      {"kiosk/web/page.cpp", "kiosk/desk/page.h"},
      {"kiosk/browser/browser.cpp", "core/flow/flow.h"},
      {"kiosk/browser/browser.cpp", "kiosk/web/page.h"},
      {"kiosk/patient/page.cpp", "ivr/twiml.h"},
      {"ivr/twiml.cpp", "kiosk/web/page.h"},
      {"ivr/twiml.cpp", "core/demo/clinic.h"},
      {"kiosk/web/page.cpp", "core/demo/clinic.h"},
      {"core/operations/serve.cpp", "core/demo/clinic.h"},
      {"core/demo/clinic.cpp", "kiosk/web/page.h"},
      {"core/base/time.h", "tests/folder.h"}};
  for (const auto& [from, to] : forbidden)
    CHECK_MESSAGE(entering(from, to).find("may not be entered") != std::string::npos, from, to);
}

TEST_CASE("the judge of includes finds libraries out of their room, and ways around it") {
  for (const auto& [from, header] : std::initializer_list<std::pair<const char*, const char*>>{
           {"core/flow/flow.cpp", "sqlite3.h"},
           {"core/courier/outbox.cpp", "curl/curl.h"},
           {"kiosk/web/page.cpp", "httplib.h"},
           {"kiosk/desk/page.cpp", "ctemplate/template.h"},
           {"kiosk/browser/user_agent.cpp", "re2/re2.h"},
           {"kiosk/browser/browser.cpp", "yaml-cpp/yaml.h"},
           {"core/base/config.cpp", "toml++/toml.h"},
           {"core/operations/init.cpp", "CLI/CLI.hpp"},
           {"core/base/time.h", "doctest/doctest.h"}})
    CHECK(using_library(from, header).find("belongs to another room") != std::string::npos);
  CHECK(using_library("core/http/server.h", "httplib.h").find("not for headers") !=
        std::string::npos);
  CHECK(verdict({{"core/a/x.cpp", ""}}).find("in no room") != std::string::npos);
  CHECK(verdict({{"core/flow/a.cpp", "#include \"../storage/store.h\"\n"},
                 {"core/storage/store.h", ""}})
            .find("not named from the top") != std::string::npos);
  CHECK(verdict({{"core/courier/a.cpp", "#include <nlohmann/json.hpp>\n"},
                 {"core/http/b.cpp", "#include <nlohmann/json.hpp>\n"}})
            .find("is already in") != std::string::npos);
  // What stands in a comment is no include.
  CHECK(verdict({{"core/flow/a.cpp", "// #include <sqlite3.h>\n"}}).empty());
}
