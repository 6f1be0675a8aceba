// The files of content/, and what stands in place of some of them.
//
// Administrators publish holidays, the matrix and the sheets on the desk; whoever reads such a file
// reads what was published instead, with the same parser, and a complaint names it by its path
// below the folder. Immutable; thread-safe.
#pragma once

#include <concepts>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "core/base/toml.h"

namespace latchkey {

class ContentFiles {
 public:
  using Instead = std::map<std::string, std::string, std::less<>>;  // by path: "policy/matrix.toml"

  // A folder as it lies there.
  template <std::convertible_to<std::filesystem::path> Path>
  ContentFiles(const Path& folder) : folder_(folder) {}  // NOLINT: implicit
  ContentFiles(std::filesystem::path folder, Instead instead)
      : folder_(std::move(folder)), instead_(std::move(instead)) {}

  const std::filesystem::path& folder() const { return folder_; }

  // `file` lies below folder(). ConfigFault as load_toml().
  TomlValue load(const std::filesystem::path& file) const;
  // How a complaint names it.
  std::string name(const std::filesystem::path& file) const;

 private:
  const std::string* instead_of(const std::filesystem::path& file) const;

  std::filesystem::path folder_;
  Instead instead_;
};

}  // namespace latchkey
