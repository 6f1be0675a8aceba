// The text phone, the signature check, the TwiML writer and the web server, over a real socket.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <sstream>

#include "core/base/json.h"
#include "core/http/server.h"
#include "ivr/keys.h"
#include "ivr/signature.h"
#include "ivr/spoken.h"
#include "ivr/text_phone/call_command.h"
#include "ivr/text_phone/network.h"
#include "ivr/text_phone/script.h"

using namespace latchkey;
using namespace latchkey::ivr;

namespace {

struct Silent final : LogSink {
  void write(std::string_view) override {}
};

// A small line of its own: asks for 6 digits, reads them back, and refuses what is not signed.
class SmallLine {
 public:
  explicit SmallLine(const Dialect& dialect)
      : dialect_(dialect),
        log_(sink_, clock_),
        server_(
            "phone", listen(), [this](const http::Request& r) { return answer(r); }, log_),
        check_({Secret("sesame")}, base()) {
    server_.start();
  }

  std::string base() const { return "http://127.0.0.1:" + std::to_string(server_.port()); }
  int refused() const { return refused_; }

 private:
  static http::Listen listen() {
    http::Listen listen;
    listen.hosts = {"127.0.0.1"};
    listen.workers = 2;
    return listen;
  }

  http::Response answer(const http::Request& request) {
    const auto fields = http::parse_form(request.body);
    if (!fields ||
        !check_.is_genuine(request.target, *fields, request.header("X-Twilio-Signature"))) {
      ++refused_;
      http::Response no;
      no.status = 403;
      return no;
    }
    http::Response yes;
    yes.content_type = twiml_content_type;
    yes.body = document(request, *fields);
    return yes;
  }

  std::string document(const http::Request& request, const http::Fields& fields) {
    Response response(dialect_);
    if (request.path == "/voice") {
      Gather how;
      how.action = "/entered";
      return std::move(response.gather(
                           how, [](Prompt& prompt) { prompt.say("en", "Enter six digits."); }))
          .take();
    }
    const auto pressed = http::only(fields, "Digits").value_or("");
    const Keyed keyed = understand(pressed, AskedDigits{6, 6});
    if (keyed.meaning != Meaning::digits) return std::move(response.redirect("/voice")).take();
    return std::move(response.say("en", "You typed " + spoken_digits(keyed.digits) + ".").hangup())
        .take();
  }

  const Dialect& dialect_;
  SystemClock clock_;
  Silent sink_;
  Log log_;
  http::Server server_;
  SignatureCheck check_;
  std::atomic<int> refused_ = 0;
};

courier::Reach reach_of(const SmallLine& line) {
  courier::Reach reach;
  reach.bases = {line.base()};
  return reach;
}

CallPlan plan_for(const SmallLine& line, const char* key) {
  CallPlan plan;
  plan.url = line.base() + "/voice";
  plan.account_sid = "AC00";
  plan.signing_key = Secret(key);
  plan.from = "+14015550123";
  plan.to = "+14015550100";
  plan.doubling = Doubling::every_webhook_twice;
  return plan;
}

ScriptOutcome call(const SmallLine& line, const char* key, const char* script) {
  const courier::CurlLibrary library;
  courier::CurlTransport transport(library, reach_of(line));
  const SystemClock clock;
  SystemDice dice;
  const auto parsed = parse_script(script);
  return run_script(std::get<Script>(parsed), plan_for(line, key), phone_http(transport, clock),
                    dice, clock);
}

struct Held {
  int exit_code;
  std::string printed, advised;
};

Held hold(const SmallLine& line, const char* key, std::optional<std::string> script,
          const std::string& typed, operations::Format format = operations::Format::text) {
  const courier::CurlLibrary library;
  courier::CurlTransport transport(library, reach_of(line));
  const SystemClock clock;
  SystemDice dice;
  std::istringstream in(typed);
  std::ostringstream out, err;
  const CallOptions options{plan_for(line, key), std::move(script), format};
  const int exit_code = hold_call(options, transport, dice, clock, in, out, err);
  return {exit_code, out.str(), err.str()};
}

}  // namespace

