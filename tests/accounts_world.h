// A roster on a real store, with a clock and a hasher that a test controls.
#pragma once

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include "core/accounts/local/local_accounts.h"
#include "core/accounts/roster.h"
#include "core/base/sealer.h"
#include "tests/fakes/test_store.h"

namespace latchkey::accounts_world {

using namespace accounts;

struct SetClock final : Clock {
  Time time = from_millis(1'750'000'000'000);  // June 2025
  Time now() const override { return time; }
};

// Fast and honest: it tells right from wrong, and counts what it was asked.
struct PlainHasher final : PasswordHasher {
  std::atomic<int> checks = 0, hashes = 0;
  std::string hash(const Secret& password) override {
    ++hashes;
    return "plain:" + std::string(password.reveal());
  }
  PasswordMatch check(const std::string& stored, const Secret& password) override {
    ++checks;
    if (stored == "plain:" + std::string(password.reveal())) return PasswordMatch::right;
    return stored == "old:" + std::string(password.reveal()) ? PasswordMatch::right_but_old_settings
                                                             : PasswordMatch::wrong;
  }
  const std::string& decoy() const override { return decoy_; }

 private:
  std::string decoy_ = "decoy";
};

// Lets a wrapper pass a statement on to the transaction that it wraps.
struct Door : storage::Transaction {
  using storage::Transaction::run_prepared;
  static auto knock() { return &Door::run_prepared; }
};

// Lends out another transaction, keeps the text of every statement and counts what it reads.
class CountingTransaction final : public storage::Transaction {
 public:
  explicit CountingTransaction(storage::Transaction& inner) : inner_(inner) {}
  std::vector<std::string> statements;
  std::size_t rows = 0;

 protected:
  storage::Result run_prepared(std::string_view sql,
                               std::span<const storage::Value> args) override {
    statements.emplace_back(sql);
    storage::Result result = (inner_.*Door::knock())(sql, args);
    rows += result.rows.size();
    return result;
  }

 private:
  storage::Transaction& inner_;
};

inline Date day(int year, unsigned month, unsigned d) {
  return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(d)};
}

inline PatientRecord record(std::string number, std::string first, std::string last, Date born,
                            std::string zip = "02903") {
  PatientRecord out;
  out.record_number = std::move(number);
  out.first_name = std::move(first);
  out.last_name = std::move(last);
  out.birth_date = born;
  out.zip = std::move(zip);
  out.location = LocationId{1};
  return out;
}

inline NewContact contact(ContactKind kind, std::string value) {
  NewContact out;
  out.kind = kind;
  out.value = std::move(value);
  return out;
}

struct World {
  explicit World(RosterPolicy policy = {}) : roster(sealer, policy) {}

  SystemDice dice;
  SetClock clock;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  fakes::TestStore store{schema()};
  Roster roster;
  PlainHasher hasher;
  LocalAccounts accounts{*store, sealer, hasher, clock};

  template <class Question>
  auto ask(Question question) {
    return store->read([&](storage::Transaction& tx) { return question(tx); });
  }
  PatientId add(const PatientRecord& patient) {
    const FreshIds ids = fresh_ids(dice, patient);
    store->write([&](storage::Transaction& tx) { roster.upsert(tx, patient, ids, clock.now()); });
    return only(patient.record_number);
  }
  Upserted upsert(const PatientRecord& patient) {
    const FreshIds ids = fresh_ids(dice, patient);
    return store->write(
        [&](storage::Transaction& tx) { return roster.upsert(tx, patient, ids, clock.now()); });
  }
  PatientId only(const std::string& record_number) {
    return ask(
        [&](storage::Transaction& tx) { return roster.by_record_number(tx, record_number).at(0); });
  }
  Match find(const Facts& facts) {
    return ask([&](storage::Transaction& tx) { return roster.find(tx, facts); });
  }
  Reach reach(PatientId patient) {
    return ask([&](storage::Transaction& tx) { return roster.reach(tx, patient, clock.now()); });
  }
  std::vector<Contact> contacts(PatientId patient) {
    return ask([&](storage::Transaction& tx) { return roster.contacts(tx, patient); });
  }
  ContactId contact_id(PatientId patient, ContactKind kind) {
    for (const Contact& each : contacts(patient))
      if (each.kind == kind) return each.id;
    throw Bug("the test's patient has such a contact");
  }
};

}  // namespace latchkey::accounts_world
