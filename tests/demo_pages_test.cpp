// What a demo shows that no real service may.
#include "kiosk/demo/demo_pages.h"

#include <doctest/doctest.h>

#include <sstream>

#include "core/operations/progress.h"
#include "core/staff/totp.h"
#include "tests/fakes/clinic.h"

using namespace latchkey;

TEST_CASE("a demo shows the six digits that each of the staff needs now") {
  fakes::Clinic clinic;
  const demo::DemoTransport sent(clinic.clock);
  const Secret secret = staff::new_totp_secret(clinic.dice);
  const demo::StaffAccount clerk{"front.harbor", "office", "a-long-password",
                                 staff::totp_base32(secret)};
  kiosk::DemoPages pages(sent, clinic.service().local_accounts(), {clerk},
                         demo::samples(clinic.clock.now()), clinic.clock);
  http::Request request;
  request.method = "GET";
  request.path = "/demo/staff";
  const auto shown = [&] { return pages.answer(request).value().body; };
  const auto code = [&] { return staff::totp_code(secret, staff::totp_step(clinic.clock.now())); };
  const std::string first = code();
  CHECK(shown().find(first) != std::string::npos);
  CHECK(shown().find("front.harbor") != std::string::npos);
  clinic.clock.pass(std::chrono::minutes(5));
  CHECK(shown().find(code()) != std::string::npos);
}

TEST_CASE("progress is a line that is gone when the work is done, and nothing without a terminal") {
  std::ostringstream terminal, pipe;
  {
    operations::ProgressLine shown(terminal, operations::Progress::shown);
    operations::ProgressLine silent(pipe, operations::Progress::silent);
    for (int i = 0; i < 3; ++i) {
      shown.show("200 of 2000");
      silent.show("200 of 2000");
    }
    CHECK(terminal.str() == "\r200 of 2000");
  }
  CHECK(terminal.str() == "\r200 of 2000\r           \r");
  CHECK(pipe.str().empty());
}
