// One server for one SQLite database.
//
// Commands may read and write beside a running server (batches of several processes take turns),
// but two servers, or a restore under a running one, are mistakes. Whoever serves or replaces the
// database holds this lock; the kernel gives it back when the process ends, however it ends.
#pragma once

#include <string>

namespace latchkey::storage {

class ServeLock {
 public:
  // Locks `database_path` + ".lock" (created, mode 0600, and left there). Throws ConfigFault, in
  // words for the operator, if another process or another ServeLock of this one holds it.
  explicit ServeLock(const std::string& database_path);
  ~ServeLock();
  ServeLock(const ServeLock&) = delete;
  ServeLock& operator=(const ServeLock&) = delete;

 private:
  int descriptor_;
};

}  // namespace latchkey::storage
