// A clinic with its staff desk open: who signs in, what is posted, what comes of it.
//
// A real service (tests/fakes/clinic.h), so that codes are sent, errands are done and patients can
// go on at the patients' page. One test, one thread.
#pragma once

#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "core/staff/totp.h"
#include "kiosk/desk/desk_pages.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/desk_room.h"

namespace latchkey::fakes {

class ClinicDesk {
 public:
  using Fields = std::vector<std::pair<std::string, std::string>>;
  struct Clerk {
    StaffId id;
    std::string token, csrf;
    Secret totp;
  };

  Clinic clinic;
  kiosk::DeskPages desk{kiosk::desk_parts_of(clinic.service())};

  Clerk signed_in(const std::string& name, staff::Role role, std::vector<LocationId> offices) {
    auto& staff = clinic.service().staff();
    const auto invited = staff.add({name, "Colleague " + name, role, std::move(offices)}).value();
    Clerk out{invited.id, "", "", totp_of(invited.id)};
    if (staff.enrol(name, invited.setup_code, Secret(password), code(out)) !=
        staff::Enrolled::enrolled)
      throw Fault("a member could not enrol");
    clinic.clock.pass(std::chrono::seconds(30));
    sign_in(name, out);
    return out;
  }
  void sign_in(const std::string& name, Clerk& clerk) {
    auto in = std::get<staff::SignedIn>(
        clinic.service().staff().sign_in(name, Secret(password), code(clerk)));
    clinic.clock.pass(std::chrono::seconds(30));
    clerk.token = in.token.reveal();
    clerk.csrf = in.session.csrf.reveal();
  }
  // Six digits are fresh for five minutes.
  void step_up(const Clerk& by) {
    auto& staff = clinic.service().staff();
    const auto session = staff.authenticate(Secret(by.token)).value();
    if (staff.step_up(session, code(by)) != staff::StepUp::done)
      throw Fault("a member could not step up");
    clinic.clock.pass(std::chrono::seconds(30));
  }
  std::string code(const Clerk& clerk) {
    return staff::totp_code(clerk.totp, staff::totp_step(clinic.clock.now()));
  }

  http::Response get(const std::string& target, const Clerk& by) {
    http::Request out = DeskRoom::request("GET", target);
    out.headers.emplace_back("Cookie", "latchkey_staff=" + by.token);
    return desk.answer(out);
  }
  http::Response post(const std::string& target, const Clerk& by, Fields fields) {
    fields.emplace_back("csrf", by.csrf);
    http::Request out = DeskRoom::form(target, fields);
    for (auto& [name, value] : out.headers)
      if (name == "Origin") value = clinic.config().urls.staff;
    out.headers.emplace_back("Cookie", "latchkey_staff=" + by.token);
    return desk.answer(out);
  }
  // One of AccountDesk's acts on a ticket.
  http::Response account(const std::string& ticket, const Clerk& by, Fields fields) {
    fields.emplace_back("ticket", ticket);
    return post("/account", by, std::move(fields));
  }

  // A ticket of a failed recovery of this patient, or of nobody known.
  std::string ticket(std::optional<PatientId> patient, LocationId office,
                     tickets::Category category = tickets::Category::password_reset) {
    auto& service = clinic.service();
    tickets::NewTicket asked;
    asked.minted = tickets::mint(clinic.dice);
    asked.conversation = ConversationId{clinic.dice.row_id()};
    asked.code = patient ? tickets::FailureCode::code_failed : tickets::FailureCode::no_match;
    asked.category = category;
    asked.location = office;
    asked.patient = patient;
    asked.promised_by = clinic.clock.now() + std::chrono::hours(4);
    asked.personal.callback = "+14015550142";
    return service.store().write([&](storage::Transaction& tx) {
      asked.number = service.tickets().free_number(tx, asked.minted.number_seed);
      service.tickets().open_or_append(tx, asked, clinic.clock.now());
      return asked.number.digits;
    });
  }
  tickets::TicketDetail detail(const std::string& number) {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      return clinic.service().tickets().get(tx, tickets::HelpNumber{number}).value();
    });
  }
  accounts::Person person(PatientId id) {
    return clinic.service().store().read(
        [&](storage::Transaction& tx) { return clinic.service().roster().person(tx, id).value(); });
  }
  accounts::AccountState account_of(PatientId id) {
    return std::get<accounts::AccountState>(
        clinic.service().account_system().account_state(*person(id).account));
  }
  std::vector<audit::Record> audited(StaffId by) {
    audit::Filter filter;
    filter.staff = by.value;
    return clinic.service().store().read(
        [&](storage::Transaction& tx) { return clinic.service().audit().list(tx, filter); });
  }
  // The first row of so many digits in the newest text; empty if there is none.
  std::string texted(std::size_t digits) {
    const std::regex row("(^|[^0-9])([0-9]{" + std::to_string(digits) + "})([^0-9]|$)");
    const auto all = clinic.sent();
    for (auto sent = all.rbegin(); sent != all.rend(); ++sent)
      if (std::smatch found; sent->kind == "text" && std::regex_search(sent->body, found, row))
        return found[2];
    return "";
  }
  // A session ends after a quarter of an hour without a sign of life.
  void busy(std::chrono::minutes time, const Clerk& by) {
    for (std::chrono::minutes done(0); done < time; done += std::chrono::minutes(1)) {
      clinic.clock.pass(std::chrono::minutes(1));
      get("/", by);
    }
  }
  audit::Record last(StaffId by) { return audited(by).at(0); }

 private:
  Secret totp_of(StaffId id) {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      const auto found = tx.run("SELECT totp FROM staff WHERE id = $1", id);
      return Secret(
          clinic.service().sealer().open_or_fault(found.one()->blob(0), id.value, "staff.totp"));
    });
  }
  const std::string password = "fifteen or more letters";
};

}  // namespace latchkey::fakes
