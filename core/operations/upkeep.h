// What a running server does by itself, without anybody asking.
//
// Every minute: conversations whose time is over are abandoned, what retention says is forgotten,
// tickets that nobody took up in the promised time go to the office above, staff are told of
// tickets that wait, and the provider is asked for the lines of a few numbers that nobody knows.
// Every hour and at the end: the audit log's anchor is written to the configured file (rulings.md
// R30), and start() warns while that file lies beside the database. One thing that fails is logged
// and hinders no other. sweep() belongs to one thread at a time.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "core/base/config.h"
#include "core/base/log.h"
#include "core/base/sealer.h"
#include "core/conversations/conversations.h"
#include "core/conversations/line_errands.h"
#include "core/conversations/ticket_news.h"
#include "core/courier/outbox.h"
#include "core/identity/attempts.h"
#include "core/staff/staff.h"
#include "core/storage/store.h"
#include "core/tickets/tickets.h"

namespace latchkey::operations {

// What it works on; everything outlives it.
struct Premises {
  const Config& config;
  const Clock& clock;
  Log& log;
  const Sealer& sealer;
  storage::Store& store;
  conversations::Conversations& conversations;
  identity::Attempts& attempts;
  courier::Outbox& outbox;
  tickets::Tickets& tickets;
  staff::Staff& staff;
  const conversations::LineErrands& lines;
  const conversations::TicketNews& news;
};

class Upkeep {
 public:
  explicit Upkeep(const Premises& premises) : at_(premises) {}
  ~Upkeep() { stop(); }
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  // Sweeps every minute in a thread of its own, from a minute after now.
  void start();
  // Ends the thread and writes the last anchor. Without a start() it does nothing.
  void stop();

  // What a minute asks for, in this thread; the anchor only when an hour has passed since the last.
  void sweep();

 private:
  void forget();
  void escalate();
  void anchor();

  Premises at_;
  std::optional<Time> anchored_;
  std::mutex mutex_;
  std::condition_variable changed_;
  enum class Running { no, yes } running_ = Running::no;
  std::thread thread_;
};

}  // namespace latchkey::operations
