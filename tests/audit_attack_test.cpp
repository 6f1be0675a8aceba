// Whoever has the database file, and not the key: each thing that they could do to the audit log,
// done, and what `verify` says of it.
#include <doctest/doctest.h>

#include <filesystem>

#include "core/audit/audit.h"
#include "core/audit/verify.h"
#include "core/operations/add_staff.h"
#include "core/operations/doctor.h"
#include "core/operations/verify_audit.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using audit::Finding;
using fakes::Said;
using fakes::says;
using storage::Transaction;
namespace fs = std::filesystem;

namespace {

// Two chains: six rows of node 1, four of node 2.
struct Book {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  fakes::TestStore store{audit::schema()};

  Book() {
    store->write([&](Transaction& tx) {
      for (int node = 1; node <= 2; ++node)
        for (int i = 1; i <= 8 - 2 * node; ++i)
          audit::Audit(sealer, node)
              .append(tx, {audit::Actor::staff, 7, "ticket.claim", "ticket", 500 + i,
                           audit::Answer::allowed, i == 3 ? "" : "for a patient", from_millis(i)});
    });
  }
  template <std::size_t N>
  void tamper(const char (&sql)[N]) {
    store->write([&](Transaction& tx) { REQUIRE(tx.run(sql).changed > 0); });
  }
  audit::VerifyResult check() { return audit::verify(*store, sealer, std::nullopt); }
  void finds(Finding finding, std::int64_t node, std::int64_t row) {
    const auto found = check();
    CHECK(found.finding == finding);
    CHECK(found.node == node);
    CHECK(found.first_bad_row == row);
  }
  // A table of the same name and columns in which anything may stand.
  void loosen() {
    store->write([](Transaction& tx) {
      tx.run("ALTER TABLE audit_row RENAME TO strict_row");
      tx.run(
          "CREATE TABLE audit_row (node, sequence, at, actor, actor_id, action, subject_kind,"
          " subject_id, answer, details, mac)");
      tx.run("INSERT INTO audit_row SELECT * FROM strict_row");
    });
  }
};

}  // namespace

TEST_CASE("one byte flipped in any column of any row is found, and the row named") {
  for (int row = 1; row <= 6; ++row) {
    Book actor, action, kind, answer, details, mac;
    const auto flip = [&](Book& book, auto change) {
      book.store->write([&](Transaction& tx) { change(tx); });
      book.finds(Finding::row_changed, 1, row);
    };
    flip(actor, [&](Transaction& tx) {
      tx.run("UPDATE audit_row SET actor = 'steff' WHERE node = 1 AND sequence = $1", row);
    });
    flip(action, [&](Transaction& tx) {
      tx.run("UPDATE audit_row SET action = 'ticket.claim ' WHERE node = 1 AND sequence = $1", row);
    });
    flip(kind, [&](Transaction& tx) {
      tx.run("UPDATE audit_row SET subject_kind = 'tickeu' WHERE node = 1 AND sequence = $1", row);
    });
    flip(answer, [&](Transaction& tx) {
      tx.run("UPDATE audit_row SET answer = 'refused' WHERE node = 1 AND sequence = $1", row);
    });
    flip(details, [&](Transaction& tx) {
      tx.run("UPDATE audit_row SET details = zeroblob(1) WHERE node = 1 AND sequence = $1", row);
    });
    flip(mac, [&](Transaction& tx) {
      tx.run("UPDATE audit_row SET mac = zeroblob(0) WHERE node = 1 AND sequence = $1", row);
    });
  }
}

TEST_CASE("text that moves from one column into its neighbour is found") {
  Book book;
  book.tamper(
      "UPDATE audit_row SET action = 'ticket.claimt', subject_kind = 'icket'"
      " WHERE node = 1 AND sequence = 2");
  book.finds(Finding::row_changed, 1, 2);
}

TEST_CASE("details of no bytes where there were none are no details of ours") {
  Book book;
  book.tamper("UPDATE audit_row SET details = zeroblob(0) WHERE node = 1 AND sequence = 3");
  book.finds(Finding::row_changed, 1, 3);
}

TEST_CASE("rows moved to another chain are found in both") {
  Book moved;
  moved.tamper("UPDATE audit_row SET node = 2, sequence = 5 WHERE node = 1 AND sequence = 6");
  moved.finds(Finding::tail_cut, 1, 6);
  moved.tamper("DELETE FROM audit_row WHERE node = 1");
  moved.tamper("DELETE FROM audit_head WHERE node = 1");
  moved.finds(Finding::row_extra, 2, 5);
  Book swapped;
  swapped.tamper("UPDATE audit_row SET node = 9 WHERE node = 1 AND sequence = 2");
  swapped.tamper("UPDATE audit_row SET node = 1 WHERE node = 2 AND sequence = 2");
  swapped.tamper("UPDATE audit_row SET node = 2 WHERE node = 9");
  swapped.finds(Finding::row_changed, 1, 2);
}

