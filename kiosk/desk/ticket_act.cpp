#include "kiosk/desk/ticket_act.h"

#include <algorithm>
#include <charconv>

#include "core/base/unicode.h"
#include "kiosk/desk/desk_scope.h"

namespace latchkey::kiosk {

using audit::Answer;
using tickets::Claimed;
using tickets::Ended;
using tickets::Moved;

namespace {

std::optional<std::int64_t> read_minutes(std::string_view typed) {
  if (typed.empty()) return 0;
  std::int64_t value = -1;
  const char* end = typed.data() + typed.size();
  const auto read = std::from_chars(typed.data(), end, value);
  if (read.ec != std::errc() || read.ptr != end || value < 0 || value > minutes_max)
    return std::nullopt;
  return value;
}

TicketAct read_end(const http::Fields& fields) {
  const auto outcome = tickets::outcome_names.find(http::only(fields, "outcome").value_or(""));
  if (!outcome) return Unreadable{"outcome"};
  const auto minutes = read_minutes(http::only(fields, "minutes").value_or(""));
  if (!minutes) return Unreadable{"minutes"};
  auto note = read_note(http::only(fields, "note").value_or(""));
  if (!note) return Unreadable{"note_long"};
  return EndTicket{{*outcome, *minutes, *std::move(note)}};
}

Word action_of(const TicketAct& act) {
  struct {
    Word operator()(const Claim&) const { return "ticket.claim"; }
    Word operator()(const Release&) const { return "ticket.release"; }
    Word operator()(const Wait&) const { return "ticket.wait"; }
    Word operator()(const GoOn&) const { return "ticket.go_on"; }
    Word operator()(const AddNote&) const { return "ticket.note"; }
    Word operator()(const Prioritise&) const { return "ticket.prioritise"; }
    Word operator()(const LogAttempt&) const { return "ticket.attempt"; }
    Word operator()(const EndTicket&) const { return "ticket.end"; }
    Word operator()(const Unreadable&) const { return "ticket.change"; }
  } name;
  return std::visit(name, act);
}

ActResult problem(std::string_view key) { return {ActResult::How::problem, key, std::nullopt}; }

// One act on a ticket that its member may work on.
struct Doing {
  storage::Transaction& tx;
  const DeskParts& parts;
  const staff::Member& by;
  const tickets::Ticket& ticket;
  Time now;

  ActResult operator()(const Claim&) const {
    switch (parts.tickets.claim(tx, ticket.id, by.id, now)) {
      case Claimed::claimed:
      case Claimed::already_yours:
        return {};
      case Claimed::taken:
        return {ActResult::How::problem, "taken", parts.tickets.summary(tx, ticket.id)->owner};
      case Claimed::ended:
      case Claimed::unknown:
        break;
    }
    return problem("ended");
  }
  ActResult operator()(const Release&) const {
    const Moved moved = parts.tickets.release(tx, ticket.id, by.id, now);
    return moved == Moved::moved ? ActResult{} : problem("not_yours");
  }
  ActResult operator()(const Wait&) const { return move(tickets::State::waiting_patient); }
  ActResult operator()(const GoOn&) const { return move(tickets::State::claimed); }
  // Only by who has it: nobody else knows what it waits for.
  ActResult move(tickets::State to) const {
    if (ticket.owner != by.id) return problem("not_yours");
    const Moved moved = parts.tickets.move(tx, ticket.id, to, by.id, now);
    return moved == Moved::moved ? ActResult{} : problem("ended");
  }
  ActResult operator()(const AddNote& note) const {
    const Moved moved = parts.tickets.note(tx, ticket.id, by.id, note.text, now);
    return moved == Moved::moved ? ActResult{} : problem("note_empty");
  }
  ActResult operator()(const Prioritise& asked) const {
    const Moved moved = parts.tickets.prioritise(tx, ticket.id, asked.to, by.id, now);
    if (moved == Moved::moved) return {};
    return problem(tickets::is_open(ticket.state) ? "fraud_urgent" : "ended");
  }
  ActResult operator()(const LogAttempt& attempt) const {
    const std::chrono::sys_days day(parts.calendar.local(ticket.location, now).date);
    const Moved moved = parts.tickets.attempt(tx, ticket.id, by.id, attempt.result,
                                              day.time_since_epoch().count(), now);
    return moved == Moved::moved ? ActResult{} : problem("ended");
  }
  ActResult operator()(const EndTicket& end) const {
    const auto outcomes = outcomes_for(by.role);
    if (std::ranges::find(outcomes, end.ending.outcome) == outcomes.end())
      return {ActResult::How::denied, {}, std::nullopt};
    switch (parts.tickets.end(tx, ticket.id, end.ending, by.id, now)) {
      case Ended::ended:
        return {};
      case Ended::note_needed:
        return problem("note_needed");
      case Ended::too_early:
        return problem("too_early");
      case Ended::not_allowed:
        return problem(tickets::is_open(ticket.state) ? "fraud_stays" : "ended");
      case Ended::unknown:
        break;
    }
    return problem("ended");
  }
  ActResult operator()(const Unreadable& form) const { return problem(form.problem); }
};

}  // namespace

std::optional<std::string> read_note(std::string_view typed) {
  if (typed.size() > note_bytes_max || !unicode::code_points(typed)) return std::nullopt;
  std::string out;
  for (const char c : typed)
    if (c != '\r') out += c;
  const auto begin = out.find_first_not_of(" \n\t");
  if (begin == std::string::npos) return "";
  return out.substr(begin, out.find_last_not_of(" \n\t") - begin + 1);
}

TicketAct read_act(const http::Fields& fields) {
  const std::string_view act = http::only(fields, "do").value_or("");
  if (act == "claim") return Claim{};
  if (act == "release") return Release{};
  if (act == "wait") return Wait{};
  if (act == "go_on") return GoOn{};
  if (act == "note") {
    auto note = read_note(http::only(fields, "note").value_or(""));
    if (!note) return Unreadable{"note_long"};
    return AddNote{*std::move(note)};
  }
  if (act == "prioritise") {
    const auto to = tickets::priority_names.find(http::only(fields, "priority").value_or(""));
    if (!to) return Unreadable{"unknown"};
    return Prioritise{*to};
  }
  if (act == "attempt") {
    const auto result = tickets::reached_names.find(http::only(fields, "result").value_or(""));
    if (!result) return Unreadable{"result"};
    return LogAttempt{*result};
  }
  if (act == "end") return read_end(fields);
  return Unreadable{"unknown"};
}

ActResult carry_out(storage::Transaction& tx, const DeskParts& parts, const Visit& visit,
                    const tickets::HelpNumber& number, const TicketAct& act) {
  const staff::Member& member = visit.session.member;
  const auto id = parts.tickets.find(tx, number);
  const auto ticket = id ? parts.tickets.summary(tx, *id) : std::nullopt;
  const Reach reach = ticket ? reach_of(member, *ticket) : Reach::nothing;
  ActResult result{ActResult::How::unseen, {}, std::nullopt};
  if (reach == Reach::read) result.how = ActResult::How::denied;
  if (reach == Reach::work)
    result = std::visit(Doing{tx, parts, member, *ticket, parts.clock.now()}, act);
  record(tx, parts, visit.session,
         {action_of(act), "ticket", id ? id->value : 0,
          result.how == ActResult::How::done ? Answer::allowed : Answer::refused});
  return result;
}

}  // namespace latchkey::kiosk
