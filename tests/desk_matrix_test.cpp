// Who may do what on the desk, as the server answers it: every act by every role, at its own and at
// another office, with no stamp, one that is too old, another's, and a valid one.
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "kiosk/desk/account_desk.h"
#include "tests/fakes/clinic_desk.h"
#include "tests/source_tree.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::ClinicDesk;
using fakes::says;
using identity::Act;
using staff::Grant;
using staff::Role;
using Fields = ClinicDesk::Fields;

namespace {

enum class Stamped { none, expired, foreign, valid };
constexpr Names<Stamped, 4> stamped_names{{"none", "expired", "foreign", "valid"}};
enum class Where { own, foreign };

// Every page and post that the desk knows, but for signing in.
const std::vector<std::string> routes = {
    "/",         "/account",  "/audit",     "/audit/export",  "/audit/review", "/call",
    "/contact/", "/contacts", "/find",      "/first-letters", "/incident",     "/installation",
    "/kiosks",   "/letters",  "/me",        "/patient/",      "/patients",     "/reports",
    "/roster",   "/settings", "/settings/", "/sheet",         "/sign-out",     "/staff",
    "/stay",     "/step-up",  "/texts",     "/ticket/",       "/voicemail",    "/vouch"};

struct Desk : ClinicDesk {
  PatientId maria = clinic.patient(tests::person("maria"));
  LocationId office = person(maria).location;
  LocationId elsewhere = clinic.config().locations.back().id;
  Clerk clerk = signed_in("clara", Role::office, {office});

  void on_queue(const std::string& number, tickets::Queue queue) {
    auto& service = clinic.service();
    service.store().write([&](storage::Transaction& tx) {
      const auto id = service.tickets().find(tx, tickets::HelpNumber{number}).value();
      service.tickets().requeue(tx, id, queue, std::nullopt, clinic.clock.now());
    });
  }
  // As if the ticket were theirs, whatever list it is on.
  void give(const std::string& number, StaffId to) {
    clinic.service().store().write([&](storage::Transaction& tx) {
      tx.run("UPDATE ticket SET owner = $2, state = 'claimed' WHERE number = $1", number, to);
    });
  }
  void end(const std::string& number) {
    clinic.service().store().write([&](storage::Transaction& tx) {
      tx.run("UPDATE ticket SET state = 'closed', is_open = 0 WHERE number = $1", number);
    });
  }
  void stamp(const std::string& number, const Clerk& by, Stamped how) {
    auto& service = clinic.service();
    const Time now = clinic.clock.now();
    service.store().write([&](storage::Transaction& tx) {
      const auto id = service.tickets().find(tx, tickets::HelpNumber{number}).value();
      identity::Stamp made{identity::StampId{clinic.dice.row_id()}, id,  maria, by.id,
                           identity::StampMethod::passport,         now, now};
      if (how == Stamped::foreign) made.by = StaffId{by.id.value + 1};
      if (how != Stamped::none)
        service.stamps().make(tx, made, how == Stamped::expired ? now - 15min : now);
    });
  }
  // By way of an office's relay, which names `act` or another one.
  void baton(const std::string& number, Act act, Stamped how) {
    give(number, clerk.id);
    stamp(number, clerk, Stamped::valid);
    const Act named = how != Stamped::foreign ? act
                      : act == Act::unlock    ? Act::reopen
                                              : Act::unlock;
    Fields relay{{"do", "relay"}, {"tried", "all"}, {"symptom", "none"}};
    if (how != Stamped::none) relay.emplace_back("act", std::string(identity::act_names[named]));
    REQUIRE(account(number, clerk, relay).status == 303);
    if (how == Stamped::expired)
      clinic.service().store().write([&](storage::Transaction& tx) {
        tx.run("UPDATE baton SET until = $1", clinic.clock.now());
      });
  }
};

// All that the posts below could have left.
std::string rows_of(storage::Transaction& tx) {
  const auto counted = tx.run(
      "SELECT (SELECT COUNT(*) FROM ticket_event), (SELECT COUNT(*) FROM call), "
      "(SELECT COUNT(*) FROM registration_batch), (SELECT COUNT(*) FROM roster_upload)");
  std::string out;
  for (std::size_t column = 0; column < 4; ++column)
    out += std::to_string(counted.rows.at(0).integer(column)) + " ";
  return out;
}

// product.md's table: 404 where the ticket is not theirs, 403 where the role or the stamp is
// lacking, anything else where only the act itself may still be impossible.
enum class Expected { unseen, refused, let };
Expected expected(Role role, Where where, Act act, Stamped stamped) {
  if (role == Role::manager || role == Role::admin) return Expected::unseen;
  if (role == Role::office && where == Where::foreign) return Expected::unseen;
  const Grant grant = staff::allows(role, kiosk::permission_of(act));
  if (grant == Grant::denied) return Expected::refused;
  return stamped == Stamped::valid ? Expected::let : Expected::refused;
}

}  // namespace

