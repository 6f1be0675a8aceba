// One ticket as a page: values into the template, nothing decided but what a role may see.
#include <algorithm>

#include "core/base/unicode.h"
#include "core/conversations/voicemail_errands.h"
#include "kiosk/desk/bridge_desk.h"
#include "kiosk/desk/sheet_pages.h"
#include "kiosk/desk/ticket_pages.h"
#include "kiosk/desk/voicemail_desk.h"

namespace latchkey::kiosk {

using tickets::Happening;
using tickets::Ticket;

namespace {

// "M." of "María"; a name that is no text shows nothing.
std::string initial(std::string_view name) {
  const auto points = unicode::code_points(name);
  if (!points || points->empty()) return "";
  return unicode::to_utf8(std::u32string_view(*points).substr(0, 1)) + ".";
}

// The last two digits, for those who don't call.
std::string masked_phone(std::string_view e164) {
  return e164.size() < 4 ? "" : "••• " + std::string(e164.substr(e164.size() - 2));
}

class Page {
 public:
  Page(const DeskWords& words, const Visit& visit, const OpenedTicket& opened,
       const StaffNames& names, Time now)
      : words_(words),
        visit_(visit),
        member_(visit.session.member),
        opened_(opened),
        ticket_(opened.detail.ticket),
        names_(names),
        now_(now) {}

  void show(View& view) const {
    view.set("DIGITS", ticket_.number.digits);
    const auto grant = staff::allows(member_.role, staff::Permission::contacts);
    const bool writes = grant == staff::Grant::own_offices || grant == staff::Grant::by_ticket;
    if (opened_.reach == Reach::work && writes) view.show("WRITE_DOWN");
    facts(view);
    patient(view);
    for (const tickets::Contact& contact : opened_.detail.contacts) this->contact(view, contact);
    for (const calls::Call& each : opened_.calls) call(view, each);
    for (const tickets::TimelineEntry& entry : opened_.detail.timeline) happened(view, entry);
    if (opened_.reach == Reach::work) acts(view);
  }

 private:
  std::string name_of(std::optional<StaffId> id) const {
    if (!id) return std::string(words_.text("list.nobody"));
    const auto found = names_.find(*id);
    return found == names_.end() ? std::string(words_.text("list.nobody")) : found->second;
  }
  std::string moment(Time at) const { return words_.moment(ticket_.location, at); }
  std::string yes_or_no(bool yes) const {
    return std::string(words_.text(yes ? "ticket.yes" : "ticket.no"));
  }
  static void fact(View& view, std::string_view label, std::string_view value) {
    view.section("FACT").set("LABEL", label).set("VALUE", value);
  }
  void fact(View& view, const char* key, const std::string& value) const {
    fact(view, words_.text("ticket." + std::string(key)), std::string_view(value));
  }

  // What a person told us. A section of its own name: a part without one would show the facts of
  // the ticket around it.
  void told(View& part, std::string_view label, std::string_view value) const {
    part.section("TOLD_FACT").set("LABEL", label).set("VALUE", value);
  }
  void told(View& part, const char* key, const std::string& value) const {
    told(part, words_.text("ticket." + std::string(key)), std::string_view(value));
  }

  void facts(View& view) const {
    const bool open = tickets::is_open(ticket_.state);
    fact(view, "state", words_.word("states", tickets::state_names[ticket_.state]));
    fact(view, "priority", words_.word("priorities", tickets::priority_names[ticket_.priority]));
    fact(view, "failure", words_.word("failures", tickets::failure_code_names[ticket_.code]));
    fact(view, "category", words_.word("categories", tickets::category_names[ticket_.category]));
    fact(view, "office", words_.office(ticket_.location));
    fact(view, "queue", words_.word("queues", tickets::queue_names[ticket_.queue]));
    fact(view, "promised", moment(ticket_.promised_by));
    fact(view, "opened", moment(ticket_.created_at));
    fact(view, "language", words_.language(ticket_.language));
    if (ticket_.interpreter == tickets::Interpreter::needed)
      fact(view, "interpreter", yes_or_no(true));
    fact(view, "proven", yes_or_no(ticket_.verified == tickets::Verified::yes));
    fact(view, "owner", name_of(ticket_.owner));
    if (ticket_.last_owner) fact(view, "last_owner", name_of(ticket_.last_owner));
    if (ticket_.outcome)
      fact(view, "outcome", words_.word("outcomes", tickets::outcome_names[*ticket_.outcome]));
    if (!open) fact(view, "minutes", std::to_string(ticket_.minutes));
    if (open && ticket_.promised_by < now_) view.show("OVERDUE");
    if (ticket_.fraud == Ticket::Fraud::possible) view.show("FRAUD");
    const bool said = ticket_.code == tickets::FailureCode::repudiated ||
                      opened_.repudiated == OpenedTicket::Repudiated::yes;
    if (open && said) view.show("REPUDIATED");
  }

