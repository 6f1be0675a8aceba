#include "kiosk/desk/account_desk.h"

#include <algorithm>

#include "core/base/codes.h"
#include "kiosk/desk/kinship.h"
#include "kiosk/desk/ticket_act.h"

namespace latchkey::kiosk {

using audit::Answer;
using conversations::ActSaid;
using conversations::ReadBackSaid;
using conversations::StampSaid;
using identity::Act;
using identity::StampMethod;
using staff::Grant;
using staff::Permission;
using storage::Transaction;

namespace {

std::string_view word(StampSaid said) {
  constexpr std::string_view words[] = {"done",    "not_yours",  "no_patient", "wrong_code",
                                        "no_code", "no_contact", "barred",     "paused"};
  return words[static_cast<std::size_t>(said)];
}

std::string_view word(ReadBackSaid said) {
  constexpr std::string_view words[] = {"sent",   "no_patient", "not_yours",
                                        "no_way", "throttled",  "barred"};
  return words[static_cast<std::size_t>(said)];
}

int status_of(ActSaid said) {
  switch (said) {
    case ActSaid::no_stamp:
    case ActSaid::wrong_stamp:
    case ActSaid::in_person_needed:
      return 403;
    case ActSaid::taken:
    case ActSaid::not_now:
    case ActSaid::not_yours:
      return 409;
    case ActSaid::throttled:
      return 429;
    default:
      return 422;
  }
}

}  // namespace

Permission permission_of(Act act) {
  switch (act) {
    case Act::reset:
      return Permission::reset_start;
    case Act::rename:
      return Permission::rename;
    case Act::registration_code:
      return Permission::registration_code;
    case Act::activate:
    case Act::deactivate:
      return Permission::activate_deactivate;
    case Act::unlock:
    case Act::reopen:
      break;
  }
  return Permission::unlock;
}

std::vector<StampMethod> methods_for(staff::Role role) {
  const Grant grant = staff::allows(role, Permission::verify);
  if (grant == Grant::code_read_back_only) return {StampMethod::code_read_back};
  std::vector<StampMethod> out;
  if (grant == Grant::yes)
    for (const std::string_view name : identity::stamp_method_names.words)
      out.push_back(identity::stamp_method_names.read(name));
  return out;
}

std::vector<Act> acts_for(const DeskParts& parts, staff::Role role) {
  std::vector<Act> out;
  for (const std::string_view name : identity::act_names.words) {
    const Act act = identity::act_names.read(name);
    if (parts.acts.is_possible(act) && staff::allows(role, permission_of(act)) != Grant::denied)
      out.push_back(act);
  }
  return out;
}

std::optional<http::Response> AccountDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/account" || visit.request.method != "POST") return std::nullopt;
  const auto there = about(visit);
  if (!there) return words_.message(404, "no_ticket", &visit.session);
  const std::string_view what = visit.field("do");
  if (what == "link") return link(visit, *there);
  if (what == "send_code") return send_code(visit, *there);
  if (what == "stamp") return stamp(visit, *there);
  if (what == "act") return act(visit, *there);
  if (what == "agree") return agree(visit, *there);
  if (what == "relay") return relay(visit, *there);
  if (what == "refer_back") return refer_back(visit, *there);
  if (what == "relocate") return relocate(visit, *there);
  return again(visit, *there, 422, "unknown");
}

std::optional<AccountDesk::About> AccountDesk::about(const Visit& visit) const {
  const auto number = tickets::read_help_number(visit.field("ticket"));
  return parts_.store.write([&](Transaction& tx) -> std::optional<About> {
    const auto id = number ? parts_.tickets.find(tx, *number) : std::nullopt;
    const auto ticket = id ? parts_.tickets.summary(tx, *id) : std::nullopt;
    if (ticket && reach_of(visit.session.member, *ticket) == Reach::work)
      return About{*number, *ticket};
    record(tx, parts_, visit.session,
           {"ticket.change", "ticket", id ? id->value : 0, Answer::refused});
    return std::nullopt;
  });
}

http::Response AccountDesk::again(const Visit& visit, const About& about, int status,
                                  std::string_view said) const {
  return tickets_.show(visit, about.number, status, words_.text("said." + std::string(said)));
}

