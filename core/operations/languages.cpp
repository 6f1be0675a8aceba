#include "core/operations/languages.h"

#include <fmt/format.h>

namespace latchkey::operations {

std::string flaw_of_language(const Texts& texts, const std::string& code,
                             const std::filesystem::path& content) {
  const std::string folder = (content / code).string();
  if (!texts.speaks(code))
    return fmt::format("clinic.languages names {}, but there is no folder {}; take {} out", code,
                       folder, code);
  const auto missing = texts.missing(code);
  if (missing.empty()) return {};
  const std::string more =
      missing.size() == 1 ? "" : fmt::format(" and {} more", missing.size() - 1);
  return fmt::format(
      "clinic.languages names {}, but {} lacks the text {}{}; write what is missing, or take {} "
      "out",
      code, folder, missing.front(), more, code);
}

}  // namespace latchkey::operations
