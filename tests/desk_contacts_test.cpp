// The contact log at the desk: who reads what of it, and what staff write down themselves.
#include <doctest/doctest.h>

#include <algorithm>

#include "kiosk/desk/contact_pages.h"
#include "tests/fakes/clinic_desk.h"
#include "tests/fakes/desk_case.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace std::chrono_literals;
using calls::Call;
using fakes::ClinicDesk;
using fakes::header;
using fakes::says;
using fakes::who;
using staff::Role;
using Fields = ClinicDesk::Fields;

namespace {

struct Contacts : ClinicDesk {
  PatientId maria = clinic.patient(who("maria"));
  LocationId office = person(maria).location;
  LocationId elsewhere = clinic.config().locations.back().id;
  Clerk clerk = signed_in("clara", Role::office, {office});

  std::vector<Call> all() {
    auto& service = clinic.service();
    return service.store().read(
        [&](storage::Transaction& tx) { return service.calls().list(tx, {}); });
  }
  calls::CallId contact(LocationId at, calls::Outcome outcome = calls::Outcome::abandoned,
                        std::optional<TicketId> ticket = {}) {
    auto& service = clinic.service();
    const calls::CallId id{clinic.dice.row_id()};
    service.store().write([&](storage::Transaction& tx) {
      const ConversationId conversation{clinic.dice.row_id()};
      const Time now = clinic.clock.now();
      service.calls().begin(tx, {id, conversation, calls::Channel::phone, at, "en"}, now);
      service.calls().step(tx, {id, 1, "ask_code", "bad_zip", 4s}, now + 5s);
      service.calls().finish(tx, id, {outcome, "locked", std::nullopt, ticket}, now + 65s);
    });
    return id;
  }
  std::vector<calls::Note> notes(calls::CallId id) {
    auto& service = clinic.service();
    return service.store().read(
        [&](storage::Transaction& tx) { return service.calls().notes_of(tx, id); });
  }
  static std::string path(calls::CallId id) { return "/contact/" + std::to_string(id.value); }
  static Fields entry(LocationId office, Fields more = {}) {
    Fields out{{"do", "enter"},       {"entry", std::string(43, 'e')},
               {"came", "walk_in"},   {"about", "locked"},
               {"outcome", "helped"}, {"office", std::to_string(office.value)},
               {"minutes", "12"},     {"note", "Showed how to scroll."}};
    for (auto& field : more) {
      std::erase_if(out, [&](const auto& each) { return each.first == field.first; });
      out.push_back(std::move(field));
    }
    return out;
  }
  void open_record(const Clerk& by) {
    post("/patients", by,
         {{"do", "open"}, {"patient", std::to_string(maria.value)}, {"reason", "is at the desk"}});
  }
};

}  // namespace

TEST_CASE("a contact is read step by step at its own office, and names nobody") {
  Contacts desk;
  const auto id = desk.contact(desk.office);
  const auto list = desk.get("/contacts", desk.clerk);
  CHECK(list.status == 200);
  CHECK(says(list, desk.path(id)));
  CHECK(says(list, "Left on the way"));
  CHECK(says(list, "1:05"));
  const auto page = desk.get(desk.path(id), desk.clerk);
  CHECK(page.status == 200);
  CHECK(says(page, "A ZIP code has five digits"));
  CHECK(says(page, "0:05"));
  CHECK(desk.last(desk.clerk.id).action == "contact.view");
  CHECK(desk.last(desk.clerk.id).subject_id == id.value);

  const auto stranger = desk.signed_in("dora", Role::office, {desk.elsewhere});
  CHECK_FALSE(says(desk.get("/contacts", stranger), desk.path(id)));
  CHECK(desk.get(desk.path(id), stranger).status == 404);
  CHECK(desk.last(stranger.id).answer == audit::Answer::refused);
}

