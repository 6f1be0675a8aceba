// A store with the tables of tickets, and tickets asked for as a conversation would.
#pragma once

#include <optional>
#include <string>

#include "core/tickets/tickets.h"
#include "tests/fakes/test_store.h"

namespace latchkey::fakes {

struct TicketMaker {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  tickets::Tickets tickets{sealer};
  TestStore store{tickets::schema()};
  Time now = from_millis(1'760'000'000'000);

  tickets::NewTicket ask(std::int64_t conversation, std::optional<PatientId> patient) {
    tickets::NewTicket out;
    out.minted = tickets::mint(dice);
    out.conversation = ConversationId{conversation};
    out.code = patient ? tickets::FailureCode::no_contact : tickets::FailureCode::no_match;
    out.category = tickets::Category::password_reset;
    out.location = LocationId{3};
    out.patient = patient;
    out.promised_by = now + std::chrono::hours(4);
    out.personal.callback = "+14015550123";
    out.personal.best_time = "after lunchtime please";
    out.personal.error_text = "server said nonsense";
    out.tried = {{now, "name_and_birth_date", "matched"}, {now, "code", "not_delivered"}};
    return out;
  }

  tickets::Opened open(tickets::NewTicket asked) {
    return store->write([&](storage::Transaction& tx) {
      if (asked.number.digits.empty())
        asked.number = tickets.free_number(tx, asked.minted.number_seed);
      if (asked.code != tickets::FailureCode::repudiated)
        return tickets.open_or_append(tx, asked, now);
      tickets::RepudiatedTicket not_me;
      not_me.minted = asked.minted;
      not_me.number = asked.number;
      not_me.conversation = asked.conversation;
      not_me.patient = asked.patient.value();
      not_me.category = asked.category;
      not_me.location = asked.location;
      not_me.promised_by = asked.promised_by;
      not_me.tried = asked.tried;
      return tickets.open_repudiated(tx, not_me, now);
    });
  }

  tickets::TicketDetail detail(TicketId id) {
    return store->read([&](storage::Transaction& tx) { return tickets.get(tx, id).value(); });
  }

  // One call on the room in a transaction of its own.
  template <class Work>
  auto with(Work work) {
    return store->write([&](storage::Transaction& tx) { return work(tx); });
  }
};

}  // namespace latchkey::fakes
