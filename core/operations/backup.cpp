#include "core/operations/backup.h"

#include <fcntl.h>
#include <unistd.h>

#include <optional>
#include <system_error>

#include "core/audit/verify.h"
#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/operations/sealed_file.h"
#include "core/storage/backup.h"
#include "core/storage/serve_lock.h"

namespace latchkey::operations {

namespace {

namespace fs = std::filesystem;

void require_absent(const fs::path& path) {
  std::error_code error;
  if (fs::exists(fs::symlink_status(path, error)))
    throw Fault(path.string() + " exists already and is not overwritten; choose another name");
}

// A file is where it belongs when its folder is on disk.
void give_name(const fs::path& from, const fs::path& to) {
  require_absent(to);
  fs::rename(from, to);
  const fs::path folder = to.has_parent_path() ? to.parent_path() : fs::path(".");
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!synced) throw Fault(folder.string() + ": can't be made durable; make the backup again");
}

// A file that is nobody's until it has its name.
class Unfinished {
 public:
  explicit Unfinished(fs::path path) : path_(std::move(path)) {
    std::error_code error;
    fs::remove(path_, error);  // left by a run that was killed
  }
  ~Unfinished() {
    std::error_code error;
    fs::remove(path_, error);
  }
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// Counts bytes on their way past.
class Meter {
 public:
  Meter(ProgressLine& line, std::string doing) : line_(line), doing_(std::move(doing)) {}
  void operator()(std::string_view bytes) {
    line_.show(doing_ + " " + in_bytes(done_ += static_cast<std::int64_t>(bytes.size())));
  }

