// One patient's record as a page: values into the template, nothing decided but what may be shown.
#include "core/base/phone_text.h"
#include "kiosk/desk/patient_desk.h"

namespace latchkey::kiosk {

using accounts::Contact;
using accounts::ContactKind;

namespace {

// "•••• 42", "w•••@example.org": enough to tell one from another, not to write to it.
std::string masked(ContactKind kind, std::string_view value) {
  if (kind == ContactKind::postal) return "•••";
  if (kind != ContactKind::email)
    return "••• " + std::string(value.substr(value.size() < 2 ? 0 : value.size() - 2));
  const auto at = value.find('@');
  if (at == value.npos || at == 0) return "•••";
  return std::string(value.substr(0, 1)) + "•••" + std::string(value.substr(at));
}

class Record {
 public:
  Record(const DeskWords& words, const Visit& visit, const OpenedRecord& opened,
         const accounts::StateAnswer& account, Time now)
      : words_(words),
        visit_(visit),
        opened_(opened),
        person_(opened.person),
        account_(account),
        now_(now) {}

  void show(View& view) const {
    view.set("ID", person_.id.value);
    view.set("UNTIL", words_.fill("filled.open_until", {{"when", shown(opened_.opening.until)}}));
    if (opened_.opening.how == staff::OpenedBy::broken_glass) view.show("GLASS_BROKEN");
    facts(view);
    account(view);
    table(view, "CONTACTS", opened_.contacts, &Record::contact);
    table(view, "TICKETS", opened_.tickets, &Record::ticket);
    show_trouble(view, words_, opened_);
    show_timeline(view, words_, opened_);
    if (may_write()) view.show("WRITE_DOWN");
    offer_case(view);
  }

 private:
  std::string moment(Time at) const { return words_.moment(person_.location, at); }
  // A text's value must outlive the filling.
  std::string_view shown(Time at) const { return moment_ = moment(at); }
  void fact(View& view, const char* key, std::string_view value) const {
    if (value.empty()) return;
    view.section("FACT")
        .set("LABEL", words_.text("record." + std::string(key)))
        .set("VALUE", value);
  }
  std::string_view yes_no(bool yes) const { return words_.text(yes ? "ticket.yes" : "ticket.no"); }

  void facts(View& view) const {
    const bool full = opened_.shown == Shown::full;
    fact(view, "born",
         full ? iso_date(person_.birth_date)
              : std::to_string(static_cast<int>(person_.birth_date.year())));
    if (full) fact(view, "number", person_.record_number);
    if (full) fact(view, "zip", person_.zip);
    fact(view, "office", words_.office(person_.location));
    fact(view, "language", words_.language(person_.language));
    fact(view, "state", words_.word("patient_states", state_word()));
    fact(view, "two_step", yes_no(person_.two_step == accounts::Person::TwoStep::on));
    if (person_.proxy_of) fact(view, "proxy", yes_no(true));
  }
  std::string_view state_word() const {
    switch (person_.state) {
      case accounts::PatientState::active:
        return "active";
      case accounts::PatientState::deactivated:
        return "deactivated";
      case accounts::PatientState::deceased:
        return "deceased";
      case accounts::PatientState::merged:
        break;
    }
    return "merged";
  }
  std::string_view self_service_word() const {
    switch (opened_.self_service) {
      case identity::MayTry::allowed:
        return "open";
      case identity::MayTry::suspended:
        return "suspended";
      case identity::MayTry::disabled:
        return "disabled";
      default:
        return "paused";
    }
  }