TEST_CASE("every act by every role, office and stamp is what product.md's table says") {
  Desk desk;
  std::vector<std::pair<Role, ClinicDesk::Clerk>> members;
  for (const std::string_view word : staff::role_names.words) {
    const Role role = staff::role_names.read(word);
    members.emplace_back(role, desk.signed_in("own." + std::string(word), role, {desk.office}));
  }
  const auto stranger = desk.signed_in("far.office", Role::office, {desk.elsewhere});
  for (auto& [role, member] : members) {
    desk.step_up(member);
    desk.step_up(desk.clerk);
    desk.step_up(stranger);
    for (const Where where : {Where::own, Where::foreign})
      for (const std::string_view act_word : identity::act_names.words)
        for (const std::string_view stamp_word : stamped_names.words) {
          if (where == Where::foreign && role != Role::office) continue;
          const Act act = identity::act_names.read(act_word);
          const Stamped stamped = stamped_names.read(stamp_word);
          const auto& by = where == Where::own ? member : stranger;
          const std::string number = desk.ticket(desk.maria, desk.office);
          if (role == Role::it) desk.baton(number, act, stamped);
          if (role == Role::outsourced_desk) desk.on_queue(number, tickets::Queue::outsourced_desk);
          desk.give(number, by.id);
          if (role != Role::it) desk.stamp(number, by, stamped);
          // A name, reason or way that can't be: what is let gets no further than that.
          const auto answer = desk.account(
              number, by, {{"do", "act"}, {"act", std::string(act_word)}, {"way", "none"}});
          const Expected want = expected(role, where, act, stamped);
          const Expected got = answer.status == 404   ? Expected::unseen
                               : answer.status == 403 ? Expected::refused
                                                      : Expected::let;
          CHECK_MESSAGE(want == got, staff::role_names[role], " ", act_word, " ", stamp_word, ": ",
                        answer.status);
          desk.end(number);
          desk.clinic.settle();
        }
  }
}

TEST_CASE("the routes under test are all that the desk knows") {
  std::set<std::string> known(routes.begin(), routes.end());
  for (const tests::SourceFile& file : tests::project_sources()) {
    if (!file.path.starts_with("kiosk/desk/") || !file.path.ends_with(".cpp")) continue;
    static const std::regex path("path (!=|==) \"(/[a-z-]*/?)\"|_path = \"(/[a-z-]+/)\"");
    for (std::sregex_iterator at(file.text.begin(), file.text.end(), path), end; at != end; ++at) {
      const std::string found = (*at)[2].matched ? (*at)[2] : (*at)[3];
      if (found == "/sign-in" || found == "/enrol") continue;
      CHECK_MESSAGE(known.contains(found), file.path, ": ", found);
    }
  }
}

TEST_CASE("no post of the desk does anything without its token, its Origin and its method") {
  Desk desk;
  const auto dora = desk.signed_in("dora", Role::office, {desk.office});
  const std::string number = desk.ticket(desk.maria, desk.office);
  const std::vector<std::pair<std::string, Fields>> posts = {
      {"/ticket/" + number, {{"do", "claim"}}},
      {"/ticket/" + number, {{"do", "note"}, {"note", "Planted."}}},
      {"/account", {{"do", "stamp"}, {"method", "passport"}, {"ticket", number}}},
      {"/account", {{"do", "send_code"}, {"ticket", number}}},
      {"/account", {{"do", "act"}, {"act", "unlock"}, {"ticket", number}}},
      {"/account", {{"do", "relocate"}, {"office", "2"}, {"note", "x"}, {"ticket", number}}},
      {"/patients", {{"do", "open"}, {"ticket", number}}},
      {"/kiosks", {{"do", "add"}, {"name", "Planted"}, {"location", "1"}}},
      {"/call", {{"ticket", number}, {"number", "left-1"}, {"means", "yes"}}},
      {"/incident", {{"do", "announce"}, {"minutes", "0"}}},
      {"/contact/new",
       {{"do", "enter"},
        {"entry", std::string(43, 'e')},
        {"came", "walk_in"},
        {"about", "locked"},
        {"outcome", "helped"},
        {"office", std::to_string(desk.office.value)},
        {"minutes", "1"}}},
      {"/first-letters",
       {{"do", "print"},
        {"office", std::to_string(desk.office.value)},
        {"batch", std::string(43, 'b')},
        {"count", "5"}}},
      {"/roster", {{"do", "check"}, {"list", "record_number"}}},
      {"/sign-out", {}}};
  const std::string before =
      desk.clinic.service().store().read([&](storage::Transaction& tx) { return rows_of(tx); });
  const auto sent = desk.clinic.sent().size();
  for (const auto& [target, fields] : posts) {
    const auto with = [&](const std::string& token, const std::string& origin) {
      auto request = fakes::DeskRoom::form(target, [&] {
        auto all = fields;
        if (!token.empty()) all.emplace_back("csrf", token);
        return all;
      }());
      for (auto& [name, value] : request.headers)
        if (name == "Origin") value = origin;
      request.headers.emplace_back("Cookie", "latchkey_staff=" + desk.clerk.token);
      return desk.desk.answer(request).status;
    };
    const std::string ours = desk.clinic.config().urls.staff;
    CHECK_MESSAGE(with("", ours) == 403, target);
    CHECK_MESSAGE(with(dora.csrf, ours) == 403, target);
    CHECK_MESSAGE(with(desk.clerk.csrf, "https://evil.example") == 403, target);
    CHECK_MESSAGE(with(desk.clerk.csrf, "null") == 403, target);
    std::string query = target + "?csrf=" + desk.clerk.csrf;
    for (const auto& [name, value] : fields) query += "&" + name + "=" + value;
    const int status = desk.get(query, desk.clerk).status;
    CHECK_MESSAGE((status == 200 || status == 403 || status == 404), target);
  }
  desk.clinic.settle();
  CHECK(desk.clinic.sent().size() == sent);
  const std::string after =
      desk.clinic.service().store().read([&](storage::Transaction& tx) { return rows_of(tx); });
  CHECK(after == before);
  CHECK(desk.get("/", desk.clerk).status == 200);  // still signed in
  CHECK_FALSE(desk.detail(number).ticket.owner.has_value());
}
