#include "core/demo/clinic.h"

#include <fmt/format.h>

#include <array>
#include <set>

#include "core/base/normal.h"
#include "core/demo/fixed_dice.h"
#include "core/demo/names.h"
#include "core/demo/offices.h"

namespace latchkey::demo {

namespace {

using accounts::AccountStatus;
using accounts::Contact;
using accounts::ContactKind;
using accounts::LineType;
using accounts::NewContact;
using accounts::PatientState;

// Area codes beside the clinic's own 401; every one has 100 numbers, 555-0100 … 555-0199.
constexpr std::array<int, 44> area_codes{202, 203, 207, 212, 215, 218, 224, 301, 302, 303, 304,
                                         305, 307, 308, 312, 313, 314, 316, 319, 402, 404, 405,
                                         406, 410, 412, 413, 414, 415, 417, 501, 502, 503, 504,
                                         505, 507, 508, 509, 602, 603, 605, 606, 607, 608, 612};

// How many patients of each kind besides the samples; the others are plain.
struct Share {
  Kind kind;
  int count;
};
constexpr std::array<Share, 13> shares{{{Kind::shared_family_mailbox, 60},
                                        {Kind::twins, 12},
                                        {Kind::landline_only, 110},
                                        {Kind::no_contact, 70},
                                        {Kind::changed_contact, 30},
                                        {Kind::deactivated, 45},
                                        {Kind::deceased, 35},
                                        {Kind::teenager, 80},
                                        {Kind::proxy, 40},
                                        {Kind::two_step, 60},
                                        {Kind::spanish, 260},
                                        {Kind::unsafe_contact, 15},
                                        {Kind::no_account, 150}}};

bool comes_in_pairs(Kind kind) {
  return kind == Kind::shared_family_mailbox || kind == Kind::twins;
}

class Builder {
 public:
  Builder(std::uint64_t seed, Time now) : dice_(seed), now_(now), today_(utc_date(now)) {}

  void add_samples();
  void add_everybody();
  std::vector<DemoPatient> take() { return std::move(patients_); }

 private:
  DemoPatient& add(Kind kind, std::string first, std::string last, Date born, int office, int part);
  void add_one(Kind kind);
  void add_pair(Kind kind);
  void give_contacts(DemoPatient& patient);
  void give_standing(DemoPatient& patient);
  void give(DemoPatient& patient, ContactKind kind, std::string value, std::string label);
  void add_twin_of(std::size_t sibling, std::string first);
  void add_partner_of(std::size_t partner, std::string first);

  std::string next_number();
  std::string first_name(Kind kind);
  std::string last_name(Kind kind);
  Date birth_date(Kind kind);
  std::string user_name(std::string_view first, std::string_view last);
  static std::string mail_of(const DemoPatient& patient);

