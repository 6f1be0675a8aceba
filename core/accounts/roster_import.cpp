#include "core/accounts/roster_import.h"

#include <algorithm>
#include <set>

#include "core/accounts/import_row.h"

namespace latchkey::accounts {

namespace {

constexpr std::size_t batch_size = 200;
constexpr std::size_t errors_max = 1000, done_max = 20'000;

class Import {
 public:
  Import(const ImportPlan& plan, storage::Store& store, const Roster& roster, Dice& dice, Time now)
      : plan_(plan), store_(store), roster_(roster), dice_(dice), now_(now) {}

  ImportReport run(CsvReader& csv, const ImportProgress& progress);

 private:
  void take(const CsvRow& row, const RowReader& reader);
  void refuse(const RowError& error);
  static void guard(PatientRecord& record);
  void flush();
  std::vector<PatientId> missing_patients(std::size_t& active) const;
  void settle_missing();

  const ImportPlan& plan_;
  storage::Store& store_;
  const Roster& roster_;
  Dice& dice_;
  Time now_;
  ImportReport report_;
  std::vector<PatientRecord> batch_;
  std::vector<std::size_t> lines_;  // of the batch
  std::set<std::string> seen_;      // keys of every record that the file names, good rows or not
};

void Import::refuse(const RowError& error) {
  ++report_.refused;
  if (report_.errors.size() < errors_max) report_.errors.push_back(error);
}

void Import::take(const CsvRow& row, const RowReader& reader) {
  ++report_.rows;
  const auto key = roster_.record_key(reader.record_number(row));
  const bool first_time = !key || seen_.insert(*key).second;
  auto read = reader.read(row);
  if (const auto* error = std::get_if<RowError>(&read)) return refuse(*error);
  if (!first_time) return refuse({row.line, RowProblem::twice, Column::record_number});
  batch_.push_back(std::get<PatientRecord>(std::move(read)));
  if (plan_.ways_in == ImportPlan::WaysIn::guarded) guard(batch_.back());
  lines_.push_back(row.line);
  if (batch_.size() >= batch_size) flush();
}

void Import::guard(PatientRecord& record) {
  record.account.reset();
  record.complete_kinds.clear();
  if (record.two_step == Person::TwoStep::off) record.two_step.reset();
  for (NewContact& contact : record.contacts) contact.safety = Contact::Safety::safe;
}

void Import::flush() {
  std::vector<FreshIds> ids;
  for (const PatientRecord& record : batch_) ids.push_back(fresh_ids(dice_, record));
  const auto work = [&](storage::Transaction& tx) {
    std::vector<Upserted> outcomes;
    for (std::size_t i = 0; i < batch_.size(); ++i) {
      PatientRecord record = batch_[i];
      const bool is_new = roster_.by_record_number(tx, record.record_number).empty();
      if (is_new && !record.location) record.location = plan_.default_location;
      outcomes.push_back(plan_.run == ImportPlan::Run::dry
                             ? roster_.would_upsert(tx, record)
                             : roster_.upsert(tx, record, ids[i], now_));
      const bool done =
          plan_.run == ImportPlan::Run::real && outcomes.back() != Upserted::unchanged;
      if (done && plan_.along)
        plan_.along(tx, roster_.by_record_number(tx, record.record_number).front(),
                    outcomes.back());
    }
    return outcomes;
  };
  const auto outcomes = plan_.run == ImportPlan::Run::dry ? store_.read(work) : store_.write(work);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const Upserted outcome = outcomes[i];
    if (outcome != Upserted::unchanged && report_.done.size() < done_max)
      report_.done.push_back({lines_[i], outcome});
    if (outcome == Upserted::added) ++report_.added;
    if (outcome == Upserted::changed) ++report_.changed;
    if (outcome == Upserted::unchanged) ++report_.unchanged;
  }
  batch_.clear();
  lines_.clear();
}

std::vector<PatientId> Import::missing_patients(std::size_t& active) const {
  std::vector<PatientId> missing;
  std::string after;
  for (;;) {
    const auto page =
        store_.read([&](storage::Transaction& tx) { return roster_.active_after(tx, after); });
    if (page.empty()) return missing;
    active += page.size();
    for (const KeyedPatient& patient : page)
      if (!seen_.contains(patient.key)) missing.push_back(patient.id);
    after = page.back().key;
  }
}

void Import::settle_missing() {
  if (plan_.missing == ImportPlan::Missing::stay) return;
  std::size_t active = 0;
  const auto missing = missing_patients(active);
  report_.missing = missing.size();
  if (missing.size() * 100 > active * static_cast<std::size_t>(plan_.missing_percent_max)) {
    report_.ended = ImportReport::Ended::too_many_missing;
    return;
  }
  if (plan_.run == ImportPlan::Run::dry) return;
  for (std::size_t from = 0; from < missing.size(); from += batch_size) {
    store_.write([&](storage::Transaction& tx) {
      const std::size_t end = std::min(from + batch_size, missing.size());
      for (std::size_t i = from; i < end; ++i)
        roster_.set_state(tx, missing[i], PatientState::deactivated);
    });
  }
  report_.deactivated = missing.size();
}

ImportReport Import::run(CsvReader& csv, const ImportProgress& progress) {
  const auto first = csv.next();
  const Header header = read_header(first.value_or(CsvRow{}), plan_);
  report_.missing_columns = header.missing;
  if (header.missing.empty()) {
    report_.unknown_headers = header.unknown;
  } else {  // perhaps a file without a header: its first row would be a patient
    report_.ended = ImportReport::Ended::bad_header;
    return report_;
  }
  const RowReader reader(header, plan_, utc_date(now_));
  while (const auto row = csv.next()) {
    take(*row, reader);
    if (progress && report_.rows % batch_size == 0) progress(report_.rows);
  }
  flush();
  settle_missing();
  if (progress) progress(report_.rows);
  return report_;
}

}  // namespace

ImportReport import_csv(std::istream& csv, const ImportPlan& plan, storage::Store& store,
                        const Roster& roster, Dice& dice, const Clock& clock,
                        const ImportProgress& progress) {
  CsvReader reader(csv, plan.separator);
  return Import(plan, store, roster, dice, clock.now()).run(reader, progress);
}

}  // namespace latchkey::accounts
