// Files that only their owner may read, whatever the umask.
//
// SQLite gives -wal and -shm the mode of the database file, so making that one private before
// SQLite sees it makes all three private.
#pragma once

#include <string>

namespace latchkey::storage {

// Creates `path` empty with mode 0600 and makes its name durable; takes group's and others' rights
// from a file that is there already (and from its -wal and -shm). Throws ConfigFault.
void make_private_file(const std::string& path);

// Makes a new, renamed or removed name in `path`'s directory durable. Throws StoreFault.
void sync_directory_of(const std::string& path);

}  // namespace latchkey::storage
