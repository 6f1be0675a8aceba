#include "tests/fakes/books.h"

#include <algorithm>

namespace latchkey::fakes {

namespace {

using storage::Result;
using storage::Transaction;

void add(std::vector<std::string>& books, const std::string& what, const Result& counted) {
  for (const storage::Row& row : counted.rows)
    books.push_back(what + " " + row.text(0) + ": " + std::to_string(row.integer(1)));
}

}  // namespace

std::vector<std::string> books_of(const storage::Store& store) {
  std::vector<std::string> books;
  store.read([&](Transaction& tx) {
    add(books, "errand",
        tx.run("SELECT CAST(kind AS TEXT), COUNT(*) FROM outbox GROUP BY kind ORDER BY kind"));
    // A question to the account system (kind 6) changes nothing: whether its last try failed, or
    // was cut off so that nobody knows, is the same to everybody.
    add(books, "errand in state",
        tx.run(
            "SELECT CASE WHEN kind = 6 AND state = 'unknown' THEN 'failed' ELSE state END AS how,"
            " COUNT(*) FROM outbox GROUP BY how ORDER BY how"));
    add(books, "audit",
        tx.run("SELECT action, COUNT(*) FROM audit_row GROUP BY action ORDER BY action"));
    add(books, "ticket", tx.run("SELECT code, COUNT(*) FROM ticket GROUP BY code ORDER BY code"));
    add(books, "ticket contact",
        tx.run("SELECT code, COUNT(*) FROM ticket_contact GROUP BY code ORDER BY code"));
    add(books, "ticket step",
        tx.run("SELECT step || ' ' || result, COUNT(*) FROM ticket_step"
               " GROUP BY step, result ORDER BY step, result"));
    add(books, "budget",
        tx.run("SELECT CAST(counter AS TEXT), SUM(spent) FROM attempt_window"
               " GROUP BY counter ORDER BY counter"));
    add(books, "streak",
        tx.run("SELECT CAST(streak AS TEXT), SUM(in_a_row) FROM attempt_streak"
               " GROUP BY streak ORDER BY streak"));
    add(books, "fumbles",
        tx.run("SELECT 'of all legs', SUM(silences) + SUM(wrong_keys) FROM leg HAVING COUNT(*) > "
               "0"));
    add(books, "stage",
        tx.run("SELECT stage, COUNT(*) FROM conversation GROUP BY stage ORDER BY stage"));
    add(books, "told",
        tx.run("SELECT step || ' ' || notice, COUNT(*) FROM call_step"
               " GROUP BY step, notice ORDER BY step, notice"));
  });
  return books;
}

std::string differences(const std::vector<std::string>& theirs,
                        const std::vector<std::string>& ours) {
  std::string all;
  const auto only = [&](const auto& these, const auto& those, const std::string& whose) {
    for (const std::string& line : these)
      if (std::find(those.begin(), those.end(), line) == those.end()) all += whose + line + "\n";
  };
  only(theirs, ours, "only one has  ");
  only(ours, theirs, "only the other has  ");
  return all;
}

}  // namespace latchkey::fakes
