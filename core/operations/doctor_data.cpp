// What the doctor asks of the database, the audit log and the backups.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "core/audit/verify.h"
#include "core/base/fault.h"
#include "core/courier/outbox.h"
#include "core/courier/provider_advice.h"
#include "core/operations/doctor_checks.h"
#include "core/operations/hasher.h"
#include "core/operations/room_rules.h"
#include "core/operations/service.h"
#include "core/operations/vital_signs.h"
#include "core/staff/staff.h"
#include "core/storage/backup.h"
#include "core/storage/sqlite/sqlite_store.h"

namespace latchkey::operations {

namespace {

namespace fs = std::filesystem;

std::int64_t size_of(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : static_cast<std::int64_t>(size);
}

bool others_can_read(const fs::path& path) {
  struct stat facts {};
  return ::stat(path.c_str(), &facts) == 0 && (facts.st_mode & 077U) != 0;
}

Check check_pages(const fs::path& path) {
  const auto problems = storage::problems_of_database(path.string(), storage::CheckDepth::quick);
  if (!problems.empty())
    return wrong("database", path.string() + ": " + problems.front() +
                                 "; stop the server and restore the last backup");
  return ok("database", path.string() + " is sound, " + in_bytes(size_of(path)));
}

Check check_tables(const fs::path& path) {
  storage::SqliteOptions options;
  options.path = path.string();
  options.readers = 1;
  options.beside = storage::SqliteOptions::Beside::a_server;
  const auto store = storage::open_sqlite(options);
  try {
    storage::require_current(*store, all_schemas());
  } catch (const ConfigFault& fault) {
    return wrong("tables", fault.what());
  }
  return ok("tables", "all at this program's version");
}

Check check_log(const Config& config) {
  const std::int64_t bytes = database_size(config).log_bytes;
  if (bytes > log_bytes_usual)
    return warn("wal", in_bytes(bytes) +
                           " of log wait to be folded into the database; restart the server if "
                           "this does not shrink");
  return ok("wal", in_bytes(bytes) + " of log");
}

Check where_anchored(const Config& config, const audit::Anchor& anchor) {
  const fs::path& path = config.data.audit_anchor;
  const std::string says = path.string() + ", of " + iso_utc(anchor.at);
  if (anchor_is_beside_database(config))
    return warn("anchor", says +
                              "; it lies on the same disk as the database: who takes one takes "
                              "both, so copy it to another machine");
  return ok("anchor", says);
}

Check no_anchor(const Config& config) {
  return warn("anchor", "there is none at " + config.data.audit_anchor.string() +
                            ", so an old copy of the database would not be noticed; "
                            "`latchkey serve` writes it every hour, `latchkey audit anchor` at "
                            "once; keep it on another machine");
}

}  // namespace

DatabaseCheck check_database(const Config& config) {
  const fs::path& path = config.data.database;
  DatabaseCheck out;
  if (!fs::exists(path)) {
    out.checks = {warn("database", path.string() + " is not there yet; `latchkey serve` makes it")};
    return out;
  }
  if (others_can_read(path))
    out.checks.push_back(wrong(
        "database", path.string() + " can be read by others; run: chmod 600 " + path.string()));
  out.checks.push_back(check_pages(path));
  if (out.checks.back().state == Check::State::wrong) return out;
  out.checks.push_back(check_log(config));
  out.checks.push_back(check_tables(path));
  if (out.checks.back().state == Check::State::ok) out.may_open = DatabaseCheck::MayOpen::yes;
  return out;
}

Checks check_audit(const LogPlace& at) {
  const auto& [config, sealer, store, dice, clock] = at;
  Checks out;
  std::optional<audit::Anchor> anchor;
  try {
    anchor = audit::read_anchor(sealer, config.data.audit_anchor);
    out.push_back(anchor ? where_anchored(config, *anchor) : no_anchor(config));
  } catch (const Fault& fault) {
    out.push_back(wrong("anchor", fault.what()));
  }
  const audit::VerifyResult found = judge_with_anchor(at, anchor);
  if (found.ok())
    out.push_back(ok("audit", fmt::format("the log is whole, {} rows", found.rows)));
  else
    out.push_back(wrong(
        "audit", found.what + "; run `latchkey audit verify`" +
                     word_on_restore(store, sealer, found, anchor, config.data.audit_anchor)));
  return out;
}

Check check_staff(const Config& config, const Sealer& sealer, storage::Store& store, Dice& dice,
                  const Clock& clock) {
  Hasher hasher(sealer, dice, hash_cost(config));
  const staff::Staff room(store, sealer, dice, clock, hasher, config.clinic.name);
  std::size_t active = 0, admins = 0, invited = 0;
  for (const staff::Member& member : room.list()) {
    invited += member.state == staff::MemberState::invited;
    if (member.state != staff::MemberState::active) continue;
    ++active;
    admins += member.role == staff::Role::admin;
  }
  if (admins > 0)
    return ok("staff", fmt::format("{} can sign in to the desk, {} of them as administrator",
                                   active, admins));
  if (active > 0)
    return warn("staff",
                "no administrator can sign in, so nobody can add staff or take them off; "
                "run `latchkey staff add --name NAME --role admin`");
  if (invited > 0)
    return warn("staff", fmt::format("{} invited, but nobody can sign in yet, so nobody would see "
                                     "a ticket; with the setup code each opens {}/enrol",
                                     invited, config.urls.staff));
  return wrong("staff",
               "nobody can sign in to the desk, so nobody would see a ticket; run "
               "`latchkey staff add --name NAME --role admin`");
}

Checks check_refusals(const Sealer& sealer, storage::Store& store, Time now) {
  const courier::Outbox outbox(sealer);
  const auto all = store.read([&](storage::Transaction& tx) {
    return outbox.complaints(tx, now - std::chrono::hours(24));
  });
  if (all.empty())
    return {
        ok("refusals", "no message of the last day was refused for a reason that you can mend")};
  Checks checks;
  for (const courier::Complaint& one : all) {
    const std::string_view advice = courier::advice_for(one.code);
    checks.push_back(wrong(
        "refusals", fmt::format("{} of the last day's messages were refused or put off with {}; {}",
                                one.errands, one.code,
                                advice.empty() ? "ask whoever runs that server" : advice)));
  }
  return checks;
}

Check check_sends(const Config& config, storage::Store& store, Time now) {
  const identity::Limits limits = limits_of(config);
  const identity::Attempts attempts(limits);
  const auto is =
      store.read([&](storage::Transaction& tx) { return attempts.watch_sends(tx, now); });
  const std::string says = fmt::format(
      "{} texts and calls in the last hour (at most {}), {} in the last day (at most {}), for "
      "about {}.{:02} dollars (at most {}.{:02})",
      is.sends_hour, limits.sends_everywhere_hour, is.sends_day, limits.sends_everywhere_day,
      is.cents_day / 100, is.cents_day % 100, limits.cents_everywhere_day / 100,
      limits.cents_everywhere_day % 100);
  if (is.paused_prefixes > 0)
    return wrong("sends",
                 fmt::format("{}; {} blocks of 1,000 numbers get none now, because too few of "
                             "their codes are typed: somebody may be pumping texts",
                             says, is.paused_prefixes));
  const auto used = [](std::int64_t spent, std::int64_t most) { return spent * 100 / most; };
  const std::int64_t most = std::max({used(is.sends_hour, limits.sends_everywhere_hour),
                                      used(is.sends_day, limits.sends_everywhere_day),
                                      used(is.cents_day, limits.cents_everywhere_day)});
  if (most >= 100) return wrong("sends", says + "; no more are sent for now");
  return most >= 80 ? warn("sends", says) : ok("sends", says);
}

Check check_backups(const Sealer& sealer, storage::Store& store, Time now) {
  const LastBackup last = last_backup(sealer, store);
  switch (last.was) {
    case LastBackup::Was::never:
      return warn("backup", "none was ever made; run `latchkey backup FILE` every night");
    case LastBackup::Was::restored:
      return warn("backup", "this database was put back on " + iso_utc(last.at) +
                                (last.details.empty() ? "" : " from the " + last.details) +
                                ", and no backup was made since; run `latchkey backup FILE`");
    case LastBackup::Was::made:
      break;
  }
  const std::string says = "the last one was made " + iso_utc(last.at);
  if (now - last.at > backup_age_most)
    return warn("backup",
                says + ", " + age(now - last.at) + " ago; run `latchkey backup FILE` every night");
  return ok("backup", says);
}

}  // namespace latchkey::operations
