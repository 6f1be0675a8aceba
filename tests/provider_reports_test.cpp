// What a provider tells us of itself: the fate of a message or call, and STOP and START by text.

#include <doctest/doctest.h>

#include "ivr/text_phone/url.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

constexpr const char* nothing_to_do =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>";

// An errand of the outbox as the database holds it.
struct Row {
  std::int64_t id = 0;
  std::string state;
  std::int64_t rank = 0, code = 0, reason = 0;
  bool operator==(const Row&) const = default;
};

std::vector<Row> outbox(Clinic& clinic) {
  return clinic.service().store().read([](storage::Transaction& tx) {
    std::vector<Row> rows;
    for (const auto& row :
         tx.run("SELECT id, state, status_rank, COALESCE(code, 0), COALESCE(reason, 0)"
                " FROM outbox ORDER BY id")
             .rows)
      rows.push_back({row.integer(0), row.text(1), row.integer(2), row.integer(3), row.integer(4)});
    return rows;
  });
}

Row row_of(Clinic& clinic, std::int64_t id) {
  for (const Row& row : outbox(clinic))
    if (row.id == id) return row;
  FAIL("no such errand: " << id);
  return {};
}

http::Response post(Clinic& clinic, const std::string& path, http::Fields event,
                    const std::optional<Secret>& key = std::nullopt) {
  return clinic.line().answer(fakes::webhook(clinic, path, std::move(event), key));
}

// Believed, and answered with a document that asks for nothing, as every provider takes it.
void accepted(const http::Response& answer) {
  CHECK(answer.status == 200);
  CHECK(answer.content_type == "text/xml; charset=utf-8");
  CHECK(answer.body == nothing_to_do);
}

void text_us(Clinic& clinic, const std::string& words) {
  accepted(post(clinic, "/ivr/text",
                {{"MessageSid", "SM0123456789abcdef0123456789abcdef"},
                 {"From", "+1" + std::string(person("maria").phone)},
                 {"To", clinic.config().provider.text_from},
                 {"Body", words}}));
}

// Maria at the page, waiting for the code that was just asked for by text; before that she may
// have texted us a word.
struct Asked {
  explicit Asked(const std::string& texted = "") {
    if (!texted.empty()) text_us(clinic, texted);
    visitor.post({{"option", "forgot_password"}});
    visitor.post({{"first", std::string(maria.first)}, {"last", std::string(maria.last)}});
    visitor.post({{"month", "2"}, {"day", "3"}, {"year", "1950"}});
    visitor.post({{"option", "zip"}});
    visitor.post({{"text", std::string(maria.zip)}});
    visitor.post({{"option", "text"}});
    REQUIRE(visitor.shown().step == "enter_code");
    const auto rows = outbox(clinic);
    REQUIRE(rows.size() == 1);
    errand = rows.front().id;
  }
  // A carrier took the errand up and died before it wrote down how that ended.
  void taken_up() {
    auto& service = clinic.service();
    service.store().write([&](storage::Transaction& tx) {
      REQUIRE(service.outbox().claim(tx, courier::Lane::phone, clinic.clock.now(), 10).size() == 1);
    });
  }
  void report(const std::string& status, const std::string& error = "") {
    http::Fields event{{"MessageSid", "SM0123456789abcdef0123456789abcdef"},
                       {"MessageStatus", status}};
    if (!error.empty()) event.emplace_back("ErrorCode", error);
    accepted(post(clinic, path(), event));
  }
  std::string path() const { return "/ivr/status/text/" + std::to_string(errand); }
  Row row() { return row_of(clinic, errand); }

  const FixturePerson& maria = person("maria");
  Clinic clinic;
  fakes::WebVisitor visitor{clinic, Doubling::once};
  std::int64_t errand = 0;
};

bool text_is_offered(Clinic& clinic) {
  const auto& maria = person("maria");
  return clinic.service().store().read([&](storage::Transaction& tx) {
    const auto& roster = clinic.service().roster();
    const auto found = roster.by_user_name(tx, maria.user_name);
    return roster.reach(tx, found.at(0), clinic.clock.now()).text.contact.has_value();
  });
}

}  // namespace

