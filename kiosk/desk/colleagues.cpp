#include "kiosk/desk/colleagues.h"

#include <algorithm>
#include <charconv>

#include "core/base/codes.h"
#include "core/base/unicode.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

using audit::Answer;
using staff::Changed;
using storage::Transaction;

namespace {

constexpr std::string_view root = "/staff";
constexpr std::size_t display_points_max = 60;
constexpr int refusals_shown = 20;

// The id in "/staff/123"; empty if there is none.
std::optional<StaffId> id_in(std::string_view path) {
  if (!path.starts_with("/staff/")) return std::nullopt;
  path.remove_prefix(root.size() + 1);
  StaffId id;
  const auto [last, error] = std::from_chars(path.data(), path.data() + path.size(), id.value);
  if (error != std::errc() || last != path.data() + path.size()) return StaffId{0};
  return id;
}

bool needs_office(staff::Role role) {
  return role == staff::Role::office || role == staff::Role::manager;
}

bool is_good_display(std::string_view typed) {
  const auto points = unicode::code_points(typed);
  return points && points->size() <= display_points_max &&
         typed.find_first_not_of(" \t\r\n") != std::string_view::npos;
}

}  // namespace

struct Colleagues::Asked {
  std::string_view name{}, display{};
  std::optional<staff::Role> role{};
  std::vector<LocationId> locations{};
  std::string_view problem{};  // of role and offices; a key of "desk.problems"
};

struct Colleagues::Done {
  std::string_view problem{};  // a key of "desk.problems"; empty if it is done
  std::optional<Secret> setup_code{};
  std::string name{};  // who signs in by it
  Asked typed{};
};

std::optional<http::Response> Colleagues::answer(const Visit& visit) const {
  const auto id = id_in(visit.request.path);
  if (visit.request.path != root && !id) return std::nullopt;
  const staff::Member& member = visit.session.member;
  if (staff::allows(member.role, staff::Permission::staff_admin) == staff::Grant::denied) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session, {"staff.list", "none", 0, Answer::refused});
    });
    return words_.message(403, "not_your_role", &visit.session);
  }
  if (visit.request.method != "POST") return id ? one(visit, *id, 200, {}) : list(visit, 200, {});
  if (auto asked = StepUp(parts_, words_).needed(visit)) return *std::move(asked);
  return id ? act(visit, *id) : add(visit);
}

staff::Staff::Along Colleagues::audited(const Visit& visit, Word action) const {
  return [this, &visit, action](Transaction& tx, StaffId id) {
    record(tx, parts_, visit.session, {action, "staff", id.value});
  };
}

Colleagues::Done Colleagues::refused(const Visit& visit, StaffId id, Word action,
                                     std::string_view problem) const {
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {action, "staff", id.value, Answer::refused});
  });
  return {problem};
}

Colleagues::Asked Colleagues::read(const Visit& visit) const {
  Asked out{visit.field("name"), visit.field("display"),
            staff::role_names.find(visit.field("role"))};
  for (const Location& location : parts_.config.locations) {
    const std::pair<std::string, std::string> ticked{"location", std::to_string(location.id.value)};
    if (std::ranges::find(visit.fields, ticked) != visit.fields.end())
      out.locations.push_back(location.id);
  }
  if (!out.role)
    out.problem = "colleague_role";
  else if (needs_office(*out.role) && out.locations.empty())
    out.problem = "colleague_office";
  return out;
}

http::Response Colleagues::add(const Visit& visit) const {
  const Asked asked = read(visit);
  if (visit.field("do") != "add") return list(visit, 422, {.problem = "unknown"});
  if (!is_good_display(asked.display))
    return list(visit, 422, {.problem = "colleague_display", .typed = asked});
  if (!asked.problem.empty()) return list(visit, 422, {.problem = asked.problem, .typed = asked});
  const auto made = parts_.staff.add(
      {std::string(asked.name), std::string(asked.display), *asked.role, asked.locations},
      audited(visit, "staff.add"));
  if (!made) {
    Done done = refused(visit, StaffId{}, "staff.add", "colleague_name");
    done.typed = asked;
    return list(visit, 422, done);
  }
  return list(visit, 200, {.setup_code = made->setup_code, .name = std::string(asked.name)});
}

