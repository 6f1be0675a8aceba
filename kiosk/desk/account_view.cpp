// Who a ticket's patient is, and what may be done to the account: the part of a ticket's page.
#include <algorithm>

#include "kiosk/desk/account_desk.h"

namespace latchkey::kiosk {

using conversations::ActState;
using conversations::DeskAct;
using identity::Act;
using identity::StampMethod;

namespace {

class AccountPart {
 public:
  AccountPart(const DeskWords& words, const Visit& visit, const OpenedTicket& opened,
              const StaffNames& names, Time now)
      : words_(words),
        visit_(visit),
        opened_(opened),
        ticket_(opened.detail.ticket),
        names_(names),
        now_(now) {}

  void show(View& column) const {
    View& part = column.section("ACCOUNT");
    part.set("TICKET", ticket_.number.digits);
    who(part);
    if (ticket_.patient) verify(part);
    if (ticket_.patient) acts(part);
    if (!opened_.acts.empty()) {
      View& list = part.section("DONE");
      for (const DeskAct& act : opened_.acts) done(list.section("ROW"), act);
    }
    hands(column);
  }

 private:
  std::string moment(Time at) const { return words_.moment(ticket_.location, at); }
  std::string name_of(StaffId id) const {
    const auto found = names_.find(id);
    return found == names_.end() ? std::string(words_.text("list.nobody")) : found->second;
  }

  void who(View& part) const {
    const staff::Role role = visit_.session.member.role;
    if (ticket_.patient) return part.show("KNOWN"), void();
    // Who finds nobody can say of nobody that it is their ticket.
    const auto grant = staff::allows(role, staff::Permission::lookup);
    const bool finds = grant == staff::Grant::own_offices || grant == staff::Grant::masked;
    part.show(finds ? "UNKNOWN" : "UNKNOWN_TO_IT");
  }

  void verify(View& part) const {
    if (opened_.stamp) {
      const std::string until = moment(opened_.stamp->until);
      const std::string how =
          words_.word("stamp_methods", identity::stamp_method_names[opened_.stamp->method]);
      part.section("STAMPED").set(
          "TEXT", words_.fill("filled.stamped",
                              {{"how", std::string_view(how)}, {"when", std::string_view(until)}}));
      return;
    }
    for (const identity::Baton& baton : opened_.batons) {
      const std::string until = moment(baton.until), by = name_of(baton.by);
      const std::string what = words_.word("acts", identity::act_names[baton.act]);
      part.section("STAMPED").set("TEXT",
                                  words_.fill("filled.baton", {{"who", std::string_view(by)},
                                                               {"what", std::string_view(what)},
                                                               {"when", std::string_view(until)}}));
    }
    if (opened_.methods.empty()) {
      if (opened_.batons.empty()) part.show("NO_BATON");
      return;
    }
    View& forms = part.section("VERIFY");
    forms.set("TICKET", ticket_.number.digits);
    in_person(forms);
    read_back(forms);
    callback(forms);
  }

  bool has(StampMethod method) const {
    return std::ranges::find(opened_.methods, method) != opened_.methods.end();
  }
  void in_person(View& forms) const {
    if (!has(StampMethod::other_photo_id)) return;
    View& form = forms.section("IN_PERSON");
    for (const StampMethod method : opened_.methods) {
      if (identity::presence_of(method) != identity::Presence::in_person) continue;
      const std::string_view word = identity::stamp_method_names[method];
      form.section("OPTION").set("WORD", word).set("TEXT", words_.word("stamp_methods", word));
    }
  }
  void read_back(View& forms) const {
    if (!has(StampMethod::code_read_back)) return;
    View& form = forms.section("READ_BACK");
    form.show(opened_.read_back == OpenedTicket::ReadBack::sent ? "SENT" : "NOT_SENT");
  }
  void callback(View& forms) const {
    if (!has(StampMethod::callback)) return;
    View& form = forms.section("CALLBACK");
    if (opened_.callable.empty()) form.show("NO_NUMBER");
    if (opened_.callable.empty()) return;
    View& list = form.section("NUMBERS");
    for (const accounts::Contact& contact : opened_.callable) {
      View& number = list.section("NUMBER");
      number.set("ID", contact.id.value);
      number.set("TEXT", shown_phone(contact.value.reveal()) +
                             (contact.label.empty() ? "" : " – " + contact.label));
    }
  }

