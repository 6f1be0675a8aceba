// A patient's past as one list by time, and what is asked first when something does not work.
#include <algorithm>
#include <set>

#include "core/conversations/turn_records.h"
#include "kiosk/desk/contact_pages.h"
#include "kiosk/desk/patient_desk.h"

namespace latchkey::kiosk {

using calls::Call;
using calls::Outcome;

namespace {

constexpr int contacts_shown = 50;

struct Happened {
  Time at;
  std::string what, result;
  std::string link{};  // empty: none that this member may follow
  enum class Proof { none_needed, missing } proof = Proof::none_needed;
};

class Past {
 public:
  Past(const DeskWords& words, const OpenedRecord& opened) : words_(words), opened_(opened) {}

  std::vector<Happened> all() const {
    std::vector<Happened> out;
    for (const OpenedRecord::Came& came : opened_.came) out.push_back(contact(came));
    for (const tickets::Ticket& ticket : opened_.tickets) add_ticket(out, ticket);
    for (const conversations::DeskAct& act : opened_.acts)
      out.push_back({act.at, words_.word("acts", identity::act_names[act.act]),
                     words_.word("act_states", conversations::act_state_names[act.state])});
    for (const OpenedRecord::Sent& sent : opened_.sent)
      out.push_back({sent.at, what_of(sent), state_of(sent)});
    std::ranges::stable_sort(out, std::ranges::greater(), &Happened::at);
    return out;
  }

  std::string moment(Time at) const { return words_.moment(opened_.person.location, at); }

  std::string what_of(const OpenedRecord::Sent& sent) const {
    return words_.word("errands", courier::name_of(sent.progress.kind)) + ": " +
           words_.word("lanes", courier::name_of(sent.progress.lane));
  }
  std::string state_of(const OpenedRecord::Sent& sent) const {
    const auto& status = sent.progress.status;
    return words_.word("deliveries",
                       status ? courier::name_of(*status) : std::string_view(sent.progress.state));
  }
  std::string result_of(const Call& call) const {
    std::string out = words_.word("contact_outcomes",
                                  call.outcome ? calls::outcome_names[*call.outcome] : "goes_on");
    if (!call.failure.empty()) out += ": " + words_.word("failures", call.failure);
    return out;
  }

 private:
  Happened contact(const OpenedRecord::Came& came) const {
    const Call& call = came.call;
    Happened out{call.started_at, "", result_of(call)};
    out.what = call.entry ? words_.word("ways", calls::way_names[call.entry->way])
                          : words_.word("channels", calls::channel_names[call.channel]);
    if (!call.topic.empty()) out.what += ": " + words_.word("results", call.topic);
    if (came.reach != Reach::nothing) out.link = "/contact/" + std::to_string(call.id.value);
    const bool proven =
        call.outcome == Outcome::recovered || call.entry || call.channel == calls::Channel::desk;
    if (!proven) out.proof = Happened::Proof::missing;
    return out;
  }

  void add_ticket(std::vector<Happened>& out, const tickets::Ticket& ticket) const {
    const std::string number = grouped(ticket.number);
    const std::string what = words_.fill("filled.ticket", {{"number", std::string_view(number)}});
    const std::string link = "/ticket/" + ticket.number.digits;
    out.push_back({ticket.created_at, what,
                   words_.word("failures", tickets::failure_code_names[ticket.code]), link});
    if (ticket.outcome)
      out.push_back({ticket.updated_at, what,
                     words_.word("outcomes", tickets::outcome_names[*ticket.outcome]), link});
  }

