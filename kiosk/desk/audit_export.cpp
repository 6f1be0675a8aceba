#include "kiosk/desk/audit_export.h"

#include <algorithm>

#include "core/audit/chain_rows.h"
#include "core/base/hex.h"
#include "core/base/json.h"
#include "core/operations/workplace.h"
#include "kiosk/desk/audit_names.h"
#include "kiosk/desk/audit_pages.h"
#include "kiosk/desk/csv_file.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

using audit::Answer;
using audit::Record;
using storage::Transaction;

namespace {

constexpr int batch_rows = 1000;

enum class File { none, table, chain };

File file_asked(const Visit& visit) {
  const std::string_view asked = visit.field("format");
  return asked == "csv" ? File::table : asked == "jsonl" ? File::chain : File::none;
}

std::string cell(std::int64_t number) { return std::to_string(number); }

void add_record(std::string& file, const Record& record, const AuditNames& names) {
  const bool is_broken = record.seal == Record::Seal::broken;
  add_csv_row(file,
              {iso_utc(record.at), cell(record.node), cell(record.sequence),
               audit::actor_names[record.actor], cell(record.actor_id), names.actor(record),
               record.action, names.action(record.action), record.subject_kind,
               cell(record.subject_id), names.subject(record.subject_kind, record.subject_id),
               audit::answer_names[record.answer], record.details, is_broken ? "broken" : "opens"});
}

std::string line_of(JsonWriter& json) { return json.end_object().take() + "\n"; }

void add_chain(std::string& file, const audit::Stretch& stretch) {
  JsonWriter json;
  json.begin_object().name("chain").number(stretch.head.node);
  json.name("first").number(stretch.first).name("last").number(stretch.last);
  json.name("previous_mac");
  if (stretch.previous)
    json.text(hex(*stretch.previous));
  else
    json.null();
  json.name("head_count").number(stretch.head.count);
  json.name("head_mac").text(hex(stretch.head.mac));
  file += line_of(json);
}

void add_row(std::string& file, const audit::StoredRow& row) {
  JsonWriter json;
  json.begin_object().name("node").number(row.node).name("sequence").number(row.sequence);
  json.name("at").number(row.at).name("actor").text(row.actor);
  json.name("actor_id").text(cell(row.actor_id)).name("action").text(row.action);
  json.name("subject_kind").text(row.subject_kind);
  json.name("subject_id").text(cell(row.subject_id)).name("answer").text(row.answer);
  json.name("sealed_details");
  if (row.details)
    json.text(hex(*row.details));
  else
    json.null();
  json.name("mac").text(hex(row.mac));
  file += line_of(json);
}

// What the file can prove, for whoever has nothing but the file.
std::string chain_title(Time now) {
  JsonWriter json;
  json.begin_object().name("format").text("latchkey audit chain 1");
  json.name("made_at").text(iso_utc(now));
  json.name("about").text(
      "Then a line for each chain, its rows in order, and a last line with the count. Without keys "
      "you can check that the sequence numbers of a chain run from first to last without a gap, "
      "and "
      "that the mac of the row numbered head_count is head_mac. Each mac is a keyed BLAKE2b of the "
      "mac before it and the row, details as sealed: that no row was changed is proven by "
      "`latchkey audit verify` on the installation, which has the key. Compare its rows with "
      "these.");
  return line_of(json);
}

}  // namespace

bool may_export_audit(const staff::Member& member) {
  const staff::Grant grant = staff::allows(member.role, staff::Permission::data_export);
  return may_read_audit(member) && (grant == staff::Grant::audit || grant == staff::Grant::all);
}

void offer_export(View& log, const AuditQuery& query) {
  View& form = log.section("EXPORT");
  const auto hold = [&](std::string_view name, const std::string& value) {
    form.section("HELD").set("NAME", name).set("VALUE", value);
  };
  if (query.filter.staff) hold("staff", cell(*query.filter.staff));
  if (query.filter.subject) hold("kind", query.filter.subject->first);
  if (query.filter.subject) hold("subject", cell(query.filter.subject->second));
  if (!query.filter.action.empty()) hold("action", query.filter.action);
  if (query.filter.answer) hold("answer", std::string(audit::answer_names[*query.filter.answer]));
  if (query.from) hold("from", day_text(*query.from));
  if (query.until) hold("until", day_text(*query.until));
}

