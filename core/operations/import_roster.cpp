#include "core/operations/import_roster.h"

#include <fmt/format.h>

#include <fstream>
#include <optional>

#include "core/base/fault.h"
#include "core/base/json.h"

namespace latchkey::operations {

namespace {

using accounts::ImportPlan;
using accounts::ImportReport;
using accounts::RowError;
using accounts::RowProblem;

constexpr std::size_t errors_shown = 50;

std::optional<char> separator_of(const std::string& text) {
  if (text == "tab" || text == "\t") return '\t';
  if (text.size() != 1 || text[0] == '"' || text[0] == '\n' || text[0] == '\r') return std::nullopt;
  return text[0];
}

ImportPlan plan_of(const ImportOptions& options, const Config& config, char separator) {
  ImportPlan plan;
  plan.separator = separator;
  plan.run = options.run;
  plan.missing = options.missing;
  plan.blank_contacts = options.blank_contacts;
  plan.default_location = config.clinic.default_location;
  for (const Location& location : config.locations) {
    plan.locations[location.name] = location.id;
    plan.locations[std::to_string(location.id.value)] = location.id;
  }
  return plan;
}

std::string words_of(RowProblem problem) {
  switch (problem) {
    case RowProblem::unreadable:
      return "can't be read: a quotation mark is open, or a cell is huge";
    case RowProblem::too_short:
      return "has fewer cells than the first line";
    case RowProblem::blank:
      return "is empty, but needed";
    case RowProblem::not_valid:
      return "is not valid";
    case RowProblem::unknown_location:
      return "is no location of latchkey.toml";
    case RowProblem::unknown_word:
      return "is none of the words that are known here";
    case RowProblem::twice:
      return "came before in this file";
  }
  return {};
}

void tell_errors(std::ostream& out, const ImportReport& report) {
  std::size_t shown = 0;
  for (const RowError& error : report.errors) {
    if (shown++ == errors_shown) break;
    out << "line " << error.line << ": ";
    out << (error.column ? accounts::column_names[*error.column] : std::string_view("the row"))
        << " " << words_of(error.problem) << "\n";
  }
  if (report.refused > std::min(report.errors.size(), errors_shown))
    out << "… and " << report.refused - std::min(report.errors.size(), errors_shown)
        << " more; --json tells up to 1,000\n";
}

void tell_header(std::ostream& out, const ImportReport& report) {
  out << "Nothing was read: the first line must name the columns. Missing:";
  for (const accounts::Column column : report.missing_columns)
    out << " " << accounts::column_names[column];
  out << "\n";
}

void tell(std::ostream& out, const ImportReport& report, const ImportOptions& options) {
  if (report.ended == ImportReport::Ended::bad_header) return tell_header(out, report);
  tell_errors(out, report);
  for (const std::string& header : report.unknown_headers)
    out << "column '" << header << "' is not known and was not read\n";
  out << (options.run == ImportPlan::Run::dry ? "Would be: " : "") << report.rows << " rows, "
      << report.added << " added, " << report.changed << " changed, " << report.unchanged
      << " as they were, " << report.refused << " refused";
  if (options.missing == ImportPlan::Missing::deactivated)
    out << ", " << report.missing << " missing, " << report.deactivated << " deactivated";
  out << ".\n";
  if (report.ended == ImportReport::Ended::too_many_missing)
    out << "Nobody was deactivated: too many are missing from the file, it may have been cut "
           "off.\n";
  if (options.run == ImportPlan::Run::dry) out << "Nothing was written.\n";
}

constexpr Names<ImportReport::Ended, 3> ended_names{{"whole", "bad_header", "too_many_missing"}};

void tell_json(std::ostream& out, const ImportReport& report, const ImportOptions& options) {
  const auto count = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  JsonWriter json;
  json.begin_object().name("dry_run").truth(options.run == ImportPlan::Run::dry);
  json.name("ended").text(ended_names[report.ended]).name("rows").number(count(report.rows));
  json.name("added").number(count(report.added)).name("changed").number(count(report.changed));
  json.name("unchanged").number(count(report.unchanged));
  json.name("refused").number(count(report.refused));
  json.name("missing").number(count(report.missing));
  json.name("deactivated").number(count(report.deactivated)).name("errors").begin_array();
  for (const RowError& error : report.errors) {
    json.begin_object().name("line").number(count(error.line)).name("problem");
    json.text(accounts::row_problem_names[error.problem]).name("column");
    if (error.column)
      json.text(accounts::column_names[*error.column]);
    else
      json.null();
    json.end_object();
  }
  json.end_array().name("missing_columns").begin_array();
  for (const accounts::Column column : report.missing_columns)
    json.text(accounts::column_names[column]);
  out << json.end_array().end_object().take() << "\n";
}

ImportReport run(Workplace& at, const ImportOptions& options, const ImportPlan& plan, Dice& dice,
                 const Clock& clock, std::ostream& err) {
  std::ifstream file(options.file, std::ios::binary);
  if (!file || std::filesystem::is_directory(options.file))
    throw Fault(options.file.string() + ": can't be opened; name the CSV file of the roster");
  const bool real = options.run == ImportPlan::Run::real;
  if (real) record(at.store(), at.audit(), {"roster.import_begun", "roster"}, clock.now());
  const accounts::Roster roster(at.sealer());
  ImportReport report = [&] {
    ProgressLine line(err, options.progress);
    return accounts::import_csv(file, plan, at.store(), roster, dice, clock, [&](std::size_t rows) {
      line.show(fmt::format("{} rows read", rows));
    });
  }();
  if (real)
    record(at.store(), at.audit(),
           {"roster.imported", "roster", 0,
            fmt::format("added {} changed {} refused {} deactivated {}", report.added,
                        report.changed, report.refused, report.deactivated)},
           clock.now());
  return report;
}

}  // namespace

int import_roster(const ImportOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
                  std::ostream& err) {
  const auto separator = separator_of(options.separator);
  if (!separator) return misused(err, "--separator must be one character, or tab");
  if (options.file.empty()) return misused(err, "name the file: latchkey import roster.csv");
  return in_words(err, [&] {
    Workplace at(options.config, Database::may_begin, dice, clock);
    const ImportReport report =
        run(at, options, plan_of(options, at.config(), *separator), dice, clock, err);
    if (options.format == Format::json)
      tell_json(out, report, options);
    else
      tell(out, report, options);
    return report.refused == 0 && report.ended == ImportReport::Ended::whole ? done : refused;
  });
}

}  // namespace latchkey::operations