TEST_CASE("the log is searched by channel, office, ending and day, and paged") {
  Contacts desk;
  const auto left = desk.contact(desk.office);
  desk.clinic.clock.pass(1s);
  const auto wrong = desk.contact(desk.office, calls::Outcome::wrong_number);
  const auto found = [&](const std::string& query, calls::CallId id) {
    return says(desk.get("/contacts" + query, desk.clerk), desk.path(id));
  };
  CHECK(found("?outcome=abandoned", left));
  CHECK_FALSE(found("?outcome=abandoned", wrong));
  CHECK(found("?channel=phone", wrong));
  CHECK_FALSE(found("?channel=web", wrong));
  CHECK_FALSE(found("?office=" + std::to_string(desk.elsewhere.value), left));
  const auto zone = [&](Time at) {
    return iso_date(Date(std::chrono::floor<std::chrono::days>(
        desk.clinic.service().calendar().zone(desk.office).local(at))));
  };
  const Time now = desk.clinic.clock.now();
  CHECK(found("?day=" + zone(now), left));
  CHECK_FALSE(found("?day=" + zone(now - 24h), left));
  for (int i = 0; i < 50; ++i) desk.contact(desk.office);
  const auto first = desk.get("/contacts", desk.clerk);
  CHECK_FALSE(says(first, desk.path(left)));
  CHECK(says(first, "Older contacts"));
  CHECK(found("?before=" + std::to_string(to_millis(now)) + "_0", left));
}

TEST_CASE("IT and an outsourced desk see what their tickets show, a manager all and writes none") {
  Contacts desk;
  const auto it = desk.signed_in("ivo", Role::it, {});
  const auto help = desk.signed_in("hal", Role::outsourced_desk, {});
  const std::string number = desk.ticket(desk.maria, desk.office);
  const TicketId ticket = desk.detail(number).ticket.id;
  const auto id = desk.contact(desk.office, calls::Outcome::ticket, ticket);
  const auto other = desk.contact(desk.office);
  for (const auto& clerk : {it, help}) {
    CHECK(desk.get("/contacts", clerk).status == 403);
    CHECK(desk.get("/contacts?ticket=" + number, clerk).status == 404);
    CHECK(desk.get(desk.path(id), clerk).status == 404);
  }
  const auto requeue = [&](tickets::Queue queue) {
    auto& service = desk.clinic.service();
    service.store().write([&](storage::Transaction& tx) {
      service.tickets().requeue(tx, ticket, queue, std::nullopt, desk.clinic.clock.now());
    });
  };
  requeue(tickets::Queue::it);
  CHECK(says(desk.get("/contacts?ticket=" + number, it), desk.path(id)));
  CHECK_FALSE(says(desk.get("/contacts?ticket=" + number, it), desk.path(other)));
  CHECK(desk.get(desk.path(id), it).status == 200);
  CHECK(desk.get(desk.path(other), it).status == 404);
  CHECK(desk.post(desk.path(id), it, {{"do", "note"}, {"note", "Cleared it."}}).status == 303);
  CHECK(desk.post("/contact/new", it, desk.entry(desk.office)).status == 403);
  CHECK(desk.post("/contact/new", it, desk.entry(desk.office, {{"ticket", number}})).status == 303);
  requeue(tickets::Queue::outsourced_desk);
  CHECK(desk.get(desk.path(id), help).status == 200);
  CHECK(desk.post(desk.path(id), help, {{"do", "note"}, {"note", "Mine."}}).status == 403);
  CHECK(desk.post("/contact/new", help, desk.entry(desk.office, {{"ticket", number}})).status ==
        403);

  const auto manager = desk.signed_in("mara", Role::manager, {});
  desk.open_record(desk.clerk);
  CHECK(says(desk.get("/contacts", manager), desk.path(other)));
  const auto page = desk.get(desk.path(id), manager);
  CHECK(page.status == 200);
  CHECK_FALSE(says(page, "Quintero"));
  CHECK(desk.post(desk.path(id), manager, {{"do", "note"}, {"note", "Hm."}}).status == 403);
  CHECK(desk.get("/contact/new", manager).status == 403);
  CHECK(desk.notes(id).size() == 1);
}

