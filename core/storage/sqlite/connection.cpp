#include "core/storage/sqlite/connection.h"

#include <sqlite3.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace latchkey::storage {

namespace {

struct Reset {
  sqlite3_stmt* prepared;
  ~Reset() {
    sqlite3_reset(prepared);
    sqlite3_clear_bindings(prepared);
  }
};

StoreFault::Kind kind_of(int code) {
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return StoreFault::Kind::busy;
    case SQLITE_FULL:
      return StoreFault::Kind::full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return StoreFault::Kind::damaged;
    default:
      break;
  }
  const bool taken = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
                     code == SQLITE_CONSTRAINT_ROWID;
  return taken ? StoreFault::Kind::unique : StoreFault::Kind::other;
}

// "$3" is argument 2. Anything else (a bare "?", ":name") is not in the common subset.
std::size_t argument_named(const char* name) {
  std::size_t number = 0;
  const char* end = name ? name + std::strlen(name) : nullptr;
  const bool ours = name && *name == '$' && std::from_chars(name + 1, end, number).ptr == end;
  ensure(ours && number > 0, "parameters are written $1, $2 …");
  return number - 1;
}

Value column_value(sqlite3_stmt* row, int column) {
  const auto bytes = [&](const void* start) {
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(row, column));
    return start ? std::string(static_cast<const char*>(start), size) : std::string();
  };
  switch (sqlite3_column_type(row, column)) {
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(row, column));
    case SQLITE_TEXT:
      return bytes(sqlite3_column_text(row, column));
    case SQLITE_BLOB:
      return Blob{bytes(sqlite3_column_blob(row, column))};
    case SQLITE_NULL:
      return std::monostate{};
    default:
      throw Bug("numbers in the store are integers; a column gave a fraction");
  }
}

Row current_row(sqlite3_stmt* prepared) {
  const int columns = sqlite3_column_count(prepared);
  std::vector<Value> values;
  values.reserve(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) {
    values.push_back(column_value(prepared, column));
  }
  return Row(std::move(values));
}

int bind_value(sqlite3_stmt* prepared, int parameter, const Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    return sqlite3_bind_int64(prepared, parameter, *number);
  }
  if (const auto* text = std::get_if<std::string>(&value)) {
    return sqlite3_bind_text64(prepared, parameter, text->data(), text->size(), SQLITE_STATIC,
                               SQLITE_UTF8);
  }
  if (const auto* blob = std::get_if<Blob>(&value)) {
    // A null pointer would bind NULL; an empty blob still needs an address.
    const char* start = blob->bytes.empty() ? "" : blob->bytes.data();
    return sqlite3_bind_blob64(prepared, parameter, start, blob->bytes.size(), SQLITE_STATIC);
  }
  return sqlite3_bind_null(prepared, parameter);
}

}  // namespace

void Connection::Close::operator()(sqlite3* open) const { sqlite3_close(open); }