TEST_CASE("a head that was cut, taken from another chain or deleted names where certainty ends") {
  Book cut;
  cut.tamper("DELETE FROM audit_row WHERE node = 1 AND sequence > 4");
  cut.tamper(
      "UPDATE audit_head SET count = 4,"
      " mac = (SELECT mac FROM audit_row WHERE node = 1 AND sequence = 4) WHERE node = 1");
  cut.finds(Finding::head_forged, 1, 5);
  Book taken;
  taken.tamper("DELETE FROM audit_row WHERE node = 1 AND sequence > 4");
  taken.tamper(
      "UPDATE audit_head SET count = 4, mac = (SELECT mac FROM audit_head WHERE node = 2),"
      " seal = (SELECT seal FROM audit_head WHERE node = 2) WHERE node = 1");
  taken.finds(Finding::head_forged, 1, 5);
  Book deleted;
  deleted.tamper("DELETE FROM audit_head WHERE node = 2");
  deleted.finds(Finding::head_missing, 2, 5);
  Book changed_too;
  changed_too.tamper("DELETE FROM audit_head WHERE node = 1");
  changed_too.tamper("UPDATE audit_row SET actor_id = 8 WHERE node = 1 AND sequence = 3");
  changed_too.finds(Finding::row_changed, 1, 3);
}

TEST_CASE(
    "columns of other types, in a table that was made anew, are found and not stumbled over") {
  const auto loose = [](auto change) {
    Book book;
    book.loosen();
    CHECK(book.check().ok());
    book.store->write([&](Transaction& tx) { change(tx); });
    return book.check();
  };
  const auto text = loose([](Transaction& tx) {
    tx.run("UPDATE audit_row SET at = 'noon' WHERE node = 1 AND sequence = 4");
  });
  CHECK(text.finding == Finding::row_changed);
  CHECK(text.first_bad_row == 4);
  const auto fraction = loose([](Transaction& tx) {
    tx.run("UPDATE audit_row SET actor_id = 7.5 WHERE node = 1 AND sequence = 5");
  });
  CHECK(fraction.finding == Finding::row_changed);
  CHECK(fraction.first_bad_row == 5);
  const auto nothing = loose([](Transaction& tx) {
    tx.run("UPDATE audit_row SET mac = NULL WHERE node = 1 AND sequence = 6");
  });
  CHECK(nothing.finding == Finding::row_changed);
  CHECK(nothing.first_bad_row == 6);
  const auto number = loose([](Transaction& tx) {
    tx.run("UPDATE audit_row SET sequence = 'x' WHERE node = 1 AND sequence = 6");
  });
  CHECK_FALSE(number.ok());
  CHECK(number.first_bad_row == 6);
}

// ---- The whole database and the anchor ---------------------------------------------------------

namespace {

struct Clinic : fakes::Installation {
  template <class Options>
  Said say(int (*command)(const Options&, Dice&, const Clock&, std::ostream&, std::ostream&),
           const Options& options) {
    return fakes::run([&](std::ostream& out, std::ostream& err) {
      return command(options, dice, clock, out, err);
    });
  }
  Said verify() { return say(operations::verify_audit, operations::AuditOptions{config()}); }
  Said anchor() { return say(operations::anchor_audit, operations::AuditOptions{config()}); }
  void add(const std::string& name) {
    operations::StaffOptions options;
    options.config = config();
    options.name = name;
    options.role = "it";
    REQUIRE(say(operations::add_staff, options).code == 0);
  }
  fs::path anchor_file() { return config()().data.audit_anchor; }
  void server_anchors() {
    auto at = open();
    operations::anchor_log(at.store(), at.sealer(), anchor_file(), {clock.now()});
  }
};

}  // namespace

TEST_CASE("an old copy of the database with the newer anchor is found, and its first lost row") {
  Clinic clinic;
  clinic.add("ana");
  const fs::path old = clinic.path("old.db");
  fs::copy_file(clinic.database(), old);
  clinic.add("ben");
  clinic.server_anchors();
  CHECK(clinic.verify().code == 0);
  fs::copy_file(old, clinic.database(), fs::copy_options::overwrite_existing);
  const Said said = clinic.verify();
  CHECK(said.code == 1);
  CHECK(says(said.out, "Row 2 of chain 1"));
  CHECK(says(said.out, "an old copy was put back"));
  CHECK(clinic.anchor().code == 1);
}

TEST_CASE("whoever takes the anchor away is found, and no server writes another in its place") {
  Clinic clinic;
  clinic.add("ana");
  clinic.server_anchors();
  CHECK(clinic.verify().code == 0);
  fs::remove(clinic.anchor_file());
  const Said said = clinic.verify();
  CHECK(said.code == 1);
  CHECK(says(said.out, "there is no anchor to hold it to"));
  CHECK_THROWS_AS(clinic.server_anchors(), Fault);
  CHECK_FALSE(fs::exists(clinic.anchor_file()));
  int wrong = 0;
  for (const auto& check : operations::examine({clinic.config()}, clinic.dice, clinic.clock))
    wrong += check.name == "audit" && check.state == operations::Check::State::wrong;
  CHECK(wrong == 1);
  // An operator who knows that it is lost begins anew, and that is in the log.
  CHECK(clinic.anchor().code == 0);
  CHECK(clinic.verify().code == 0);
  clinic.server_anchors();
  auto at = clinic.open();
  audit::Filter filter;
  filter.action = "audit.anchor";
  const auto told = at.store().read([&](Transaction& tx) { return at.audit().list(tx, filter); });
  REQUIRE(told.size() == 2);
  CHECK(told[0].actor == audit::Actor::operations);
  CHECK(told[1].actor == audit::Actor::latchkey);
}

TEST_CASE("a log that is anchored again and again tells of it once") {
  Clinic clinic;
  clinic.add("ana");
  for (int i = 0; i < 5; ++i) clinic.server_anchors();
  auto at = clinic.open();
  audit::Filter filter;
  filter.action = "audit.anchor";
  CHECK(at.store().read([&](Transaction& tx) { return at.audit().list(tx, filter); }).size() == 1);
  CHECK(clinic.verify().code == 0);
}
