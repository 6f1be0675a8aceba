#include "kiosk/desk/patient_desk.h"

#include <algorithm>
#include <charconv>

#include "core/base/normal.h"
#include "core/base/unicode.h"
#include "kiosk/desk/kinship.h"

namespace latchkey::kiosk {

using audit::Answer;
using staff::Grant;
using staff::Permission;
using storage::Transaction;

namespace {

constexpr std::string_view record_path = "/patient/";
constexpr std::size_t reason_bytes_min = 10, reason_bytes_max = 400;
constexpr int tickets_shown = 20;

Grant lookup_of(const Visit& visit) {
  return staff::allows(visit.session.member.role, Permission::lookup);
}

std::optional<PatientId> read_id(std::string_view text) {
  PatientId out;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return out;
}

std::string initial(std::string_view name) {
  const auto points = unicode::code_points(name);
  if (!points || points->empty()) return "";
  return unicode::to_utf8(std::u32string_view(*points).substr(0, 1)) + ".";
}

std::optional<Date> typed_date(const Visit& visit, Time now) {
  std::string text(visit.field("month"));
  text.append("/").append(visit.field("day")).append("/").append(visit.field("year"));
  return normal_date(text, utc_date(now));
}

}  // namespace

std::optional<std::string> read_reason(std::string_view typed) {
  const auto points = unicode::code_points(typed);
  const auto first = typed.find_first_not_of(" \t\r\n");
  if (!points || first == typed.npos || typed.size() > reason_bytes_max) return std::nullopt;
  const auto last = typed.find_last_not_of(" \t\r\n");
  if (last - first + 1 < reason_bytes_min) return std::nullopt;
  return std::string(typed.substr(first, last - first + 1));
}

std::string shown_name(const accounts::Person& person, Shown shown) {
  if (shown == Shown::nothing) return "";
  if (shown == Shown::full) return person.first_name + " " + person.last_name;
  return initial(person.first_name) + " " + initial(person.last_name);
}

std::optional<http::Response> PatientDesk::answer(const Visit& visit) const {
  const std::string_view path = visit.request.path;
  const bool is_post = visit.request.method == "POST";
  if (path != "/patients" && !path.starts_with(record_path)) return std::nullopt;
  if (lookup_of(visit) == Grant::denied) {
    parts_.store.write([&](Transaction& tx) {
      kiosk::record(tx, parts_, visit.session, {"patient.find", "none", 0, Answer::refused});
    });
    return words_.message(403, "no_patients", &visit.session);
  }
  if (path.starts_with(record_path)) {
    if (is_post) return std::nullopt;
    const auto id = read_id(path.substr(record_path.size()));
    return id ? std::optional(record(visit, *id)) : std::nullopt;
  }
  if (!is_post) return search_page(visit, 200, "", nullptr);
  if (visit.field("do") == "open") return open(visit);
  if (visit.field("do") == "glass") return break_glass(visit);
  if (visit.field("do") == "begin") return begin(visit);
  return find(visit);
}

// ---- Looking up --------------------------------------------------------------------------------

// Empty: what was typed is too little to look anybody up by.
std::optional<std::vector<PatientId>> PatientDesk::ids_by(Transaction& tx,
                                                          const Visit& visit) const {
  const std::string_view by = visit.field("by");
  const std::string_view typed = visit.field("typed");
  if (by == "record") return parts_.roster.by_record_number(tx, typed);
  if (by == "user") return parts_.roster.by_user_name(tx, typed);
  if (by == "phone") {
    std::vector<PatientId> ids;
    for (const auto kind : {accounts::ContactKind::mobile, accounts::ContactKind::email})
      for (const PatientId id : parts_.roster.by_contact(tx, kind, typed)) ids.push_back(id);
    return ids;
  }
  const auto born = typed_date(visit, parts_.clock.now());
  if (!born || typed.empty()) return std::nullopt;
  return parts_.roster.by_name(tx, typed, *born);
}

// Counted before anything is found, and the refusal is on record: whoever only likes to look is
// stopped, and is seen (standards.md T30).
bool PatientDesk::may_look_up(Transaction& tx, const Visit& visit) const {
  const auto key = parts_.attempt_keys.member(visit.session.member.id);
  const Time now = parts_.clock.now();
  const bool may = parts_.attempts.desk_lookup_allowed(tx, key, now);
  if (may) parts_.attempts.record_desk_lookup(tx, key, now);
  if (!may)
    kiosk::record(tx, parts_, visit.session, {"patient.find_limit", "none", 0, Answer::refused});
  return may;
}

PatientDesk::Found PatientDesk::look_up(Transaction& tx, const Visit& visit) const {
  if (!may_look_up(tx, visit)) return {{}, "find_limit"};
  const auto found = ids_by(tx, visit);
  if (!found) return {{}, "find_facts"};
  const std::vector<PatientId>& ids = *found;
  Found out;
  for (const PatientId id : ids) {
    auto person = parts_.roster.person(tx, id);
    if (!person || person->merged_into) continue;
    // An office that finds another's patient learns no more than that it is none of its own.
    const bool theirs = lookup_of(visit) != Grant::own_offices ||
                        shown_of(visit.session.member, *person) == Shown::full;
    kiosk::record(
        tx, parts_, visit.session,
        {"patient.find", "patient", id.value, theirs ? Answer::allowed : Answer::refused});
    if (theirs) out.people.push_back(*std::move(person));
  }
  if (ids.empty()) kiosk::record(tx, parts_, visit.session, {"patient.find", "none", 0});
  if (out.people.empty()) out.problem = "find_nobody";
  return out;
}

http::Response PatientDesk::find(const Visit& visit) const {
  if (lookup_of(visit) == Grant::by_ticket) {
    parts_.store.write([&](Transaction& tx) {
      kiosk::record(tx, parts_, visit.session, {"patient.find", "none", 0, Answer::refused});
    });
    return words_.message(403, "by_ticket", &visit.session);
  }
  const Found found = parts_.store.write([&](Transaction& tx) { return look_up(tx, visit); });
  const std::string_view problem =
      found.problem.empty() ? "" : words_.text("problems." + std::string(found.problem));
  const int status = found.problem.empty() ? 200 : found.problem == "find_limit" ? 429 : 422;
  return search_page(visit, status, problem, &found);
}

http::Response PatientDesk::search_page(const Visit& visit, int status, std::string_view problem,
                                        const Found* found) const {
  if (lookup_of(visit) == Grant::by_ticket) return words_.message(403, "by_ticket", &visit.session);
  View page = words_.page("patients", words_.text("patients.title"), visit.session);
  if (!problem.empty()) page.section("PROBLEM").set("TEXT", problem);
  View& search = page.section("PATIENTS");
  const auto number = tickets::read_help_number(visit.field("ticket"));
  search.set("FOR_TICKET", number ? number->digits : "");
  if (number) search.section("FOR").set("NUMBER", grouped(*number));
  search.set("TYPED", visit.field("typed"));
  for (const std::string_view by : {"name", "record", "user", "phone"}) {
    View& option = search.section("BY");
    option.set("WORD", by).set("TEXT", words_.word("patients", "by_" + std::string(by)));
    if (visit.field("by") == by) option.show("CHOSEN");
  }
  for (const auto& [name, field] : {std::pair("MONTH", "month"), {"DAY", "day"}, {"YEAR", "year"}})
    search.set(name, visit.field(field));
  if (found && found->problem == "find_nobody") offer_glass(search, visit);
  if (!found || found->people.empty()) return words_.answer(status, page);
  View& table = search.section("FOUND");
  for (const accounts::Person& person : found->people) {
    View& row = table.section("PERSON");
    row.set("ID", person.id.value).set("NAME", shown_name(person, Shown::masked));
    row.set("BORN", std::int64_t{static_cast<int>(person.birth_date.year())});
    row.set("OFFICE", words_.office(person.location));
    row.section(number ? "LINK" : "OPEN").set("TICKET", number ? number->digits : "");
  }
  return words_.answer(status, page);
}

// ---- Opening -----------------------------------------------------------------------------------

PatientDesk::Opened PatientDesk::open_record(Transaction& tx, const Visit& visit, PatientId named,
                                             const std::vector<staff::Member>& staff,
                                             std::int64_t draw) const {
  using How = Opened::How;
  using staff::OpenedBy;
  const staff::Member& member = visit.session.member;
  const auto number = tickets::read_help_number(visit.field("ticket"));
  const auto id = number ? parts_.tickets.find(tx, *number) : std::nullopt;
  const auto ticket = id ? parts_.tickets.summary(tx, *id) : std::nullopt;
  const bool by_ticket = ticket && ticket->patient && reach_of(member, *ticket) == Reach::work;
  const PatientId patient = by_ticket ? *ticket->patient : named;
  const auto person = parts_.roster.person(tx, patient);
  const bool breaks = visit.field("glass") == "break" && may_break_glass(member);
  const auto reason = read_reason(visit.field("reason"));
  const auto judged = [&]() -> Opened {
    if (!person && may_break_glass(member) && !breaks) return {How::problem, named, "elsewhere"};
    if (!person) return {};
    const bool reached =
        by_ticket || lookup_of(visit) == Grant::masked || shown_of(member, *person) == Shown::full;
    // There, and a record that is none, look alike.
    if (!reached && !breaks && may_break_glass(member)) return {How::problem, named, "elsewhere"};
    if (!reached && !breaks) return {};
    if (kinship(staff, member, *person) == Kinship::colleague && !breaks)
      return {How::problem, patient, "colleague"};
    if ((!by_ticket || breaks) && !reason) return {How::problem, patient, "open_reason"};
    const staff::Opening opening{staff::OpeningId{draw},
                                 member.id,
                                 patient,
                                 breaks      ? OpenedBy::broken_glass
                                 : by_ticket ? OpenedBy::ticket
                                             : OpenedBy::reason,
                                 breaks || !by_ticket ? *reason : number->digits,
                                 parts_.clock.now(),
                                 {}};
    if (staff::open_record(tx, parts_.sealer, opening) == staff::OpenSaid::too_many)
      return {How::problem, patient, "open_many"};
    return {How::open, patient, {}};
  }();
  // With the reason: an administrator reads it in the log and its review.
  parts_.audit.append(tx, {audit::Actor::staff, member.id.value,
                           breaks ? Word("patient.break_glass") : Word("patient.open"), "patient",
                           person ? person->id.value : 0,
                           judged.how == How::open ? Answer::allowed : Answer::refused,
                           reason.value_or(""), parts_.clock.now()});
  return judged;
}

http::Response PatientDesk::open(const Visit& visit) const {
  const std::int64_t draw = parts_.dice.row_id();
  const auto staff = parts_.staff.list();
  const PatientId named{visit.number("patient")};
  return opened_page(visit, parts_.store.write([&](Transaction& tx) {
    return open_record(tx, visit, named, staff, draw);
  }));
}

http::Response PatientDesk::opened_page(const Visit& visit, const Opened& opened) const {
  switch (opened.how) {
    case Opened::How::open:
      return redirect(std::string(record_path) + std::to_string(opened.patient.value),
                      words_.scheme());
    case Opened::How::problem: {
      View page = words_.page("patients", words_.text("patients.open_title"), visit.session);
      page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(opened.problem)));
      View& form = page.section("REASON_PAGE");
      form.set("ID", opened.patient.value).set("REASON", visit.field("reason"));
      const bool is_shut = opened.problem == "colleague" || opened.problem == "elsewhere";
      if (is_shut && may_break_glass(visit.session.member)) form.show("GLASS");
      return words_.answer(422, page);
    }
    case Opened::How::unseen:
      break;
  }
  return words_.message(404, "no_patient", &visit.session);
}

