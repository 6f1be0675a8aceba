// What a server does by itself, and how it leaves.
#include "core/operations/upkeep.h"

#include <doctest/doctest.h>

#include "core/audit/verify.h"
#include "core/courier/delivery.h"
#include "core/demo/demo_setup.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/comes_true.h"
#include "tests/fakes/provider_peer.h"

using namespace latchkey;
using fakes::Clinic;
using fakes::comes_true;
using fakes::ProviderPeer;
using storage::Transaction;

namespace {

ErrandId put_errand(operations::Service& service, courier::Kind kind, Dice& dice) {
  courier::Errand errand;
  errand.id = ErrandId{dice.row_id()};
  errand.origin = {courier::OriginKind::system, errand.id.value, 0, 0};
  errand.kind = kind;
  errand.created_at = errand.due_at = service.clock().now();
  courier::Delivery delivery;
  delivery.to = "+14015550123";
  delivery.text = Secret("words");
  errand.expires_at = delivery.expires_at = errand.due_at + std::chrono::minutes(10);
  courier::load(errand, delivery);
  service.store().write([&](Transaction& tx) { service.outbox().put(tx, errand); });
  return errand.id;
}

std::optional<audit::Anchor> anchor_of(const operations::Service& service) {
  return audit::read_anchor(service.sealer(), service.config().data.audit_anchor);
}

void log_something(operations::Service& service) {
  const audit::Event event{audit::Actor::operations, 0,  "data.backup",        "data", 0,
                           audit::Answer::allowed,   {}, service.clock().now()};
  service.store().write([&](Transaction& tx) { service.audit().append(tx, event); });
}

TicketId open_ticket(operations::Service& service, Dice& dice, LocationId at) {
  tickets::NewTicket asked;
  asked.minted = tickets::mint(dice);
  asked.conversation = ConversationId{dice.row_id()};
  asked.location = at;
  asked.promised_by = service.clock().now() + std::chrono::hours(4);
  asked.personal.callback = "+1401555014" + std::to_string(at.value);  // each somebody else
  return service.store().write([&](Transaction& tx) {
    asked.number = service.tickets().free_number(tx, asked.minted.number_seed);
    return service.tickets().open_or_append(tx, asked, service.clock().now()).id;
  });
}

LocationId location_of(operations::Service& service, TicketId id) {
  return service.store().read(
      [&](Transaction& tx) { return service.tickets().summary(tx, id)->location; });
}

// What a service logs.
struct Lines final : LogSink {
  void write(std::string_view line) override { all += std::string(line) + "\n"; }
  std::string all;
};

// A service whose provider is really called.
struct Reaching {
  explicit Reaching(Dice& dice, const std::filesystem::path& anchor = {}) {
    const demo::Clinic nobody = demo::make_clinic(demo::default_seed, clock.now());
    Config config = demo::demo_config(
        folder.path(), 18080, std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content", nobody, dice);
    config.provider.rest_base_url = peer.base();
    if (!anchor.empty()) config.data.audit_anchor = anchor;
    courier::Reach reach;
    reach.bases = {peer.base()};
    transport = std::make_unique<courier::CurlTransport>(library, std::move(reach));
    service =
        std::make_unique<operations::Service>(std::move(config), clock, dice, log, *transport);
  }
  fakes::TemporaryDirectory folder;
  SystemClock clock;
  Lines sink;
  Log log{sink, clock};
  ProviderPeer peer;
  courier::CurlLibrary library;
  std::unique_ptr<courier::CurlTransport> transport;
  std::unique_ptr<operations::Service> service;
};

}  // namespace

TEST_CASE("a server that starts takes up what a dead one had leased, without waiting" *
          doctest::test_suite("concurrent upkeep")) {
  Clinic clinic;
  auto& service = clinic.service();
  put_errand(service, courier::Kind::nothing, clinic.dice);
  CHECK(service.store()
            .write([&](Transaction& tx) {
              return service.outbox().claim(tx, courier::Lane::phone, clinic.clock.now(), 1);
            })
            .size() == 1);
  CHECK(service.courier().run_due() == 0);
  service.start();
  // The clock stands still: no lease can end by itself.
  CHECK(comes_true([&] { return service.courier().counts().ended == 1; }));
  service.stop();
}

TEST_CASE("a server that is told to stop leaves a silent provider soon and as unknown" *
          doctest::test_suite("concurrent upkeep")) {
  SystemDice dice;
  Reaching clinic(dice);
  clinic.peer.next(ProviderPeer::Fate::silent);
  const ErrandId id = put_errand(*clinic.service, courier::Kind::send_code, dice);
  clinic.service->start();
  REQUIRE(comes_true([&] { return clinic.peer.requests() == 1; }));
  const auto before = std::chrono::steady_clock::now();
  clinic.service->stop();
  // Without leaving it would be the answer's own 15 s.
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(8));
  clinic.service->store().read([&](Transaction& tx) {
    const auto found = tx.run("SELECT state, unknowns, result FROM outbox WHERE id = $1", id);
    CHECK(found.one()->text(0) == "waiting");
    CHECK(found.one()->integer(1) == 1);
    CHECK(found.one()->integer(2) == static_cast<std::int64_t>(courier::Result::unknown));
    return 0;
  });
}

