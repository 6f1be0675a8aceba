// The file that holds the master key: without it the database is noise, for thieves and owners.
//
// Plain text, so that it can be printed and kept in a safe: a header with the format's version,
// the key's own version, 64 hexadecimal digits, and a checksum that finds typing errors. Its loss
// can't be repaired; `latchkey init` says so.
#pragma once

#include <filesystem>

#include "core/base/dice.h"
#include "core/base/secret.h"

namespace latchkey {

struct MasterKey {
  Secret key;            // 32 bytes, for Sealer
  unsigned version = 1;  // 1 … 255, written into every seal
};

// A fresh key in a new file (mode 0600, durable on return). ConfigFault if the file exists.
MasterKey create_key_file(const std::filesystem::path& path, Dice& dice, unsigned version = 1);

// ConfigFault names the file and says how to mend it: others can read it, wrong owner, not a key
// file, or a key that does not fit its checksum.
MasterKey load_key_file(const std::filesystem::path& path);

}  // namespace latchkey
