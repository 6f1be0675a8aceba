#include <doctest/doctest.h>

#include <random>

#include "core/base/fault.h"
#include "core/http/head.h"

using namespace latchkey;
using namespace latchkey::http;
using namespace std::string_literals;

namespace {

const Rules rules{16 * 1024, 64 * 1024, {"kiosk.example.org", "127.0.0.1", "[::1]"}};

// What judge() says about a head without its blank line; 0 if it is accepted.
int status_of(const std::string& head) {
  const Verdict verdict = judge(head + "\r\n\r\n", rules);
  const auto* refusal = std::get_if<Refusal>(&verdict);
  return refusal ? refusal->status : 0;
}

std::string get(const std::string& lines) {
  return "GET / HTTP/1.1\r\nHost: kiosk.example.org" + lines;
}

std::string post(const std::string& lines) {
  return "POST /step HTTP/1.1\r\nHost: kiosk.example.org" + lines;
}

Head accepted(const std::string& head) { return std::get<Head>(judge(head + "\r\n\r\n", rules)); }

}  // namespace

TEST_CASE("an ordinary head is accepted and its body's length known") {
  CHECK(accepted(get("")).body_bytes == 0);
  CHECK(accepted(get("")).after == After::keep_open);
  CHECK(accepted(get("\r\nConnection: Close")).after == After::close);
  CHECK(accepted("GET / HTTP/1.0\r\nHost: 127.0.0.1").after == After::close);
  const std::string form = post("\r\nContent-Length: \t 27 \r\nContent-Type: text/plain");
  CHECK(accepted(form).body_bytes == 27);
  CHECK(accepted(form).bytes == form.size() + 4);
  CHECK(accepted(post("\r\nContent-Length: 65536")).body_bytes == 65536);
  CHECK(accepted(get("\r\nContent-Length: 0")).body_bytes == 0);
  CHECK(status_of("HEAD /a/b?c=%20d HTTP/1.1\r\nHost: kiosk.example.org") == 0);
}

TEST_CASE("the end of a head is found however it arrives") {
  const std::string bytes = get("\r\nA: b") + "\r\n\r\nrest";
  const auto whole = head_length(bytes, 0);
  REQUIRE(whole.has_value());
  CHECK(bytes.substr(*whole) == "rest");
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    const bool there = head_length(bytes.substr(0, cut), 0).has_value();
    CHECK(there == (cut >= *whole));
    if (!there) CHECK(head_length(bytes, cut) == whole);
  }
}

TEST_CASE("request lines that two readers could understand differently are refused") {
  for (const char* line :
       {"", "GET", "GET /", "GET  / HTTP/1.1", " GET / HTTP/1.1", "GET / HTTP/1.1 ",
        "GET / / HTTP/1.1", "GET\t/ HTTP/1.1", "G@T / HTTP/1.1", "GET / http/1.1",
        "GET /\x01 HTTP/1.1", "GET /\xc3\xa9 HTTP/1.1", "GET /#top HTTP/1.1", "GET * HTTP/1.1",
        "GET step HTTP/1.1", "GET http://kiosk.example.org/ HTTP/1.1", "GET /a\nHost: b HTTP/1.1",
        "GET / FTP/1.1"}) {
    CAPTURE(line);
    CHECK(status_of(line + "\r\nHost: kiosk.example.org"s) == 400);
  }
  CHECK(status_of("GET /\0 HTTP/1.1\r\nHost: kiosk.example.org"s) == 400);
  CHECK(status_of("GET / HTTP/2.0\r\nHost: kiosk.example.org") == 505);
  CHECK(status_of("GET / HTTP/1.2\r\nHost: kiosk.example.org") == 505);
}

