#include "kiosk/desk/look_again.h"

#include "core/base/hex.h"

namespace latchkey::kiosk {

namespace {

constexpr std::size_t tag_bytes = 12;

}  // namespace

bool looks_again(const http::Request& request) {
  return request.method == "GET" && !request.header("Latchkey-Look").empty();
}

std::string page_tag(const Sealer& sealer, std::string_view shown) {
  return '"' + hex(sealer.mac("desk.tag", shown).substr(0, tag_bytes)) + '"';
}

std::optional<http::Response> still_fresh(const http::Request& request, const std::string& tag) {
  if (!looks_again(request) || request.header("If-None-Match") != tag) return std::nullopt;
  http::Response answer;
  answer.status = 304;
  answer.with("ETag", tag);
  return answer;
}

}  // namespace latchkey::kiosk
