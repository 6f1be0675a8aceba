#include <doctest/doctest.h>

#include <unistd.h>

#include "core/base/busy.h"
#include "core/http/socket.h"
#include "tests/http_site.h"

using namespace latchkey;
using namespace latchkey::test;
using namespace std::string_literals;
using http::Request;
using http::Response;

TEST_CASE("a request reaches the handler and its answer the client, byte for byte") {
  Site site(echo);
  Client client(site.port());
  client.send(post("/step?q=%2B+", "a=1\0\xff"s, "X-Two: 2\r\nx-two: %41\r\n"));
  const std::string answer = client.answer();
  CHECK(status(answer) == 200);
  CHECK(body(answer) ==
        "POST /step?q=%2B+ from 127.0.0.1\nHost=localhost\nContent-Length=5\n"
        "X-Two=2\nx-two=%41\n\na=1\0\xff"s);
  CHECK(answer.find("\r\nContent-Type: text/plain; charset=utf-8\r\n") != answer.npos);
  CHECK(answer.find("\r\nConnection: close\r\n") == answer.npos);
}

TEST_CASE("a connection carries request after request, and pipelined ones in order") {
  Site site(echo);
  Client client(site.port());
  for (int i = 0; i < 3; ++i) {
    client.send(get("/" + std::to_string(i)));
    CHECK(body(client.answer()).starts_with("GET /" + std::to_string(i) + " "));
  }
  std::string burst;
  for (int i = 0; i < 50; ++i)
    burst += i % 2 == 0 ? get("/p" + std::to_string(i)) : post("/p" + std::to_string(i), "x=y");
  client.send(burst);
  for (int i = 0; i < 50; ++i)
    CHECK(body(client.answer()).find(" /p" + std::to_string(i) + " ") != std::string::npos);
}

TEST_CASE("a request may arrive a byte at a time") {
  Site site(echo);
  Client client(site.port());
  for (const char c : post("/slowly", "abc=def")) client.send({&c, 1});
  CHECK(body(client.answer()).ends_with("\n\nabc=def"));
}

