#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/attempts_room.h"

using namespace latchkey;
using namespace latchkey::identity;
using storage::Transaction;

namespace {

const Time start = from_millis(1'800'000'000'123);

struct Room : tests::AttemptsRoom {
  Send to(Channel channel, const std::string& contact, std::int64_t patient = 7) {
    Send send{channel, keys.destination(contact), keys.account(PatientId{patient}), std::nullopt,
              std::nullopt};
    if (channel != Channel::mail) send.prefix = keys.prefix(contact);
    return send;
  }
  bool try_lookup(const AttemptKey& origin, Time now) {
    return in([&](Transaction& tx) {
      if (!attempts.lookup_allowed(tx, origin, now)) return false;
      attempts.record_lookup(tx, origin, now);
      return true;
    });
  }
  std::int64_t rows() {
    return store->read([](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM attempt_window").rows.front().integer(0);
    });
  }
};

constexpr const char* phone = "+14015550123";

// A phone number for each n, 10 in a block of 1,000.
std::string spread(int n) {
  const std::string block = std::to_string(2000 + n / 10);
  return "+1401" + block.substr(0, 3) + block.substr(3) + "00" + std::to_string(n % 10);
}

}  // namespace

TEST_CASE("texts and calls share one a minute, three a quarter of an hour, six a day") {
  Room room;
  const Send text = room.to(Channel::text, phone);
  const Send voice = room.to(Channel::voice, phone);
  CHECK(room.try_send(text, start) == MaySend::allowed);
  CHECK(room.try_send(voice, start + seconds{60} - Millis{1}) == MaySend::too_soon);
  CHECK(room.try_send(voice, start + seconds{60}) == MaySend::allowed);
  CHECK(room.try_send(text, start + minutes{2}) == MaySend::allowed);
  CHECK(room.try_send(text, start + minutes{14}) == MaySend::destination_full);
  CHECK(room.try_send(voice, start + minutes{15}) == MaySend::allowed);
  CHECK(room.try_send(text, start + hours{1}) == MaySend::allowed);
  CHECK(room.try_send(text, start + hours{2}) == MaySend::allowed);
  CHECK(room.try_send(text, start + hours{23}) == MaySend::destination_full);
  CHECK(room.try_send(text, start + hours{24}) == MaySend::allowed);
}

TEST_CASE("the limits hold for the account whatever the number, and the number whoever asks") {
  Room room;
  for (int i = 0; i < 3; ++i)
    CHECK(room.try_send(room.to(Channel::text, spread(i)), start + minutes{i}) == MaySend::allowed);
  CHECK(room.try_send(room.to(Channel::text, spread(9)), start + minutes{5}) ==
        MaySend::account_full);
  CHECK(room.try_send(room.to(Channel::text, spread(0), 8), start + minutes{5}) ==
        MaySend::allowed);
  CHECK(room.try_send(room.to(Channel::text, spread(0), 9), start + minutes{5}) ==
        MaySend::too_soon);
}

TEST_CASE("thirty requests on every channel send three messages in a quarter of an hour") {
  Room room;
  int sent = 0;
  for (int i = 0; i < 30; ++i) {
    const Channel channel = i % 2 == 0 ? Channel::text : Channel::voice;
    sent += room.try_send(room.to(channel, phone), start + seconds{29 * i}) == MaySend::allowed;
  }
  CHECK(sent == 3);
}

TEST_CASE("e-mails have a budget of their own: one a minute, three an hour, eight a day") {
  Room room;
  const Send mail = room.to(Channel::mail, "ann@example.org");
  CHECK(room.try_send(room.to(Channel::text, phone), start) == MaySend::allowed);
  CHECK(room.try_send(mail, start) == MaySend::allowed);
  CHECK(room.try_send(mail, start + seconds{59}) == MaySend::too_soon);
  CHECK(room.try_send(mail, start + seconds{60}) == MaySend::allowed);
  CHECK(room.try_send(mail, start + minutes{30}) == MaySend::allowed);
  CHECK(room.try_send(mail, start + minutes{59}) == MaySend::destination_full);
  int sent = 3;
  for (int hour = 1; hour < 24; ++hour)
    sent += room.try_send(mail, start + hours{hour} + minutes{30}) == MaySend::allowed;
  CHECK(sent == 8);
}

