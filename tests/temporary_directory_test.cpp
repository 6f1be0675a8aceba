#include "tests/fakes/temporary_directory.h"

#include <doctest/doctest.h>

using namespace latchkey;

TEST_CASE("tests keep nothing in memory where there is little of it") {
  // /proc is a file system without a free block, as /dev/shm is in a small container.
  CHECK_FALSE(fakes::has_ample_room("/proc"));
  CHECK_FALSE(fakes::has_ample_room("/nowhere"));
  CHECK(fakes::roomy_folder("/proc") == std::filesystem::temp_directory_path());
}
