// Tells staff that tickets wait: an office by e-mail, and another system by webhook.
//
// Every minute what is new (core/tickets/news.h) becomes errands, in the same transaction: one mail
// for each mailbox, however many tickets, and one document for each piece of news. Neither says
// whose ticket it is, what went wrong, or a word that the person said: a mailbox is read over
// shoulders, and a system that is told may keep what it hears (product.md; domain.md J38).
// Thread-safe.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/calendar.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/dice.h"
#include "core/base/i18n.h"
#include "core/base/texts.h"
#include "core/courier/outbox.h"
#include "core/tickets/news.h"

namespace latchkey::conversations {

class TicketNews {
 public:
  struct Rooms {
    storage::Store& store;
    const Config& config;
    const Texts& texts;
    const LocalWords& words;
    const Calendar& calendar;
    const tickets::Tickets& tickets;
    const courier::Outbox& outbox;
    const Clock& clock;
    Dice& dice;
  };
  // All outlive it.
  explicit TicketNews(const Rooms& rooms) : at_(rooms) {}

  // Makes the errands of what is new: how many.
  int order() const;

 private:
  using ByMailbox = std::map<std::string, std::vector<const tickets::News*>>;
  std::string mailbox_of(const tickets::News& news) const;
  std::string line_of(const tickets::News& news) const;
  courier::Errand mail(const std::string& to, const std::vector<const tickets::News*>& about,
                       ErrandId id) const;
  courier::Errand document(const tickets::News& news, ErrandId id) const;
  int put(storage::Transaction& tx, const std::vector<ErrandId>& ids) const;
  Rooms at_;
};

}  // namespace latchkey::conversations