TEST_CASE("a report that a text was delivered ends an errand whose answer was lost") {
  Asked asked;
  asked.taken_up();
  REQUIRE(asked.row().state == "leased");
  asked.report("delivered");
  CHECK(asked.row().state == "done");
  // The lease runs out; the text is not sent a second time.
  asked.clinic.clock.pass(std::chrono::minutes(2));
  asked.clinic.settle();
  CHECK(asked.clinic.sent().empty());
}

TEST_CASE("a text that could not be delivered ends with the provider's number and its meaning") {
  Asked asked;
  asked.taken_up();
  asked.report("undelivered", "30005");
  const Row row = asked.row();
  CHECK(row.state == "failed");
  CHECK(row.code == 30005);
  CHECK(row.reason == static_cast<int>(courier::Reason::cannot_be_texted));
  // The person at the page is told nothing of it (rulings.md R1), and no code comes.
  asked.visitor.look();
  CHECK(asked.visitor.shown().step == "enter_code");
  asked.clinic.clock.pass(std::chrono::minutes(2));
  asked.clinic.settle();
  CHECK(asked.clinic.sent().empty());
}

TEST_CASE("reports that come late, twice or out of order never turn a fate back") {
  Asked asked;
  asked.clinic.settle();
  REQUIRE(asked.clinic.sent().size() == 1);
  for (const char* status : {"queued", "sent", "delivered"}) asked.report(status);
  const Row delivered = asked.row();
  CHECK(delivered.state == "done");
  CHECK(delivered.rank == courier::rank_of(courier::ProviderStatus::delivered));
  for (const char* status : {"delivered", "sent", "queued", "accepted"}) {
    asked.report(status);
    CHECK(asked.row() == delivered);
  }
  asked.report("undelivered", "30003");
  CHECK(asked.row() == delivered);

  Asked other;
  other.taken_up();
  other.report("failed", "30007");
  const Row failed = other.row();
  CHECK(failed.reason == static_cast<int>(courier::Reason::filtered));
  for (const char* status : {"delivered", "failed", "sent"}) {
    other.report(status);
    CHECK(other.row() == failed);
  }
}

TEST_CASE("the fate of a placed call is told in the words of calls") {
  Asked asked;
  asked.taken_up();
  accepted(post(asked.clinic, "/ivr/status/call/" + std::to_string(asked.errand),
                {{"CallSid", "CA0123456789abcdef0123456789abcdef"}, {"CallStatus", "no-answer"}}));
  CHECK(asked.row().state == "failed");
  CHECK(asked.row().reason == static_cast<int>(courier::Reason::unreachable));
}

TEST_CASE("a report about nothing we know, or in no word we know, is taken and changes nothing") {
  Asked asked;
  asked.taken_up();
  const auto before = outbox(asked.clinic);
  const http::Fields delivered{{"MessageSid", "SM1"}, {"MessageStatus", "delivered"}};
  for (const char* path :
       {"/ivr/status/text/4711", "/ivr/status/text/", "/ivr/status/text", "/ivr/status/",
        "/ivr/status/text/-1", "/ivr/status/text/99999999999999999999", "/ivr/status/text/x"})
    accepted(post(asked.clinic, path, delivered));
  accepted(post(asked.clinic, asked.path(), {{"MessageStatus", "frobnicated"}}));
  accepted(post(asked.clinic, asked.path(), {{"MessageSid", "SM1"}}));
  CHECK(outbox(asked.clinic) == before);
}

TEST_CASE("a report with a wrong signature or of another account is refused and changes nothing") {
  Asked asked;
  asked.taken_up();
  const auto before = outbox(asked.clinic);
  const http::Fields delivered{{"MessageSid", "SM1"}, {"MessageStatus", "delivered"}};
  CHECK(post(asked.clinic, asked.path(), delivered, Secret("another key")).status == 403);
  http::Fields foreign = delivered;
  foreign.emplace_back("AccountSid", "AC00000000000000000000000000000000");
  CHECK(post(asked.clinic, asked.path(), foreign).status == 403);
  CHECK(outbox(asked.clinic) == before);
}

