#include "core/storage/sqlite/group_writer.h"

#include <algorithm>

#include "core/base/crash_point.h"

namespace latchkey::storage {

using namespace std::chrono;

GroupWriter::GroupWriter(const SqliteOptions& options)
    : options_(options), connection_(options, Connection::Access::write), log_folder_(options) {
  options_.batch_max = std::max<std::size_t>(options_.batch_max, 1);
  thread_ = std::thread([this] { serve(); });
}

GroupWriter::~GroupWriter() {
  {
    const std::lock_guard guard(lock_);
    closing_ = true;
  }
  queued_.notify_one();
  thread_.join();
}

void GroupWriter::run(Job job) {
  ensure(std::this_thread::get_id() != thread_.get_id(), "a write opens no second write");
  Waiting waiting;
  waiting.job = std::move(job);
  {
    const std::lock_guard guard(lock_);
    queue_.push_back(&waiting);
    // A writer that is busy looks at the queue by itself before it sleeps.
    if (queue_.size() == 1) queued_.notify_one();
  }
  waiting.done.wait();
  if (waiting.failure) std::rethrow_exception(std::move(waiting.failure));
}

void GroupWriter::serve() {
  Batch batch;
  while (next_batch(batch)) {
    const auto commit_took = commit_batch(batch);
    const std::size_t jobs = batch.size();
    for (Waiting* waiting : batch) waiting->done.give();
    if (commit_took && options_.on_batch) options_.on_batch({jobs, *commit_took});
    log_folder_.after_batch(connection_.wal_pages(), connection_);
  }
}

bool GroupWriter::next_batch(Batch& batch) {
  batch.clear();
  std::unique_lock guard(lock_);
  queued_.wait(guard, [this] { return closing_ || !queue_.empty(); });
  if (queue_.size() <= options_.batch_max) {
    std::swap(batch, queue_);
  } else {
    const auto end = queue_.begin() + static_cast<std::ptrdiff_t>(options_.batch_max);
    batch.assign(queue_.begin(), end);
    queue_.erase(queue_.begin(), end);
  }
  return !batch.empty();
}

std::optional<microseconds> GroupWriter::commit_batch(const Batch& batch) {
  try {
    connection_.control("BEGIN IMMEDIATE");
    for (Waiting* waiting : batch) run_alone(*waiting);
    return commit();
  } catch (const StoreFault& fault) {
    connection_.roll_back();
    fail_all(batch, fault);
  } catch (const Bug& broken) {
    connection_.roll_back();
    fail_all(batch, StoreFault(StoreFault::Kind::other, broken.what()));
  }
  return std::nullopt;
}

// Throws StoreFault if the whole batch is lost.
void GroupWriter::run_alone(Waiting& waiting) {
  connection_.control("SAVEPOINT job");
  try {
    waiting.job(connection_);
  } catch (...) {
    waiting.failure = std::current_exception();
  }
  // After a full disk or an input/output error SQLite has rolled back everything, earlier jobs too.
  if (!connection_.in_transaction()) fail_batch(waiting);
  if (waiting.failure) connection_.control("ROLLBACK TO job");
  connection_.control("RELEASE job");
}

void GroupWriter::fail_batch(const Waiting& culprit) {
  try {
    if (culprit.failure) std::rethrow_exception(culprit.failure);
  } catch (const StoreFault&) {
    throw;
  } catch (...) {
    // Its own story goes to its own caller; the others only hear that the batch is gone.
  }
  throw StoreFault(StoreFault::Kind::other, "the database rolled the batch back");
}

microseconds GroupWriter::commit() {
  crash_point("store.before_commit");
  const auto start = steady_clock::now();
  connection_.control("COMMIT");
  const auto took = duration_cast<microseconds>(steady_clock::now() - start);
  crash_point("store.after_commit");
  return took;
}

void GroupWriter::fail_all(const Batch& batch, const StoreFault& fault) {
  // One exception object each: they are rethrown in different threads.
  for (Waiting* waiting : batch) {
    if (waiting->failure) continue;
    waiting->failure = std::make_exception_ptr(StoreFault(fault.kind(), fault.what()));
  }
}

}  // namespace latchkey::storage
