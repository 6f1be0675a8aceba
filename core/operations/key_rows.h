// Whether a database was made with this key file.
//
// Everything personal is sealed with the installation's key. A server that started with another
// one would find nobody, and would seal what is new so that the right key can't open it. So the
// first to open a database leaves a word of proof in it, and whoever opens it later must have the
// same key. The proof tells nothing about the key.
#pragma once

#include <filesystem>

#include "core/base/sealer.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::operations {

storage::AreaSchema schema();

// True as well for a database in which there is no proof yet.
bool is_key_of(const storage::Store& store, const Sealer& sealer);

// Leaves the proof if there is none. ConfigFault, in words for the operator, if it is another
// key's. Needs: the tables are up to date.
void require_key(storage::Store& store, const Sealer& sealer,
                 const std::filesystem::path& key_file);

}  // namespace latchkey::operations
