// A directory of a test's own, gone when the test ends.
//
// In memory where the machine has ample room for that: a flush costs nothing there, and no test can
// cut this machine's power anyway (tests/fakes/lossy_vfs.h does that). Where memory is scarce, as
// in a container with 64 MiB of it, the machine's folder for temporary files is used.
#pragma once

#include <stdlib.h>
#include <sys/statvfs.h>

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace latchkey::fakes {

// Room for whatever the tests keep at one time, and for what the doctor asks of a disk.
inline bool has_ample_room(const std::filesystem::path& folder) {
  struct statvfs facts {};
  return ::statvfs(folder.c_str(), &facts) == 0 &&
         static_cast<std::uint64_t>(facts.f_bavail) * facts.f_frsize >= std::uint64_t{2} << 30U;
}

// `in_memory` if it has ample room, else the machine's folder for temporary files.
inline std::filesystem::path roomy_folder(const std::filesystem::path& in_memory = "/dev/shm") {
  return has_ample_room(in_memory) ? in_memory : std::filesystem::temp_directory_path();
}

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    for (const std::filesystem::path& parent :
         {roomy_folder(), std::filesystem::temp_directory_path()}) {
      std::string name = (parent / "latchkey_XXXXXX").string();
      if (!::mkdtemp(name.data())) continue;
      path_ = name;
      return;
    }
    throw std::runtime_error("no temporary directory");
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  std::string file(const std::string& name) const { return path_ + "/" + name; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace latchkey::fakes
