// Outages on the desk: who announces one, and who reads of it.
#include <doctest/doctest.h>

#include <algorithm>

#include "core/incidents/incidents.h"
#include "tests/fakes/desk_case.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using fakes::Case;
using fakes::says;

namespace {

Case::Fields announce(const std::string& minutes) {
  return {{"do", "announce"}, {"minutes", minutes}};
}

std::optional<incidents::Incident> open_outage(Case& at) {
  return at.clinic.service().store().read(
      [](storage::Transaction& tx) { return incidents::open(tx); });
}

}  // namespace

TEST_CASE("IT announces an outage, and every clerk reads of it above the tickets") {
  Case at;
  const auto ivan = at.signed_in("ivan", staff::Role::it, {});
  CHECK(says(at.get("/incident", ivan).body, "No outage is announced."));
  CHECK_FALSE(says(at.get("/", at.clerk).body, "The portal is down"));
  CHECK(at.post("/incident", ivan, announce("60")).status == 303);
  REQUIRE(open_outage(at));
  CHECK(open_outage(at)->expected_at);
  const auto list = at.get("/", at.clerk);
  CHECK(says(list.body, "The portal is down since"));
  CHECK(says(list.body, "0 people were told so."));
  CHECK(says(list.body, "It should work again by"));
  CHECK_FALSE(says(list.body, "Change this"));
  CHECK(says(at.get("/", ivan).body, "Change this"));
}

TEST_CASE("a new time keeps the outage, and its end takes the banner away") {
  Case at;
  const auto ivan = at.signed_in("ivan", staff::Role::it, {});
  at.post("/incident", ivan, announce("30"));
  const auto first = open_outage(at)->id;
  CHECK(at.post("/incident", ivan, announce("0")).status == 303);
  CHECK(open_outage(at)->id == first);
  CHECK_FALSE(open_outage(at)->expected_at);
  CHECK(at.post("/incident", ivan, {{"do", "end"}}).status == 303);
  CHECK(at.post("/incident", ivan, {{"do", "end"}}).status == 303);  // a tired hand
  CHECK_FALSE(open_outage(at));
  CHECK_FALSE(says(at.get("/", at.clerk).body, "The portal is down"));
  std::vector<std::string> actions;
  for (const auto& row : at.audited(ivan.id)) actions.emplace_back(row.action);
  CHECK(std::ranges::count(actions, "incident.begin") == 1);
  CHECK(std::ranges::count(actions, "incident.expect") == 1);
  CHECK(std::ranges::count(actions, "incident.end") == 1);
}

TEST_CASE("an office can't tell the whole clinic that the portal is down") {
  Case at;
  CHECK(at.get("/incident", at.clerk).status == 403);
  CHECK(at.post("/incident", at.clerk, announce("60")).status == 403);
  CHECK_FALSE(open_outage(at));
}

TEST_CASE("a length that no form of ours offers announces nothing") {
  Case at;
  const auto ivan = at.signed_in("ivan", staff::Role::it, {});
  for (const char* length : {"", "-1", "61", "99999999999999999999"})
    CHECK(at.post("/incident", ivan, announce(length)).status == 422);
  CHECK(at.post("/incident", ivan, {{"do", "burn"}}).status == 422);
  CHECK_FALSE(open_outage(at));
}

TEST_CASE("a priority set by hand moves the ticket on the list and stands on its timeline") {
  Case at;
  const auto set = [&](const std::string& to) {
    return at.post("/ticket/" + at.number, at.clerk, {{"do", "prioritise"}, {"priority", to}})
        .status;
  };
  CHECK(set("urgent") == 303);
  CHECK(at.detail(at.number).ticket.priority == tickets::Priority::urgent);
  CHECK(set("urgent") == 303);
  const auto events = at.detail(at.number).timeline;
  CHECK(std::ranges::count(events, tickets::Happening::prioritised,
                           &tickets::TimelineEntry::what) == 1);
  CHECK(says(at.get("/", at.clerk).body, "<span class=\"mark\">Urgent</span>"));
  CHECK(set("normal") == 303);
  CHECK(set("never") == 422);
  CHECK(at.detail(at.number).ticket.priority == tickets::Priority::normal);
}

TEST_CASE("a ticket with possible fraud stays urgent whoever would have it otherwise") {
  Case at;
  at.clinic.service().store().write(
      [&](storage::Transaction& tx) { tx.run("UPDATE ticket SET possible_fraud = 1, rank = 0"); });
  const auto answer =
      at.post("/ticket/" + at.number, at.clerk, {{"do", "prioritise"}, {"priority", "normal"}});
  CHECK(answer.status == 422);
  CHECK(at.detail(at.number).ticket.priority == tickets::Priority::urgent);
}
