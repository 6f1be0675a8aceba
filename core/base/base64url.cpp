#include "core/base/base64url.h"

#include <sodium.h>

namespace latchkey {

namespace {

constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

}  // namespace

std::string base64url(std::string_view bytes) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), variant);
  out.pop_back();  // its closing zero
  return out;
}

std::optional<std::string> from_base64url(std::string_view text, std::size_t bytes_max) {
  if (text.size() > bytes_max / 3 * 4 + 4) return std::nullopt;
  std::string out(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                       text.data(), text.size(), nullptr, &size, &end, variant);
  if (failed != 0 || end != text.data() + text.size() || size > bytes_max) return std::nullopt;
  out.resize(size);
  // libsodium takes some bytes that are no ASCII for letters: only its own writing counts.
  if (base64url(out) != text) return std::nullopt;
  return out;
}

}  // namespace latchkey
