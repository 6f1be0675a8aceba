// Where everything that must not be lost is kept.
//
// write(work) runs `work(tx)` inside one durable transaction and returns only when it is on disk;
// read(work) runs `work(tx)` on a consistent snapshot. An exception leaves nothing behind and
// reaches the caller. `work` may run twice (rulings.md R14): it touches nothing but `tx` and its
// own result, and dice are thrown before it. No network call belongs inside.
//
// SQL is literal text with $1, $2 …, in the subset that SQLite and PostgreSQL share; a text built
// at run time does not compile. Times are integer milliseconds UTC, secrets and seals are BLOBs.
// Thread-safe; a Transaction belongs to the thread that was given it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/fault.h"
#include "core/base/ids.h"
#include "core/base/time.h"

namespace latchkey::storage {

// Bytes, as opposed to text: seals, blind indexes, MACs.
struct Blob {
  std::string bytes;
  bool operator==(const Blob&) const = default;
};

using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;

// The store failed. `unique`: the row exists already, an outcome that callers may expect;
// `damaged`: what is stored can't be what was written.
class StoreFault : public Fault {
 public:
  enum class Kind { other, unique, busy, full, damaged };
  StoreFault(Kind kind, const std::string& what) : Fault(what), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// One row of a result; columns by position, from 0. Asking for the wrong type is a Bug.
class Row {
 public:
  explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
  bool is_null(std::size_t column) const;
  std::int64_t integer(std::size_t column) const;
  const std::string& text(std::size_t column) const;
  const std::string& blob(std::size_t column) const;
  std::optional<std::int64_t> maybe_integer(std::size_t column) const;
  std::optional<std::string> maybe_text(std::size_t column) const;
  std::optional<std::string> maybe_blob(std::size_t column) const;
  Time time(std::size_t column) const { return from_millis(integer(column)); }
  template <class AnId>
  AnId id(std::size_t column) const {
    return AnId{integer(column)};
  }

 private:
  std::vector<Value> values_;
};

struct Result {
  std::vector<Row> rows;
  std::int64_t changed = 0;  // rows inserted, updated or deleted by this statement

  // The only row, or nothing. More than one is a Bug.
  const Row* one() const;
};

inline Value to_value(std::int64_t v) { return v; }
inline Value to_value(int v) { return static_cast<std::int64_t>(v); }
inline Value to_value(std::string_view v) { return std::string(v); }
inline Value to_value(const char* v) { return std::string(v); }
inline Value to_value(Blob v) { return v; }
inline Value to_value(Time v) { return to_millis(v); }
inline Value to_value(std::nullopt_t) { return std::monostate{}; }
template <class Tag>
Value to_value(Id<Tag> v) {
  return v.value;
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value{};
}
Value to_value(bool) = delete;  // a named enum or 0/1, never a bool

class Transaction {
 public:
  virtual ~Transaction() = default;

  // Runs one statement. Every $n must be given, every argument used.
  template <std::size_t N, class... Args>
  Result run(const char (&sql)[N], const Args&... args) {
    const Value values[] = {to_value(args)..., Value{}};
    return run_prepared(std::string_view(sql, N - 1), std::span(values, sizeof...(Args)));
  }

 protected:
  virtual Result run_prepared(std::string_view sql, std::span<const Value> args) = 0;

 private:
  friend class SchemaScript;  // runs the texts of schema.h, literals that have passed through a
                              // list
};

class Store {
 public:
  virtual ~Store() = default;

  // Durable on return. Throws what `work` throws (nothing is kept) or StoreFault.
  template <class Work>
  auto write(Work&& work) {
    return call([this](auto f) { do_write(std::move(f)); }, work);
  }

  // A consistent snapshot; statements that change anything are a StoreFault.
  template <class Work>
  auto read(Work&& work) const {
    return call([this](auto f) { do_read(std::move(f)); }, work);
  }

 protected:
  using Job = std::function<void(Transaction&)>;
  virtual void do_write(Job job) = 0;
  virtual void do_read(Job job) const = 0;

 private:
  template <class Runner, class Work>
  static auto call(Runner runner, Work& work) {
    using R = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<R>) {
      runner(Job([&work](Transaction& tx) { work(tx); }));
    } else {
      std::optional<R> result;
      runner(Job([&](Transaction& tx) { result.emplace(work(tx)); }));
      return *std::move(result);
    }
  }
};

}  // namespace latchkey::storage