  // The role's grant decides (product.md, role table): nobody is shown more than it says.
  void patient(View& view) const {
    std::string shown(words_.text("ticket.no_record"));
    if (ticket_.patient) shown = words_.text("ticket.not_shown");
    if (opened_.person) {
      const accounts::Person& person = *opened_.person;
      const std::string year = std::to_string(static_cast<int>(person.birth_date.year()));
      std::string name;
      switch (shown_of(member_, person)) {
        case Shown::full:
          name = person.first_name + " " + person.last_name;
          break;
        case Shown::masked:
          name = initial(person.first_name) + " " + initial(person.last_name);
          break;
        case Shown::nothing:
          break;
      }
      if (!name.empty())
        shown = words_.fill("filled.patient",
                            {{"name", std::string_view(name)}, {"year", std::string_view(year)}});
    }
    view.set("PATIENT", shown);
  }

  void contact(View& view, const tickets::Contact& contact) const {
    View& part = view.section("CONTACT");
    part.set("NUMBER", grouped(contact.number)).set("AT", moment(contact.at));
    part.set("CHANNEL", words_.word("channels", tickets::channel_names[contact.channel]));
    part.set("FAILURE", words_.word("failures", tickets::failure_code_names[contact.code]));
    if (contact.told && *contact.told != ticket_.location)
      told(part, "told", words_.office(*contact.told));
    const tickets::Personal& personal = contact.personal;
    if (!personal.callback.empty()) {
      const bool full = callback_shown(member_.role) == Shown::full;
      told(part, "callback",
           full ? shown_phone(personal.callback) : masked_phone(personal.callback));
      told(part, "message",
           words_.word("message_rules",
                       personal.leave_message == tickets::LeaveMessage::yes ? "yes" : "no"));
      // standards.md T5: an unproven person's number need not be the patient's.
      if (contact.verified == tickets::Verified::no) part.show("UNPROVEN");
    }
    if (!personal.best_time.empty()) told(part, "best_time", personal.best_time);
    if (!personal.error_text.empty()) told(part, "error_text", personal.error_text);
    browser(part, personal.browser);
    for (const tickets::Voicemail& each : opened_.voicemails)
      if (each.conversation == contact.conversation) voicemail(part, each);
    if (contact.tried.empty()) return;
    View& steps = part.section("TRIED");
    for (const tickets::Tried& tried : contact.tried)
      steps.section("STEP")
          .set("STEP_AT", moment(tried.at))
          .set("STEP_WHAT", words_.tried(tried.step))
          .set("STEP_RESULT", words_.result(tried.step, tried.result));
  }

  void voicemail(View& part, const tickets::Voicemail& voicemail) const {
    View& shown = part.section("VOICEMAIL");
    shown.set("SPOKEN", moment(voicemail.spoken_at));
    if (voicemail.seconds)
      shown.section("LENGTH").set(
          "SECONDS", words_.fill("filled.seconds", {{"count", std::int64_t{*voicemail.seconds}}}));
    const bool kept = voicemail.sound == tickets::Voicemail::Sound::kept;
    const bool lost = !kept && voicemail.spoken_at + conversations::recording_life < now_;
    if (kept && may_listen(member_, ticket_))
      shown.section("LISTEN").set("TICKET", ticket_.number.digits).set("ID", voicemail.id.value);
    else if (lost)
      shown.show("LOST");
    else if (!kept)
      shown.show("AWAITED");
  }

  // One `name value` a line.
  void browser(View& part, std::string_view facts) const {
    while (!facts.empty()) {
      const auto end = std::min(facts.find('\n'), facts.size());
      const auto [label, value] = words_.browser_fact(facts.substr(0, end));
      told(part, label, std::string_view(value));
      facts.remove_prefix(std::min(end + 1, facts.size()));
    }
  }

  void call(View& view, const calls::Call& call) const {
    View& row = view.section("CALLS").section("CALL");
    row.set("CALL_CHANNEL", words_.word("channels", calls::channel_names[call.channel]));
    row.set("CALL_BEGAN", moment(call.started_at));
    row.set("CALL_ENDED", call.ended_at ? moment(*call.ended_at) : "–");
    row.set("CALL_STEPS", call.ended_at ? std::to_string(call.steps) : "–");
  }

  std::string details(const tickets::TimelineEntry& entry) const {
    switch (entry.what) {
      case Happening::opened:
      case Happening::appended:
        return words_.word("failures", entry.word);
      case Happening::moved:
        return words_.word("states", entry.word);
      case Happening::requeued:
        return words_.word("queues", entry.word);
      case Happening::attempt:
        return words_.word("reached", entry.word);
      case Happening::ended:
        return words_.word("outcomes", entry.word);
      case Happening::stamped:
        return words_.word("stamp_methods", entry.word);
      case Happening::acted:
      case Happening::passed_on:
      case Happening::agreed:
        return words_.word("acts", entry.word);
      case Happening::act_ended:
        return words_.word("act_states", entry.word);
      case Happening::prioritised:
        return words_.word("priorities", entry.word);
      case Happening::called:
        return words_.word("bridge_states", entry.word);
      case Happening::linked:
      case Happening::claimed:
      case Happening::released:
      case Happening::relocated:
      case Happening::note:
        break;
    }
    return "";
  }

