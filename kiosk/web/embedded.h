// The files that are part of the program: templates and the stylesheet.
//
// CMake turns kiosk/**/*.tpl and *.css into one generated source, so that the program is one
// binary and no page can be changed behind its back (standards.md T43). Names are paths below
// kiosk/ ("patient/step.tpl").
#pragma once

#include <span>
#include <string_view>

namespace latchkey::kiosk {

struct EmbeddedFile {
  std::string_view name, text;
};

std::span<const EmbeddedFile> embedded_files();

// Needs: there is one of that name.
std::string_view embedded(std::string_view name);

}  // namespace latchkey::kiosk
