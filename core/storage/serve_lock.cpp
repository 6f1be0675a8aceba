#include "core/storage/serve_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/base/fault.h"

namespace latchkey::storage {

ServeLock::ServeLock(const std::string& database_path) {
  const std::string path = database_path + ".lock";
  descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor_ < 0) {
    const std::string reason = std::generic_category().message(errno);
    throw ConfigFault("can't open the lock file " + path + ": " + reason);
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(descriptor_);
    throw ConfigFault("the database " + database_path +
                      " is in use by a running server; stop it first");
  }
}

ServeLock::~ServeLock() { ::close(descriptor_); }

}  // namespace latchkey::storage
