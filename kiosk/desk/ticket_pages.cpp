#include "kiosk/desk/ticket_pages.h"

#include <algorithm>

#include "core/base/json.h"
#include "kiosk/desk/account_desk.h"
#include "kiosk/desk/bridge_desk.h"
#include "kiosk/desk/incident_desk.h"
#include "kiosk/desk/look_again.h"
#include "kiosk/desk/ticket_act.h"

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;
using tickets::HelpNumber;
using tickets::Ticket;

namespace {

constexpr std::size_t page_size = 50;
constexpr std::string_view ticket_path = "/ticket/";

std::string path_of(const HelpNumber& number) { return std::string(ticket_path) + number.digits; }

}  // namespace

struct TicketPages::Asked {
  enum class Which { open, mine, overdue, waiting, ended } which = Which::open;
  static constexpr Names<Which, 5> which_names{{"open", "mine", "overdue", "waiting", "ended"}};
  std::optional<HelpNumber> after;  // the last ticket of the page before

  static Asked read(const Visit& visit) {
    Asked out;
    out.which = which_names.find(visit.field("show")).value_or(Which::open);
    out.after = tickets::read_help_number(visit.field("after"));
    return out;
  }
  std::string_view word() const { return which_names[which]; }
};

struct TicketPages::Listed {
  Reach reach = Reach::nothing;
  std::vector<Ticket> tickets;
  enum class More { no, yes } more = More::no;
  std::optional<incidents::Incident> outage;
};

std::optional<http::Response> TicketPages::answer(const Visit& visit) const {
  const std::string_view path = visit.request.path;
  const bool is_post = visit.request.method == "POST";
  if (path == "/" && !is_post) return list(visit, "");
  if (path == "/find" && !is_post) return find(visit);
  if (!path.starts_with(ticket_path)) return std::nullopt;
  const auto number = tickets::read_help_number(path.substr(ticket_path.size()));
  if (!number) return std::nullopt;
  return is_post ? act(visit, *number) : show(visit, *number, 200, "");
}

StaffNames TicketPages::staff_names() const {
  StaffNames out;
  for (const staff::Member& member : parts_.staff.list()) out[member.id] = member.display;
  return out;
}

// ---- The list ----------------------------------------------------------------------------------

TicketPages::Listed TicketPages::read_list(Transaction& tx, const Visit& visit,
                                           const Asked& asked) const {
  const staff::Member& member = visit.session.member;
  Listed out = chosen(tx, member, asked);
  record(
      tx, parts_, visit.session,
      {"ticket.list", "none", 0, out.reach == Reach::nothing ? Answer::refused : Answer::allowed});
  return out;
}

TicketPages::Listed TicketPages::chosen(Transaction& tx, const staff::Member& member,
                                        const Asked& asked) const {
  auto filter = visible_to(member);
  if (!filter) return {};
  Listed out{Reach::read, {}, Listed::More::no, known_outage(tx)};
  if (asked.which == Asked::Which::ended) filter->which = tickets::Filter::Which::ended;
  if (asked.which == Asked::Which::mine) filter->owner = member.id;
  if (asked.which == Asked::Which::overdue) filter->promised_before = parts_.clock.now();
  if (asked.which == Asked::Which::waiting) filter->state = tickets::State::waiting_patient;
  if (asked.after)
    if (const auto id = parts_.tickets.find(tx, *asked.after)) {
      auto last = parts_.tickets.summary(tx, *id);
      if (last && reach_of(member, *last) != Reach::nothing) filter->after = std::move(last);
    }
  filter->limit = page_size + 1;
  out.tickets = parts_.tickets.list(tx, *filter);
  if (out.tickets.size() > page_size) {
    out.tickets.pop_back();
    out.more = Listed::More::yes;
  }
  return out;
}

