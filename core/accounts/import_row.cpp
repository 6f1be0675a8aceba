#include "core/accounts/import_row.h"

#include <algorithm>

namespace latchkey::accounts {

namespace {

// What stops one row; caught at read(), never seen outside.
struct Stop {
  RowProblem problem;
  std::optional<Column> column;
};

constexpr Names<PatientState, 3> states{{"active", "deactivated", "deceased"}};
constexpr Names<Person::TwoStep, 2> answers{{"no", "yes"}};
constexpr std::array contact_columns{Column::mobile, Column::phone, Column::email, Column::address};

constexpr std::array needed{Column::record_number, Column::first_name, Column::last_name,
                            Column::birth_date};

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

std::optional<Column> column_of(const std::string& header, const ImportPlan& plan) {
  for (const auto& [name, column] : plan.headers)
    if (lower(name) == header) return column;
  return column_names.find(header);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(separator);
    if (std::string part = trimmed(text.substr(0, end)); !part.empty())
      parts.push_back(std::move(part));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return parts;
}

}  // namespace

std::vector<std::string_view> known_words(Column column) {
  if (column == Column::state) return {states.words.begin(), states.words.end()};
  if (column == Column::two_step) return {answers.words.begin(), answers.words.end()};
  std::vector<std::string_view> words;
  if (column == Column::unsafe)
    for (const Column contact : contact_columns) words.push_back(column_names[contact]);
  return words;
}

Header read_header(const CsvRow& row, const ImportPlan& plan) {
  Header header{.places = {}, .width = row.cells.size(), .unknown = {}, .missing = {}};
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string name = trimmed(row.cells[i]);
    const auto column = column_of(lower(name), plan);
    if (column && !header.places.at(static_cast<std::size_t>(*column)))
      header.places.at(static_cast<std::size_t>(*column)) = i;
    else
      header.unknown.push_back(name);
  }
  for (const Column column : needed)
    if (!header.places.at(static_cast<std::size_t>(column))) header.missing.push_back(column);
  return header;
}

std::string RowReader::cell(const CsvRow& row, Column column) const {
  const auto place = header_.places.at(static_cast<std::size_t>(column));
  return place && *place < row.cells.size() ? trimmed(row.cells[*place]) : std::string();
}

std::string RowReader::record_number(const CsvRow& row) const {
  return cell(row, Column::record_number);
}

std::optional<LocationId> RowReader::location(const CsvRow& row, Column column) const {
  const std::string key = cell(row, column);
  if (key.empty()) return std::nullopt;
  const auto found = plan_.locations.find(key);
  if (found == plan_.locations.end()) throw Stop{RowProblem::unknown_location, column};
  return found->second;
}

void RowReader::read_person(const CsvRow& row, PatientRecord& record) const {
  for (const Column column : needed)
    if (cell(row, column).empty()) throw Stop{RowProblem::blank, column};
  record.record_number = cell(row, Column::record_number);
  record.first_name = cell(row, Column::first_name);
  record.last_name = cell(row, Column::last_name);
  record.preferred_name = cell(row, Column::preferred_name);
  record.former_last_names = split(cell(row, Column::former_names), ';');
  record.zip = cell(row, Column::zip);
  record.user_name = cell(row, Column::user_name);
  const auto valid = [](Column column, bool is_valid) {
    if (!is_valid) throw Stop{RowProblem::not_valid, column};
  };
  valid(Column::record_number, normal_record_number(record.record_number).has_value());
  valid(Column::first_name, normal_name(record.first_name).has_value());
  valid(Column::last_name, normal_name(record.last_name).has_value());
  valid(Column::preferred_name,
        record.preferred_name.empty() || normal_name(record.preferred_name).has_value());
  valid(Column::former_names,
        std::all_of(record.former_last_names.begin(), record.former_last_names.end(),
                    [](const std::string& name) { return normal_name(name).has_value(); }));
  valid(Column::zip, record.zip.empty() || normal_zip(record.zip).has_value());
  valid(Column::user_name,
        record.user_name.empty() || normal_user_name(record.user_name).has_value());
  const auto born = normal_date(cell(row, Column::birth_date), today_);
  valid(Column::birth_date, born.has_value());
  record.birth_date = *born;
}

void RowReader::read_words(const CsvRow& row, PatientRecord& record) const {
  const auto word = [&](Column column, const auto& names) {
    const std::string text = lower(cell(row, column));
    const auto value = names.find(text);
    if (!text.empty() && !value) throw Stop{RowProblem::unknown_word, column};
    return value;
  };
  record.state = word(Column::state, states);
  record.two_step = word(Column::two_step, answers);
  record.language = lower(cell(row, Column::language));
  if (record.language.size() > 8) throw Stop{RowProblem::not_valid, Column::language};
  if (std::string account = cell(row, Column::account); !account.empty())
    record.account = AccountRef{std::move(account)};
  record.location = location(row, Column::location);
  record.last_location = location(row, Column::last_location);
}

void RowReader::add_contact(const CsvRow& row, Column column, ContactKind kind,
                            PatientRecord& record) const {
  NewContact contact;
  contact.kind = kind;
  contact.value = cell(row, column);
  const bool blank = contact.value.empty();
  if (has(column) && (!blank || plan_.blank_contacts == ImportPlan::Blank::removes))
    record.complete_kinds.push_back(kind);
  if (blank) return;
  if (!normal_contact(kind, contact.value)) throw Stop{RowProblem::not_valid, column};
  const auto unsafe = split(lower(cell(row, Column::unsafe)), ' ');
  if (std::find(unsafe.begin(), unsafe.end(), column_names[column]) != unsafe.end())
    contact.safety = Contact::Safety::unsafe;
  record.contacts.push_back(std::move(contact));
}

void RowReader::read_contacts(const CsvRow& row, PatientRecord& record) const {
  for (const std::string& word : split(lower(cell(row, Column::unsafe)), ' ')) {
    const auto column = column_names.find(word);
    if (!column ||
        std::find(contact_columns.begin(), contact_columns.end(), *column) == contact_columns.end())
      throw Stop{RowProblem::unknown_word, Column::unsafe};
  }
  add_contact(row, Column::mobile, ContactKind::mobile, record);
  add_contact(row, Column::phone, ContactKind::phone, record);
  add_contact(row, Column::email, ContactKind::email, record);
  add_contact(row, Column::address, ContactKind::postal, record);
}

std::variant<PatientRecord, RowError> RowReader::read(const CsvRow& row) const {
  if (row.form == CsvRow::Form::broken)
    return RowError{row.line, RowProblem::unreadable, std::nullopt};
  if (row.cells.size() < header_.width)
    return RowError{row.line, RowProblem::too_short, std::nullopt};
  try {
    PatientRecord record;
    read_person(row, record);
    read_words(row, record);
    read_contacts(row, record);
    return record;
  } catch (const Stop& stop) {
    return RowError{row.line, stop.problem, stop.column};
  }
}

}  // namespace latchkey::accounts
