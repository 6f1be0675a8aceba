// A folder of files for one test, gone with it.
#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <string_view>

#include "tests/fakes/temporary_directory.h"

namespace latchkey::tests {

class Folder {
 public:
  Folder() : directory_(std::make_unique<fakes::TemporaryDirectory>()) {}

  std::filesystem::path path() const { return directory_->path(); }

  // Writes a file below, with the folders above it; returns its path.
  std::filesystem::path write(const std::filesystem::path& name, std::string_view text) const {
    const auto file = path() / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
    return file;
  }

 private:
  std::unique_ptr<fakes::TemporaryDirectory> directory_;
};

}  // namespace latchkey::tests
