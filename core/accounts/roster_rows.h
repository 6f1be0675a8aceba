// The roster's tables as values: patient, patient_index and contact.
//
// Only the roster's own sources include this. A row holds seals and blind indexes as they are on
// disk; roster.cpp turns them into people. The schema is in core/storage.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/accounts/roster.h"
#include "core/base/names.h"
#include "core/storage/store.h"

namespace latchkey::accounts {

struct PatientRow {
  PatientId id;
  std::string person;  // sealed: see encode_person() in roster_person.cpp
  std::string record_blind;
  std::optional<std::string> user_blind;
  std::string language;
  LocationId location;
  std::optional<LocationId> last_location;
  PatientState state = PatientState::active;
  std::optional<PatientId> merged_into;
  Person::TwoStep two_step = Person::TwoStep::off;
  std::optional<PatientId> proxy_of;
  Time imported_at{};
};

struct ContactRow {
  ContactId id;
  PatientId patient;
  ContactKind kind = ContactKind::mobile;
  std::string value;  // sealed
  std::string blind;
  std::string label;  // sealed
  LineType line_type = LineType::unknown;
  Contact::Safety safety = Contact::Safety::safe;
  Contact::Texts texts = Contact::Texts::allowed;
  std::optional<Time> changed_at, verified_at;
  int priority = 0;
};

// Each index joins a fact with the birth date; `name` has a row for every form of every surname.
enum class IndexKind { name, zip, phone, email, record, user };
inline constexpr Names<IndexKind, 6> index_names{
    {"name", "zip", "phone", "email", "record", "user"}};

struct IndexRow {
  IndexKind kind;
  std::string blind;
  auto operator<=>(const IndexRow&) const = default;
};

namespace rows {

using storage::Transaction;

inline constexpr std::size_t forms_max = 8;  // of one surname (name_forms)
inline constexpr std::size_t hits_max = 8;   // one look-up tells this many; one more is too many
inline constexpr std::uint64_t ids_end = 1ULL << 62U;  // ids are uniform below it (Dice::row_id)
inline constexpr std::size_t desk_hits_max = 20;
inline constexpr std::int64_t page_size = 1000;

std::optional<PatientRow> patient(Transaction& tx, PatientId id);
// The row with this id, else that of the next one on the roster, or of the first: as much is read
// for an id that nobody has.
std::optional<PatientRow> patient_or_other(Transaction& tx, PatientId id);
std::optional<PatientRow> patient_by_record(Transaction& tx, const std::string& blind);
std::vector<PatientId> patients_by_user(Transaction& tx, const std::string& blind);
// A user name that a patient had once.
struct FormerUser {
  std::int64_t id = 0;
  PatientId patient;
  std::string blind;
  std::string name;  // sealed
  Time until;
};
void keep_former_user(Transaction& tx, const FormerUser& former);
std::vector<FormerUser> former_users(Transaction& tx, PatientId id);  // newest first
std::vector<PatientId> patients_by_contact(Transaction& tx, const std::string& blind);
std::vector<KeyedPatient> active_after(Transaction& tx, const std::string& after);
// Adds the row or replaces the one with its id.
void put_patient(Transaction& tx, const PatientRow& row);
void touch_patient(Transaction& tx, PatientId id, Time imported_at);

// Patients under any of `blinds`, in order, at most hits_max + 1. Needs: forms_max blinds.
std::vector<PatientId> look_up_names(Transaction& tx, const std::vector<std::string>& blinds);
std::vector<PatientId> look_up(Transaction& tx, IndexKind kind, const std::string& blind);
void replace_index(Transaction& tx, PatientId id, const std::vector<IndexRow>& index);

std::vector<ContactRow> contacts(Transaction& tx, PatientId id);
std::optional<ContactRow> contact_or_next(Transaction& tx, ContactId id);
void put_contact(Transaction& tx, const ContactRow& row);
void remove_contact(Transaction& tx, ContactId id);
std::int64_t set_safety(Transaction& tx, ContactId id, Contact::Safety safety);
std::int64_t set_verified(Transaction& tx, ContactId id, Time verified_at);
void set_texts(Transaction& tx, const std::string& blind, Contact::Texts texts);
void keep_stop(Transaction& tx, const std::string& blind);
bool has_stopped(Transaction& tx, const std::string& blind);

// Contacts whose line nobody knows or was told of, of active patients.
struct UnknownLine {
  ContactId contact;
  std::string value;  // sealed
  std::string blind;
};
std::vector<UnknownLine> unknown_lines(Transaction& tx, Time asked_since, int most);
void learn_line(Transaction& tx, const std::string& blind, LineType line, Time now);
std::optional<LineType> learnt_line(Transaction& tx, const std::string& blind);
std::int64_t lines_learnt(Transaction& tx, Time since);
// Other active patients with the same contacts: for each of `blinds` at most hits_max + 1 of them.
// An empty blind is nobody's.
struct Sharer {
  std::size_t contact;  // which of `blinds`
  PatientId id;
  std::string person;  // sealed
};
std::vector<Sharer> sharers(Transaction& tx, PatientId self,
                            const std::array<std::string, contacts_looked_at>& blinds);

}  // namespace rows

}  // namespace latchkey::accounts
