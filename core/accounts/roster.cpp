#include "core/accounts/roster.h"

#include <algorithm>

#include "core/accounts/roster_rows.h"

namespace latchkey::accounts {

namespace {

constexpr std::string_view former_purpose = "patient.former_user_name";

}  // namespace

std::optional<std::string> normal_contact(ContactKind kind, std::string_view text) {
  if (kind == ContactKind::email) return normal_email(text);
  if (kind != ContactKind::postal) return normal_phone(text);
  constexpr std::size_t address_bytes_max = 1000;
  if (text.empty() || text.size() > address_bytes_max) return std::nullopt;
  return std::string(text);
}

// A number is one index whether it is kept as a mobile or as a phone: sharing and STOP ask for the
// number.
std::string Roster::contact_blind(ContactKind kind, std::string_view normal) const {
  if (kind == ContactKind::email) return sealer_.blind("contact.email", normal);
  if (kind == ContactKind::postal) return sealer_.blind("contact.postal", normal);
  return sealer_.blind("contact.phone", normal);
}

// ---- Reading -----------------------------------------------------------------------------------

std::optional<Person> Roster::person(storage::Transaction& tx, PatientId patient) const {
  auto [is, person] = look(tx, patient, {});
  return is == Looked::Is::asked_for ? std::optional(std::move(person)) : std::nullopt;
}

Person Roster::known(storage::Transaction& tx, PatientId patient) const {
  auto found = person(tx, patient);
  ensure(found.has_value(), "the patient is on the roster");
  return *std::move(found);
}

std::optional<Standing> Roster::standing(storage::Transaction& tx, PatientId patient, Time now,
                                         StandIn stand_in) const {
  const auto [is, person] = look(tx, patient, stand_in);
  const int age = age_on(person.birth_date, utc_date(now));
  if (is == Looked::Is::stand_in) return std::nullopt;
  return Standing{.state = person.state,
                  .age = age,
                  .account = person.account,
                  .merged_into = person.merged_into,
                  .proxy_of = person.proxy_of,
                  .two_step = person.two_step,
                  .language = person.language,
                  .location = person.location,
                  .last_location = person.last_location};
}

std::vector<Contact> Roster::contacts(storage::Transaction& tx, PatientId patient) const {
  std::vector<Contact> out;
  for (const ContactRow& row : rows::contacts(tx, patient)) out.push_back(open(row));
  return out;
}

std::optional<Contact> Roster::contact(storage::Transaction& tx, ContactId contact) const {
  const auto row = rows::contact_or_next(tx, contact);
  std::optional<Contact> read = row ? std::optional(open(*row)) : std::nullopt;
  return read && read->id == contact ? std::move(read) : std::nullopt;
}

std::vector<PatientId> Roster::by_record_number(storage::Transaction& tx,
                                                std::string_view text) const {
  const auto key = record_key(text);
  const auto row = key ? rows::patient_by_record(tx, *key) : std::nullopt;
  return row ? std::vector{row->id} : std::vector<PatientId>{};
}

std::vector<PatientId> Roster::by_user_name(storage::Transaction& tx, std::string_view text) const {
  const auto normal = normal_user_name(text);
  if (!normal) return {};
  return rows::patients_by_user(tx, sealer_.blind("patient.user_name", *normal));
}

std::vector<PatientId> Roster::by_contact(storage::Transaction& tx, ContactKind kind,
                                          std::string_view text) const {
  const auto normal = normal_contact(kind, text);
  if (!normal) return {};
  return rows::patients_by_contact(tx, contact_blind(kind, *normal));
}

std::vector<PatientId> Roster::by_name(storage::Transaction& tx, std::string_view last_name,
                                       Date birth_date) const {
  std::vector<PatientId> out;
  for (const std::string& form : name_forms(last_name)) {
    const auto found =
        rows::look_up(tx, IndexKind::name, birth_blind(IndexKind::name, form, birth_date));
    out.insert(out.end(), found.begin(), found.end());
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  if (out.size() > rows::desk_hits_max) out.resize(rows::desk_hits_max);
  return out;
}

std::optional<std::string> Roster::record_key(std::string_view record_number) const {
  const auto normal = normal_record_number(record_number);
  if (!normal) return std::nullopt;
  return sealer_.blind("patient.record_number", *normal);
}

std::vector<KeyedPatient> Roster::active_after(storage::Transaction& tx,
                                               const std::string& after) const {
  return rows::active_after(tx, after);
}

std::vector<PatientId> Roster::of_office(storage::Transaction& tx, LocationId office,
                                         PatientId after) const {
  constexpr int most = 500;
  const auto found = tx.run(
      "SELECT id FROM patient WHERE location_id = $1 AND id > $2 AND state = 'active' "
      "ORDER BY id LIMIT $3",
      office, after, most);
  std::vector<PatientId> out;
  for (const storage::Row& row : found.rows) out.push_back(row.id<PatientId>(0));
  return out;
}

// ---- Changing one thing ------------------------------------------------------------------------

void Roster::put(storage::Transaction& tx, const Person& person) const {
  rows::put_patient(tx, sealed(person));
  rows::replace_index(tx, person.id, index_of(person, contacts(tx, person.id)));
}

void Roster::set_state(storage::Transaction& tx, PatientId patient, PatientState state) const {
  ensure(state != PatientState::merged, "a patient is merged by merge()");
  Person person = known(tx, patient);
  person.state = state;
  person.merged_into.reset();
  put(tx, person);
}

void Roster::merge(storage::Transaction& tx, PatientId from, PatientId into) const {
  ensure(from != into, "a patient is merged into another");
  known(tx, into);
  Person person = known(tx, from);
  person.state = PatientState::merged;
  person.merged_into = into;
  put(tx, person);
}

void Roster::set_account(storage::Transaction& tx, PatientId patient, const AccountRef& account,
                         const std::string& user_name) const {
  Person person = known(tx, patient);
  person.account = account;
  person.user_name = user_name;
  put(tx, person);
}

void Roster::rename(storage::Transaction& tx, PatientId patient, const std::string& user_name,
                    std::int64_t alias, Time now) const {
  Person person = known(tx, patient);
  if (person.user_name == user_name) return;
  if (const auto old = normal_user_name(person.user_name))
    rows::keep_former_user(tx, {alias, patient, sealer_.blind("patient.user_name", *old),
                                sealer_.seal(person.user_name, alias, former_purpose), now});
  person.user_name = user_name;
  put(tx, person);
}

std::vector<std::string> Roster::former_user_names(storage::Transaction& tx,
                                                   PatientId patient) const {
  std::vector<std::string> out;
  for (const rows::FormerUser& former : rows::former_users(tx, patient))
    out.push_back(sealer_.open_or_fault(former.name, former.id, former_purpose));
  return out;
}

void Roster::set_safety(storage::Transaction& tx, ContactId contact, Contact::Safety safety) const {
  ensure(rows::set_safety(tx, contact, safety) == 1, "the contact is on file");
}

void Roster::confirm_contact(storage::Transaction& tx, ContactId contact, Time now) const {
  ensure(rows::set_verified(tx, contact, now) == 1, "the contact is on file");
}

void Roster::set_texts(storage::Transaction& tx, std::string_view phone,
                       Contact::Texts texts) const {
  if (const auto normal = normal_phone(phone))
    rows::set_texts(tx, contact_blind(ContactKind::mobile, *normal), texts);
}

Contact::Texts Roster::texts_of(storage::Transaction& tx, std::string_view e164) const {
  const bool stopped = rows::has_stopped(tx, contact_blind(ContactKind::mobile, std::string(e164)));
  return stopped ? Contact::Texts::opted_out : Contact::Texts::allowed;
}

std::vector<std::string> Roster::unknown_lines(storage::Transaction& tx, Time asked_since,
                                               int most) const {
  std::vector<std::string> numbers;
  for (const rows::UnknownLine& line : rows::unknown_lines(tx, asked_since, most))
    numbers.push_back(sealer_.open_or_fault(line.value, line.contact.value, "contact.value"));
  return numbers;
}

void Roster::learn_line(storage::Transaction& tx, const std::string& e164, LineType line,
                        Time now) const {
  rows::learn_line(tx, contact_blind(ContactKind::mobile, e164), line, now);
}

std::int64_t Roster::lines_learnt(storage::Transaction& tx, Time since) const {
  return rows::lines_learnt(tx, since);
}

}  // namespace latchkey::accounts