  const DeskWords& words_;
  const OpenedRecord& opened_;
};

// The newest of those that fit.
template <class Each, class Fits, class At>
const Each* newest(const std::vector<Each>& all, Fits fits, At at) {
  const Each* out = nullptr;
  for (const Each& each : all)
    if (fits(each) && (!out || at(each) > at(*out))) out = &each;
  return out;
}

}  // namespace

// Where a name is masked the past is too: of the tickets that are theirs alone.
void PatientDesk::read_past(storage::Transaction& tx, const Visit& visit,
                            OpenedRecord& opened) const {
  const staff::Member& member = visit.session.member;
  std::vector<calls::Call> calls;
  std::set<ConversationId> conversations;
  const auto add_legs = [&](ConversationId conversation) {
    if (!conversations.insert(conversation).second) return;
    for (calls::Call& call : parts_.calls.of_conversation(tx, conversation))
      calls.push_back(std::move(call));
  };
  for (const tickets::Ticket& ticket : opened.tickets) {
    const auto detail = parts_.tickets.get(tx, ticket.id);
    for (const tickets::Contact& contact : detail->contacts) {
      if (opened.browser.empty()) opened.browser = contact.personal.browser;
      if (contact.conversation) add_legs(*contact.conversation);
    }
  }
  for (const conversations::DeskAct& act : opened.acts)
    if (act.conversation) add_legs(*act.conversation);
  if (opened.shown == Shown::full) {
    const std::string claim = conversations::claim_key_of(parts_.sealer, opened.person.id);
    for (calls::Call& call : parts_.calls.of_person(tx, claim, contacts_shown)) {
      conversations.insert(call.conversation);
      calls.push_back(std::move(call));
    }
  }
  std::set<calls::CallId> seen;
  for (calls::Call& call : calls) {
    if (!seen.insert(call.id).second) continue;
    const auto ticket =
        call.ticket ? parts_.tickets.summary(tx, *call.ticket) : std::optional<tickets::Ticket>();
    OpenedRecord::Came came{std::move(call)};
    came.reach = reach_over(member, came.call, ticket);
    if (const auto steps = parts_.calls.steps_of(tx, came.call.id); !steps.empty())
      came.last_asked = steps.back().step;
    opened.came.push_back(std::move(came));
  }
  const auto add_sent = [&](courier::OriginKind kind, std::int64_t origin) {
    for (const courier::Progress& each : parts_.outbox.progress_of(tx, kind, origin))
      if (each.kind != courier::Kind::nothing) opened.sent.push_back({each.created_at, each});
  };
  for (const ConversationId id : conversations)
    add_sent(courier::OriginKind::conversation, id.value);
  for (const conversations::DeskAct& act : opened.acts)
    add_sent(courier::OriginKind::act, act.id.value);
}

void show_timeline(View& view, const DeskWords& words, const OpenedRecord& opened) {
  const Past past(words, opened);
  const auto all = past.all();
  if (all.empty()) return;
  View& table = view.section("PAST");
  for (const Happened& each : all) {
    View& row = table.section("EVENT");
    row.set("AT", past.moment(each.at)).set("RESULT", each.result);
    row.section(each.link.empty() ? "PLAIN" : "LINKED")
        .set("LINK", each.link)
        .set("WHAT", each.what);
    if (each.proof == Happened::Proof::missing) row.show("UNPROVEN");
  }
}

void show_trouble(View& view, const DeskWords& words, const OpenedRecord& opened) {
  const Past past(words, opened);
  View part;
  const auto fact = [&](std::string_view label, std::string_view value) {
    part.section("TOLD_FACT").set("LABEL", label).set("VALUE", value);
  };
  const auto* came = newest(
      opened.came, [](const auto& each) { return !each.call.entry; },
      [](const auto& each) { return each.call.started_at; });
  if (came) {
    fact(words.text("record.last_try"),
         past.moment(came->call.started_at) + ": " + past.result_of(came->call));
    if (!came->last_asked.empty())
      fact(words.text("record.last_asked"), words.question(came->last_asked));
  }
  const auto* code = newest(
      opened.sent, [](const auto& each) { return each.progress.kind == courier::Kind::send_code; },
      [](const auto& each) { return each.at; });
  if (code)
    fact(words.text("record.last_code"), past.moment(code->at) + ": " + past.state_of(*code));
  for (std::string_view facts = opened.browser; !facts.empty();) {
    const auto end = std::min(facts.find('\n'), facts.size());
    const auto [label, value] = words.browser_fact(facts.substr(0, end));
    fact(label, value);
    facts.remove_prefix(std::min(end + 1, facts.size()));
  }
  if (!part.sections().empty()) view.section("TROUBLE") = std::move(part);
}

}  // namespace latchkey::kiosk
