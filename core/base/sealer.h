// Keyed protection for everything personal: seals, blind indexes and MACs.
//
// The database, its WAL and its backups hold only what comes out of here; the keys live in a file
// of their own (mode 0600, made by `latchkey init`), so that a stolen database is useless
// (standards.md T31). Three kinds of use, three independent keys derived from the file's master
// key: seal (XChaCha20-Poly1305), blind (keyed BLAKE2b, exact look-ups) and mac (keyed BLAKE2b,
// judging codes and chaining audit rows). Immutable after construction; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/dice.h"
#include "core/base/secret.h"

namespace latchkey {

class Sealer {
 public:
  // `master`: 32 random bytes from the key file. `version`: 1…255, written into every seal's
  // header, so that keys can be changed and old seals still be told apart.
  Sealer(const Secret& master, unsigned version, Dice& dice);

  // Encrypts `plain` for one row: opens only with the same `row` and `purpose` ("contact.value").
  std::string seal(std::string_view plain, std::int64_t row, std::string_view purpose) const;

  // Empty if the seal was made with other keys, for another row or purpose, or was changed.
  std::optional<std::string> open(std::string_view sealed, std::int64_t row,
                                  std::string_view purpose) const;

  // open() for rows that must be whole: a seal that does not open is a Fault naming the row.
  std::string open_or_fault(std::string_view sealed, std::int64_t row,
                            std::string_view purpose) const;

  // A 16-byte exact index of `normalised` under `index` ("patient.phone"). Equal texts give equal
  // indexes; without the key nothing can be learned or tried.
  std::string blind(std::string_view index, std::string_view normalised) const;

  // A 32-byte MAC of `message` for `purpose`. Compare with same_bytes().
  std::string mac(std::string_view purpose, std::string_view message) const;

 private:
  Secret seal_key_, blind_key_, mac_key_;
  unsigned version_;
  Dice& dice_;
};

// The first 64 bits of a blind index or MAC, for what is drawn by them: alike each time.
std::uint64_t first_bits(std::string_view keyed);

}  // namespace latchkey
