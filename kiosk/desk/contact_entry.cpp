// A contact that came past our channels, written down by whoever answered it.
#include <algorithm>
#include <array>

#include "core/conversations/turn_records.h"
#include "core/flow/words.h"
#include "kiosk/desk/contact_pages.h"
#include "kiosk/desk/kinship.h"
#include "kiosk/desk/ticket_act.h"

namespace latchkey::kiosk {

using audit::Answer;
using calls::Outcome;
using staff::Grant;
using storage::Transaction;

namespace {

// What it was about, in the words that the channels' own contacts have, so that reports add up.
constexpr std::array<std::string_view, 10> reasons{
    "forgot_password", "forgot_user_name", "locked",         "first_sign_in", "page_broken",
    "attachment",      "no_email",         "cannot_connect", "hours",         "something_else"};

constexpr std::array<Outcome, 5> outcomes{Outcome::helped, Outcome::facts, Outcome::ticket,
                                          Outcome::transferred, Outcome::declined};

constexpr std::size_t token_bytes_min = 20;

Grant granted(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::contacts);
}

bool may_write(const staff::Member& member) {
  return granted(member) == Grant::own_offices || granted(member) == Grant::by_ticket;
}

// The same form of the same member is the same contact, and nobody else's row.
calls::CallId id_of(const Sealer& sealer, StaffId by, std::string_view token) {
  std::string form = std::to_string(by.value);
  form.append("|").append(token);
  return calls::CallId{
      static_cast<std::int64_t>(first_bits(sealer.blind("contact.entry", form)) >> 1U)};
}

}  // namespace

// What may be picked, as the records stand now.
struct ContactPages::Form {
  std::optional<tickets::Ticket> ticket{};
  std::optional<accounts::Person> person{};  // whose record the member has open
  std::vector<LocationId> offices{};         // in which it may be
};

// Empty: this member may write nothing here.
std::optional<ContactPages::Form> ContactPages::entry_form(Transaction& tx,
                                                           const Visit& visit) const {
  const staff::Member& member = visit.session.member;
  Form out;
  if (const auto number = tickets::read_help_number(visit.field("ticket"))) {
    const auto id = parts_.tickets.find(tx, *number);
    const auto ticket = id ? parts_.tickets.summary(tx, *id) : std::nullopt;
    if (!ticket || reach_of(member, *ticket) != Reach::work) return std::nullopt;
    out.ticket = ticket;
  }
  if (granted(member) == Grant::own_offices)
    out.offices = member.locations;
  else if (out.ticket)
    out.offices = {out.ticket->location};
  if (out.offices.empty()) return std::nullopt;
  const PatientId patient{visit.number("patient")};
  if (patient.value == 0) return out;
  if (!staff::open_now(tx, parts_.sealer, member.id, patient, parts_.clock.now()))
    return std::nullopt;
  out.person = parts_.roster.person(tx, patient);
  return out;
}

