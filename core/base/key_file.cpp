#include "core/base/key_file.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <charconv>
#include <optional>
#include <vector>

#include "core/base/fault.h"
#include "core/base/hex.h"
#include "core/base/private_file.h"

namespace latchkey {

namespace {

constexpr std::size_t key_size = 32, check_size = 8;

std::string checksum(unsigned version, std::string_view key) {
  const std::string covered = fmt::format("latchkey key {} ", version) + std::string(key);
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(),
                     reinterpret_cast<const unsigned char*>(covered.data()), covered.size(),
                     nullptr, 0);
  return hex({reinterpret_cast<const char*>(hash.data()), check_size});
}

Secret written(const MasterKey& master) {
  return Secret(fmt::format(
      "# The master key of this Latchkey installation.\n"
      "# Keep a copy in a safe place, apart from the backups of the data.\n"
      "# Without this file nothing in the database can ever be read again.\n"
      "latchkey-key 1\n"
      "version {}\n"
      "key {}\n"
      "check {}\n",
      master.version, hex(master.key.reveal()), checksum(master.version, master.key.reveal())));
}

// The lines that are not comments, each split at its first space.
std::vector<std::pair<std::string_view, std::string_view>> lines_of(std::string_view text) {
  std::vector<std::pair<std::string_view, std::string_view>> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    const std::size_t space = std::min(line.find(' '), line.size());
    out.emplace_back(line.substr(0, space), line.substr(std::min(space + 1, line.size())));
  }
  return out;
}

[[noreturn]] void refuse(const std::filesystem::path& path, std::string_view why) {
  throw ConfigFault(fmt::format("{}: {}", path.string(), why));
}

unsigned version_in(const std::filesystem::path& path, std::string_view text) {
  unsigned version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size() || version < 1 || version > 255)
    refuse(path, "the line \"version\" must hold a number from 1 to 255");
  return version;
}

}  // namespace

MasterKey create_key_file(const std::filesystem::path& path, Dice& dice, unsigned version) {
  ensure(version >= 1 && version <= 255, "a key's version is 1 … 255");
  MasterKey master{Secret(dice.bytes(key_size)), version};
  create_private_file(path, written(master));
  return master;
}

MasterKey load_key_file(const std::filesystem::path& path) {
  const Secret text = read_private_file(path);
  const auto lines = lines_of(text.reveal());
  if (lines.empty() || lines[0].first != "latchkey-key")
    refuse(path, "is not a key file of Latchkey; put the copy that you kept in its place");
  if (lines[0].second != "1")
    refuse(path, "was made by a newer Latchkey; use that one, or a copy of the older file");
  if (lines.size() != 4 || lines[1].first != "version" || lines[2].first != "key" ||
      lines[3].first != "check")
    refuse(path, "must have the lines latchkey-key, version, key and check; restore your copy");
  const unsigned version = version_in(path, lines[1].second);
  auto key = unhex(lines[2].second);
  if (!key || key->size() != key_size)
    refuse(path, "the line \"key\" must hold 64 hexadecimal digits; restore your copy");
  MasterKey master{Secret(std::move(*key)), version};
  if (!same_bytes(checksum(version, master.key.reveal()), lines[3].second))
    refuse(path, "the key does not fit its check: a character was changed; restore your copy");
  return master;
}

}  // namespace latchkey
