#include "core/operations/workplace.h"

#include <fmt/format.h>

#include "core/base/key_file.h"
#include "core/operations/key_rows.h"
#include "core/operations/service.h"
#include "core/operations/settings_in_force.h"
#include "core/storage/serve_lock.h"
#include "core/storage/sqlite/sqlite_store.h"

namespace latchkey::operations {

namespace {

// A server that starts while we look would be told that the database is in use, so the lock is
// taken only where something is missing.
void bring_up_to_date(storage::Store& store, const std::string& path, Time now) {
  try {
    storage::require_current(store, all_schemas());
  } catch (const ConfigFault&) {
    const storage::ServeLock nobody_serves(path);
    storage::upgrade(store, all_schemas(), now);
  }
}

void require_database(const std::filesystem::path& path, Database database) {
  std::error_code error;
  if (std::filesystem::exists(path, error)) return;
  if (database == Database::must_exist)
    throw ConfigFault(path.string() + ": there is no database yet; `latchkey serve` makes it");
  if (std::filesystem::create_directories(path.parent_path(), error) && !error)
    std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all, error);
  if (error) throw ConfigFault(path.parent_path().string() + ": " + error.message());
}

}  // namespace

ConfigSource config_file(std::filesystem::path path) {
  return [path = std::move(path)] {
    std::error_code error;
    if (!std::filesystem::exists(path, error))
      throw ConfigFault(path.string() +
                        ": there is no such configuration; name it with --config, or make one: "
                        "latchkey init --dir DIR");
    return Config::load(path, ConfigUse::serve);
  };
}

Keys load_keys(const Config& config, Dice& dice) {
  const MasterKey master = load_key_file(config.data.key_file);
  return {Sealer(master.key, master.version, dice), master.version};
}

std::unique_ptr<storage::Store> open_database(const Config& config, const Sealer& sealer,
                                              Database database, Time now) {
  require_database(config.data.database, database);
  storage::SqliteOptions options;
  options.path = config.data.database.string();
  options.readers = 1;
  options.beside = storage::SqliteOptions::Beside::a_server;
  auto store = storage::open_sqlite(options);
  bring_up_to_date(*store, options.path, now);
  require_key(*store, sealer, config.data.key_file);
  return store;
}

Workplace::Workplace(const ConfigSource& config, Database database, Dice& dice, const Clock& clock)
    : Workplace(config(), database, dice, clock) {}

Workplace::Workplace(Config config, Database database, Dice& dice, const Clock& clock)
    : config_(std::move(config)),
      keys_(load_keys(config_, dice)),
      store_(open_database(config_, keys_.sealer, database, clock.now())),
      audit_(keys_.sealer, 1) {
  config_ = in_force_or_file(config_, keys_.sealer, *store_);
}

std::string location_list(const Config& config) {
  std::string out;
  for (const Location& location : config.locations)
    out += (out.empty() ? "" : ", ") + std::to_string(location.id.value) + " " + location.name;
  return out;
}

identity::HashCost hash_cost(const Config& config) {
  return {static_cast<unsigned>(config.password.argon2_ops),
          static_cast<std::size_t>(config.password.argon2_mebibytes) << 20U};
}

void record(storage::Store& store, const audit::Audit& log, const Deed& deed, Time now) {
  store.write([&](storage::Transaction& tx) { record(tx, log, deed, now); });
}

void record(storage::Transaction& tx, const audit::Audit& log, const Deed& deed, Time now) {
  log.append(tx, {audit::Actor::operations, 0, deed.action, deed.subject_kind, deed.subject,
                  audit::Answer::allowed, deed.details, now});
}

namespace {

int refuse(std::ostream& err, std::string says) {
  constexpr std::string_view begin = "latchkey: ";
  for (std::size_t at = 0; (at = says.find('\n', at)) != std::string::npos; at += begin.size() + 1)
    says.insert(at + 1, begin);
  err << begin << says << "\n";
  return refused;
}

}  // namespace

int in_words(std::ostream& err, const std::function<int()>& work) {
  try {
    return work();
  } catch (const storage::StoreFault& e) {
    const bool damaged = e.kind() == storage::StoreFault::Kind::damaged;
    return refuse(err, std::string(e.what()) +
                           (damaged ? "; the database is damaged: run `latchkey doctor`, then stop "
                                      "the server and put the last backup in its place with "
                                      "`latchkey restore FILE`"
                                    : ""));
  } catch (const std::exception& e) {
    return refuse(err, e.what());
  }
}

int misused(std::ostream& err, std::string_view what) {
  err << "latchkey: " << what << "\n";
  return bad_usage;
}

std::string age(Millis passed) {
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(passed).count();
  if (minutes < 1) return "now";
  if (minutes < 120) return fmt::format("{} min", minutes);
  if (minutes < 48 * 60) return fmt::format("{} h", minutes / 60);
  return fmt::format("{} days", minutes / (24 * 60));
}

std::string in_bytes(std::int64_t bytes) {
  const auto amount = static_cast<double>(bytes);
  if (bytes < 1024) return fmt::format("{} bytes", bytes);
  if (bytes < 1024 * 1024) return fmt::format("{:.1f} KiB", amount / 1024);
  if (bytes < 1024LL * 1024 * 1024) return fmt::format("{:.1f} MiB", amount / (1024 * 1024));
  return fmt::format("{:.1f} GiB", amount / (1024.0 * 1024 * 1024));
}

}  // namespace latchkey::operations
