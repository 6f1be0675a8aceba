// A clerk calls a patient back through us: whose phone rings when, and what is written down.
#include "core/conversations/bridges.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/tickets/ticket_sealing.h"
#include "ivr/bridge_call.h"
#include "tests/fakes/desk_case.h"
#include "tests/fakes/says.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using conversations::Bridge;
using conversations::BridgeSaid;
using conversations::BridgeState;
using fakes::Case;
using fakes::says;
using storage::Transaction;

namespace {

struct Calling : Case {
  // Maria's own office may be none of the configuration's: the clerk sits at a real one.
  LocationId here = clinic.config().locations.front().id;
  Clerk nurse = signed_in("nora", staff::Role::office, {here});
  std::string ours = ticket(maria, here, tickets::Category::login_help);

  Calling() { CHECK(post("/ticket/" + ours, nurse, {{"do", "claim"}}).status == 303); }

  std::string option(const std::string& kind) {
    const std::string page = get("/ticket/" + ours, nurse).body;
    std::smatch found;
    REQUIRE(std::regex_search(page, found, std::regex("value=\"(" + kind + "-[0-9]+)\"")));
    return found[1];
  }
  http::Response call(const Clerk& by, const std::string& whom, const std::string& means = "yes") {
    const Fields fields{{"ticket", ours}, {"number", whom}, {"means", means}};
    return post("/call", by, fields);
  }
  std::vector<Bridge> bridges() {
    auto& service = clinic.service();
    const TicketId id = detail(ours).ticket.id;
    return service.store().read(
        [&](Transaction& tx) { return service.conversations().bridges().of_ticket(tx, id); });
  }
  std::vector<demo::Sent> placed() {
    clinic.settle();
    std::vector<demo::Sent> out = clinic.sent();
    std::erase_if(out, [](const demo::Sent& each) {
      return each.kind != "call" || !says(each.url, "/ivr/bridge/");
    });
    return out;
  }
  // What the office's phone, or the provider after the patient's, is told.
  std::string webhook(const std::string& moment, fakes::ClinicDesk::Fields fields = {}) {
    const std::string path = "/ivr/bridge/" + std::to_string(bridges().front().id.value) + moment;
    fields.emplace_back("CallSid", "CAbridge");
    fields.emplace_back("Direction", "outbound-api");
    return clinic.line().answer(fakes::webhook(clinic, path, fields)).body;
  }
  int attempts() {
    const auto timeline = detail(ours).timeline;
    return static_cast<int>(
        std::ranges::count(timeline, tickets::Happening::attempt, &tickets::TimelineEntry::what));
  }
};

}  // namespace

TEST_CASE("the office's phone rings, and after a 1 the patient's") {
  Calling at;
  CHECK(at.call(at.nurse, at.option("file")).status == 303);
  const auto placed = at.placed();
  REQUIRE(placed.size() == 1);
  CHECK(placed[0].to == at.clinic.config().location(at.here)->transfer_to);
  const std::string asked = at.webhook("");
  CHECK(says(asked, "To call now, press 1."));
  CHECK_FALSE(says(asked, "<Dial"));
  const std::string number = at.bridges().front().to;
  CHECK_FALSE(says(asked, number));
  const std::string rings = at.webhook("/took", {{"Digits", "1"}});
  CHECK(says(rings, number));
  CHECK(at.webhook("/took", {{"Digits", "1"}}) == rings);  // delivered twice
  at.webhook("/rang", {{"DialCallStatus", "completed"}, {"DialCallDuration", "95"}});
  CHECK(at.bridges().front().state == BridgeState::talked);
  CHECK(at.bridges().front().seconds == 95);
  CHECK(at.attempts() == 0);  // what came of a talk, only the clerk knows
}

TEST_CASE("two who press call ring the patient once") {
  Calling at;
  const auto other = at.signed_in("otis", staff::Role::office, {at.here});
  const std::string number = at.option("file");
  CHECK(at.call(at.nurse, number).status == 303);
  CHECK(at.call(at.nurse, number).status == 409);
  const auto second = at.call(other, number);
  CHECK(second.status == 409);
  CHECK(at.placed().size() == 1);
  CHECK(at.bridges().size() == 1);
}

