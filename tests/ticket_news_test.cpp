// Who is told that a ticket waits, by mail and by webhook, and that nobody learns whose it is.
#include "core/conversations/ticket_news.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/base/hex.h"
#include "core/base/json.h"
#include "core/courier/rules.h"
#include "core/courier/webhooks.h"
#include "tests/fakes/clinic_desk.h"
#include "tests/fakes/raw_peer.h"

using namespace latchkey;
using namespace latchkey::tests;
using courier::Result;
using fakes::ClinicDesk;
using fakes::PeerReply;
using fakes::PeerRequest;
using fakes::RawPeer;
using storage::Transaction;

namespace {

const Secret key("0123456789abcdef0123456789abcdef");

struct Told {
  std::string mailbox(LocationId of) const {
    return "desk" + std::to_string(of.value) + "@example.org";
  }
  ClinicDesk desk;
  fakes::Clinic& clinic = desk.clinic;
  PatientId maria = clinic.patient(person("maria"));
  LocationId office = clinic.config().locations.front().id;
  Config changed;  // the clinic's, but that it tells
  conversations::TicketNews news{rooms()};

  Told() { take(); }  // what the clinic was made with

  conversations::TicketNews::Rooms rooms() {
    auto& service = clinic.service();
    return {service.store(),  config(),           service.texts(),
            service.words(),  service.calendar(), service.tickets(),
            service.outbox(), clinic.clock,       clinic.dice};
  }
  const Config& config() {
    changed = clinic.config();
    for (Location& location : changed.locations) location.ticket_email = mailbox(location.id);
    changed.notify.it_email = "it@example.org";
    changed.notify.webhook_url = "https://hooks.example.org/tickets";
    return changed;
  }
  std::vector<courier::Claimed> take() {
    news.order();
    return clinic.service().store().write([&](Transaction& tx) {
      const courier::Outbox& outbox = clinic.service().outbox();
      auto all = outbox.claim(tx, courier::Lane::mail, clinic.clock.now(), 500);
      std::ranges::move(outbox.claim(tx, courier::Lane::lookups, clinic.clock.now(), 500),
                        std::back_inserter(all));
      return all;
    });
  }
  std::vector<courier::Delivery> mails() {
    std::vector<courier::Delivery> out;
    for (const auto& each : take())
      if (each.kind == courier::Kind::message) out.push_back(courier::unpack_delivery(*each.body));
    return out;
  }
  std::vector<std::string> documents() {
    std::vector<std::string> out;
    for (const auto& each : take())
      if (each.kind == courier::Kind::webhook) out.emplace_back(each.body->reveal());
    // Each has its number: which arrives first is nobody's promise.
    std::ranges::sort(out, {},
                      [](const std::string& d) { return Json::parse(d)->integer_of("news"); });
    return out;
  }
  template <class Work>
  void work(Work what) {
    clinic.service().store().write([&](Transaction& tx) {
      const tickets::Tickets& tickets = clinic.service().tickets();
      what(tx, tickets);
    });
  }
};

bool holds(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("an office is told of its tickets in one mail, and not of whose they are") {
  Told told;
  const auto first = told.desk.ticket(told.maria, told.office);
  const auto second = told.desk.ticket(std::nullopt, told.office, tickets::Category::user_id);
  const auto mails = told.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].to == told.mailbox(told.office));
  CHECK(mails[0].subject == "2 tickets wait for you");
  const std::string_view text = mails[0].text.reveal();
  CHECK(holds(text, first));
  CHECK(holds(text, told.clinic.config().urls.staff + "/ticket/" + second));
  for (const char* personal : {"Maria", "MARIA", "Delgado", "555014", "code", "failed"})
    CHECK_FALSE(holds(text, personal));
  CHECK(told.mails().empty());
}

TEST_CASE("IT is told of what is passed on to it, the office of what comes back") {
  Told told;
  const auto number = told.desk.ticket(told.maria, told.office);
  const auto clerk = told.desk.signed_in("clara", staff::Role::office, {told.office});
  told.take();
  const TicketId id = told.desk.detail(number).ticket.id;
  const Time now = told.clinic.clock.now();
  told.work([&](Transaction& tx, const tickets::Tickets& tickets) {
    tickets.requeue(tx, id, tickets::Queue::it, clerk.id, now);
  });
  auto mails = told.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].to == "it@example.org");
  told.work([&](Transaction& tx, const tickets::Tickets& tickets) {
    tickets.requeue(tx, id, tickets::Queue::office, clerk.id, now);
  });
  mails = told.mails();
  REQUIRE(mails.size() == 1);
  CHECK(mails[0].to == told.mailbox(told.office));
}

TEST_CASE("nobody is mailed about a ticket that was taken, or ended, within the minute") {
  Told told;
  const auto clerk = told.desk.signed_in("clara", staff::Role::office, {told.office});
  const auto taken = told.desk.detail(told.desk.ticket(told.maria, told.office)).ticket.id;
  const auto ended = told.desk.detail(told.desk.ticket(std::nullopt, told.office)).ticket.id;
  const Time now = told.clinic.clock.now();
  told.work([&](Transaction& tx, const tickets::Tickets& tickets) {
    tickets.claim(tx, taken, clerk.id, now);
    tickets.claim(tx, ended, clerk.id, now);
    tickets.end(tx, ended, {tickets::Outcome::not_a_patient, 1, ""}, clerk.id, now);
  });
  CHECK(told.mails().empty());
}

