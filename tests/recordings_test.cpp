// Recordings at a provider that is strict, slow, or not who it seems to be.

#include <doctest/doctest.h>

#include "core/courier/recordings.h"
#include "tests/fakes/provider_peer.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::PeerRequest;
using fakes::ProviderPeer;
using fakes::RawPeer;

namespace {

constexpr const char* sid = "RE0123456789abcdef0123456789abcdef";

struct Peered {
  const CurlLibrary library;
  ProviderPeer peer;
  CurlTransport transport{library, Reach{{peer.base()}, {}, {}, {}, 1024 * 1024}};
  Recordings recordings{transport, peer.settings()};
  Recording one{peer.settings().account_id, sid};
};

}  // namespace

TEST_CASE("a recording is fetched with our key, and deleted, and deleting twice is deleting once") {
  Peered at;
  at.peer.record(sid, "sound");
  const Fetched fetched = at.recordings.fetch(at.one);
  REQUIRE(fetched.sound);
  CHECK(fetched.sound->bytes.reveal() == "sound");
  CHECK(fetched.sound->type == "audio/mpeg");
  CHECK(at.recordings.remove(at.one).result == Result::done);
  CHECK(at.recordings.remove(at.one).result == Result::done);
  CHECK(at.peer.recordings().empty());
  CHECK(at.peer.complaints().empty());
}

TEST_CASE("a recording that the provider does not have yet is asked for again") {
  Peered at;
  CHECK(at.recordings.fetch(at.one).outcome.result == Result::not_sent);
  at.peer.next(ProviderPeer::Fate::throttled);
  CHECK(at.recordings.fetch(at.one).outcome.result == Result::throttled);
  at.peer.next(ProviderPeer::Fate::unavailable);
  CHECK(at.recordings.fetch(at.one).outcome.result == Result::not_sent);
  at.peer.next(ProviderPeer::Fate::hangs_up_after);
  CHECK(at.recordings.fetch(at.one).outcome.result == Result::not_sent);
  at.peer.next(ProviderPeer::Fate::hangs_up_first);
  CHECK(at.recordings.remove(at.one).result == Result::unknown);
}

TEST_CASE("what is no sound is kept by nobody") {
  Peered at;
  at.peer.next(ProviderPeer::Fate::page);
  const Fetched page = at.recordings.fetch(at.one);
  CHECK_FALSE(page.sound);
  CHECK(page.outcome.result == Result::configuration);
  at.peer.next(ProviderPeer::Fate::redirect);
  CHECK(at.recordings.fetch(at.one).outcome.result == Result::configuration);
}

TEST_CASE(
    "a provider that keeps sounds elsewhere is followed to a configured host, without our key") {
  const CurlLibrary library;
  std::vector<PeerRequest> asked;
  std::string place;
  RawPeer store([&](const PeerRequest& request) {
    asked.push_back(request);
    return fakes::reply(200, "sound", "audio/wav");
  });
  RawPeer provider([&](const PeerRequest& request) {
    asked.push_back(request);
    return fakes::reply(200, R"({"media_url":")" + place + R"("})", "application/json");
  });
  CurlTransport transport(library, Reach{{provider.base(), store.base()}, {}, {}, {}, 1024 * 1024});
  ProviderSettings settings;
  settings.rest_base_url = provider.base() + "/v2/texml";
  settings.account_id = "a1";
  settings.auth = BearerAuth{Secret("key")};
  settings.media = Media::named;
  const Recordings recordings(transport, settings);
  SUBCASE("a configured host") {
    place = store.base() + "/sounds/1.wav?signed=yes";
    const Fetched fetched = recordings.fetch({"a1", "b2-c3"});
    REQUIRE(fetched.sound);
    CHECK(fetched.sound->type == "audio/wav");
    REQUIRE(asked.size() == 2);
    CHECK(asked[0].target == "/v2/texml/Accounts/a1/Recordings/b2-c3.json");
    CHECK(header_of(asked[0].headers, "Authorization") == "Bearer key");
    CHECK(header_of(asked[1].headers, "Authorization").empty());
  }
  SUBCASE("anybody's") {
    place = "http://169.254.169.254/latest/";
    const Fetched fetched = recordings.fetch({"a1", "b2-c3"});
    CHECK_FALSE(fetched.sound);
    CHECK(asked.size() == 1);
  }
}

TEST_CASE("names of recordings are one word and come back as two") {
  const auto again = recording_of(name_of({"AC1", "RE2"}));
  REQUIRE(again);
  CHECK(again->account == "AC1");
  CHECK(again->sid == "RE2");
  for (const char* odd : {"", "/", "AC1", "AC1/", "/RE2", "AC1/RE2/x", "AC1/..", "AC1/RE 2"})
    CHECK_FALSE(recording_of(odd));
  CHECK(name_of({"", "RE2"}).empty());
}
