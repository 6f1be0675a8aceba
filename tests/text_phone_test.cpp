#include "ivr/text_phone/text_phone.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "ivr/signature.h"
#include "tests/fakes/phone_server.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::ivr;
using latchkey::tests::CallResult;
using latchkey::tests::PhoneServer;
using latchkey::tests::twiml;

namespace {

constexpr const char* ask = R"(<Gather action="/got" timeout="8" numDigits="4" finishOnKey="#">)"
                            R"(<Say>Enter it.</Say></Gather><Redirect>/again</Redirect>)";

// What the action of one Gather got for these keys; empty if it was not asked.
std::string digits_for(const std::string& gather, const std::string& keys) {
  PhoneServer server;
  server.answer("/voice", twiml(gather));
  server.answer("/got", twiml("<Hangup/>"));
  server.answer("/again", twiml("<Hangup/>"));
  server.call("press " + (keys.empty() ? "1" : keys) + "\nexpect end");
  const auto* got = server.last("/got");
  return got == nullptr ? "" : "got:" + got->field("Digits");
}

}  // namespace

TEST_CASE("every webhook is signed, for the URL that was given and all its fields") {
  PhoneServer server;
  server.answer("/voice", twiml(ask));
  server.answer("/got", twiml("<Hangup/>"));
  const CallResult result = server.call("hear \"Enter it.\"\npress 1234\nexpect end");
  CHECK_FALSE(result.trouble.has_value());
  REQUIRE(server.requests.size() == 2);
  const SignatureCheck check({Secret(fakes::provider_seed)}, "https://line.example.org");
  for (const auto& request : server.requests) {
    CHECK(check.is_genuine(request.target, request.fields, request.header("X-Twilio-Signature")));
    CHECK(request.field("CallSid").size() == 34);
    CHECK(request.field("AccountSid") == "AC00");
    CHECK(request.field("FromCity").empty());
  }
  CHECK(server.requests[0].field("CallStatus") == "ringing");
  CHECK(server.requests[1].field("CallStatus") == "in-progress");
  CHECK(server.requests[1].field("Digits") == "1234");
}

TEST_CASE("an entry ends at its number of digits, its finish key or the time-out") {
  CHECK(digits_for(ask, "1234") == "got:1234");
  CHECK(digits_for(ask, "123456") == "got:1234");
  CHECK(digits_for(ask, "12#") == "got:12");
  CHECK(digits_for(ask, "12") == "got:12");
  CHECK(digits_for(ask, "0") == "got:0");
  CHECK(digits_for(ask, "#").empty());
  const std::string menu =
      R"(<Gather action="/got" numDigits="1" finishOnKey=""><Say>Choose.</Say></Gather>)";
  CHECK(digits_for(menu, "#") == "got:#");
  CHECK(digits_for(menu, "*") == "got:*");
}

TEST_CASE("no input goes on with the next verb, and with none the call ends") {
  PhoneServer server;
  server.answer("/voice", twiml(ask));
  server.answer("/again", twiml("<Gather action=\"/got\"><Say>Still there?</Say></Gather>"));
  const CallResult result =
      server.call("hear \"Enter\"\nsilence\nhear \"Still\"\nsilence\nexpect end");
  CHECK_FALSE(result.trouble.has_value());
  CHECK(server.last("/got") == nullptr);
  CHECK(result.call.how == Ended::document_ran_out);
}

TEST_CASE("an action that wants to know gets the empty input") {
  const std::string gather = R"(<Gather action="/got" actionOnEmptyResult="true">)"
                             R"(<Say>Enter.</Say></Gather>)";
  for (const Provider provider : {Provider::twilio, Provider::somleng}) {
    PhoneServer server;
    server.plan.provider = provider;
    server.answer("/voice", twiml(gather));
    server.answer("/got", twiml("<Hangup/>"));
    server.call("silence\nexpect end");
    REQUIRE(server.last("/got") != nullptr);
    CHECK(server.last("/got")->has("Digits") == (provider == Provider::twilio));
  }
  CHECK(digits_for(gather, "#") == "got:");
}

