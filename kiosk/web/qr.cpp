#include "kiosk/web/qr.h"

#include <qrencode.h>

#include <memory>

#include "core/base/fault.h"

namespace latchkey::kiosk {

namespace {

constexpr int border = 4;  // ISO/IEC 18004 §6.3.8

bool is_dark(const QRcode& code, int x, int y) { return (code.data[y * code.width + x] & 1U) != 0; }

// One row: each run of dark modules is a rectangle.
void draw_row(const QRcode& code, int y, std::string& path) {
  for (int x = 0; x < code.width;) {
    int end = x;
    while (end < code.width && is_dark(code, end, y)) ++end;
    if (end > x) {
      const std::string run = std::to_string(end - x);
      path += "M" + std::to_string(x + border) + " " + std::to_string(y + border);
      path.append("h").append(run).append("v1h-").append(run).append("z");
    }
    x = end + 1;
  }
}

}  // namespace

QrCode qr_code(std::string_view text) {
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M), QRcode_free);
  if (!code) throw Fault("libqrencode could not draw a code");
  QrCode out;
  out.side = code->width + 2 * border;
  for (int y = 0; y < code->width; ++y) draw_row(*code, y, out.path);
  return out;
}

}  // namespace latchkey::kiosk
