// The kinds of settings that several sections share: phones, web addresses, paths, secrets.
//
// Each reads one key, complains about what is wrong and gives what may safely be looked at until
// the complaints are thrown. For core/base/config*.cpp only.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/base/secret.h"
#include "core/base/table_reader.h"

namespace latchkey::settings {

// A value that `latchkey init` left for the operator to fill in: "<…>".
bool is_unfilled(std::string_view value);

// E.164: '+' and 8 to 15 digits. Empty stays empty.
bool is_phone(std::string_view value);
std::string phone(TableReader& reader, std::string_view key, std::string_view fallback = "");
std::vector<std::string> phones(TableReader& reader, std::string_view key);

// "https://host[:port][/path]" without user, query, fragment or final '/'. Plain http only for
// this machine's own names. Empty stays empty.
std::string url(TableReader& reader, std::string_view key, std::string_view fallback = "");
// The host of such a URL, lower case, without port.
std::string host_of(std::string_view url);
bool is_loopback(std::string_view host);

// A bare address, "desk@example.org". Empty stays empty.
bool is_mail_address(std::string_view value);
std::string mail_address(TableReader& reader, std::string_view key);

// Absolute; a relative one is taken from the folder of the configuration.
std::filesystem::path path(TableReader& reader, std::string_view key,
                           const std::filesystem::path& base, std::string_view fallback);

// A picture for the pages: a PNG or SVG of at most 10 KB, because a page of ours is small. Empty
// stays empty.
std::filesystem::path logo(TableReader& reader, std::string_view key,
                           const std::filesystem::path& base);
// "#0b5d66", dark enough to be read on a light page and under white words. Empty stays empty.
std::string color(TableReader& reader, std::string_view key);

// Where secrets may come from, and where relative files are looked for.
struct SecretSource {
  std::filesystem::path base;
  ConfigUse use = ConfigUse::serve;
};

// From `<key>_file`, a file only this service may read (its last line break does not count), or
// from the environment variable named by `<key>_env`; in a demo also from `<key>` itself. Empty if
// none is given.
Secret secret(TableReader& reader, const std::string& key, const SecretSource& source);
// The same for a list: `<key>_files`, `<key>_env`.
std::vector<Secret> secrets(TableReader& reader, const std::string& key,
                            const SecretSource& source);

}  // namespace latchkey::settings