 private:
  ProgressLine& line_;
  std::string doing_;
  std::int64_t done_ = 0;
};

SealedFacts seal_copy(Workplace& at, const fs::path& path, Time now, Dice& dice,
                      ProgressLine& line) {
  line.show("Copying the database");
  const storage::DatabaseCopy copy(at.config().data.database.string(),
                                   at.config().data.database.parent_path().string());
  SealedWriter writer(path, at.sealer(), at.key_version(), now, dice);
  Meter sealed(line, "Sealed");
  copy.read(sealed_chunk_bytes, [&](std::string_view bytes) {
    writer.append(bytes);
    sealed(bytes);
  });
  return writer.finish();
}

SealedFacts make_backup(Workplace& at, const fs::path& file, Time now, Dice& dice,
                        ProgressLine& line) {
  require_absent(file);
  fs::path name = file;
  const Unfinished unfinished(name += ".unfinished");
  SealedFacts written = seal_copy(at, unfinished.path(), now, dice, line);
  const SealedFacts read_back =
      read_sealed(unfinished.path(), at.sealer(), at.key_version(), Meter(line, "Read back"));
  if (read_back != written)
    throw Fault(file.string() + ": what was read back is not what was written; the disk is bad");
  give_name(unfinished.path(), file);
  return written;
}

void tell_json(std::ostream& out, const fs::path& file, const SealedFacts& facts,
               const std::optional<fs::path>& aside) {
  JsonWriter json;
  json.begin_object().name("file").text(fs::absolute(file).string());
  json.name("made_at").text(iso_utc(facts.made_at)).name("bytes").number(facts.bytes);
  json.name("verified").truth(true);
  if (aside) json.name("replaced").text(aside->string());
  out << json.end_object().take() << "\n";
}

// ---- Restoring ---------------------------------------------------------------------------------

fs::path with_ending(fs::path path, const std::string& ending) { return path += ending; }

// A second name for the same file, or a copy where the disk knows no second names.
void keep_as(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return;
  fs::create_hard_link(from, to, error);
  if (error) fs::copy_file(from, to);
}

// The database that is about to be replaced, under a second name. Its log goes with it: if it is
// too broken to be folded, that is what there is to look at.
std::optional<fs::path> keep_aside(const fs::path& database) {
  if (!fs::exists(database)) return std::nullopt;
  fs::path aside = with_ending(database, ".before-restore");
  for (int n = 2; fs::exists(aside); ++n)
    aside = with_ending(database, ".before-restore." + std::to_string(n));
  keep_as(database, aside);
  keep_as(with_ending(database, "-wal"), with_ending(aside, "-wal"));
  return aside;
}

void forget_aside(const std::optional<fs::path>& aside) {
  if (!aside) return;
  std::error_code error;
  fs::remove(*aside, error);
  fs::remove(with_ending(*aside, "-wal"), error);
}

struct Restored {
  SealedFacts facts;
  std::optional<fs::path> aside;
};

Restored put_in_place(const Config& config, const Keys& keys, const fs::path& file,
                      ProgressLine& line) {
  const fs::path& database = config.data.database;
  fs::create_directories(database.parent_path());
  const storage::ServeLock nobody_serves(database.string());
  Restored out;
  storage::DatabaseReplacement fresh(database.string());
  Meter opened(line, "Opened");
  out.facts = read_sealed(file, keys.sealer, keys.version, [&](std::string_view bytes) {
    fresh.append(bytes);
    opened(bytes);
  });
  out.aside = keep_aside(database);
  try {
    fresh.take_place();
  } catch (...) {
    forget_aside(out.aside);
    throw;
  }
  return out;
}

// The anchor knows more rows than an older database has. That is its purpose; who restores on
// purpose is told so.
std::string word_on_anchor(const Config& config, const Keys& keys, const storage::Store& store) {
  try {
    const auto anchor = audit::read_anchor(keys.sealer, config.data.audit_anchor);
    if (!anchor) return "";
    const auto found = audit::verify(store, keys.sealer, anchor);
    if (found.ok()) return "The audit log is whole and fits its anchor.\n";
    return "The audit log does not fit its anchor: " + found.what +
           ".\nAfter a restore that is to be expected. Keep " + config.data.audit_anchor.string() +
           "\nunder another name with the papers of this restore, then run `latchkey audit "
           "anchor`.\n";
  } catch (const Fault& fault) {
    return std::string("The audit anchor can't be used: ") + fault.what() + "\n";
  }
}

void tell_restored(std::ostream& out, const Restored& restored, const Config& config,
                   const std::string& anchor) {
  out << "Restored the backup of " << iso_utc(restored.facts.made_at) << " ("
      << in_bytes(restored.facts.bytes) << ") to " << config.data.database.string() << ".\n";
  if (restored.aside)
    out << "The database that was there is kept as " << restored.aside->string() << ".\n";
  out << anchor << "What happened after the backup is not in it. Start the server again.\n";
}

}  // namespace

int backup(const BackupOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
           std::ostream& err) {
  if (options.file.empty()) return misused(err, "name the file to write: latchkey backup FILE");
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    const SealedFacts facts = [&] {
      ProgressLine line(err, options.progress);
      return make_backup(at, options.file, clock.now(), dice, line);
    }();
    record(at.store(), at.audit(), {"data.backup", "data"}, clock.now());
    if (options.format == Format::json) {
      tell_json(out, options.file, facts, std::nullopt);
      return done;
    }
    out << "Wrote " << options.file.string() << " (" << in_bytes(facts.bytes)
        << "), sealed, read back and found whole.\n"
        << "It opens only with a key file like " << at.config().data.key_file.string()
        << ", which is not in it;\n"
        << "nor are latchkey.toml and the content. Keep the two apart.\n";
    return done;
  });
}

int restore(const BackupOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
            std::ostream& err) {
  if (options.file.empty()) return misused(err, "name the file to read: latchkey restore FILE");
  return in_words(err, [&] {
    const Config config = options.config();
    const Keys keys = load_keys(config, dice);
    const Restored restored = [&] {
      ProgressLine line(err, options.progress);
      return put_in_place(config, keys, options.file, line);
    }();
    const auto store = open_database(config, keys.sealer, Database::must_exist, clock.now());
    const std::string anchor = word_on_anchor(config, keys, *store);
    record(*store, audit::Audit(keys.sealer, 1),
           {"data.restore", "data", 0, "backup of " + iso_utc(restored.facts.made_at)},
           clock.now());
    if (options.format == Format::json)
      tell_json(out, options.file, restored.facts, restored.aside);
    else
      tell_restored(out, restored, config, anchor);
    return done;
  });
}

}  // namespace latchkey::operations
