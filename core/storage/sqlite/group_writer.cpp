#include "core/storage/sqlite/group_writer.h"

#include <algorithm>

#include "core/base/crash_point.h"

namespace latchkey::storage {

using namespace std::chrono;

namespace {

// A batch ends once it has run so long, or twice as long as its COMMIT is likely to take. While it
// runs, whoever was in the one before computes; if all were in one batch, cores would stand idle.
constexpr microseconds batch_time_min{500};
constexpr int commits_a_batch = 2;

}  // namespace

GroupWriter::GroupWriter(const SqliteOptions& options)
    : options_(options),
      connection_(options, Connection::Access::write),
      flusher_(options),
      log_folder_(options, flusher_),
      batch_time_(batch_time_min) {
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
  if (flusher_.has_failed()) connection_.leave_log();
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
  if (waiting.commit) flush(*waiting.commit, waiting);
  for (Waiting* next : waiting.wakes)
    if (next) next->done.give();
  if (waiting.flush == Waiting::Flush::failed)
    throw StoreFault(StoreFault::Kind::other,
                     "the disk failed to flush; nobody knows whether this was kept");
  if (waiting.commit && options_.on_batch)
    options_.on_batch({waiting.commit->jobs, waiting.commit->took});
  if (waiting.failure) std::rethrow_exception(std::move(waiting.failure));
}

// Whatever goes wrong, the others of the batch must hear of it and be woken.
void GroupWriter::flush(Commit& commit, Waiting& first) noexcept {
  try {
    flusher_.wait(commit.number);
    commit.took = duration_cast<microseconds>(steady_clock::now() - commit.began);
  } catch (...) {
    mark_unflushed(first);
  }
}

void GroupWriter::serve() {
  Batch batch;
  while (next_batch(batch)) {
    batch.front()->commit = commit_batch(batch);
    wake(batch);
    fold_log();
  }
}

void GroupWriter::fold_log() {
  if (flusher_.has_failed()) return;
  try {
    log_folder_.after_batch(connection_.wal_pages(), connection_);
  } catch (const StoreFault&) {
    flusher_.fail();
  }
}

bool GroupWriter::next_batch(Batch& batch) {
  batch.clear();
  std::unique_lock guard(lock_);
  queued_.wait(guard, [this] { return closing_ || !queue_.empty(); });
  const auto most = static_cast<std::ptrdiff_t>(std::min(queue_.size(), options_.batch_max));
  batch.assign(queue_.begin(), queue_.begin() + most);
  queue_.erase(queue_.begin(), queue_.begin() + most);
  return !batch.empty();
}

// Those from `first` on come first in the next batch.
void GroupWriter::put_back(Batch& batch, std::size_t first) {
  const auto rest = batch.begin() + static_cast<std::ptrdiff_t>(first);
  if (rest == batch.end()) return;
  const std::lock_guard guard(lock_);
  queue_.insert(queue_.begin(), rest, batch.end());
  batch.erase(rest, batch.end());
}

// Waking costs as much as a small job: those who wake do it, each for two more.
void GroupWriter::wake(const Batch& batch) {
  for (std::size_t i = 0; i < batch.size(); ++i)
    for (std::size_t child : {2 * i + 1, 2 * i + 2})
      if (child < batch.size()) batch[i]->wakes[child - (2 * i + 1)] = batch[child];
  if (!batch.empty()) batch.front()->done.give();
}

std::optional<GroupWriter::Commit> GroupWriter::commit_batch(Batch& batch) {
  try {
    if (flusher_.has_failed())
      throw StoreFault(StoreFault::Kind::other, "the disk failed to flush earlier");
    connection_.control("BEGIN IMMEDIATE");
    if (!run_together(batch)) {
      connection_.roll_back();
      connection_.control("BEGIN IMMEDIATE");
      run_apart(batch);
    }
    return commit(batch.size());
  } catch (const StoreFault& fault) {
    connection_.roll_back();
    fail_all(batch, fault);
  } catch (const Bug& broken) {
    connection_.roll_back();
    fail_all(batch, StoreFault(StoreFault::Kind::other, broken.what()));
  }
  return std::nullopt;
}

// As many as there is time for; the rest goes back into the queue. Nobody's undoing is prepared,
// which would cost a copy of every page that a job changes: false if one threw.
bool GroupWriter::run_together(Batch& batch) {
  const auto end = steady_clock::now() + batch_time_;
  std::size_t ran = 0;
  try {
    do {
      batch[ran]->job(connection_);
    } while (++ran < batch.size() && steady_clock::now() < end);
  } catch (...) {
    put_back(batch, ran + 1);
    return false;
  }
  put_back(batch, ran);
  return true;
}

// Again from the first, each under its own savepoint. Throws StoreFault if the whole batch is lost.
void GroupWriter::run_apart(const Batch& batch) {
  for (Waiting* waiting : batch) {
    connection_.control("SAVEPOINT job");
    try {
      waiting->job(connection_);
    } catch (...) {
      waiting->failure = std::current_exception();
    }
    // After a full disk or an input/output error SQLite has rolled back everything.
    if (!connection_.in_transaction()) fail_batch(*waiting);
    if (waiting->failure) connection_.control("ROLLBACK TO job");
    connection_.control("RELEASE job");
  }
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

GroupWriter::Commit GroupWriter::commit(std::size_t jobs) {
  crash_point("store.before_commit");
  struct Ended {
    LogFlusher& flusher;
    ~Ended() { flusher.end(); }
  } ended{flusher_};
  const Commit made{flusher_.begin(), steady_clock::now(), jobs};
  connection_.control("COMMIT");
  crash_point("store.after_commit");
  const auto took = duration_cast<microseconds>(steady_clock::now() - made.began);
  batch_time_ = std::max<microseconds>(batch_time_min, took * commits_a_batch);
  return made;
}

// Also those who had a failure of their own: it came from what is gone now.
void GroupWriter::fail_all(const Batch& batch, const StoreFault& fault) {
  // One exception object each: they are rethrown in different threads.
  for (Waiting* waiting : batch)
    waiting->failure = std::make_exception_ptr(StoreFault(fault.kind(), fault.what()));
}

// `first` and all that it wakes, and so on.
void GroupWriter::mark_unflushed(Waiting& first) noexcept {
  first.flush = Waiting::Flush::failed;
  for (Waiting* next : first.wakes)
    if (next) mark_unflushed(*next);
}

}  // namespace latchkey::storage
