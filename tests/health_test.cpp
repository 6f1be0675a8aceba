// What a monitor is told.

#include "core/operations/health.h"

#include <doctest/doctest.h>

#include "tests/fakes/clinic.h"
#include "tests/fakes/lossy_vfs.h"

using namespace latchkey;

namespace {

int healthz(fakes::Clinic& clinic) {
  http::Request request;
  request.method = "GET";
  request.path = "/healthz";
  return operations::Health(clinic.service(), {}).answer(request).status;
}

}  // namespace

TEST_CASE("a server whose disk failed to flush says that it is not well, until it starts again") {
  fakes::Clinic clinic;
  CHECK(healthz(clinic) == 200);
  fakes::LossyVfs disk("unwell", 1);
  REQUIRE(clinic.restart(&disk));
  CHECK(healthz(clinic) == 200);
  disk.jam();
  CHECK_THROWS_AS(clinic.service().store().write([](storage::Transaction& tx) {
    tx.run("DELETE FROM attempt_window WHERE counter = $1", 1);
    tx.run("INSERT INTO undelivered (conversation_id, kind, at) VALUES (1, 0, 0)");
  }),
                  storage::StoreFault);
  CHECK(healthz(clinic) == 503);
  disk.unjam();
  CHECK(healthz(clinic) == 503);
  REQUIRE(clinic.restart());
  CHECK(healthz(clinic) == 200);
}