TEST_CASE("a block of a thousand numbers gets twenty texts an hour") {
  Room room;
  int sent = 0;
  for (int i = 0; i < 100; ++i) {
    const std::string number = "+14015550" + std::to_string(100 + i);
    sent += room.try_send(room.to(Channel::text, number, i + 1), start) == MaySend::allowed;
  }
  CHECK(sent == 20);
  CHECK(room.try_send(room.to(Channel::text, "+14015560100", 500), start) == MaySend::allowed);
  CHECK(room.try_send(room.to(Channel::text, "+14015550300", 501), start + minutes{59}) ==
        MaySend::prefix_full);
  CHECK(room.try_send(room.to(Channel::text, "+14015550300", 501), start + hours{1} + minutes{1}) ==
        MaySend::allowed);
}

TEST_CASE("everybody together gets 300 texts an hour and 2000 a day, on no single row") {
  Room room;
  int sent = 0, next = 0;
  for (int i = 0; i < 320; ++i, ++next)
    sent +=
        room.try_send(room.to(Channel::text, spread(next), next + 1), start) == MaySend::allowed;
  CHECK(sent == 300);
  for (int hour = 2; hour < 22; hour += 2)
    for (int i = 0; i < 300; ++i, ++next)
      sent += room.try_send(room.to(Channel::text, spread(next), next + 1), start + hours{hour}) ==
              MaySend::allowed;
  CHECK(sent == 2000);
  const auto shards = room.store->read([](Transaction& tx) {
    return tx.run("SELECT COUNT(DISTINCT key) FROM attempt_window WHERE counter = 8")
        .rows.front()
        .integer(0);
  });
  CHECK(shards == 4);
}

TEST_CASE("an address sends 6 an hour and 20 a day") {
  Room room;
  const auto sent_in = [&](const AttemptKey& origin, Time at, int patient) {
    int sent = 0;
    for (int i = 0; i < 40; ++i) {
      Send send = room.to(Channel::text, spread(patient + i), patient + i + 1);
      send.origin = origin;
      sent += room.try_send(send, at) == MaySend::allowed;
    }
    return sent;
  };
  const AttemptKey address = room.keys.address("192.0.2.7");
  int all_day = 0;
  for (int hour = 0; hour < 8; ++hour) {
    const int sent = sent_in(address, start + hours{hour}, hour * 100);
    CHECK(sent <= 6);
    all_day += sent;
  }
  CHECK(all_day == 20);
}

TEST_CASE("an address looks up 10 in ten minutes, 30 an hour, 100 a day") {
  Room room;
  const AttemptKey address = room.keys.address("192.0.2.7");
  std::vector<Time> taken;
  for (Time now = start; now < start + hours{24}; now += seconds{30})
    if (room.try_lookup(address, now)) taken.push_back(now);
  CHECK(taken.size() == 100);
  for (const Time now : taken) {
    const auto within = [&](Millis window) {
      return std::count_if(taken.begin(), taken.end(),
                           [&](Time t) { return t > now - window && t <= now; });
    };
    REQUIRE(within(minutes{10}) <= 10);
    REQUIRE(within(hours{1}) <= 30);
  }
  CHECK(room.try_lookup(address, taken.front() + hours{24} + minutes{1}));
  CHECK(room.try_lookup(room.keys.address("192.0.2.8"), start));
}

TEST_CASE("one address is promised 6 calls an hour and 20 a day, a network three times as many") {
  Room room;
  const auto promised = [&](const char* address, Time now) {
    const Origin origin{room.keys.address(address), room.keys.network(address)};
    return room.store->write([&](storage::Transaction& tx) {
      if (!room.attempts.promise_allowed(tx, origin, now)) return false;
      room.attempts.record_promise(tx, origin, now);
      return true;
    });
  };
  int all_day = 0;
  for (int minute = 0; minute < 24 * 60; minute += 5) {
    const bool taken = promised("192.0.2.7", start + minutes{minute});
    all_day += taken ? 1 : 0;
    if (minute == 55) CHECK(all_day == 6);
  }
  CHECK(all_day == 20);
  CHECK(promised("192.0.2.8", start + hours{23}));
  int of_network = 0;
  for (int subnet = 0; subnet < 40; ++subnet)
    of_network += promised(("2001:db8:7:" + std::to_string(subnet) + "::1").c_str(), start) ? 1 : 0;
  CHECK(of_network == 18);
  // All who hide their number share a wide one, and so do all who stand at one kiosk.
  for (const AttemptKey& shared : {room.keys.caller("anonymous"), room.keys.kiosk(7)}) {
    int taken = 0;
    for (int i = 0; i < 40; ++i)
      taken += room.in([&](Transaction& tx) {
        if (!room.attempts.promise_allowed(tx, {shared}, start)) return 0;
        room.attempts.record_promise(tx, {shared}, start);
        return 1;
      });
    CHECK(taken == 18);
  }
}