TEST_CASE("a whole call over a real socket" * doctest::test_suite("concurrent text phone")) {
  const Dialect dialect({{"en", "en-US", ""}}, ivr::Ssml::off, Pauses::everywhere);
  const SmallLine line(dialect);
  const ScriptOutcome outcome =
      call(line, "sesame",
           "hear \"Enter six digits.\"\npress 12#\nhear \"Enter\"\nsilence\npress 012345#\n"
           "remember READ = digits after \"You typed\"\nexpect end");
  CHECK(outcome.trouble.value_or(ScriptTrouble{}).what == std::string());
  CHECK(outcome.call.findings.empty());
  CHECK(line.refused() == 0);
  REQUIRE(outcome.names.count("READ") == 1);
  CHECK(outcome.names.at("READ") == "012345");
}

TEST_CASE("a call that is signed with another key gets nowhere") {
  const Dialect dialect({{"en", "en-US", ""}}, ivr::Ssml::off, Pauses::everywhere);
  const SmallLine line(dialect);
  const ScriptOutcome outcome = call(line, "guess", "expect error 11200");
  CHECK_FALSE(outcome.trouble.has_value());
  CHECK(line.refused() == 2);
}

TEST_CASE("the call command holds a call at the terminal and says what is wrong") {
  const Dialect dialect({{"en", "en-US", ""}}, ivr::Ssml::off, Pauses::everywhere);
  const SmallLine line(dialect);
  const Held fine = hold(line, "sesame", std::nullopt, "123456#\n");
  CHECK(fine.exit_code == 0);
  CHECK(fine.printed.find("says: You typed 1 2 3, 4 5 6.\n(call ended)\n") != std::string::npos);
  const Held wrong = hold(line, "guess", std::nullopt, "");
  CHECK(wrong.exit_code == 1);
  CHECK(wrong.printed.find("found: 11200 HTTP 403") != std::string::npos);

  CHECK(hold(line, "sesame", "press 123456\nexpect end", "").exit_code == 0);
  CHECK(hold(line, "guess", "expect error 11200", "").exit_code == 0);
  const Held lost = hold(line, "sesame", "hear \"Seven\"\nhang up", "");
  CHECK(lost.exit_code == 1);
  CHECK(lost.printed.find("script line 1: not heard: \"Seven\"") != std::string::npos);
  const Held unread = hold(line, "sesame", "silence\nshout", "");
  CHECK(unread.exit_code == 2);
  CHECK(unread.advised.find("script line 2: ") != std::string::npos);
  CHECK(wrong.advised.find("--token and --account") != std::string::npos);
  CHECK(std::count(wrong.advised.begin(), wrong.advised.end(), '\n') == 1);
}

TEST_CASE("a program reads a call: what was heard, how it ended and what was found") {
  const Dialect dialect({{"en", "en-US", ""}}, ivr::Ssml::off, Pauses::everywhere);
  const SmallLine line(dialect);
  const auto told = [&](const char* key, std::optional<std::string> script,
                        const std::string& typed = {}) {
    const Held held = hold(line, key, std::move(script), typed, operations::Format::json);
    CHECK(std::count(held.printed.begin(), held.printed.end(), '\n') == 1);
    const auto json = Json::parse(held.printed);
    REQUIRE_MESSAGE(json, held.printed);
    CHECK(json->find("ok")->truth() == (held.exit_code == 0));
    return *json;
  };
  for (const Json& json :
       {told("sesame", "press 123456\nexpect end"), told("sesame", std::nullopt, "123456#\n")}) {
    CHECK(json.text_of("ended") == "by_line");
    CHECK(json.find("findings")->items().empty());
    const auto heard = json.find("transcript")->items();
    CHECK(std::any_of(heard.begin(), heard.end(), [](const Json& said) {
      return said.text() == "says: You typed 1 2 3, 4 5 6.";
    }));
  }
  const Json lost = told("sesame", "hear \"Seven\"\nhang up");
  CHECK(lost.find("script_trouble")->integer_of("line") == 1);
  const Json refused = told("guess", std::nullopt);
  CHECK(refused.text_of("ended") == "application_error");
  CHECK(refused.find("findings")->items().at(0).integer_of("code") == 11200);
}
