#include "core/staff/cbor.h"

#include <algorithm>
#include <limits>

namespace latchkey::staff {

namespace {

constexpr int levels_max = 4;

// The first byte's upper three bits.
enum Major : unsigned { unsigned_number, negative_number, bytes, text, array, map, tag, simple };

struct Head {
  unsigned major = 0;
  std::uint64_t argument = 0;
};

class Reading {
 public:
  explicit Reading(std::string_view all) : rest_(all), size_(all.size()) {}

  std::optional<Cbor> value(int levels) {
    const auto head = this->head();
    if (!head || levels == 0) return std::nullopt;
    switch (head->major) {
      case unsigned_number:
      case negative_number:
        return number(*head);
      case bytes:
      case text:
        return string(*head);
      case array:
        return items(head->argument, levels - 1);
      case map:
        return entries(head->argument, levels - 1);
      case simple:
        return named(head->argument);
      default:
        return std::nullopt;  // tags say what nobody here asks
    }
  }
  std::size_t read() const { return size_ - rest_.size(); }

 private:
  std::optional<Head> head() {
    if (rest_.empty()) return std::nullopt;
    const unsigned first = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    const unsigned low = first & 31U;
    if (low < 24) return Head{first >> 5U, low};
    if (low > 27) return std::nullopt;  // lengths that are told later, and what is reserved
    const std::size_t count = std::size_t{1} << (low - 24);
    if (rest_.size() < count) return std::nullopt;
    std::uint64_t argument = 0;
    for (const char c : rest_.substr(0, count))
      argument = (argument << 8U) | static_cast<unsigned char>(c);
    rest_.remove_prefix(count);
    // In its shortest writing only, so that a value has one.
    const std::uint64_t least = count == 1 ? 24 : std::uint64_t{1} << (count * 4);
    if (argument < least || first >> 5U == simple) return std::nullopt;
    return Head{first >> 5U, argument};
  }

  static std::optional<Cbor> number(const Head& head) {
    if (head.argument > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      return std::nullopt;
    const auto value = static_cast<std::int64_t>(head.argument);
    return Cbor(head.major == unsigned_number ? value : -1 - value);
  }

  std::optional<Cbor> string(const Head& head) {
    if (head.argument > rest_.size()) return std::nullopt;
    std::string out(rest_.substr(0, head.argument));
    rest_.remove_prefix(head.argument);
    if (head.major == bytes) return Cbor(Cbor::Bytes{std::move(out)});
    return Cbor(std::move(out));
  }

  std::optional<Cbor> items(std::uint64_t count, int levels) {
    if (count > rest_.size()) return std::nullopt;  // each takes a byte at least
    Cbor::Items out;
    for (std::uint64_t i = 0; i < count; ++i) {
      auto item = value(levels);
      if (!item) return std::nullopt;
      out.push_back(*std::move(item));
    }
    return Cbor(std::move(out));
  }

  std::optional<Cbor> entries(std::uint64_t count, int levels) {
    constexpr std::uint64_t entries_max = 32;  // comparing keys is quadratic
    if (count > entries_max) return std::nullopt;
    Cbor::Entries out;
    for (std::uint64_t i = 0; i < count; ++i) {
      auto key = value(levels);
      if (!key) return std::nullopt;
      auto of = value(levels);
      if (!of) return std::nullopt;
      if (std::ranges::any_of(out, [&](const Cbor::Entry& had) { return had.key == *key; }))
        return std::nullopt;
      out.push_back({*std::move(key), *std::move(of)});
    }
    return Cbor(std::move(out));
  }

  static std::optional<Cbor> named(std::uint64_t argument) {
    if (argument == 20) return Cbor(Cbor::Simple::no);
    if (argument == 21) return Cbor(Cbor::Simple::yes);
    if (argument == 22) return Cbor(Cbor::Simple::null);
    return std::nullopt;
  }

  std::string_view rest_;
  std::size_t size_;
};

}  // namespace

std::optional<Cbor::First> Cbor::first_of(std::string_view bytes) {
  Reading reading(bytes);
  auto value = reading.value(levels_max);
  if (!value) return std::nullopt;
  return First{*std::move(value), reading.read()};
}

std::optional<Cbor> Cbor::whole(std::string_view bytes) {
  auto first = first_of(bytes);
  if (!first || first->size != bytes.size()) return std::nullopt;
  return std::move(first->value);
}

const Cbor* Cbor::find(std::int64_t key) const {
  if (const auto* entries = std::get_if<Entries>(&value_))
    for (const Entry& entry : *entries)
      if (entry.key.integer() == key) return &entry.value;
  return nullptr;
}

const Cbor* Cbor::find(std::string_view key) const {
  if (const auto* entries = std::get_if<Entries>(&value_))
    for (const Entry& entry : *entries)
      if (entry.key.text() == key) return &entry.value;
  return nullptr;
}

std::size_t Cbor::entry_count() const {
  const auto* entries = std::get_if<Entries>(&value_);
  return entries ? entries->size() : 0;
}

std::optional<std::int64_t> Cbor::integer() const {
  const auto* value = std::get_if<std::int64_t>(&value_);
  return value ? std::optional(*value) : std::nullopt;
}

std::optional<std::string> Cbor::bytes() const {
  const auto* value = std::get_if<Bytes>(&value_);
  return value ? std::optional(value->value) : std::nullopt;
}

std::optional<std::string> Cbor::text() const {
  const auto* value = std::get_if<std::string>(&value_);
  return value ? std::optional(*value) : std::nullopt;
}

bool Cbor::operator==(const Cbor& other) const { return value_ == other.value_; }

}  // namespace latchkey::staff
