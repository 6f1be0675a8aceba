#include "kiosk/desk/vouch_desk.h"

#include <algorithm>

#include "core/base/normal.h"
#include "kiosk/desk/desk_scope.h"
#include "kiosk/desk/kinship.h"

namespace latchkey::kiosk {

using audit::Answer;
using conversations::VouchMethod;
using conversations::VouchSaid;
using storage::Transaction;

namespace {

std::string date_of(const Visit& visit) {
  std::string out(visit.field("month"));
  return out.append("/").append(visit.field("day")).append("/").append(visit.field("year"));
}

}  // namespace

struct VouchDesk::Seen {
  std::optional<accounts::Person> person{};
  std::string_view problem{};  // a key of "desk.problems"; empty: `person` is meant
};

std::optional<http::Response> VouchDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/vouch") return std::nullopt;
  if (staff::allows(visit.session.member.role, staff::Permission::vouch) == staff::Grant::denied) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session, {"kiosk.vouch", "none", 0, Answer::refused});
    });
    return words_.message(403, "no_vouching", &visit.session);
  }
  return visit.request.method == "POST" ? act(visit) : page(visit, 200, "");
}

VouchDesk::Seen VouchDesk::find(Transaction& tx, const Visit& visit) const {
  const std::string first(visit.field("first")), last(visit.field("last"));
  const auto born = normal_date(date_of(visit), utc_date(parts_.clock.now()));
  if (!normal_name(first) || !normal_name(last) || !born) return {std::nullopt, "vouch_facts"};
  const auto number = normal_record_number(visit.field("record"));
  std::vector<accounts::Person> fitting;
  for (const PatientId id : parts_.roster.by_name(tx, last, *born)) {
    auto person = parts_.roster.person(tx, id);
    const bool named = person && !person->merged_into &&
                       (same_given_name(first, person->first_name) ||
                        same_given_name(first, person->preferred_name));
    if (named && (!number || normal_record_number(person->record_number) == number))
      fitting.push_back(*std::move(person));
  }
  if (fitting.size() > 1) return {std::nullopt, "vouch_several"};
  const bool theirs =
      fitting.size() == 1 && shown_of(visit.session.member, fitting[0]) == Shown::full;
  record(tx, parts_, visit.session,
         {"patient.find", "patient", fitting.empty() ? 0 : fitting[0].id.value,
          theirs ? Answer::allowed : Answer::refused});
  if (!theirs) return {std::nullopt, "vouch_nobody"};
  return {std::move(fitting[0]), {}};
}

http::Response VouchDesk::act(const Visit& visit) const {
  const auto method = conversations::vouch_method_names.find(visit.field("method"));
  if (!method) return page(visit, 422, words_.text("problems.vouch_method"));
  const Seen seen = parts_.store.write([&](Transaction& tx) { return find(tx, visit); });
  if (!seen.person) return page(visit, 422, words_.text("problems." + std::string(seen.problem)));
  if (kinship(parts_.staff.list(), visit.session.member, *seen.person) == Kinship::colleague) {
    parts_.store.write([&](Transaction& tx) {
      record(tx, parts_, visit.session,
             {"kiosk.vouch", "patient", seen.person->id.value, Answer::refused});
    });
    return page(visit, 422, words_.text("problems.vouch_colleague"));
  }
  const staff::Member& member = visit.session.member;
  using Code = conversations::VouchAsked::Code;
  switch (parts_.vouch({member.id, member.locations, seen.person->id, *method,
                        std::string(visit.field("match")),
                        visit.field("code") == "read" ? Code::read : Code::told})) {
    case VouchSaid::other_name:
      return page(visit, 422, words_.text("problems.vouch_other_name"), Look::again);
    case VouchSaid::no_match:
      return page(visit, 422, words_.text("problems.vouch_match"));
    case VouchSaid::throttled:
      return page(visit, 429, words_.text("problems.vouch_throttled"));
    case VouchSaid::barred:
      return page(visit, 422, words_.text("problems.vouch_barred"));
    case VouchSaid::done:
      break;
  }
  return words_.message(200, "vouched", &visit.session);
}

http::Response VouchDesk::page(const Visit& visit, int status, std::string_view problem,
                               Look look) const {
  View page = words_.page("vouch", words_.text("vouch.title"), visit.session);
  if (!problem.empty()) page.section("PROBLEM").set("TEXT", problem);
  View& form = page.section("VOUCH");
  if (look == Look::again) form.show("READ");
  for (const auto& [name, field] : {std::pair("FIRST", "first"),
                                    {"LAST", "last"},
                                    {"MONTH", "month"},
                                    {"DAY", "day"},
                                    {"YEAR", "year"},
                                    {"RECORD", "record"}})
    form.set(name, visit.field(field));
  for (const std::string_view word : conversations::vouch_method_names.words) {
    View& option = form.section("METHOD");
    option.set("WORD", word).set("TEXT", words_.word("vouch_methods", word));
    if (visit.field("method") == word) option.show("CHOSEN");
  }
  return words_.answer(status, page);
}

}  // namespace latchkey::kiosk
