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
      return service.outbox().claim(tx, courier::Lane::mail, clinic.clock.now(), 500);
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
    return clinic.service().store().read(
        [&](Transaction& tx) { return clinic.service().roster().unknown_lines(tx, 500); });
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
  CHECK(after(Fate::hangs_up_first) == Result::not_sent);
  CHECK(after(Fate::throttled) == Result::throttled);
  CHECK(after(Fate::unavailable) == Result::not_sent);
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
  while (at.lines.order() > 0) {
  }
  CHECK(at.perform() == Result::done);
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

TEST_CASE("who asks nobody orders nothing, and a running clinic orders by itself") {
  for (const bool asks : {false, true}) {
    Clinic clinic(Clinic::Roster::fixture_people, [&](Config& config) {
      if (asks) config.provider.lookup_base_url = "https://lookups.example.org";
    });
    say_nothing_of_lines(clinic);
    clinic.service().sweep();
    const auto ordered = clinic.service().store().read([&](Transaction& tx) {
      return clinic.service().outbox().open_errands(tx, courier::Kind::look_up);
    });
    CHECK((ordered > 0) == asks);
  }
}
