// While the portal is down everybody is told so first, and nobody's ticket says it (domain.md C27,
// J28).
#include "core/incidents/incidents.h"

#include <doctest/doctest.h>

#include "core/operations/incident_command.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/engine.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::Said;
using operations::IncidentOptions;

namespace {

using Act = IncidentOptions::Act;

Said run(Clinic& clinic, Act act, std::int64_t minutes = 0,
         operations::Format format = operations::Format::text) {
  const IncidentOptions options{[&clinic] { return clinic.config(); }, act, minutes, format};
  return fakes::run([&](std::ostream& out, std::ostream& err) {
    return operations::incident(options, clinic.dice, clinic.clock, out, err);
  });
}

std::vector<incidents::Incident> all(Clinic& clinic) {
  return clinic.service().store().read(
      [](storage::Transaction& tx) { return incidents::list(tx); });
}

}  // namespace

TEST_CASE("forty who come while the portal is down are one incident and no ticket") {
  Clinic clinic;
  REQUIRE(run(clinic, Act::begin, 90).code == 0);
  for (int i = 0; i < 38; ++i) {
    WebDriver page(clinic, person(i % 3 == 0 ? "stranger" : "maria"), Doubling::once);
    CHECK(page.act("topic", "forgot_password").step == "incident_until");
    if (i % 2 == 0) CHECK(page.act("choose", "done").step == "ended_told");
  }
  for (const char* topic : {"cannot_connect", "locked"}) {
    PhoneDriver caller(clinic, person("stranger"), Doubling::twice);
    CHECK(caller.act("topic", topic).step == "incident_until");
    CHECK(caller.act("choose", "done").step == "ended_told");
  }
  CHECK(clinic.tickets().empty());
  CHECK(clinic.sent().empty());
  REQUIRE(all(clinic).size() == 1);
  CHECK(all(clinic)[0].told == 40);
}

TEST_CASE("whoever goes on all the same is told once, and gets back in") {
  Clinic clinic;
  REQUIRE(run(clinic, Act::begin).code == 0);
  WebDriver page(clinic, person("maria"), Doubling::once);
  CHECK(page.act("topic", "forgot_password").step == "incident");
  CHECK(page.act("choose", "go_on").step == "enter_name");
  page.act("identify", "");
  page.act("proof", "text");
  CHECK(page.act("code", "right").step == "choose_password");
  CHECK(all(clinic)[0].told == 1);
}

TEST_CASE("what needs no portal is not held up by it") {
  flow::Policy policy;
  for (const char* topic : {"hours", "helping", "have_code"}) {
    Engine engine(flow::Channel::web);
    engine.records.known = flow::Records::Incident{IncidentId{1}, std::nullopt};
    engine.take(flow::Picked{topic});
    CHECK_FALSE(engine.step().id.starts_with("incident"));
  }
}

TEST_CASE("a time that has passed is told to nobody, and an incident that is over neither") {
  Clinic clinic;
  REQUIRE(run(clinic, Act::begin, 10).code == 0);
  clinic.clock.pass(std::chrono::minutes(11));
  {
    WebDriver page(clinic, person("maria"), Doubling::once);
    CHECK(page.act("topic", "page_broken").step == "incident");
  }
  REQUIRE(run(clinic, Act::end).code == 0);
  WebDriver page(clinic, person("maria"), Doubling::once);
  CHECK_FALSE(page.act("topic", "page_broken").step.starts_with("incident"));
}

TEST_CASE("an incident begins once, is told anew when it should end, and ends once") {
  Clinic clinic;
  CHECK(fakes::says(run(clinic, Act::list).out, "no incident yet"));
  CHECK(run(clinic, Act::end).code == operations::refused);
  CHECK(fakes::says(run(clinic, Act::begin).out, "told from now on"));
  const Said again = run(clinic, Act::begin, 30);
  CHECK(fakes::says(again.out, "open already"));
  CHECK(fakes::says(again.out, "over by"));
  REQUIRE(all(clinic).size() == 1);
  CHECK(all(clinic)[0].expected_at == clinic.clock.now() + std::chrono::minutes(30));
  CHECK(run(clinic, Act::end).code == 0);
  CHECK(run(clinic, Act::end).code == operations::refused);
  CHECK(all(clinic)[0].ended_at);
  CHECK(run(clinic, Act::begin, 0, operations::Format::json).out == "{\"opened\":true}\n");
  CHECK(fakes::says(run(clinic, Act::list, 0, operations::Format::json).out, "\"told\":0"));
  CHECK(run(clinic, Act::begin, -1).code == operations::bad_usage);
  CHECK(run(clinic, Act::begin, 100'000).code == operations::bad_usage);
  auto& s = clinic.service();
  const auto audited =
      s.store().read([&](storage::Transaction& tx) { return s.audit().list(tx, audit::Filter{}); });
  CHECK(audited.front().action == "incident.begin");
}