// ---- The record --------------------------------------------------------------------------------

std::optional<OpenedRecord> PatientDesk::read(Transaction& tx, const Visit& visit,
                                              PatientId patient) const {
  const Time now = parts_.clock.now();
  const staff::Member& member = visit.session.member;
  const auto opening = staff::open_now(tx, parts_.sealer, member.id, patient, now);
  const auto person = parts_.roster.person(tx, patient);
  kiosk::record(tx, parts_, visit.session,
                {"patient.view", "patient", person ? person->id.value : 0,
                 opening && person ? Answer::allowed : Answer::refused});
  if (!opening || !person) return std::nullopt;
  const bool whole = opening->how == staff::OpenedBy::broken_glass;
  OpenedRecord out{*person, whole ? Shown::full : shown_of(member, *person), *opening};
  out.contacts = parts_.roster.contacts(tx, patient);
  out.former_user_names = parts_.roster.former_user_names(tx, patient);
  out.tickets = parts_.tickets.of_patient(tx, patient, tickets_shown);
  std::erase_if(out.tickets, [&](const tickets::Ticket& ticket) {
    return reach_of(member, ticket) == Reach::nothing;
  });
  out.acts = conversations::acts_of_patient(tx, parts_.sealer, patient, tickets_shown);
  out.registration = parts_.registrations.newest(tx, patient, now);
  const auto keys = conversations::budget_keys(parts_.sealer, parts_.attempt_keys, patient);
  out.self_service = parts_.attempts.may_try(tx, keys, now);
  read_past(tx, visit, out);
  return out;
}