TEST_CASE("a busy line is an attempt of its day, and the next call may begin") {
  Calling at;
  const std::string number = at.option("file");
  for (int day = 1; day <= 3; ++day) {
    at.clinic.clock.pass(std::chrono::minutes(1));
    CHECK(at.call(at.nurse, number).status == 303);
    at.placed();
    at.webhook("/took", {{"Digits", "1"}});
    for (int time = 0; time < 2; ++time) at.webhook("/rang", {{"DialCallStatus", "busy"}});
    CHECK(at.attempts() == day);
  }
}

TEST_CASE("a call of which nothing is heard any more keeps its clerk for two minutes") {
  Calling at;
  const std::string number = at.option("file");
  CHECK(at.call(at.nurse, number).status == 303);
  CHECK(at.call(at.nurse, number).status == 409);
  at.clinic.clock.pass(std::chrono::minutes(3));
  CHECK(at.call(at.nurse, number).status == 303);
}

TEST_CASE("nobody who does not press 1 is put through to a patient") {
  Calling at;
  CHECK(at.call(at.nurse, at.option("file")).status == 303);
  at.placed();
  const std::string number = at.bridges().front().to;
  CHECK_FALSE(says(at.webhook("/took", {{"Digits", "2"}}), number));
  CHECK_FALSE(says(at.webhook("/took", {{"Digits", ""}}), number));
  CHECK_FALSE(says(at.webhook("", {{"AnsweredBy", "machine_start"}}), "press 1"));
  CHECK(at.bridges().front().state == BridgeState::rings_us);
}

TEST_CASE("a number that a caller left is called only by a clerk who means it") {
  Calling at;
  const std::string number = at.option("left");
  CHECK(at.call(at.nurse, number, "").status == 422);
  CHECK(at.bridges().empty());
  CHECK(at.call(at.nurse, number).status == 303);
  CHECK(at.bridges().front().whose == Bridge::Whose::given);
  CHECK(at.bridges().front().to == "+14015550142");
}

TEST_CASE("no number of another ticket or patient can be called by its row") {
  Calling at;
  const std::string theirs = at.ticket(at.clinic.patient(fakes::who("two_step")), at.here);
  const auto row = at.detail(theirs).contacts.front().id.value;
  CHECK(at.call(at.nurse, "left-" + std::to_string(row)).status == 422);
  for (const char* bad : {"", "file-1", "file-x", "left-", "+14015550199"})
    CHECK(at.call(at.nurse, bad).status == 422);
  CHECK(at.bridges().empty());
}

TEST_CASE("IT, a help desk and another office call nobody through us") {
  Calling at;
  const auto ivan = at.signed_in("ivan", staff::Role::it, {});
  const auto dora = at.signed_in("dora", staff::Role::outsourced_desk, {});
  const LocationId far = at.clinic.config().locations.back().id;
  const auto stranger = at.signed_in("sam", staff::Role::office, {far});
  const std::string number = at.option("left");
  for (const auto& by : {ivan, dora, stranger}) {
    const int status = at.call(by, number).status;
    CHECK((status == 403 || status == 404));
  }
  CHECK(at.bridges().empty());
  CHECK(at.placed().empty());
}

TEST_CASE("a number beyond our destinations is not called, whoever left it") {
  Calling at;
  auto& service = at.clinic.service();
  const std::string abroad = at.ticket(std::nullopt, at.here, tickets::Category::locked);
  at.post("/ticket/" + abroad, at.nurse, {{"do", "claim"}});
  auto left = at.detail(abroad).contacts.front();
  left.personal.callback = "+19005550142";
  service.store().write([&](Transaction& tx) {
    tx.run("UPDATE ticket_contact SET personal = $2 WHERE id = $1", left.id,
           storage::Blob{tickets::seal_personal(service.sealer(), left.id, left.personal)});
  });
  at.ours = abroad;
  CHECK(at.call(at.nurse, "left-" + std::to_string(left.id.value)).status == 422);
  CHECK(at.bridges().empty());
}
