#include "kiosk/desk/roster_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

namespace latchkey::kiosk {

using accounts::ImportPlan;
using accounts::ImportReport;
using accounts::Upserted;
using audit::Answer;
using storage::Transaction;

namespace {

constexpr std::size_t errors_shown = 200;

// What a spreadsheet has put between the cells of the first line: its country's own.
char separator_of(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char sign : {',', ';', '\t', '|'})
    if (std::ranges::count(line, sign) > std::ranges::count(line, best)) best = sign;
  return best;
}

// "2-14, 20"; as many as a person would read.
std::string ranges_of(const std::vector<accounts::RowDone>& rows, Upserted what) {
  constexpr std::size_t most = 60;
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (const accounts::RowDone& row : rows) {
    if (row.what != what) continue;
    if (!ranges.empty() && row.line == ranges.back().second + 1)
      ranges.back().second = row.line;
    else
      ranges.emplace_back(row.line, row.line);
  }
  std::string out;
  for (std::size_t i = 0; i < ranges.size() && i < most; ++i) {
    const auto [first, last] = ranges[i];
    out += (out.empty() ? "" : ", ") +
           (first == last ? std::to_string(first) : fmt::format("{}-{}", first, last));
  }
  return ranges.size() > most ? out + ", …" : out;
}

std::string counts_of(const ImportReport& report) {
  return fmt::format("added {} changed {} refused {} deactivated {}", report.added, report.changed,
                     report.refused, report.deactivated);
}

std::int64_t count(std::size_t n) { return static_cast<std::int64_t>(n); }

}  // namespace

std::optional<http::Response> RosterDesk::answer(const Visit& visit) const {
  if (visit.request.path != "/roster") return std::nullopt;
  if (staff::allows(visit.session.member.role, staff::Permission::roster) != staff::Grant::yes) {
    parts_.store.write(
        [&](Transaction& tx) { audited(tx, visit, "roster.check", Answer::refused, ""); });
    return words_.message(403, "not_your_role", &visit.session);
  }
  // Asked before the list is given, for a list is too long to be carried through.
  if (auto asked = step_up_.needed(visit)) return *std::move(asked);
  if (visit.request.method != "POST") return page(visit, 200, "");
  return visit.field("do") == "apply" ? apply(visit) : check(visit);
}

void RosterDesk::audited(Transaction& tx, const Visit& visit, Word action, Answer answer,
                         const std::string& details) const {
  parts_.audit.append(tx, {audit::Actor::staff, visit.session.member.id.value, action, "roster", 0,
                           answer, details, parts_.clock.now()});
}