http::Response Colleagues::act(const Visit& visit, StaffId id) const {
  const std::string_view what = visit.field("do");
  if (id == visit.session.member.id)
    return one(visit, id, 422, refused(visit, id, "staff.change", "yourself"));
  const Done done = what == "place"     ? place(visit, id)
                    : what == "invite"  ? invite_again(visit, id)
                    : what == "disable" ? disable(visit, id)
                                        : Done{"unknown"};
  if (!done.problem.empty()) return one(visit, id, 422, done);
  // A setup code is shown by the answer itself: it is in no address and on no second page.
  if (done.setup_code) return one(visit, id, 200, done);
  return redirect(visit.request.path, words_.scheme());
}

Colleagues::Done Colleagues::place(const Visit& visit, StaffId id) const {
  const Asked asked = read(visit);
  if (!asked.problem.empty()) return {asked.problem};
  const auto both = [&](Transaction& tx, StaffId of) {
    record(tx, parts_, visit.session, {"staff.set_role", "staff", of.value});
    record(tx, parts_, visit.session, {"staff.set_locations", "staff", of.value});
  };
  switch (parts_.staff.place(id, *asked.role, asked.locations, both)) {
    case Changed::last_admin:
      return refused(visit, id, "staff.set_role", "last_admin");
    case Changed::unknown:
      return refused(visit, id, "staff.set_role", "unknown");
    case Changed::changed:
      break;
  }
  return {};
}

Colleagues::Done Colleagues::invite_again(const Visit& visit, StaffId id) const {
  if (visit.field("present") != "yes") return {"not_present"};
  const auto member = parts_.staff.find(id);
  if (!member) return refused(visit, id, "staff.invite_again", "unknown");
  const auto made = parts_.staff.invite_again(id, audited(visit, "staff.invite_again"));
  if (!made) return {"unknown"};
  return {.setup_code = made->setup_code, .name = member->name};
}

Colleagues::Done Colleagues::disable(const Visit& visit, StaffId id) const {
  switch (parts_.staff.disable(id, audited(visit, "staff.disable"))) {
    case Changed::changed:
      return {};
    case Changed::last_admin:
      return refused(visit, id, "staff.disable", "last_admin");
    case Changed::unknown:
      break;
  }
  return refused(visit, id, "staff.disable", "unknown");
}

std::string Colleagues::offices(const staff::Member& member) const {
  if (!member.locations.empty() && member.locations.size() == parts_.config.locations.size() &&
      member.locations.size() > 2)
    return std::string(words_.text("colleagues.all_offices"));
  std::string out;
  for (const LocationId id : member.locations)
    out.append(out.empty() ? "" : ", ").append(words_.office(id));
  return out.empty() ? std::string(words_.text("colleagues.no_office")) : out;
}

void Colleagues::show_setup(View& page, std::string_view name, const Secret& code) const {
  page.section("SETUP")
      .set("NAME", name)
      .set("ADDRESS", parts_.config.urls.staff + "/enrol")
      .set("CODE", in_fours(code).reveal());
}

// Roles and offices to choose from.
void Colleagues::show_offer(View& form, const Asked& chosen) const {
  for (const std::string_view word : staff::role_names.words) {
    View& option = form.section("ROLE_OPTION").set("WORD", word);
    option.set("TEXT", words_.word("roles", word));
    if (chosen.role && staff::role_names[*chosen.role] == word) option.show("CHOSEN");
  }
  for (const Location& location : parts_.config.locations) {
    View& option = form.section("PLACE").set("ID", location.id.value).set("NAME", location.name);
    if (std::ranges::find(chosen.locations, location.id) != chosen.locations.end())
      option.show("CHOSEN");
  }
}

