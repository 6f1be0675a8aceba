#include "core/kiosks/kiosks.h"

#include <doctest/doctest.h>

#include "core/identity/attempts.h"
#include "tests/fakes/staff_room.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::kiosks;
using fakes::SetClock;
using storage::Transaction;
using namespace std::chrono_literals;

namespace {

struct Room {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  SetClock clock;
  Kiosks kiosks{sealer};
  fakes::TestStore store{schema(), identity::attempts_schema()};

  struct Added {
    KioskId id;
    Secret code;
  };
  Added add(LocationId office = LocationId{1}) {
    const Draws draws = draw(dice);
    store->write([&](Transaction& tx) {
      kiosks.add(tx, draws, "  Lobby, left of the door ", office, clock.now());
    });
    return {draws.id, draws.pairing_code};
  }
  // The credential; empty if nobody waits for that code.
  std::optional<Secret> pair(const Secret& code) {
    const Draws draws = draw(dice);
    const auto kiosk =
        store->write([&](Transaction& tx) { return kiosks.pair(tx, code, draws, clock.now()); });
    return kiosk ? std::optional(draws.credential) : std::nullopt;
  }
  std::optional<Kiosk> present(const Secret& credential) {
    return store->read([&](Transaction& tx) { return kiosks.present(tx, credential); });
  }
  std::optional<Left> visit(KioskId id, std::string_view leg) {
    return store->read([&](Transaction& tx) { return kiosks.visit(tx, id, leg, clock.now()); });
  }
};

}  // namespace

TEST_CASE("a kiosk that asks all the time is written down once a minute") {
  Room room;
  const auto added = room.add(LocationId{7});
  const auto credential = room.pair(spaced(added.code));
  REQUIRE(credential);
  int written = 0;
  for (int polls = 0; polls < 150; ++polls) {  // five minutes
    room.clock.pass(std::chrono::seconds(2));
    const auto kiosk = room.present(*credential);
    REQUIRE(kiosk);
    if (!Kiosks::is_news(*kiosk, room.clock.now())) continue;
    room.store->write([&](Transaction& tx) { room.kiosks.seen(tx, kiosk->id, room.clock.now()); });
    written += 1;
    CHECK(room.present(*credential)->seen_at == room.clock.now());
  }
  CHECK(written == 5);
}

TEST_CASE("a pairing code makes a device a kiosk once, within ten minutes") {
  Room room;
  const auto added = room.add(LocationId{7});
  const auto credential = room.pair(spaced(added.code));
  REQUIRE(credential);
  const auto kiosk = room.present(*credential);
  REQUIRE(kiosk);
  CHECK(kiosk->id == added.id);
  CHECK(kiosk->location == LocationId{7});
  CHECK(kiosk->name == "Lobby, left of the door");
  CHECK_FALSE(room.pair(added.code));
  const auto late = room.add();
  room.clock.pass(10min);
  CHECK_FALSE(room.pair(late.code));
  CHECK_FALSE(room.pair(Secret("")));
}

TEST_CASE("a credential that nobody was given, or that was revoked, is no kiosk") {
  Room room;
  const auto added = room.add();
  const Secret credential = room.pair(added.code).value();
  CHECK_FALSE(room.present(Secret("")));
  CHECK_FALSE(room.present(Secret(std::string(43, 'A'))));
  std::string close(credential.reveal());
  close.back() = close.back() == 'A' ? 'B' : 'A';
  CHECK_FALSE(room.present(Secret(close)));
  CHECK(room.store->write([&](Transaction& tx) { return room.kiosks.revoke(tx, added.id); }));
  CHECK_FALSE(room.present(credential));
  CHECK_FALSE(room.store->write([&](Transaction& tx) { return room.kiosks.revoke(tx, added.id); }));
}

TEST_CASE("a device that lost its credential gets a new one, and the lost one opens nothing") {
  Room room;
  const auto added = room.add();
  const Secret lost = room.pair(added.code).value();
  const Draws draws = draw(room.dice);
  CHECK(room.store->write([&](Transaction& tx) {
    return room.kiosks.pair_again(tx, added.id, draws, room.clock.now());
  }));
  CHECK_FALSE(room.present(lost));
  const auto again = room.pair(draws.pairing_code);
  REQUIRE(again);
  CHECK(room.present(*again)->id == added.id);
}

TEST_CASE("the database holds neither credential nor pairing code nor the kiosk's name") {
  Room room;
  const auto added = room.add();
  const Secret credential = room.pair(added.code).value();
  const auto waiting = room.add();
  room.store->read([&](Transaction& tx) {
    const auto rows = tx.run("SELECT name, credential, pairing_mac FROM kiosk").rows;
    REQUIRE(rows.size() == 2);
    for (const auto& row : rows) {
      const std::string bytes =
          row.blob(0) + row.maybe_blob(1).value_or("") + row.maybe_blob(2).value_or("");
      for (const std::string_view secret : {credential.reveal(), added.code.reveal(),
                                            waiting.code.reveal(), std::string_view("Lobby")})
        CHECK(bytes.find(secret) == std::string::npos);
    }
  });
}

