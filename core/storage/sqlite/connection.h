// One SQLite connection with its prepared statements; private to this directory.
//
// Statements are prepared once and found again by the address of their literal. Errors become
// StoreFaults whose words name tables and constraints, never bound values. A connection is used by
// one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/storage/sqlite/sqlite_store.h"

struct sqlite3;
struct sqlite3_file;
struct sqlite3_stmt;

namespace latchkey::storage {

class Connection final : public Transaction {
 public:
  enum class Access { write, read };

  // Needs: for `read`, a connection that writes has opened the file before.
  Connection(const SqliteOptions& options, Access access);
  ~Connection() override = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Our own BEGIN, COMMIT, SAVEPOINT: what jobs are denied.
  void control(std::string_view sql);

  // False when SQLite itself has rolled back (disk full, input/output error).
  bool in_transaction() const;

  // Ends a transaction if one is open. Never throws: it runs while another fault is on its way.
  void roll_back() noexcept;

  // Pages in the write-ahead log after the last commit of this connection.
  std::size_t wal_pages() const { return wal_pages_; }

  // Flushes what COMMITs, of other connections too, have written to the log. For a connection that
  // writes. Throws StoreFault.
  void flush_log() const;
  // Flushes what checkpoints, of other connections too, have copied into the database. For a
  // connection that writes. Throws StoreFault.
  void flush_database() const;

  // Copies the write-ahead log into the database; `restart` also waits for readers of the old log,
  // up to `wait`, so that the log begins anew. Being kept from it by others is no fault.
  enum class Checkpoint { passive, restart };
  struct Folded {
    std::size_t folded = 0;    // pages of the log that are in the database now
    bool begins_anew = false;  // the next transaction writes from the log's start
  };
  // Throws StoreFault if the disk fails.
  Folded checkpoint(Checkpoint kind, std::chrono::milliseconds wait);

  // The last connection to be closed doesn't fold: nobody knows what the log on disk has.
  void leave_log() const;

 protected:
  Result run_prepared(std::string_view sql, std::span<const Value> args) override;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* prepared) const;
  };
  struct Statement {
    std::unique_ptr<sqlite3_stmt, Finalize> prepared;
    std::vector<std::size_t> argument_of;  // by SQLite's parameter: which of our arguments, from 0
    std::size_t arguments = 0;
    std::uint64_t last_used = 0;
  };
  struct Close {
    void operator()(sqlite3* open) const;
  };

  Statement& statement(std::string_view sql);
  Statement prepare(std::string_view sql);
  void forget_oldest();
  void bind(const Statement& statement, std::span<const Value> args);
  Result step_all(sqlite3_stmt* prepared, std::string_view sql);
  void set_up(const SqliteOptions& options);
  void use_wal();
  void find_log();
  void pragma(const char* sql);
  [[noreturn]] void fail(std::string_view doing) const;
  static int authorize(void* self, int action, const char*, const char*, const char*, const char*);
  static int after_commit(void* self, sqlite3*, const char*, int pages);

  // The statements below go first, also if the constructor throws: SQLite doesn't close before.
  std::unique_ptr<sqlite3, Close> db_;
  Access access_;
  std::size_t statements_max_;
  std::chrono::milliseconds busy_wait_;
  std::unordered_map<const char*, Statement> statements_;      // of jobs, by their literal
  std::unordered_map<const char*, Statement> own_statements_;  // of control()
  std::uint64_t uses_ = 0;
  std::size_t wal_pages_ = 0;
  sqlite3_file* log_ = nullptr;  // SQLite's own; as long as db_ is open
  bool own_statement_ = true;    // what is prepared now is ours, not a job's
};

}  // namespace latchkey::storage
