// Slow, idle, greedy and too many clients, and a stop in the middle of work.
#include <doctest/doctest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <optional>
#include <thread>

#include "core/base/fault.h"
#include "core/http/socket.h"
#include "tests/http_site.h"

using namespace latchkey;
using namespace latchkey::test;
using namespace std::chrono_literals;
using http::Request;
using http::Response;

namespace {

// Every 127.x.y.z is this machine, so a crowd can have as many addresses as it has members.
std::string source(std::size_t number) {
  return "127.7." + std::to_string(number / 250) + "." + std::to_string(number % 250 + 1);
}

std::vector<Client> crowd(std::uint16_t port, std::size_t size, std::string_view first) {
  std::vector<Client> clients;
  for (std::size_t i = 0; i < size; ++i) {
    clients.emplace_back(port, source(i));
    clients.back().send(first);
  }
  return clients;
}

bool is_open(const Site& site, std::size_t connections) {
  return eventually([&] { return site.server.counters().connections == connections; });
}

// A handler that waits at "/wait" until it is let go.
class Holding {
 public:
  Response operator()(const Request& request) {
    if (request.path == "/wait") {
      ++inside_;
      go_.wait(false);
    }
    return echo(request);
  }
  http::Handler handler() {
    return [this](const Request& request) { return (*this)(request); };
  }
  bool holds(int count) const {
    return eventually([&] { return inside_ == count; });
  }
  void let_go() {
    go_ = true;
    go_.notify_all();
  }

 private:
  std::atomic<int> inside_{0};
  std::atomic<bool> go_{false};
};

}  // namespace

TEST_CASE("200 slow and 200 idle clients don't keep a fresh one waiting") {
  http::Listen listen = local_listener();
  listen.workers = 2;
  Site site(echo, listen);
  std::vector<Client> slow = crowd(site.port(), 100, "GET /slow HTTP/1.1\r\nHost: local");
  const auto bodies = crowd(site.port(), 100,
                            "POST /b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc");
  const auto idle = crowd(site.port(), 200, "");
  REQUIRE(is_open(site, 400));
  for (int i = 0; i < 20; ++i) CHECK(still_answers(site.port()));
  for (Client& client : slow) CHECK(client.send("host\r\n\r\n"));
  for (Client& client : slow) CHECK(status(client.answer()) == 200);
}

TEST_CASE("a client that drips bytes runs into the request's deadline all the same") {
  http::Listen listen = local_listener();
  listen.limits.request = 200ms;
  Site site(echo, listen);
  Client drip(site.port());
  drip.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
  CHECK(eventually([&] {
    drip.send("x");
    return site.server.counters().timed_out == 1;
  }));
  const std::string last_words = drip.answer();
  CHECK((last_words.empty() || status(last_words) == 408));
}

TEST_CASE("an idle connection, a silent one and one that does not read are all let go") {
  http::Listen listen = local_listener();
  listen.limits.request = 200ms;
  listen.limits.idle = 200ms;
  listen.limits.write = 200ms;
  Site site(
      [](const Request& request) {
        Response response;
        if (request.path == "/large") response.body.assign(50'000'000, 'L');
        return response;
      },
      listen);
  Client idle(site.port()), silent(site.port()), deaf(site.port());
  idle.send(get("/"));
  CHECK(status(idle.answer()) == 200);
  deaf.send(get("/large"));
  CHECK(eventually([&] { return site.server.counters().timed_out == 3; }));
  CHECK(site.server.counters().connections == 0);
  CHECK(idle.rest().empty());
  CHECK(still_answers(site.port()));
}

TEST_CASE("one address can't take all connections, and frees its place when it leaves") {
  http::Listen listen = local_listener();
  listen.limits.connections_per_address = 3;
  Site site(echo, listen);
  std::optional<Client> first(std::in_place, site.port(), "127.0.0.5");
  Client second(site.port(), "127.0.0.5"), third(site.port(), "127.0.0.5");
  REQUIRE(is_open(site, 3));
  Client fourth(site.port(), "127.0.0.5");
  const std::string turned_away = fourth.rest();
  CHECK(status(turned_away) == 503);
  CHECK(turned_away.find("\r\nRetry-After: ") != turned_away.npos);
  CHECK(still_answers(site.port(), "127.0.0.6"));
  first.reset();
  CHECK(is_open(site, 2));
  CHECK(still_answers(site.port(), "127.0.0.5"));
}

TEST_CASE("a trusted proxy has no cap of its own") {
  http::Listen listen = local_listener();
  listen.limits.connections_per_address = 2;
  listen.trusted_proxies = {"127.0.0.5"};
  Site site(echo, listen);
  std::vector<Client> proxied;
  for (int i = 0; i < 10; ++i) proxied.emplace_back(site.port(), "127.0.0.5");
  for (Client& client : proxied) {
    client.send(get("/"));
    CHECK(status(client.answer()) == 200);
  }
}

TEST_CASE("connections over the total are turned away until one leaves") {
  http::Listen listen = local_listener();
  listen.limits.connections = 5;
  Site site(echo, listen);
  std::vector<Client> all = crowd(site.port(), 5, "");
  REQUIRE(is_open(site, 5));
  Client late(site.port());
  CHECK(status(late.rest()) == 503);
  all.pop_back();
  CHECK(is_open(site, 4));
  CHECK(still_answers(site.port()));
}