TEST_CASE("a note stays as it was written, and a slip is put right by the next one") {
  Contacts desk;
  const auto id = desk.contact(desk.office);
  const Fields first{{"do", "note"}, {"note", "Has the red phone."}};
  CHECK(desk.post(desk.path(id), desk.clerk, first).status == 303);
  CHECK(desk.post(desk.path(id), desk.clerk, first).status == 303);
  CHECK(desk.post(desk.path(id), desk.clerk, {{"do", "note"}, {"note", " \n"}}).status == 422);
  CHECK(desk.post(desk.path(id), desk.clerk, {{"do", "note"}, {"note", "The blue one."}}).status ==
        303);
  const auto notes = desk.notes(id);
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].text == "Has the red phone.");
  CHECK(notes[1].by == desk.clerk.id);
  const auto page = desk.get(desk.path(id), desk.clerk);
  CHECK(says(page, "Has the red phone."));
  CHECK(says(page, "Colleague clara"));
}

TEST_CASE("what staff write down is one contact, though the form is sent twice") {
  Contacts desk;
  const std::size_t before = desk.all().size();
  const auto sent = desk.post("/contact/new", desk.clerk, desk.entry(desk.office));
  CHECK(sent.status == 303);
  CHECK(desk.post("/contact/new", desk.clerk, desk.entry(desk.office)).status == 303);
  REQUIRE(desk.all().size() == before + 1);
  const Call made = desk.all().front();
  CHECK(made.channel == calls::Channel::entry);
  CHECK(made.outcome == calls::Outcome::helped);
  CHECK(made.ended_at.value() - made.started_at == 12min);
  REQUIRE(desk.notes(made.id).size() == 1);
  CHECK(header(sent, "Location") == desk.path(made.id));
  const auto page = desk.get(desk.path(made.id), desk.clerk);
  CHECK(says(page, "Walk-in"));
  CHECK(says(page, "$20.00"));
  // Another colleague's form with the same mark is another contact.
  const auto dora = desk.signed_in("dora", Role::office, {desk.office});
  CHECK(desk.post("/contact/new", dora, desk.entry(desk.office)).status == 303);
  CHECK(desk.all().size() == before + 2);
}

TEST_CASE("an entry that is not whole, or not the member's to make, is none") {
  Contacts desk;
  const std::size_t before = desk.all().size();
  const auto status = [&](Fields more) {
    return desk.post("/contact/new", desk.clerk, desk.entry(desk.office, std::move(more))).status;
  };
  CHECK(status({{"came", ""}}) == 422);
  CHECK(status({{"about", "anything"}}) == 422);
  CHECK(status({{"outcome", "recovered"}}) == 422);  // self-service's own word
  CHECK(status({{"minutes", "481"}}) == 422);
  CHECK(status({{"entry", "x"}}) == 422);
  CHECK(status({{"office", std::to_string(desk.elsewhere.value)}}) == 422);
  CHECK(status({{"patient", std::to_string(desk.maria.value)}}) == 403);  // her record is closed
  CHECK(desk.all().size() == before);
  CHECK(desk.last(desk.clerk.id).answer == audit::Answer::refused);
}

TEST_CASE("an open record shows all that happened around the patient, in one list") {
  Contacts desk;
  desk.open_record(desk.clerk);
  desk.post("/contact/new", desk.clerk,
            desk.entry(desk.office, {{"patient", std::to_string(desk.maria.value)}}));
  // Somebody on the web gives her name and lets the code lie.
  fakes::WebVisitor visitor(desk.clinic, fakes::Doubling::once);
  fakes::identify(visitor, who("maria"));
  const std::string number = desk.ticket(desk.maria, desk.office);
  const auto record = desk.get("/patient/" + std::to_string(desk.maria.value), desk.clerk);
  CHECK(says(record, "Walk-in: Locked"));
  CHECK(says(record, "Web page"));
  CHECK(says(record, "Not proven"));
  CHECK(says(record, "/ticket/" + number));
  CHECK(says(record, "Last try"));
  const auto entries = desk.all();
  const auto entry = std::ranges::find(entries, calls::Channel::entry, &Call::channel);
  REQUIRE(entry != entries.end());
  CHECK(says(desk.get(desk.path(entry->id), desk.clerk), "Quintero"));
  desk.busy(15min, desk.clerk);
  CHECK_FALSE(says(desk.get(desk.path(entry->id), desk.clerk), "Quintero"));
}
