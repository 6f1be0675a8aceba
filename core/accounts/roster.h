// Who is a patient, and which ways to reach them are on file.
//
// The roster comes from the clinic (import) and is all that an unproven person's words ever meet:
// the account system is not asked before a proof (rulings.md R5). It finds by exact keyed indexes
// (R29), each joined with the birth date, and opens only what it must. find(), person(),
// standing(), reach() and contact() do the same number of look-ups, reads, opens and comparisons
// for everybody, so that neither an answer nor its pace tells who is a patient (product.md rule 2):
// where nobody is found a stand-in, somebody drawn from the roster, is read, opened and forgotten.
//
// Names, dates, addresses, numbers and user names are sealed; in clear are only ids, language,
// office, state and dates of change.
//
// Thread rule: holds no state but its keys and policy; any thread may use it, each with its own
// Transaction. Functions that write may run twice (R14): ids are drawn before, by fresh_ids().
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/accounts/account_system.h"
#include "core/base/dice.h"
#include "core/base/ids.h"
#include "core/base/normal.h"
#include "core/base/sealer.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::accounts {

struct PatientRow;  // the stored forms: roster_rows.h
struct ContactRow;
struct IndexRow;
struct UpsertPlan;
enum class IndexKind;

using ContactId = Id<struct ContactTag>;  // a way to reach a patient, on file

// ---- Finding -----------------------------------------------------------------------------------

// What somebody says about the patient, as typed; the roster brings it into normal form itself. An
// empty name is one not asked for (a phone's keys can't spell).
struct Facts {
  std::string first_name, last_name;
  std::optional<Date> birth_date;
  std::optional<std::string> zip, phone, email, record_number, user_name;
};

enum class Found { nobody, one, several };

struct Match {
  Found found = Found::nobody;
  PatientId patient;  // with `one` only
  bool operator==(const Match&) const = default;
};

// Who is read where nobody is found: an id that nobody need have; the next one on the roster is.
// From Roster::stand_in(), by what the whole claim keeps: a stranger's rows are then as warm in a
// cache at the second question as a patient's. None: for whom no stranger waits.
struct StandIn {
  PatientId at;
};

// ---- Reaching ----------------------------------------------------------------------------------

enum class ContactKind { mobile, phone, email, postal };
enum class LineType { unknown, mobile, landline };

struct Contact {
  ContactId id;
  ContactKind kind = ContactKind::mobile;
  Secret value;       // E.164 number, mail address, or postal address in lines
  std::string label;  // the clinic's own word: "home", "daughter"; shown to staff only
  LineType line_type = LineType::unknown;
  enum class Safety { safe, unsafe } safety = Safety::safe;  // unsafe: never used, not even to tell
  enum class Texts { allowed, opted_out } texts = Texts::allowed;
  std::optional<Time> changed_at;   // absent: as it was when the patient came onto the roster
  std::optional<Time> verified_at;  // an office saw the patient and confirmed it
  int priority = 0;                 // lower is tried first
};

// Why a kind of proof has no contact. `none`: nothing of the sort on file.
enum class Unreachable { none, changed, unsafe, shared, opted_out };

struct Way {
  std::optional<ContactId> contact;
  Unreachable why = Unreachable::none;  // when there is no contact
};

struct Reach {
  Way text, call, mail;
  bool anything() const { return text.contact || call.contact || mail.contact; }
};

// ---- The person --------------------------------------------------------------------------------

enum class PatientState { active, deactivated, deceased, merged };

struct Person {
  PatientId id;
  std::string first_name, last_name, preferred_name;
  std::vector<std::string> former_last_names;
  Date birth_date{};
  std::string zip;                                 // five digits, or empty
  std::string record_number, user_name, language;  // language: "en", "es"
  std::optional<AccountRef> account;
  LocationId location;
  std::optional<LocationId> last_location;  // of the last visit
  PatientState state = PatientState::active;
  std::optional<PatientId> merged_into;
  enum class TwoStep { off, on } two_step = TwoStep::off;
  std::optional<PatientId> proxy_of;  // this account acts for another patient
  Time imported_at{};
};

// What the policy needs to know before it lets somebody on; no name is in it.
struct Standing {
  PatientState state = PatientState::active;
  int age = 0;  // full years on the UTC day of `now`
  std::optional<AccountRef> account;
  std::optional<PatientId> merged_into, proxy_of;
  Person::TwoStep two_step = Person::TwoStep::off;
  std::string language;
  LocationId location;
  std::optional<LocationId> last_location;
};

// ---- Changing ----------------------------------------------------------------------------------

