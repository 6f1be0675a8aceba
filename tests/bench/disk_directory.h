// A directory on the disk that the work is on, not in memory: the flush is what is measured.
#pragma once

#include <filesystem>
#include <string>

namespace latchkey::bench {

class DiskDirectory {
 public:
  // `name` below the working directory; what was there from before is removed first.
  explicit DiskDirectory(const char* name) : path_(std::filesystem::current_path() / name) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directory(path_);
  }
  ~DiskDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  DiskDirectory(const DiskDirectory&) = delete;
  DiskDirectory& operator=(const DiskDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace latchkey::bench
