// Who is believed on the phone line, by each provider's way of proving it (standards.md T16, T17).

#include "ivr/webhook_proof.h"

#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "ivr/telnyx_event.h"
#include "ivr/text_phone/url.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/shown.h"
#include "tests/fakes/webhooks.h"
#include "tests/refusal.h"

using namespace latchkey;
using namespace latchkey::ivr;
using fakes::between;
using fakes::Clinic;

namespace {

Clinic joined_to(ProviderProfile profile) {
  return Clinic(Clinic::Roster::fixture_people,
                [&](Config& config) { fakes::join_provider(config, profile); });
}

http::Fields a_call() {
  return {{"CallSid", "v3:0123456789"}, {"From", "+14015550123"}, {"To", "+14015550100"}};
}

// The same request, but for one header.
http::Request with_header(http::Request request, std::string_view name, const std::string& value) {
  for (auto& [key, old] : request.headers)
    if (key == name) old = value;
  return request;
}

http::Request event_of(const Clinic& clinic, const std::string& path, const std::string& json) {
  http::Request request;
  request.method = "POST";
  request.target = request.path = path;
  request.body = json;
  const std::string now = std::to_string(to_millis(clinic.clock.now()) / 1000);
  request.headers = {
      {"Content-Type", "application/json"},
      {std::string(telnyx_timestamp), now},
      {std::string(telnyx_signature), sign_timed(Secret(fakes::provider_seed), now, json)}};
  return request;
}

}  // namespace

TEST_CASE("each provider's own webhooks are believed, and nobody else's") {
  using enum ProviderProfile;
  for (const auto profile : {twilio, signalwire, telnyx, somleng}) {
    Clinic clinic = joined_to(profile);
    const std::string header(fakes::habits_of(clinic.config()).signature_header);
    const http::Request good = fakes::webhook(clinic, "/ivr/call", a_call());
    CHECK(clinic.line().answer(good).status == 200);
    CHECK(clinic.line().answer(with_header(good, header, "")).status == 403);
    const Secret other("YW5vdGhlciBzZWVkLCBvZiB0aGlydHktdHdvIGJ5LiE=");
    const auto forged = fakes::webhook(clinic, "/ivr/call", a_call(), other);
    CHECK(clinic.line().answer(forged).status == 403);
    http::Request changed = good;
    changed.body += "&Digits=1";
    CHECK(clinic.line().answer(changed).status == 403);
  }
}

TEST_CASE("a signature over the moment is believed for five minutes, either way") {
  Clinic clinic = joined_to(ProviderProfile::telnyx);
  const http::Request captured = fakes::webhook(clinic, "/ivr/call", a_call());
  clinic.clock.pass(webhook_age_max);
  CHECK(clinic.line().answer(captured).status == 200);
  clinic.clock.pass(Millis{1000});
  CHECK(clinic.line().answer(captured).status == 403);
  const http::Request ahead = fakes::webhook(clinic, "/ivr/call", a_call());
  clinic.clock.pass(-webhook_age_max - Millis{1000});
  CHECK(clinic.line().answer(ahead).status == 403);
  for (const char* moment : {"", "now", "-5", "99999999999999999999", "1e9"})
    CHECK(clinic.line().answer(with_header(ahead, telnyx_timestamp, moment)).status == 403);
}

TEST_CASE("either key of a pair is believed while they are changed") {
  const Secret next("YW5vdGhlciBzZWVkLCBvZiB0aGlydHktdHdvIGJ5LiE=");
  Clinic clinic(Clinic::Roster::fixture_people, [&](Config& config) {
    fakes::join_provider(config, ProviderProfile::telnyx);
    config.provider.signing_keys.emplace_back(public_half(next));
  });
  for (const auto& key : {Secret(fakes::provider_seed), next})
    CHECK(clinic.line().answer(fakes::webhook(clinic, "/ivr/call", a_call(), key)).status == 200);
}

TEST_CASE("a subaccount is believed when the clinic names it") {
  Clinic clinic(Clinic::Roster::fixture_people,
                [](Config& config) { config.provider.further_accounts = {"AC99"}; });
  const auto by = [&](const char* account) {
    http::Fields fields = a_call();
    fields.emplace_back("AccountSid", account);
    http::Request request;
    request.method = "POST";
    request.target = request.path = "/ivr/call";
    request.body = encode_form(fields);
    request.headers.emplace_back(twilio_signature,
                                 sign(clinic.config().provider.signing_keys.front(),
                                      clinic.config().urls.webhook + "/ivr/call", fields));
    return clinic.line().answer(request).status;
  };
  CHECK(by("AC99") == 200);
  CHECK(by("AC98") == 403);
}

TEST_CASE("a key that is none refuses to start, and is not repeated") {
  const Secret bad("not a key at all");
  const std::string said = tests::refusal([&] { TimedSignatureCheck(std::vector{bad}); });
  CHECK(said.find("44 characters of base64") != std::string::npos);
  CHECK(said.find("not a key") == std::string::npos);
  CHECK_THROWS_AS(TimedSignatureCheck(std::vector<Secret>{}), ConfigFault);
}