// What strangers tried at the door lately (standards.md H-10).
void Colleagues::show_refusals(View& page, const Visit& visit) const {
  audit::Filter filter;
  filter.subject = {"staff", 0};
  filter.answer = Answer::refused;
  filter.limit = refusals_shown;
  const auto rows =
      parts_.store.read([&](Transaction& tx) { return parts_.audit.list(tx, filter); });
  if (rows.empty()) return;
  const LocationId place = desk_of(parts_, visit.session.member);
  View& table = page.section("REFUSALS");
  for (const audit::Record& row : rows)
    table.section("REFUSAL")
        .set("AT", words_.moment(place, row.at))
        .set("WHAT", words_.word("refused_acts", row.action.substr(row.action.find('.') + 1)))
        .set("FROM", row.details);
}

http::Response Colleagues::list(const Visit& visit, int status, const Done& done) const {
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {"staff.list", "none", 0});
  });
  View page = words_.page("colleagues", words_.text("colleagues.title"), visit.session);
  if (!done.problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(done.problem)));
  View& all = page.section("COLLEAGUES");
  if (done.setup_code) show_setup(all, done.name, *done.setup_code);
  const auto tries = parts_.staff.wrong_tries();
  const LocationId place = desk_of(parts_, visit.session.member);
  for (const staff::Member& member : parts_.staff.list()) {
    View& row = all.section("COLLEAGUE").set("ID", member.id.value);
    row.set("DISPLAY", member.display).set("NAME", member.name);
    row.set("ROLE", words_.word("roles", staff::role_names[member.role]));
    row.set("OFFICES", offices(member));
    row.set("STATE", words_.word("member_states", staff::member_state_names[member.state]));
    row.set("SIGNED_IN", member.signed_in_at ? words_.moment(place, *member.signed_in_at)
                                             : std::string(words_.text("colleagues.never")));
    if (const auto wrong = tries.find(member.id); wrong != tries.end())
      row.section("WRONG").set("COUNT", wrong->second);
  }
  View& form = all.section("ADD").set("NAME", done.typed.name).set("DISPLAY", done.typed.display);
  show_offer(form, done.typed);
  show_refusals(all, visit);
  return words_.answer(status, page);
}

http::Response Colleagues::one(const Visit& visit, StaffId id, int status, const Done& done) const {
  const auto member = parts_.staff.find(id);
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session,
           {"staff.open", "staff", id.value, member ? Answer::allowed : Answer::refused});
  });
  if (!member) return words_.message(404, "no_page", &visit.session);
  View page = words_.page("colleagues", member->display, visit.session);
  if (!done.problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(done.problem)));
  View& one = page.section("ONE_COLLEAGUE").set("ID", id.value).set("NAME", member->name);
  if (done.setup_code) show_setup(one, done.name, *done.setup_code);
  one.set("ROLE", words_.word("roles", staff::role_names[member->role]));
  one.set("OFFICES", offices(*member));
  one.set("STATE", words_.word("member_states", staff::member_state_names[member->state]));
  std::int64_t passkeys = 0;
  for (const staff::Passkey& passkey : parts_.passkeys.list(id)) {
    if (!passkey.ended_at) passkeys += 1;
    if (passkey.ended_how == staff::PasskeyEnd::counter_fell)
      one.section("COPIED").set("NAME", passkey.name);
  }
  one.set("PASSKEYS", passkeys);
  if (id == visit.session.member.id) {
    one.show("YOURSELF");
  } else {
    View& acts = one.section("ACTS").set("ID", id.value);
    show_offer(acts, {{}, {}, member->role, member->locations});
    if (member->state != staff::MemberState::disabled) acts.show("DISABLE");
  }
  return words_.answer(status, page);
}

}  // namespace latchkey::kiosk