  FixedDice dice_;
  Time now_;
  Date today_;
  int numbers_ = 0;
  std::set<std::string> user_names_;
  std::set<std::pair<Date, std::string>> born_at_;  // a birth date and ZIP code find one person
  std::vector<DemoPatient> patients_;
};

std::string Builder::next_number() {
  const int n = numbers_++;
  return fmt::format("+1{}555{:04}", area_codes.at(static_cast<std::size_t>(n / 100)),
                     100 + n % 100);
}

std::string Builder::first_name(Kind kind) {
  return std::string(kind == Kind::spanish ? dice_.one_of(spanish_first_names)
                                           : dice_.one_of(first_names));
}

std::string Builder::last_name(Kind kind) {
  if (kind != Kind::spanish) return std::string(dice_.one_of(last_names));
  const auto father = dice_.one_of(spanish_surnames), mother = dice_.one_of(spanish_surnames);
  return fmt::format("{}{}{}", father, dice_.below(3) == 0 ? "-" : " ", mother);
}

Date birth_date(Date today, int age, std::size_t day_of_year) {
  const auto birthday = std::chrono::sys_days(today) - std::chrono::years(age) -
                        std::chrono::days(static_cast<int>(day_of_year) + 1);
  return std::chrono::floor<std::chrono::days>(birthday);
}

Date Builder::birth_date(Kind kind) {
  const int age = kind == Kind::teenager   ? 13 + static_cast<int>(dice_.below(4))
                  : kind == Kind::deceased ? 60 + static_cast<int>(dice_.below(35))
                                           : 19 + static_cast<int>(dice_.below(75));
  return demo::birth_date(today_, age, dice_.below(350));
}

std::string Builder::user_name(std::string_view first, std::string_view last) {
  const std::string base = normal_name(first).value_or("p").substr(0, 1) +
                           normal_name(last).value_or("atient").substr(0, 12);
  // Names with letters beyond ASCII may be cut inside a letter: such accounts are numbered plainly.
  const bool plain = base.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
  for (int n = 1;; ++n) {
    std::string name = fmt::format("{}{}", plain ? base : "patient", n);
    if (user_names_.insert(name).second) return name;
  }
}

std::string Builder::mail_of(const DemoPatient& patient) {
  return patient.record.user_name + "@example.org";
}

void Builder::give(DemoPatient& patient, ContactKind kind, std::string value, std::string label) {
  NewContact contact;
  contact.kind = kind;
  contact.value = std::move(value);
  contact.label = std::move(label);
  if (kind == ContactKind::mobile) contact.line_type = LineType::mobile;
  if (kind == ContactKind::phone) contact.line_type = LineType::landline;
  patient.record.contacts.push_back(std::move(contact));
}

void Builder::give_contacts(DemoPatient& patient) {
  const Kind kind = patient.kind;
  give(patient, ContactKind::postal,
       fmt::format("{} {}\n{}", 1 + dice_.below(180), dice_.one_of(streets), patient.record.zip),
       "home");
  if (kind == Kind::no_contact) return;
  if (kind == Kind::shared_family_mailbox) {
    give(patient, ContactKind::email, mail_of(patient), "family");
    return;
  }
  if (kind == Kind::landline_only) {
    give(patient, ContactKind::phone, next_number(), "home");
    return;
  }
  give(patient, ContactKind::mobile, next_number(), "mobile");
  NewContact& mobile = patient.record.contacts.back();
  if (kind == Kind::changed_contact) {
    mobile.changed_at = now_ - std::chrono::hours(1 + dice_.below(48));
    return;
  }
  if (kind == Kind::unsafe_contact) mobile.safety = Contact::Safety::unsafe;
  const bool has_mail = kind != Kind::plain || dice_.below(10) < 8;
  if (has_mail) give(patient, ContactKind::email, mail_of(patient), "own");
}

void Builder::give_standing(DemoPatient& patient) {
  auto& record = patient.record;
  record.state = PatientState::active;
  if (patient.kind == Kind::deactivated) record.state = PatientState::deactivated;
  if (patient.kind == Kind::deceased) record.state = PatientState::deceased;
  if (patient.kind == Kind::deactivated) patient.account = AccountStatus::deactivated;
  if (patient.kind == Kind::no_account) patient.account = AccountStatus::invited;
  if (patient.kind == Kind::two_step) record.two_step = accounts::Person::TwoStep::on;
  record.language = patient.kind == Kind::spanish ? "es" : "en";
}

DemoPatient& Builder::add(Kind kind, std::string first, std::string last, Date born, int office,
                          int part) {
  DemoPatient patient;
  patient.kind = kind;
  auto& record = patient.record;
  record.record_number = fmt::format("{}", 4010000 + 7 * patients_.size());
  record.user_name = user_name(first, last);
  record.first_name = std::move(first);
  record.last_name = std::move(last);
  record.birth_date = born;
  record.zip = zip_of(office, part);
  record.location = LocationId{office};
  give_standing(patient);
  give_contacts(patient);
  born_at_.emplace(born, record.zip);
  patients_.push_back(std::move(patient));
  return patients_.back();
}

void Builder::add_one(Kind kind) {
  const int office = 1 + static_cast<int>(dice_.below(office_count));
  const int part = static_cast<int>(dice_.below(zips_per_office));
  Date born = birth_date(kind);
  while (born_at_.contains({born, zip_of(office, part)})) born = birth_date(kind);
  std::string first = first_name(kind), last = last_name(kind);
  DemoPatient& patient = add(kind, std::move(first), std::move(last), born, office, part);
  if (dice_.below(20) == 0)
    patient.record.last_location = LocationId{1 + static_cast<int>(dice_.below(office_count))};
  if (kind == Kind::plain && dice_.below(12) == 0)
    patient.record.former_last_names = {std::string(dice_.one_of(last_names))};
  if (kind == Kind::proxy) patient.acts_for = dice_.below(patients_.size() - 1);
}

void Builder::add_twin_of(std::size_t sibling, std::string first) {
  const auto one = patients_[sibling].record;
  const int office = static_cast<int>(one.location->value);
  DemoPatient& twin = add(Kind::twins, std::move(first), one.last_name, one.birth_date, office, 0);
  twin.record.zip = one.zip;
  twin.record.contacts = one.contacts;
}

void Builder::add_partner_of(std::size_t partner, std::string first) {
  const auto one = patients_[partner].record;
  const int office = static_cast<int>(one.location->value);
  Date born = birth_date(Kind::shared_family_mailbox);
  while (born_at_.contains({born, one.zip})) born = birth_date(Kind::shared_family_mailbox);
  DemoPatient& other =
      add(Kind::shared_family_mailbox, std::move(first), one.last_name, born, office, 0);
  other.record.contacts = one.contacts;
}

void Builder::add_pair(Kind kind) {
  add_one(kind);
  const std::size_t one = patients_.size() - 1;
  std::string other = first_name(kind);
  while (same_given_name(other, patients_[one].record.first_name)) other = first_name(kind);
  if (kind == Kind::twins)
    add_twin_of(one, std::move(other));
  else
    add_partner_of(one, std::move(other));
}

void Builder::add_samples() {
  const auto years = [&](int age) { return demo::birth_date(today_, age, 100); };
  add(Kind::plain, "Clara", "Fairweather",
      Date(std::chrono::year(1961), std::chrono::month(4), std::chrono::day(12)), 1, 0);
  add(Kind::spanish, "María José", "Núñez de la Cruz", years(58), 1, 1);
  add(Kind::shared_family_mailbox, "Bram", "Hallowfield", years(66), 3, 0);
  add_partner_of(patients_.size() - 1, "Edda");
  add(Kind::twins, "Ivo", "O'Calder", years(31), 4, 0);
  add_twin_of(patients_.size() - 1, "Ines");
  add(Kind::landline_only, "Wilhelmina", "Pennyfeather", years(84), 7, 0);
  add(Kind::no_contact, "Fergus", "Marrowby", years(72), 7, 1);
  add(Kind::changed_contact, "Priya", "Saint-Clair", years(45), 9, 0);
  add(Kind::deactivated, "Dag", "Lindqvist", years(53), 9, 1);
  add(Kind::deceased, "Ulla", "Thornquist", years(91), 10, 0);
  add(Kind::teenager, "Kai", "Moonfield", years(15), 5, 0);
  add(Kind::proxy, "Odette", "Pennyfeather", years(57), 7, 2).acts_for = 6;
  add(Kind::two_step, "Quentin", "Ng", years(39), 9, 2);
  add(Kind::unsafe_contact, "Renée", "D'Amberto", years(34), 2, 0);
  add(Kind::no_account, "Soren", "Greavesend", years(28), 8, 0).registration =
      DemoCode{"DEM0G00DC0DE0001", DemoCode::State::good};
  add(Kind::no_account, "Linnea", "Quillfeather", years(63), 8, 1).registration =
      DemoCode{"DEM01ATEC0DE0002", DemoCode::State::expired};
  add(Kind::plain, "Anselm", "Duskwater", years(47), 8, 2).registration =
      DemoCode{"DEM0D0NEC0DE0003", DemoCode::State::used};
}

void Builder::add_everybody() {
  for (const auto& [kind, count] : shares)
    for (int i = 0; i < count; i += comes_in_pairs(kind) ? 2 : 1)
      comes_in_pairs(kind) ? add_pair(kind) : add_one(kind);
  while (patients_.size() < patients_total) add_one(Kind::plain);
}

}  // namespace

Clinic make_clinic(std::uint64_t seed, Time now) {
  Builder builder(seed, now);
  builder.add_samples();
  builder.add_everybody();
  return {.name = "Harborfield Health Network",
          .portal_name = "MyHarborfield",
          .locations = demo_locations(),
          .patients = builder.take(),
          .staff = demo_staff()};
}

std::vector<SamplePatient> samples(Time now) {
  Builder builder(default_seed, now);
  builder.add_samples();
  std::vector<SamplePatient> out;
  for (const DemoPatient& each : builder.take()) {
    SamplePatient sample{.kind = each.kind,
                         .first_name = each.record.first_name,
                         .last_name = each.record.last_name,
                         .birth_date = each.record.birth_date,
                         .zip = each.record.zip,
                         .record_number = each.record.record_number,
                         .user_name = each.record.user_name,
                         .phone = "",
                         .email = "",
                         .registration = each.registration};
    for (const NewContact& contact : each.record.contacts) {
      if (contact.kind == ContactKind::email) sample.email = contact.value;
      if (contact.kind == ContactKind::mobile || contact.kind == ContactKind::phone)
        sample.phone = contact.value;
    }
    out.push_back(std::move(sample));
  }
  return out;
}

}  // namespace latchkey::demo
