#include "core/storage/sqlite/log_folder.h"

#include <algorithm>

namespace latchkey::storage {

namespace {

// How long the writer may wait for readers of the old log to end, and of one that is too long:
// callers wait with it.
constexpr std::chrono::milliseconds readers_wait{2}, readers_wait_max{20};

}  // namespace

LogFolder::LogFolder(const SqliteOptions& options, LogFlusher& flusher)
    : pages_max_(std::max(options.wal_pages_max, options.wal_pages)),
      pages_enough_(options.beside == SqliteOptions::Beside::nobody
                        ? std::max<std::size_t>(options.wal_pages, 1)
                        : pages_max_),
      flusher_(flusher),
      connection_(options, Connection::Access::write),
      thread_([this] { serve(); }) {}

LogFolder::~LogFolder() {
  {
    const std::lock_guard guard(lock_);
    closing_ = true;
  }
  wanted_.notify_one();
  thread_.join();
}

void LogFolder::serve() {
  std::unique_lock guard(lock_);
  while (true) {
    wanted_.wait(guard, [this] { return closing_ || pass_wanted_; });
    if (closing_) return;
    guard.unlock();
    const std::size_t folded = fold_bulk();
    guard.lock();
    folded_ = folded;
    pass_wanted_ = false;
  }
}

// SQLite flushes the database only when the whole log is folded, which is the writer's part: what
// is flushed here, callers need not wait for.
std::size_t LogFolder::fold_bulk() {
  if (flusher_.has_failed()) return 0;
  try {
    const auto folded =
        connection_.checkpoint(Connection::Checkpoint::passive, std::chrono::milliseconds(0))
            .folded;
    connection_.flush_database();
    return folded;
  } catch (const StoreFault&) {
    flusher_.fail();
    return 0;
  }
}

void LogFolder::start_pass() {
  {
    const std::lock_guard guard(lock_);
    pass_wanted_ = true;
  }
  wanted_.notify_one();
}

// Nothing while a pass runs.
std::optional<std::size_t> LogFolder::folded_so_far() {
  const std::lock_guard guard(lock_);
  if (pass_wanted_) return std::nullopt;
  return folded_;
}

void LogFolder::after_batch(std::size_t pages, Connection& writer) {
  if (pages < pages_enough_) {
    begin_anew();
    return;
  }
  if (pages < not_before_) return;
  const auto folded = folded_so_far();
  if (!folded && pages < pages_max_) return;
  const std::size_t rest = pages - std::min(folded.value_or(0), pages);
  // Each pass leaves what was written meanwhile; at some point another one leaves no less.
  if (pages >= pages_max_ || rest <= pages_enough_ / 64 || rest > last_rest_ / 2) {
    fold_rest(pages, writer);
  } else {
    last_rest_ = rest;
    start_pass();
  }
}

void LogFolder::fold_rest(std::size_t pages, Connection& writer) {
  const auto wait = pages >= pages_max_ ? readers_wait_max : readers_wait;
  const auto end = writer.checkpoint(Connection::Checkpoint::restart, wait);
  begin_anew();
  if (!end.begins_anew) not_before_ = pages + std::max<std::size_t>(pages_enough_ / 4, 1);
}

// What an earlier pass folded was another log.
void LogFolder::begin_anew() {
  not_before_ = 0;
  last_rest_ = all_of_it;
  const std::lock_guard guard(lock_);
  if (!pass_wanted_) folded_ = 0;
}

}  // namespace latchkey::storage
