#include "core/accounts/roster_rows.h"

namespace latchkey::accounts {

namespace {

using storage::Blob;
using storage::Row;

constexpr Names<PatientState, 4> state_names{{"active", "deactivated", "deceased", "merged"}};
constexpr Names<ContactKind, 4> contact_names{{"mobile", "phone", "email", "postal"}};
constexpr Names<LineType, 3> line_names{{"unknown", "mobile", "landline"}};

template <class AnId>
std::optional<AnId> maybe_id(const Row& row, std::size_t column) {
  const auto value = row.maybe_integer(column);
  return value ? std::optional(AnId{*value}) : std::nullopt;
}

std::optional<Time> maybe_time(const Row& row, std::size_t column) {
  const auto value = row.maybe_integer(column);
  return value ? std::optional(from_millis(*value)) : std::nullopt;
}

std::optional<Blob> maybe_blob(const std::optional<std::string>& bytes) {
  return bytes ? std::optional(Blob{*bytes}) : std::nullopt;
}

PatientRow patient_row(const Row& row) {
  return {.id = row.id<PatientId>(0),
          .person = row.blob(1),
          .record_blind = row.blob(2),
          .user_blind = row.maybe_blob(3),
          .language = row.text(4),
          .location = row.id<LocationId>(5),
          .last_location = maybe_id<LocationId>(row, 6),
          .state = state_names.read(row.text(7)),
          .merged_into = maybe_id<PatientId>(row, 8),
          .two_step = static_cast<Person::TwoStep>(row.integer(9)),
          .proxy_of = maybe_id<PatientId>(row, 10),
          .imported_at = row.time(11)};
}

ContactRow contact_row(const Row& row) {
  return {.id = row.id<ContactId>(0),
          .patient = row.id<PatientId>(1),
          .kind = contact_names.read(row.text(2)),
          .value = row.blob(3),
          .blind = row.blob(4),
          .label = row.blob(5),
          .line_type = line_names.read(row.text(6)),
          .safety = static_cast<Contact::Safety>(row.integer(7)),
          .texts = static_cast<Contact::Texts>(row.integer(8)),
          .changed_at = maybe_time(row, 9),
          .verified_at = maybe_time(row, 10),
          .priority = static_cast<int>(row.integer(11))};
}

std::vector<PatientId> ids(const storage::Result& result) {
  std::vector<PatientId> out;
  for (const Row& row : result.rows) out.push_back(row.id<PatientId>(0));
  return out;
}

std::optional<PatientRow> only_patient(const storage::Result& result) {
  const Row* row = result.one();
  return row ? std::optional(patient_row(*row)) : std::nullopt;
}

}  // namespace

namespace rows {

std::optional<PatientRow> patient(Transaction& tx, PatientId id) {
  return only_patient(
      tx.run("SELECT id, person, record_blind, user_blind, language, location_id, "
             "last_location_id, state, merged_into, two_step, proxy_of, imported_at "
             "FROM patient WHERE id = $1",
             id));
}

std::optional<PatientRow> patient_or_other(Transaction& tx, PatientId id) {
  return only_patient(
      tx.run("SELECT id, person, record_blind, user_blind, language, location_id, "
             "last_location_id, state, merged_into, two_step, proxy_of, imported_at "
             "FROM patient WHERE id = coalesce((SELECT min(id) FROM patient WHERE id >= $1), "
             "(SELECT min(id) FROM patient))",
             id));
}

std::optional<PatientRow> patient_by_record(Transaction& tx, const std::string& blind) {
  return only_patient(
      tx.run("SELECT id, person, record_blind, user_blind, language, location_id, "
             "last_location_id, state, merged_into, two_step, proxy_of, imported_at "
             "FROM patient WHERE record_blind = $1",
             Blob{blind}));
}

std::vector<PatientId> patients_by_user(Transaction& tx, const std::string& blind) {
  return ids(
      tx.run("SELECT id FROM patient WHERE user_blind = $1"
             " UNION SELECT patient_id FROM former_user_name WHERE blind = $1"
             " ORDER BY 1 LIMIT $2",
             Blob{blind}, static_cast<std::int64_t>(desk_hits_max)));
}

void keep_former_user(Transaction& tx, const FormerUser& former) {
  tx.run(
      "INSERT INTO former_user_name (id, patient_id, blind, name, until)"
      " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING",
      former.id, former.patient, Blob{former.blind}, Blob{former.name}, former.until);
}

std::vector<FormerUser> former_users(Transaction& tx, PatientId id) {
  std::vector<FormerUser> out;
  const auto found = tx.run(
      "SELECT id, blind, name, until FROM former_user_name WHERE patient_id = $1"
      " ORDER BY until DESC, id",
      id);
  for (const Row& row : found.rows)
    out.push_back({row.integer(0), id, row.blob(1), row.blob(2), row.time(3)});
  return out;
}

std::vector<PatientId> patients_by_contact(Transaction& tx, const std::string& blind) {
  return ids(
      tx.run("SELECT DISTINCT patient_id FROM contact WHERE blind = $1 "
             "ORDER BY patient_id LIMIT $2",
             Blob{blind}, static_cast<std::int64_t>(desk_hits_max)));
}

std::vector<KeyedPatient> active_after(Transaction& tx, const std::string& after) {
  const auto result = tx.run(
      "SELECT id, record_blind FROM patient WHERE state = 'active' AND record_blind > $1 "
      "ORDER BY record_blind LIMIT $2",
      Blob{after}, page_size);
  std::vector<KeyedPatient> out;
  for (const Row& row : result.rows) out.push_back({row.id<PatientId>(0), row.blob(1)});
  return out;
}

void put_patient(Transaction& tx, const PatientRow& row) {
  tx.run(
      "INSERT INTO patient (id, person, record_blind, user_blind, language, location_id, "
      "last_location_id, state, merged_into, two_step, proxy_of, imported_at, "
      "normaliser_version, key_version) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
      "ON CONFLICT (id) DO UPDATE SET person = excluded.person, "
      "record_blind = excluded.record_blind, user_blind = excluded.user_blind, "
      "language = excluded.language, location_id = excluded.location_id, "
      "last_location_id = excluded.last_location_id, state = excluded.state, "
      "merged_into = excluded.merged_into, two_step = excluded.two_step, "
      "proxy_of = excluded.proxy_of, imported_at = excluded.imported_at, "
      "normaliser_version = excluded.normaliser_version, key_version = excluded.key_version",
      row.id, Blob{row.person}, Blob{row.record_blind}, maybe_blob(row.user_blind), row.language,
      row.location, row.last_location, state_names[row.state], row.merged_into,
      static_cast<int>(row.two_step), row.proxy_of, row.imported_at, normaliser_version,
      static_cast<int>(static_cast<unsigned char>(row.person.at(0))));
}

void touch_patient(Transaction& tx, PatientId id, Time imported_at) {
  tx.run("UPDATE patient SET imported_at = $2 WHERE id = $1", id, imported_at);
}

std::vector<PatientId> look_up_names(Transaction& tx, const std::vector<std::string>& blinds) {
  ensure(blinds.size() == forms_max, "a name is looked up under a fixed number of forms");
  const auto form = [&](std::size_t i) { return Blob{blinds[i]}; };
  return ids(
      tx.run("SELECT DISTINCT patient_id FROM patient_index WHERE kind = 'name' "
             "AND blind IN ($1, $2, $3, $4, $5, $6, $7, $8) ORDER BY patient_id LIMIT $9",
             form(0), form(1), form(2), form(3), form(4), form(5), form(6), form(7),
             static_cast<std::int64_t>(hits_max + 1)));
}

std::vector<PatientId> look_up(Transaction& tx, IndexKind kind, const std::string& blind) {
  return ids(
      tx.run("SELECT patient_id FROM patient_index WHERE kind = $1 AND blind = $2 "
             "ORDER BY patient_id LIMIT $3",
             index_names[kind], Blob{blind}, static_cast<std::int64_t>(hits_max + 1)));
}

void replace_index(Transaction& tx, PatientId id, const std::vector<IndexRow>& index) {
  tx.run("DELETE FROM patient_index WHERE patient_id = $1", id);
  for (const IndexRow& row : index)
    tx.run("INSERT INTO patient_index (kind, blind, patient_id) VALUES ($1, $2, $3)",
           index_names[row.kind], Blob{row.blind}, id);
}

std::vector<ContactRow> contacts(Transaction& tx, PatientId id) {
  const auto result = tx.run(
      "SELECT id, patient_id, kind, value, blind, label, line_type, is_unsafe, opted_out, "
      "changed_at, verified_at, priority FROM contact WHERE patient_id = $1 "
      "ORDER BY priority, id",
      id);
  std::vector<ContactRow> out;
  for (const Row& row : result.rows) out.push_back(contact_row(row));
  return out;
}

std::optional<ContactRow> contact_or_next(Transaction& tx, ContactId id) {
  const auto result = tx.run(
      "SELECT id, patient_id, kind, value, blind, label, line_type, is_unsafe, opted_out, "
      "changed_at, verified_at, priority FROM contact WHERE id >= $1 ORDER BY id LIMIT 1",
      id);
  const Row* row = result.one();
  return row ? std::optional(contact_row(*row)) : std::nullopt;
}

void put_contact(Transaction& tx, const ContactRow& row) {
  tx.run(
      "INSERT INTO contact (id, patient_id, kind, value, blind, label, line_type, is_unsafe, "
      "opted_out, changed_at, verified_at, priority) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
      "ON CONFLICT (id) DO UPDATE SET value = excluded.value, label = excluded.label, "
      "line_type = excluded.line_type, is_unsafe = excluded.is_unsafe, "
      "opted_out = excluded.opted_out, changed_at = excluded.changed_at, "
      "verified_at = excluded.verified_at, priority = excluded.priority",
      row.id, row.patient, contact_names[row.kind], Blob{row.value}, Blob{row.blind},
      Blob{row.label}, line_names[row.line_type], static_cast<int>(row.safety),
      static_cast<int>(row.texts), row.changed_at, row.verified_at, row.priority);
}

void remove_contact(Transaction& tx, ContactId id) {
  tx.run("DELETE FROM contact WHERE id = $1", id);
}

std::int64_t set_safety(Transaction& tx, ContactId id, Contact::Safety safety) {
  return tx.run("UPDATE contact SET is_unsafe = $2 WHERE id = $1", id, static_cast<int>(safety))
      .changed;
}

std::int64_t set_verified(Transaction& tx, ContactId id, Time verified_at) {
  return tx.run("UPDATE contact SET verified_at = $2 WHERE id = $1", id, verified_at).changed;
}

void set_texts(Transaction& tx, const std::string& blind, Contact::Texts texts) {
  tx.run("UPDATE contact SET opted_out = $2 WHERE blind = $1", Blob{blind},
         static_cast<int>(texts));
  if (texts == Contact::Texts::opted_out)
    keep_stop(tx, blind);
  else
    tx.run("DELETE FROM stopped_number WHERE blind = $1", Blob{blind});
}

void keep_stop(Transaction& tx, const std::string& blind) {
  tx.run("INSERT INTO stopped_number (blind) VALUES ($1) ON CONFLICT DO NOTHING", Blob{blind});
}

bool has_stopped(Transaction& tx, const std::string& blind) {
  return tx.run("SELECT 1 FROM stopped_number WHERE blind = $1", Blob{blind}).one() != nullptr;
}

std::vector<UnknownLine> unknown_lines(Transaction& tx, Time asked_since, int most) {
  const auto found = tx.run(
      "SELECT c.id, c.value, c.blind FROM contact c JOIN patient p ON p.id = c.patient_id"
      " WHERE c.line_type = 'unknown' AND c.kind IN ('mobile', 'phone') AND p.state = 'active'"
      " AND NOT EXISTS (SELECT 1 FROM line_lookup l WHERE l.blind = c.blind AND l.at >= $2)"
      " ORDER BY c.id LIMIT $1",
      most, asked_since);
  std::vector<UnknownLine> lines;
  for (const Row& row : found.rows)
    lines.push_back({row.id<ContactId>(0), row.blob(1), row.blob(2)});
  return lines;
}

void learn_line(Transaction& tx, const std::string& blind, LineType line, Time now) {
  tx.run(
      "INSERT INTO line_lookup (blind, line_type, at) VALUES ($1, $2, $3)"
      " ON CONFLICT (blind) DO UPDATE SET line_type = excluded.line_type, at = excluded.at",
      Blob{blind}, line_names[line], now);
  tx.run("UPDATE contact SET line_type = $2 WHERE blind = $1 AND line_type = 'unknown'",
         Blob{blind}, line_names[line]);
}

std::optional<LineType> learnt_line(Transaction& tx, const std::string& blind) {
  const auto found = tx.run("SELECT line_type FROM line_lookup WHERE blind = $1", Blob{blind});
  const Row* row = found.one();
  return row ? std::optional(line_names.read(row->text(0))) : std::nullopt;
}

std::int64_t lines_learnt(Transaction& tx, Time since) {
  return tx.run("SELECT COUNT(*) FROM line_lookup WHERE at >= $1", since).rows.front().integer(0);
}

std::vector<Sharer> sharers(Transaction& tx, PatientId self,
                            const std::array<std::string, contacts_looked_at>& blinds) {
  const auto result = tx.run(
      R"sql(
        WITH asked (contact, blind) AS
          (VALUES (0, $2), (1, $3), (2, $4), (3, $5), (4, $6), (5, $7))
        SELECT asked.contact, p.id, p.person FROM asked CROSS JOIN patient p WHERE p.id IN
          (SELECT DISTINCT o.id FROM contact c JOIN patient o ON o.id = c.patient_id
           WHERE c.blind = asked.blind AND o.state = 'active' AND o.id <> $1
           ORDER BY o.id LIMIT $8))sql",
      self, Blob{blinds[0]}, Blob{blinds[1]}, Blob{blinds[2]}, Blob{blinds[3]}, Blob{blinds[4]},
      Blob{blinds[5]}, static_cast<std::int64_t>(hits_max + 1));
  std::vector<Sharer> out;
  for (const Row& row : result.rows)
    out.push_back({static_cast<std::size_t>(row.integer(0)), row.id<PatientId>(1), row.blob(2)});
  return out;
}

}  // namespace rows

}  // namespace latchkey::accounts