// Not how old the tickets are: a page that changes every minute would never be left in peace.
std::string TicketPages::tag_of(const Listed& listed) const {
  std::string shown = listed.more == Listed::More::yes ? "more" : "";
  if (listed.outage) shown += std::to_string(listed.outage->id.value);
  for (const Ticket& ticket : listed.tickets) shown += tag_of(ticket);
  return page_tag(parts_.sealer, shown);
}

std::string TicketPages::tag_of(const Ticket& ticket) const {
  const bool late = ticket.promised_by < parts_.clock.now();
  return page_tag(parts_.sealer, ticket.number.digits + (late ? " late " : " ") +
                                     std::to_string(to_millis(ticket.updated_at)));
}

void TicketPages::show_row(View& list, const Ticket& ticket, const StaffNames& names) const {
  const Time now = parts_.clock.now();
  const bool open = tickets::is_open(ticket.state);
  View& row = list.section("ROW");
  row.set("PATH", path_of(ticket.number)).set("NUMBER", grouped(ticket.number));
  row.set("FAILURE", words_.word("failures", tickets::failure_code_names[ticket.code]));
  row.set("CATEGORY", words_.word("categories", tickets::category_names[ticket.category]));
  row.set("OFFICE", words_.office(ticket.location));
  row.set("PROMISED", words_.moment(ticket.location, ticket.promised_by));
  if (open && ticket.promised_by < now) row.show("OVERDUE");
  if (ticket.fraud == Ticket::Fraud::possible) row.show("FRAUD");
  if (open && ticket.priority != tickets::Priority::normal)
    row.section("PRESSING")
        .set("PRIORITY", words_.word("priorities", tickets::priority_names[ticket.priority]));
  row.set("AGE", words_.age(now - ticket.created_at));
  row.set("LANGUAGE", words_.language(ticket.language));
  row.set("STATE", words_.word("states", tickets::state_names[ticket.state]));
  const auto owner = ticket.owner ? names.find(*ticket.owner) : names.end();
  row.set("OWNER",
          owner != names.end() ? std::string_view(owner->second) : words_.text("list.nobody"));
}

http::Response TicketPages::list(const Visit& visit, std::string_view problem) const {
  const Asked asked = Asked::read(visit);
  if (looks_again(visit.request)) {
    const Listed now =
        parts_.store.read([&](Transaction& tx) { return chosen(tx, visit.session.member, asked); });
    if (auto answer = still_fresh(visit.request, tag_of(now))) return *std::move(answer);
  }
  const StaffNames names = staff_names();
  const Listed listed =
      parts_.store.write([&](Transaction& tx) { return read_list(tx, visit, asked); });
  if (listed.reach == Reach::nothing) return words_.message(403, "no_tickets", &visit.session);
  View page = words_.page("list", words_.text("list.title"), visit.session);
  if (!problem.empty()) page.section("PROBLEM").set("TEXT", problem);
  if (listed.outage) show_outage(page, parts_, words_, visit.session.member, *listed.outage);
  View& list = page.section("LIST");
  list.set("TAG", tag_of(listed));
  for (const std::string_view which : Asked::which_names.words) {
    View& tab = list.section("TAB");
    const std::string key = which == "overdue" ? "overdue_tab" : std::string(which);
    tab.set("WHICH", which).set("TEXT", words_.text("list." + key));
    if (which == asked.word()) tab.show("CURRENT");
  }
  if (listed.tickets.empty()) list.show("NONE");
  if (!listed.tickets.empty()) {
    View& table = list.section("TABLE");
    for (const Ticket& ticket : listed.tickets) show_row(table, ticket, names);
  }
  if (listed.more == Listed::More::yes)
    list.section("MORE")
        .set("WHICH", asked.word())
        .set("AFTER", listed.tickets.back().number.digits);
  if (asked.after) list.section("FIRST").set("WHICH", asked.word());
  return words_.answer(problem.empty() ? 200 : 422, page);
}