TEST_CASE("a key during a prompt stops it") {
  PhoneServer server;
  server.answer("/voice", twiml(R"(<Gather action="/got" numDigits="1"><Say>One.</Say>)"
                                R"(<Pause length="2"/><Say>Two.</Say></Gather>)"));
  server.answer("/got", twiml("<Say>Thanks.</Say><Hangup/>"));
  const CallResult result =
      server.call("hear \"One.\"\nnot hear \"Two\"\ninterrupt 7\nhear \"Thanks\"\nexpect end");
  CHECK_FALSE(result.trouble.has_value());
  REQUIRE(server.last("/got") != nullptr);
  CHECK(server.last("/got")->field("Digits") == "7");
}

TEST_CASE("without an action the same document is asked again") {
  PhoneServer server;
  server.answer("/voice", twiml("<Gather numDigits=\"1\"><Say>Choose.</Say></Gather>"));
  server.call("press 1\npress 2\nhang up");
  REQUIRE(server.requests.size() == 3);
  CHECK(server.requests[2].path() == "/voice");
  CHECK(server.requests[2].field("Digits") == "2");
}

TEST_CASE("relative URLs are seen from the document that holds them") {
  PhoneServer server;
  server.answer("/voice", twiml("<Redirect>deep/er/menu</Redirect>"));
  server.answer("/deep/er/menu", twiml("<Redirect>../x/./y</Redirect>"));
  server.answer("/deep/x/y", twiml("<Redirect>https://line.example.org/end</Redirect>"));
  server.answer("/end", twiml("<Hangup/>"));
  CHECK(server.call("expect end").call.how == Ended::by_line);
  CHECK(server.requests.back().path() == "/end");
}

TEST_CASE("an HTTP redirect is followed without what was pressed, ten times at most") {
  PhoneServer server;
  server.answer("/voice", twiml(ask));
  server.answer("/got", {Trouble::none, 302, {{"Location", "/elsewhere"}}, "", Millis{1}});
  server.answer("/elsewhere", twiml("<Hangup/>"));
  CHECK(server.call("press 1234\nexpect end").call.how == Ended::by_line);
  CHECK(server.requests.back().method == "GET");
  CHECK(server.requests.back().target.find("Digits") == std::string::npos);
  CHECK(server.requests.back().target.find("CallSid") != std::string::npos);

  PhoneServer round;
  round.answer("/voice", {Trouble::none, 307, {{"Location", "/voice"}}, "", Millis{1}});
  CHECK_FALSE(round.call("expect error 11215").trouble.has_value());
  CHECK(round.requests.size() == 11);
}

TEST_CASE("what a provider refuses is reported by its number") {
  const auto code = [](PhoneHttpAnswer answer) {
    PhoneServer server;
    server.answer("/voice", std::move(answer));
    const CallResult result = server.call("");
    CHECK(result.call.how == Ended::application_error);
    return result.call.error_code;
  };
  const auto page = [](int status, const char* type, std::string body) {
    return PhoneHttpAnswer{
        Trouble::none, status, {{"content-type", type}}, std::move(body), Millis{1}};
  };
  CHECK(code(page(500, "text/xml", "<Response/>")) == 11200);
  CHECK(code(page(403, "text/plain", "no")) == 11200);
  CHECK(code(page(302, "text/xml", "")) == 11200);
  CHECK(code(page(200, "application/json", "{}")) == 12300);
  CHECK(code(page(200, "", "<Response/>")) == 12300);
  CHECK(code(page(200, "text/xml", "")) == 12100);
  CHECK(code(page(200, "text/xml", "<Response><Say>x</Response>")) == 12100);
  CHECK(code(page(200, "text/xml", "\n<?xml version=\"1.0\"?><Response/>")) == 12100);
  CHECK(code(page(200, "text/html", "<html/>")) == 12100);
  CHECK(code(page(200, "text/xml", "<Response>" + std::string(65536, ' ') + "</Response>")) ==
        11750);
  CHECK(code({Trouble::refused, 0, {}, "", Millis{0}}) == 11205);
  CHECK(code({Trouble::no_such_host, 0, {}, "", Millis{0}}) == 11210);
  CHECK(code({Trouble::tls, 0, {}, "", Millis{0}}) == 11220);
  PhoneHttpAnswer slow = twiml("<Hangup/>");
  slow.took = Millis{15001};
  CHECK(code(slow) == 11205);
}

