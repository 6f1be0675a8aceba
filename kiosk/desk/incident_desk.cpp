#include "kiosk/desk/incident_desk.h"

#include <algorithm>
#include <array>

namespace latchkey::kiosk {

using audit::Answer;
using incidents::Incident;
using storage::Transaction;

namespace {

// From now on, in minutes. 0: nobody knows.
constexpr std::array<std::int64_t, 7> lengths{0, 30, 60, 120, 240, 480, 1440};

bool may_announce(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::incident) != staff::Grant::denied;
}

}  // namespace

std::optional<Incident> known_outage(Transaction& tx) {
  const std::vector<Incident> all = incidents::list(tx);
  const auto open = std::ranges::find_if(all, [](const Incident& i) { return !i.ended_at; });
  return open == all.end() ? std::nullopt : std::optional(*open);
}

void show_outage(View& page, const DeskParts& parts, const DeskWords& words,
                 const staff::Member& member, const Incident& outage) {
  const LocationId office = parts.config.clinic.default_location;
  const std::string since = words.moment(office, outage.began_at);
  View& shown = page.section("OUTAGE");
  shown.set("TEXT", words.fill("filled.outage",
                               {{"since", std::string_view(since)}, {"count", outage.told}}));
  if (outage.expected_at && *outage.expected_at > parts.clock.now()) {
    const std::string until = words.moment(office, *outage.expected_at);
    shown.section("UNTIL").set(
        "TEXT", words.fill("filled.outage_until", {{"until", std::string_view(until)}}));
  }
  if (may_announce(member)) shown.show("CHANGE");
}

std::optional<http::Response> IncidentDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/incident") return std::nullopt;
  if (!may_announce(visit.session.member)) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session, {"incident.list", "none", 0, Answer::refused});
    });
    return words_.message(403, "no_incidents", &visit.session);
  }
  return visit.request.method == "POST" ? act(visit) : show(visit, 200, "");
}

std::string IncidentDesk::moment(Time at) const {
  return words_.moment(parts_.config.clinic.default_location, at);
}

http::Response IncidentDesk::act(const Visit& visit) const {
  if (visit.field("do") == "announce") return announce(visit);
  if (visit.field("do") != "end") return show(visit, 422, "unknown");
  const Time now = parts_.clock.now();
  parts_.store.write([&](Transaction& tx) {
    const auto open = incidents::open(tx);
    if (!open) return;  // pressed twice, or ended by a colleague: it is over all the same
    incidents::end(tx, now);
    record(tx, parts_, visit.session, {"incident.end", "incident", open->id.value});
  });
  return redirect("/incident", words_.scheme());
}

http::Response IncidentDesk::announce(const Visit& visit) const {
  const std::int64_t minutes = http::only_number(visit.fields, "minutes").value_or(-1);
  if (std::ranges::find(lengths, minutes) == lengths.end())
    return show(visit, 422, "outage_length");
  const Time now = parts_.clock.now();
  const IncidentId fresh{parts_.dice.row_id()};
  std::optional<Time> expected;
  if (minutes > 0) expected = now + std::chrono::minutes(minutes);
  parts_.store.write([&](Transaction& tx) {
    const bool is_new = incidents::begin(tx, fresh, expected, now);
    record(tx, parts_, visit.session,
           {is_new ? Word("incident.begin") : Word("incident.expect"), "incident",
            incidents::open(tx)->id.value});
  });
  return redirect("/incident", words_.scheme());
}

http::Response IncidentDesk::show(const Visit& visit, int status, std::string_view problem) const {
  const auto all = parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {"incident.list", "none", 0});
    return incidents::list(tx);
  });
  View page = words_.page("incident", words_.text("incident.title"), visit.session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& shown = page.section("INCIDENT");
  const bool open = std::ranges::any_of(all, [](const Incident& i) { return !i.ended_at; });
  shown.show(open ? "DOWN" : "WELL");
  View& form = shown.section("FORM");
  form.set("GO", words_.text(open ? "incident.change" : "incident.begin"));
  for (const std::int64_t minutes : lengths)
    form.section("LENGTH")
        .set("MINUTES", minutes)
        .set("TEXT", minutes == 0 ? std::string(words_.text("incident.not_known"))
                                  : words_.age(std::chrono::minutes(minutes)));
  if (all.empty()) return words_.answer(status, page);
  View& table = shown.section("TABLE");
  for (const Incident& each : all)
    table.section("PAST")
        .set("BEGAN", moment(each.began_at))
        .set("ENDED", each.ended_at ? moment(*each.ended_at) : words_.word("incident", "still"))
        .set("TOLD", each.told);
  return words_.answer(status, page);
}

}  // namespace latchkey::kiosk
