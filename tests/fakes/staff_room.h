// A store with staff, a clock to set, and a hasher that counts instead of being slow.
#pragma once

#include <atomic>
#include <string>
#include <variant>

#include "core/staff/staff.h"
#include "core/staff/totp.h"
#include "tests/fakes/test_store.h"

namespace latchkey::fakes {

struct SetClock final : Clock {
  std::atomic<std::int64_t> ms{1'760'000'000'000};
  Time now() const override { return from_millis(ms); }
  void pass(std::chrono::milliseconds time) { ms += time.count(); }
};

struct CountingHasher final : PasswordHasher {
  std::string settings = "v1:";
  std::atomic<int> checks{0};
  std::string nobody = "nobody";
  std::string hash(const Secret& password) override {
    return settings + std::string(password.reveal());
  }
  PasswordMatch check(const std::string& stored, const Secret& password) override {
    ++checks;
    if (stored.size() < 3 || stored.substr(3) != password.reveal()) return PasswordMatch::wrong;
    return stored.substr(0, 3) == settings ? PasswordMatch::right
                                           : PasswordMatch::right_but_old_settings;
  }
  const std::string& decoy() const override { return nobody; }
};

struct StaffRoom {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  SetClock clock;
  CountingHasher hasher;
  TestStore store{staff::schema()};
  staff::Staff staff{*store, sealer, dice, clock, hasher, "Example Clinic"};
  const Secret password{"fifteen or more letters"};

  struct Enrolled {
    StaffId id;
    Secret totp;
  };

  // The authenticator's secret, as the store keeps it.
  Secret totp_of(StaffId id) {
    return store->read([&](storage::Transaction& tx) {
      const auto found = tx.run("SELECT totp FROM staff WHERE id = $1", id);
      return Secret(sealer.open_or_fault(found.one()->blob(0), id.value, "staff.totp"));
    });
  }
  std::string code_of(const Secret& totp) {
    return staff::totp_code(totp, staff::totp_step(clock.now()));
  }
  // A member who has enrolled; the clock stands in the next step, so the next code is fresh.
  Enrolled enrolled(const std::string& name, staff::Role role = staff::Role::office,
                    std::vector<LocationId> locations = {LocationId{1}}) {
    const auto invitation = staff.add({name, "Colleague " + name, role, locations}).value();
    const Secret totp = totp_of(invitation.id);
    if (staff.enrol(name, invitation.setup_code, password, code_of(totp)) !=
        staff::Enrolled::enrolled)
      throw Fault("a member could not enrol");
    clock.pass(std::chrono::seconds(30));
    return {invitation.id, totp};
  }
  staff::SignInResult sign_in(const std::string& name, const Enrolled& member) {
    return staff.sign_in(name, password, code_of(member.totp));
  }
  // Signs in with a code of its own step.
  staff::SignedIn signed_in(const std::string& name, const Enrolled& member) {
    auto result = sign_in(name, member);
    clock.pass(std::chrono::seconds(30));
    return std::get<staff::SignedIn>(std::move(result));
  }
};

}  // namespace latchkey::fakes
