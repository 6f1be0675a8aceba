// Versions of a setting: drafts, publishing, two at once, and a database that somebody changed.
#include <doctest/doctest.h>

#include "core/settings/documents.h"
#include "tests/fakes/staff_room.h"

using namespace latchkey;
using namespace std::chrono_literals;
using settings::Documents;
using settings::Overtaken;
using settings::State;
using settings::Version;
using storage::Transaction;

namespace {

constexpr StaffId ada{7}, ben{8};

struct Room {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  fakes::SetClock clock;
  fakes::TestStore store{settings::schema()};
  Documents documents{sealer};

  std::variant<std::int64_t, Overtaken> save(StaffId by, const std::string& text,
                                             std::int64_t base) {
    const settings::Save save{dice.row_id(), "holidays", text, "why so", by, base};
    return store->write([&](Transaction& tx) { return documents.save(tx, save, clock.now()); });
  }
  std::int64_t saved(StaffId by, const std::string& text, std::int64_t base) {
    return std::get<std::int64_t>(save(by, text, base));
  }
  bool publish(std::int64_t number, StaffId by = ben) {
    return store->write([&](Transaction& tx) {
      return documents.publish(tx, "holidays", number, by, clock.now());
    });
  }
  std::vector<Version> history() {
    return store->read([&](Transaction& tx) { return documents.history(tx, "holidays"); });
  }
  std::int64_t standing() {
    return store->read([&](Transaction& tx) { return documents.standing(tx, "holidays"); });
  }
  std::optional<Version> published() {
    return store->read([&](Transaction& tx) { return documents.published(tx, "holidays"); });
  }
};

}  // namespace

TEST_CASE("a draft is nothing until it is published, and then says who and when") {
  Room room;
  CHECK(room.standing() == 0);
  CHECK(room.saved(ada, "a = 1", 0) == 1);
  CHECK_FALSE(room.published().has_value());
  room.clock.pass(1min);
  CHECK_FALSE(room.publish(2));
  CHECK(room.publish(1));
  const Version one = room.published().value();
  CHECK(one.text == "a = 1");
  CHECK(one.note == "why so");
  CHECK(one.author == ada);
  CHECK(one.published_by == ben);
  CHECK(*one.published_at == one.at + 1min);
  CHECK_FALSE(room.publish(1));  // once
}

TEST_CASE("who saves on an older version is told which one stands, and nothing is lost") {
  Room room;
  CHECK(room.saved(ada, "ada's", 0) == 1);
  const auto late = room.save(ben, "ben's", 0);
  REQUIRE(std::holds_alternative<Overtaken>(late));
  CHECK(std::get<Overtaken>(late).number == 1);
  CHECK(room.history().size() == 1);
  CHECK(room.saved(ben, "ben's on ada's", 1) == 2);
  // Ada's draft stays in the history; only Ben's can be published.
  CHECK(room.history().at(1).text == "ada's");
  CHECK(room.history().at(1).state == State::withdrawn);
  CHECK_FALSE(room.publish(1));
  CHECK(room.publish(2));
  CHECK(std::holds_alternative<Overtaken>(room.save(ada, "ada's again", 1)));
}

TEST_CASE("going back publishes an old text as a new version, and history keeps all") {
  Room room;
  room.saved(ada, "first", 0);
  room.publish(1);
  room.saved(ada, "second", 1);
  room.publish(2);
  CHECK(room.saved(ben, room.history().at(1).text, 2) == 3);
  room.publish(3);
  CHECK(room.published()->text == "first");
  CHECK(room.published()->number == 3);
  CHECK(room.history().size() == 3);
  for (const Version& one : room.history()) CHECK(one.state == State::published);
}

TEST_CASE("a draft that is taken back leaves what was published standing") {
  Room room;
  room.saved(ada, "first", 0);
  room.publish(1);
  room.saved(ada, "second", 1);
  const auto withdraw = [&](std::int64_t number) {
    return room.store->write(
        [&](Transaction& tx) { return room.documents.withdraw(tx, "holidays", number); });
  };
  CHECK_FALSE(withdraw(1));
  CHECK(withdraw(2));
  CHECK(room.standing() == 1);
  CHECK(room.published()->text == "first");
}

TEST_CASE("a row that somebody without the keys has changed is refused, whatever they changed") {
  const auto tampered = [](auto change) {
    Room room;
    room.saved(ada, "first", 0);
    room.publish(1);
    room.saved(ada, "second", 1);
    room.store->write(change);
    try {
      room.published();
    } catch (const Fault& fault) {
      return std::string(fault.what());
    }
    return std::string();
  };
  CHECK(tampered([](Transaction&) {}).empty());
  CHECK(tampered([](Transaction& tx) {
          tx.run("UPDATE setting_version SET state = 'published' WHERE number = 2");
        }).find("holidays version 2") != std::string::npos);
  CHECK_FALSE(tampered([](Transaction& tx) {
                tx.run("UPDATE setting_version SET text = zeroblob(40) WHERE number = 1");
              }).empty());
  CHECK_FALSE(tampered([](Transaction& tx) {
                tx.run("UPDATE setting_version SET published_by = 9 WHERE number = 1");
              }).empty());
  CHECK_FALSE(tampered([](Transaction& tx) {
                tx.run("UPDATE setting_version SET number = 5 WHERE number = 1");
              }).empty());
}
