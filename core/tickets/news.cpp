#include "core/tickets/news.h"

namespace latchkey::tickets {

bool has_news(storage::Transaction& tx) {
  return tx.run("SELECT 1 FROM ticket_news LIMIT 1").one() != nullptr;
}

std::vector<News> take_news(storage::Transaction& tx, const Tickets& tickets, int most) {
  std::vector<News> out;
  const auto found =
      tx.run("SELECT id, ticket, what, at FROM ticket_news ORDER BY id LIMIT $1", most);
  for (const storage::Row& row : found.rows) {
    const auto ticket = tickets.summary(tx, row.id<TicketId>(1));
    if (ticket)
      out.push_back({row.integer(0), happening_names.read(row.text(2)), row.time(3), *ticket});
  }
  if (!found.rows.empty())
    tx.run("DELETE FROM ticket_news WHERE id <= $1", found.rows.back().integer(0));
  return out;
}

}  // namespace latchkey::tickets
