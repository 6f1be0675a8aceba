#include "core/audit/audit.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "core/audit/verify.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::audit;
using storage::Transaction;

namespace {

struct Book {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  Audit audit{sealer, 1};
  fakes::TestStore store{audit::schema()};
  fakes::TemporaryDirectory elsewhere;
  std::string anchor_path = elsewhere.file("anchor");
  std::int64_t written = 0;

  Event event(std::int64_t staff) {
    return {Actor::staff, staff,           "ticket.claim",  "ticket",
            500 + staff,  Answer::allowed, "for a patient", from_millis(++written)};
  }
  void append(int count, std::int64_t staff = 7) {
    store->write([&](Transaction& tx) {
      for (int i = 0; i < count; ++i) audit.append(tx, event(staff));
    });
  }
  template <std::size_t N>
  void tamper(const char (&sql)[N]) {
    store->write([&](Transaction& tx) { REQUIRE(tx.run(sql).changed > 0); });
  }
  VerifyResult check() { return verify(*store, sealer, read_anchor(sealer, anchor_path)); }
  void anchor() { write_anchor(*store, sealer, anchor_path, from_millis(1)); }
};

void check_found(const VerifyResult& result, Finding finding, std::int64_t row) {
  CHECK(result.finding == finding);
  CHECK(result.first_bad_row == row);
  CHECK_FALSE(result.what.empty());
}

}  // namespace

TEST_CASE("an untouched audit log verifies, empty, short, and longer than a batch") {
  Book book;
  CHECK(book.check().ok());
  book.append(1);
  CHECK(book.check().rows == 1);
  book.append(5000);
  const VerifyResult result = book.check();
  CHECK(result.ok());
  CHECK(result.rows == 5001);
}

TEST_CASE("a change to any column of an audit row is found and named") {
  const auto after = [](auto tamper_with) {
    Book book;
    book.append(5);
    tamper_with(book);
    return book.check();
  };
  const auto changed = [](const VerifyResult& result) {
    check_found(result, Finding::row_changed, 3);
    CHECK(result.rows == 2);
  };
  changed(after([](Book& b) { b.tamper("UPDATE audit_row SET at = at + 1 WHERE sequence = 3"); }));
  changed(after(
      [](Book& b) { b.tamper("UPDATE audit_row SET actor = 'latchkey' WHERE sequence = 3"); }));
  changed(after([](Book& b) { b.tamper("UPDATE audit_row SET actor_id = 8 WHERE sequence = 3"); }));
  changed(after([](Book& b) { b.tamper("UPDATE audit_row SET action = 'x' WHERE sequence = 3"); }));
  changed(after([](Book& b) {
    b.tamper("UPDATE audit_row SET subject_kind = 'patient' WHERE sequence = 3");
  }));
  changed(
      after([](Book& b) { b.tamper("UPDATE audit_row SET subject_id = 1 WHERE sequence = 3"); }));
  changed(after(
      [](Book& b) { b.tamper("UPDATE audit_row SET answer = 'refused' WHERE sequence = 3"); }));
  changed(
      after([](Book& b) { b.tamper("UPDATE audit_row SET details = NULL WHERE sequence = 3"); }));
  changed(after(
      [](Book& b) { b.tamper("UPDATE audit_row SET mac = zeroblob(32) WHERE sequence = 3"); }));
}

TEST_CASE("a flipped byte in a sealed detail is found without opening it") {
  Book book;
  book.append(4);
  book.store->write([&](Transaction& tx) {
    auto details = tx.run("SELECT details FROM audit_row WHERE sequence = 2").one()->blob(0);
    details[30] = static_cast<char>(details[30] ^ 1);
    tx.run("UPDATE audit_row SET details = $1 WHERE sequence = 2", storage::Blob{details});
  });
  check_found(book.check(), Finding::row_changed, 2);
}

TEST_CASE("a row deleted from the middle of the audit log is found and named") {
  Book book;
  book.append(6);
  book.tamper("DELETE FROM audit_row WHERE sequence = 4");
  check_found(book.check(), Finding::row_missing, 4);
  book.tamper("UPDATE audit_row SET sequence = sequence - 1 WHERE sequence > 4");
  check_found(book.check(), Finding::row_changed, 4);
}

TEST_CASE("two audit rows that changed places are found and named") {
  Book book;
  book.append(6);
  book.tamper("UPDATE audit_row SET sequence = -1 WHERE sequence = 3");
  book.tamper("UPDATE audit_row SET sequence = 3 WHERE sequence = 4");
  book.tamper("UPDATE audit_row SET sequence = 4 WHERE sequence = -1");
  check_found(book.check(), Finding::row_changed, 3);
}