http::Response AccountDesk::denied(const Visit& visit, const About& about, Word action) const {
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {action, "ticket", about.ticket.id.value, Answer::refused});
  });
  return words_.message(403, "not_your_role", &visit.session);
}

std::optional<http::Response> AccountDesk::refuse_colleague(const Visit& visit, const About& about,
                                                            Word action) const {
  const auto person = parts_.store.read([&](Transaction& tx) -> std::optional<accounts::Person> {
    if (!about.ticket.patient) return std::nullopt;
    return parts_.roster.person(tx, *about.ticket.patient);
  });
  if (!person || kinship(parts_.staff.list(), visit.session.member, *person) == Kinship::none)
    return std::nullopt;
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {action, "patient", person->id.value, Answer::refused});
  });
  return again(visit, about, 403, "colleague");
}

// Whose ticket it is. What was proven for somebody else counts no more.
http::Response AccountDesk::link(const Visit& visit, const About& about) const {
  using Linked = tickets::Tickets::Linked;
  const staff::Member& member = visit.session.member;
  const Grant grant = staff::allows(member.role, Permission::lookup);
  if (grant != Grant::own_offices && grant != Grant::masked)
    return denied(visit, about, "ticket.link");
  const PatientId patient{visit.number("patient")};
  const Time now = parts_.clock.now();
  const auto staff = parts_.staff.list();
  const auto said = parts_.store.write([&](Transaction& tx) -> std::string_view {
    const auto person = parts_.roster.person(tx, patient);
    const auto judged = [&]() -> std::string_view {
      if (!person || person->merged_into) return "no_such_patient";
      if (grant == Grant::own_offices && shown_of(member, *person) != Shown::full)
        return "no_such_patient";
      if (kinship(staff, member, *person) == Kinship::colleague) return "colleague";
      const auto ticket = parts_.tickets.summary(tx, about.ticket.id);
      if (!ticket || ticket->owner != member.id) return "not_yours";
      // Whom a conversation found, or a colleague said, stays: an act's trail must not change
      // hands.
      if (ticket->patient && ticket->patient != patient) return "already_linked";
      const Linked linked = parts_.tickets.link(tx, about.ticket.id, patient, member.id, now);
      if (linked == Linked::other) return "other_ticket";
      return linked == Linked::linked ? "" : "ended";
    }();
    if (judged.empty() && about.ticket.patient != patient)
      parts_.stamps.void_on(tx, about.ticket.id, now);
    record(tx, parts_, visit.session,
           {"ticket.link", "patient", person ? person->id.value : 0,
            judged.empty() ? Answer::allowed : Answer::refused});
    return judged;
  });
  if (!said.empty()) return again(visit, about, 422, said);
  return redirect("/ticket/" + about.number.digits, words_.scheme());
}

http::Response AccountDesk::send_code(const Visit& visit, const About& about) const {
  const auto methods = methods_for(visit.session.member.role);
  if (methods.empty()) return denied(visit, about, "stamp.send_code");
  if (auto refused = refuse_colleague(visit, about, "stamp.send_code")) return *std::move(refused);
  const ReadBackSaid said = parts_.acts.send_read_back(about.ticket.id, visit.session.member.id);
  if (said != ReadBackSaid::sent)
    return again(visit, about, said == ReadBackSaid::throttled ? 429 : 422, word(said));
  return redirect("/ticket/" + about.number.digits, words_.scheme());
}

http::Response AccountDesk::stamp(const Visit& visit, const About& about) const {
  const auto methods = methods_for(visit.session.member.role);
  const auto method = identity::stamp_method_names.find(visit.field("method"));
  // IT verifies nobody (product.md rule 10), an outsourced desk by a code that is read back alone.
  if (methods.empty()) return denied(visit, about, "stamp.make");
  if (!method) return again(visit, about, 422, "method");
  if (std::ranges::find(methods, *method) == methods.end())
    return denied(visit, about, "stamp.make");
  if (auto refused = refuse_colleague(visit, about, "stamp.make")) return *std::move(refused);
  const StampSaid said = parts_.acts.stamp({visit.session.member.id, about.ticket.id, *method,
                                            Secret(std::string(visit.field("code"))),
                                            accounts::ContactId{visit.number("called")}});
  if (said != StampSaid::done) return again(visit, about, 422, word(said));
  return redirect("/ticket/" + about.number.digits, words_.scheme());
}