http::Response PatientDesk::record(const Visit& visit, PatientId patient) const {
  const auto opened = parts_.store.write([&](Transaction& tx) { return read(tx, visit, patient); });
  if (!opened) return words_.message(404, "no_patient", &visit.session);
  const accounts::StateAnswer account = opened->person.account
                                            ? parts_.accounts.account_state(*opened->person.account)
                                            : accounts::StateAnswer(accounts::AccountState{});
  return words_.answer(200, record_view(words_, visit, *opened, account, parts_.clock.now()));
}

// ---- A case that staff open themselves ---------------------------------------------------------

// Walk-ins and calls that came past the line (rulings.md R23): the member takes it up at once.
http::Response PatientDesk::begin(const Visit& visit) const {
  const auto minted = tickets::mint(parts_.dice);
  const auto category = tickets::category_names.find(visit.field("category"));
  const Time now = parts_.clock.now();
  const auto staff = parts_.staff.list();
  const auto made = parts_.store.write([&](Transaction& tx) -> std::optional<std::string> {
    const PatientId patient{visit.number("patient")};
    const staff::Member& member = visit.session.member;
    const auto opening = staff::open_now(tx, parts_.sealer, member.id, patient, now);
    const auto person = parts_.roster.person(tx, patient);
    const bool may = category && opening && person &&
                     staff::allows(member.role, Permission::tickets) == Grant::own_offices &&
                     shown_of(member, *person) == Shown::full &&
                     kinship(staff, member, *person) == Kinship::none;
    kiosk::record(tx, parts_, visit.session,
                  {"ticket.begin", "patient", person ? person->id.value : 0,
                   may ? Answer::allowed : Answer::refused});
    if (!may) return std::nullopt;
    tickets::StaffTicket asked;
    asked.minted = minted;
    asked.number = parts_.tickets.free_number(tx, minted.number_seed);
    asked.opened_by = member.id;
    asked.category = *category;
    asked.location = person->location;
    asked.queue = tickets::Queue::office;
    asked.language = person->language;
    asked.patient = patient;
    asked.promised_by =
        parts_.calendar.business_deadline(person->location, now, std::chrono::hours(4))
            .value_or(now + std::chrono::hours(24));
    const auto opened = parts_.tickets.open_by_staff(tx, asked, now);
    // It may have been added to one that lies elsewhere, unclaimed: the patient is here now.
    const auto there = parts_.tickets.summary(tx, opened.id);
    if (there && !there->owner && reach_of(member, *there) != Reach::work) {
      parts_.tickets.requeue(tx, opened.id, tickets::Queue::office, member.id, now);
      parts_.tickets.relocate(tx, opened.id, person->location, member.id, now);
    }
    if (there && !there->owner) parts_.tickets.claim(tx, opened.id, member.id, now);
    return asked.number.digits;
  });
  if (!made) return words_.message(404, "no_patient", &visit.session);
  return redirect("/ticket/" + *made, words_.scheme());
}

}  // namespace latchkey::kiosk
