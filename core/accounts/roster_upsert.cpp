// Adding and updating patients from the clinic's own records.
#include <algorithm>

#include "core/accounts/roster_rows.h"

namespace latchkey::accounts {

// What one record changes, found out by reading only.
struct UpsertPlan {
  Upserted outcome = Upserted::unchanged;
  Person person;
  struct Incoming {
    std::size_t position;             // in the record
    std::optional<ContactRow> known;  // the same contact, on file
  };
  std::vector<Incoming> incoming;
  std::vector<ContactId> gone;
  enum class PersonIs { same, different } is = PersonIs::same;
};

namespace {

void take(std::string& on_file, const std::string& given) {
  if (!given.empty()) on_file = given;
}

template <class T>
void take(T& on_file, const std::optional<T>& given) {
  if (given) on_file = *given;
}

template <class T>
void take(std::optional<T>& on_file, const std::optional<T>& given) {
  if (given) on_file = given;
}

void add_former(Person& person, const std::string& surname) {
  auto& former = person.former_last_names;
  const bool known = normal_name(surname) == normal_name(person.last_name) ||
                     std::find(former.begin(), former.end(), surname) != former.end();
  if (!known && !surname.empty()) former.push_back(surname);
}

void take_record(Person& person, const PatientRecord& record) {
  const std::string old_surname = person.last_name;
  take(person.record_number, record.record_number);
  take(person.first_name, record.first_name);
  take(person.last_name, record.last_name);
  take(person.preferred_name, record.preferred_name);
  take(person.zip, normal_zip(record.zip));
  take(person.user_name, record.user_name);
  take(person.language, record.language);
  take(person.account, record.account);
  take(person.location, record.location);
  take(person.last_location, record.last_location);
  // The chart that was merged away stays so, whatever an export still says of it.
  if (!person.merged_into) take(person.state, record.state);
  take(person.two_step, record.two_step);
  take(person.proxy_of, record.proxy_of);
  person.birth_date = record.birth_date;
  // Who married still gives the old name: it goes on finding them (domain.md P11).
  add_former(person, old_surname);
  for (const std::string& surname : record.former_last_names) add_former(person, surname);
}

bool same_person(const Person& a, const Person& b) {
  const auto parts = [](const Person& p) {
    return std::tie(p.first_name, p.last_name, p.preferred_name, p.former_last_names, p.birth_date,
                    p.zip, p.record_number, p.user_name, p.language, p.account, p.location,
                    p.last_location, p.state, p.two_step, p.proxy_of);
  };
  return parts(a) == parts(b);
}

bool tells_more(const NewContact& given, const ContactRow& on_file) {
  return (given.safety == Contact::Safety::unsafe && given.safety != on_file.safety) ||
         (given.texts == Contact::Texts::opted_out && given.texts != on_file.texts) ||
         (given.line_type != LineType::unknown && given.line_type != on_file.line_type);
}

// Marks only ever get stricter by an import; to lift them is a person's decision.
ContactRow with_marks(ContactRow row, const NewContact& given) {
  if (given.safety == Contact::Safety::unsafe) row.safety = given.safety;
  if (given.texts == Contact::Texts::opted_out) row.texts = given.texts;
  if (given.line_type != LineType::unknown) row.line_type = given.line_type;
  return row;
}

bool speaks_for(const PatientRecord& record, ContactKind kind) {
  const auto& kinds = record.complete_kinds;
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool has(const std::vector<UpsertPlan::Incoming>& incoming, ContactId contact) {
  return std::any_of(incoming.begin(), incoming.end(), [&](const UpsertPlan::Incoming& each) {
    return each.known && each.known->id == contact;
  });
}

std::string required_contact(const NewContact& contact) {
  auto normal = normal_contact(contact.kind, contact.value);
  ensure(normal.has_value(), "a contact is checked before it is added");
  return *std::move(normal);
}

// What was learnt of a number holds for whoever comes onto the roster with it.
void learnt_of(storage::Transaction& tx, ContactRow& row) {
  if (rows::has_stopped(tx, row.blind)) row.texts = Contact::Texts::opted_out;
  if (row.line_type == LineType::unknown)
    row.line_type = rows::learnt_line(tx, row.blind).value_or(LineType::unknown);
}

}  // namespace

FreshIds fresh_ids(Dice& dice, const PatientRecord& record) {
  FreshIds ids{.patient = PatientId{dice.row_id()}, .contacts = {}};
  for (std::size_t i = 0; i < record.contacts.size(); ++i)
    ids.contacts.push_back(ContactId{dice.row_id()});
  return ids;
}

ContactRow Roster::sealed(const NewContact& contact, ContactId id, PatientId patient) const {
  const std::string value = required_contact(contact);
  return {.id = id,
          .patient = patient,
          .kind = contact.kind,
          .value = sealer_.seal(value, id.value, "contact.value"),
          .blind = contact_blind(contact.kind, value),
          .label = sealer_.seal(contact.label, id.value, "contact.label"),
          .line_type = contact.line_type,
          .safety = contact.safety,
          .texts = contact.texts,
          .changed_at = contact.changed_at,
          .verified_at = std::nullopt};
}

// A list that was exported before a rename at the desk, or by a system that never heard of it,
// still has the old name: it undoes nothing. Who really gets an old name back is renamed at the
// desk.
std::string Roster::newest_user_name(storage::Transaction& tx, const Person& on_file,
                                     const std::string& given) const {
  const auto old = normal_user_name(given);
  if (on_file.user_name.empty() || old == normal_user_name(on_file.user_name)) return given;
  for (const std::string& former : former_user_names(tx, on_file.id))
    if (normal_user_name(former) == old) return on_file.user_name;
  return given;
}

UpsertPlan Roster::plan(storage::Transaction& tx, const PatientRecord& record) const {
  const auto key = record_key(record.record_number);
  ensure(key && normal_name(record.first_name) && normal_name(record.last_name),
         "a record is checked before it is added");
  const auto row = rows::patient_by_record(tx, *key);
  UpsertPlan plan;
  Person before;
  before.language = "en";
  if (row) before = open(*row);
  plan.person = before;
  take_record(plan.person, record);
  if (row) plan.person.user_name = newest_user_name(tx, before, plan.person.user_name);
  if (!same_person(before, plan.person)) plan.is = UpsertPlan::PersonIs::different;

  const auto on_file = row ? rows::contacts(tx, row->id) : std::vector<ContactRow>{};
  bool contacts_differ = false;
  for (std::size_t i = 0; i < record.contacts.size(); ++i) {
    const NewContact& given = record.contacts[i];
    const std::string blind = contact_blind(given.kind, required_contact(given));
    const auto known = std::find_if(on_file.begin(), on_file.end(), [&](const ContactRow& c) {
      return c.kind == given.kind && c.blind == blind;
    });
    const bool is_known = known != on_file.end();
    contacts_differ |= !is_known || tells_more(given, *known);
    plan.incoming.push_back({i, is_known ? std::optional(*known) : std::nullopt});
  }
  for (const ContactRow& contact : on_file)
    if (speaks_for(record, contact.kind) && !has(plan.incoming, contact.id))
      plan.gone.push_back(contact.id);
  contacts_differ |= !plan.gone.empty();
  if (!row)
    plan.outcome = Upserted::added;
  else if (contacts_differ || plan.is == UpsertPlan::PersonIs::different)
    plan.outcome = Upserted::changed;
  return plan;
}

Upserted Roster::would_upsert(storage::Transaction& tx, const PatientRecord& record) const {
  return plan(tx, record).outcome;
}

Upserted Roster::upsert(storage::Transaction& tx, const PatientRecord& record, const FreshIds& ids,
                        Time now) const {
  UpsertPlan planned = plan(tx, record);
  const bool is_new = planned.outcome == Upserted::added;
  if (is_new) planned.person.id = ids.patient;
  if (planned.outcome == Upserted::unchanged) {
    rows::touch_patient(tx, planned.person.id, now);
    return planned.outcome;
  }
  planned.person.imported_at = now;
  rows::put_patient(tx, sealed(planned.person));
  for (const ContactId contact : planned.gone) rows::remove_contact(tx, contact);
  for (const auto& [position, known] : planned.incoming) {
    const NewContact& given = record.contacts[position];
    ContactRow row = known ? with_marks(*known, given)
                           : sealed(given, ids.contacts.at(position), planned.person.id);
    if (!known && !is_new && !row.changed_at) row.changed_at = now;
    const bool new_number =
        !known && (given.kind == ContactKind::mobile || given.kind == ContactKind::phone);
    if (new_number) learnt_of(tx, row);
    if (given.texts == Contact::Texts::opted_out) rows::keep_stop(tx, row.blind);
    row.priority = static_cast<int>(position);
    rows::put_contact(tx, row);
  }
  rows::replace_index(tx, planned.person.id,
                      index_of(planned.person, contacts(tx, planned.person.id)));
  return planned.outcome;
}

}  // namespace latchkey::accounts
