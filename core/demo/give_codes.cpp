// Registration codes for who has never signed in, as an office would have given them out.
#include "core/demo/clinic.h"

namespace latchkey::demo {

namespace {

using identity::RegistrationDraws;
using identity::RegistrationKind;

constexpr std::chrono::days long_ago{8};  // longer than a code lives

struct Given {
  const DemoPatient* patient;
  RegistrationDraws draws;
};

bool never_used(accounts::AccountSystem& accounts, const accounts::Person& person) {
  if (!person.account) return false;
  const auto said = accounts.account_state(*person.account);
  const auto* state = std::get_if<accounts::AccountState>(&said);
  return state && state->status == accounts::AccountStatus::invited;
}

void give(storage::Transaction& tx, const identity::RegistrationCodes& codes, PatientId patient,
          const Given& given, Time now) {
  using State = DemoCode::State;
  const State state = given.patient->registration->state;
  const bool known = codes.newest(tx, patient, now).has_value();
  if (known && state != State::good) return;
  const Time at = state == State::good ? now : now - long_ago;
  codes.issue(tx, patient, RegistrationKind::paper, given.draws, at);
  if (state == State::used) codes.use(tx, given.draws.id, ErrandId{1}, at);
}

}  // namespace

void give_codes(const Clinic& clinic, storage::Store& store, const accounts::Roster& roster,
                accounts::AccountSystem& accounts, const identity::RegistrationCodes& codes,
                const Clock& clock, Dice& dice) {
  const Time now = clock.now();
  for (const DemoPatient& patient : clinic.patients) {
    if (!patient.registration) continue;
    Given given{&patient, identity::draw_registration(dice, RegistrationKind::paper)};
    given.draws.codes.fill(Secret(std::string(patient.registration->code)));
    const auto person = store.read([&](storage::Transaction& tx) {
      const auto found = roster.by_record_number(tx, patient.record.record_number);
      return found.empty() ? std::nullopt : roster.person(tx, found.front());
    });
    if (!person) continue;
    const bool good = patient.registration->state == DemoCode::State::good;
    if (good && !never_used(accounts, *person)) continue;
    store.write([&](storage::Transaction& tx) { give(tx, codes, person->id, given, now); });
  }
}

}  // namespace latchkey::demo
