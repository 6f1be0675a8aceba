#include "core/base/key_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <sstream>

#include "core/base/fault.h"
#include "core/base/hex.h"
#include "core/base/private_file.h"
#include "tests/folder.h"

using namespace latchkey;
using latchkey::tests::Folder;

namespace {

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream out;
  out << std::ifstream(path).rdbuf();
  return out.str();
}

// A key file whose text was changed, with the right mode.
std::filesystem::path changed(const Folder& folder, const std::filesystem::path& original,
                              std::string_view old_text, std::string_view new_text) {
  std::string text = content_of(original);
  text.replace(text.find(old_text), old_text.size(), new_text);
  auto path = folder.write("changed.key", text);
  chmod(path.c_str(), 0600);
  return path;
}

}  // namespace

TEST_CASE("a key file is private, is read back, and is never overwritten") {
  const Folder folder;
  SystemDice dice;
  const auto path = folder.path() / "latchkey.key";
  const MasterKey made = create_key_file(path, dice, 3);
  CHECK(made.key.size() == 32);
  const MasterKey loaded = load_key_file(path);
  CHECK(loaded.key == made.key);
  CHECK(loaded.version == 3);
  struct stat facts {};
  REQUIRE(stat(path.c_str(), &facts) == 0);
  CHECK((facts.st_mode & 07777) == 0600);
  CHECK_THROWS_WITH_AS(create_key_file(path, dice), doctest::Contains("not overwritten"),
                       ConfigFault);
  CHECK(load_key_file(path).key == made.key);
}

TEST_CASE("a key file that others can read is refused with the command that mends it") {
  const Folder folder;
  SystemDice dice;
  const auto path = folder.path() / "latchkey.key";
  create_key_file(path, dice);
  for (const mode_t mode : {0640u, 0604u, 0660u, 0601u}) {
    chmod(path.c_str(), mode);
    CHECK_THROWS_WITH_AS(load_key_file(path), doctest::Contains("chmod 600"), ConfigFault);
  }
  chmod(path.c_str(), 0400);
  CHECK_NOTHROW(load_key_file(path));
}

TEST_CASE("any changed character of a key is found by its check") {
  const Folder folder;
  SystemDice dice;
  const auto path = folder.path() / "latchkey.key";
  create_key_file(path, dice);
  const std::string text = content_of(path);
  const std::size_t key = text.find("key ", text.find("version")) + 4;
  for (std::size_t i = key; i < key + 64; ++i) {
    std::string other = text;
    other[i] = other[i] == '0' ? '1' : '0';
    const auto wrong = folder.write("other.key", other);
    chmod(wrong.c_str(), 0600);
    CHECK_THROWS_WITH_AS(load_key_file(wrong), doctest::Contains("check"), ConfigFault);
  }
  const auto other_version = changed(folder, path, "version 1", "version 2");
  CHECK_THROWS_WITH_AS(load_key_file(other_version), doctest::Contains("check"), ConfigFault);
}

TEST_CASE("what is not a key file is refused in words") {
  const Folder folder;
  SystemDice dice;
  const auto path = folder.path() / "latchkey.key";
  create_key_file(path, dice);
  const auto refuses = [&](std::string_view old_text, std::string_view text, const char* words) {
    CHECK_THROWS_WITH_AS(load_key_file(changed(folder, path, old_text, text)),
                         doctest::Contains(words), ConfigFault);
  };
  refuses("latchkey-key 1", "latchkey-key 2", "newer Latchkey");
  refuses("latchkey-key 1", "ssh-key 1", "is not a key file");
  refuses("version 1", "version 256", "1 to 255");
  refuses("version 1", "version x", "1 to 255");
  refuses("\nkey ", "\nkey zz", "64 hexadecimal digits");
  refuses("check ", "proof ", "must have the lines");
  CHECK_THROWS_AS(load_key_file(folder.path() / "nothing.key"), ConfigFault);
  CHECK_THROWS_WITH_AS(load_key_file(folder.path()), doctest::Contains("not a regular file"),
                       ConfigFault);
}

TEST_CASE("a private file holds what was given and is refused when it is too large") {
  const Folder folder;
  const auto path = folder.path() / "secret";
  create_private_file(path, Secret(std::string("a\0b\n", 4)));
  CHECK(read_private_file(path) == Secret(std::string("a\0b\n", 4)));
  CHECK_THROWS_AS(create_private_file(folder.path() / "no/such/folder", Secret("x")), ConfigFault);
  create_private_file(folder.path() / "large", Secret(std::string(64 * 1024 + 1, 'x')));
  CHECK_THROWS_WITH_AS(read_private_file(folder.path() / "large"), doctest::Contains("larger"),
                       ConfigFault);
}

TEST_CASE("bytes come back from their digits, and nothing comes back from anything else") {
  const std::string bytes("\x00\x7f\x80\xff", 4);
  CHECK(hex(bytes) == "007f80ff");
  CHECK(unhex("007f80ff") == bytes);
  CHECK(unhex("007F80FF") == bytes);
  CHECK(hex("").empty());
  CHECK(unhex("") == "");
  for (const char* wrong : {"0", "007", "0g", "g0", "00 7f", " 00", "00 ", "0x00", "00:7f"})
    CHECK_MESSAGE(!unhex(wrong), wrong);
}