TEST_CASE("an overdue ticket is told of at the office it went to") {
  Told told;
  told.desk.ticket(told.maria, told.office);
  told.take();
  const LocationId above = told.clinic.config().locations.back().id;
  REQUIRE(told.office.value != above.value);
  told.clinic.clock.pass(std::chrono::hours(5));
  told.work([&](Transaction& tx, const tickets::Tickets& tickets) {
    CHECK(tickets.escalate(tx, told.office, above, told.clinic.clock.now()) == 1);
  });
  const auto mails = told.mails();  // the first one too, whose lease has ended
  CHECK(std::ranges::count(mails, told.mailbox(above), &courier::Delivery::to) == 1);
}

TEST_CASE("another system hears of every turn of a ticket, in words that name nobody") {
  Told told;
  const auto number = told.desk.ticket(told.maria, told.office);
  told.desk.ticket(told.maria, told.office);
  const auto documents = told.documents();
  REQUIRE(documents.size() == 2);
  const auto opened = Json::parse(documents[0]).value();
  CHECK(opened.text_of("event") == "ticket.opened");
  CHECK(Json::parse(documents[1])->text_of("event") == "ticket.appended");
  const Json& ticket = *opened.find("ticket");
  CHECK(ticket.text_of("number") == number);
  CHECK(ticket.text_of("category") == "password_reset");
  CHECK(ticket.integer_of("office") == told.office.value);
  // Whatever is added here is read by a system that we know nothing of.
  std::string names;
  for (const auto& [name, value] : ticket.members()) names += name + " ";
  CHECK(names == "category link number office priority promised_by queue state ");
}

TEST_CASE("a webhook is signed over its time and bytes, and keeps its number in all tries") {
  std::vector<PeerRequest> heard;
  int status = 503;
  RawPeer peer([&](const PeerRequest& request) {
    heard.push_back(request);
    return fakes::reply(std::exchange(status, 204), "", "text/plain",
                        status == 503 ? "Retry-After: 7\r\n" : "");
  });
  const courier::CurlLibrary library;
  courier::CurlTransport transport{library, courier::Reach{{peer.base()}, {}, {}, {}, 1 << 20}};
  fakes::SetClock clock;
  const courier::Webhooks webhooks(transport, clock, peer.base() + "/hook", key);
  courier::Claimed errand;
  errand.id = ErrandId{4711};
  errand.kind = courier::Kind::webhook;
  errand.body = Secret(R"({"event":"ticket.opened"})");
  CHECK(webhooks.post(errand).result == Result::throttled);
  clock.pass(std::chrono::minutes(10));
  CHECK(webhooks.post(errand).result == Result::done);
  REQUIRE(heard.size() == 2);
  CHECK(heard[1].target == "/hook");
  CHECK(heard[1].body == errand.body->reveal());
  for (const PeerRequest& each : heard)
    CHECK(courier::header_of(each.headers, "Latchkey-Delivery") == "4711");
  const auto signature = courier::header_of(heard[1].headers, "Latchkey-Signature");
  CHECK(signature == courier::webhook_signature(key, clock.now(), heard[1].body));
  CHECK(signature != courier::header_of(heard[0].headers, "Latchkey-Signature"));
}

TEST_CASE("the signature is the one that any HMAC-SHA256 makes") {
  // Computed with: printf '1767225600.{"a":1}' | openssl dgst -sha256 -hmac <key>
  CHECK(courier::webhook_signature(key, from_millis(1767225600'000), R"({"a":1})") ==
        "t=1767225600,v1=5a178d9c0a752b5853bf52551646d72a3506620c785b7cfaf493f8b2adddfbdd");
}

TEST_CASE("a receiver that is down for a night hears of everything in the morning") {
  fakes::SetClock clock;
  SystemDice dice;
  courier::Claimed errand;
  errand.kind = courier::Kind::webhook;
  courier::Outcome broken;
  broken.result = Result::unknown;
  Millis passed{0};
  while (const auto next = courier::again_after(errand, broken, dice)) {
    passed += *next;
    errand.tries += 1;
    errand.unknowns += 1;
  }
  CHECK(passed > std::chrono::hours(20));
}

TEST_CASE("a document that nobody takes holds up no mail") {
  Told told;
  told.desk.ticket(told.maria, told.office);
  told.news.order();
  const auto mails = told.clinic.service().store().write([&](Transaction& tx) {
    return told.clinic.service().outbox().claim(tx, courier::Lane::mail, told.clinic.clock.now(),
                                                500);
  });
  CHECK(std::ranges::none_of(mails,
                             [](const auto& each) { return each.kind == courier::Kind::webhook; }));
}

TEST_CASE("whatever a receiver says but yes, it is told again") {
  const auto judged = [](int status) {
    return courier::outcome_of_webhook(courier::Answered{status, {}, ""}).result;
  };
  for (const int yes : {200, 201, 202, 204}) CHECK(judged(yes) == Result::done);
  for (const int busy : {429, 503}) CHECK(judged(busy) == Result::throttled);
  for (const int wrong : {301, 400, 401, 404, 410}) CHECK(judged(wrong) == Result::configuration);
  for (const int broken : {408, 500, 502}) CHECK(judged(broken) == Result::unknown);
  CHECK(courier::outcome_of_webhook(courier::NotSent{}).result == Result::not_sent);
  CHECK(courier::outcome_of_webhook(courier::NobodyKnows{}).result == Result::unknown);
}