std::optional<http::Response> AuditExport::answer(const Visit& visit) const {
  if (visit.request.path != "/audit/export" || visit.request.method != "POST") return std::nullopt;
  if (!may_export_audit(visit.session.member))
    return refuse_audit(parts_, words_, visit, "audit.export");
  AuditQuery query = AuditQuery::read(visit, clinic_zone(parts_));
  query.filter.after.reset();
  const File asked = file_asked(visit);
  if (asked == File::none) {
    refuse_audit(parts_, words_, visit, "audit.export");
    return words_.message(422, "unreadable", &visit.session);
  }
  // The chain is of everybody and everything: what is on record must say so.
  if (asked == File::chain) query = query.days_only();
  auto again = StepUp(parts_, words_).needed(visit);
  parts_.store.write([&](Transaction& tx) {
    record_audit_deed(tx, parts_, visit,
                      {"audit.export", "none", 0, again ? Answer::refused : Answer::allowed},
                      std::string(visit.field("format")) + " " + query.words());
  });
  if (again) return *std::move(again);
  return asked == File::table ? table(query) : chain(query);
}

std::string AuditExport::file_name(std::string_view ending) const {
  const Zone& zone = clinic_zone(parts_);
  return "audit-" + day_text(day_of(zone, parts_.clock.now())) + std::string(ending);
}

http::Response AuditExport::table(const AuditQuery& query) const {
  std::string file = "\xEF\xBB\xBF";  // spreadsheets take a file without it for Latin-1
  add_csv_row(file, {"at_utc", "node", "sequence", "actor", "actor_id", "actor_name", "action",
                     "action_words", "subject_kind", "subject_id", "subject_name", "answer",
                     "details", "seal"});
  AuditNames names(parts_, words_);
  audit::Filter filter = query.filter;
  filter.limit = batch_rows;
  for (int rows = 0;;) {
    const auto batch =
        parts_.store.read([&](Transaction& tx) { return parts_.audit.list(tx, filter); });
    names.learn(batch);
    for (const Record& record : batch) add_record(file, record, names);
    rows += static_cast<int>(batch.size());
    if (batch.size() < batch_rows) break;
    filter.after = place_of(batch.back());
    if (rows < export_rows_max) continue;
    add_csv_row(file, {"There are more rows than one file takes. Ask for fewer days."});
    break;
  }
  return file_answer(file_name(".csv"), "text/csv; charset=utf-8", std::move(file),
                     words_.scheme());
}

http::Response AuditExport::chain(const AuditQuery& query) const {
  const auto bound = [](const std::optional<Time>& at, std::int64_t otherwise) {
    return at ? to_millis(*at) : otherwise;
  };
  std::string file = chain_title(parts_.clock.now());
  const auto stretches = parts_.store.read([&](Transaction& tx) {
    return audit::stretches(tx, bound(query.filter.from, INT64_MIN),
                            bound(query.filter.until, INT64_MAX));
  });
  std::int64_t rows = 0;
  bool is_whole = true;
  for (const audit::Stretch& stretch : stretches) {
    add_chain(file, stretch);
    std::int64_t after = stretch.first - 1;
    while (after < stretch.last && rows < export_rows_max) {
      const auto batch = parts_.store.read(
          [&](Transaction& tx) { return audit::rows_of(tx, stretch, after, batch_rows); });
      for (const audit::StoredRow& row : batch) add_row(file, row);
      rows += static_cast<std::int64_t>(batch.size());
      after = batch.empty() ? stretch.last : batch.back().sequence;
    }
    is_whole = is_whole && after >= stretch.last;
  }
  JsonWriter json;
  json.begin_object().name("rows").number(rows).name("more_rows_exist").truth(!is_whole);
  file += line_of(json);
  return file_answer(file_name(".jsonl"), "application/x-ndjson", std::move(file), words_.scheme());
}

}  // namespace latchkey::kiosk
