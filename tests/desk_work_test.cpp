// Journeys of the desk that take days (domain.md section 6).
#include <doctest/doctest.h>

#include "tests/fakes/desk_case.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::Case;
using fakes::says;

namespace {

struct Days : Case {
  http::Response attempt() {
    return post("/ticket/" + number, back(), {{"do", "attempt"}, {"result", "no_answer"}});
  }
  http::Response end() {
    return post("/ticket/" + number, back(), {{"do", "end"}, {"outcome", "unreachable"}});
  }
  tickets::State state() { return detail(number).ticket.state; }
  // A session lasts a day at most: whoever comes back signs in.
  const Clerk& back() {
    if (!clinic.service().staff().authenticate(Secret(clerk.token))) sign_in("clara", clerk);
    return clerk;
  }
};

}  // namespace

TEST_CASE("J36: three days without an answer, and on the seventh the ticket ends as unreachable") {
  Days at;
  for (int day = 0; day < 3; ++day) {
    CHECK(at.attempt().status == 303);
    CHECK(at.attempt().status == 303);  // twice a day is one day
    CHECK(says(at.end().body, "three calls on three different days"));
    at.clinic.clock.pass(24h);
  }
  CHECK(at.end().status == 422);  // three days are no week
  CHECK(at.state() == tickets::State::claimed);
  at.clinic.clock.pass(4 * 24h);
  CHECK(at.end().status == 303);
  CHECK(at.state() == tickets::State::closed);
  CHECK(at.detail(at.number).ticket.outcome == tickets::Outcome::unreachable);
}

TEST_CASE("J36: a ticket with possible fraud stays open however long nobody answers") {
  Days at;
  at.clinic.service().store().write(
      [](storage::Transaction& tx) { tx.run("UPDATE ticket SET possible_fraud = 1"); });
  for (int day = 0; day < 8; ++day) {
    CHECK(at.attempt().status == 303);
    at.clinic.clock.pass(24h);
  }
  CHECK(says(at.end().body, "possible fraud"));
  CHECK(at.state() == tickets::State::claimed);
}
