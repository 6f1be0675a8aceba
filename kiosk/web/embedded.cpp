#include "kiosk/web/embedded.h"

#include "core/base/fault.h"

namespace latchkey::kiosk {

std::string_view embedded(std::string_view name) {
  for (const EmbeddedFile& file : embedded_files())
    if (file.name == name) return file.text;
  ensure(false, "a page uses only files that are part of the program");
  return {};
}

}  // namespace latchkey::kiosk
