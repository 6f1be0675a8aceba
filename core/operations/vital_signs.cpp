#include "core/operations/vital_signs.h"

#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "core/audit/audit.h"
#include "core/operations/verify_audit.h"

namespace latchkey::operations {

namespace fs = std::filesystem;
using storage::Row;
using storage::Transaction;

std::optional<std::int64_t> disk_left(const Config& config) {
  struct statvfs facts {};
  const std::string folder = config.data.database.parent_path().string();
  if (::statvfs(folder.c_str(), &facts) != 0) return std::nullopt;
  return static_cast<std::int64_t>(facts.f_bavail * facts.f_frsize);
}

Well judge_disk(std::optional<std::int64_t> left) {
  if (!left || *left < disk_bytes_least) return Well::bad;
  return *left < disk_bytes_enough ? Well::look : Well::good;
}

DatabaseSize database_size(const Config& config) {
  const auto size_of = [](const fs::path& path) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    return error ? 0 : static_cast<std::int64_t>(size);
  };
  fs::path log = config.data.database;
  return {size_of(config.data.database), size_of(log += "-wal")};
}

Kept clock_kept() {
  timex kernel{};
  const int state = ::adjtimex(&kernel);
  const bool is_free = state == TIME_ERROR || (state >= 0 && (kernel.status & STA_UNSYNC) != 0);
  return is_free ? Kept::no : Kept::yes;
}

std::optional<Time> key_file_made(const Config& config) {
  struct stat facts {};
  if (::stat(config.data.key_file.c_str(), &facts) != 0) return std::nullopt;
  return from_millis(static_cast<std::int64_t>(facts.st_mtim.tv_sec) * 1000);
}

KeyFile key_file_state(const Config& config) {
  struct stat facts {};
  if (::stat(config.data.key_file.c_str(), &facts) != 0) return KeyFile::missing;
  if (facts.st_uid != ::geteuid() && facts.st_uid != 0) return KeyFile::foreign;
  return (facts.st_mode & 077U) != 0 ? KeyFile::open_to_others : KeyFile::own_only;
}

LastBackup last_backup(const Sealer& sealer, const storage::Store& store) {
  audit::Filter filter;
  filter.subject = {"data", 0};
  const audit::Audit log(sealer, 1);
  const auto records = store.read([&](Transaction& tx) { return log.list(tx, filter); });
  for (const audit::Record& record : records) {
    if (record.action == "data.restore")
      return {LastBackup::Was::restored, record.at, record.details};
    if (record.action == "data.backup") return {LastBackup::Was::made, record.at, {}};
  }
  return {};
}

AuditAnchor audit_anchor(const Config& config, const Sealer& sealer, const storage::Store& store) {
  using State = AuditAnchor::State;
  AuditAnchor out;
  if (!anchor_is_beside_database(config)) out.lies = AuditAnchor::Lies::elsewhere;
  std::optional<audit::Anchor> anchor;
  try {
    anchor = audit::read_anchor(sealer, config.data.audit_anchor);
  } catch (const Fault&) {
    out.state = State::unreadable;
  }
  if (anchor) out.at = anchor->at;
  return store.read([&](Transaction& tx) {
    AuditAnchor told = out;
    for (const Row& row : tx.run("SELECT count FROM audit_head").rows) told.rows += row.integer(0);
    if (anchor)
      told.state = audit::still_holds(tx, *anchor) ? State::holds : State::broken;
    else if (told.state == State::none && audit::anchored_since(tx))
      told.state = State::lost;
    return told;
  });
}

}  // namespace latchkey::operations
