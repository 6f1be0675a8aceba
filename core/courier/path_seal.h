// Paths that only we can have made, for providers whose signature does not cover them.
//
// Telnyx signs the moment and the body, not the address (telephony.md §3): whoever gets hold of one
// body could send it to any of our paths for five minutes, and "/ivr/speak/7" tells a code. There
// every path that we give away ends in a MAC of itself, "/ivr/speak/7/~3f…", and none without it is
// answered but those that an operator types at the provider. Where the address is signed paths stay
// as they are. Immutable; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/sealer.h"

namespace latchkey::courier {

class PathSeal {
 public:
  // Leaves paths as they are.
  PathSeal() = default;
  // `sealer` must outlive it.
  explicit PathSeal(const Sealer& sealer) : sealer_(&sealer) {}

  // What is given away for `path`.
  std::string sealed(std::string_view path) const;
  // The path that it was made from; empty if it is not ours. The view lives as long as `path`.
  std::optional<std::string_view> opened(std::string_view path) const;

 private:
  std::string tail(std::string_view path) const;
  const Sealer* sealer_ = nullptr;
};

}  // namespace latchkey::courier