TEST_CASE("STOP by text ends texts to that number, START allows them again, in any writing") {
  Clinic clinic;
  REQUIRE(text_is_offered(clinic));
  for (const char* stop : {"STOP", "stop", " Stop.\r\n", "Stop all", "UNSUBSCRIBE", "quit"}) {
    text_us(clinic, stop);
    CHECK_FALSE(text_is_offered(clinic));
    text_us(clinic, stop);
    CHECK_FALSE(text_is_offered(clinic));
    text_us(clinic, "start");
    CHECK(text_is_offered(clinic));
  }
  CHECK(clinic.sent().empty());
}

TEST_CASE("whoever texted STOP is sent no code by text, and sees what anybody sees") {
  Asked asked("STOP");
  asked.clinic.settle();
  CHECK(asked.clinic.sent().empty());
  asked.visitor.look();
  CHECK(asked.visitor.shown().step == "enter_code");
  Asked again("START");
  again.clinic.settle();
  REQUIRE(again.clinic.sent().size() == 1);
  CHECK(again.clinic.sent().front().kind == "text");
}

// The provider's refusal was only an end: the next code went the same way.
TEST_CASE("a provider's word that somebody stopped texts is kept like their own") {
  Asked asked;
  const std::string number = "+1" + std::string(asked.maria.phone);
  REQUIRE(text_is_offered(asked.clinic));
  SUBCASE("in its report, from any channel's text") {
    asked.taken_up();
    accepted(post(asked.clinic, asked.path(),
                  {{"MessageSid", "SM0123456789abcdef0123456789abcdef"},
                   {"To", number},
                   {"MessageStatus", "undelivered"},
                   {"ErrorCode", "21610"}}));
  }
  SUBCASE("in its answer") {
    asked.clinic.turn(fakes::Weather::Is::stopped);
    asked.clinic.settle();
  }
  CHECK_FALSE(text_is_offered(asked.clinic));
  text_us(asked.clinic, "START");
  CHECK(text_is_offered(asked.clinic));
}

TEST_CASE("a number that said STOP is silent for whoever gets it later") {
  Clinic clinic;
  auto& roster = clinic.service().roster();
  const auto texts = [&] {
    return clinic.service().store().read(
        [&](storage::Transaction& tx) { return roster.texts_of(tx, "+14015550177"); });
  };
  const auto say = [&](const char* word) {
    accepted(post(clinic, "/ivr/text", {{"From", "+14015550177"}, {"Body", word}}));
  };
  CHECK(texts() == accounts::Contact::Texts::allowed);
  say("STOP");
  CHECK(texts() == accounts::Contact::Texts::opted_out);
  accounts::PatientRecord record;
  record.record_number = "MRN-770077";
  record.first_name = "Nora";
  record.last_name = "Newcomer";
  record.birth_date = std::chrono::year(1961) / 5 / 4;
  accounts::NewContact& phone = record.contacts.emplace_back();
  phone.value = "401-555-0177";
  const auto ids = accounts::fresh_ids(clinic.dice, record);
  clinic.service().store().write(
      [&](storage::Transaction& tx) { roster.upsert(tx, record, ids, clinic.clock.now()); });
  const auto reached = [&] {
    return clinic.service().store().read([&](storage::Transaction& tx) {
      return roster.reach(tx, ids.patient, clinic.clock.now()).text.contact.has_value();
    });
  };
  CHECK_FALSE(reached());
  say("START");
  CHECK(reached());
}

TEST_CASE("a text that is neither STOP nor START, or is not signed, changes nothing") {
  Clinic clinic;
  for (const char* words : {"", "please stop", "123456", "STOPPED", "help", "no"}) {
    text_us(clinic, words);
    CHECK(text_is_offered(clinic));
  }
  const http::Fields stop{{"From", "+1" + std::string(person("maria").phone)}, {"Body", "STOP"}};
  CHECK(post(clinic, "/ivr/text", stop, Secret("another key")).status == 403);
  CHECK(text_is_offered(clinic));
}
