// The holes of cpp-httplib 0.11.4 (limits.md 1.2), each tried on a running server.
#include <doctest/doctest.h>

#include <atomic>

#include "tests/http_site.h"

using namespace latchkey;
using namespace latchkey::test;
using namespace std::string_literals;

namespace {

// A server that counts what gets through to its handler.
class Target {
 public:
  explicit Target(http::Listen listen = local_listener())
      : site_(
            [this](const http::Request& request) {
              ++reached_;
              return echo(request);
            },
            std::move(listen)) {}

  // The one answer to an attack. After it the connection is closed, nothing has reached the
  // handler, and the server lives.
  std::string answer(std::string_view attack) {
    const int before = reached_;
    std::string all = exchange(site_.port(), attack);
    CHECK(reached_ == before);
    CHECK(all.find("HTTP/1.1 ", 1) == all.npos);
    CHECK(all.find("\r\nConnection: close\r\n") != all.npos);
    CHECK(still_answers(site_.port()));
    return all;
  }
  int status_after(std::string_view attack) { return status(answer(attack)); }

  std::uint16_t port() const { return site_.port(); }
  int reached() const { return reached_; }

 private:
  std::atomic<int> reached_{0};
  Site site_;
};

std::string bytes_of(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return out;
}

// Sends `piece` again and again; how much went before the server closed the connection.
std::size_t flood(std::uint16_t port, std::string_view start, std::string_view piece,
                  std::size_t bytes_max) {
  Client client(port);
  client.send(start);
  std::size_t sent = 0;
  while (sent < bytes_max && client.send(piece)) sent += piece.size();
  return sent;
}

constexpr std::size_t flood_max = 256 * 1024 * 1024;

}  // namespace

TEST_CASE("a compressed upload with an endless file name is refused unread") {
  // 257 bytes that unfold to a multipart part with a `filename*` of 15,000 characters, more than
  // std::regex's recursion has stack for (CVE-2026-29076).
  const std::string packed = bytes_of(
      "1f8b0800000000000203edc7410a82401400d0fdc0dc41dc08c1df47e2aae8047580911484d448171d3fba4107"
      "786ff722fa9cceebb20fcb1e97697baddbb44feb72aac6f53dc7a3eca5ad96320f5d5deab61aa7e7f0dba1bbdf"
      "ae716c9a0200000000000000000000000000007fc829a74f4e117d444e5f7ad45326e63a0000");
  const std::string multipart = "Content-Type: multipart/form-data; boundary=b\r\n";
  Target target;
  CHECK(target.status_after(post("/x", packed, multipart + "Content-Encoding: gzip\r\n")) == 415);
  CHECK(target.status_after(post("/x", packed, multipart)) == 415);
}

TEST_CASE("a body that unfolds to a thousand times its size is refused unread") {
  Target target;
  const std::string bomb(60000, '\0');
  for (const char* encoding : {"gzip", "deflate", "br", "identity", ""})
    CHECK(target.status_after(post("/x", bomb, "Content-Encoding: "s + encoding + "\r\n")) == 415);
}

TEST_CASE("chunks can't carry a body past its limit") {
  Target target;
  const std::string head = "POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n";
  CHECK(target.status_after(head + "\r\n5\r\nhello\r\n0\r\n\r\n") == 411);
  CHECK(target.status_after(head + "\r\nffffffffffffffff\r\n") == 411);
  CHECK(target.status_after(head + "Content-Length: 5\r\n\r\nhello") == 400);
  const std::string chunk = "10000\r\n" + std::string(0x10000, 'a') + "\r\n";
  CHECK(flood(target.port(), head + "\r\n", chunk, flood_max) < flood_max);
  CHECK(target.reached() == 3);  // the three still_answers()
}

TEST_CASE("a body over 64 KiB is refused by its announced length") {
  Target target;
  CHECK(target.status_after(
            "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 65537\r\n\r\n") == 413);
  Client honest(target.port());
  honest.send(post("/", std::string(65536, 'b')));
  CHECK(body(honest.answer()).ends_with(std::string(65536, 'b')));
}

