// What lies on disk and what goes to the log holds nobody's data in clear (rulings.md R35).

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

std::string lowered(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

// Unlike in a log, digits beside a number prove nothing here: columns stand side by side.
bool holds(const std::string& lowered_bytes, const std::string& datum) {
  return lowered_bytes.find(lowered(datum)) != std::string::npos;
}

const Talk& talk(const std::vector<Talk>& all, std::string_view beginning) {
  const auto it = std::find_if(all.begin(), all.end(),
                               [&](const Talk& t) { return t.file.starts_with(beginning); });
  REQUIRE(it != all.end());
  return *it;
}

// A password and a user name recovered, a hand-off code issued, a ticket made.
void live(Clinic& clinic) {
  const auto all = all_talks();
  WebDriver web(clinic, person("maria"), Doubling::once);
  run_talk(talk(all, "02_"), web);
  PhoneDriver phone(clinic, person("maria"), Doubling::once);
  run_talk(talk(all, "05_"), phone);
  clinic.sink.forbid(clinic.newest_code("text"));
  WebDriver stranger(clinic, person("stranger"), Doubling::once);
  run_talk(talk(all, "07_"), stranger);
  clinic.sink.forbid("4015550142");
}

}  // namespace

TEST_CASE("the database's files hold no name, number, address, code, password or token in clear") {
  Clinic clinic;
  live(clinic);
  const auto data = clinic.sink.forbidden();
  CHECK(data.size() > 35);
  const std::string bytes = lowered(clinic.files());
  CHECK(bytes.size() > 100'000);
  for (const std::string& datum : data) CHECK_MESSAGE(!holds(bytes, datum), datum);
  CHECK_MESSAGE(!holds(bytes, "lopez"), "a name in its search form");
}

TEST_CASE("the search for clear data finds a value that was planted") {
  Clinic clinic;
  const std::string planted(person("maria").email);
  CHECK_FALSE(holds(lowered(clinic.files()), planted));
  clinic.service().store().write([&](storage::Transaction& tx) {
    tx.run("CREATE TABLE planted (value TEXT NOT NULL) STRICT");
    tx.run("INSERT INTO planted (value) VALUES ($1)", planted);
  });
  CHECK(holds(lowered(clinic.files()), planted));
}

TEST_CASE("the test's log cries out at a person's datum, and only then") {
  fakes::QuietSink sink;
  sink.forbid("4015550123");
  sink.forbid("Unreachable");
  sink.write(R"({"event":"courier.sent","id":94015550123})");
  CHECK(sink.leaks().empty());
  CHECK_THROWS_AS(sink.write(R"({"what":"no such mailbox: UNREACHABLE@example.org"})"), Fault);
  CHECK_THROWS_AS(sink.write(R"({"what":"+4015550123"})"), Fault);
  CHECK(sink.leaks().size() == 2);
}
