#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "core/courier/destinations.h"
#include "core/courier/provider.h"
#include "tests/fakes/provider_peer.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::ProviderPeer;

namespace {

struct Line {
  CurlLibrary library;
  ProviderPeer peer;
  CurlTransport transport{library, reach_of(peer)};
  Provider provider{transport, peer.settings()};

  static Reach reach_of(const ProviderPeer& peer) {
    Reach reach;
    reach.bases = {peer.base()};
    return reach;
  }
  Outcome text(std::string body = "Your portal code is 123456.") {
    return provider.send_text(
        {ErrandId{42}, "+14015550123", Secret(std::move(body)), Millis(600'000)});
  }
};

}  // namespace

TEST_CASE("a text carries exactly what the provider publishes") {
  Line line;
  const Outcome outcome = line.text("Clave: 123456 \xC3\xA9&=+\n@portal.example.org #123456");
  CHECK(line.peer.complaints() == std::vector<std::string>{});
  CHECK(outcome.result == Result::done);
  const auto created = line.peer.created();
  REQUIRE(created.size() == 1);
  CHECK(outcome.provider_sid == created[0].sid);
  CHECK(created[0].value("To") == "+14015550123");
  CHECK(created[0].value("From") == "+14015550100");
  CHECK(created[0].value("Body") == "Clave: 123456 \xC3\xA9&=+\n@portal.example.org #123456");
  CHECK(created[0].value("ValidityPeriod") == "600");
  CHECK(created[0].value("StatusCallback") ==
        "https://phone.clinic.example.org/ivr/status/text/42#rc=2&rp=ct,5xx");
}

TEST_CASE("a call names where its words and its reports are, and is short") {
  Line line;
  ProviderSettings settings = line.peer.settings();
  settings.machine_detection = "Enable";
  const Provider provider(line.transport, settings);
  const Outcome outcome = provider.start_call({ErrandId{43}, "+14015550123", "/phone/call/43"});
  CHECK(line.peer.complaints() == std::vector<std::string>{});
  CHECK(outcome.result == Result::done);
  const auto created = line.peer.created();
  REQUIRE(created.size() == 1);
  CHECK(created[0].resource == "Calls");
  CHECK(created[0].value("Url") == "https://phone.clinic.example.org/phone/call/43#rc=2&rp=ct,5xx");
  CHECK(created[0].value("StatusCallback") ==
        "https://phone.clinic.example.org/ivr/status/call/43#rc=2&rp=ct,5xx");
  CHECK(created[0].value("FallbackUrl") ==
        "https://phone.clinic.example.org/ivr/fallback#rc=2&rp=ct,5xx");
  CHECK(created[0].value("Timeout") == "25");
  CHECK(created[0].value("MachineDetection") == "Enable");
}

TEST_CASE("every answer of the provider has one meaning") {
  struct Case {
    ProviderPeer::Fate fate;
    Result result;
    std::size_t created;
  };
  const Case cases[] = {{ProviderPeer::Fate::throttled, Result::throttled, 0},
                        {ProviderPeer::Fate::unavailable, Result::unknown, 0},
                        {ProviderPeer::Fate::hangs_up_first, Result::unknown, 0},
                        {ProviderPeer::Fate::hangs_up_after, Result::unknown, 1},
                        {ProviderPeer::Fate::page, Result::unknown, 0},
                        {ProviderPeer::Fate::redirect, Result::configuration, 0}};
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.fate));
    Line line;
    line.peer.next(one.fate);
    const Outcome outcome = line.text();
    CHECK(outcome.result == one.result);
    CHECK(line.peer.created().size() == one.created);
    CHECK(line.peer.requests() == 1);
    if (one.result == Result::throttled) CHECK(outcome.retry_after == Millis(7000));
  }
}

TEST_CASE("the provider's error numbers say whose fault it is") {
  struct Case {
    int code;
    Result result;
    Reason reason;
  };
  const Case cases[] = {{21211, Result::refused_permanent, Reason::bad_number},
                        {21610, Result::refused_permanent, Reason::opted_out},
                        {21614, Result::refused_permanent, Reason::cannot_be_texted},
                        {21408, Result::refused_permanent, Reason::unreachable},
                        {30007, Result::refused_permanent, Reason::filtered},
                        {21606, Result::configuration, Reason::none},
                        {20003, Result::configuration, Reason::none},
                        {21611, Result::throttled, Reason::none},
                        {21999, Result::refused_permanent, Reason::none}};
  Line line;
  for (const Case& one : cases) {
    CAPTURE(one.code);
    line.peer.refuse_next(one.code);
    const Outcome outcome = line.text();
    CHECK(outcome.result == one.result);
    CHECK(outcome.reason == one.reason);
    CHECK(outcome.code == one.code);
  }
}

