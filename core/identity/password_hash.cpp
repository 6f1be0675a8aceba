#include "core/identity/password_hash.h"

#include <sodium.h>

#include <charconv>

#include "core/base/fault.h"
#include "core/base/unicode.h"

namespace latchkey::identity {

namespace {

constexpr std::string_view prefix = "lk1$argon2id$v=19$m=";
constexpr std::size_t salt_size = crypto_pwhash_argon2id_SALTBYTES;
constexpr std::size_t mac_size = 32;
constexpr std::size_t raw_size = 32;
constexpr std::size_t password_bytes_max = 1024;
constexpr std::size_t memory_floor = std::size_t{19} << 20;
constexpr std::size_t memory_most = std::size_t{1} << 30;
constexpr unsigned passes_floor = 2;
constexpr unsigned passes_most = 10;

std::string base64(std::string_view bytes) {
  constexpr int variant = sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.pop_back();  // the terminating NUL
  return out;
}

// Exactly `size` bytes, or nothing.
std::optional<std::string> from_base64(std::string_view text, std::size_t size) {
  std::string out(size, '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                       text.data(), text.size(), nullptr, &length, &end,
                                       sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  if (failed != 0 || length != size || end != text.data() + text.size()) return std::nullopt;
  return out;
}

// The number at the front of `text`, which must be followed by `after`; both are taken away.
std::optional<std::size_t> take_number(std::string_view& text, std::string_view after) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (text.substr(0, after.size()) != after) return std::nullopt;
  text.remove_prefix(after.size());
  return value;
}

std::string cost_text(const HashCost& cost) {
  return std::string(prefix) + std::to_string(cost.memory_bytes / 1024) +
         ",t=" + std::to_string(cost.passes) + ",p=1$";
}

bool same_cost(const HashCost& a, const HashCost& b) {
  return a.passes == b.passes && a.memory_bytes / 1024 == b.memory_bytes / 1024;
}

// Bytes that are not UTF-8 stay as they are: they never were a password of ours.
Secret composed(const Secret& password) {
  const auto points = unicode::code_points(password.reveal());
  if (!points) return password;
  return Secret(unicode::to_utf8(unicode::composed(*points)));
}

void refuse(const char* key, std::size_t value, const char* wanted) {
  throw ConfigFault(std::string("password_hash.") + key + " = " + std::to_string(value) +
                    ": must be " + wanted + " (OWASP password storage)");
}

}  // namespace

struct PasswordHash::Parts {
  HashCost cost;
  std::string salt;
  std::string mac;
};

PasswordHash::PasswordHash(const Sealer& sealer, Dice& dice, HashCost cost)
    : sealer_(sealer), dice_(dice), cost_(cost) {
  if (cost.passes < passes_floor || cost.passes > passes_most)
    refuse("passes", cost.passes, "2 to 10");
  if (cost.memory_bytes < memory_floor || cost.memory_bytes > memory_most)
    refuse("memory_bytes", cost.memory_bytes, "19922944 (19 MiB) to 1073741824 (1 GiB)");
}

std::optional<PasswordHash::Parts> PasswordHash::parse(const std::string& stored) {
  std::string_view rest = stored;
  if (rest.substr(0, prefix.size()) != prefix) return std::nullopt;
  rest.remove_prefix(prefix.size());
  const auto kibibytes = take_number(rest, ",t=");
  if (!kibibytes || *kibibytes > memory_most / 1024 || *kibibytes < 8) return std::nullopt;
  const auto passes = take_number(rest, ",p=1$");
  if (!passes || *passes < 1 || *passes > passes_most) return std::nullopt;
  const std::size_t dollar = rest.find('$');
  if (dollar == std::string_view::npos) return std::nullopt;
  auto salt = from_base64(rest.substr(0, dollar), salt_size);
  auto mac = from_base64(rest.substr(dollar + 1), mac_size);
  if (!salt || !mac) return std::nullopt;
  return Parts{{static_cast<unsigned>(*passes), *kibibytes * 1024}, *salt, *mac};
}

std::string PasswordHash::keyed(const Secret& password, const Parts& parts) const {
  const Secret exact = composed(password);
  std::string raw(raw_size, '\0');
  if (crypto_pwhash(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), exact.reveal().data(),
                    exact.size(), reinterpret_cast<const unsigned char*>(parts.salt.data()),
                    parts.cost.passes, parts.cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw Fault("not enough memory to hash a password: lower password_hash.memory_bytes");
  const Secret hashed(std::move(raw));
  // The costs are part of the message: a row whose costs were lowered verifies nothing.
  const Secret message(cost_text(parts.cost) + parts.salt + std::string(hashed.reveal()));
  return sealer_.mac("password", message.reveal());
}

std::string PasswordHash::hash(const Secret& password) const {
  ensure(password.size() <= password_bytes_max, "the policy bounds a password before it is hashed");
  const Parts parts{cost_, dice_.bytes(salt_size), ""};
  return cost_text(cost_) + base64(parts.salt) + "$" + base64(keyed(password, parts));
}

bool PasswordHash::verify(const Secret& password, const std::optional<std::string>& stored) const {
  if (password.size() > password_bytes_max) return false;
  const auto parts = stored ? parse(*stored) : std::nullopt;
  if (!parts) {
    keyed(password, {cost_, std::string(salt_size, '\0'), ""});
    return false;
  }
  return same_bytes(keyed(password, *parts), parts->mac);
}

bool PasswordHash::needs_rehash(const std::string& stored) const {
  const auto parts = parse(stored);
  return !parts || !same_cost(parts->cost, cost_);
}

}  // namespace latchkey::identity