TEST_CASE("the last audit rows cut off are found, whatever is done to the head") {
  Book book;
  book.append(6);
  book.tamper("DELETE FROM audit_row WHERE sequence = 6");
  check_found(book.check(), Finding::tail_cut, 6);
  // Whoever knows the head lowers its count and takes the MAC of the row that is now the last.
  book.tamper(
      "UPDATE audit_head SET count = 5, mac = (SELECT mac FROM audit_row WHERE sequence = 5)");
  check_found(book.check(), Finding::head_forged, 6);
  CHECK_THROWS_AS(book.append(1), Fault);
}

TEST_CASE("a row put into the audit log is found before, between, after and elsewhere") {
  const auto put_in = [](Book& book, std::int64_t node, std::int64_t sequence) {
    book.append(3);
    book.store->write([&](Transaction& tx) {
      tx.run(
          "INSERT INTO audit_row (node, sequence, at, actor, actor_id, action, subject_kind,"
          " subject_id, answer, details, mac) SELECT $1, $2, at, actor, actor_id, action,"
          " subject_kind, subject_id, answer, details, mac FROM audit_row WHERE sequence = 2",
          node, sequence);
    });
    return book.check();
  };
  Book before, after, elsewhere, far_off;
  check_found(put_in(before, 1, 0), Finding::row_extra, 0);
  check_found(put_in(after, 1, 4), Finding::row_extra, 4);
  CHECK_THROWS_AS(after.append(1), storage::StoreFault);
  const VerifyResult other_chain = put_in(elsewhere, 2, 1);
  check_found(other_chain, Finding::row_extra, 1);
  CHECK(other_chain.node == 2);
  check_found(put_in(far_off, 1, -5), Finding::row_extra, -5);
}

TEST_CASE("an old copy of the whole log put back is found by the anchor") {
  Book book;
  book.append(3);
  book.store->write(
      [](Transaction& tx) { tx.run("CREATE TABLE old_head AS SELECT * FROM audit_head"); });
  book.append(2);
  book.anchor();
  CHECK(book.check().ok());
  book.tamper("DELETE FROM audit_row WHERE sequence > 3");
  book.tamper("DELETE FROM audit_head");
  book.tamper("INSERT INTO audit_head SELECT * FROM old_head");
  CHECK(verify(*book.store, book.sealer, std::nullopt).ok());  // by itself it is a whole log
  check_found(book.check(), Finding::older_than_anchor, 4);
  CHECK_THROWS_AS(book.anchor(), Fault);  // no new anchor papers over it
  // The old copy goes on being written to, past the anchored count.
  book.append(4, 9);
  check_found(book.check(), Finding::differs_from_anchor, 5);
  CHECK_THROWS_AS(book.anchor(), Fault);
}

TEST_CASE("an emptied audit log is found by the anchor") {
  Book book;
  book.append(3);
  book.anchor();
  book.tamper("DELETE FROM audit_row");
  book.tamper("DELETE FROM audit_head");
  check_found(book.check(), Finding::head_missing, 1);
}