TEST_CASE("the audit log is anchored every hour and when the server stops") {
  Clinic clinic;
  auto& service = clinic.service();
  log_something(service);
  service.sweep();
  const auto first = anchor_of(service);
  REQUIRE(first);
  clinic.clock.pass(std::chrono::minutes(59));
  log_something(service);
  service.sweep();
  CHECK(anchor_of(service)->at == first->at);
  clinic.clock.pass(std::chrono::minutes(1));
  service.sweep();
  const auto second = anchor_of(service);
  CHECK(second->at == first->at + std::chrono::hours(1));
  // What was logged between, and that there is an anchor since the first.
  CHECK(second->heads.at(0).count == first->heads.at(0).count + 2);
  clinic.clock.pass(std::chrono::minutes(1));
  log_something(service);
  service.start();
  service.stop();
  CHECK(anchor_of(service)->heads.at(0).count == second->heads.at(0).count + 1);
}

TEST_CASE("an anchor that does not fit is kept, logged, and hinders nothing else") {
  Clinic clinic;
  auto& service = clinic.service();
  log_something(service);
  service.sweep();
  const auto kept = anchor_of(service);
  service.store().write([&](Transaction& tx) { return tx.run("DELETE FROM audit_row"); });
  const TicketId late = open_ticket(service, clinic.dice, LocationId{3});
  clinic.clock.pass(std::chrono::hours(5));
  service.sweep();
  CHECK(anchor_of(service)->at == kept->at);
  CHECK(location_of(service, late) == LocationId{1});
}

TEST_CASE("a ticket whose promise has passed goes to the office above, if there is one") {
  Clinic clinic;
  auto& service = clinic.service();
  const TicketId branch = open_ticket(service, clinic.dice, LocationId{9});
  const TicketId main = open_ticket(service, clinic.dice, LocationId{7});
  service.sweep();
  CHECK(location_of(service, branch) == LocationId{9});
  clinic.clock.pass(std::chrono::hours(5));
  service.sweep();
  CHECK(location_of(service, branch) == LocationId{7});
  CHECK(location_of(service, main) == LocationId{7});
}

TEST_CASE("a server warns while the audit log's anchor lies on the database's own disk" *
          doctest::test_suite("concurrent upkeep")) {
  const auto warned = [](const std::filesystem::path& anchor) {
    SystemDice dice;
    Reaching clinic(dice, anchor);
    clinic.service->start();
    clinic.service->stop();
    return clinic.sink.all.find("audit.anchor_is_beside_database") != std::string::npos;
  };
  CHECK(warned({}));
  CHECK_FALSE(warned("/proc/audit.anchor"));  // another file system, for the asking
}