Connection::Connection(const SqliteOptions& options, Access access)
    : access_(access),
      statements_max_(std::max<std::size_t>(options.statements_max, 16)),
      busy_wait_(options.busy_wait) {
  // SQLite's own account of its memory costs a lock with every allocation. Too late if somebody in
  // this process has used SQLite before, which does no harm.
  static const int counted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(counted);
  const int flags = (access == Access::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const char* vfs = options.vfs.empty() ? nullptr : options.vfs.c_str();
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(options.path.c_str(), &opened, flags, vfs);
  db_.reset(opened);
  if (code != SQLITE_OK) fail("open " + options.path);
  set_up(options);
}

void Connection::Finalize::operator()(sqlite3_stmt* prepared) const { sqlite3_finalize(prepared); }

void Connection::set_up(const SqliteOptions& options) {
  sqlite3_busy_timeout(db_.get(), static_cast<int>(options.busy_wait.count()));
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  pragma("PRAGMA trusted_schema=OFF");
  pragma("PRAGMA cell_size_check=ON");
  pragma("PRAGMA temp_store=MEMORY");
  pragma(access_ == Access::write ? "PRAGMA cache_size=-16384" : "PRAGMA cache_size=-8192");
  if (access_ == Access::write) {
    use_wal();
    // NORMAL: COMMIT does not flush (flush_log() does); folding the log does, in the right order.
    const bool alone = options.beside == SqliteOptions::Beside::nobody;
    pragma(alone ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL");
    pragma("PRAGMA foreign_keys=ON");
    pragma("PRAGMA secure_delete=ON");
    // Replaces SQLite's own checkpoint, which would run inside COMMIT while callers wait.
    sqlite3_wal_hook(db_.get(), &Connection::after_commit, this);
    find_log();
  } else {
    pragma("PRAGMA query_only=ON");
  }
  sqlite3_set_authorizer(db_.get(), &Connection::authorize, this);
  own_statement_ = false;
}

void Connection::use_wal() {
  const Result answer = run_prepared("PRAGMA journal_mode=WAL", {});
  const Row* mode = answer.one();
  if (!mode || mode->text(0) != "wal") {
    throw ConfigFault(
        "the database's file system can't do write-ahead logging; "
        "put it on a local disk");
  }
}

// The file object of the log stays the same as long as the connection lives.
void Connection::find_log() {
  pragma("SELECT 1 FROM sqlite_schema LIMIT 1");  // the log is opened by the first statement
  const int code = sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_JOURNAL_POINTER, &log_);
  ensure(code == SQLITE_OK && log_ && log_->pMethods, "a database with a log shows its file");
  flush_log();  // what a program that was killed had written is told to others from now on
}

void Connection::flush_log() const {
  const int code = log_->pMethods->xSync(log_, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  if (code != SQLITE_OK)
    throw StoreFault(kind_of(code),
                     "the write-ahead log can't be flushed (" + std::to_string(code) + ")");
}

void Connection::flush_database() const {
  sqlite3_file* file = nullptr;
  sqlite3_file_control(db_.get(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
  ensure(file && file->pMethods, "an open database shows its file");
  const int code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
  if (code != SQLITE_OK)
    throw StoreFault(kind_of(code), "the database can't be flushed (" + std::to_string(code) + ")");
}

void Connection::leave_log() const {
  sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

void Connection::pragma(const char* sql) {
  if (sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

void Connection::control(std::string_view sql) {
  own_statement_ = true;
  struct GiveBack {
    bool& own;
    ~GiveBack() { own = false; }
  } give_back{own_statement_};
  run_prepared(sql, {});
}

bool Connection::in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }

void Connection::roll_back() noexcept {
  if (!in_transaction()) return;
  own_statement_ = true;
  sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  own_statement_ = false;
}

Connection::Folded Connection::checkpoint(Checkpoint kind, std::chrono::milliseconds wait) {
  const bool restart = kind == Checkpoint::restart;
  const int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  int log = -1;
  int copied = -1;
  sqlite3_busy_timeout(db_.get(), static_cast<int>(wait.count()));
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, mode, &log, &copied);
  sqlite3_busy_timeout(db_.get(), static_cast<int>(busy_wait_.count()));
  const int plain = code & 0xff;
  if (plain != SQLITE_OK && plain != SQLITE_BUSY && plain != SQLITE_LOCKED) fail("checkpoint");
  Folded folded;
  if (copied > 0) folded.folded = static_cast<std::size_t>(copied);
  folded.begins_anew = restart && code == SQLITE_OK;
  if (folded.begins_anew) wal_pages_ = 0;
  return folded;
}

Result Connection::run_prepared(std::string_view sql, std::span<const Value> args) {
  // After SQLite has rolled back by itself, a job's next statement would commit alone.
  if (!own_statement_ && !in_transaction()) {
    throw StoreFault(StoreFault::Kind::other, "the transaction was rolled back already");
  }
  Statement& found = statement(sql);
  ensure(found.arguments == args.size(), "every $n is given and every argument used");
  const Reset reset{found.prepared.get()};
  bind(found, args);
  return step_all(found.prepared.get(), sql);
}

Result Connection::step_all(sqlite3_stmt* prepared, std::string_view sql) {
  const auto before = sqlite3_total_changes64(db_.get());
  Result result;
  int code = SQLITE_ROW;
  while ((code = sqlite3_step(prepared)) == SQLITE_ROW) {
    result.rows.push_back(current_row(prepared));
  }
  if (code != SQLITE_DONE) fail(sql);
  // sqlite3_changes() keeps the count of an earlier statement when this one changes nothing.
  const bool changed = sqlite3_total_changes64(db_.get()) != before;
  result.changed = changed ? sqlite3_changes64(db_.get()) : 0;
  return result;
}

void Connection::bind(const Statement& statement, std::span<const Value> args) {
  for (std::size_t i = 0; i < statement.argument_of.size(); ++i) {
    const Value& value = args[statement.argument_of[i]];
    if (bind_value(statement.prepared.get(), static_cast<int>(i + 1), value) != SQLITE_OK) {
      fail("bind");
    }
  }
}

Connection::Statement& Connection::statement(std::string_view sql) {
  // Apart: the linker may give a job's "COMMIT" the address of ours, which passed the authorizer.
  auto& cache = own_statement_ ? own_statements_ : statements_;
  auto found = cache.find(sql.data());
  if (found != cache.end() && sqlite3_sql(found->second.prepared.get()) != sql) {
    // The same address with another text: not a literal, or a shorter one that shares its tail.
    cache.erase(found);
    found = cache.end();
  }
  if (found == cache.end()) {
    if (!own_statement_ && cache.size() >= statements_max_) forget_oldest();
    found = cache.emplace(sql.data(), prepare(sql)).first;
  }
  found->second.last_used = ++uses_;
  return found->second;
}

Connection::Statement Connection::prepare(std::string_view sql) {
  Statement made;
  const char* tail = nullptr;
  sqlite3_stmt* prepared = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &prepared, &tail);
  if (code != SQLITE_OK) fail(sql);
  made.prepared.reset(prepared);
  ensure(prepared != nullptr && tail == sql.data() + sql.size(), "one statement at a time");
  const int parameters = sqlite3_bind_parameter_count(prepared);
  for (int i = 1; i <= parameters; ++i) {
    made.argument_of.push_back(argument_named(sqlite3_bind_parameter_name(prepared, i)));
    made.arguments = std::max(made.arguments, made.argument_of.back() + 1);
  }
  ensure(made.arguments == made.argument_of.size(), "every argument up to the last $n is used");
  return made;
}

void Connection::forget_oldest() {
  const auto oldest = std::min_element(
      statements_.begin(), statements_.end(),
      [](const auto& a, const auto& b) { return a.second.last_used < b.second.last_used; });
  statements_.erase(oldest);
}

void Connection::fail(std::string_view doing) const {
  if (!db_) throw StoreFault(StoreFault::Kind::other, "out of memory");
  const int code = sqlite3_extended_errcode(db_.get());
  const std::string words = sqlite3_errmsg(db_.get());
  ensure(code != SQLITE_AUTH, "a job neither begins, ends nor configures a transaction");
  throw StoreFault(kind_of(code), words + " (" + std::to_string(code) +
                                      "), at: " + std::string(doing.substr(0, 80)));
}

int Connection::authorize(void* self, int action, const char*, const char*, const char*,
                          const char*) {
  if (static_cast<const Connection*>(self)->own_statement_) return SQLITE_OK;
  switch (action) {
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
    case SQLITE_PRAGMA:
    case SQLITE_CREATE_TEMP_INDEX:
    case SQLITE_CREATE_TEMP_TABLE:
    case SQLITE_CREATE_TEMP_TRIGGER:
    case SQLITE_CREATE_TEMP_VIEW:
      return SQLITE_DENY;
    default:
      return SQLITE_OK;
  }
}

int Connection::after_commit(void* self, sqlite3*, const char*, int pages) {
  static_cast<Connection*>(self)->wal_pages_ = static_cast<std::size_t>(pages);
  return SQLITE_OK;
}

}  // namespace latchkey::storage
