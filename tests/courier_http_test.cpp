#include <doctest/doctest.h>

#include <atomic>

#include "core/base/fault.h"
#include "core/courier/transport.h"
#include "tests/fakes/raw_peer.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::PeerReply;
using fakes::PeerRequest;
using fakes::RawPeer;

namespace {

CurlTransport transport_to(const CurlLibrary& library, const std::string& base) {
  Reach reach;
  reach.bases = {base};
  return {library, reach};
}

HttpCall post(const std::string& url, std::string body = "a=1") {
  HttpCall call;
  call.url = url;
  call.body = Secret(std::move(body));
  call.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  call.connect_within = Millis(15'000);
  call.answer_within = Millis(20'000);
  return call;
}

}  // namespace

TEST_CASE("an answered call brings the status, every header and the body") {
  const CurlLibrary library;
  PeerRequest seen;
  RawPeer peer([&](const PeerRequest& request) {
    seen = request;
    return fakes::reply(201, "{}", "application/json", "Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n");
  });
  CurlTransport transport = transport_to(library, peer.base());
  HttpCall call = post(peer.base() + "/x/../y?q=%20", "To=%2B14015550123&Body=caf%C3%A9");
  call.auth = BasicAuth{"AC1", Secret("s3cret")};
  call.headers.emplace_back("X-Empty", "");
  const HttpAnswer answer = transport.http(call);
  const auto& answered = std::get<Answered>(answer);
  CHECK(answered.status == 201);
  CHECK(answered.body == "{}");
  CHECK(header_of(answered.headers, "content-TYPE") == "application/json");
  CHECK(answered.headers.size() == 4);
  CHECK(seen.method == "POST");
  CHECK(seen.target == "/x/../y?q=%20");
  CHECK(seen.body == "To=%2B14015550123&Body=caf%C3%A9");
  CHECK(header_of(seen.headers, "Authorization") == "Basic QUMxOnMzY3JldA==");
  CHECK(header_of(seen.headers, "Expect").empty());
}

TEST_CASE("bearer tokens and every method reach the peer as given") {
  const CurlLibrary library;
  PeerRequest seen;
  RawPeer peer([&](const PeerRequest& request) {
    seen = request;
    return fakes::reply(200, "ok");
  });
  CurlTransport transport = transport_to(library, peer.base());
  for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
    HttpCall call = post(peer.base() + "/r", std::string(method) == "GET" ? "" : "x");
    call.method = method;
    call.auth = BearerAuth{Secret("tok-1")};
    REQUIRE(std::holds_alternative<Answered>(transport.http(call)));
    CHECK(seen.method == method);
    CHECK(header_of(seen.headers, "Authorization") == "Bearer tok-1");
  }
  CHECK(peer.connections() == 1);
}

TEST_CASE("only configured hosts are reached") {
  const CurlLibrary library;
  std::atomic<int> requests{0};
  RawPeer allowed([&](const PeerRequest&) { return fakes::reply(200, "ok"); });
  RawPeer other([&](const PeerRequest&) {
    ++requests;
    return fakes::reply(200, "no");
  });
  CurlTransport transport = transport_to(library, allowed.base());
  const std::string port = std::to_string(allowed.port());
  for (const std::string& url :
       {other.base() + "/", "http://localhost:" + port + "/", "https://127.0.0.1:" + port + "/",
        "http://user:pw@127.0.0.1:" + port + "/", std::string("file:///etc/hostname"),
        std::string("gopher://127.0.0.1/"), std::string("http://169.254.169.254/"),
        allowed.base() + "@evil.example.org/", std::string("127.0.0.1"), std::string()}) {
    CAPTURE(url);
    const HttpAnswer answer = transport.http(post(url));
    REQUIRE(std::holds_alternative<NotSent>(answer));
    CHECK(std::get<NotSent>(answer).why == Trouble::host_not_allowed);
  }
  CHECK(requests == 0);
  CHECK(std::holds_alternative<Answered>(transport.http(post(allowed.base() + "/"))));
}

TEST_CASE("a redirect to a cloud's metadata address is an answer, not a way") {
  const CurlLibrary library;
  RawPeer peer([](const PeerRequest&) {
    return fakes::reply(302, "", "text/plain", "Location: http://169.254.169.254/latest/\r\n");
  });
  CurlTransport transport = transport_to(library, peer.base());
  const HttpAnswer answer = transport.http(post(peer.base() + "/"));
  CHECK(std::get<Answered>(answer).status == 302);
}

TEST_CASE("headers that would break the request's lines are refused before anything is sent") {
  const CurlLibrary library;
  RawPeer peer([](const PeerRequest&) { return fakes::reply(200, "ok"); });
  CurlTransport transport = transport_to(library, peer.base());
  for (const auto& [name, value] : Headers{{"X-A", "b\r\nX-Injected: 1"},
                                           {"X-A", "b\nc"},
                                           {"X-A: b\r\nX", "c"},
                                           {"", "c"},
                                           {"X-A", std::string("b\0c", 3)}}) {
    HttpCall call = post(peer.base() + "/");
    call.headers.emplace_back(name, value);
    const HttpAnswer answer = transport.http(call);
    REQUIRE(std::holds_alternative<NotSent>(answer));
    CHECK(std::get<NotSent>(answer).why == Trouble::unsafe);
  }
  HttpCall call = post(peer.base() + "/");
  call.auth = BearerAuth{Secret("tok\r\nX-Injected: 1")};
  CHECK(std::holds_alternative<NotSent>(transport.http(call)));
  CHECK(peer.connections() == 0);
}

TEST_CASE("what never left is told apart from what may have arrived") {
  const CurlLibrary library;
  SUBCASE("nobody listens: not sent") {
    const std::string base = "http://127.0.0.1:" + std::to_string(fakes::dead_port());
    CurlTransport transport = transport_to(library, base);
    CHECK(std::get<NotSent>(transport.http(post(base + "/"))).why == Trouble::connect);
  }
  SUBCASE("no such name: not sent") {
    CurlTransport transport = transport_to(library, "http://nobody.invalid");
    CHECK(std::get<NotSent>(transport.http(post("http://nobody.invalid/"))).why ==
          Trouble::resolve);
  }
  SUBCASE("a peer without TLS where TLS is configured: not sent") {
    RawPeer peer([](const PeerRequest&) { return fakes::reply(200, "ok"); });
    const std::string base = "https://127.0.0.1:" + std::to_string(peer.port());
    CurlTransport transport = transport_to(library, base);
    HttpCall call = post(base + "/");
    call.connect_within = Millis(500);
    CHECK(std::holds_alternative<NotSent>(transport.http(call)));
  }
  SUBCASE("the peer hangs up without a word: unknown") {
    RawPeer peer([](const PeerRequest&) { return PeerReply{"", PeerReply::Then::hang_up}; });
    CurlTransport transport = transport_to(library, peer.base());
    CHECK(std::holds_alternative<NobodyKnows>(transport.http(post(peer.base() + "/"))));
  }
  SUBCASE("the peer hangs up in the middle of its answer: unknown") {
    RawPeer peer([](const PeerRequest&) {
      return PeerReply{"HTTP/1.1 201 C\r\nContent-Length: 99\r\n\r\n{", PeerReply::Then::hang_up};
    });
    CurlTransport transport = transport_to(library, peer.base());
    CHECK(std::holds_alternative<NobodyKnows>(transport.http(post(peer.base() + "/"))));
  }
  SUBCASE("the peer is silent until the deadline: unknown") {
    RawPeer peer([](const PeerRequest&) { return PeerReply{"", PeerReply::Then::stay_silent}; });
    CurlTransport transport = transport_to(library, peer.base());
    HttpCall call = post(peer.base() + "/");
    call.answer_within = Millis(150);
    CHECK(std::get<NobodyKnows>(transport.http(call)).why == Trouble::timed_out);
  }
  SUBCASE("an answer without end is cut off: unknown") {
    RawPeer peer([](const PeerRequest&) { return fakes::reply(200, std::string(70000, 'x')); });
    Reach reach;
    reach.bases = {peer.base()};
    reach.answer_bytes_max = 64 * 1024;
    CurlTransport transport(library, reach);
    CHECK(std::get<NobodyKnows>(transport.http(post(peer.base() + "/"))).why == Trouble::too_long);
  }
}

// libcurl repeats a POST by itself when a kept connection dies without an answer: the patient
// would get two calls. The first request may have been acted upon, so it must end as unknown.
TEST_CASE("a post on a kept connection that dies is never repeated silently") {
  const CurlLibrary library;
  std::atomic<int> posts{0};
  RawPeer peer([&](const PeerRequest&) {
    if (++posts == 2) return PeerReply{"", PeerReply::Then::hang_up};
    return fakes::reply(201, "{}");
  });
  CurlTransport transport = transport_to(library, peer.base());
  REQUIRE(std::holds_alternative<Answered>(transport.http(post(peer.base() + "/1"))));
  CHECK(std::holds_alternative<NobodyKnows>(transport.http(post(peer.base() + "/2"))));
  CHECK(posts == 2);
  CHECK(std::holds_alternative<Answered>(transport.http(post(peer.base() + "/3"))));
}

TEST_CASE("a base that is no web address stops the program at the start") {
  const CurlLibrary library;
  for (const char* base : {"ftp://example.org", "example.org", "", "https://", "https://a:b@c"}) {
    CAPTURE(base);
    CHECK_THROWS_AS(transport_to(library, base), ConfigFault);
  }
}

TEST_CASE("a form is encoded byte by byte in the order given") {
  CHECK(form_encode({{"To", "+1 401"}, {"Body", "a&b=c\r\n\xC3\xA9~"}, {"To", ""}}) ==
        Secret("To=%2B1%20401&Body=a%26b%3Dc%0D%0A%C3%A9~&To="));
}
