// Which contacts may carry a proof.
#include <algorithm>
#include <array>

#include "core/accounts/roster_rows.h"

namespace latchkey::accounts {

namespace {

constexpr std::size_t contacts_looked_at = 6;

bool is_mail(const ContactRow& contact) { return contact.kind == ContactKind::email; }
bool is_number(const ContactRow& contact) {
  return contact.kind == ContactKind::mobile || contact.kind == ContactKind::phone;
}

bool takes_texts(const ContactRow& contact) {
  if (!is_number(contact) || contact.line_type == LineType::landline) return false;
  return contact.kind == ContactKind::mobile || contact.line_type == LineType::mobile;
}

// Changed lately and not confirmed in person since (standards.md A-4, B-10).
bool is_on_hold(const ContactRow& contact, Millis hold, Time now) {
  if (!contact.changed_at) return false;
  if (contact.verified_at && *contact.verified_at >= *contact.changed_at) return false;
  return now < *contact.changed_at + hold;
}

// The first usable contact wins; else the reason of the first that there is.
void consider(Way& way, const ContactRow& contact, std::optional<Unreachable> why) {
  if (way.contact) return;
  if (!why)
    way.contact = contact.id;
  else if (way.why == Unreachable::none)
    way.why = *why;
}

}  // namespace

Roster::Sharing Roster::sharing_of(storage::Transaction& tx, const ContactRow& contact,
                                   Time now) const {
  const auto others = rows::sharers(tx, contact.patient, contact.blind);
  std::size_t adults = 0;
  for (std::size_t i = 0; i < rows::hits_max; ++i) {
    const Person other = i < others.size() ? open(others[i]) : decoy();
    const bool adult = age_on(other.birth_date, utc_date(now)) >= policy_.adult_age;
    if (i < others.size() && adult) ++adults;
  }
  // More sharers than one family has: a placeholder or an institution, whoever they are.
  const auto people = static_cast<int>(others.size()) + 1;
  return {adults > 0 || others.size() > rows::hits_max,
          is_number(contact) && people > policy_.accounts_per_phone};
}

Reach Roster::reach(storage::Transaction& tx, PatientId patient, Time now) const {
  const auto self = rows::patient(tx, patient);
  const Person person = self ? open(*self) : decoy();
  const bool is_adult = age_on(person.birth_date, utc_date(now)) >= policy_.adult_age;
  auto contacts = rows::contacts(tx, patient);
  std::erase_if(contacts, [](const ContactRow& c) { return c.kind == ContactKind::postal; });

  Reach reach;
  for (std::size_t i = 0; i < contacts_looked_at; ++i) {
    const ContactRow contact = i < contacts.size() ? contacts[i] : ContactRow{};
    const Sharing sharing = sharing_of(tx, contact, now);
    const bool alone = policy_.shared == RosterPolicy::SharedContact::not_sole_proof;
    const bool shared = sharing.by_a_crowd || (sharing.by_adults && is_adult && alone);
    if (i >= contacts.size()) continue;
    std::optional<Unreachable> why;
    if (shared) why = Unreachable::shared;
    if (is_on_hold(contact, policy_.contact_hold, now)) why = Unreachable::changed;
    if (contact.safety == Contact::Safety::unsafe) why = Unreachable::unsafe;
    if (is_mail(contact)) consider(reach.mail, contact, why);
    if (is_number(contact)) consider(reach.call, contact, why);
    const bool stopped = contact.texts == Contact::Texts::opted_out;
    if (takes_texts(contact))
      consider(reach.text, contact, why || !stopped ? why : Unreachable::opted_out);
  }
  return reach;
}

}  // namespace latchkey::accounts
