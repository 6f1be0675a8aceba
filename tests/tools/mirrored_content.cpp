// Writes a content folder with a language from right to left in it, for the tests in a browser.
// Argument: where to; that folder must not exist.
#include <filesystem>
#include <iostream>

#include "tests/fakes/mirrored_language.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "latchkey_mirrored_content FOLDER\n";
    return 2;
  }
  latchkey::fakes::write_mirrored_content(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content",
                                          argv[1]);
  return 0;
}
