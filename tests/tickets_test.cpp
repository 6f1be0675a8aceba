#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <set>
#include <thread>

#include "tests/fakes/ticket_maker.h"

using namespace latchkey;
using namespace latchkey::tickets;
using fakes::TicketMaker;
using storage::Transaction;

namespace {

constexpr PatientId ann{11};
constexpr PatientId ben{12};

std::int64_t rows_in_tickets(TicketMaker& maker) {
  return maker.with([](Transaction& tx) {
    return tx.run("SELECT COUNT(*) FROM ticket").rows.front().integer(0);
  });
}

}  // namespace

TEST_CASE("a ticket holds what the conversation knew, and its steps") {
  TicketMaker maker;
  NewTicket asked = maker.ask(1, ann);
  asked.language = "es";
  asked.interpreter = Interpreter::needed;
  asked.personal.leave_message = LeaveMessage::yes;
  const Opened opened = maker.open(asked);
  CHECK(opened.how == Door::opened);
  const TicketDetail found = maker.detail(opened.id);
  CHECK(found.ticket.number == opened.number);
  CHECK(found.ticket.state == State::created);
  CHECK(found.ticket.code == FailureCode::no_contact);
  CHECK(found.ticket.category == Category::password_reset);
  CHECK(found.ticket.location == LocationId{3});
  CHECK(found.ticket.priority == Priority::normal);
  CHECK(found.ticket.promised_by == asked.promised_by);
  CHECK(found.ticket.patient == ann);
  CHECK(found.ticket.language == "es");
  CHECK(found.ticket.interpreter == Interpreter::needed);
  CHECK_FALSE(found.ticket.owner.has_value());
  REQUIRE(found.contacts.size() == 1);
  CHECK(found.contacts[0].personal == asked.personal);
  CHECK(found.contacts[0].tried == asked.tried);
  CHECK(found.contacts[0].conversation == ConversationId{1});
  REQUIRE(found.timeline.size() == 1);
  CHECK(found.timeline[0].what == Happening::opened);
  CHECK(found.timeline[0].word == "no_contact");
}

TEST_CASE("a conversation that asks again gets the ticket and number it has") {
  TicketMaker maker;
  const Opened first = maker.open(maker.ask(1, ann));
  const Opened again = maker.open(maker.ask(1, ann));
  CHECK(again == Opened{first.id, first.number, Door::repeated});
  CHECK(maker.detail(first.id).ticket.contact_count == 1);
  CHECK(rows_in_tickets(maker) == 1);
}

TEST_CASE("a second failure of the same patient and category joins the open ticket unseen") {
  TicketMaker maker;
  const Opened first = maker.open(maker.ask(1, ann));
  NewTicket asked = maker.ask(2, ann);
  asked.personal.callback = "+14015550199";
  asked.promised_by = maker.now + std::chrono::hours(1);
  const Opened second = maker.open(asked);
  CHECK(second.how == Door::appended);
  CHECK(second.id == first.id);
  CHECK(second.number != first.number);  // rulings.md R2: everybody gets a fresh one
  const TicketDetail found = maker.detail(first.id);
  CHECK(found.ticket.contact_count == 2);
  CHECK(found.ticket.priority == Priority::high);
  CHECK(found.ticket.promised_by == asked.promised_by);
  CHECK(found.contacts.at(1).personal.callback == "+14015550199");
  for (const HelpNumber& number : {first.number, second.number})
    CHECK(maker.with([&](Transaction& tx) { return maker.tickets.find(tx, number); }) == first.id);
}

TEST_CASE("another patient, another category or an ended ticket opens a new one") {
  TicketMaker maker;
  const Opened first = maker.open(maker.ask(1, ann));
  NewTicket other = maker.ask(2, ann);
  other.category = Category::attachment_find;
  CHECK(maker.open(other).how == Door::opened);
  CHECK(maker.open(maker.ask(3, ben)).how == Door::opened);
  maker.with([&](Transaction& tx) {
    return maker.tickets.end(tx, first.id, {Outcome::resolved_reset, 5, ""}, StaffId{1}, maker.now);
  });
  CHECK(maker.open(maker.ask(4, ann)).how == Door::opened);
  CHECK(rows_in_tickets(maker) == 4);
}