http::Response RosterDesk::page(const Visit& visit, int status, std::string_view problem) const {
  View page = words_.page("roster", words_.text("roster.title"), visit.session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& form = page.section("ROSTER");
  for (const std::string_view column : accounts::column_names.words)
    form.section("COLUMN").set("NAME", column);
  return words_.answer(status, page);
}

ImportReport RosterDesk::import(const Visit& visit, const std::string& text,
                                ImportPlan::Run run) const {
  ImportPlan plan;
  plan.separator = separator_of(text);
  plan.run = run;
  plan.ways_in = ImportPlan::WaysIn::guarded;
  plan.along = [&](Transaction& tx, PatientId patient, Upserted what) {
    record(tx, parts_, visit.session,
           {what == Upserted::added ? Word("roster.added") : Word("roster.changed"), "patient",
            patient.value});
  };
  plan.default_location = parts_.config.clinic.default_location;
  for (const Location& location : parts_.config.locations) {
    plan.locations[location.name] = location.id;
    plan.locations[std::to_string(location.id.value)] = location.id;
  }
  std::istringstream csv(text);
  return accounts::import_csv(csv, plan, parts_.store, parts_.roster, parts_.dice, parts_.clock);
}

http::Response RosterDesk::check(const Visit& visit) const {
  const std::string text(visit.field("list"));
  if (text.size() > roster_bytes_max) return page(visit, 422, "roster_long");
  if (text.find_first_not_of(" \r\n\t") == text.npos) return page(visit, 422, "roster_empty");
  const ImportReport report = import(visit, text, ImportPlan::Run::dry);
  const bool usable = report.ended != ImportReport::Ended::bad_header;
  const accounts::Upload upload{accounts::UploadId{parts_.dice.row_id()}, visit.session.member.id,
                                parts_.clock.now(), text};
  const bool anything = usable && report.added + report.changed > 0;
  parts_.store.write([&](Transaction& tx) {
    audited(tx, visit, "roster.check", usable ? Answer::allowed : Answer::refused,
            counts_of(report));
    if (anything) accounts::keep_upload(tx, parts_.sealer, upload);
  });
  View page = words_.page("roster", words_.text("roster.checked_title"), visit.session);
  View& part = page.section("CHECKED");
  part.show("DRY");
  show_report(part, report);
  if (anything) part.section("APPLY").set("ID", upload.id.value);
  return words_.answer(usable ? 200 : 422, page);
}

http::Response RosterDesk::apply(const Visit& visit) const {
  using How = accounts::UploadBegun::How;
  const accounts::UploadId id{visit.number("upload")};
  const auto begun = parts_.store.write([&](Transaction& tx) {
    auto out =
        accounts::begin_upload(tx, parts_.sealer, id, visit.session.member.id, parts_.clock.now());
    audited(tx, visit, "roster.import_begun",
            out.how == How::begun ? Answer::allowed : Answer::refused, "");
    return out;
  });
  if (begun.how == How::gone) return page(visit, 422, "roster_gone");
  if (begun.how == How::running) return page(visit, 409, "roster_running");
  if (begun.how == How::applied) return page(visit, 409, "roster_applied");
  const ImportReport report = import(visit, begun.text, ImportPlan::Run::real);
  parts_.store.write([&](Transaction& tx) {
    accounts::end_upload(tx, id,
                         {count(report.added), count(report.changed), count(report.refused)},
                         parts_.clock.now());
    audited(tx, visit, "roster.imported", Answer::allowed, counts_of(report));
  });
  View page = words_.page("roster", words_.text("roster.applied_title"), visit.session);
  View& part = page.section("CHECKED");
  part.show("REAL");
  show_report(part, report);
  return words_.answer(200, page);
}

void RosterDesk::show_report(View& part, const ImportReport& report) const {
  if (report.ended == ImportReport::Ended::bad_header) {
    View& bad = part.section("BAD_HEADER");
    for (const accounts::Column column : report.missing_columns)
      bad.section("MISSING").set("NAME", accounts::column_names[column]);
    return;
  }
  View& counts = part.section("REPORT");
  counts.set("ROWS", count(report.rows)).set("ADDED", count(report.added));
  counts.set("CHANGED", count(report.changed)).set("UNCHANGED", count(report.unchanged));
  counts.set("REFUSED", count(report.refused));
  for (const auto& [section, what] :
       {std::pair("ADDED_LINES", Upserted::added), std::pair("CHANGED_LINES", Upserted::changed)})
    if (const std::string lines = ranges_of(report.done, what); !lines.empty())
      counts.section(section).set("LINES", lines);
  for (const std::string& header : report.unknown_headers)
    counts.section("UNKNOWN").set("NAME", header);
  if (report.errors.empty()) return;
  View& table = part.section("ERRORS");
  for (std::size_t i = 0; i < report.errors.size() && i < errors_shown; ++i) {
    const accounts::RowError& error = report.errors[i];
    table.section("ERROR")
        .set("LINE", count(error.line))
        .set("COLUMN", error.column ? accounts::column_names[*error.column] : "–")
        .set("WHAT", words_.word("row_problems", accounts::row_problem_names[error.problem]));
  }
}

}  // namespace latchkey::kiosk
