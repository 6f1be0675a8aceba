// What kind of line a number is: asked once, when nobody waits, within a day's budget.
#include "core/conversations/line_errands.h"

#include <doctest/doctest.h>

#include <set>

#include "core/base/normal.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/provider_peer.h"

using namespace latchkey;
using namespace latchkey::tests;
using accounts::LineType;
using courier::Line;
using courier::Result;
using fakes::Clinic;
using fakes::PeerRequest;
using fakes::ProviderPeer;
using storage::Transaction;

namespace {

constexpr const char* number = "+14015550190";

struct Peered {
  const courier::CurlLibrary library;
  ProviderPeer peer;
  courier::CurlTransport transport{library, courier::Reach{{peer.base()}, {}, {}, {}, 1 << 20}};
  courier::Lookups lookups{transport, peer.base(), peer.settings().auth};
};

// As most rosters are.
void say_nothing_of_lines(Clinic& clinic) {
  clinic.service().store().write(
      [](Transaction& tx) { return tx.run("UPDATE contact SET line_type = 'unknown'"); });
}

struct Looking : Peered {
  explicit Looking(std::int64_t day_max = 500)
      : lines({clinic.service().store(), clinic.service().sealer(), clinic.service().roster(),
               clinic.service().outbox(), lookups, clinic.clock, clinic.dice},
              day_max) {
    say_nothing_of_lines(clinic);
  }
  // Performs what waits; the result of the last.
  Result perform() {
    auto& service = clinic.service();
    Result last = Result::done;
    const auto claimed = service.store().write([&](Transaction& tx) {
      return service.outbox().claim(tx, courier::Lane::lookups, clinic.clock.now(), 500);
    });
    for (const courier::Claimed& each : claimed) {
      if (each.kind != courier::Kind::look_up) continue;
      const courier::Outcome outcome = lines.look_up(each);
      last = outcome.result;
      if (last == Result::done || last == Result::refused_permanent)
        service.store().write([&](Transaction& tx) {
          return service.outbox().finish(tx, each, outcome, clinic.clock.now());
        });
    }
    return last;
  }
  std::vector<std::string> unknown() {
    return clinic.service().store().read([&](Transaction& tx) {
      return clinic.service().roster().unknown_lines(tx, clinic.clock.now() - std::chrono::days(90),
                                                     500);
    });
  }
  // How many contacts of such a line there are.
  std::int64_t count(const char* line) {
    return clinic.service().store().read([&](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM contact WHERE line_type = $1", std::string(line))
          .rows.front()
          .integer(0);
    });
  }
  Clinic clinic;
  conversations::LineErrands lines;
};

}  // namespace

TEST_CASE("the provider's word of a line is whether it takes texts") {
  Peered at;
  const auto asked = [&](const char* type) {
    at.peer.know_line(number, type);
    const auto found = at.lookups.look_up(number);
    CHECK(found.outcome.result == Result::done);
    return found.line;
  };
  for (const char* type : {"mobile", "nonFixedVoip"}) CHECK(asked(type) == Line::mobile);
  for (const char* type : {"landline", "fixedVoip", "tollFree", "pager", "premium"})
    CHECK(asked(type) == Line::landline);
  for (const char* type : {"unknown", "", "something new"}) CHECK(asked(type) == Line::unknown);
  CHECK(at.lookups.look_up("+14015550199").outcome.result == Result::done);
  CHECK(at.lookups.look_up("+14015550199").line == Line::unknown);
  CHECK(at.peer.complaints().empty());
}

TEST_CASE("a provider that fails is asked again, and a stranger in between is believed nothing") {
  Peered at;
  at.peer.know_line(number, "mobile");
  using Fate = ProviderPeer::Fate;
  const auto after = [&](Fate fate) {
    at.peer.next(fate);
    return at.lookups.look_up(number).outcome.result;
  };
  // It may have been answered, and paid for: the rule of its kind has it wait a minute.
  CHECK(after(Fate::hangs_up_first) == Result::unknown);
  CHECK(after(Fate::throttled) == Result::throttled);
  CHECK(after(Fate::unavailable) == Result::unknown);
  CHECK(after(Fate::page) == Result::configuration);
  CHECK(after(Fate::redirect) == Result::configuration);
  CHECK(after(Fate::good) == Result::done);
}