TEST_CASE("only GET, HEAD and POST are methods here") {
  for (const char* method : {"PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "PRI"})
    CHECK(status_of(method + " / HTTP/1.1\r\nHost: kiosk.example.org"s) == 405);
  CHECK(status_of("OPTIONS * HTTP/1.1\r\nHost: kiosk.example.org") == 405);
}

TEST_CASE("a path over 512 or a target over 4096 bytes is too long") {
  const auto with_target = [](const std::string& target) {
    return status_of("GET " + target + " HTTP/1.1\r\nHost: kiosk.example.org");
  };
  CHECK(with_target("/" + std::string(511, 'a')) == 0);
  CHECK(with_target("/" + std::string(512, 'a')) == 414);
  CHECK(with_target("/?" + std::string(4094, 'a')) == 0);
  CHECK(with_target("/?" + std::string(4095, 'a')) == 414);
}

TEST_CASE("a host is named once and must be ours") {
  for (const char* host : {"kiosk.example.org", "KIOSK.Example.ORG", "kiosk.example.org:8080",
                           "127.0.0.1:1", "[::1]", "[::1]:8080"})
    CHECK(status_of("GET / HTTP/1.1\r\nHost: "s + host) == 0);
  for (const char* host :
       {"evil.example.org", "kiosk.example.org.evil", "127.0.0.2", "::1", "kiosk.example.org@evil"})
    CHECK(status_of("GET / HTTP/1.1\r\nHost: "s + host) != 0);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: evil.example.org") == 421);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: ") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nHost: kiosk.example.org:80x") == 400);
  CHECK(status_of("GET / HTTP/1.1\r\nAccept: */*") == 400);
  CHECK(status_of("GET / HTTP/1.1") == 400);
  CHECK(status_of(get("\r\nhost: kiosk.example.org")) == 400);
}

TEST_CASE("a body has one plain length, and only a post has a body") {
  CHECK(status_of(post("")) == 411);
  for (const char* length : {"", "-1", "+5", "0x10", "5 5", "5,5", "1e3", "5;"})
    CHECK(status_of(post("\r\nContent-Length: "s + length)) == 400);
  CHECK(status_of(post("\r\nContent-Length: 5\r\nContent-Length: 5")) == 400);
  CHECK(status_of(post("\r\nContent-Length: 5\r\ncontent-length: 6")) == 400);
  CHECK(status_of(post("\r\nContent-Length: 65537")) == 413);
  CHECK(status_of(post("\r\nContent-Length: 99999999999999999999999")) == 413);
  CHECK(status_of(get("\r\nContent-Length: 5")) == 400);
}

TEST_CASE("chunks, encodings, multipart and expectations are refused") {
  CHECK(status_of(post("\r\nTransfer-Encoding: chunked")) == 411);
  CHECK(status_of(post("\r\nTransfer-Encoding: chunked\r\nContent-Length: 5")) == 400);
  CHECK(status_of(post("\r\nContent-Length: 5\r\ntransfer-encoding: identity")) == 400);
  CHECK(status_of(get("\r\nTransfer-Encoding: xchunked")) == 411);
  CHECK(status_of(post("\r\nContent-Length: 5\r\nContent-Encoding: gzip")) == 415);
  CHECK(status_of(post("\r\nContent-Length: 5\r\nContent-Type: Multipart/form-data; boundary=x")) ==
        415);
  CHECK(status_of(post("\r\nContent-Length: 5\r\nContent-Type: a\r\nContent-Type: b")) == 400);
  CHECK(status_of(post("\r\nContent-Length: 5\r\nExpect: 100-continue")) == 417);
}

TEST_CASE("header lines are plain, one line each") {
  for (const char* line : {"A : b", " folded: line", "\tfolded", "no colon", ": nameless",
                           "A\tB: c", "A: b\x01", "A: b\x7f", "A: a\nB: b", "A: a\rB: b", "A(: b"})
    CHECK(status_of(get("\r\n"s + line)) == 400);
  CHECK(status_of(get("\r\nA: b\0c"s)) == 400);
  CHECK(status_of(get("\r\nA: tab\tinside \xc3\xa9\r\nB:")) == 0);
}

TEST_CASE("escaped line ends and NULs are refused before anybody decodes them") {
  for (const char* escape : {"%0D%0A", "%0d", "%0a", "%00", "a%0%0A", "%%0a"}) {
    CHECK(status_of(get("\r\nX-Note: a"s + escape + "Set-Cookie: b")) == 400);
    CHECK(status_of("GET /a?b="s + escape + " HTTP/1.1\r\nHost: kiosk.example.org") == 400);
  }
  CHECK(status_of(get("\r\nReferer: /step?a=%20%0")) == 0);
}

TEST_CASE("headers that pose as the library's own are refused") {
  for (const char* name : {"REMOTE_ADDR", "remote_addr", "REMOTE_PORT", "LOCAL_ADDR", "Local_Port"})
    CHECK(status_of(get("\r\n"s + name + ": 192.0.2.1")) == 400);
}

TEST_CASE("a hundred header lines are enough") {
  std::string lines;
  for (int i = 0; i < 99; ++i) lines += "\r\nA: b";
  CHECK(status_of(get(lines)) == 0);
  CHECK(status_of(get(lines + "\r\nA: b")) == 431);
  CHECK(status_of(get("\r\nA: " + std::string(16 * 1024, 'a'))) == 431);
}

TEST_CASE("a request is read byte for byte") {
  const std::string head =
      "POST /a%20b?x=1&y=%2B HTTP/1.1\r\nHost: kiosk.example.org\r\nX-One:  two  \r\n"
      "x-one: %41\r\nContent-Length: 3\r\n\r\n";
  const Request request = read_request(head, "a=\xff");
  CHECK(request.method == "POST");
  CHECK(request.target == "/a%20b?x=1&y=%2B");
  CHECK(request.path == "/a%20b");
  CHECK(request.query == "x=1&y=%2B");
  CHECK(request.body == "a=\xff");
  const Fields expected = {
      {"Host", "kiosk.example.org"}, {"X-One", "two"}, {"x-one", "%41"}, {"Content-Length", "3"}};
  CHECK(request.headers == expected);
}

TEST_CASE("300,000 mangled requests are each judged, and what is accepted can be read") {
  const std::string seed_request =
      post(
          "\r\nContent-Length: 11\r\nContent-Type: application/x-www-form-urlencoded\r\n"
          "X-Forwarded-For: 192.0.2.1\r\nCookie: a=b; c=d") +
      "\r\n\r\n";
  const std::string spice = "\r\n\r\n: \t%0dAaGPH/1?#,;=\x00\x7f\xff"s;
  std::mt19937 random(20260727);
  std::size_t good = 0, bad = 0;
  for (int round = 0; round < 300000; ++round) {
    std::string bytes = seed_request;
    for (auto changes = random() % 4 + 1; changes > 0; --changes) {
      const auto at = random() % bytes.size();
      const char c = spice[random() % spice.size()];
      switch (random() % 4) {
        case 0:
          bytes[at] = c;
          break;
        case 1:
          bytes.insert(at, 1, c);
          break;
        case 2:
          bytes.erase(at, random() % 8);
          break;
        default:
          bytes.insert(at, bytes.substr(random() % bytes.size(), random() % 40));
          break;
      }
      if (bytes.empty()) bytes = "x";
    }
    const auto length = head_length(bytes, 0);
    if (!length) continue;
    const std::string head = bytes.substr(0, *length);
    const Verdict verdict = judge(head, rules);
    if (std::holds_alternative<Refusal>(verdict)) {
      ++bad;
      continue;
    }
    ++good;
    const Request request = read_request(head, "");
    const bool sound = request.target.starts_with('/') && !request.header("host").empty() &&
                       request.headers.size() <= header_lines_max &&
                       std::get<Head>(verdict).body_bytes <= rules.body_bytes_max;
    if (!sound) CHECK_MESSAGE(sound, head);
  }
  CHECK(good > 1000);
  CHECK(bad > 1000);
}

TEST_CASE("one path of a listener takes a longer body, and no other does") {
  Rules wide = rules;
  wide.large_path = "/roster";
  wide.large_bytes_max = 1'000'000;
  const auto status = [&](const std::string& target, const std::string& length) {
    const std::string head = "POST " + target +
                             " HTTP/1.1\r\nHost: kiosk.example.org\r\nContent-Length: " + length +
                             "\r\n\r\n";
    const Verdict verdict = judge(head, wide);
    const auto* refusal = std::get_if<Refusal>(&verdict);
    return refusal ? refusal->status : 0;
  };
  CHECK(status("/roster", "1000000") == 0);
  CHECK(status("/roster?a=b", "1000000") == 0);
  CHECK(status("/roster", "1000001") == 413);
  CHECK(status("/roster/", "1000000") == 413);
  CHECK(status("/step?/roster", "1000000") == 413);
}