TEST_CASE("HEAD gets the headers of GET and no body") {
  Site site(echo);
  Client client(site.port());
  client.send("HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  const std::string answer = client.rest();
  CHECK(status(answer) == 200);
  const std::string same = "HEAD /x from 127.0.0.1\nHost=localhost\nConnection=close\n\n";
  CHECK(answer.find("\r\nContent-Length: " + std::to_string(same.size()) + "\r\n") != answer.npos);
  CHECK(body(answer).empty());
}

TEST_CASE("Connection: close and HTTP/1.0 end the connection after the answer") {
  Site site(echo);
  for (const auto& request :
       {get("/", "Connection: close\r\n"), "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n"s}) {
    const std::string answer = exchange(site.port(), request);
    CHECK(status(answer) == 200);
    CHECK(answer.find("\r\nConnection: close\r\n") != answer.npos);
  }
}

TEST_CASE("a client that finished sending still hears its answer") {
  Site site(echo);
  Client client(site.port());
  client.send(get("/half"));
  client.finish_sending();
  CHECK(status(client.rest()) == 200);
}

TEST_CASE("statuses, headers and cookies leave as the handler gave them") {
  Site site([](const Request& request) {
    Response response;
    response.status = request.path == "/none" ? 204 : 303;
    response.content_type = "text/html; charset=utf-8";
    return std::move(response)
        .with("Location", "/next")
        .with("Set-Cookie", "a=1")
        .with("Set-Cookie", "b=2");
  });
  Client client(site.port());
  client.send(get("/"));
  const std::string redirect = client.answer();
  CHECK(status(redirect) == 303);
  CHECK(redirect.find("\r\nLocation: /next\r\n") != redirect.npos);
  CHECK(redirect.find("\r\nSet-Cookie: a=1\r\n") < redirect.find("\r\nSet-Cookie: b=2\r\n"));
  CHECK(redirect.find("Content-Length: 0\r\n") != redirect.npos);
  client.send(get("/none"));
  const std::string none = client.answer();
  CHECK(status(none) == 204);
  CHECK(none.find("Content-Length") == none.npos);
}

// Only the pages' own handlers said these; a refusal, a fault or a webhook's answer said nothing.
TEST_CASE("every answer is safe in a browser, whoever made it") {
  Site site([](const Request& request) {
    if (request.path == "/fault") throw std::runtime_error("broken");
    return request.path == "/page" ? Response{}.with("cache-control", "public") : Response{};
  });
  const std::string refused = "GET / HTTP/1.1\r\nHost: elsewhere.example.org\r\n\r\n";
  for (const auto& [request, expected] :
       {std::pair{get("/"), 200}, {get("/page"), 200}, {get("/fault"), 500}, {refused, 421}}) {
    const std::string answer = exchange(site.port(), request);
    CHECK(status(answer) == expected);
    for (const auto& [name, value] : http::safe_headers) {
      const bool own = name == "Cache-Control" && request == get("/page");
      const std::string line = "\r\n" + std::string(name) + ": " + std::string(value) + "\r\n";
      INFO(answer, line);
      CHECK((answer.find(line) != answer.npos) == !own);
    }
  }
}

TEST_CASE("an answer larger than the socket's buffers arrives whole") {
  const std::string large(20'000'000, 'L');
  Site site([&](const Request&) {
    Response response;
    response.body = large;
    return response;
  });
  Client client(site.port());
  client.send(get("/large"));
  CHECK(body(client.answer()) == large);
  client.send(get("/again"));
  CHECK(body(client.answer()).size() == large.size());
}

// Eight sign-ins at once at the desk were "Internal Server Error".
TEST_CASE("a machine that has too much to do says so, and when to come again") {
  Site site([](const Request&) -> Response { throw Busy("too many passwords at once"); });
  Client client(site.port());
  client.send(get("/"));
  const std::string answer = client.answer();
  CHECK(status(answer) == 503);
  CHECK(answer.find("Retry-After: 5") != answer.npos);
  CHECK(body(answer) == "Too much at once. Please try again in a moment.\n");
  site.server.stop();
  CHECK(site.server.counters().faults == 1);
}

TEST_CASE("what a handler throws stays inside: a plain 500, one log line, one count") {
  Site site([](const Request& request) -> Response {
    if (request.path == "/odd") throw 7;
    if (request.path == "/fault") throw Fault("the disk of clinic 12 is full");
    return {};
  });
  Client client(site.port());
  for (const char* path : {"/fault", "/odd"}) {
    client.send(get(path));
    const std::string answer = client.answer();
    CHECK(status(answer) == 500);
    CHECK(body(answer) == "Internal Server Error\n");
    CHECK(answer.find("EXCEPTION_WHAT") == answer.npos);
    CHECK(answer.find("disk") == answer.npos);
  }
  client.send(get("/fine"));
  CHECK(status(client.answer()) == 200);
  site.server.stop();
  CHECK(site.server.counters().faults == 2);
  CHECK(site.server.counters().answered == 1);
  std::size_t lines = 0;
  for (const std::string& line : site.sink.all)
    lines += line.find("\"http.fault\"") != line.npos ? 1 : 0;
  CHECK(lines == 2);
}

TEST_CASE("a handler can't split an answer or frame it itself") {
  Site site([](const Request& request) {
    Response response;
    if (request.path == "/split") response.with("Location", "/\r\nSet-Cookie: evil=1");
    if (request.path == "/name") response.with("X\r\nY", "z");
    if (request.path == "/length") response.with("content-length", "3");
    if (request.path == "/type") response.content_type = "text/html\r\nX: y";
    if (request.path == "/status") response.status = 100;
    return response;
  });
  Client client(site.port());
  for (const char* path : {"/split", "/name", "/length", "/type", "/status"}) {
    CAPTURE(path);
    client.send(get(path));
    const std::string answer = client.answer();
    CHECK(status(answer) == 500);
    CHECK(answer.find("evil") == answer.npos);
  }
}

TEST_CASE("behind a trusted proxy the peer is the client it names") {
  http::Listen listen = local_listener();
  listen.trusted_proxies = {"127.0.0.1"};
  Site site(echo, listen);
  Client proxy(site.port());
  proxy.send(get("/", "X-Forwarded-For: 203.0.113.66, 198.51.100.9\r\n"));
  CHECK(body(proxy.answer()).starts_with("GET / from 198.51.100.9\n"));
  Client stranger(site.port(), "127.0.0.9");
  stranger.send(get("/", "X-Forwarded-For: 198.51.100.9\r\n"));
  CHECK(body(stranger.answer()).starts_with("GET / from 127.0.0.9\n"));
}

TEST_CASE("a taken port, a bad address or no host name is said at once") {
  Site site(echo);
  const auto open = [&](http::Listen listen) {
    http::Server server("second", std::move(listen), echo, site.log);
  };
  http::Listen taken = local_listener();
  taken.port = site.port();
  CHECK_THROWS_WITH_AS(open(taken), doctest::Contains(std::to_string(taken.port).c_str()), Fault);
  http::Listen bad = local_listener();
  bad.address = "clinic.example.org";
  CHECK_THROWS_AS(open(bad), ConfigFault);
  http::Listen nameless = local_listener();
  nameless.hosts.clear();
  CHECK_THROWS_AS(open(nameless), ConfigFault);
  http::Listen closed = local_listener();
  closed.inherited_socket = 0;
  CHECK_THROWS_AS(open(closed), Fault);
}

TEST_CASE("a listening socket is inherited from the service manager") {
  http::Listen listen = local_listener();
  http::Descriptor inherited = http::open_listening_socket(listen);
  listen.inherited_socket = ::dup(inherited.get());
  Site site(echo, listen);
  CHECK(site.port() == http::bound_port(inherited));
  CHECK(still_answers(site.port()));
  site.server.stop();
  // The manager's own copy goes on listening while the service restarts.
  Client waiting(site.port());
  CHECK(waiting.send(get("/later")));
}

TEST_CASE("a server listens on IPv6 too, and names IPv4 clients plainly") {
  http::Listen listen = local_listener();
  listen.address = "::";
  try {
    http::open_listening_socket(listen);
  } catch (const Fault&) {
    MESSAGE("this machine has no IPv6");
    return;
  }
  Site site(echo, listen);
  Client client(site.port());
  client.send(get("/"));
  CHECK(body(client.answer()).starts_with("GET / from 127.0.0.1\n"));
}

TEST_CASE("four long bodies are held at a time, a fifth is asked to come again") {
  http::Listen listen = local_listener();
  listen.limits.large_path = "/roster";
  listen.limits.large_bytes = 200'000;
  Site site(echo, listen);
  const std::string whole = post("/roster", std::string(100'000, 'x'));
  const std::string half = whole.substr(0, 50'000);
  {
    std::vector<Client> busy;
    for (int i = 0; i < 4; ++i) {
      busy.emplace_back(site.port());
      busy.back().send(half);
    }
    const auto refused = [&] {
      Client fifth(site.port());
      fifth.send(whole);
      return status(fifth.answer()) == 503;
    };
    CHECK(eventually(refused));
    CHECK(still_answers(site.port()));
    busy[0].send(whole.substr(half.size()));
    CHECK(status(busy[0].answer()) == 200);
    const auto taken = [&] {
      Client next(site.port());
      next.send(whole);
      return status(next.answer()) == 200;
    };
    CHECK(eventually(taken));
  }
  for (int i = 0; i < 6; ++i) {
    Client client(site.port());
    client.send(whole);
    CHECK(status(client.answer()) == 200);
    CHECK(eventually([&] { return site.server.counters().connections <= 1; }));
  }
}