TEST_CASE("each number on file is asked for once, and what is learnt stands for whoever has it") {
  Looking at;
  const auto before = at.unknown();
  const std::set<std::string> numbers(before.begin(), before.end());
  REQUIRE(numbers.size() > 3);
  const std::string first = *numbers.begin();
  at.peer.know_line(first, "landline");
  while (at.lines.order() > 0) CHECK(at.perform() == Result::done);
  CHECK(at.peer.requests() == static_cast<int>(numbers.size()));
  CHECK(at.unknown().empty());
  CHECK(at.count("landline") == std::count(before.begin(), before.end(), first));
  CHECK(at.lines.order() == 0);

  auto& service = at.clinic.service();
  accounts::PatientRecord record;
  record.first_name = "New";
  record.last_name = "Comer";
  record.birth_date = *normal_date("02031950", utc_date(at.clinic.clock.now()));
  record.record_number = "N-1";
  accounts::NewContact contact;
  contact.kind = accounts::ContactKind::phone;
  contact.value = first;
  record.contacts = {contact};
  const auto landlines = at.count("landline");
  service.store().write([&](Transaction& tx) {
    return service.roster().upsert(tx, record, accounts::fresh_ids(at.clinic.dice, record),
                                   at.clinic.clock.now());
  });
  CHECK(at.count("landline") == landlines + 1);
  CHECK(at.peer.complaints().empty());
}

TEST_CASE("a day's lookups are no more than the clinic pays for, also while some wait") {
  Looking at(3);
  CHECK(at.lines.order() == 3);
  CHECK(at.lines.order() == 0);
  at.perform();
  CHECK(at.lines.order() == 0);
  at.clinic.clock.pass(std::chrono::hours(25));
  CHECK(at.lines.order() > 0);
}

// A wrong address or key must teach nothing of anybody's number.
TEST_CASE("an answer that is not about the number is not learnt") {
  Looking at;
  at.peer.refuse_next(60600);
  REQUIRE(at.lines.order() > 0);
  at.perform();
  CHECK(at.clinic.service().store().read([](Transaction& tx) {
    return tx.run("SELECT 1 FROM line_lookup").rows.size();
  }) + 1 ==
        static_cast<std::size_t>(at.peer.requests()));
  Peered other;
  courier::Lookups wrong(other.transport, other.peer.base() + "/v2", other.peer.settings().auth);
  CHECK(wrong.look_up(number).outcome.result == Result::configuration);
}

TEST_CASE("of whom nothing was known is asked again, a season later") {
  Looking at;
  while (at.lines.order() > 0) at.perform();
  at.clinic.clock.pass(std::chrono::hours(24 * 60));
  CHECK(at.lines.order() == 0);
  at.clinic.clock.pass(std::chrono::hours(24 * 31));
  at.clinic.service().sweep();
  CHECK(at.lines.order() > 0);
}

TEST_CASE("no more than a handful wait, whatever the provider does") {
  Looking at;
  int ordered = 0;
  for (int i = 0; i < 10; ++i) ordered += at.lines.order();
  CHECK(ordered <= 20);
}

TEST_CASE("who asks nobody orders nothing, and a running clinic asks by itself") {
  for (const bool asks : {false, true}) {
    Peered at;
    Clinic clinic(Clinic::Roster::fixture_people, [&](Config& config) {
      if (asks) config.provider.lookup_base_url = at.peer.base();
      config.provider.account_id = config.provider.auth_user = at.peer.settings().account_id;
      config.provider.auth_secret = Secret("provider-secret");
    });
    clinic.connect(at.transport);
    say_nothing_of_lines(clinic);
    const auto maria = "+1" + std::string(person("maria").phone);
    at.peer.know_line(maria, "mobile");
    clinic.service().sweep();
    clinic.settle();
    const auto learnt = clinic.service().store().read([&](Transaction& tx) {
      return tx.run("SELECT 1 FROM contact WHERE line_type = 'mobile'").rows.size();
    });
    CHECK((learnt > 0) == asks);
    CHECK((at.peer.requests() > 0) == asks);
    for (const std::string& complaint : at.peer.complaints()) FAIL_CHECK(complaint);
  }
}