  bool may(Act act) const {
    if (std::ranges::find(opened_.possible, act) == opened_.possible.end()) return false;
    return opened_.stamp ||
           std::ranges::any_of(opened_.batons, [&](const auto& each) { return each.act == act; });
  }
  void acts(View& part) const {
    const bool any = std::ranges::any_of(opened_.possible, [&](Act act) { return may(act); });
    if (!any) return;
    View& all = part.section("ACTIONS");
    all.set("TICKET", ticket_.number.digits);
    for (const Act act : opened_.possible) {
      if (!may(act)) continue;
      View& one = all.section("ACTION_FORM");
      const std::string word(identity::act_names[act]);
      one.set("WORD", word).set("TITLE", words_.word("acts", word));
      one.set("ABOUT", words_.word("act_help", word));
      one.set("GO", words_.word("act_go", word));
      if (act == Act::reset) one.show("WAY");
      if (act == Act::rename) one.section("NEW_NAME").set("TYPED", visit_.field("user_name"));
      if (act == Act::deactivate) one.section("REASON").set("TYPED", visit_.field("reason"));
      if (act == Act::registration_code) one.show("PAPER_OR_LIVE");
    }
  }

  void done(View& row, const DeskAct& act) const {
    row.set("WHAT", words_.word("acts", identity::act_names[act.act])).set("AT", moment(act.at));
    row.set("STATE", words_.word("act_states", state_of(act)));
    if (!act.why.empty()) row.section("WHY").set("TEXT", words_.word("act_why", act.why));
  }
  // A code that nobody used, or a colleague who did not come, is over without an end of its own.
  std::string_view state_of(const DeskAct& act) const {
    const bool waits = act.act == Act::reset || act.state == ActState::waiting_second;
    if (!act.ended_at && waits && now_ >= act.until) return "lapsed";
    if (!act.ended_at && act.act == Act::reset) return "code_sent";
    return conversations::act_state_names[act.state];
  }

  // On to somebody else.
  void hands(View& column) const {
    const auto grant = staff::allows(visit_.session.member.role, staff::Permission::tickets);
    if (grant == staff::Grant::own_offices) {
      View& relay = column.section("RELAY");
      relay.set("TICKET", ticket_.number.digits);
      relay.set("TRIED", visit_.field("tried")).set("SYMPTOM", visit_.field("symptom"));
      if (opened_.stamp) {
        View& baton = relay.section("BATON");
        for (const std::string_view word : identity::act_names.words)
          if (word != "registration_code")
            baton.section("OPTION").set("WORD", word).set("TEXT", words_.word("acts", word));
      }
      View& relocate = column.section("RELOCATE");
      relocate.set("TICKET", ticket_.number.digits);
      for (const Location& office : words_.offices())
        if (office.id != ticket_.location)
          relocate.section("OPTION").set("ID", office.id.value).set("TEXT", office.name);
    } else {
      column.section("REFER_BACK").set("TICKET", ticket_.number.digits);
    }
  }

  const DeskWords& words_;
  const Visit& visit_;
  const OpenedTicket& opened_;
  const tickets::Ticket& ticket_;
  const StaffNames& names_;
  Time now_;
};

}  // namespace

void show_account(View& column, const DeskWords& words, const Visit& visit,
                  const OpenedTicket& opened, const StaffNames& names, Time now) {
  AccountPart(words, visit, opened, names, now).show(column);
}

}  // namespace latchkey::kiosk
