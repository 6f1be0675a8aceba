// Which contacts may carry a proof.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "core/accounts/roster_rows.h"

namespace latchkey::accounts {

namespace {

constexpr std::size_t sharers_opened = rows::hits_max;  // real ones or decoys

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

// Who shares is looked up at once for all contacts, and as many people are opened for everybody.
// A stranger too many to be opened counts as an adult.
Roster::Sharings Roster::sharings_of(storage::Transaction& tx, PatientId self,
                                     const std::vector<ContactRow>& contacts, Time now) const {
  std::array<std::string, contacts_looked_at> blinds;
  for (std::size_t i = 0; i < std::min(blinds.size(), contacts.size()); ++i)
    blinds[i] = contacts[i].blind;
  const auto sharers = rows::sharers(tx, self, blinds);

  std::map<PatientId, const rows::Sharer*> distinct;
  for (const rows::Sharer& sharer : sharers) distinct.emplace(sharer.id, &sharer);
  std::set<PatientId> minors;
  auto next = distinct.begin();
  for (std::size_t i = 0; i < sharers_opened; ++i) {
    const bool real = next != distinct.end();
    const Date born = real ? birth_date_of(next->first, next->second->person) : decoy().birth_date;
    const bool minor = age_on(born, utc_date(now)) < policy_.adult_age;
    if (real && minor) minors.insert(next->first);
    if (real) ++next;
  }

  Sharings sharings{};
  std::array<int, contacts_looked_at> others{};
  for (const rows::Sharer& sharer : sharers) {
    others[sharer.contact] += 1;
    if (!minors.contains(sharer.id)) sharings[sharer.contact].by_adults = true;
  }
  for (std::size_t i = 0; i < contacts.size() && i < others.size(); ++i)
    sharings[i].by_a_crowd = is_number(contacts[i]) && others[i] + 1 > policy_.accounts_per_phone;
  return sharings;
}

Reach Roster::reach(storage::Transaction& tx, PatientId patient, Time now, StandIn stand_in) const {
  const auto [is, person] = look(tx, patient, stand_in);
  const bool is_adult = age_on(person.birth_date, utc_date(now)) >= policy_.adult_age;
  auto contacts = rows::contacts(tx, person.id);
  std::erase_if(contacts, [](const ContactRow& c) { return c.kind == ContactKind::postal; });

  contacts.resize(std::min(contacts.size(), contacts_looked_at));

  Reach reach;
  const Sharings sharings = sharings_of(tx, person.id, contacts, now);
  const bool alone = policy_.shared == RosterPolicy::SharedContact::not_sole_proof;
  for (std::size_t i = 0; i < contacts.size(); ++i) {
    const ContactRow& contact = contacts[i];
    const Sharing& sharing = sharings[i];
    const bool shared = sharing.by_a_crowd || (sharing.by_adults && is_adult && alone);
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
  return is == Looked::Is::stand_in ? Reach{} : reach;
}

}  // namespace latchkey::accounts
