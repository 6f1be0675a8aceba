#include "core/operations/key_rows.h"

#include "core/base/fault.h"

namespace latchkey::operations {

using storage::Blob;
using storage::Transaction;

namespace {

constexpr const char* version_1[] = {
    "CREATE TABLE installation_key (id INTEGER PRIMARY KEY CHECK (id = 1), proof BLOB NOT NULL)"
    " STRICT"};
constexpr storage::SchemaVersion versions[] = {{version_1}};

Blob proof_of(const Sealer& sealer) { return Blob{sealer.mac("installation", "key")}; }

[[noreturn]] void refuse(const std::filesystem::path& key_file) {
  throw ConfigFault(key_file.string() +
                    ": the database was made with another key file; put the copy that you kept "
                    "of that one in its place");
}

// A database from before proofs were kept: a patient's sealed row tells. One that holds
// nobody yet takes any key.
bool may_be_key_of(const storage::Store& store, const Sealer& sealer) {
  return store.read([&](Transaction& tx) {
    const auto row = tx.run("SELECT id, person FROM patient ORDER BY id LIMIT 1");
    if (row.one() == nullptr) return true;
    return sealer.open(row.one()->blob(1), row.one()->integer(0), "patient.person").has_value();
  });
}

}  // namespace

storage::AreaSchema schema() { return {"operations", versions}; }

bool is_key_of(const storage::Store& store, const Sealer& sealer) {
  const auto found = store.read(
      [](Transaction& tx) { return tx.run("SELECT proof FROM installation_key WHERE id = 1"); });
  return found.one() == nullptr || found.one()->blob(0) == proof_of(sealer).bytes;
}

void require_key(storage::Store& store, const Sealer& sealer,
                 const std::filesystem::path& key_file) {
  const bool there = store.read([](Transaction& tx) {
    return tx.run("SELECT id FROM installation_key WHERE id = 1").one() != nullptr;
  });
  if (!there && !may_be_key_of(store, sealer)) refuse(key_file);
  if (!there)
    store.write([&](Transaction& tx) {
      return tx.run(
          "INSERT INTO installation_key (id, proof) VALUES (1, $1)"
          " ON CONFLICT (id) DO NOTHING",
          proof_of(sealer));
    });
  if (!is_key_of(store, sealer)) refuse(key_file);
}

}  // namespace latchkey::operations