  void happened(View& view, const tickets::TimelineEntry& entry) const {
    View& row = view.section("EVENT");
    row.set("EVENT_AT", moment(entry.at));
    row.set("EVENT_BY", entry.by ? std::string_view(name_of(entry.by)) : "Latchkey");
    row.set("EVENT_WHAT", words_.word("happenings", tickets::happening_names[entry.what]));
    row.set("EVENT_DETAILS", details(entry));
    if (!entry.text.empty()) row.section("NOTE").set("TEXT", entry.text);
  }

  // What was typed into the form of `act` and could not be kept; nobody types it twice.
  std::string_view typed(std::string_view act, std::string_view field) const {
    const bool refused = visit_.request.method == "POST" && visit_.field("do") == act;
    return refused ? visit_.field(field) : std::string_view();
  }

  // What a colleague asked for, and this member may agree to.
  void waiting_for_second(View& acts) const {
    for (const conversations::DeskAct& act : opened_.acts) {
      if (act.state != conversations::ActState::waiting_second || now_ >= act.until) continue;
      const std::string who = name_of(act.by);
      const std::string what = words_.word("acts", identity::act_names[act.act]);
      View& part = acts.section("SECOND");
      part.set("ID", act.id.value).set("TICKET", ticket_.number.digits);
      part.set("TEXT", words_.fill("filled.second", {{"who", std::string_view(who)},
                                                     {"what", std::string_view(what)},
                                                     {"name", std::string_view(act.details)}}));
    }
  }

  static void option(View& list, std::string_view word, std::string_view text,
                     std::string_view typed) {
    View& option = list.section("OPTION");
    option.set("WORD", word).set("TEXT", text);
    if (word == typed) option.show("CHOSEN");
  }

  void acts(View& view) const {
    View& acts = view.section("ACTS");
    acts.set("ACTION", "/ticket/" + ticket_.number.digits);
    acts.set("NOTE_TYPED", typed("note", "note"));
    if (!tickets::is_open(ticket_.state)) return;
    if (!ticket_.owner)
      acts.show("CLAIM");
    else if (*ticket_.owner == member_.id)
      acts.section("RELEASE").show(ticket_.state == tickets::State::claimed           ? "WAIT"
                                   : ticket_.state == tickets::State::waiting_patient ? "GO_ON"
                                                                                      : "NEITHER");
    else
      acts.section("OTHERS").set(
          "TEXT", words_.fill("filled.taken", {{"who", std::string_view(name_of(ticket_.owner))}}));
    if (ticket_.owner == member_.id) show_account(acts, words_, visit_, opened_, names_, now_);
    if (ticket_.owner != member_.id) waiting_for_second(acts);
    show_steps(acts.section("STEPS"), words_, ticket_.category);
    if (ticket_.fraud == Ticket::Fraud::not_suspected) {
      View& priority = acts.section("PRIORITY");
      for (const std::string_view word : tickets::priority_names.words)
        option(priority, word, words_.word("priorities", word),
               tickets::priority_names[ticket_.priority]);
    }
    if (opened_.rings && ticket_.owner == member_.id) show_bridge(acts, words_, opened_, now_);
    View& attempt = acts.section("ATTEMPT");
    for (const std::string_view result : tickets::reached_names.words)
      option(attempt, result, words_.word("reached", result), typed("attempt", "result"));
    View& end = acts.section("END");
    end.set("MINUTES", typed("end", "minutes")).set("END_NOTE", typed("end", "note"));
    for (const tickets::Outcome outcome : outcomes_for(member_.role)) {
      const std::string_view word = tickets::outcome_names[outcome];
      option(end, word, words_.word("outcomes", word), typed("end", "outcome"));
    }
  }

  const DeskWords& words_;
  const Visit& visit_;
  const staff::Member& member_;
  const OpenedTicket& opened_;
  const Ticket& ticket_;
  const StaffNames& names_;
  Time now_;
};

}  // namespace

View ticket_view(const DeskWords& words, const Visit& visit, const OpenedTicket& opened,
                 const StaffNames& names, Time now, std::string_view problem) {
  const std::string number = grouped(opened.detail.ticket.number);
  View view = words.page(
      "ticket", words.fill("filled.ticket", {{"number", std::string_view(number)}}), visit.session);
  if (!problem.empty()) view.section("PROBLEM").set("TEXT", problem);
  Page(words, visit, opened, names, now).show(view.section("TICKET"));
  return view;
}

}  // namespace latchkey::kiosk
