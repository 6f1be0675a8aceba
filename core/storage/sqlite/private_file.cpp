#include "core/storage/sqlite/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/storage/store.h"

namespace latchkey::storage {

namespace {

struct Descriptor {
  int number;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

std::string reason() { return std::strerror(errno); }  // NOLINT(concurrency-mt-unsafe)

void take_rights(const std::string& path) {
  struct stat now {};
  if (::stat(path.c_str(), &now) != 0) return;
  if ((now.st_mode & 077U) == 0) return;
  if (::chmod(path.c_str(), S_IRUSR | S_IWUSR) != 0) {
    throw ConfigFault(path + " can be read by others and is not ours to protect: " + reason());
  }
}

}  // namespace

void make_private_file(const std::string& path) {
  const Descriptor made{::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (made.number < 0 && errno != EEXIST)
    throw ConfigFault("can't create " + path + ": " + reason());
  if (made.number >= 0) {
    ::fchmod(made.number, S_IRUSR | S_IWUSR);
    sync_directory_of(path);
    return;
  }
  for (const char* suffix : {"", "-wal", "-shm"}) take_rights(path + suffix);
}

void sync_directory_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  const std::string directory = parent.empty() ? "." : parent.string();
  const Descriptor opened{::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (opened.number < 0 || ::fsync(opened.number) != 0) {
    throw StoreFault(StoreFault::Kind::other, "can't sync " + directory + ": " + reason());
  }
}

}  // namespace latchkey::storage
