#include <algorithm>

#include "core/demo/clinic.h"

namespace latchkey::demo {

namespace {

constexpr std::size_t batch_size = 200;

// Drawn before the transaction (rulings.md R14).
struct Draw {
  accounts::FreshIds ids;
  accounts::LocalAccountId account;
};

class Creation {
 public:
  Creation(const Clinic& clinic, const accounts::Roster& roster,
           const accounts::LocalAccounts& accounts, std::string hash, Time now)
      : clinic_(clinic), roster_(roster), accounts_(accounts), hash_(std::move(hash)), now_(now) {}

  Created batch(storage::Transaction& tx, std::size_t from, const std::vector<Draw>& draws) const {
    Created created;
    for (std::size_t i = 0; i < draws.size(); ++i) {
      const bool added = add(tx, clinic_.patients[from + i], draws[i]);
      ++(added ? created.added : created.already_there);
    }
    return created;
  }

 private:
  bool add(storage::Transaction& tx, const DemoPatient& patient, const Draw& draw) const {
    accounts::PatientRecord record = patient.record;
    if (!roster_.by_record_number(tx, record.record_number).empty()) return false;
    record.account = accounts::LocalAccounts::ref_of(draw.account);
    if (patient.acts_for) record.proxy_of = on_roster(tx, *patient.acts_for);
    roster_.upsert(tx, record, draw.ids, now_);
    accounts::NewAccount account;
    account.id = draw.account;
    account.patient = draw.ids.patient;
    account.user_name = record.user_name;
    account.status = patient.account;
    if (patient.account != accounts::AccountStatus::invited) account.password_hash = hash_;
    accounts_.add(tx, account);
    return true;
  }

  PatientId on_roster(storage::Transaction& tx, std::size_t place) const {
    return roster_.by_record_number(tx, clinic_.patients.at(place).record.record_number).at(0);
  }

  const Clinic& clinic_;
  const accounts::Roster& roster_;
  const accounts::LocalAccounts& accounts_;
  std::string hash_;
  Time now_;
};

}  // namespace

Created create(const Clinic& clinic, storage::Store& store, const accounts::Roster& roster,
               const accounts::LocalAccounts& accounts, PasswordHasher& hasher, const Clock& clock,
               Dice& dice, const Progress& progress) {
  const Creation creation(clinic, roster, accounts, hasher.hash(Secret(dice.token())), clock.now());
  Created total;
  for (std::size_t from = 0; from < clinic.patients.size(); from += batch_size) {
    std::vector<Draw> draws;
    const std::size_t end = std::min(from + batch_size, clinic.patients.size());
    for (std::size_t i = from; i < end; ++i)
      draws.push_back({accounts::fresh_ids(dice, clinic.patients[i].record),
                       accounts::LocalAccountId{dice.row_id()}});
    const Created batch =
        store.write([&](storage::Transaction& tx) { return creation.batch(tx, from, draws); });
    total.added += batch.added;
    total.already_there += batch.already_there;
    if (progress) progress(end, clinic.patients.size());
  }
  return total;
}

}  // namespace latchkey::demo
