// What the machine and the data say of how an installation is, as values.
//
// `latchkey doctor` tells them to an operator, /healthz to a monitor, and the desk's page "What
// this installation can do" to a manager: asked and judged once, here, so that the three can't
// disagree. Nothing here waits for a network. Thread-safe.
#pragma once

#include <cstdint>
#include <optional>

#include "core/audit/verify.h"
#include "core/base/config.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::operations {

// Errands older than this mean that nobody carries them.
inline constexpr std::chrono::minutes errands_late{5};
// A database's log that is longer is not folded into it as it should be.
inline constexpr std::int64_t log_bytes_usual = 256LL << 20;
inline constexpr std::int64_t disk_bytes_least = 100LL << 20, disk_bytes_enough = 1LL << 30;
inline constexpr std::chrono::hours backup_age_most{48};

// `look`: somebody should look at it. `unknown`: it can't be told here and now.
enum class Well { good, look, bad, unknown };

// Bytes left on the file system that holds the data; empty if it can't be looked at.
std::optional<std::int64_t> disk_left(const Config& config);
Well judge_disk(std::optional<std::int64_t> left);

struct DatabaseSize {
  std::int64_t bytes = 0, log_bytes = 0;
};
DatabaseSize database_size(const Config& config);

// Whether something keeps the machine's clock right, as the kernel says.
enum class Kept { no, yes };
Kept clock_kept();
// When the key file was last written; empty if it can't be looked at.
std::optional<Time> key_file_made(const Config& config);

enum class KeyFile { own_only, open_to_others, foreign, missing };
KeyFile key_file_state(const Config& config);

// The last backup, as the audit log tells; a restore since is what counts then.
struct LastBackup {
  enum class Was { never, made, restored } was = Was::never;
  Time at{};
  std::string details;  // of a restore: which backup it was
};
LastBackup last_backup(const Sealer& sealer, const storage::Store& store);

// The audit log against its anchor, without following the chain: `latchkey audit verify` does that.
struct AuditAnchor {
  std::int64_t rows = 0;  // that the heads count
  enum class State { none, holds, lost, unreadable, broken } state = State::none;
  std::optional<Time> at;
  enum class Lies { beside_database, elsewhere } lies = Lies::beside_database;
};
AuditAnchor audit_anchor(const Config& config, const Sealer& sealer, const storage::Store& store);

}  // namespace latchkey::operations