TEST_CASE("the desk learns when a kiosk was last heard of and looked over") {
  Room room;
  const auto added = room.add();
  const Secret credential = room.pair(added.code).value();
  room.clock.pass(5min);
  CHECK(Kiosks::is_news(room.present(credential).value(), room.clock.now()));
  const Time seen = room.clock.now();
  room.store->write([&](Transaction& tx) { room.kiosks.seen(tx, added.id, seen); });
  room.clock.pass(1min);
  room.store->write(
      [&](Transaction& tx) { room.kiosks.inspected(tx, added.id, room.clock.now()); });
  const auto all = room.store->read([&](Transaction& tx) { return room.kiosks.list(tx); });
  REQUIRE(all.size() == 1);
  CHECK(all[0].seen_at == seen);
  CHECK(all[0].inspected_at == room.clock.now());
}

TEST_CASE(
    "a visit ends a minute and a half after the last sign of life, and after twenty minutes") {
  Room room;
  const auto added = room.add();
  const auto write = [&](auto what) { room.store->write([&](Transaction& tx) { what(tx); }); };
  write([&](Transaction& tx) { room.kiosks.begin_visit(tx, added.id, "leg", room.clock.now()); });
  room.clock.pass(59s);
  CHECK(room.visit(added.id, "leg")->idle == 1s);
  room.clock.pass(30s);
  CHECK(room.visit(added.id, "leg")->asked == 1s);
  // Ten times over, "I need more time" gives all of it again (WCAG 2.2.1).
  for (int extension = 0; extension < 11; ++extension) {
    write([&](Transaction& tx) { room.kiosks.touch(tx, added.id, room.clock.now()); });
    CHECK(room.visit(added.id, "leg")->idle == idle_life);
    room.clock.pass(89s);
    REQUIRE(room.visit(added.id, "leg"));
  }
  room.clock.pass(11s);
  CHECK_FALSE(room.visit(added.id, "leg"));

  write([&](Transaction& tx) { room.kiosks.begin_visit(tx, added.id, "next", room.clock.now()); });
  for (int minute = 0; minute < 19; ++minute) {
    room.clock.pass(1min);
    write([&](Transaction& tx) { room.kiosks.touch(tx, added.id, room.clock.now()); });
  }
  CHECK(room.visit(added.id, "next")->whole == 1min);
  room.clock.pass(1min);
  CHECK_FALSE(room.visit(added.id, "next"));
}

TEST_CASE("a kiosk has one visit: the next one ends it, and nobody else's leg is one") {
  Room room;
  const auto one = room.add(), other = room.add();
  room.store->write([&](Transaction& tx) {
    room.kiosks.begin_visit(tx, one.id, "first", room.clock.now());
    room.kiosks.begin_visit(tx, one.id, "second", room.clock.now());
  });
  CHECK_FALSE(room.visit(one.id, "first"));
  CHECK(room.visit(one.id, "second"));
  CHECK_FALSE(room.visit(other.id, "second"));
  CHECK(room.store->write([&](Transaction& tx) { return room.kiosks.end_visit(tx, one.id); }) ==
        "second");
  CHECK_FALSE(room.visit(one.id, "second"));
  CHECK_FALSE(
      room.store->write([&](Transaction& tx) { return room.kiosks.end_visit(tx, one.id); }));
}

TEST_CASE("a kiosk looks up forty an hour and three hundred a day, and sends thirty an hour") {
  Room room;
  const identity::AttemptKeys keys(room.sealer);
  const identity::Attempts attempts{identity::Limits{}};
  const auto key = keys.kiosk(7), other = keys.kiosk(8);
  const auto looked_up = [&](int times) {
    room.store->write([&](Transaction& tx) {
      for (int i = 0; i < times; ++i) attempts.record_lookup(tx, key, room.clock.now());
    });
  };
  const auto may = [&](const identity::AttemptKey& who) {
    return room.store->read(
        [&](Transaction& tx) { return attempts.lookup_allowed(tx, who, room.clock.now()); });
  };
  looked_up(39);
  CHECK(may(key));
  looked_up(1);
  CHECK_FALSE(may(key));
  CHECK(may(other));
  for (int hour = 0; hour < 6; ++hour) {
    room.clock.pass(62min);
    CHECK(may(key));
    looked_up(40);
  }
  room.clock.pass(62min);
  CHECK(may(key));
  looked_up(20);  // three hundred
  room.clock.pass(62min);
  CHECK_FALSE(may(key));

  identity::Send send{identity::Channel::mail, keys.destination("ann@example.org"),
                      keys.account(PatientId{1}), std::nullopt, key};
  const auto sent = [&](int times) {
    room.store->write([&](Transaction& tx) {
      for (int i = 0; i < times; ++i) {
        send.destination = keys.destination("ann" + std::to_string(i) + "@example.org");
        send.account = keys.account(PatientId{100 + i});
        attempts.record_send(tx, send, room.clock.now());
      }
    });
  };
  const auto may_send = [&] {
    send.destination = keys.destination("somebody.else@example.org");
    send.account = keys.account(PatientId{1});
    return room.store->read(
        [&](Transaction& tx) { return attempts.send_allowed(tx, send, room.clock.now()); });
  };
  sent(29);
  CHECK(may_send() == identity::MaySend::allowed);
  sent(1);
  CHECK(may_send() == identity::MaySend::origin_full);
}
