// A directory of a test's own, gone when the test ends.
//
// In memory where the machine has a place for that: a flush costs nothing there, and no test can
// cut this machine's power anyway (tests/fakes/lossy_vfs.h does that).
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace latchkey::fakes {

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    for (const std::filesystem::path& parent :
         {std::filesystem::path("/dev/shm"), std::filesystem::temp_directory_path()}) {
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
