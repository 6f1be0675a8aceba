#include "core/base/setting_kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "core/base/color.h"
#include "core/base/fault.h"
#include "core/base/private_file.h"

namespace latchkey::settings {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_host_char(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '.' || c == '-' || c == ':';
}

// What follows "scheme://".
std::string_view after_scheme(std::string_view url) {
  const std::size_t at = url.find("://");
  return at == std::string_view::npos ? std::string_view() : url.substr(at + 3);
}

bool is_url(std::string_view value) {
  const std::string_view rest = after_scheme(value);
  const std::string_view authority = rest.substr(0, rest.find('/'));
  if (authority.empty() || !std::all_of(authority.begin(), authority.end(), is_host_char))
    return false;
  if (value.find_first_of("?#@ \t\"'<>\\") != std::string_view::npos) return false;
  if (value.starts_with("https://")) return true;
  return value.starts_with("http://") && is_loopback(host_of(value));
}

Secret without_last_break(const Secret& text) {
  std::string_view view = text.reveal();
  if (view.ends_with('\n')) view.remove_suffix(1);
  if (view.ends_with('\r')) view.remove_suffix(1);
  return Secret(std::string(view));
}

Secret from_file(TableReader& reader, const std::string& key, const std::string& name,
                 const SecretSource& source) {
  const std::filesystem::path file = source.base / name;
  try {
    Secret value = without_last_break(read_private_file(file));
    if (value.empty()) reader.complain(key, "the file is empty");
    return value;
  } catch (const ConfigFault& fault) {
    reader.complain(key, fault.what());
    return Secret();
  }
}

Secret from_environment(TableReader& reader, const std::string& key, const std::string& name) {
  // The environment is read once, before any thread is started. NOLINTNEXTLINE(concurrency*)
  const char* value = std::getenv(name.c_str());
  if (!value || !*value) {
    reader.complain(key, fmt::format("the environment has no variable {}", name));
    return Secret();
  }
  return Secret(value);
}

}  // namespace

bool is_unfilled(std::string_view value) {
  return value.find('<') != std::string_view::npos && value.find('>') != std::string_view::npos;
}

bool is_phone(std::string_view value) {
  return value.size() >= 9 && value.size() <= 16 && value[0] == '+' && value[1] != '0' &&
         std::all_of(value.begin() + 1, value.end(), is_digit);
}

bool is_mail_address(std::string_view value) {
  const std::size_t at = value.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < value.size() &&
         value.find('@', at + 1) == std::string_view::npos &&
         value.find_first_of(" \t\r\n<>,;\"") == std::string_view::npos;
}

std::string mail_address(TableReader& reader, std::string_view key) {
  std::string value = reader.text(key);
  if (!value.empty() && !is_mail_address(value))
    reader.complain(key, "must be an address: \"desk@example.org\"");
  return value;
}

std::string phone(TableReader& reader, std::string_view key, std::string_view fallback) {
  std::string value = reader.text(key, fallback);
  if (!value.empty() && !is_phone(value))
    reader.complain(key, "must be a number with its country code: \"+14015550100\"");
  return value;
}

std::vector<std::string> phones(TableReader& reader, std::string_view key) {
  std::vector<std::string> values = reader.texts(key);
  if (!std::all_of(values.begin(), values.end(), [](const auto& v) { return is_phone(v); }))
    reader.complain(key, "must be numbers with their country codes: [\"+14015550100\"]");
  return values;
}

std::string host_of(std::string_view url) {
  const std::string_view rest = after_scheme(url);
  std::string host(rest.substr(0, rest.find_first_of(":/")));
  std::transform(host.begin(), host.end(), host.begin(), lower);
  return host;
}

bool is_loopback(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host.starts_with("127.");
}

std::string url(TableReader& reader, std::string_view key, std::string_view fallback) {
  std::string value = reader.text(key, fallback);
  while (value.ends_with('/')) value.pop_back();
  if (!value.empty() && !is_url(value))
    reader.complain(key,
                    "must be an address such as \"https://help.example.org\", without user, "
                    "query or fragment (http:// only for this machine itself)");
  return value;
}

std::filesystem::path path(TableReader& reader, std::string_view key,
                           const std::filesystem::path& base, std::string_view fallback) {
  const std::string value = reader.text(key, fallback);
  if (value.empty()) return {};
  return (base / value).lexically_normal();
}

std::filesystem::path logo(TableReader& reader, std::string_view key,
                           const std::filesystem::path& base) {
  constexpr std::size_t most = 10'000;
  const auto file = path(reader, key, base, "");
  if (file.empty()) return {};
  std::ifstream in(file, std::ios::binary);
  std::string bytes(most + 1, '\0');
  in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  bytes.resize(static_cast<std::size_t>(in.gcount()));
  const bool png = bytes.starts_with("\x89PNG");
  if (bytes.empty())
    reader.complain(key, fmt::format("must be a file that can be read; {} is not", file.string()));
  else if (bytes.size() > most)
    reader.complain(key, "must be at most 10 KB: every page brings it along");
  else if (!png && bytes.find("<svg") == std::string::npos)
    reader.complain(key, "must be a PNG or SVG picture");
  return file;
}

std::string color(TableReader& reader, std::string_view key) {
  // On white; what is left of it on the page's own, warmer grounds is the 4.5 of WCAG 2.2 §1.4.3.
  constexpr double least = 5.0;
  const std::string value = reader.text(key);
  if (value.empty()) return {};
  const auto read = read_color(value);
  if (!read) {
    reader.complain(key, "must be '#' and six hexadecimal digits: \"#0b5d66\"");
    return {};
  }
  if (contrast(*read, white) < least)
    reader.complain(
        key,
        fmt::format("must be darker, to be read on white and under white words: its "
                    "contrast is {:.1f} and must be {:.0f}; \"{}\" would do",
                    contrast(*read, white), least, to_text(toned(*read, black, white, least))));
  return value;
}

Secret secret(TableReader& reader, const std::string& key, const SecretSource& source) {
  const std::string file_key = key + "_file", env_key = key + "_env";
  const std::string file = reader.text(file_key), env = reader.text(env_key);
  const std::string inline_value = reader.text(key);
  if (!file.empty() && !env.empty())
    reader.complain(env_key, fmt::format("give either {} or {}", file_key, env_key));
  if (!file.empty()) return from_file(reader, file_key, file, source);
  if (!env.empty()) return from_environment(reader, env_key, env);
  if (inline_value.empty()) return Secret();
  if (source.use == ConfigUse::demo) return Secret(inline_value);
  reader.complain_without_value(
      key, fmt::format("a secret does not belong into this file; put it into one of its own "
                       "(chmod 600) and name that as {}",
                       file_key));
  return Secret();
}

std::vector<Secret> secrets(TableReader& reader, const std::string& key,
                            const SecretSource& source) {
  const std::string files_key = key + "_files", env_key = key + "_env";
  std::vector<Secret> out;
  for (const std::string& file : reader.texts(files_key))
    out.push_back(from_file(reader, files_key, file, source));
  for (const std::string& name : reader.texts(env_key))
    out.push_back(from_environment(reader, env_key, name));
  const std::vector<std::string> inline_values = reader.texts(key);
  if (inline_values.empty()) return out;
  if (source.use == ConfigUse::serve)
    reader.complain_without_value(
        key, fmt::format("secrets do not belong into this file; put each into one of its own "
                         "(chmod 600) and name them in {}",
                         files_key));
  else
    for (const std::string& value : inline_values) out.emplace_back(value);
  return out;
}

}  // namespace latchkey::settings
