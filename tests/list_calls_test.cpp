// `latchkey calls`: what an operator sees of a call, and what they do not.

#include <doctest/doctest.h>

#include <sstream>

#include "core/base/json.h"
#include "core/operations/list_calls.h"
#include "tests/fakes/callers.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;
using operations::CallsOptions;
using operations::Format;

namespace {

struct Said {
  int code = 0;
  std::string out, err;
};
Said calls_at(Clinic& clinic, std::optional<std::int64_t> id = {}, Format format = Format::text) {
  CallsOptions options;
  options.config = [&clinic] { return clinic.config(); };
  if (id) options.call = calls::CallId{*id};
  options.format = format;
  std::ostringstream out, err;
  const int code = operations::list_calls(options, clinic.dice, clinic.clock, out, err);
  return {code, out.str(), err.str()};
}
std::int64_t newest(Clinic& clinic) {
  const auto json = Json::parse(calls_at(clinic, {}, Format::json).out);
  REQUIRE(json);
  return std::stoll(*json->find("calls")->items().at(0).text_of("call"));
}
bool has(const Said& said, std::string_view words) {
  return said.out.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("before anybody came there is nothing to list, and no such call") {
  Clinic clinic;
  CHECK(calls_at(clinic).out == "Nobody has come yet.\n");
  const Said none = calls_at(clinic, 77);
  CHECK(none.code == operations::bad_usage);
  CHECK(none.err.find("there is no call 77") != std::string::npos);
}

TEST_CASE("a call's timeline tells its steps and how far its messages are, and names nobody") {
  Clinic clinic;
  PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.choose("text");
  clinic.settle();
  caller.press("999999");
  const Said list = calls_at(clinic);
  CHECK(has(list, "phone"));
  CHECK(has(list, "goes on"));
  CHECK(has(list, "The latest 1."));
  const Said whole = calls_at(clinic, newest(clinic));
  CHECK(whole.code == operations::done);
  for (const char* words : {"choose_topic", "enter_birth_date", "enter_code", "wrong_code",
                            "send_code", "phone", "done"})
    CHECK_MESSAGE(has(whole, words), std::string(words), " in ", whole.out);
  const FixturePerson& maria = person("maria");
  const auto json = calls_at(clinic, newest(clinic), Format::json);
  for (const Said& said : {list, whole, json})
    for (const std::string_view own :
         {maria.first, maria.last, maria.birth_date, maria.phone, maria.zip})
      CHECK_FALSE(has(said, own));
  CHECK_FALSE(has(whole, clinic.newest_code("text")));
}

TEST_CASE("a call that went on as another leg is told with it, and what the provider said") {
  Clinic clinic;
  PhoneCaller first = fakes::identified(clinic, "maria");
  first.choose("call");
  clinic.clock.pass(std::chrono::minutes(2));
  clinic.settle();
  PhoneCaller rung = PhoneCaller::rung(clinic, Doubling::once);
  const auto errand = clinic.service().store().read([](storage::Transaction& tx) {
    return tx.run("SELECT id FROM outbox WHERE kind = 4").rows.front().integer(0);
  });
  first.deliver("/ivr/status/call/" + std::to_string(errand), {{"CallStatus", "no-answer"}});
  const Said whole = calls_at(clinic, newest(clinic));
  CHECK(has(whole, "call_back"));
  CHECK(has(whole, "undelivered"));
  const auto json = Json::parse(calls_at(clinic, newest(clinic), Format::json).out);
  REQUIRE(json);
  CHECK(json->find("errands")->items().at(0).text_of("kind") == "call_back");
  CHECK(json->find("errands")->items().at(0).text_of("provider") == "undelivered");
  CHECK(json->find("legs")->items().size() == 1);
}

TEST_CASE("a message that was refused says so") {
  Clinic clinic;
  PhoneCaller caller = fakes::identified(clinic, "maria");
  caller.choose("text");
  clinic.turn(fakes::Weather::Is::refusing);
  clinic.settle();
  const Said whole = calls_at(clinic, newest(clinic));
  CHECK_MESSAGE(has(whole, "failed (refused_permanent)"), whole.out);
  CHECK(has(whole, "21211"));
}
