#include "core/storage/schema.h"

#include <string>

namespace latchkey::storage {

class SchemaScript {
 public:
  static void run(Transaction& tx, const char* statement) {
    tx.run_prepared(std::string_view(statement), {});
  }
};

namespace {

std::int64_t newest(const AreaSchema& area) {
  return static_cast<std::int64_t>(area.versions.size());
}

// A database that no upgrade() has touched has not even the table that says so.
bool has_versions(Transaction& tx) {
  try {
    tx.run("SELECT 1 FROM schema_version");
    return true;
  } catch (const StoreFault&) {
    return false;
  }
}

// 0: not there yet. Needs: the table schema_version exists.
std::int64_t version_of(Transaction& tx, const AreaSchema& area) {
  const Result found =
      tx.run("SELECT COALESCE(MAX(version), 0) FROM schema_version WHERE area = $1", area.area);
  return found.rows.front().integer(0);
}

[[noreturn]] void refuse(const AreaSchema& area, std::int64_t version, const char* advice) {
  throw ConfigFault("the database's \"" + std::string(area.area) + "\" tables are at version " +
                    std::to_string(version) + ", this program knows version " +
                    std::to_string(newest(area)) + ": " + advice);
}

void refuse_newer(const AreaSchema& area, std::int64_t version) {
  if (version > newest(area)) refuse(area, version, "start the newer program that made it");
}

void apply_missing(Transaction& tx, const AreaSchema& area, Time now) {
  std::int64_t version = version_of(tx, area);
  refuse_newer(area, version);
  while (version < newest(area)) {
    for (const char* statement : area.versions[static_cast<std::size_t>(version)].statements) {
      SchemaScript::run(tx, statement);
    }
    ++version;
    tx.run("INSERT INTO schema_version (area, version, applied_at) VALUES ($1, $2, $3)", area.area,
           version, now);
  }
}

}  // namespace

void upgrade(Store& store, std::span<const AreaSchema> areas, Time now) {
  store.write([&](Transaction& tx) {
    tx.run(
        "CREATE TABLE IF NOT EXISTS schema_version (area TEXT NOT NULL, version INTEGER NOT NULL, "
        "applied_at INTEGER NOT NULL, PRIMARY KEY (area, version)) STRICT");
    for (const AreaSchema& area : areas) refuse_newer(area, version_of(tx, area));
  });
  for (const AreaSchema& area : areas) {
    store.write([&](Transaction& tx) { apply_missing(tx, area, now); });
  }
}

void require_current(const Store& store, std::span<const AreaSchema> areas) {
  store.read([&](Transaction& tx) {
    for (const AreaSchema& area : areas) {
      const std::int64_t version = has_versions(tx) ? version_of(tx, area) : 0;
      refuse_newer(area, version);
      if (version < newest(area)) refuse(area, version, "start the server once to bring it up");
    }
  });
}

}  // namespace latchkey::storage
