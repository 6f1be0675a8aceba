// CBOR as authenticators write it (RFC 8949, in CTAP2's canonical form), read from strangers'
// bytes.
//
// Only what a passkey needs: whole numbers, byte strings, texts, arrays and maps of a known length,
// and true, false and null; each number in its shortest writing, no key twice, four levels deep at
// most. Everything else is refused whole: there is no half-read value. Pure; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace latchkey::staff {

class Cbor {
 public:
  struct Entry;
  struct Bytes {
    std::string value;
    bool operator==(const Bytes&) const = default;
  };
  enum class Simple { no, yes, null };
  using Items = std::vector<Cbor>;
  using Entries = std::vector<Entry>;  // in the order that they came
  using Value = std::variant<std::int64_t, Bytes, std::string, Items, Entries, Simple>;

  explicit Cbor(Value of) : value_(std::move(of)) {}

  // The value that `bytes` begin with, and how many of them it takes; empty if there is none.
  struct First;
  static std::optional<First> first_of(std::string_view bytes);
  // The one value that all of `bytes` are.
  static std::optional<Cbor> whole(std::string_view bytes);

  const Value& value() const { return value_; }
  // The entry of a map with that key; null if there is none or this is no map.
  const Cbor* find(std::int64_t key) const;
  const Cbor* find(std::string_view key) const;
  // How many entries a map has; 0 for everything else.
  std::size_t entry_count() const;

  std::optional<std::int64_t> integer() const;
  std::optional<std::string> bytes() const;
  std::optional<std::string> text() const;

  bool operator==(const Cbor& other) const;

 private:
  Value value_;
};

struct Cbor::Entry {
  Cbor key, value;
  bool operator==(const Entry&) const = default;
};

struct Cbor::First {
  Cbor value;
  std::size_t size;
};

}  // namespace latchkey::staff
