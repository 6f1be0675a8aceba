#include "tests/fuzz/fuzz.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>

namespace latchkey::fuzz {

namespace {

constexpr std::size_t longest = std::size_t{64} << 10U;
constexpr int changes_max = 6;

// What parsers stumble over: their own separators, borders of numbers, broken text.
constexpr std::array<std::string_view, 36> morsels = {"\r\n",
                                                      "\n",
                                                      "\r",
                                                      " ",
                                                      "\t",
                                                      ":",
                                                      ",",
                                                      ";",
                                                      "=",
                                                      "&",
                                                      "%",
                                                      "%00",
                                                      "%zz",
                                                      "+",
                                                      "\"",
                                                      "'",
                                                      "<",
                                                      ">",
                                                      "&lt;",
                                                      "]]>",
                                                      "<!--",
                                                      "{",
                                                      "}",
                                                      "[",
                                                      "]",
                                                      "\\u0000",
                                                      "\\ud800",
                                                      "0",
                                                      "-1",
                                                      "18446744073709551616",
                                                      "9223372036854775808",
                                                      "1e999",
                                                      "\xff",
                                                      "\xc0\x80",
                                                      "\xed\xa0\x80",
                                                      "\xf4\x90\x80\x80"};

}  // namespace

Inputs::Inputs(const Target& target, std::uint64_t seed) : seeds_(target.seeds), random_(seed) {}

const std::string& Inputs::next() {
  // Now and then from the beginning, else further from where the last one went.
  if (now_.empty() || below(8) == 0) now_ = seeds_[below(seeds_.size())];
  for (std::size_t changes = 1 + below(changes_max); changes > 0; --changes) change();
  if (now_.size() > longest) now_.resize(longest);
  return now_;
}

void Inputs::change() {
  switch (below(5)) {
    case 0:
      return change_byte();
    case 1:
      return insert();
    case 2:
      return cut();
    case 3:
      return repeat();
    default:
      return splice();
  }
}

void Inputs::change_byte() {
  if (now_.empty()) return;
  char& byte = now_[below(now_.size())];
  byte = below(2) == 0 ? static_cast<char>(below(256))
                       : static_cast<char>(static_cast<unsigned>(byte) ^ (1U << below(8)));
}

void Inputs::insert() {
  const std::string_view morsel =
      below(4) == 0 ? std::string_view("\0", 1) : morsels[below(morsels.size())];
  now_.insert(below(now_.size() + 1), morsel);
}

void Inputs::cut() {
  if (now_.empty()) return;
  const std::size_t from = below(now_.size());
  now_.erase(from, 1 + below(std::min<std::size_t>(now_.size() - from, 32)));
}

void Inputs::repeat() {
  if (now_.empty()) return;
  const std::size_t from = below(now_.size());
  const std::string part = now_.substr(from, 1 + below(24));
  const std::size_t times = below(16) == 0 ? 1 + below(600) : 1 + below(3);
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += part;
  now_.insert(from, all);
}

// The end of another seed.
void Inputs::splice() {
  const std::string& other = seeds_[below(seeds_.size())];
  now_ = now_.substr(0, below(now_.size() + 1)) + other.substr(below(other.size() + 1));
}

std::optional<Found> search(const Target& target, std::uint64_t seed, std::size_t rounds,
                            const std::function<void(std::string_view)>& about_to_read) {
  Inputs inputs(target, seed);
  for (std::size_t round = 0; round < rounds; ++round) {
    const std::string& input = inputs.next();
    if (about_to_read) about_to_read(input);
    try {
      if (const auto broken = target.read(input)) return Found{input, *broken};
    } catch (const std::exception& fault) {
      return Found{input, std::string("it throws: ") + fault.what()};
    }
  }
  return std::nullopt;
}

std::string printable(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f && c != '\\')
      out += c;
    else
      out += fmt::format("\\x{:02x}", byte);
  }
  return out;
}

}  // namespace latchkey::fuzz
