// Recent changes, kept recent.
#include <algorithm>

#include "core/demo/clinic.h"

namespace latchkey::demo {

namespace {

using accounts::Contact;
using accounts::ContactKind;
using accounts::PatientRecord;

constexpr auto renewed_after = std::chrono::hours(24), renewed_to = std::chrono::hours(1);

bool has_aged(const Contact& contact, Time now) {
  return contact.kind == ContactKind::mobile && contact.changed_at && !contact.verified_at &&
         now - *contact.changed_at > renewed_after;
}

// As the clinic's own system would tell it: the number is gone, then it is there anew.
void renew(storage::Transaction& tx, const accounts::Roster& roster, PatientRecord record,
           const accounts::FreshIds& ids, Time now) {
  PatientRecord without = record;
  std::erase_if(without.contacts, [](const auto& c) { return c.kind == ContactKind::mobile; });
  without.complete_kinds = {ContactKind::mobile};
  roster.upsert(tx, without, ids, now);
  for (accounts::NewContact& contact : record.contacts)
    if (contact.kind == ContactKind::mobile) contact.changed_at = now - renewed_to;
  roster.upsert(tx, record, ids, now);
}

}  // namespace

std::size_t renew_changes(const Clinic& clinic, storage::Store& store,
                          const accounts::Roster& roster, const Clock& clock, Dice& dice) {
  const Time now = clock.now();
  std::vector<std::pair<const PatientRecord*, accounts::FreshIds>> changed;
  for (const DemoPatient& patient : clinic.patients)
    if (patient.kind == Kind::changed_contact)
      changed.emplace_back(&patient.record, accounts::fresh_ids(dice, patient.record));
  return store.write([&](storage::Transaction& tx) {
    std::size_t renewed = 0;
    for (const auto& [record, ids] : changed) {
      const auto found = roster.by_record_number(tx, record->record_number);
      if (found.empty()) continue;
      const auto contacts = roster.contacts(tx, found.front());
      if (std::none_of(contacts.begin(), contacts.end(),
                       [&](const Contact& contact) { return has_aged(contact, now); }))
        continue;
      renew(tx, roster, *record, ids, now);
      ++renewed;
    }
    return renewed;
  });
}

}  // namespace latchkey::demo
