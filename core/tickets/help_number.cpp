#include "core/tickets/help_number.h"

#include "core/base/codec.h"
#include "core/base/fault.h"
#include "core/base/normal.h"

namespace latchkey::tickets {

namespace {

constexpr std::size_t number_size = 7;

// Totally anti-symmetric: that is what makes neighbours' swaps visible.
constexpr char damm[10][11] = {"0317598642", "7092154863", "4206871359", "1750983426",
                               "6123045978", "3674209581", "5869720134", "8945362017",
                               "9438617205", "2581436790"};

}  // namespace

char check_digit(std::string_view digits) {
  char interim = '0';
  for (const char c : digits) {
    ensure(c >= '0' && c <= '9', "a help number is made of digits");
    interim = damm[interim - '0'][c - '0'];
  }
  return interim;
}

std::optional<HelpNumber> read_help_number(std::string_view typed) {
  const auto digits = normal_code(typed);
  if (!digits || digits->size() != number_size) return std::nullopt;
  // A number with its own check digit appended always ends at zero.
  if (check_digit(*digits) != '0') return std::nullopt;
  return HelpNumber{*digits};
}

HelpNumber derive_help_number(const Sealer& sealer, std::int64_t seed, int attempt) {
  Writer writer;
  writer.number(seed);
  writer.number(attempt);
  const std::uint64_t draw = first_bits(sealer.mac("ticket.help_number", writer.take()));
  // 2^64 draws over 10^6 numbers: the bias is below one part in 10^13.
  std::string digits = std::to_string(1000000U + draw % 1000000U).substr(1);
  digits += check_digit(digits);
  return {digits};
}

}  // namespace latchkey::tickets