TEST_CASE("when the queue is full the rest hear 503 with Retry-After at once") {
  Holding holding;
  http::Listen listen = local_listener();
  listen.workers = 1;
  listen.limits.queue = 2;
  Site site(holding.handler(), listen);
  std::vector<Client> clients = crowd(site.port(), 1, get("/wait"));
  REQUIRE(holding.holds(1));
  for (std::size_t i = 1; i < 5; ++i) {
    clients.emplace_back(site.port(), source(i));
    clients.back().send(get("/queued"));
  }
  CHECK(eventually([&] { return site.server.counters().refused == 2; }));
  holding.let_go();
  int answered = 0, refused = 0;
  for (Client& client : clients) {
    const std::string answer = client.answer();
    answered += status(answer) == 200 ? 1 : 0;
    if (status(answer) == 503 && answer.find("\r\nRetry-After: ") != answer.npos) ++refused;
  }
  CHECK(answered == 3);
  CHECK(refused == 2);
}

TEST_CASE("out of descriptors, the server waits instead of spinning or dying" *
          doctest::test_suite("concurrent http")) {
  Site site(echo);
  Client known(site.port());
  known.send(get("/"));
  CHECK(status(known.answer()) == 200);
  rlimit saved{};
  getrlimit(RLIMIT_NOFILE, &saved);
  rlimit low = saved;
  low.rlim_cur = std::min<rlim_t>(saved.rlim_cur, 256);
  setrlimit(RLIMIT_NOFILE, &low);
  std::vector<http::Descriptor> taken;
  while (taken.empty() || taken.back().get() >= 0) taken.emplace_back(::dup(STDERR_FILENO));
  taken.pop_back();
  taken.pop_back();  // room for the client's end, none for the server's
  Client waiting(site.port());
  waiting.send(get("/"));
  known.send(get("/"));
  CHECK(status(known.answer()) == 200);
  CHECK(site.server.counters().connections == 1);
  taken.clear();
  setrlimit(RLIMIT_NOFILE, &saved);
  CHECK(status(waiting.answer()) == 200);
}

TEST_CASE("a stop lets a running handler finish and its answer leave" *
          doctest::test_suite("concurrent http")) {
  Holding holding;
  Site site(holding.handler());
  Client client(site.port()), idle(site.port());
  client.send(get("/wait"));
  REQUIRE(holding.holds(1));
  std::jthread stopping([&] { site.server.stop(); });
  CHECK(idle.rest().empty());  // the stop has begun: who waits for nothing is let go
  CHECK_THROWS(Client(site.port()));
  holding.let_go();
  CHECK(status(client.rest()) == 200);
  stopping.join();
  CHECK(site.server.counters().connections == 0);
  site.server.stop();  // again, for nothing
}

TEST_CASE("a stop waits for a large answer to leave" * doctest::test_suite("concurrent http")) {
  Site site([](const Request&) {
    Response response;
    response.body.assign(20'000'000, 'L');
    return response;
  });
  Client client(site.port());
  client.send(get("/"));
  REQUIRE(eventually([&] { return site.server.counters().answered == 1; }));
  std::jthread stopping([&] { site.server.stop(); });
  CHECK(body(client.rest()).size() == 20'000'000);
}

TEST_CASE("a stop takes less than 3 s whatever the clients do" *
          doctest::test_suite("concurrent http")) {
  Site site([](const Request&) {
    Response response;
    response.body.assign(20'000'000, 'L');
    return response;
  });
  const auto slow = crowd(site.port(), 50, "GET / HT");
  const auto deaf = crowd(site.port(), 3, get("/"));  // they never read
  REQUIRE(eventually([&] { return site.server.counters().answered == 3; }));
  const auto begin = std::chrono::steady_clock::now();
  site.server.stop();
  CHECK(std::chrono::steady_clock::now() - begin < 3s);
}

TEST_CASE("a server that was never started stops too") {
  SystemClock clock;
  Site::Lines sink;
  Log log(sink, clock);
  http::Server server("idle", local_listener(), echo, log);
  server.stop();
  CHECK_THROWS_AS(server.start(), Bug);
}

TEST_CASE("many clients at once each hear their own answers, until a stop cuts in" *
          doctest::test_suite("concurrent http")) {
  Site site(echo);
  std::atomic<int> wrong{0}, right{0};
  const auto talk = [&](int number) {
    Client client(site.port(), source(static_cast<std::size_t>(number)));
    for (int i = 0; i < 300; ++i) {
      const std::string target = "/" + std::to_string(number) + "/" + std::to_string(i);
      client.send(i % 3 == 0 ? post(target, target) : get(target));
      const std::string answer = client.answer();
      if (answer.empty()) return;  // the stop
      const bool own = body(answer).find(" " + target + " ") != std::string_view::npos;
      ++(own ? right : wrong);
    }
  };
  std::vector<std::jthread> clients;
  for (int i = 0; i < 8; ++i) clients.emplace_back(talk, i);
  clients.emplace_back([&] {  // and one that leaves as soon as it has asked
    for (int i = 0; i < 200; ++i) try {
        Client(site.port(), source(90)).send(get("/gone"));
      } catch (const std::runtime_error&) {
        return;
      }
  });
  CHECK(eventually([&] { return right > 1000; }));
  site.server.stop();
  clients.clear();
  CHECK(wrong == 0);
}