http::Response AccountDesk::act(const Visit& visit, const About& about) const {
  const auto act = identity::act_names.find(visit.field("act"));
  if (!act) return again(visit, about, 422, "unknown");
  const Grant grant = staff::allows(visit.session.member.role, permission_of(*act));
  if (grant == Grant::denied) return denied(visit, about, conversations::action_of(*act));
  if (auto refused = refuse_colleague(visit, about, conversations::action_of(*act)))
    return *std::move(refused);
  if (auto asked = step_up_.needed(visit)) return *std::move(asked);
  conversations::ActAsked asked;
  asked.by = visit.session.member.id;
  asked.ticket = about.ticket.id;
  asked.act = *act;
  asked.under =
      grant == Grant::with_valid_stamp ? conversations::Under::baton : conversations::Under::stamp;
  asked.user_name = std::string(visit.field("user_name"));
  asked.reason = std::string(visit.field("reason"));
  asked.way = visit.field("way") == "mail" ? flow::ProofKind::mail : flow::ProofKind::text;
  asked.paper = visit.field("kind") == "paper" ? identity::RegistrationKind::paper
                                               : identity::RegistrationKind::live;
  const auto answer = parts_.acts.ask(asked);
  if (answer.code) return code_page(visit, about, *answer.code, asked.paper);
  const bool begun = answer.said == ActSaid::under_way || answer.said == ActSaid::done ||
                     answer.said == ActSaid::second_needed;
  if (!begun) return again(visit, about, status_of(answer.said), name_of(answer.said));
  return redirect("/ticket/" + about.number.digits, words_.scheme());
}

http::Response AccountDesk::agree(const Visit& visit, const About& about) const {
  const staff::Member& member = visit.session.member;
  const conversations::DeskActId id{visit.number("id")};
  const auto act = parts_.store.read(
      [&](Transaction& tx) { return conversations::find_act(tx, parts_.sealer, id); });
  const bool theirs = act && act->ticket == about.ticket.id;
  if (!theirs || staff::allows(member.role, permission_of(act->act)) != Grant::after_stamp)
    return denied(visit, about, "act.agree");
  if (auto refused = refuse_colleague(visit, about, "act.agree")) return *std::move(refused);
  if (auto asked = step_up_.needed(visit)) return *std::move(asked);
  const ActSaid said = parts_.acts.agree(id, member.id);
  if (said != ActSaid::under_way) return again(visit, about, 409, "no_second");
  return redirect("/ticket/" + about.number.digits, words_.scheme());
}

// ---- From hand to hand -------------------------------------------------------------------------

// IT gets what was tried and what exactly happens, and whether it should call; with a valid stamp,
// one named act besides (rulings.md R21).
http::Response AccountDesk::relay(const Visit& visit, const About& about) const {
  const staff::Member& member = visit.session.member;
  if (staff::allows(member.role, Permission::tickets) != Grant::own_offices)
    return denied(visit, about, "ticket.relay");
  const auto tried = read_note(visit.field("tried")), symptom = read_note(visit.field("symptom"));
  if (!tried || !symptom || tried->empty() || symptom->empty())
    return again(visit, about, 422, "relay_words");
  const auto act = identity::act_names.find(visit.field("act"));
  // What IT may do then is what this member could do now.
  if (act)
    if (auto asked = step_up_.needed(visit)) return *std::move(asked);
  const identity::BatonId baton{parts_.dice.row_id()};
  const Time now = parts_.clock.now();
  const auto said = parts_.store.write([&](Transaction& tx) -> std::string_view {
    const auto judged = [&]() -> std::string_view {
      const auto ticket = parts_.tickets.summary(tx, about.ticket.id);
      if (!ticket || ticket->owner != member.id) return "not_yours";
      if (act && !parts_.stamps.valid(tx, ticket->id, ticket->patient.value_or(PatientId{}),
                                      member.id, now))
        return "no_stamp";
      // One that IT has already is only given back to it.
      const bool there = ticket->state == tickets::State::relayed_it;
      const auto moved =
          there ? parts_.tickets.release(tx, ticket->id, member.id, now)
                : parts_.tickets.move(tx, ticket->id, tickets::State::relayed_it, member.id, now);
      if (moved != tickets::Moved::moved) return "ended";
      if (act) {
        parts_.acts.pass_on(tx, *ticket, member.id, *act, baton, now);
        parts_.tickets.tell(tx, ticket->id, tickets::Happening::passed_on, member.id,
                            identity::act_names[*act], now);
      }
      const std::string_view call =
          visit.field("contact") == "yes" ? "relay_call" : "relay_no_call";
      const std::string note =
          words_.fill("filled.relay", {{"tried", std::string_view(*tried)},
                                       {"symptom", std::string_view(*symptom)},
                                       {"call", words_.text("said." + std::string(call))}});
      parts_.tickets.note(tx, ticket->id, member.id, note, now);
      return "";
    }();
    record(tx, parts_, visit.session,
           {"ticket.relay", "ticket", about.ticket.id.value,
            judged.empty() ? Answer::allowed : Answer::refused});
    return judged;
  });
  if (said == "no_stamp") return again(visit, about, 403, said);
  if (!said.empty()) return again(visit, about, 422, said);
  return redirect("/", words_.scheme());
}