TEST_CASE("Telnyx's reports of texts are read as everybody's") {
  const http::Fields failed =
      fields_of_telnyx_event(R"({"data":{"event_type":"message.finalized","payload":{"id":"m-1",)"
                             R"("to":[{"phone_number":"+14015550123","status":"delivery_failed"}],)"
                             R"("errors":[{"code":"40300","title":"opted out"}]}}})");
  CHECK(failed == http::Fields{{"MessageSid", "m-1"},
                               {"To", "+14015550123"},
                               {"MessageStatus", "undelivered"},
                               {"ErrorCode", "40300"}});
  const http::Fields came = fields_of_telnyx_event(
      R"({"data":{"event_type":"message.received","payload":{"id":"m-2","text":"Stop",)"
      R"("from":{"phone_number":"+14015550123"},"to":[{"phone_number":"+14015550100"}]}}})");
  CHECK(http::only(came, "From").value_or("") == "+14015550123");
  CHECK(http::only(came, "Body").value_or("") == "Stop");
  for (const char* other : {"", "[]", "{}", "{\"data\":1}", "{\"data\":{\"payload\":{}}}",
                            R"({"data":{"event_type":"call.hangup","payload":{}}})",
                            R"({"data":{"event_type":"message.sent","payload":{"to":[]}}})"})
    CHECK(fields_of_telnyx_event(other).empty());
}

TEST_CASE("whoever texts STOP by Telnyx gets no more texts") {
  Clinic clinic = joined_to(ProviderProfile::telnyx);
  const auto& maria = tests::person("maria");
  const std::string number = "+1" + std::string(maria.phone);
  const std::string json =
      R"({"data":{"event_type":"message.received","payload":{"id":"m-2","text":" stop ",)"
      R"("from":{"phone_number":")" +
      number + R"("}}}})";
  http::Request genuine = event_of(clinic, "/ivr/text", json);
  http::Request forged = genuine;
  forged.body = json + " ";
  const auto is_offered = [&] {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      const auto& roster = clinic.service().roster();
      const auto found = roster.by_user_name(tx, maria.user_name);
      return roster.reach(tx, found.at(0), clinic.clock.now()).text.contact.has_value();
    });
  };
  CHECK(clinic.line().answer(forged).status == 403);
  CHECK(is_offered());
  CHECK(clinic.line().answer(genuine).status == 200);
  CHECK_FALSE(is_offered());
}

TEST_CASE("where the address is not signed, our paths are ours alone") {
  Clinic clinic = joined_to(ProviderProfile::telnyx);
  // Whoever gets hold of one genuine body sends it to other paths within five minutes.
  const http::Request captured = fakes::webhook(clinic, "/ivr/call", a_call());
  for (const char* path :
       {"/ivr/speak/7", "/ivr/whisper/7/3", "/ivr/took/7/3", "/ivr/status/text/7",
        "/ivr/answered/1/0/0/0/0", "/ivr/turn/1/0/0/0/0", "/ivr/turn/1/0/0/0/0/~00",
        "/ivr/turn/1/0/0/0/0/~000000000000000000000000"}) {
    CAPTURE(path);
    http::Request elsewhere = captured;
    elsewhere.target = elsewhere.path = path;
    CHECK(clinic.line().answer(elsewhere).status == 403);
  }
  // A path that we gave away, for another question.
  const std::string given = between(clinic.line().answer(captured).body, "action=\"", "\"");
  REQUIRE(given.starts_with("/ivr/turn/1/0/0/0/0/~"));
  http::Request answer = captured;
  answer.target = answer.path = given;
  CHECK(clinic.line().answer(answer).status == 200);
  std::string other = given;
  other.replace(10, 1, "2");
  answer.target = answer.path = other;
  CHECK(clinic.line().answer(answer).status == 403);
}

TEST_CASE("an event in JSON is taken where reports are taken, and nowhere else") {
  Clinic clinic = joined_to(ProviderProfile::telnyx);
  const std::string json =
      R"({"data":{"event_type":"message.received","payload":{"id":"m","text":"&Digits=1"}}})";
  CHECK(clinic.line().answer(event_of(clinic, "/ivr/text", json)).status == 200);
  CHECK(clinic.line().answer(event_of(clinic, "/ivr/call", json)).status == 403);
  Clinic twilio = joined_to(ProviderProfile::twilio);
  CHECK(twilio.line().answer(event_of(twilio, "/ivr/text", json)).status == 403);
}

// It was answered with an apology for callers: the provider took it as told, and a STOP was lost.
TEST_CASE("a report that could not be kept is told again by the provider") {
  Clinic clinic;
  clinic.service().store().write(
      [](storage::Transaction& tx) { return tx.run("ALTER TABLE outbox RENAME TO away"); });
  const auto report = fakes::webhook(clinic, "/ivr/status/text/7",
                                     {{"MessageSid", "SM1"}, {"MessageStatus", "delivered"}});
  CHECK(clinic.line().answer(report).status == 500);
  clinic.service().store().write(
      [](storage::Transaction& tx) { return tx.run("ALTER TABLE away RENAME TO outbox"); });
  CHECK(clinic.line().answer(report).status == 200);
}
