#include "core/base/content_files.h"

namespace latchkey {

const std::string* ContentFiles::instead_of(const std::filesystem::path& file) const {
  if (instead_.empty()) return nullptr;
  const auto found = instead_.find(file.lexically_relative(folder_).generic_string());
  return found == instead_.end() ? nullptr : &found->second;
}

std::string ContentFiles::name(const std::filesystem::path& file) const {
  return instead_of(file) ? file.lexically_relative(folder_).generic_string() : file.string();
}

TomlValue ContentFiles::load(const std::filesystem::path& file) const {
  const std::string* text = instead_of(file);
  return text ? parse_toml(*text, name(file)) : load_toml(file);
}

}  // namespace latchkey
