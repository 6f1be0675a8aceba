#include "core/courier/path_seal.h"

#include <algorithm>
#include <array>

#include "core/base/hex.h"

namespace latchkey::courier {

namespace {

constexpr std::size_t mac_bytes = 12;
constexpr std::string_view before_mac = "/~";
// Typed by an operator, and answered to whoever is the provider.
constexpr std::array<std::string_view, 3> open_paths{"/ivr/call", "/ivr/fallback", "/ivr/text"};

}  // namespace

std::string PathSeal::tail(std::string_view path) const {
  return std::string(before_mac) + hex(sealer_->mac("webhook_path", path).substr(0, mac_bytes));
}

std::string PathSeal::sealed(std::string_view path) const {
  return sealer_ == nullptr ? std::string(path) : std::string(path) + tail(path);
}

std::optional<std::string_view> PathSeal::opened(std::string_view path) const {
  if (sealer_ == nullptr || std::ranges::find(open_paths, path) != open_paths.end()) return path;
  const auto at = path.rfind(before_mac);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view own = path.substr(0, at);
  if (!same_bytes(tail(own), path.substr(at))) return std::nullopt;
  return own;
}

}  // namespace latchkey::courier
