#include "kiosk/desk/kiosk_desk.h"

#include <algorithm>

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;

namespace {

// Whether this member sees to kiosks there.
bool reaches(const staff::Member& member, LocationId location) {
  switch (staff::allows(member.role, staff::Permission::kiosks)) {
    case staff::Grant::all:
      return true;
    case staff::Grant::own_offices:
      return std::ranges::find(member.locations, location) != member.locations.end();
    default:
      return false;
  }
}

bool may_look(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::kiosks) != staff::Grant::denied;
}

}  // namespace

struct KioskDesk::Done {
  enum class How { nothing, done, problem, unseen } how = How::nothing;
  std::string_view said{};  // a key of "desk.kiosks" or "desk.problems"
  std::optional<kiosks::Kiosk> kiosk{};
  std::optional<Secret> pairing_code{};  // shown once
};

std::optional<http::Response> KioskDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/kiosks") return std::nullopt;
  if (!may_look(visit.session.member)) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session, {"kiosk.list", "none", 0, Answer::refused});
    });
    return words_.message(403, "no_kiosks", &visit.session);
  }
  return visit.request.method == "POST" ? act(visit) : list(visit, 200, {});
}

http::Response KioskDesk::act(const Visit& visit) const {
  const kiosks::Draws draws = kiosks::draw(parts_.dice);
  const Done done = parts_.store.write([&](Transaction& tx) {
    return visit.field("do") == "add" ? add(tx, visit, draws) : change(tx, visit, draws);
  });
  if (done.how == Done::How::unseen) return words_.message(404, "no_page", &visit.session);
  // A pairing code is shown by the answer itself: it is in no address and on no second page.
  if (done.how == Done::How::done && !done.pairing_code)
    return redirect("/kiosks", words_.scheme());
  return list(visit, done.how == Done::How::problem ? 422 : 200, done);
}

KioskDesk::Done KioskDesk::add(Transaction& tx, const Visit& visit,
                               const kiosks::Draws& draws) const {
  using How = Done::How;
  const LocationId location{visit.number("location")};
  const bool known = parts_.config.location(location) != nullptr;
  const bool theirs = known && reaches(visit.session.member, location);
  if (known && !theirs) {
    record(tx, parts_, visit.session, {"kiosk.add", "none", 0, Answer::refused});
    return {How::unseen};
  }
  const std::string_view name = visit.field("name");
  if (!known || name.find_first_not_of(' ') == std::string_view::npos)
    return {How::problem, "kiosk_name"};
  auto kiosk = parts_.kiosks.add(tx, draws, name, location, parts_.clock.now());
  record(tx, parts_, visit.session, {"kiosk.add", "kiosk", kiosk.id.value});
  return {How::done, "added", std::move(kiosk), draws.pairing_code};
}

KioskDesk::Done KioskDesk::change(Transaction& tx, const Visit& visit,
                                  const kiosks::Draws& draws) const {
  using How = Done::How;
  const std::string_view what = visit.field("do");
  const Word action = what == "pair"      ? Word("kiosk.pair_again")
                      : what == "revoke"  ? Word("kiosk.revoke")
                      : what == "inspect" ? Word("kiosk.inspect")
                                          : Word("kiosk.unknown");
  auto kiosk = parts_.kiosks.get(tx, kiosks::KioskId{visit.number("kiosk")});
  const bool theirs = kiosk && reaches(visit.session.member, kiosk->location);
  const std::int64_t subject = kiosk ? kiosk->id.value : 0;
  const Time now = parts_.clock.now();
  const bool done = theirs && (what == "pair" ? parts_.kiosks.pair_again(tx, kiosk->id, draws, now)
                               : what == "revoke"  ? parts_.kiosks.revoke(tx, kiosk->id)
                               : what == "inspect" ? parts_.kiosks.inspected(tx, kiosk->id, now)
                                                   : false);
  record(tx, parts_, visit.session,
         {action, "kiosk", subject, done ? Answer::allowed : Answer::refused});
  if (!theirs) return {How::unseen};
  if (!done) return {How::problem, "kiosk_revoked"};
  if (what == "pair") return {How::done, "added", std::move(kiosk), draws.pairing_code};
  return {How::done};
}

void KioskDesk::show_one(View& kiosks, const kiosks::Kiosk& kiosk) const {
  View& row = kiosks.section("KIOSK");
  const auto moment = [&](const std::optional<Time>& at) {
    return at ? words_.moment(kiosk.location, *at) : std::string(words_.text("kiosks.never"));
  };
  row.set("ID", kiosk.id.value).set("NAME", kiosk.name);
  row.set("OFFICE", words_.office(kiosk.location));
  row.set("STATE", words_.word("kiosk_states", kiosks::state_names[kiosk.state]));
  row.set("SEEN", moment(kiosk.seen_at)).set("INSPECTED", moment(kiosk.inspected_at));
  // A kiosk in use asks for its page every few minutes.
  if (kiosk.state == kiosks::State::paired && kiosk.seen_at &&
      parts_.clock.now() - *kiosk.seen_at > std::chrono::minutes(30))
    row.show("SILENT");
  if (kiosk.state != kiosks::State::revoked) row.show("LIVE");
}

void KioskDesk::offer_offices(View& kiosks, const Visit& visit) const {
  View& add = kiosks.section("ADD");
  for (const Location& location : parts_.config.locations)
    if (reaches(visit.session.member, location.id))
      add.section("PLACE").set("ID", location.id.value).set("NAME", location.name);
}

http::Response KioskDesk::list(const Visit& visit, int status, const Done& done) const {
  const auto all = parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {"kiosk.list", "none", 0});
    return parts_.kiosks.list(tx);
  });
  View page = words_.page("kiosks", words_.text("kiosks.title"), visit.session);
  if (done.how == Done::How::problem)
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(done.said)));
  View& kiosks = page.section("KIOSKS");
  if (done.pairing_code)
    kiosks.section("PAIRING")
        .set("NAME", done.kiosk->name)
        .set("CODE", kiosks::spaced(*done.pairing_code).reveal())
        .set("ADDRESS", parts_.config.urls.patient + "/kiosk");
  int shown = 0;
  View& table = kiosks.section("TABLE");
  for (const kiosks::Kiosk& each : all)
    if (reaches(visit.session.member, each.location)) show_one(table, each), shown += 1;
  if (shown == 0) kiosks.show("NONE");
  offer_offices(kiosks, visit);
  return words_.answer(status, page);
}

}  // namespace latchkey::kiosk
