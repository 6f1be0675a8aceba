// A courier with everything it needs, for tests: a real store, a real provider peer on loopback,
// a clock that obeys, and a mailbox in memory that can be out of reach.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "core/courier/courier.h"
#include "core/courier/messenger.h"
#include "tests/fakes/provider_peer.h"
#include "tests/fakes/test_store.h"

namespace latchkey::fakes {

class PassingClock final : public Clock {
 public:
  Time now() const override { return from_millis(now_.load()); }
  void pass(Millis time) { now_ += time.count(); }

 private:
  std::atomic<std::int64_t> now_{1'790'000'000'000};
};

// Every byte it throws is the same. Not 0: Dice::below() would throw again for ever.
class FixedDice final : public Dice {
 public:
  explicit FixedDice(unsigned char byte) : byte_(byte) {}
  void fill(std::span<unsigned char> out) override {
    for (unsigned char& one : out) one = byte_;
  }

 private:
  unsigned char byte_;
};

struct NoSink final : LogSink {
  void write(std::string_view) override {}
};

struct CourierDesk {
  // HTTP over real sockets; mail into the desk's mailbox.
  struct Post final : courier::Transport {
    CourierDesk& desk;
    explicit Post(CourierDesk& its) : desk(its) {}
    courier::HttpAnswer http(const courier::HttpCall& call) override {
      return desk.curl.http(call);
    }
    courier::MailAnswer mail(const courier::Mail& mail) override {
      if (desk.mails_lost) return courier::NotSent{courier::Trouble::connect};
      desk.mails.push_back(mail);
      return courier::Accepted{};
    }
  };

  static courier::Delivery text(std::string to, std::string body) {
    courier::Delivery delivery;
    delivery.to = std::move(to);
    delivery.text = Secret(std::move(body));
    return delivery;
  }

  ErrandId put(courier::Kind kind, courier::Delivery delivery, Millis lives = Millis(600'000)) {
    courier::Errand errand;
    errand.id = ErrandId{dice.row_id()};
    errand.origin = {courier::OriginKind::system, errand.id.value, 0, 0};
    errand.kind = kind;
    errand.created_at = errand.due_at = clock.now();
    errand.expires_at = delivery.expires_at = clock.now() + lives;
    const courier::Lane lane = courier::lane_of(kind);
    if (lane == courier::Lane::phone || lane == courier::Lane::mail)
      courier::load(errand, delivery);
    store->write([&](storage::Transaction& tx) { outbox.put(tx, errand); });
    return errand.id;
  }
  ErrandId put_text(std::string to, std::string body) {
    return put(courier::Kind::send_code, text(std::move(to), std::move(body)));
  }

  std::string state(ErrandId id) {
    return store->read([&](storage::Transaction& tx) {
      return tx.run("SELECT state FROM outbox WHERE id = $1", id).rows.at(0).text(0);
    });
  }
  courier::Result result(ErrandId id) { return static_cast<courier::Result>(last(id, 0)); }
  courier::Reason reason(ErrandId id) { return static_cast<courier::Reason>(last(id, 1)); }

  courier::Performers performers() {
    const auto deliver = [this](const courier::Claimed& one) { return messenger.deliver(one); };
    return {{courier::Kind::send_code, deliver},
            {courier::Kind::notice, deliver},
            {courier::Kind::message, deliver},
            {courier::Kind::call_back, deliver},
            {courier::Kind::account_act, [this](const courier::Claimed& one) { return act(one); }}};
  }
  courier::Ended telling() {
    return [this](const courier::Claimed& claimed, const courier::Outcome& outcome) {
      if (ended) return ended(claimed, outcome);
      store->write(
          [&](storage::Transaction& tx) { outbox.finish(tx, claimed, outcome, clock.now()); });
    };
  }

  PassingClock clock;
  SystemDice dice;
  NoSink sink;
  Log log{sink, clock};
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  courier::Outbox outbox{sealer};
  TestStore store{courier::schema()};
  ProviderPeer peer;
  courier::CurlLibrary library;
  courier::CurlTransport curl{library, reach_of(peer)};
  Post post{*this};
  courier::Provider provider{post, peer.settings()};
  courier::Destinations destinations{courier::DestinationRules{}};
  courier::Messenger messenger{post,         &provider, {"portal@clinic.example.org", "Portal"},
                               destinations, clock,     log};

  bool mails_lost = true;
  std::vector<courier::Mail> mails;
  courier::Performer act;
  courier::Ended ended;
  courier::Courier courier{*store, outbox, performers(), clock, dice, log, telling()};

  // Another process's courier on the same store.
  struct Second {
    explicit Second(CourierDesk& desk)
        : courier(*desk.store, desk.outbox, desk.performers(), desk.clock, desk.dice, desk.log) {}
    courier::Courier courier;
  };

 private:
  static courier::Reach reach_of(const ProviderPeer& peer) {
    courier::Reach reach;
    reach.bases = {peer.base()};
    return reach;
  }
  std::int64_t last(ErrandId id, std::size_t column) {
    return store->read([&](storage::Transaction& tx) {
      return tx.run("SELECT result, reason FROM outbox WHERE id = $1", id)
          .rows.at(0)
          .integer(column);
    });
  }
};

}  // namespace latchkey::fakes
