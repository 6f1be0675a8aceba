// Tables and how they grow: every area owns its own, and a version once released never changes.
//
// A room that keeps tables declares `storage::AreaSchema schema();` in its header and lists its
// versions in its .cpp, oldest first:
//
//     constexpr const char* version_1[] = {
//         "CREATE TABLE ticket (id INTEGER PRIMARY KEY, opened_at INTEGER NOT NULL) STRICT",
//         "CREATE INDEX ticket_opened_at ON ticket (opened_at)"};
//     constexpr const char* version_2[] = {"ALTER TABLE ticket ADD COLUMN note BLOB"};
//     constexpr storage::SchemaVersion versions[] = {{version_1}, {version_2}};
//     storage::AreaSchema schema() { return {"tickets", versions}; }
//
// Texts are literals in the subset that SQLite and PostgreSQL share. Three upper-case words differ
// between engines and are written as SQLite's: INTEGER (64 bits), BLOB, and STRICT after the table.
// A change to a released version is a new version at the end of the list, never an edit.
#pragma once

#include <span>

#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::storage {

// One version's statements, in order. What it points to lives as long as the program.
struct SchemaVersion {
  std::span<const char* const> statements;
};

// Version n is versions[n - 1].
struct AreaSchema {
  const char* area;
  std::span<const SchemaVersion> versions;
};

// Brings every area to its newest version, each in one transaction of its own (whole or not at
// all), in the order given; records (area, version, applied_at) in table schema_version. Does
// nothing where nothing is missing. Throws ConfigFault, before it changes anything, if an area in
// the database is newer than the program. Safe if several processes do it at once.
void upgrade(Store& store, std::span<const AreaSchema> areas, Time now);

// For a program that must not upgrade (a command beside a running server): throws ConfigFault
// unless every area is at exactly the version that the program knows.
void require_current(const Store& store, std::span<const AreaSchema> areas);

}  // namespace latchkey::storage
