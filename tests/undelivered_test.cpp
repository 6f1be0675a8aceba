// A clerk reads which way a code could not go; the person never does (product.md T3, rulings.md
// R1).

#include <doctest/doctest.h>

#include <regex>

#include "ivr/text_phone/url.h"
#include "tests/fakes/visitors.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;
using std::chrono::minutes;

namespace {

// Maria at the page, to whom a code has gone by each way that she asked for.
struct Asked {
  explicit Asked(std::initializer_list<const char*> ways) {
    visitor.post({{"option", "forgot_password"}});
    visitor.post({{"first", std::string(maria.first)}, {"last", std::string(maria.last)}});
    visitor.post({{"month", "2"}, {"day", "3"}, {"year", "1950"}});
    visitor.post({{"option", "zip"}});
    visitor.post({{"text", std::string(maria.zip)}});
    for (const char* way : ways) {
      if (visitor.shown().step == "enter_code") visitor.post({{"do", "other"}});
      visitor.post({{"option", way}});
      REQUIRE(visitor.shown().step == "enter_code");
      clinic.clock.pass(minutes(2));
    }
  }

  // Of the errands so far, the `nth` that was asked for.
  ErrandId errand(std::size_t nth) {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      return tx.run("SELECT id FROM outbox ORDER BY created_at, revision, ordinal")
          .rows.at(nth)
          .id<ErrandId>(0);
    });
  }
  void report(const std::string& medium, std::size_t nth, const std::string& status) {
    const auto event =
        fakes::webhook(clinic, "/ivr/status/" + medium + "/" + std::to_string(errand(nth).value),
                       {{medium == "text" ? "MessageSid" : "CallSid", "XX0123456789"},
                        {medium == "text" ? "MessageStatus" : "CallStatus", status}});
    CHECK(clinic.line().answer(event).status == 200);
  }
  // Asks for the office's help and declines the call: a silent ticket (rulings.md R2).
  void give_up() {
    visitor.post({{"do", "other"}});
    visitor.post({{"option", "help"}});
    visitor.post({{"option", "no"}});
    REQUIRE(visitor.shown().step == "ended_declined");
  }
  // The ways that the only ticket calls undelivered, in order.
  std::vector<std::string> failed_ways() {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      const auto& tickets = clinic.service().tickets();
      const auto listed = tickets.list(tx, {});
      REQUIRE(listed.size() == 1);
      std::vector<std::string> ways;
      const auto ticket = tickets.get(tx, listed[0].id);
      REQUIRE(ticket);
      for (const tickets::Tried& tried : ticket->contacts.at(0).tried)
        if (tried.result == "undelivered") ways.push_back(tried.step);
      return ways;
    });
  }

  const FixturePerson& maria = person("maria");
  Clinic clinic;
  WebVisitor visitor{clinic, Doubling::once};
};

using Ways = std::vector<std::string>;

// How long a page still holds depends on when it was looked at, and on nothing else.
std::string without_time(const std::string& page) {
  return std::regex_replace(page, std::regex("data-left=\"\\d+\""), "data-left");
}

}  // namespace

TEST_CASE("a ticket says by which way a code could not go, once, and the person sees nothing") {
  Asked asked({"text", "call"});
  asked.clinic.settle();
  const std::string before = without_time(asked.visitor.page_of_anybody());
  asked.report("text", 0, "sent");
  asked.report("text", 0, "undelivered");
  asked.report("text", 0, "failed");
  asked.visitor.look();
  CHECK(without_time(asked.visitor.page_of_anybody()) == before);
  asked.give_up();
  CHECK(asked.failed_ways() == Ways{"text"});
  // The word on the call comes when the ticket is there.
  asked.report("call", 1, "no-answer");
  asked.report("call", 1, "busy");
  CHECK(asked.failed_ways() == Ways{"text", "call"});
}

TEST_CASE("what was delivered, or what nobody knows, is not called undelivered") {
  Asked asked({"text", "call"});
  asked.clinic.settle();
  asked.report("text", 0, "delivered");
  asked.report("text", 0, "failed");  // out of order
  asked.report("call", 1, "ringing");
  asked.give_up();
  CHECK(asked.failed_ways().empty());
}

TEST_CASE("a mailbox that our own mail server refuses is on the ticket too") {
  Asked asked({"mail"});
  auto& service = asked.clinic.service();
  const auto claimed = service.store().write([&](storage::Transaction& tx) {
    return service.outbox().claim(tx, courier::Lane::mail, asked.clinic.clock.now(), 1).at(0);
  });
  courier::Outcome outcome;
  outcome.result = courier::Result::refused_permanent;
  outcome.reason = courier::Reason::bad_address;
  service.conversations().errand_ended(claimed, outcome);
  asked.give_up();
  CHECK(asked.failed_ways() == Ways{"mail"});
}

TEST_CASE("what is known of a conversation's messages goes with the conversation") {
  Asked asked({"text"});
  asked.clinic.settle();
  asked.report("text", 0, "undelivered");
  asked.clinic.clock.pass(std::chrono::hours(3));
  asked.clinic.service().conversations().sweep();
  const auto kept = [&] {
    return asked.clinic.service().store().read([](storage::Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM undelivered").rows.front().integer(0);
    });
  };
  CHECK(kept() == 0);
  asked.report("text", 0, "failed");
  CHECK(kept() == 0);
}

// A code that was sent again promised its whole life once more.
TEST_CASE("a code that is sent again says how long it is still good") {
  Asked asked({"text"});
  asked.clinic.settle();
  CHECK(asked.clinic.sent().back().body.find("Good for 10 min.") != std::string::npos);
  asked.clinic.clock.pass(minutes(1));
  asked.visitor.post({{"do", "other"}});
  asked.visitor.post({{"option", "resend"}});
  CHECK(asked.visitor.shown().notice == "code_sent_again");
  asked.clinic.settle();
  CHECK(asked.clinic.sent().size() == 2);
  CHECK(asked.clinic.sent().back().body.find("Good for 7 min.") != std::string::npos);
}
