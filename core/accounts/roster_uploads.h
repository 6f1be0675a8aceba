// A list of patients that somebody brings in at the desk, between its dry run and its import.
//
// The file is kept sealed in the database, for an hour and for the member alone who gave it; never
// as a file. What was tried is then what is applied, and it is applied once: begin_upload() is the
// one door, and whoever asks again hears what became of it. An import that broke off with the
// program may be begun again after a while, for importing twice is importing once
// (roster_import.h). When it has ended the file is erased and only the counts stay.
//
// Call these inside a transaction of the caller. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::accounts {

storage::AreaSchema roster_uploads_schema();

using UploadId = Id<struct UploadTag>;

inline constexpr std::chrono::minutes upload_life{60}, upload_broken_off{10};

struct Upload {
  UploadId id;  // drawn before the transaction (rulings.md R14)
  StaffId by;
  Time at;
  std::string text;
};

enum class UploadState { checked, applying, applied };
inline constexpr Names<UploadState, 3> upload_state_names{{"checked", "applying", "applied"}};

struct UploadCounts {
  std::int64_t added = 0, changed = 0, refused = 0;
};

// The member's earlier one that was only tried goes.
void keep_upload(storage::Transaction& tx, const Sealer& sealer, const Upload& upload);

// `begun`: the caller imports `text` now, and nobody else does. `running`: somebody is at it.
// `gone`: never there, another member's, or too old.
struct UploadBegun {
  enum class How { begun, running, applied, gone } how = How::gone;
  std::string text{};
  UploadCounts counts{};  // of one that was applied
};
UploadBegun begin_upload(storage::Transaction& tx, const Sealer& sealer, UploadId id, StaffId by,
                         Time now);
void end_upload(storage::Transaction& tx, UploadId id, const UploadCounts& counts, Time now);

// Files older than an hour, unless they are being imported; all of it after a while.
void forget_uploads(storage::Transaction& tx, Time now);

}  // namespace latchkey::accounts