TEST_CASE("addresses count by IPv4, by IPv6 network, and all nonsense together") {
  Room room;
  const auto same = [&](const char* a, const char* b) {
    return room.keys.address(a).blind == room.keys.address(b).blind;
  };
  CHECK(same("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"));
  CHECK_FALSE(same("2001:db8:1:2::1", "2001:db8:1:3::1"));
  CHECK(same("::ffff:192.0.2.7", "192.0.2.7"));
  CHECK_FALSE(same("192.0.2.7", "192.0.2.8"));
  CHECK(same("", "localhost"));
}

TEST_CASE("after ten calls in an hour or five failed ones in a day a person answers") {
  Room room;
  const AttemptKey caller = room.keys.caller("+14015550123");
  room.in([&](Transaction& tx) {
    for (int i = 0; i < 10; ++i) {
      CHECK(room.attempts.call_allowed(tx, caller, start) == MayCall::allowed);
      room.attempts.record_call(tx, caller, start);
    }
    CHECK(room.attempts.call_allowed(tx, caller, start + minutes{59}) == MayCall::to_a_person);
    CHECK(room.attempts.call_allowed(tx, caller, start + minutes{61}) == MayCall::allowed);
    const AttemptKey other = room.keys.caller("(401) 555-0124");
    for (int i = 0; i < 5; ++i) room.attempts.record_failed_call(tx, other, start);
    CHECK(room.attempts.call_allowed(tx, other, start + hours{23}) == MayCall::to_a_person);
    CHECK(room.attempts.call_allowed(tx, other, start + hours{24} + minutes{1}) ==
          MayCall::allowed);
  });
}

TEST_CASE("callers without a number share sixty calls an hour, and no blame") {
  Room room;
  room.in([&](Transaction& tx) {
    const char* froms[] = {"anonymous", "", "+266696687", "Restricted", "sip:x@example.org"};
    for (int i = 0; i < 60; ++i) {
      const AttemptKey caller = room.keys.caller(froms[i % 5]);
      CHECK(room.attempts.call_allowed(tx, caller, start) == MayCall::allowed);
      room.attempts.record_call(tx, caller, start);
      room.attempts.record_failed_call(tx, caller, start);
    }
    CHECK(room.attempts.call_allowed(tx, room.keys.caller("unknown"), start) ==
          MayCall::to_a_person);
    CHECK(room.attempts.call_allowed(tx, room.keys.caller("+14015550123"), start) ==
          MayCall::allowed);
  });
}

TEST_CASE("cleaning drops what no rule looks at and changes no answer") {
  Room room;
  const std::vector<AttemptKey> keys{room.keys.account(PatientId{7}), room.keys.claim("x")};
  const Send send = room.to(Channel::text, phone);
  const auto wrong = [&](Time now) {
    room.in([&](Transaction& tx) { room.attempts.record_wrong_code(tx, keys, now); });
  };
  const auto clean = [&](Time now) {
    room.in([&](Transaction& tx) { room.attempts.forget_old(tx, now); });
  };
  for (int i = 0; i < 50; ++i) wrong(start + hours{6 * i});
  room.try_send(send, start + hours{299});
  const Time now = start + hours{300};
  const auto before = room.rows();
  clean(now);
  CHECK(room.rows() < before);
  CHECK(room.try_send(send, start + hours{299} + seconds{30}) == MaySend::too_soon);
  clean(now + days{200});
  CHECK(room.rows() == 0);
  room.in([&](Transaction& tx) {
    const auto answer = [&](const AttemptKey& key) {
      return room.attempts.may_try(tx, std::span(&key, 1), now + days{200});
    };
    CHECK(answer(keys[0]) == MayTry::disabled);
    CHECK(answer(keys[1]) == MayTry::allowed);
  });
}

TEST_CASE("the tables of budgets hold no number, name or address") {
  Room room;
  Send send = room.to(Channel::text, phone);
  send.origin = room.keys.address("192.0.2.177");
  room.try_send(send, start);
  room.store->read([&](Transaction& tx) {
    for (const auto& row : tx.run("SELECT key FROM attempt_window").rows) {
      CHECK((row.blob(0).size() == 16 || row.blob(0).size() == 1));
      CHECK(row.blob(0).find("4015550123") == std::string::npos);
    }
  });
}
