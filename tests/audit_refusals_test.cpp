// Log flooding: refusals that anybody can cause fill no disk and hide no success.
#include <doctest/doctest.h>

#include "core/audit/audit.h"
#include "core/audit/verify.h"
#include "tests/fakes/test_store.h"

using namespace latchkey;
using namespace latchkey::audit;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using storage::Transaction;

namespace {

const Time start = from_millis(1'800'000'000'000);

struct Book {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  Audit audit{sealer, 1};
  fakes::TestStore store{audit::schema()};
  std::vector<Source> ann{{"address|192.0.2.7", 20}, {"login|ann", 10}};
  std::vector<Source> ben{{"address|192.0.2.7", 20}, {"login|ben", 10}};

  void refuse(const std::vector<Source>& sources, Time at, int times = 1) {
    const Event event{Actor::latchkey, 0, "staff.sign_in", "staff", 0, Answer::refused,
                      "192.0.2.7",     at};
    store->write([&](Transaction& tx) {
      for (int i = 0; i < times; ++i) audit.append_refusal(tx, event, sources);
    });
  }
  void succeed(const std::vector<Source>& sources, Time at) {
    store->write([&](Transaction& tx) { audit.settle_refusals(tx, "staff.sign_in", sources, at); });
  }
  void sweep(Time at) {
    store->write([&](Transaction& tx) { audit.settle_ended_refusals(tx, at); });
  }
  std::vector<Record> rows() {
    Filter filter;
    filter.limit = 1000;
    return store->read([&](Transaction& tx) { return audit.list(tx, filter); });
  }
  std::int64_t counters() {
    return store->read([](Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM audit_refusal").rows.front().integer(0);
    });
  }
};

}  // namespace

TEST_CASE("ten thousand refused sign-ins of one name leave ten rows and one that counts the rest") {
  Book book;
  book.refuse(book.ann, start, 10000);
  CHECK(book.rows().size() == 10);
  book.sweep(start + minutes{59});
  CHECK(book.rows().size() == 10);
  book.sweep(start + hours{1});
  const auto rows = book.rows();
  REQUIRE(rows.size() == 11);
  CHECK(rows.front().details.starts_with("9990 more from the same source"));
  CHECK(rows.front().answer == Answer::refused);
  CHECK(rows.front().action == "staff.sign_in");
  CHECK(book.counters() == 0);
  CHECK(verify(*book.store, book.sealer, std::nullopt).ok());
}

TEST_CASE("one address under a thousand names leaves as many rows as an address may") {
  Book book;
  for (int i = 0; i < 1000; ++i)
    book.refuse({{"address|192.0.2.7", 20}, {"login|" + std::to_string(i), 10}},
                start + seconds{i});
  CHECK(book.rows().size() == 20);
  CHECK(book.counters() <= 21);
  book.sweep(start + hours{2});
  CHECK(book.rows().front().details.starts_with("980 more"));
  CHECK(book.rows().size() == 21);
}

TEST_CASE("a success tells at once how many refusals went before it, and refills nothing") {
  Book book;
  book.refuse(book.ann, start, 15);
  book.succeed(book.ann, start + minutes{1});
  REQUIRE(book.rows().size() == 11);
  CHECK(book.rows().front().details.starts_with("5 more"));
  book.refuse(book.ann, start + minutes{2}, 3);
  CHECK(book.rows().size() == 11);
  book.succeed(book.ann, start + minutes{3});
  CHECK(book.rows().front().details.starts_with("3 more"));
  book.succeed(book.ann, start + minutes{4});
  CHECK(book.rows().size() == 12);
}

TEST_CASE("the next hour begins with rows again, after the last hour's count") {
  Book book;
  book.refuse(book.ann, start, 12);
  book.refuse(book.ann, start + hours{1}, 2);
  const auto rows = book.rows();
  REQUIRE(rows.size() == 13);
  CHECK(rows.at(2).details.starts_with("2 more"));
  CHECK(rows.at(1).details == "192.0.2.7");
  CHECK(rows.at(0).details == "192.0.2.7");
}

TEST_CASE("a few slips of several people behind one address are all told one by one") {
  Book book;
  book.refuse(book.ann, start, 4);
  book.refuse(book.ben, start, 4);
  book.succeed(book.ann, start);
  book.sweep(start + hours{3});
  CHECK(book.rows().size() == 8);
}
