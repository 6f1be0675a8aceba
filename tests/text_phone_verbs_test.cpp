#include <doctest/doctest.h>

#include "ivr/text_phone/text_phone.h"
#include "tests/fakes/phone_server.h"

using namespace latchkey;
using namespace latchkey::ivr;
using latchkey::tests::CallResult;
using latchkey::tests::PhoneServer;
using latchkey::tests::twiml;

TEST_CASE("a message is recorded and the line gets its length") {
  PhoneServer server;
  server.answer("/voice", twiml("<Say>Speak.</Say><Record action=\"/mail\" maxLength=\"30\"/>"));
  server.answer("/mail", twiml("<Say>Thanks.</Say>"));
  server.call("hear \"Speak\"\nrecord 99\nhear \"Thanks\"\nexpect end");
  CHECK(server.last("/mail")->field("RecordingDuration") == "30");
  CHECK(server.last("/mail")->field("RecordingUrl").starts_with("https://"));

  server.call("record 0\nexpect end");
  CHECK(server.last("/mail")->field("RecordingDuration") == "0");

  const CallResult gone = server.call("hang up");
  CHECK_FALSE(gone.trouble.has_value());
  CHECK(server.last("/mail")->field("Digits") == "hangup");
  CHECK(gone.call.how == Ended::by_caller);
}

TEST_CASE("a dialled office answers, is busy, or does not answer") {
  const auto outcome = [](const std::string& script, const char* field) {
    PhoneServer server;
    server.answer("/voice",
                  twiml("<Dial action=\"/dialled\"><Number>+14015550123</Number></Dial>"));
    server.answer("/dialled", twiml("<Hangup/>"));
    CHECK_FALSE(server.call(script + "\nexpect end").trouble.has_value());
    return server.last("/dialled")->field(field);
  };
  CHECK(outcome("dial answers", "DialCallStatus") == "completed");
  CHECK(outcome("dial answers", "DialBridged") == "true");
  CHECK(outcome("dial busy", "DialCallStatus") == "busy");
  CHECK(outcome("dial no answer", "DialCallStatus") == "no-answer");
  CHECK(outcome("dial fails", "DialCallStatus") == "failed");
}

TEST_CASE("who answers a dialled call hears the whisper first and may refuse") {
  const auto dial = [](PhoneServer& server) {
    server.answer("/voice", twiml("<Dial action=\"/dialled\" callerId=\"+14015550100\">"
                                  "<Number url=\"/whisper\">+14015550123</Number></Dial>"));
    server.answer("/whisper", twiml("<Gather action=\"/accept\" numDigits=\"1\">"
                                    "<Say>Press 1 to accept.</Say></Gather><Hangup/>"));
    server.answer("/accept", twiml(""));
    server.answer("/dialled", twiml("<Hangup/>"));
  };
  PhoneServer accepting, refusing;
  dial(accepting);
  dial(refusing);
  const CallResult accepted = accepting.call("dial answers pressing 1\nexpect end");
  CHECK_FALSE(accepted.trouble.has_value());
  CHECK(accepting.last("/dialled")->field("DialBridged") == "true");
  const auto* whisper = accepting.last("/whisper");
  CHECK(whisper->field("ParentCallSid") == accepted.call.call_sid);
  CHECK(whisper->field("CallSid") != accepted.call.call_sid);
  CHECK(whisper->field("To") == "+14015550123");
  CHECK(whisper->field("From") == "+14015550100");
  CHECK(whisper->field("Direction") == "outbound-dial");

  CHECK_FALSE(refusing.call("dial answers\nexpect end").trouble.has_value());
  CHECK(refusing.last("/dialled")->field("DialBridged") == "false");
}

TEST_CASE("a refused call is never answered") {
  PhoneServer server;
  server.answer("/voice", twiml("<Reject reason=\"busy\"/>"));
  CHECK_FALSE(server.call("expect refused").trouble.has_value());
  PhoneServer late;
  late.answer("/voice", twiml("<Say>x</Say><Reject/>"));
  const CallResult result = late.call("");
  CHECK(result.call.how == Ended::by_line);
  CHECK(result.call.findings.at(0).code == 12200);
}

TEST_CASE("the end of a call is reported once, whoever ends it") {
  for (const char* script : {"hang up", "silence\nexpect end"}) {
    PhoneServer server;
    server.plan.status_url = "https://line.example.org/status";
    server.answer("/voice", twiml("<Gather action=\"/got\" timeout=\"8\"><Say>Hi.</Say></Gather>"));
    server.answer("/status", {Trouble::none, 204, {}, "", Millis{1}});
    CHECK_FALSE(server.call(script).trouble.has_value());
    const auto* status = server.last("/status");
    REQUIRE(status != nullptr);
    CHECK(status->field("CallStatus") == "completed");
    CHECK(status->field("SequenceNumber") == "0");
    CHECK(status->field("Timestamp") == "Thu, 01 Jan 1970 00:00:01 +0000");
    CHECK(std::count_if(server.requests.begin(), server.requests.end(),
                        [](const auto& one) { return one.path() == "/status"; }) == 1);
  }
}

TEST_CASE("Telnyx takes only 200 for a status callback") {
  PhoneServer server;
  server.plan.provider = Provider::telnyx;
  server.plan.status_url = "https://line.example.org/status";
  server.answer("/voice", twiml("<Hangup/>"));
  server.answer("/status", {Trouble::none, 204, {}, "", Millis{1}});
  CHECK(server.call("expect end").call.findings.size() == 1);
}

TEST_CASE("time passes without sleeping; a waiting line is lingered for") {
  PhoneServer server;
  server.answer("/voice", twiml("<Pause length=\"2\"/><Redirect>/voice2</Redirect>"));
  server.answer("/voice2", twiml("<Gather action=\"/end\" timeout=\"3\" numDigits=\"1\" "
                                 "actionOnEmptyResult=\"true\"/>"));
  server.answer("/end", twiml("<Hangup/>"));
  Millis lingered{0};
  server.linger = [&](Millis time) { lingered += time; };
  const CallResult result = server.call("expect end");
  CHECK(lingered == Millis{5000});
  CHECK(result.call.lasted == Millis{5000});
}

TEST_CASE("a line that goes in circles is left in the end") {
  PhoneServer server;
  server.answer("/voice", twiml("<Redirect>/voice</Redirect>"));
  const CallResult result = server.call("");
  CHECK(result.call.how == Ended::circles);
  CHECK(server.requests.size() == 400);
}

TEST_CASE("the transcript shows what is said, pressed and waited for") {
  PhoneServer server;
  server.answer("/voice", twiml("<Say>Hello\n  there &amp; <prosody rate=\"slow\">you</prosody>."
                                "</Say><Gather action=\"/got\" numDigits=\"1\"><Say>1?</Say>"
                                "</Gather>"));
  server.answer("/got", twiml("<Pause length=\"2\"/><Play>https://a.example.org/x.wav</Play>"));
  const CallResult result = server.call("press 12\nexpect end");
  CHECK(result.transcript ==
        std::vector<std::string>{"says: Hello there & you.", "says: 1?", "keys: 12",
                                 "(1 keys came too late)", "(pause 2 s)",
                                 "plays: https://a.example.org/x.wav", "(call ended)"});
}