TEST_CASE("people without a record are joined by the number they left, and to no patient") {
  TicketMaker maker;
  const Opened of_ann = maker.open(maker.ask(1, ann));
  const Opened unknown = maker.open(maker.ask(2, std::nullopt));
  CHECK(unknown.id != of_ann.id);
  CHECK(maker.open(maker.ask(3, std::nullopt)).id == unknown.id);
  NewTicket elsewhere = maker.ask(4, std::nullopt);
  elsewhere.personal.callback = "+14015550177";
  CHECK(maker.open(elsewhere).how == Door::opened);
  NewTicket silent = maker.ask(5, std::nullopt);
  silent.personal.callback.clear();
  CHECK(maker.open(silent).how == Door::opened);
}

TEST_CASE("one unproven conversation on a ticket makes the whole ticket unverified") {
  TicketMaker maker;
  NewTicket proven = maker.ask(1, ann);
  proven.verified = Verified::yes;
  const Opened opened = maker.open(proven);
  CHECK(maker.detail(opened.id).ticket.verified == Verified::yes);
  maker.open(maker.ask(2, ann));
  const TicketDetail found = maker.detail(opened.id);
  CHECK(found.ticket.verified == Verified::no);
  CHECK(found.contacts[0].verified == Verified::yes);
  CHECK(found.contacts[1].verified == Verified::no);
}

TEST_CASE("two conversations with failed codes in a day are possible fraud, a day apart not") {
  TicketMaker maker;
  const auto fail_code = [&](std::int64_t conversation, PatientId patient) {
    NewTicket asked = maker.ask(conversation, patient);
    asked.code = FailureCode::code_failed;
    return maker.open(asked).id;
  };
  const TicketId first = fail_code(1, ann);
  CHECK(maker.detail(first).ticket.fraud == Ticket::Fraud::not_suspected);
  maker.now += std::chrono::hours(23);
  fail_code(2, ann);
  CHECK(maker.detail(first).ticket.fraud == Ticket::Fraud::possible);
  CHECK(maker.detail(first).ticket.priority == Priority::urgent);
  const TicketId slow = fail_code(3, ben);
  maker.now += std::chrono::hours(24);
  fail_code(4, ben);
  CHECK(maker.detail(slow).ticket.fraud == Ticket::Fraud::not_suspected);
}

TEST_CASE("a repudiation is urgent and takes over the ticket it joins") {
  TicketMaker maker;
  const Opened first = maker.open(maker.ask(1, ann));
  NewTicket not_me = maker.ask(2, ann);
  not_me.code = FailureCode::repudiated;
  CHECK(maker.open(not_me).id == first.id);
  const TicketDetail found = maker.detail(first.id);
  CHECK(found.ticket.code == FailureCode::repudiated);
  CHECK(found.ticket.priority == Priority::urgent);
  CHECK(found.contacts[0].code == FailureCode::no_contact);
}

TEST_CASE("a later success ends the patient's sign-in tickets and no others") {
  TicketMaker maker;
  const Opened locked = maker.open(maker.ask(1, ann));
  NewTicket attachment = maker.ask(2, ann);
  attachment.category = Category::missing_attachment;
  const Opened missing = maker.open(attachment);
  const Opened of_ben = maker.open(maker.ask(3, ben));
  const auto ended = maker.with([&](Transaction& tx) {
    return maker.tickets.self_resolve(tx, ann, Category::user_id, maker.now);
  });
  CHECK(ended == std::vector<TicketId>{locked.id});
  CHECK(maker.detail(locked.id).ticket.state == State::resolved);
  CHECK(maker.detail(locked.id).ticket.outcome == Outcome::self_resolved);
  CHECK(maker.detail(missing.id).ticket.state == State::created);
  CHECK(maker.detail(of_ben.id).ticket.state == State::created);
}