http::Response TicketPages::find(const Visit& visit) const {
  const auto number = tickets::read_help_number(visit.field("number"));
  if (!number) return list(visit, words_.text("problems.number"));
  return redirect(path_of(*number), words_.scheme());
}

// ---- One ticket --------------------------------------------------------------------------------

std::optional<TicketPages::Located> TicketPages::locate(const Visit& visit,
                                                        const tickets::TicketDetail& detail,
                                                        const HelpNumber& number) {
  for (const tickets::Contact& contact : detail.contacts)
    if (contact.number == number && awaited_at(visit.session.member, contact) == Awaited::here)
      return Located{detail.ticket, contact.verified};
  return std::nullopt;
}

TicketPages::Found TicketPages::open(Transaction& tx, const Visit& visit,
                                     const HelpNumber& number) const {
  const auto id = parts_.tickets.find(tx, number);
  auto detail = id ? parts_.tickets.get(tx, *id) : std::nullopt;
  const Reach reach = detail ? reach_of(visit.session.member, detail->ticket) : Reach::nothing;
  const std::int64_t subject = id ? id->value : 0;
  if (auto located =
          detail && reach == Reach::nothing ? locate(visit, *detail, number) : std::nullopt) {
    record(tx, parts_, visit.session, {"ticket.locate", "ticket", subject, Answer::allowed});
    return *std::move(located);
  }
  record(tx, parts_, visit.session,
         {"ticket.view", "ticket", subject,
          reach == Reach::nothing ? Answer::refused : Answer::allowed});
  if (reach == Reach::nothing) return std::monostate{};
  OpenedTicket out{
      *std::move(detail), std::nullopt, {}, {}, reach, {}, {}, {}, {}, {}, {}, {}, {}, {}, {}};
  if (out.detail.ticket.patient) out.person = parts_.roster.person(tx, *out.detail.ticket.patient);
  for (const tickets::Contact& contact : out.detail.contacts) {
    if (!contact.conversation) continue;
    for (calls::Call& call : parts_.calls.of_conversation(tx, *contact.conversation))
      out.calls.push_back(std::move(call));
    if (auto voicemail = tickets::voicemail_of(tx, *contact.conversation))
      out.voicemails.push_back(*std::move(voicemail));
  }
  open_account(tx, visit, out);
  return out;
}

void TicketPages::open_account(Transaction& tx, const Visit& visit, OpenedTicket& opened) const {
  const staff::Member& member = visit.session.member;
  const Ticket& ticket = opened.detail.ticket;
  const Time now = parts_.clock.now();
  opened.acts = conversations::acts_of_ticket(tx, parts_.sealer, ticket.id);
  if (opened.reach != Reach::work) return;
  opened.methods = methods_for(member.role);
  opened.possible = acts_for(parts_, member.role);
  opened.batons = parts_.stamps.batons_of(tx, ticket.id);
  opened.rings = rings_at(parts_, member, ticket);
  if (opened.rings) opened.bridges = parts_.acts.bridges().of_ticket(tx, ticket.id);
  if (!ticket.patient) return;
  if (parts_.attempts.is_suspended(tx, parts_.attempt_keys.account(*ticket.patient)))
    opened.repudiated = OpenedTicket::Repudiated::yes;
  opened.stamp = parts_.stamps.valid(tx, ticket.id, *ticket.patient, member.id, now);
  if (parts_.stamps.read_back(tx, ticket.id, *ticket.patient, member.id, now))
    opened.read_back = OpenedTicket::ReadBack::sent;
  if (!opened.methods.empty()) opened.callable = parts_.acts.callable(tx, *ticket.patient, now);
  // A baton that does not hold any more is not shown as if it did.
  std::erase_if(opened.batons, [&](const identity::Baton& baton) {
    const auto live = parts_.acts.baton(tx, ticket, baton.act, now);
    return !live || live->id != baton.id;
  });
}

