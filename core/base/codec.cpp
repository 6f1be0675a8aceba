#include "core/base/codec.h"

#include "core/base/fault.h"

namespace latchkey {

namespace {

// Zigzag, then seven bits a byte: small numbers of either sign take one byte.
std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1U) ^ static_cast<std::uint64_t>(v >> 63);
}
std::int64_t unzigzag(std::uint64_t v) {
  return static_cast<std::int64_t>(v >> 1U) ^ -static_cast<std::int64_t>(v & 1U);
}

}  // namespace

void Writer::number(std::int64_t value) {
  std::uint64_t rest = zigzag(value);
  while (rest >= 0x80U) {
    out_ += static_cast<char>((rest & 0x7fU) | 0x80U);
    rest >>= 7U;
  }
  out_ += static_cast<char>(rest);
}

void Writer::text(std::string_view value) {
  number(static_cast<std::int64_t>(value.size()));
  out_.append(value);
}

std::int64_t Reader::number() {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    if (rest_.empty()) break;
    const auto byte = static_cast<unsigned char>(rest_.front());
    rest_.remove_prefix(1);
    value |= static_cast<std::uint64_t>(byte & 0x7fU) << shift;
    if ((byte & 0x80U) == 0) return unzigzag(value);
  }
  throw Fault("a stored value ends too early");
}

std::string Reader::text() {
  const std::int64_t size = number();
  if (size < 0 || static_cast<std::uint64_t>(size) > rest_.size())
    throw Fault("a stored text is longer than what is left of it");
  std::string out(rest_.substr(0, static_cast<std::size_t>(size)));
  rest_.remove_prefix(static_cast<std::size_t>(size));
  return out;
}

std::int64_t Reader::bounded(std::int64_t last) {
  const std::int64_t value = number();
  if (value < 0 || value > last) throw Fault("a stored choice is out of range");
  return value;
}

}  // namespace latchkey
