// Files that only the service itself may read: keys, passwords, tokens.
//
// A secret that another account of the machine can read is no secret (ASVS 13.3.1), so loading
// refuses it and says which command mends it.
#pragma once

#include <filesystem>

#include "core/base/secret.h"

namespace latchkey {

// The file's bytes, at most 64 KiB. ConfigFault if it is missing, not a regular file, owned by
// somebody other than this process's user or root, or open to group or others.
Secret read_private_file(const std::filesystem::path& path);

// Creates the file with mode 0600 and makes it and its name durable. ConfigFault if it exists
// already or can't be written; then nothing is left behind that was not there.
void create_private_file(const std::filesystem::path& path, const Secret& content);

}  // namespace latchkey