http::Response ContactPages::entry_page(const Visit& visit, int status,
                                        std::string_view problem) const {
  if (!may_write(visit.session.member)) return refuse(visit, "contact.enter", "not_your_role");
  const auto form = parts_.store.read([&](Transaction& tx) { return entry_form(tx, visit); });
  if (!form) return refuse(visit, "contact.enter", "contacts_by_ticket");
  View page = words_.page("contact_entry", words_.text("contact_entry.title"), visit.session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& part = page.section("ENTRY");
  const std::string_view kept = visit.field("entry");
  part.set("ENTRY", kept.empty() ? parts_.dice.token() : std::string(kept));
  const auto option = [&](const char* section, std::string_view field, std::string_view word,
                          std::string_view text) {
    View& one = part.section(section).set("WORD", word).set("TEXT", text);
    if (visit.field(field) == word) one.show("CHOSEN");
  };
  for (const std::string_view way : calls::way_names.words)
    option("WAY", "came", way, words_.word("ways", way));
  for (const std::string_view reason : reasons)
    option("REASON", "about", reason, words_.word("results", reason));
  for (const Outcome outcome : outcomes)
    option("OUTCOME", "outcome", calls::outcome_names[outcome],
           words_.word("contact_outcomes", calls::outcome_names[outcome]));
  for (const LocationId office : form->offices)
    option("PLACE", "office", std::to_string(office.value), words_.office(office));
  part.set("MINUTES", visit.field("minutes")).set("NOTE", visit.field("note"));
  if (form->ticket)
    part.section("FOR_TICKET")
        .set("NUMBER", grouped(form->ticket->number))
        .set("DIGITS", form->ticket->number.digits);
  if (form->person)
    part.section("FOR_PERSON")
        .set("ID", form->person->id.value)
        .set("NAME", shown_of(visit.session.member, *form->person) == Shown::full
                         ? form->person->first_name + " " + form->person->last_name
                         : std::string(words_.text("contact.masked")));
  return words_.answer(status, page);
}

// What was typed, as far as it can be an entry. `problem`: a key of "desk.problems".
struct ContactPages::Typed {
  std::string_view problem{};
  calls::NewEntry entry{};
};

ContactPages::Typed ContactPages::read_entry(const Visit& visit) const {
  const auto way = calls::way_names.find(visit.field("came"));
  const auto outcome = calls::outcome_names.find(visit.field("outcome"));
  const auto reason = std::ranges::find(reasons, visit.field("about"));
  const auto note = read_note(visit.field("note"));
  const auto minutes = http::only_number(visit.fields, "minutes");
  const bool is_possible = outcome && std::ranges::find(outcomes, *outcome) != outcomes.end();
  if (!way || !is_possible || reason == reasons.end()) return {"entry"};
  if (!minutes || *minutes < 0 || *minutes > minutes_max) return {"minutes"};
  if (!note) return {"note_long"};
  if (visit.field("entry").size() < token_bytes_min) return {"unknown"};
  Typed out;
  out.entry.id = id_of(parts_.sealer, visit.session.member.id, visit.field("entry"));
  out.entry.way = *way;
  out.entry.by = visit.session.member.id;
  out.entry.location = LocationId{visit.number("office")};
  out.entry.topic = *reason;
  out.entry.outcome = *outcome;
  out.entry.length = std::chrono::minutes(*minutes);
  out.entry.note = *note;
  return out;
}

http::Response ContactPages::enter(const Visit& visit) const {
  const staff::Member& member = visit.session.member;
  if (!may_write(member)) return refuse(visit, "contact.enter", "not_your_role");
  const Typed typed = read_entry(visit);
  if (!typed.problem.empty()) return entry_page(visit, 422, typed.problem);
  const auto staff = parts_.staff.list();
  const bool done = parts_.store.write([&](Transaction& tx) {
    calls::NewEntry entry = typed.entry;
    const auto form = entry_form(tx, visit);
    const bool kin = form && form->person && kinship(staff, member, *form->person) != Kinship::none;
    const bool may =
        form && !kin && std::ranges::find(form->offices, entry.location) != form->offices.end();
    record(tx, parts_, visit.session,
           {"contact.enter", "contact", may ? entry.id.value : 0,
            may ? Answer::allowed : Answer::refused});
    if (!may) return false;
    entry.language = form->person   ? form->person->language
                     : form->ticket ? form->ticket->language
                                    : parts_.config.clinic.default_language;
    if (form->ticket) entry.ticket = form->ticket->id;
    if (form->person) {
      entry.patient = form->person->id;
      entry.claim = conversations::claim_key_of(parts_.sealer, form->person->id);
    }
    parts_.calls.enter(tx, entry, parts_.clock.now());
    return true;
  });
  if (!done) return entry_page(visit, 422, "entry_office");
  return redirect("/contact/" + std::to_string(typed.entry.id.value), words_.scheme());
}

}  // namespace latchkey::kiosk
