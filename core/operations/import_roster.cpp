#include "core/operations/import_roster.h"

#include <fmt/format.h>

#include <algorithm>
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
      return "is no location of latchkey.toml; there are: ";
    case RowProblem::unknown_word:
      return "is none of the words that are known here: ";
    case RowProblem::twice:
      return "came before in this file";
  }
  return {};
}

// What would be right, where it can be listed.
std::string choices(const RowError& error, const Config& config) {
  if (error.problem == RowProblem::unknown_location) return location_list(config);
  if (error.problem != RowProblem::unknown_word || !error.column) return {};
  return fmt::format("{}", fmt::join(accounts::known_words(*error.column), ", "));
}

void tell_errors(std::ostream& out, const ImportReport& report, const Config& config) {
  std::size_t shown = 0;
  for (const RowError& error : report.errors) {
    if (shown++ == errors_shown) break;
    out << "line " << error.line << ": ";
    out << (error.column ? accounts::column_names[*error.column] : std::string_view("the row"))
        << " " << words_of(error.problem) << choices(error, config) << "\n";
  }
  if (report.refused > std::min(report.errors.size(), errors_shown))
    out << "… and " << report.refused - std::min(report.errors.size(), errors_shown)
        << " more; --json tells up to 1,000\n";
}

// The separator that the first line seems to have if it is not the one that was asked for: a
// spreadsheet writes what its country uses. Empty if there is no telling.
std::string likely_separator(const ImportOptions& options) {
  std::ifstream file(options.file, std::ios::binary);
  std::string line;
  std::getline(file, line);
  constexpr std::pair<char, const char*> signs[] = {
      {';', "';'"}, {'\t', "tab"}, {',', "','"}, {'|', "'|'"}};
  for (const auto& [sign, name] : signs)
    if (separator_of(options.separator) != sign && std::count(line.begin(), line.end(), sign) >= 2)
      return name;
  return {};
}

void tell_header(std::ostream& out, const ImportReport& report, const ImportOptions& options) {
  out << "Nothing was read: the first line must name the columns. Missing:";
  for (const accounts::Column column : report.missing_columns)
    out << " " << accounts::column_names[column];
  out << "\n";
  if (const std::string sign = likely_separator(options); !sign.empty())
    out << "Its cells seem to be separated otherwise; try --separator " << sign << "\n";
}

void tell(std::ostream& out, const ImportReport& report, const ImportOptions& options,
          const Config& config) {
  if (report.ended == ImportReport::Ended::bad_header) return tell_header(out, report, options);
  tell_errors(out, report, config);
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
  json.end_array().name("unknown_columns").begin_array();
  for (const std::string& header : report.unknown_headers) json.text(header);
  json.end_array().name("likely_separator");
  const bool bad_header = report.ended == ImportReport::Ended::bad_header;
  if (const std::string sign = bad_header ? likely_separator(options) : ""; !sign.empty())
    json.text(sign);
  else
    json.null();
  out << json.end_object().take() << "\n";
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
      tell(out, report, options, at.config());
    return report.refused == 0 && report.ended == ImportReport::Ended::whole ? done : refused;
  });
}

}  // namespace latchkey::operations
