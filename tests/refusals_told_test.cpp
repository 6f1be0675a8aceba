// What a provider refuses for a reason that an operator can mend is told to the operator.

#include <doctest/doctest.h>

#include "core/operations/doctor_checks.h"
#include "core/operations/health.h"
#include "tests/fakes/clinic.h"

using namespace latchkey;

namespace {

// One message of ours that was refused with this number.
void refuse(fakes::Clinic& clinic, int code) {
  const Time now = clinic.clock.now();
  const courier::Outbox& outbox = clinic.service().outbox();
  courier::Errand errand;
  errand.id = ErrandId{clinic.dice.row_id()};
  errand.origin = {courier::OriginKind::system, errand.id.value, 1, 1};
  errand.kind = courier::Kind::message;
  errand.lane = courier::Lane::phone;
  errand.body = Secret("a text");
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + std::chrono::minutes(10);
  courier::Outcome refused;
  refused.result = courier::Result::configuration;
  refused.code = code;
  clinic.service().store().write([&](storage::Transaction& tx) {
    outbox.put(tx, errand);
    const auto claimed = outbox.claim(tx, courier::Lane::phone, now, 1);
    outbox.finish(tx, claimed.at(0), refused, now);
  });
}

operations::Checks examined(fakes::Clinic& clinic) {
  auto& service = clinic.service();
  return operations::check_refusals(service.sealer(), service.store(), clinic.clock.now());
}

}  // namespace

TEST_CASE("what an operator can mend is wrong until the day is over, with advice") {
  fakes::Clinic clinic;
  REQUIRE(examined(clinic).size() == 1);
  CHECK(examined(clinic)[0].state == operations::Check::State::ok);
  refuse(clinic, 30034);
  const auto told = examined(clinic);
  REQUIRE(told.size() == 1);
  CHECK(told[0].state == operations::Check::State::wrong);
  CHECK(
      told[0].says.starts_with("1 of the last day's messages were refused or put off with 30034"));
  CHECK(told[0].says.find("register ours there") != std::string::npos);
  clinic.clock.pass(std::chrono::hours(25));
  CHECK(examined(clinic)[0].state == operations::Check::State::ok);
}

TEST_CASE("a provider that refuses our sender is seen by the monitor, with its number") {
  fakes::Clinic clinic;
  refuse(clinic, 30034);
  http::Request request;
  request.method = "GET";
  request.path = "/metrics";
  const std::string told = operations::Health(clinic.service(), {}).answer(request).body;
  CHECK(told.find("latchkey_refused_mendable{code=\"30034\"} 1") != std::string::npos);
}
