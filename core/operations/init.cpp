#include "core/operations/init.h"

#include <sys/stat.h>

#include <cerrno>
#include <system_error>

#include "core/base/config.h"
#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/base/key_file.h"
#include "core/base/private_file.h"

namespace latchkey::operations {

namespace {

namespace fs = std::filesystem;

// A folder that only the service may enter; one that is there stays as it is.
void make_folder(const fs::path& path) {
  if (path.has_parent_path() && !fs::exists(path.parent_path())) make_folder(path.parent_path());
  if (::mkdir(path.c_str(), 0700) == 0) return;
  const int why = errno;
  if (why == EEXIST && fs::is_directory(path)) return;
  throw Fault(path.string() + ": can't be created: " + std::generic_category().message(why));
}

constexpr const char* unnamed = "<the clinic's name as patients know it>";

void require_absent(const fs::path& dir, const char* name) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(dir / name, error)))
    throw Fault(dir.string() + " holds a clinic already: its " + name +
                " is not overwritten; choose another folder, or look at this one: latchkey doctor "
                "--config " +
                (dir / "latchkey.toml").string());
}

std::string config_text(const InitOptions& options) {
  std::string text = example_config(options.clinic_name.empty() ? unnamed : options.clinic_name);
  if (options.content.empty()) return text;
  constexpr std::string_view line = "#content = \"content\"";
  const std::size_t at = text.find(line);
  ensure(at != std::string::npos, "the example names the folder of the content");
  std::string quoted;
  for (const char c : fs::absolute(options.content).lexically_normal().string()) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return text.replace(at, line.size(), "content = \"" + quoted + "\"");
}

void tell_json(const fs::path& dir, std::ostream& out) {
  JsonWriter json;
  json.begin_object().name("dir").text(dir.string());
  json.name("config").text((dir / "latchkey.toml").string());
  json.name("key_file").text((dir / "latchkey.key").string());
  json.name("data").text((dir / "data").string());
  json.name("secrets").text((dir / "secrets").string());
  out << json.end_object().take() << "\n";
}

void tell_next_steps(const fs::path& dir, std::ostream& out) {
  const std::string config = (dir / "latchkey.toml").string();
  const std::string key = (dir / "latchkey.key").string();
  out << "Made " << dir.string() << ".\n\n"
      << "Keep a copy of " << key << " in a safe place, on paper or another\n"
      << "machine, apart from the backups. Without it nothing in the database can ever be read\n"
      << "again, and no backup can be restored.\n\n"
      << "Next:\n"
      << "  1. Fill in what stands between < and > in " << config << "\n"
      << "  2. latchkey doctor --config " << config << "\n"
      << "  3. latchkey staff add --config " << config << " --name NAME --role admin\n"
      << "  4. latchkey import --config " << config << " roster.csv --dry-run\n"
      << "  5. latchkey serve --config " << config << "\n";
}

}  // namespace

int init(const InitOptions& options, Dice& dice, std::ostream& out, std::ostream& err) {
  if (options.dir.empty()) return misused(err, "name the folder to make: latchkey init --dir DIR");
  return in_words(err, [&] {
    const fs::path dir = fs::absolute(options.dir / "").lexically_normal().parent_path();
    for (const char* name : {"latchkey.toml", "latchkey.key"}) require_absent(dir, name);
    make_folder(dir);
    make_folder(dir / "data");
    make_folder(dir / "secrets");
    create_private_file(dir / "latchkey.toml", Secret(config_text(options)));
    create_key_file(dir / "latchkey.key", dice);
    if (options.format == Format::json)
      tell_json(dir, out);
    else
      tell_next_steps(dir, out);
    return done;
  });
}

}  // namespace latchkey::operations