TEST_CASE("an anchor is read back, follows the log, and shows any change to itself") {
  Book book;
  book.append(3);
  book.anchor();
  CHECK(read_anchor(book.sealer, book.anchor_path)->heads.at(0).count == 3);
  book.append(2);
  CHECK(book.check().ok());  // a log that went on is no contradiction
  book.anchor();
  CHECK(read_anchor(book.sealer, book.anchor_path)->heads.at(0).count == 5);
  CHECK((std::filesystem::status(book.anchor_path).permissions() &
         (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
  std::ifstream file(book.anchor_path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), {});
  for (std::size_t i = 0; i <= good.size(); ++i) {
    std::string changed = good;
    if (i == good.size())
      changed += "x";
    else
      changed[i] = static_cast<char>(changed[i] ^ 1);
    std::ofstream(book.anchor_path, std::ios::binary | std::ios::trunc) << changed;
    CHECK_THROWS_AS(read_anchor(book.sealer, book.anchor_path), Fault);
    std::ofstream(book.anchor_path, std::ios::binary | std::ios::trunc) << good.substr(0, i);
    if (i < good.size()) CHECK_THROWS_AS(read_anchor(book.sealer, book.anchor_path), Fault);
  }
  std::filesystem::remove(book.anchor_path);
  CHECK_FALSE(read_anchor(book.sealer, book.anchor_path).has_value());
}

TEST_CASE("a log made with other keys does not verify") {
  Book book;
  book.append(2);
  const Sealer other{Secret(std::string(32, 'x')), 1, book.dice};
  CHECK_FALSE(verify(*book.store, other, std::nullopt).ok());
}

TEST_CASE("an act that is rolled back leaves no record and no gap") {
  Book book;
  book.append(2);
  CHECK_THROWS(book.store->write([&](Transaction& tx) {
    book.audit.append(tx, book.event(1));
    throw Fault("the act failed");
  }));
  book.append(1);
  CHECK(book.check().rows == 3);
}

// Its details open, so that nothing else in the list would tell.
TEST_CASE("a row whose words, time or subject somebody changed is listed as broken, and shown") {
  const auto seals = [](auto tamper_with) {
    Book book;
    book.append(4);
    tamper_with(book);
    std::string out;
    for (const Record& row :
         book.store->read([&](Transaction& tx) { return book.audit.list(tx, {}); }))
      out += row.seal == Record::Seal::whole ? '.' : '!';
    return out;  // newest first
  };
  CHECK(seals([](Book&) {}) == "....");
  CHECK(seals([](Book& book) {
          book.tamper("UPDATE audit_row SET subject_id = 9 WHERE sequence = 1");
        }) == "...!");
  CHECK(seals([](Book& book) {
          book.tamper("UPDATE audit_row SET action = 'ticket.view' WHERE sequence = 3");
        }) == ".!..");
  CHECK(seals([](Book& book) {
          book.tamper("UPDATE audit_row SET actor_id = 8 WHERE sequence = 4");
        }) == "!...");
  CHECK(seals([](Book& book) {
          book.tamper("UPDATE audit_row SET details = NULL WHERE sequence = 2");
        }) == "..!.");
  // The row after one that is gone can't be held to anything.
  CHECK(seals([](Book& book) { book.tamper("DELETE FROM audit_row WHERE sequence = 2"); }) ==
        ".!.");
}

TEST_CASE("audit records are found by person, by subject and by answer, newest first") {
  Book book;
  book.append(3, 7);
  book.append(2, 8);
  Event refused = book.event(8);
  refused.answer = Answer::refused;
  refused.details = "line one\r\nline two \xE2\x80\xAE";
  book.store->write([&](Transaction& tx) { book.audit.append(tx, refused); });
  const auto list = [&](const audit::Filter& filter) {
    return book.store->read([&](Transaction& tx) { return book.audit.list(tx, filter); });
  };
  audit::Filter filter;
  CHECK(list(filter).size() == 6);
  CHECK(list(filter).front().sequence == 6);
  CHECK(list(filter).front().details == refused.details);  // one record, whatever is in it
  filter.staff = 8;
  CHECK(list(filter).size() == 3);
  filter.answer = Answer::refused;
  CHECK(list(filter).size() == 1);
  filter = {};
  filter.subject = {{"ticket", 507}};
  CHECK(list(filter).size() == 3);
  filter.staff = 8;
  CHECK(list(filter).empty());
  filter = {};
  filter.limit = 4;
  const auto page = list(filter);
  filter.after = place_of(page.back());
  CHECK(list(filter).size() == 2);
}

TEST_CASE("chains of several nodes are verified each for itself") {
  Book book;
  const Audit second{book.sealer, 2};
  book.append(2);
  book.store->write([&](Transaction& tx) {
    for (int i = 0; i < 3; ++i) second.append(tx, book.event(5));
  });
  CHECK(book.check().rows == 5);
  book.tamper("UPDATE audit_row SET actor_id = 6 WHERE node = 2 AND sequence = 2");
  const VerifyResult result = book.check();
  check_found(result, Finding::row_changed, 2);
  CHECK(result.node == 2);
  CHECK(result.rows == 3);
}

TEST_CASE("a log that many threads write and one verifies stays one whole chain" *
          doctest::test_suite("concurrent audit")) {
  Book book;
  std::vector<std::thread> threads;
  for (std::int64_t writer = 1; writer <= 4; ++writer)
    threads.emplace_back([&book, writer] {
      for (int i = 0; i < 50; ++i)
        book.store->write([&](Transaction& tx) {
          book.audit.append(tx, {Actor::staff, writer, "ticket.read", "ticket", i, Answer::allowed,
                                 "", from_millis(i)});
        });
    });
  for (int i = 0; i < 20; ++i) CHECK(verify(*book.store, book.sealer, std::nullopt).ok());
  for (std::thread& thread : threads) thread.join();
  CHECK(book.check().rows == 200);
}