TEST_CASE("a line without end is cut off at 16 KiB") {
  Target target;
  CHECK(target.status_after("GET /" + std::string(17000, 'a')) == 431);
  CHECK(target.status_after("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(17000, 'a')) ==
        431);
  CHECK(flood(target.port(), "GET /", std::string(65536, 'a'), flood_max) < flood_max);
}

TEST_CASE("300,000 headers don't get in") {
  Target target;
  std::string many = "GET / HTTP/1.1\r\nHost: localhost\r\n";
  for (int i = 0; i < 101; ++i) many += "A: b\r\n";
  CHECK(target.status_after(many + "\r\n") == 431);
  std::string lines;
  for (int i = 0; i < 3000; ++i) lines += "A: b\r\n";
  CHECK(flood(target.port(), "GET / HTTP/1.1\r\n", lines, flood_max) < flood_max);
}

TEST_CASE("two lengths are one too many, even if they agree") {
  Target target;
  for (const char* lines :
       {"Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: 5\r\ncontent-length: 44\r\n",
        "Content-Length: 5, 5\r\n"})
    CHECK(target.status_after("POST / HTTP/1.1\r\nHost: localhost\r\n"s + lines + "\r\nhello") ==
          400);
}

TEST_CASE("a second request hidden in the body of a GET is never answered") {
  Target target;
  const std::string hidden = get("/desk/unlock");
  for (const char* method : {"GET", "HEAD"})
    CHECK(target.status_after(method + " / HTTP/1.1\r\nHost: localhost\r\nContent-Length: "s +
                              std::to_string(hidden.size()) + "\r\n\r\n" + hidden) == 400);
  CHECK(target.status_after("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n" + hidden) == 411);
}

TEST_CASE("a hidden request after a bad one is never answered") {
  Target target;
  const std::string hidden = get("/desk/unlock");
  CHECK(target.status_after("GET / HTTP/1.1\r\nHost: localhost\r\n folded: x\r\n\r\n" + hidden) ==
        400);
  CHECK(target.status_after("GET / HTTP/1.1\nHost: localhost\n\n" + hidden) == 400);
  CHECK(target.status_after("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                            "Content-Length: 4\r\n\r\n0\r\n\r\n" +
                            hidden) == 400);
}

TEST_CASE("escaped line ends in a header are refused, raw ones too") {
  Target target;
  for (const char* value : {"a%0D%0ASet-Cookie: b", "a%0aSet-Cookie: b", "a%00", "a\rb", "a\nb"})
    CHECK(target.status_after(get("/", "X-Note: "s + value + "\r\n")) == 400);
  CHECK(target.status_after(get("/", "X-Note: a\0b\r\n"s)) == 400);
  CHECK(target.status_after(get("/next%0d%0aSet-Cookie:%20b")) == 400);
}

TEST_CASE("nobody can claim to be another peer") {
  Target target;
  CHECK(target.status_after(get("/", "REMOTE_ADDR: 192.0.2.1\r\n")) == 400);
  CHECK(target.status_after(get("/", "remote_port: 1\r\n")) == 400);
  Client client(target.port());
  client.send(get("/", "X-Forwarded-For: 192.0.2.1\r\nForwarded: for=192.0.2.1\r\n"));
  CHECK(body(client.answer()).starts_with("GET / from 127.0.0.1\n"));
}

TEST_CASE("a path too long for the library's route matching is refused") {
  Target target;
  CHECK(target.status_after(get("/" + std::string(6000, 'a'))) == 414);
  CHECK(target.status_after(get("/" + std::string(512, 'a'))) == 414);
}

TEST_CASE("a range is not applied to a page, however long it is") {
  Target target;
  Client client(target.port());
  std::string ranges = "Range: bytes=0-1";
  while (ranges.size() < 15000) ranges += ",0-1";
  client.send(get("/", ranges + "\r\n"));
  const std::string answer = client.answer();
  CHECK(status(answer) == 200);
  CHECK(body(answer).size() > 15000);
}

TEST_CASE("an answer is never compressed beside what an attacker can choose") {
  Target target;
  Client client(target.port());
  client.send(get("/", "Accept-Encoding: gzip, br\r\n"));
  const std::string answer = client.answer();
  CHECK(answer.find("Content-Encoding") == answer.npos);
  CHECK(body(answer).starts_with("GET / from"));
}

TEST_CASE("a stranger's host name, none or two are refused") {
  Target target;
  CHECK(target.status_after("GET / HTTP/1.1\r\nHost: evil.example.org\r\n\r\n") == 421);
  CHECK(target.status_after("GET / HTTP/1.1\r\n\r\n") == 400);
  CHECK(target.status_after(get("/", "Host: localhost\r\n")) == 400);
  CHECK(target.status_after("GET http://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n") == 400);
}

TEST_CASE("other methods are told which ones there are") {
  Target target;
  for (const char* method : {"PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "BREW"}) {
    const std::string answer = target.answer(method + " / HTTP/1.1\r\nHost: localhost\r\n\r\n"s);
    CHECK(status(answer) == 405);
    CHECK(answer.find("\r\nAllow: GET, HEAD, POST\r\n") != answer.npos);
  }
}

TEST_CASE("an expectation is not met") {
  Target target;
  CHECK(target.status_after(post("/", "hello", "Expect: 100-continue\r\n")) == 417);
}
