// A text as a QR code that a page draws itself.
//
// The picture is a path of an inline SVG, not a file: the secret in it has no address, is in no
// cache, and needs no script. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace latchkey::kiosk {

struct QrCode {
  int side = 0;      // of the square in modules, with the white border of four that scanners need
  std::string path;  // the dark modules, for the attribute `d`
};

// Needs: `text` has no NUL. Throws Fault if it is too long for any code (about 2,300 bytes).
QrCode qr_code(std::string_view text);

}  // namespace latchkey::kiosk
