#include "core/operations/verify_audit.h"

#include <sys/stat.h>

#include <algorithm>

#include "core/audit/verify.h"
#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/operations/hasher.h"
#include "core/staff/staff.h"

namespace latchkey::operations {

namespace {

using audit::Finding;

constexpr Names<Finding, 10> finding_names{
    {"whole", "row_changed", "row_missing", "row_extra", "tail_cut", "head_forged", "head_missing",
     "older_than_anchor", "differs_from_anchor", "anchor_missing"}};

std::filesystem::path anchor_path(const AuditOptions& options, const Config& config) {
  return options.anchor.empty() ? config.data.audit_anchor : options.anchor;
}

void tell_json(std::ostream& out, const audit::VerifyResult& result,
               const std::optional<audit::Anchor>& anchor) {
  JsonWriter json;
  json.begin_object().name("ok").truth(result.ok());
  json.name("finding").text(finding_names[result.finding]).name("what").text(result.what);
  json.name("rows").number(result.rows);
  if (!result.ok()) json.name("chain").number(result.node);
  if (result.first_bad_row != 0) json.name("first_bad_row").number(result.first_bad_row);
  json.name("anchored_at");
  if (anchor)
    json.text(iso_utc(anchor->at));
  else
    json.null();
  out << json.end_object().take() << "\n";
}

LogPlace place_of(Workplace& at, Dice& dice, const Clock& clock) {
  return {at.config(), at.sealer(), at.store(), dice, clock};
}

void tell_whole(std::ostream& out, const audit::VerifyResult& result,
                const std::optional<audit::Anchor>& anchor) {
  out << "The audit log is whole: " << result.rows << " rows";
  if (anchor)
    out << ", and it fits the anchor of " << iso_utc(anchor->at) << ".\n";
  else
    out << ".\nThere is no anchor yet, so an old copy of the whole database would not be noticed; "
           "`latchkey audit anchor` writes one.\n";
}

std::string row_of(const audit::VerifyResult& found) {
  return "Row " + std::to_string(found.first_bad_row) + " of chain " + std::to_string(found.node) +
         ": ";
}

void tell_wrong(std::ostream& out, const audit::VerifyResult& result, const std::string& restore) {
  out << "The audit log is not whole. ";
  if (result.first_bad_row != 0)
    out << row_of(result);
  else
    out << "Chain " << result.node << ": ";
  out << result.what << ".\n" << result.rows << " rows before it are good.\n";
  if (result.rows == 0 && result.first_bad_row != 0)
    out << "If everything is wrong from the first row on, the key file may be another one's.\n";
  if (restore.empty())
    out << "Keep the database as it is, and compare it with the last backup.\n";
  else
    out << restore.substr(1) << "\n";
}

}  // namespace

bool anchor_is_beside_database(const Config& config) {
  struct stat of_anchor {
  }, of_database{};
  const auto& anchor = config.data.audit_anchor;
  return ::stat(anchor.parent_path().c_str(), &of_anchor) == 0 &&
         ::stat(config.data.database.parent_path().c_str(), &of_database) == 0 &&
         of_anchor.st_dev == of_database.st_dev;
}

std::string word_on_restore(const storage::Store& store, const Sealer& sealer,
                            const audit::VerifyResult& found,
                            const std::optional<audit::Anchor>& anchor,
                            const std::filesystem::path& anchor_file) {
  const bool unlike_anchor =
      found.finding == Finding::older_than_anchor || found.finding == Finding::differs_from_anchor;
  if (!anchor || !unlike_anchor) return {};
  audit::Filter filter;
  filter.subject = {"data", 0};
  const audit::Audit log(sealer, 1);
  const auto records = store.read([&](storage::Transaction& tx) { return log.list(tx, filter); });
  const auto restore = std::find_if(records.begin(), records.end(), [&](const auto& record) {
    return record.action == "data.restore" && record.at >= anchor->at;
  });
  if (restore == records.end()) return {};
  return "\nA backup was restored on " + iso_utc(restore->at) +
         ", after that anchor: then this is to be expected.\nPut " + anchor_file.string() +
         " away with the papers of the restore, then run `latchkey audit anchor`.";
}

audit::VerifyResult judge_log(const LogPlace& at, const std::optional<audit::Anchor>& anchor,
                              const audit::VerifyProgress& progress) {
  audit::VerifyResult found = audit::verify(at.store, at.sealer, anchor, progress);
  if (!found.ok() || found.rows > 0) return found;
  Hasher hasher(at.sealer, at.dice, hash_cost(at.config));
  const staff::Staff staff(at.store, at.sealer, at.dice, at.clock, hasher, at.config.clinic.name);
  const std::size_t members = staff.list().size();
  if (members == 0) return found;
  return {Finding::head_missing, 0, 1, 0,
          "the log is empty though " + std::to_string(members) +
              (members == 1 ? " member" : " members") +
              " of staff were added, which leaves rows: it was emptied"};
}

audit::VerifyResult judge_with_anchor(const LogPlace& at,
                                      const std::optional<audit::Anchor>& anchor,
                                      const audit::VerifyProgress& progress) {
  audit::VerifyResult found = judge_log(at, anchor, progress);
  if (!found.ok() || anchor) return found;
  const auto since =
      at.store.read([](storage::Transaction& tx) { return audit::anchored_since(tx); });
  if (!since) return found;
  return {audit::Finding::anchor_missing, found.rows, 1, 0,
          "the log was anchored since " + iso_utc(*since) +
              ", and there is no anchor to hold it to: an old copy of the database would not be "
              "noticed. Bring the anchor back, or name it with --anchor. If it is lost for good, "
              "`latchkey audit anchor` begins a new one"};
}

audit::Anchor anchor_log(storage::Store& store, const Sealer& sealer,
                         const std::filesystem::path& path, const AnchorBy& by) {
  const bool is_there = audit::read_anchor(sealer, path).has_value();
  const auto since = store.read([](storage::Transaction& tx) { return audit::anchored_since(tx); });
  if (!is_there && since && by.lost == AnchorBy::Lost::refuse)
    throw Fault(
        "audit anchor " + path.string() +
        " is gone, though the log was anchored; none is written in its place. Run `latchkey "
        "audit verify`");
  audit::Anchor anchor = audit::write_anchor(store, sealer, path, by.now);
  if (is_there && since) return anchor;
  store.write([&](storage::Transaction& tx) {
    audit::Audit(sealer, 1).append(tx,
                                   {by.actor, 0, "audit.anchor", "none", 0, audit::Answer::allowed,
                                    is_there ? "" : "a new file", by.now});
  });
  return anchor;
}

int verify_audit(const AuditOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                 std::ostream& err) {
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    const auto path = anchor_path(options, at.config());
    const auto anchor = audit::read_anchor(at.sealer(), path);
    if (!anchor && !options.anchor.empty())
      throw Fault(path.string() + ": there is no such anchor; leave it out, or name where it is");
    const audit::VerifyResult result = [&] {
      ProgressLine line(err, options.progress);
      return judge_with_anchor(place_of(at, dice, clock), anchor, [&](std::int64_t rows) {
        line.show(std::to_string(rows) + " rows are good");
      });
    }();
    if (options.format == Format::json)
      tell_json(out, result, anchor);
    else if (result.ok())
      tell_whole(out, result, anchor);
    else
      tell_wrong(out, result, word_on_restore(at.store(), at.sealer(), result, anchor, path));
    return result.ok() ? done : refused;
  });
}

int anchor_audit(const AuditOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                 std::ostream& err) {
  return in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    const auto path = anchor_path(options, at.config());
    if (const auto found = judge_log(place_of(at, dice, clock), std::nullopt); !found.ok())
      throw Fault("nothing was anchored: " + (found.first_bad_row == 0 ? "" : row_of(found)) +
                  found.what + "; keep the database as it is, and run `latchkey audit verify`");
    const audit::Anchor anchor =
        anchor_log(at.store(), at.sealer(), path,
                   {clock.now(), audit::Actor::operations, AnchorBy::Lost::begin_anew});
    std::int64_t rows = 0;
    for (const audit::Head& head : anchor.heads) rows += head.count;
    if (options.format == Format::json) {
      JsonWriter json;
      json.begin_object().name("file").text(std::filesystem::absolute(path).string());
      json.name("rows").number(rows).name("at").text(iso_utc(anchor.at));
      out << json.end_object().take() << "\n";
    } else {
      out << "Anchored " << rows << " rows in " << path.string()
          << ".\nCopy it to another machine: beside the database it proves little.\n";
    }
    return done;
  });
}

}  // namespace latchkey::operations
