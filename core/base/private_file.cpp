#include "core/base/private_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "core/base/fault.h"

namespace latchkey {

namespace {

constexpr std::size_t bytes_max = 64 * 1024;

// Closes a file descriptor whatever happens.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
  throw ConfigFault(fmt::format("{}: {}", path.string(), why));
}

[[noreturn]] void refuse_errno(const std::filesystem::path& path, std::string_view what) {
  refuse(path, fmt::format("{}: {}", what, std::generic_category().message(errno)));
}

// Judged on the open file, so that it can't be exchanged between the look and the reading.
void require_private(const std::filesystem::path& path, int fd) {
  struct stat facts {};
  if (fstat(fd, &facts) != 0) refuse_errno(path, "can't be looked at");
  if (!S_ISREG(facts.st_mode)) refuse(path, "is not a regular file");
  if (facts.st_uid != geteuid() && facts.st_uid != 0)
    refuse(path, fmt::format("belongs to user {}; run: chown {} {}", facts.st_uid, geteuid(),
                             path.string()));
  if ((facts.st_mode & 077) != 0)
    refuse(path, fmt::format("can be read by others (mode {:04o}); run: chmod 600 {}",
                             facts.st_mode & 07777, path.string()));
}

bool write_all(int fd, std::string_view rest) {
  while (!rest.empty()) {
    const ssize_t written = write(fd, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
  return fsync(fd) == 0;
}

}  // namespace

Secret read_private_file(const std::filesystem::path& path) {
  // O_NONBLOCK: opening a named pipe must not wait; it is refused right after.
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.ok()) refuse_errno(path, "can't be opened");
  require_private(path, file.get());
  std::string bytes(bytes_max + 1, '\0');
  std::size_t size = 0;
  while (size < bytes.size()) {
    const ssize_t got = read(file.get(), bytes.data() + size, bytes.size() - size);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse_errno(path, "can't be read");
    if (got == 0) break;
    size += static_cast<std::size_t>(got);
  }
  if (size > bytes_max) refuse(path, "is larger than 64 KiB, this can't be right");
  bytes.resize(size);
  return Secret(std::move(bytes));
}

void create_private_file(const std::filesystem::path& path, const Secret& content) {
  {
    const Descriptor file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file.ok() && errno == EEXIST) refuse(path, "exists already and is not overwritten");
    if (!file.ok()) refuse_errno(path, "can't be created");
    if (!write_all(file.get(), content.reveal())) {
      const int failed = errno;
      unlink(path.c_str());
      errno = failed;
      refuse_errno(path, "can't be written");
    }
  }
  const auto folder = path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
  const Descriptor directory(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory.ok() || fsync(directory.get()) != 0) refuse_errno(folder, "can't be synced");
}

}  // namespace latchkey
