#include "core/staff/totp.h"

#include <oath.h>

#include "core/base/fault.h"
#include "core/base/normal.h"

namespace latchkey::staff {

namespace {

constexpr std::int64_t step_seconds = 30;
constexpr unsigned code_digits = 6;

// liboath wants to be started once; a local static is started by one thread only.
void start_liboath() {
  static const int started = oath_init();
  if (started != OATH_OK) throw Fault(std::string("liboath: ") + oath_strerror(started));
}

std::string percent_encoded(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += digits[(static_cast<unsigned char>(c) >> 4U) & 15U];
      out += digits[static_cast<unsigned char>(c) & 15U];
    }
  }
  return out;
}

}  // namespace

Secret new_totp_secret(Dice& dice) { return Secret(dice.bytes(totp_secret_bytes)); }

std::int64_t totp_step(Time t) {
  ensure(to_millis(t) >= 0, "TOTP counts from 1970");
  return to_millis(t) / 1000 / step_seconds;
}

std::string totp_code(const Secret& secret, std::int64_t step) {
  start_liboath();
  char out[code_digits + 1] = {};
  const int result = oath_totp_generate(secret.reveal().data(), secret.size(),
                                        static_cast<time_t>(step * step_seconds), step_seconds, 0,
                                        code_digits, out);
  if (result != OATH_OK) throw Fault(std::string("liboath: ") + oath_strerror(result));
  return out;
}

std::optional<std::int64_t> matching_totp_step(const Secret& secret, std::string_view typed,
                                               Time now) {
  const std::string code = normal_code(typed).value_or("");
  const std::int64_t current = totp_step(now);
  const bool is_current = same_bytes(code, totp_code(secret, current));
  const bool is_last = current > 0 && same_bytes(code, totp_code(secret, current - 1));
  if (is_current) return current;
  if (is_last) return current - 1;
  return std::nullopt;
}

std::string totp_base32(const Secret& secret) {
  static constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : secret.reveal()) {
    held = (held << 8U) | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(held >> (bits - 5)) & 31U];
  }
  if (bits > 0) out += alphabet[(held << (5 - bits)) & 31U];
  return out;
}

Secret totp_secret_from_base32(std::string_view base32) {
  std::string out;
  unsigned held = 0;
  unsigned bits = 0;
  for (const char c : base32) {
    const bool letter = c >= 'A' && c <= 'Z';
    ensure(letter || (c >= '2' && c <= '7'), "an authenticator's secret is base 32");
    held = (held << 5U) | static_cast<unsigned>(letter ? c - 'A' : c - '2' + 26);
    for (bits += 5; bits >= 8; bits -= 8) out += static_cast<char>((held >> (bits - 8)) & 0xffU);
  }
  return Secret(std::move(out));
}

std::string otpauth_uri(std::string_view issuer, std::string_view name, const Secret& secret) {
  return "otpauth://totp/" + percent_encoded(issuer) + ":" + percent_encoded(name) +
         "?secret=" + totp_base32(secret) + "&issuer=" + percent_encoded(issuer) +
         "&algorithm=SHA1&digits=6&period=30";
}

}  // namespace latchkey::staff
