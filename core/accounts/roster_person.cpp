// How a person is sealed into one row, and which indexes lead to it.
#include <algorithm>

#include "core/accounts/roster_rows.h"
#include "core/base/codec.h"

namespace latchkey::accounts {

namespace {

constexpr std::int64_t person_format = 1;
constexpr std::size_t person_block = 256;  // equal sizes: opening one takes as long as another
constexpr std::string_view person_purpose = "patient.person";

void write_date(Writer& out, Date date) {
  out.number(static_cast<int>(date.year()));
  out.number(static_cast<unsigned>(date.month()));
  out.number(static_cast<unsigned>(date.day()));
}

Date read_date(Reader& in) {
  const auto year = static_cast<int>(in.number());
  const auto month = static_cast<unsigned>(in.number());
  const auto day = static_cast<unsigned>(in.number());
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

std::string encode_person(const Person& person) {
  Writer out;
  out.number(person_format);
  out.text(person.first_name);
  out.text(person.last_name);
  out.text(person.preferred_name);
  out.number(static_cast<std::int64_t>(person.former_last_names.size()));
  for (const std::string& name : person.former_last_names) out.text(name);
  write_date(out, person.birth_date);
  out.text(person.zip);
  out.text(person.record_number);
  out.text(person.user_name);
  out.maybe(person.account, [&](const AccountRef& account) { out.text(account.text); });
  std::string plain = out.take();
  plain.resize((plain.size() + person_block - 1) / person_block * person_block);
  return plain;
}

void decode_person(std::string_view plain, Person& person) {
  Reader in(plain);
  if (in.number() != person_format) throw Fault("a patient was written by a newer version");
  person.first_name = in.text();
  person.last_name = in.text();
  person.preferred_name = in.text();
  for (auto left = in.number(); left > 0; --left) person.former_last_names.push_back(in.text());
  person.birth_date = read_date(in);
  person.zip = in.text();
  person.record_number = in.text();
  person.user_name = in.text();
  person.account = in.maybe([&] { return AccountRef{in.text()}; });
}

Person nobody() {
  Person person;
  person.first_name = "Nobody";
  person.last_name = "Atall";
  person.birth_date = Date(std::chrono::year(1970), std::chrono::month(1), std::chrono::day(1));
  return person;
}

}  // namespace

int age_on(Date born, Date day) {
  const bool had_birthday =
      std::pair(day.month(), day.day()) >= std::pair(born.month(), born.day());
  return static_cast<int>(day.year()) - static_cast<int>(born.year()) - (had_birthday ? 0 : 1);
}

Roster::Roster(const Sealer& sealer, RosterPolicy policy)
    : sealer_(sealer),
      policy_(policy),
      decoy_(sealer.seal(encode_person(nobody()), 0, person_purpose)) {}

Person Roster::decoy() const {
  Person person;
  decode_person(sealer_.open_or_fault(decoy_, 0, person_purpose), person);
  return person;
}

Roster::Looked Roster::look(storage::Transaction& tx, PatientId asked, StandIn stand_in) const {
  const auto row = rows::patient_or_other(tx, asked == PatientId{} ? stand_in.at : asked);
  Person person = row ? open(*row) : decoy();
  const bool found = row && row->id == asked;
  return {found ? Looked::Is::asked_for : Looked::Is::stand_in, std::move(person)};
}

StandIn Roster::stand_in(std::string_view claim_key) const {
  const std::uint64_t value = first_bits(sealer_.blind("patient.stand_in", claim_key));
  return {PatientId{static_cast<std::int64_t>(value % rows::ids_end)}};
}

Date Roster::birth_date_of(PatientId id, const std::string& sealed) const {
  Person person;
  decode_person(sealer_.open_or_fault(sealed, id.value, person_purpose), person);
  return person.birth_date;
}

Person Roster::open(const PatientRow& row) const {
  Person person;
  person.id = row.id;
  person.language = row.language;
  person.location = row.location;
  person.last_location = row.last_location;
  person.state = row.state;
  person.merged_into = row.merged_into;
  person.two_step = row.two_step;
  person.proxy_of = row.proxy_of;
  person.imported_at = row.imported_at;
  decode_person(sealer_.open_or_fault(row.person, row.id.value, person_purpose), person);
  return person;
}

PatientRow Roster::sealed(const Person& person) const {
  const auto record = record_key(person.record_number);
  ensure(record.has_value(), "a patient on the roster has a record number");
  PatientRow row{.id = person.id,
                 .person = sealer_.seal(encode_person(person), person.id.value, person_purpose),
                 .record_blind = *record,
                 .user_blind = std::nullopt,
                 .language = person.language,
                 .location = person.location,
                 .last_location = person.last_location,
                 .state = person.state,
                 .merged_into = person.merged_into,
                 .two_step = person.two_step,
                 .proxy_of = person.proxy_of,
                 .imported_at = person.imported_at};
  if (const auto user = normal_user_name(person.user_name))
    row.user_blind = sealer_.blind("patient.user_name", *user);
  return row;
}

Contact Roster::open(const ContactRow& row) const {
  return {.id = row.id,
          .kind = row.kind,
          .value = Secret(sealer_.open_or_fault(row.value, row.id.value, "contact.value")),
          .label = sealer_.open_or_fault(row.label, row.id.value, "contact.label"),
          .line_type = row.line_type,
          .safety = row.safety,
          .texts = row.texts,
          .changed_at = row.changed_at,
          .verified_at = row.verified_at,
          .priority = row.priority};
}

std::vector<IndexRow> Roster::index_of(const Person& person,
                                       const std::vector<Contact>& contacts) const {
  std::vector<IndexRow> index;
  const auto add = [&](IndexKind kind, const std::optional<std::string>& normal) {
    if (normal) index.push_back({kind, birth_blind(kind, *normal, person.birth_date)});
  };
  std::vector<std::string> surnames = person.former_last_names;
  surnames.push_back(person.last_name);
  for (const std::string& surname : surnames)
    for (const std::string& form : name_forms(surname)) add(IndexKind::name, form);
  add(IndexKind::zip, normal_zip(person.zip));
  add(IndexKind::record, normal_record_number(person.record_number));
  add(IndexKind::user, normal_user_name(person.user_name));
  for (const Contact& contact : contacts) {
    if (contact.kind == ContactKind::postal) continue;
    const bool mail = contact.kind == ContactKind::email;
    add(mail ? IndexKind::email : IndexKind::phone, std::string(contact.value.reveal()));
  }
  std::sort(index.begin(), index.end());
  index.erase(std::unique(index.begin(), index.end()), index.end());
  return index;
}

std::string Roster::birth_blind(IndexKind kind, std::string_view normal, Date birth_date) const {
  return sealer_.blind(std::string("patient.birth.").append(index_names[kind]),
                       iso_date(birth_date).append("|").append(normal));
}

}  // namespace latchkey::accounts
