// What callers hear when the provider could not use, or did not get, an answer of ours
// (telephony.md §1.4).

#include <doctest/doctest.h>

#include "tests/fakes/callers.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using fakes::between;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;

namespace {

void fails_at(Clinic& clinic, PhoneCaller& caller, const std::string& path) {
  caller.deliver("/ivr/fallback",
                 {{"ErrorCode", "11205"}, {"ErrorUrl", clinic.config().urls.webhook + path}});
}

}  // namespace

TEST_CASE("after an answer that got lost the caller is asked the same once more") {
  Clinic clinic;
  PhoneCaller caller = fakes::identified(clinic, "maria");
  const std::string lost = caller.action();
  fails_at(clinic, caller, lost);
  CHECK(caller.speech().starts_with("Something went wrong on our side."));
  REQUIRE(caller.waits());
  caller.hold();
  CHECK(caller.shown().step == "choose_proof");
  CHECK(caller.action() == lost);
}

TEST_CASE("a line that stays broken lets the caller go with words") {
  Clinic clinic;
  PhoneCaller caller(clinic, Doubling::once);
  std::string path = "/ivr/call";
  int times = 0;
  do {
    fails_at(clinic, caller, path);
    path = caller.over() ? "" : between(caller.body(), "<Redirect method=\"POST\">", "</Redirect>");
    times += 1;
  } while (!path.empty() && times < 10);
  CHECK(times == 4);
  CHECK(caller.speech() ==
        "Something went wrong on our side. Please call again in a few minutes. Goodbye.");
}

TEST_CASE("a fallback without an address, or with one that is not ours, begins at the question") {
  Clinic clinic;
  for (const char* path : {"", "/elsewhere", "/ivr/turn/notanumber", "/ivr/speak/0/asked"}) {
    PhoneCaller caller = fakes::identified(clinic, "maria");
    fails_at(clinic, caller, path);
    REQUIRE(caller.waits());
    caller.hold();
    CHECK(caller.shown().step == "choose_proof");
  }
}

TEST_CASE("a transfer whose end got lost rings nobody a second time") {
  Clinic clinic;
  clinic.open_office();
  PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.press("0");
  caller.press("0");
  REQUIRE(caller.shown().step == "transferring");
  fails_at(clinic, caller, "/ivr/unanswered/8/0/0/0/0");
  CHECK(caller.body().find("<Dial") == std::string::npos);
}

TEST_CASE("nobody but the provider reaches the fallback") {
  Clinic clinic;
  auto forged = fakes::webhook(clinic, "/ivr/fallback", {{"CallSid", "CA1"}}, Secret("guess"));
  CHECK(clinic.line().answer(forged).status == 403);
}

// The office was taken for a new caller and heard the menu, while the patient was kept waiting.
TEST_CASE("an office whose side of a transfer broke is let go") {
  Clinic clinic;
  const std::string base = clinic.config().urls.webhook;
  for (const char* path : {"/ivr/whisper/7/3", "/ivr/took/7/3", "/ivr/took/7/3#rc=2&rp=ct,5xx"}) {
    const auto event =
        fakes::webhook(clinic, "/ivr/fallback",
                       {{"CallSid", "CA77"}, {"ErrorCode", "11205"}, {"ErrorUrl", base + path}});
    CHECK(clinic.line().answer(event).body.find("<Response><Hangup/></Response>") !=
          std::string::npos);
  }
}
