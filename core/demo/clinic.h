// The demo clinic: a whole health network of people who do not exist.
//
// Everybody can try Latchkey on it, and tests walk it: 18 offices, 2,000 patients with contacts and
// user names, and on purpose all the awkward ones that a real roster has (domain.md 2.1). The same
// seed gives the same clinic, byte for byte, relative to the day it is made for. Numbers are
// 555-0100 … 0199, mail is example.org, ZIP codes are of a prefix that no place has, so nothing
// here can reach anybody.
//
// Demo code is a library of its own; `serve` has none of it (rulings.md R27).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/accounts/local/local_accounts.h"
#include "core/accounts/roster.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/dice.h"
#include "core/base/names.h"
#include "core/base/password_hasher.h"
#include "core/identity/registration_codes.h"
#include "core/storage/store.h"

namespace latchkey::demo {

// Why a patient is in the demo.
enum class Kind {
  plain,
  shared_family_mailbox,  // two adults, one mailbox, nothing else on file
  twins,                  // same surname, birth date, ZIP code and telephone
  landline_only,
  no_contact,       // only a postal address
  changed_contact,  // the only contact changed yesterday
  deactivated,
  deceased,
  teenager,
  proxy,  // a daughter's or son's own account, acting for a parent
  two_step,
  spanish,
  unsafe_contact,  // the mobile must never be used; the mailbox may
  no_account       // invited, never signed in
};
inline constexpr std::size_t kind_count = 14;
inline constexpr Names<Kind, kind_count> kind_names{
    {"plain", "shared_family_mailbox", "twins", "landline_only", "no_contact", "changed_contact",
     "deactivated", "deceased", "teenager", "proxy", "two_step", "spanish", "unsafe_contact",
     "no_account"}};

// A registration code that everybody knows: it opens nothing but the demo.
struct DemoCode {
  std::string_view code;  // as it is typed, without separators
  enum class State { good, expired, used } state = State::good;
};
inline constexpr Names<DemoCode::State, 3> code_state_names{{"good", "expired", "used"}};

struct DemoPatient {
  Kind kind = Kind::plain;
  accounts::PatientRecord record;  // its account and proxy_of are filled by create()
  accounts::AccountStatus account = accounts::AccountStatus::active;
  std::optional<std::size_t> acts_for;  // an earlier place in Clinic::patients
  std::optional<DemoCode> registration{};
};

// A member of staff to be added and enrolled by the demo's start.
struct DemoStaff {
  std::string name;     // to sign in with
  std::string display;  // as colleagues see it
  std::string role;     // a word of staff::role_names
  std::vector<LocationId> locations;
  std::string password;  // known to everybody: it opens nothing but the demo
};

struct Clinic {
  std::string name, portal_name;
  std::vector<Location> locations;
  std::vector<DemoPatient> patients;  // samples first
  std::vector<DemoStaff> staff;
};

// A person to act: everything that a visitor of the demo needs to know to be them.
struct SamplePatient {
  Kind kind = Kind::plain;
  std::string first_name, last_name;
  Date birth_date{};
  std::string zip, record_number, user_name;
  std::string phone, email;  // empty: none on file
  std::optional<DemoCode> registration{};
};

inline constexpr std::uint64_t default_seed = 18;
inline constexpr std::size_t patients_total = 2000;

// `now` sets ages and recent changes. Takes some milliseconds.
Clinic make_clinic(std::uint64_t seed, Time now);

// One person of each kind, of those that come in pairs both, and one for each state of a
// registration code: the first of Clinic::patients. The same for every seed but for ages.
std::vector<SamplePatient> samples(Time now);

struct Created {
  std::size_t added = 0, already_there = 0;
};

// Called with how many patients are done, and of how many.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// Puts the clinic's patients and their accounts into the store, 200 to a transaction. Whoever is
// there already, by record number, is left as they are: an interrupted or repeated run completes
// the clinic and resets nothing. Nobody knows any account's password; all share one hash.
Created create(const Clinic& clinic, storage::Store& store, const accounts::Roster& roster,
               const accounts::LocalAccounts& accounts, PasswordHasher& hasher, const Clock& clock,
               Dice& dice, const Progress& progress = {});

// Makes the contacts that "changed yesterday" newly changed again where that was longer than a day
// ago, so that a demo of last week still has patients on hold. What staff confirmed stays so.
// Returns how many.
std::size_t renew_changes(const Clinic& clinic, storage::Store& store,
                          const accounts::Roster& roster, const Clock& clock, Dice& dice);

// Gives out the registration codes of Clinic::patients: the good one anew at every start, for who
// has not signed in yet, so that it never grows old; the others once.
void give_codes(const Clinic& clinic, storage::Store& store, const accounts::Roster& roster,
                accounts::AccountSystem& accounts, const identity::RegistrationCodes& codes,
                const Clock& clock, Dice& dice);

}  // namespace latchkey::demo