  void account(View& view) const {
    View& part = view.section("ACCOUNT");
    const bool full = opened_.shown == Shown::full;
    if (const auto* state = std::get_if<accounts::AccountState>(&account_)) {
      fact(part, "account", words_.word("account_states", accounts::name_of(state->status)));
      const std::string& name = state->user_name.empty() ? person_.user_name : state->user_name;
      if (full) fact(part, "user_name", name);
      if (state->locked_until && *state->locked_until > now_)
        fact(part, "locked_until", moment(*state->locked_until));
      if (state->password_at) fact(part, "password_at", moment(*state->password_at));
    } else {
      fact(part, "account", words_.text("record.account_unknown"));
      if (full) fact(part, "user_name", person_.user_name);
    }
    if (full)
      for (const std::string& name : opened_.former_user_names) fact(part, "former_name", name);
    fact(part, "self_service", words_.word("self_service", self_service_word()));
    if (const auto& code = opened_.registration) {
      fact(part, "registration",
           words_.word("registration_states", identity::registration_status_names[code->status]));
      fact(part, "registration_until", moment(code->expires_at));
    }
  }

  // A table with a row for each; none at all where there is nothing.
  template <class Each>
  void table(View& view, std::string_view name, const std::vector<Each>& all,
             void (Record::*row)(View&, const Each&) const) const {
    if (all.empty()) return;
    View& shown = view.section(name);
    for (const Each& each : all) (this->*row)(shown.section("ROW"), each);
  }

  void contact(View& row, const Contact& contact) const {
    const std::string_view value = contact.value.reveal();
    const bool phone = contact.kind == ContactKind::mobile || contact.kind == ContactKind::phone;
    row.set("KIND", words_.word("contact_kinds", kind_word(contact)));
    row.set("LABEL", contact.label);
    row.set("VALUE", opened_.shown != Shown::full ? masked(contact.kind, value)
                     : phone                      ? shown_phone(value)
                                                  : std::string(value));
    const auto mark = [&](const char* key) {
      row.section("MARK").set("TEXT", words_.text("record." + std::string(key)));
    };
    if (contact.safety == Contact::Safety::unsafe) mark("unsafe");
    if (contact.texts == Contact::Texts::opted_out) mark("opted_out");
    if (contact.changed_at) row.section("CHANGED").set("AT", moment(*contact.changed_at));
  }
  static std::string_view kind_word(const Contact& contact) {
    switch (contact.kind) {
      case ContactKind::mobile:
        return "mobile";
      case ContactKind::phone:
        return contact.line_type == accounts::LineType::landline ? "landline" : "phone";
      case ContactKind::email:
        return "email";
      case ContactKind::postal:
        break;
    }
    return "postal";
  }

  void ticket(View& row, const tickets::Ticket& ticket) const {
    row.set("PATH", "/ticket/" + ticket.number.digits).set("NUMBER", grouped(ticket.number));
    row.set("CATEGORY", words_.word("categories", tickets::category_names[ticket.category]));
    row.set("FAILURE", words_.word("failures", tickets::failure_code_names[ticket.code]));
    row.set("STATE", words_.word("states", tickets::state_names[ticket.state]));
    row.set("OPENED", words_.moment(ticket.location, ticket.created_at));
  }

  bool may_write() const {
    const auto grant = staff::allows(visit_.session.member.role, staff::Permission::contacts);
    return grant == staff::Grant::own_offices && opened_.shown == Shown::full;
  }

  void offer_case(View& view) const {
    const bool may = staff::allows(visit_.session.member.role, staff::Permission::tickets) ==
                         staff::Grant::own_offices &&
                     opened_.shown == Shown::full &&
                     opened_.opening.how != staff::OpenedBy::broken_glass;
    if (!may) return;
    View& form = view.section("BEGIN");
    for (const std::string_view category : tickets::category_names.words)
      if (category != "practice_question")
        form.section("OPTION")
            .set("WORD", category)
            .set("TEXT", words_.word("categories", category));
  }

  const DeskWords& words_;
  const Visit& visit_;
  const OpenedRecord& opened_;
  const accounts::Person& person_;
  const accounts::StateAnswer& account_;
  Time now_;
  mutable std::string moment_;
};

}  // namespace

View record_view(const DeskWords& words, const Visit& visit, const OpenedRecord& opened,
                 const accounts::StateAnswer& account, Time now) {
  View view = words.page("record", shown_name(opened.person, opened.shown), visit.session);
  Record(words, visit, opened, account, now).show(view.section("RECORD"));
  return view;
}

}  // namespace latchkey::kiosk
