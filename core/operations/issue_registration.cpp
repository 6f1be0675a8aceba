#include "core/operations/issue_registration.h"

#include "core/accounts/local/local_accounts.h"
#include "core/accounts/roster_only.h"
#include "core/base/codes.h"
#include "core/base/json.h"
#include "core/conversations/registration_issue.h"
#include "core/operations/hasher.h"
#include "core/operations/room_rules.h"

namespace latchkey::operations {

namespace {

using conversations::IssuedRegistration;
using conversations::NotIssued;
using identity::RegistrationKind;
using storage::Transaction;

// The rooms at one workplace that giving out a code takes.
class Desk {
 public:
  Desk(Workplace& at, Dice& dice, const Clock& clock)
      : at_(at),
        clock_(clock),
        dice_(dice),
        limits_(limits_of(at.config())),
        texts_(Texts::load(content_of(at.config()))),
        roster_(at.sealer(), roster_policy_of(at.config(), limits_)),
        hasher_(at.sealer(), dice, hash_cost(at.config())),
        local_(at.store(), at.sealer(), hasher_, clock, limits_.password_wrong_in_a_row),
        codes_(at.sealer(), limits_),
        outbox_(at.sealer()) {}

  // Of a double chart, the one that is left.
  PatientId patient_of(const std::string& record_number) {
    return at_.store().read([&](Transaction& tx) {
      const auto found = roster_.by_record_number(tx, record_number);
      if (found.empty()) throw Fault("no patient has this record number");
      const auto standing = roster_.standing(tx, found.front(), clock_.now());
      return standing && standing->merged_into ? *standing->merged_into : found.front();
    });
  }

  std::variant<IssuedRegistration, NotIssued> issue(PatientId patient, RegistrationKind kind,
                                                    conversations::Seen seen) {
    const bool roster_only =
        at_.config().patient_policy.account_system == AccountSystemKind::roster;
    const conversations::RegistrationDesk desk(
        {at_.store(), at_.sealer(), at_.config(), texts_, roster_,
         roster_only ? static_cast<accounts::AccountSystem&>(only_) : local_, codes_, outbox_,
         at_.audit(), clock_, dice_});
    return desk.issue(patient, kind, {audit::Actor::operations, 0, seen});
  }

 private:
  Workplace& at_;
  const Clock& clock_;
  Dice& dice_;
  identity::Limits limits_;
  Texts texts_;
  accounts::Roster roster_;
  Hasher hasher_;
  accounts::LocalAccounts local_;
  accounts::RosterOnly only_;
  identity::RegistrationCodes codes_;
  courier::Outbox outbox_;
};

std::string in_words(NotIssued why) {
  switch (why) {
    case NotIssued::unknown_patient:
      return "no patient has this record number";
    case NotIssued::not_active:
      return "this patient's record is not active";
    case NotIssued::minor:
      return "this patient is a minor: the office opens the account itself";
    case NotIssued::no_account:
      return "this patient has no account yet: it must be made in the portal first";
    case NotIssued::has_one:  // only letters are refused so
    case NotIssued::used:
      return "somebody has signed in to this account before: a registration code never resets it; "
             "the patient finds a new password on the page or by phone";
    case NotIssued::not_told:
      return "the account system can't say whether anybody has signed in to this account, so no "
             "code is given out";
  }
  throw Bug("every reason has words");
}

void tell(std::ostream& out, const IssuedRegistration& made, const std::string& page) {
  out << "Registration code: " << in_fours(made.code).reveal() << "\n\n"
      << "It is shown only now and is good until " << iso_utc(made.expires_at)
      << ". An earlier one is void.\n"
      << "The patient goes to " << page << ", picks \"Sign in for the first time\", and types it "
      << "with their date of birth.\n"
      << "Told of it: " << made.told << (made.told == 1 ? " contact" : " contacts") << ".\n";
}

void tell_json(std::ostream& out, const IssuedRegistration& made) {
  JsonWriter json;
  json.begin_object().name("code").text(in_fours(made.code).reveal());
  json.name("good_until").text(iso_utc(made.expires_at));
  json.name("told").number(std::int64_t{made.told});
  out << json.end_object().take() << "\n";
}

}  // namespace

int issue_registration(const RegistrationOptions& options, Dice& dice, const Clock& clock,
                       std::ostream& out, std::ostream& err) {
  const auto seen = conversations::seen_names.find(options.seen);
  if (options.record_number.empty()) return misused(err, "say who: --record-number NUMBER");
  if (!seen || *seen == conversations::Seen::by_post)
    return misused(err, "say how the office knows the patient: --seen in_person or callback");
  return operations::in_words(err, [&] {
    Workplace at(options.config, Database::must_exist, dice, clock);
    Desk desk(at, dice, clock);
    const auto kind = options.code == RegistrationOptions::Code::live ? RegistrationKind::live
                                                                      : RegistrationKind::paper;
    const auto made = desk.issue(desk.patient_of(options.record_number), kind, *seen);
    if (const auto* why = std::get_if<NotIssued>(&made)) throw Fault(in_words(*why));
    const auto& issued = std::get<IssuedRegistration>(made);
    if (options.format == Format::json)
      tell_json(out, issued);
    else
      tell(out, issued, at.config().urls.patient);
    return done;
  });
}

}  // namespace latchkey::operations
