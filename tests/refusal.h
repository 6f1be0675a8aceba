// What is said when a configuration or content is refused.
#pragma once

#include <string>

#include "core/base/fault.h"

namespace latchkey::tests {

// What `work` says as it refuses (ConfigFault); empty if it does not.
template <class Work>
std::string refusal(Work work) {
  try {
    static_cast<void>(work());
  } catch (const ConfigFault& fault) {
    return fault.what();
  }
  return {};
}

}  // namespace latchkey::tests