TEST_CASE("plain text is read out and unknown verbs are skipped with a warning") {
  PhoneServer server;
  server.answer("/voice",
                {Trouble::none, 200, {{"Content-Type", "text/plain"}}, "Bad gateway", Millis{1}});
  CHECK_FALSE(server.call("hear \"Bad gateway\"\nexpect end").trouble.has_value());

  PhoneServer warned;
  warned.answer("/voice", twiml("<say>no</say><Say colour=\"red\">Yes.</Say><Say> </Say>"));
  const CallResult result = warned.call("hear \"Yes.\"\nnot hear \"no\"\nexpect end");
  CHECK_FALSE(result.trouble.has_value());
  REQUIRE(result.call.findings.size() == 3);
  CHECK(result.call.findings[0].code == 12200);
  CHECK(result.call.findings[1].code == 12200);
  CHECK(result.call.findings[2].code == 13520);

  PhoneServer somleng;
  somleng.plan.provider = Provider::somleng;
  somleng.answer("/voice", twiml("<Pause length=\"1\"/><Say>Yes.</Say>"));
  CHECK(somleng.call("expect error 12200").call.how == Ended::application_error);
}

TEST_CASE("when a webhook fails the fallback is asked and told why") {
  PhoneServer server;
  server.plan.fallback_url = "https://line.example.org/fallback";
  server.answer("/voice", twiml(ask));
  server.answer("/got", {Trouble::none, 500, {}, "", Millis{1}});
  server.answer("/fallback", twiml("<Say>One moment.</Say><Redirect>/voice</Redirect>"));
  const CallResult result =
      server.call("press 1234\nhear \"One moment.\"\nhear \"Enter\"\nhang up");
  CHECK_FALSE(result.trouble.has_value());
  const auto* told = server.last("/fallback");
  CHECK(told->field("ErrorCode") == "11200");
  CHECK(told->field("ErrorUrl") == "/got");
  CHECK(told->field("Digits") == "1234");
}

TEST_CASE("cookies come back to their own host, until they are deleted") {
  PhoneServer server;
  PhoneHttpAnswer first = twiml("<Redirect>/two</Redirect>");
  first.headers.emplace_back("Set-Cookie", "a=1; Path=/; HttpOnly");
  first.headers.emplace_back("Set-Cookie", "b=2");
  PhoneHttpAnswer second = twiml("<Redirect>https://other.example.org/three</Redirect>");
  second.headers.emplace_back("set-cookie", "a=; Max-Age=0");
  server.answer("/voice", first);
  server.answer("/two", second);
  server.answer("/three", twiml("<Redirect>https://line.example.org/four</Redirect>"));
  server.answer("/four", twiml("<Hangup/>"));
  server.call("expect end");
  REQUIRE(server.requests.size() == 4);
  CHECK(server.requests[0].header("Cookie").empty());
  CHECK(server.requests[1].header("Cookie") == "a=1; b=2");
  CHECK(server.requests[2].header("Cookie").empty());
  CHECK(server.requests[3].header("Cookie") == "b=2");
}

TEST_CASE("a query is sent sorted but signed as it was written") {
  PhoneServer server;
  server.answer("/voice", twiml("<Redirect>/next?b=2&amp;a=1#rc=2</Redirect>"));
  server.answer("/next", twiml("<Hangup/>"));
  server.call("expect end");
  const auto& request = server.requests.back();
  CHECK(request.target == "/next?a=1&b=2");
  const SignatureCheck check({Secret(fakes::provider_seed)}, "https://line.example.org");
  const std::string& signature = request.header("X-Twilio-Signature");
  CHECK_FALSE(check.is_genuine("/next?a=1&b=2", request.fields, signature));
  CHECK(check.is_genuine("/next?b=2&a=1", request.fields, signature));
}

TEST_CASE("doubled webhooks carry one token, and unlike answers are found") {
  PhoneServer server;
  server.plan.doubling = Doubling::every_webhook_twice;
  server.answer("/voice", twiml("<Redirect>/count</Redirect>"));
  int count = 0;
  server.answer_with("/count", [&](const tests::PhoneRequest&) {
    return twiml("<Say>" + std::to_string(++count) + "</Say>");
  });
  const CallResult result = server.call("hear \"2\"\nexpect end");
  REQUIRE(server.requests.size() == 4);
  const auto token = [&](std::size_t i) {
    return server.requests[i].header("I-Twilio-Idempotency-Token");
  };
  CHECK(token(0) == token(1));
  CHECK(token(2) == token(3));
  CHECK(token(1) != token(2));
  REQUIRE(result.call.findings.size() == 1);
  CHECK(result.call.findings[0].what.find("answered differently") != std::string::npos);
}