TEST_CASE("tickets with possible fraud and staff's own never close by themselves") {
  TicketMaker maker;
  NewTicket not_me = maker.ask(1, ann);
  not_me.code = FailureCode::repudiated;
  maker.open(not_me);
  StaffTicket walk_in;
  walk_in.minted = mint(maker.dice);
  walk_in.opened_by = StaffId{5};
  walk_in.category = Category::first_login;
  walk_in.patient = ann;
  walk_in.promised_by = maker.now;
  const Opened own = maker.with([&](Transaction& tx) {
    walk_in.number = maker.tickets.free_number(tx, walk_in.minted.number_seed);
    return maker.tickets.open_by_staff(tx, walk_in, maker.now);
  });
  CHECK(maker.detail(own.id).ticket.code == FailureCode::none);
  CHECK(maker.detail(own.id).ticket.opened_by == StaffId{5});
  CHECK(maker
            .with([&](Transaction& tx) {
              return maker.tickets.self_resolve(tx, ann, Category::locked, maker.now);
            })
            .empty());
}

TEST_CASE("nothing a person told us can be read in the database file") {
  TicketMaker maker;
  const Opened opened = maker.open(maker.ask(1, std::nullopt));
  maker.with([&](Transaction& tx) {
    return maker.tickets.note(tx, opened.id, StaffId{1}, "asked about her grandson", maker.now);
  });
  // A planted plain value proves that the search would find one (rulings.md R35).
  maker.with([&](Transaction& tx) {
    tx.run("UPDATE ticket SET language = 'planted-plain-text' WHERE id = $1", opened.id);
  });
  std::string everything;
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream file(maker.store.path() + suffix, std::ios::binary);
    everything.append(std::istreambuf_iterator<char>(file), {});
  }
  CHECK(everything.find("planted-plain-text") != std::string::npos);
  for (const char* datum :
       {"+14015550123", "after lunchtime", "server said nonsense", "her grandson"})
    CHECK(everything.find(datum) == std::string::npos);
}

TEST_CASE("a help number that is taken is passed over, and the same seed then leads elsewhere") {
  TicketMaker maker;
  NewTicket asked = maker.ask(1, ann);
  const Opened first = maker.open(asked);
  CHECK(first.number == derive_help_number(maker.sealer, asked.minted.number_seed, 0));
  const HelpNumber next = maker.with(
      [&](Transaction& tx) { return maker.tickets.free_number(tx, asked.minted.number_seed); });
  CHECK(next == derive_help_number(maker.sealer, asked.minted.number_seed, 1));
}

TEST_CASE("fifty identical hand-overs at once make one ticket" *
          doctest::test_suite("concurrent tickets")) {
  TicketMaker maker;
  std::vector<NewTicket> same, fresh;
  for (int i = 0; i < 50; ++i) {
    same.push_back(maker.ask(1, ann));         // one conversation, retried
    fresh.push_back(maker.ask(100 + i, ben));  // fifty conversations of one patient
  }
  std::vector<Opened> of_same(50), of_fresh(50);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < 50; ++i)
    threads.emplace_back([&, i] {
      of_same[i] = maker.open(same[i]);
      of_fresh[i] = maker.open(fresh[i]);
    });
  for (std::thread& thread : threads) thread.join();
  std::set<TicketId> same_ids, fresh_ids;
  std::set<std::string> same_numbers, fresh_numbers;
  for (std::size_t i = 0; i < 50; ++i) {
    same_ids.insert(of_same[i].id);
    same_numbers.insert(of_same[i].number.digits);
    fresh_ids.insert(of_fresh[i].id);
    fresh_numbers.insert(of_fresh[i].number.digits);
  }
  CHECK(rows_in_tickets(maker) == 2);
  CHECK(same_ids.size() == 1);
  CHECK(same_numbers.size() == 1);
  CHECK(fresh_ids.size() == 1);
  CHECK(fresh_numbers.size() == 50);
  CHECK(maker.detail(*fresh_ids.begin()).ticket.contact_count == 50);
}