http::Response AccountDesk::refer_back(const Visit& visit, const About& about) const {
  const staff::Member& member = visit.session.member;
  const Grant grant = staff::allows(member.role, Permission::tickets);
  if (grant != Grant::relayed_and_it_queue && grant != Grant::assigned_queue)
    return denied(visit, about, "ticket.refer");
  const auto note = read_note(visit.field("note"));
  if (!note || note->empty()) return again(visit, about, 422, "refer_note");
  const Time now = parts_.clock.now();
  const bool done = parts_.store.write([&](Transaction& tx) {
    const auto ticket = parts_.tickets.summary(tx, about.ticket.id);
    const bool may = ticket && (!ticket->owner || ticket->owner == member.id);
    const bool moved = may && parts_.tickets.refer_back(tx, ticket->id, member.id, *note, now) ==
                                  tickets::Moved::moved;
    record(tx, parts_, visit.session,
           {"ticket.refer", "ticket", about.ticket.id.value,
            moved ? Answer::allowed : Answer::refused});
    return moved;
  });
  if (!done) return again(visit, about, 409, "not_yours");
  return redirect("/", words_.scheme());
}

// To the office whose patient it is: from then on it is that office's alone.
http::Response AccountDesk::relocate(const Visit& visit, const About& about) const {
  const staff::Member& member = visit.session.member;
  if (staff::allows(member.role, Permission::tickets) != Grant::own_offices)
    return denied(visit, about, "ticket.relocate");
  const LocationId to{visit.number("office")};
  const auto note = read_note(visit.field("note"));
  if (!parts_.config.location(to) || !note || note->empty())
    return again(visit, about, 422, "relocate_words");
  const Time now = parts_.clock.now();
  const bool done = parts_.store.write([&](Transaction& tx) {
    const auto ticket = parts_.tickets.summary(tx, about.ticket.id);
    const bool may = ticket && ticket->owner == member.id && to != ticket->location;
    if (may) {
      parts_.tickets.note(tx, ticket->id, member.id, *note, now);
      parts_.tickets.release(tx, ticket->id, member.id, now);
      parts_.tickets.relocate(tx, ticket->id, to, member.id, now);
      parts_.stamps.void_on(tx, ticket->id, now);
    }
    record(tx, parts_, visit.session,
           {"ticket.relocate", "ticket", about.ticket.id.value,
            may ? Answer::allowed : Answer::refused});
    return may;
  });
  if (!done) return again(visit, about, 409, "not_yours");
  return redirect("/", words_.scheme());
}

// ---- A code that is shown once -----------------------------------------------------------------

http::Response AccountDesk::code_page(const Visit& visit, const About& about,
                                      const conversations::IssuedRegistration& code,
                                      identity::RegistrationKind kind) const {
  View page = words_.page("code_page", words_.text("code_page.title"), visit.session);
  View& shown = page.section("CODE_PAGE");
  const std::string until = words_.moment(about.ticket.location, code.expires_at);
  shown.set("CODE", in_fours(code.code).reveal());
  shown.set("UNTIL", words_.fill("filled.code_until", {{"when", std::string_view(until)}}));
  shown.set("PAGE", parts_.config.urls.patient).set("TICKET", "/ticket/" + about.number.digits);
  shown.show(kind == identity::RegistrationKind::paper ? "PAPER" : "LIVE");
  return words_.answer(200, page);
}

}  // namespace latchkey::kiosk
