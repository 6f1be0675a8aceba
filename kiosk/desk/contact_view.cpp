// One contact as a page: values into the template, nothing decided but what may be shown.
#include <fmt/format.h>

#include "kiosk/desk/contact_pages.h"

namespace latchkey::kiosk {

using calls::Call;
using calls::Outcome;

namespace {

class Page {
 public:
  Page(const DeskWords& words, const Visit& visit, const OpenedContact& opened,
       const MemberNames& names, const CostSettings& cost, Time now)
      : words_(words),
        visit_(visit),
        opened_(opened),
        call_(opened.call),
        names_(names),
        cost_(cost),
        now_(now) {}

  void show(View& view) const {
    facts(view);
    links(view);
    if (!opened_.legs.empty()) legs(view.section("LEGS"));
    if (!opened_.steps.empty()) steps(view.section("STEPS"));
    if (!opened_.sent.empty()) sent(view.section("SENT"));
    if (!opened_.notes.empty()) notes(view.section("NOTES"));
    if (opened_.reach == Reach::work)
      view.section("ADD")
          .set("ACTION", "/contact/" + std::to_string(call_.id.value))
          .set("TYPED", visit_.request.method == "POST" ? visit_.field("note") : "");
  }

 private:
  std::string moment(Time at) const { return words_.moment(call_.location.value_or(desk()), at); }
  LocationId desk() const {
    const auto& own = visit_.session.member.locations;
    return own.empty() ? words_.offices().front().id : own.front();
  }
  void fact(View& view, const char* key, std::string_view value) const {
    if (value.empty()) return;
    view.section("FACT")
        .set("LABEL", words_.text("contact." + std::string(key)))
        .set("VALUE", value);
  }
  std::string name_of(StaffId id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? std::string(words_.text("report_rows.former_member"))
                                 : found->second;
  }
  std::string after(Time at) const { return lasted(at - call_.started_at); }

  void facts(View& view) const {
    if (call_.entry) fact(view, "way", words_.word("ways", calls::way_names[call_.entry->way]));
    fact(view, "channel", words_.word("channels", calls::channel_names[call_.channel]));
    if (call_.location) fact(view, "office", words_.office(*call_.location));
    fact(view, "began", moment(call_.started_at));
    fact(view, "lasted", lasted(call_.ended_at.value_or(now_) - call_.started_at));
    fact(view, "language", words_.language(call_.language));
    if (!call_.topic.empty()) fact(view, "about", words_.word("results", call_.topic));
    fact(view, "outcome", outcome_of(call_));
    if (!call_.failure.empty()) fact(view, "failure", words_.word("failures", call_.failure));
    if (call_.entry) fact(view, "written_by", name_of(call_.entry->staff));
    cost(view);
  }

  // By [cost]: a contact that a person had to answer costs a call, one that needed nobody saves it.
  void cost(View& view) const {
    const int cents = cost_.cost_per_call_cents;
    if (!call_.outcome || cents == 0) return;
    const std::string dollars = fmt::format("${}.{:02}", cents / 100, cents % 100);
    const auto told = [&](const char* key) {
      fact(view, "cost", words_.fill(key, {{"dollars", std::string_view(dollars)}}));
    };
    const bool by_staff = call_.channel == calls::Channel::entry ||
                          call_.outcome == Outcome::ticket || call_.outcome == Outcome::transferred;
    const bool alone = call_.outcome == Outcome::recovered || call_.outcome == Outcome::guided;
    if (by_staff) told("contact_filled.cost");
    if (alone && !by_staff) told("contact_filled.saved");
  }

  void links(View& view) const {
    if (opened_.ticket)
      view.section("TICKET_LINK")
          .set("LINK", "/ticket/" + opened_.ticket->number.digits)
          .set("NUMBER", grouped(opened_.ticket->number));
    if (opened_.person)
      view.section("PERSON_LINK")
          .set("LINK", "/patient/" + std::to_string(opened_.person->id.value))
          .set("NAME", name_of(*opened_.person));
  }
  std::string name_of(const accounts::Person& person) const {
    const Shown shown = shown_of(visit_.session.member, person);
    return shown == Shown::full ? person.first_name + " " + person.last_name
                                : std::string(words_.text("contact.masked"));
  }

  void legs(View& list) const {
    for (const Call& leg : opened_.legs) {
      View& row = list.section("LEG");
      const bool reached = reach_over(visit_.session.member, leg, opened_.ticket) != Reach::nothing;
      row.set("LEG_BEGAN", moment(leg.started_at));
      row.section(reached ? "LEG_LINK" : "LEG_NAME")
          .set("LINK", "/contact/" + std::to_string(leg.id.value))
          .set("CHANNEL", words_.word("channels", calls::channel_names[leg.channel]));
      row.set("LEG_OUTCOME", outcome_of(leg));
    }
  }
  std::string outcome_of(const Call& leg) const {
    return words_.word("contact_outcomes",
                       leg.outcome ? calls::outcome_names[*leg.outcome] : "goes_on");
  }

  void steps(View& table) const {
    for (const calls::Step& step : opened_.steps) {
      View& row = table.section("STEP");
      row.set("AFTER", after(step.at)).set("ASKED", words_.question(step.step));
      row.set("SAID", words_.notice(step.notice)).set("TOOK", lasted(step.duration));
    }
  }

  void sent(View& table) const {
    for (const courier::Progress& each : opened_.sent) {
      if (each.kind == courier::Kind::nothing) continue;
      View& row = table.section("ERRAND");
      row.set("AFTER", after(each.created_at));
      row.set("WHAT", words_.word("errands", courier::name_of(each.kind)));
      row.set("BY", words_.word("lanes", courier::name_of(each.lane)));
      row.set("STATE", words_.word("deliveries", each.status ? courier::name_of(*each.status)
                                                             : std::string_view(each.state)));
      row.set("TRIES", each.tries);
    }
  }

  void notes(View& list) const {
    for (const calls::Note& each : opened_.notes)
      list.section("NOTE")
          .set("AT", moment(each.at))
          .set("BY", name_of(each.by))
          .set("TEXT", each.text);
  }

  const DeskWords& words_;
  const Visit& visit_;
  const OpenedContact& opened_;
  const Call& call_;
  const MemberNames& names_;
  const CostSettings& cost_;
  Time now_;
};

}  // namespace

std::string lasted(Millis time) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(time).count();
  return fmt::format("{}:{:02}", whole / 60, whole % 60);
}

View contact_view(const DeskWords& words, const Visit& visit, const OpenedContact& opened,
                  const MemberNames& names, const CostSettings& cost, Time now) {
  View view = words.page("contact", words.text("contact.title"), visit.session);
  Page(words, visit, opened, names, cost, now).show(view.section("CONTACT_PAGE"));
  return view;
}

}  // namespace latchkey::kiosk