TEST_CASE("a code written as a text counts too, and a status alone is enough") {
  const auto judged = [](int status, std::string body) {
    return outcome_of_answer(Answered{status, {}, std::move(body)});
  };
  CHECK(judged(422, R"({"code":"21610"})").reason == Reason::opted_out);
  CHECK(judged(429, "busy").result == Result::throttled);
  CHECK(judged(403, "").result == Result::configuration);
  CHECK(judged(500, R"({"code":-1})").result == Result::unknown);
  CHECK(judged(400, "[]").result == Result::refused_permanent);
  CHECK(judged(201, R"({"sid":""})").result == Result::unknown);
  CHECK(judged(201, R"({"sid":5})").result == Result::unknown);
  CHECK(outcome_of_answer(NotSent{}).result == Result::not_sent);
  const Outcome late = outcome_of_answer(Answered{429, {{"retry-after", "99999999"}}, ""});
  CHECK(late.retry_after == Millis(3'600'000));
  CHECK_FALSE(
      outcome_of_answer(Answered{429, {{"Retry-After", "soon"}}, ""}).retry_after.has_value());
}

TEST_CASE("wrong credentials are our configuration, not the patient's number") {
  Line line;
  ProviderSettings settings = line.peer.settings();
  settings.auth = BasicAuth{settings.account_id, Secret("old-secret")};
  const Provider provider(line.transport, settings);
  const Outcome outcome =
      provider.send_text({ErrandId{1}, "+14015550123", Secret("x"), Millis(1000)});
  CHECK(outcome.result == Result::configuration);
  CHECK(line.peer.complaints() == std::vector<std::string>{"credentials"});
}

TEST_CASE("provider settings that contradict each other stop the program at the start") {
  Line line;
  const auto refuses = [&](auto change) {
    ProviderSettings settings = line.peer.settings();
    change(settings);
    CHECK_THROWS_AS(Provider(line.transport, settings), ConfigFault);
  };
  refuses([](ProviderSettings& s) { s.text_from.clear(); });
  refuses([](ProviderSettings& s) { s.messaging_service_id = "MG1"; });
  refuses([](ProviderSettings& s) { s.public_base_url = "/"; });
  refuses([](ProviderSettings& s) { s.account_id.clear(); });
}

TEST_CASE("only ordinary numbers at home are destinations by default") {
  const Destinations home(DestinationRules{});
  for (const char* good : {"+14015550123", "+17875550123", "+16715550123", "+12125550100"}) {
    CAPTURE(good);
    CHECK(home.judge(good) == Destination::allowed);
  }
  for (const char* bad : {"", "4015550123", "+1401555012", "+140155501234", "+1 4015550123",
                          "+14015550123;ext=1", "+11115550123", "+14010550123", "+19115550123",
                          "+14014115012", "sip:a@example.org", "+04015550123"}) {
    CAPTURE(bad);
    CHECK(home.judge(bad) == Destination::malformed);
  }
  for (const char* premium : {"+19005550123", "+14019760123", "+18005550123", "+18885550123",
                              "+14015551212", "+15005550123", "+15225550123", "+17005550123"}) {
    CAPTURE(premium);
    CHECK(home.judge(premium) == Destination::premium);
  }
  for (const char* abroad : {"+14165550123", "+18765550123", "+18095550123", "+12425550123",
                             "+442079460123", "+5215512345678", "+881612345678"}) {
    CAPTURE(abroad);
    CHECK(home.judge(abroad) == Destination::abroad);
  }
}

TEST_CASE("further destinations open by prefix, and a refused prefix wins") {
  const Destinations wider(DestinationRules{{"+1416", "+44"}, {"+4470", "+1401"}, {}});
  CHECK(wider.judge("+14165550123") == Destination::allowed);
  CHECK(wider.judge("+14169760123") == Destination::premium);
  CHECK(wider.judge("+442079460123") == Destination::allowed);
  CHECK(wider.judge("+447012345678") == Destination::abroad);
  CHECK(wider.judge("+14015550123") == Destination::abroad);
  CHECK(wider.judge("+14375550123") == Destination::abroad);
  CHECK_THROWS_AS(Destinations(DestinationRules{{"44"}, {}, {}}), ConfigFault);
  CHECK_THROWS_AS(Destinations(DestinationRules{{}, {"+"}, {}}), ConfigFault);
}

// The configuration took the area codes, promised that codes go nowhere else, and nobody looked.
TEST_CASE("where area codes are listed, no other number of the country gets a code") {
  const Destinations near(DestinationRules{{"+1416"}, {}, {"+1401", "+1508"}});
  CHECK(near.judge("+14015550123") == Destination::allowed);
  CHECK(near.judge("+15085550123") == Destination::allowed);
  CHECK(near.judge("+12125550123") == Destination::abroad);
  CHECK(near.judge("+14165550123") == Destination::allowed);
  CHECK(near.judge("+19005550123") == Destination::premium);
}
