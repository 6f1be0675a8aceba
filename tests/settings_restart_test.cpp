// A published setting is taken up by the running program, and nobody is turned away meanwhile.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

#include "core/demo/demo_clinic.h"
#include "core/operations/workplace.h"
#include "core/settings/documents.h"
#include "tests/fakes/demo_server.h"

using namespace latchkey;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using storage::Transaction;

namespace {

void publish(const std::string& folder, const std::string& text) {
  operations::Machine machine;
  operations::Workplace at(demo::config_of(folder, machine), operations::Database::must_exist,
                           machine.dice, machine.clock);
  const settings::Documents documents(at.sealer());
  const std::int64_t id = machine.dice.row_id();
  at.store().write([&](Transaction& tx) {
    const auto base = documents.standing(tx, "locations");
    const auto saved =
        documents.save(tx, {id, "locations", text, "", StaffId{1}, base}, machine.clock.now());
    documents.publish(tx, "locations", std::get<std::int64_t>(saved), StaffId{1},
                      machine.clock.now());
  });
}

std::string with_other_name(const std::string& folder) {
  operations::Machine machine;
  std::string text = locations_text(demo::config_of(folder, machine).locations);
  const std::string name = "Harborfield Main Clinic";
  return text.replace(text.find(name), name.size(), "Harborfield Hall");
}

}  // namespace

TEST_CASE("what is published is taken up within seconds, and every request is answered" *
          doctest::test_suite("concurrent program")) {
  fakes::DemoServer server;
  REQUIRE(server.start());
  publish(server.folder(), with_other_name(server.folder()));
  const auto begun = Steady::now();
  Steady::duration longest{0};
  int unanswered = 0;
  while (server.log().find("settings.taken_up") == std::string::npos) {
    REQUIRE(Steady::now() - begun < 30s);
    const auto asked = Steady::now();
    const auto answer = fakes::ask(server.port(), {});
    if (!answer || answer->status != 200) ++unanswered;
    longest = std::max(longest, Steady::now() - asked);
    fakes::breathe();
  }
  const auto millis = [](Steady::duration time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
  };
  MESSAGE("taken up after ", millis(Steady::now() - begun), " ms; the longest wait for a page was ",
          millis(longest), " ms");
  CHECK(unanswered == 0);
  CHECK(longest < 5s);
  CHECK(fakes::ask(server.port(), {})->status == 200);
  // And once more: one service follows another as often as anybody publishes.
  const std::string once = server.log();
  publish(server.folder(), with_other_name(server.folder()));
  while (server.log().find("settings.taken_up", once.size()) == std::string::npos) {
    REQUIRE(Steady::now() - begun < 60s);
    fakes::breathe(50ms);
  }
  CHECK_FALSE(server.ended());
}
