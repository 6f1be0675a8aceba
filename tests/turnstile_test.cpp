// Requests wait while a service is changed for another, and nobody is refused for it.
#include "core/operations/turnstile.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <thread>

#include "core/base/fault.h"

using namespace latchkey;
using operations::Turnstile;

namespace {

const http::Handler answers = [](const http::Request&) { return http::Response{}; };

}  // namespace

TEST_CASE("whoever comes while the turnstile is closed is answered when it opens" *
          doctest::test_suite("concurrent settings")) {
  Turnstile turnstile;
  auto early = std::async(std::launch::async, [&] { return turnstile.pass(answers, {}).status; });
  turnstile.open();
  CHECK(early.get() == 200);
}

TEST_CASE("the turnstile closes when the last one inside has left" *
          doctest::test_suite("concurrent settings")) {
  Turnstile turnstile;
  turnstile.open();
  std::promise<void> inside, go;
  std::atomic<int> done{0};
  const http::Handler slow = [&](const http::Request&) {
    inside.set_value();
    go.get_future().wait();
    ++done;
    return http::Response{};
  };
  auto slow_one = std::async(std::launch::async, [&] { return turnstile.pass(slow, {}).status; });
  inside.get_future().wait();
  auto closing = std::async(std::launch::async, [&] {
    turnstile.close();
    return done.load();
  });
  go.set_value();
  CHECK(closing.get() == 1);
  CHECK(slow_one.get() == 200);
}

TEST_CASE("without another service to come, those who wait are told to try again" *
          doctest::test_suite("concurrent settings")) {
  Turnstile turnstile;
  auto waiting = std::async(std::launch::async, [&] { return turnstile.pass(answers, {}).status; });
  turnstile.end();
  CHECK(waiting.get() == 503);
  CHECK(turnstile.pass(answers, {}).status == 503);
}

TEST_CASE("an answer that ends in a fault keeps nobody inside") {
  Turnstile turnstile;
  turnstile.open();
  const http::Handler broken = [](const http::Request&) -> http::Response { throw Fault("x"); };
  CHECK_THROWS_AS(turnstile.pass(broken, {}), Fault);
  turnstile.close();
  turnstile.open();
  CHECK(turnstile.pass(answers, {}).status == 200);
}