struct NewContact {
  ContactKind kind = ContactKind::mobile;
  std::string value;  // as given; one that does not normalise is a Bug: ask normal_contact() first
  std::string label;
  LineType line_type = LineType::unknown;
  Contact::Safety safety = Contact::Safety::safe;
  Contact::Texts texts = Contact::Texts::allowed;
  std::optional<Time> changed_at;
};

// The stored form of a contact's value; empty if the text is no such thing.
std::optional<std::string> normal_contact(ContactKind kind, std::string_view text);

// One patient as the clinic's own records tell. `record_number` is the clinic's key: it says which.
// What is absent or blank stays as it is on file; for a new patient it takes the default.
struct PatientRecord {
  std::string record_number, first_name, last_name;  // all three needed, in normalisable form
  Date birth_date{};                                 // needed
  std::string preferred_name, zip, user_name, language;
  std::vector<std::string> former_last_names;  // added to those on file
  std::optional<AccountRef> account;
  std::optional<LocationId> location, last_location;
  std::optional<PatientState> state;
  std::optional<Person::TwoStep> two_step;
  std::optional<PatientId> proxy_of;
  std::vector<NewContact> contacts;
  // Which kinds `contacts` speaks for: those on file but not in it are taken away. For other kinds
  // it only adds. Marks of unsafe and opted out that are on file stay in any case.
  std::vector<ContactKind> complete_kinds;
};

// Ids for one upsert, drawn before the transaction.
struct FreshIds {
  PatientId patient;
  std::vector<ContactId> contacts;
};
FreshIds fresh_ids(Dice& dice, const PatientRecord& record);

struct KeyedPatient {
  PatientId id;
  std::string key;  // see Roster::record_key()
};

enum class Upserted { added, changed, unchanged };

struct RosterPolicy {
  Millis contact_hold = std::chrono::hours(72);  // standards.md A-4: a new address can't prove yet
  int adult_age = 18;
  int own_account_age = 18;  // from here on nobody's office need help; at most adult_age
  enum class SharedContact {
    not_sole_proof,
    usable
  } shared = SharedContact::not_sole_proof;  // R31
  int accounts_per_phone = 8;  // a number of more people than that proves nobody (B-27)
};

// So many contacts of one person can carry a proof, by priority; further ones are not looked at.
inline constexpr std::size_t contacts_looked_at = 6;

class Roster {
 public:
  // `sealer` must outlive the roster.
  explicit Roster(const Sealer& sealer, RosterPolicy policy = {});

  // The patient whom all the given facts fit. Needs a birth date and one more fact besides the
  // name, else nobody. Names fit without accents, hyphens and capitals, by any part of a double
  // surname, by a former surname, by the first word of a given name, and with first and last name
  // swapped. Twins are `several` unless the given name or another fact parts them. Never says which
  // fact was wrong. Returns patients in any state; standing() tells.
  Match find(storage::Transaction& tx, const Facts& facts, StandIn stand_in = {}) const;

  // For each kind of proof the contact to use, or why there is none: not marked unsafe, not changed
  // within the hold unless confirmed in person since, a text only to mobiles that have not opted
  // out, and not shared with another active adult. A decoy asks with PatientId{} and gets nothing,
  // for the same work.
  Reach reach(storage::Transaction& tx, PatientId patient, Time now, StandIn stand_in = {}) const;

  StandIn stand_in(std::string_view claim_key) const;

  // Empty when there is no such patient.
  std::optional<Person> person(storage::Transaction& tx, PatientId patient) const;
  std::optional<Standing> standing(storage::Transaction& tx, PatientId patient, Time now,
                                   StandIn stand_in = {}) const;
  // In order of priority.
  std::vector<Contact> contacts(storage::Transaction& tx, PatientId patient) const;
  // Empty when there is no such contact: a decoy asks with ContactId{}, for the same work.
  std::optional<Contact> contact(storage::Transaction& tx, ContactId contact) const;

  // The desk's look-ups, exact, at most 20, in no order. A user name is found that was the
  // patient's once, too. Empty as well when the text is no such
  // thing. Not for strangers: their work is not the same for everybody.
  std::vector<PatientId> by_record_number(storage::Transaction& tx, std::string_view text) const;
  std::vector<PatientId> by_user_name(storage::Transaction& tx, std::string_view text) const;
  std::vector<PatientId> by_contact(storage::Transaction& tx, ContactKind kind,
                                    std::string_view text) const;
  std::vector<PatientId> by_name(storage::Transaction& tx, std::string_view last_name,
                                 Date birth_date) const;

  // Adds or updates the patient with this record number. A contact that was not there before on an
  // existing patient starts its hold at `now`.
  Upserted upsert(storage::Transaction& tx, const PatientRecord& record, const FreshIds& ids,
                  Time now) const;
  // What upsert() would do, without doing it.
  Upserted would_upsert(storage::Transaction& tx, const PatientRecord& record) const;