// Only that it changed: the page shows it once somebody asks for it, which is then audited.
std::optional<http::Response> TicketPages::look_again(const Visit& visit,
                                                      const HelpNumber& number) const {
  if (!looks_again(visit.request)) return std::nullopt;
  const auto ticket = parts_.store.read([&](Transaction& tx) {
    const auto id = parts_.tickets.find(tx, number);
    return id ? parts_.tickets.summary(tx, *id) : std::nullopt;
  });
  if (!ticket || reach_of(visit.session.member, *ticket) == Reach::nothing) return std::nullopt;
  const std::string tag = tag_of(*ticket);
  if (auto answer = still_fresh(visit.request, tag)) return answer;
  return json_answer(200,
                     JsonWriter().begin_object().name("changed").truth(true).end_object().take(),
                     words_.scheme());
}

http::Response TicketPages::show(const Visit& visit, const HelpNumber& number, int status,
                                 std::string_view problem) const {
  if (auto answer = look_again(visit, number)) return *std::move(answer);
  const StaffNames names = staff_names();
  const auto found = parts_.store.write([&](Transaction& tx) { return open(tx, visit, number); });
  if (const auto* opened = std::get_if<OpenedTicket>(&found)) {
    View page = ticket_view(words_, visit, *opened, names, parts_.clock.now(), problem);
    page.section("LOOKS").set("TAG", tag_of(opened->detail.ticket)).set("PATH", path_of(number));
    return words_.answer(status, page);
  }
  if (const auto* located = std::get_if<Located>(&found)) return elsewhere(visit, *located);
  return words_.message(404, "no_ticket", &visit.session);
}

// Enough for whoever answers the telephone; nothing of the ticket itself. An unproven person may
// learn neither the patient's own office nor, by a time that they were not told, of an earlier
// ticket that theirs was added to (rulings.md R2).
http::Response TicketPages::elsewhere(const Visit& visit, const Located& located) const {
  const Ticket& ticket = located.ticket;
  const std::string office = words_.office(ticket.location);
  const std::string promised = words_.moment(ticket.location, ticket.promised_by);
  const bool late = ticket.promised_by < parts_.clock.now();
  const std::string_view state = !tickets::is_open(ticket.state) ? "filled.elsewhere_ended"
                                 : late                          ? "filled.elsewhere_late"
                                                                 : "filled.elsewhere";
  const std::string_view advice = located.verified == tickets::Verified::yes
                                      ? "messages.elsewhere_proven"
                                      : "messages.elsewhere_unproven";
  View page = words_.page("messages", words_.text("messages.elsewhere_title"), visit.session);
  page.section("MESSAGE").set("TEXT", words_.fill(state, {{"office", std::string_view(office)},
                                                          {"when", std::string_view(promised)}}));
  page.section("MESSAGE").set("TEXT", words_.text(advice));
  return words_.answer(200, page);
}

http::Response TicketPages::act(const Visit& visit, const HelpNumber& number) const {
  const TicketAct act = read_act(visit.fields);
  const ActResult result = parts_.store.write(
      [&](Transaction& tx) { return carry_out(tx, parts_, visit, number, act); });
  switch (result.how) {
    case ActResult::How::done:
      return redirect(path_of(number), words_.scheme());
    case ActResult::How::unseen:
      return words_.message(404, "no_ticket", &visit.session);
    case ActResult::How::denied:
      return words_.message(403, "not_your_role", &visit.session);
    case ActResult::How::problem:
      break;
  }
  const StaffNames names = staff_names();
  const auto owner = result.owner ? names.find(*result.owner) : names.end();
  const std::string problem =
      owner != names.end() ? words_.fill("filled.taken", {{"who", std::string_view(owner->second)}})
                           : std::string(words_.text("problems." + std::string(result.problem)));
  return show(visit, number, owner != names.end() ? 409 : 422, problem);
}

}  // namespace latchkey::kiosk
