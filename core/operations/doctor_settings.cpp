// What the doctor asks of the settings that were published on the desk.
#include <fmt/format.h>

#include <algorithm>

#include "core/operations/doctor_checks.h"
#include "core/operations/settings_in_force.h"

namespace latchkey::operations {

Checks check_settings(Config& config, const Sealer& sealer, storage::Store& store) {
  const settings::Documents documents(sealer);
  const auto numbers = store.read([&](storage::Transaction& tx) { return documents.numbers(tx); });
  if (numbers.empty()) return {ok("settings", "the files are in force; nothing is published")};
  std::optional<InForce> found;
  try {
    found = in_force(config, documents, store);
  } catch (const ConfigFault&) {
    return {skipped("settings", "needs content that can be read")};
  }
  Checks out;
  for (const NotUsed& left : found->not_used)
    out.push_back(wrong(
        "settings", fmt::format("{}, version {}, as published on the desk is NOT used, the file is "
                                "used instead: {}; publish one that is right, on the desk's page "
                                "Settings",
                                left.document, left.number, left.why)));
  for (const auto& [document, number] : found->numbers)
    if (std::ranges::find(found->not_used, document, &NotUsed::document) == found->not_used.end())
      out.push_back(ok("settings", fmt::format("{}: version {} of the desk", document, number)));
  config = std::move(found->config);
  return out;
}

}  // namespace latchkey::operations