  // A patient's key among all records; empty if the text is no record number.
  std::optional<std::string> record_key(std::string_view record_number) const;
  // The active patients whose keys follow `after`, in order of keys, at most 1,000: for walks over
  // the whole roster. Start with an empty key.
  std::vector<KeyedPatient> active_after(storage::Transaction& tx, const std::string& after) const;

  // The active patients of an office whose ids follow `after`, in their order, at most 500.
  std::vector<PatientId> of_office(storage::Transaction& tx, LocationId office,
                                   PatientId after) const;

  // Each of these is a Bug for a patient or contact that does not exist.
  void set_state(storage::Transaction& tx, PatientId patient, PatientState state) const;
  // The survivor of a double chart; `from` is found no more where `into` is found too.
  void merge(storage::Transaction& tx, PatientId from, PatientId into) const;
  void set_account(storage::Transaction& tx, PatientId patient, const AccountRef& account,
                   const std::string& user_name) const;
  // Another user name. The old one goes on finding the patient at the desk, and is nobody else's
  // from now on; `alias` is the id of its row. Nothing changes if it is the patient's already.
  void rename(storage::Transaction& tx, PatientId patient, const std::string& user_name,
              std::int64_t alias, Time now) const;
  // The names that the patient had before, the newest first.
  std::vector<std::string> former_user_names(storage::Transaction& tx, PatientId patient) const;
  void set_safety(storage::Transaction& tx, ContactId contact, Contact::Safety safety) const;
  void confirm_contact(storage::Transaction& tx, ContactId contact, Time now) const;

  // A STOP or START from this number: for every patient who has it, or will. `phone` as typed or
  // E.164; what is no number changes nothing.
  void set_texts(storage::Transaction& tx, std::string_view phone, Contact::Texts texts) const;
  // Whether this number, of a patient or of anybody, is sent texts. `e164`: normal_phone's form.
  Contact::Texts texts_of(storage::Transaction& tx, std::string_view e164) const;

  // The first numbers, E.164, of which neither the roster nor the provider has said what kind of
  // line they are, of active patients; a provider that knew nothing counts since `asked_since`. A
  // family's number comes once for each.
  std::vector<std::string> unknown_lines(storage::Transaction& tx, Time asked_since,
                                         int most) const;
  // The provider's answer, `unknown` included. It fills in what the roster left open, now and for
  // whoever comes onto it with this number.
  void learn_line(storage::Transaction& tx, const std::string& e164, LineType line, Time now) const;
  // How many were learnt since then.
  std::int64_t lines_learnt(storage::Transaction& tx, Time since) const;

  const RosterPolicy& policy() const { return policy_; }

 private:
  Person open(const PatientRow& row) const;
  Contact open(const ContactRow& row) const;
  Person decoy() const;
  // Who was asked for, or who was read in their place: nothing of a stand-in may leave this class.
  struct Looked {
    enum class Is { asked_for, stand_in } is = Is::stand_in;
    Person person;
  };
  Looked look(storage::Transaction& tx, PatientId asked, StandIn stand_in) const;
  Person known(storage::Transaction& tx, PatientId patient) const;
  PatientRow sealed(const Person& person) const;
  ContactRow sealed(const NewContact& contact, ContactId id, PatientId patient) const;
  std::string contact_blind(ContactKind kind, std::string_view normal) const;
  std::string birth_blind(IndexKind kind, std::string_view normal, Date birth_date) const;
  std::vector<IndexRow> index_of(const Person& person, const std::vector<Contact>& contacts) const;
  void put(storage::Transaction& tx, const Person& person) const;
  UpsertPlan plan(storage::Transaction& tx, const PatientRecord& record) const;
  std::string newest_user_name(storage::Transaction& tx, const Person& on_file,
                               const std::string& given) const;
  struct Sharing {
    bool by_adults = false, by_a_crowd = false;
  };
  using Sharings = std::array<Sharing, contacts_looked_at>;  // by contact
  Sharings sharings_of(storage::Transaction& tx, PatientId self,
                       const std::vector<ContactRow>& contacts, Time now) const;
  Date birth_date_of(PatientId id, const std::string& sealed) const;

  const Sealer& sealer_;
  RosterPolicy policy_;
  std::string decoy_;  // a sealed person who is nobody, opened where the roster is empty
};

// The tables patient, patient_index, contact and local_account.
storage::AreaSchema schema();

// Full years from `born` to `day`. Someone born on 29 February grows older on 1 March.
int age_on(Date born, Date day);

}  // namespace latchkey::accounts
