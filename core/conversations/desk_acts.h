// What staff do to a patient's account: the seven functions of product.md, each from a ticket.
//
// Every act belongs to an open ticket that the member has taken, whose patient is known, and needs
// that member's own valid stamp, or for IT a baton (rulings.md R21). That is judged here, in the
// transaction that writes the act, whatever a page has shown. What happens elsewhere is an errand:
// the act waits for its end, and one whose end is unknown is never repeated by itself. Nobody here
// sees or chooses a password: a reset sends the patient a code for the web page, where they choose
// it themselves. Everything is told to every contact on file (product.md rule 8), and audited,
// allowed or refused.
//
// Whether a role may act at all, and on which tickets, is the desk's to judge before. Thread-safe;
// asking may block on the account system, outside of every transaction.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/accounts/account_system.h"
#include "core/conversations/desk_act_rows.h"
#include "core/conversations/effects.h"
#include "core/conversations/registration_issue.h"
#include "core/conversations/world.h"
#include "core/identity/stamps.h"
#include "core/tickets/letters.h"

namespace latchkey::conversations {

// Per member, codes that let somebody in: resets and registration codes (standards.md section 3).
inline constexpr std::int64_t acts_hour_max = 30, acts_day_max = 100;
// A contact that changed within this makes a change of user name a matter for two (ASVS 2.3.5).
inline constexpr std::chrono::hours dual_control_after{24};
// A second member looks within this, or it is asked for anew.
inline constexpr std::chrono::minutes second_life{15};

// The same act asked for again within this is one that came twice: nothing more is done.
inline constexpr std::chrono::seconds repeated_within{60};

// What an act goes by. IT has nothing but a baton: it can't make a stamp.
enum class Under { stamp, baton };

// What the patient is told of; nothing for what they do themselves (a reset), or hear of by another
// message.
std::optional<tickets::LetterAbout> told_about(identity::Act act);

// How the audit log calls it.
Word action_of(identity::Act act);

// The act is over: its row, its ticket's timeline and the audit log say how.
void finish_act(storage::Transaction& tx, const World& world, const DeskAct& act, ActState state,
                std::string_view why, Time now);

// The portal did not take the password that a patient chose by a desk's reset, or nobody knows: the
// act ends with that, and its ticket's page says what to do. Nothing for any other conversation.
void reset_failed(storage::Transaction& tx, const World& world, ConversationId conversation,
                  const courier::Outcome& outcome, Time now);

struct ActAsked {
  StaffId by;
  TicketId ticket;
  identity::Act act = identity::Act::reset;
  Under under = Under::stamp;
  std::string user_name{};                      // of a rename, as typed
  std::string reason{};                         // of a deactivation, in the member's words
  flow::ProofKind way = flow::ProofKind::text;  // of a reset: by text or mail
  identity::RegistrationKind paper = identity::RegistrationKind::live;
};

enum class ActSaid {
  under_way,
  done,
  second_needed,  // a colleague has to agree first
  ended,          // the ticket has ended, or there is none
  not_yours,      // not taken by this member
  no_patient,     // nobody knows whose ticket it is
  no_stamp,       // none, too old, or of another member, ticket, patient or act
  wrong_stamp,    // this act needs a photo ID or a callback, or a photo ID alone
  barred,         // deceased, merged or switched off
  not_possible,   // the account system can't
  no_account,
  used,        // a registration code never opens an account that somebody has signed in to
  never_used,  // a reset needs an account that was used: a registration code opens this one
  not_told,    // the account system could not say
  minor,
  name_rejected,  // no user name
  taken,          // the user name is, or was, somebody else's
  reason_needed,
  no_way,            // nothing on file to send it to
  throttled,         // too many of this member, or too many messages to this patient
  not_now,           // an act of this ticket is under way
  suspended,         // the patient said "this wasn\'t me": self-service is opened again first
  in_person_needed,  // a photo ID, and nothing less
  too_late           // to agree
};
std::string_view name_of(ActSaid said);

struct ActAnswer {
  ActSaid said = ActSaid::under_way;
  std::optional<IssuedRegistration> code{};  // shown once
};

enum class ReadBackSaid { sent, no_patient, not_yours, no_way, throttled, barred };
// `paused`: too many codes of this patient were wrong lately; none is judged.
enum class StampSaid {
  done,
  not_yours,
  no_patient,
  wrong_code,
  no_code,
  no_contact,
  barred,
  paused
};

class Bridges;

// The numbers on file that a clerk may call to verify a patient.
std::vector<accounts::Contact> callable_contacts(storage::Transaction& tx,
                                                 const accounts::Roster& roster, PatientId patient,
                                                 Time now);

class DeskActs {
 public:
  // All outlive it.
  DeskActs(const World& world, accounts::AccountSystem& system, const identity::Stamps& stamps,
           const RegistrationDesk& registrations)
      : world_(world), system_(system), stamps_(stamps), registrations_(registrations) {}

  // Whether the account system lets staff do this at all.
  bool is_possible(identity::Act act) const;

  ActAnswer ask(const ActAsked& asked) const;
  // A colleague agrees to an act that waits for a second member; never who asked for it.
  ActSaid agree(DeskActId act, StaffId second) const;

  // "Tell me the code that we have just texted you": by text alone, for mail does not verify
  // anybody (NIST 800-63A-4 §3.8).
  ReadBackSaid send_read_back(TicketId ticket, StaffId by) const;
  struct StampAsked {
    StaffId by;
    TicketId ticket;
    identity::StampMethod method = identity::StampMethod::other_photo_id;
    Secret code{};                 // with code_read_back
    accounts::ContactId called{};  // with callback: the number on file
  };
  StampSaid stamp(const StampAsked& asked) const;

  // A baton for IT, of a valid stamp: in the caller's transaction, with the relay itself. Until the
  // end of the next business day of the ticket's office. False without a valid stamp.
  bool pass_on(storage::Transaction& tx, const tickets::Ticket& ticket, StaffId by,
               identity::Act act, identity::BatonId id, Time now) const;
  // Whether a baton for this act lies on the ticket.
  std::optional<identity::Baton> baton(storage::Transaction& tx, const tickets::Ticket& ticket,
                                       identity::Act act, Time now) const;
  // The numbers on file that a callback may go to: no new ones, no unsafe ones, not shared.
  std::vector<accounts::Contact> callable(storage::Transaction& tx, PatientId patient,
                                          Time now) const;

  // An errand of an act has ended. `other`: it is none of ours, and nothing was done.
  enum class Whose { ours, other };
  Whose errand_ended(const courier::Claimed& claimed, const courier::Outcome& outcome) const;

  // Calls that staff place, in this same world (core/conversations/bridges.h).
  Bridges bridges() const;

 private:
  struct Ready;  // who and what, once everything is judged
  struct Known;  // what the account system said before
  using Judged = std::variant<ActSaid, Ready>;
  Known known_of(const ActAsked& asked) const;
  Judged judge(storage::Transaction& tx, const ActAsked& asked, const Known& known, Time now) const;
  std::optional<ActSaid> barred(storage::Transaction& tx, const ActAsked& asked, const Ready& ready,
                                const Known& known, Time now) const;
  bool is_repeated(storage::Transaction& tx, const ActAsked& asked, Time now) const;
  bool lifts_blindly(storage::Transaction& tx, const ActAsked& asked, const Ready& ready) const;
  std::optional<ActSaid> barred_by_stamp(const ActAsked& asked, const Ready& ready) const;
  std::optional<ActSaid> barred_name(storage::Transaction& tx, const ActAsked& asked,
                                     const Ready& ready) const;
  ActSaid begin(storage::Transaction& tx, const ActAsked& asked, const Ready& ready,
                const Draws& draws, Time now, courier::Lanes& lanes) const;
  struct Sent {  // a reset's code
    ConversationId conversation;
    Time until;
  };
  std::variant<ActSaid, Sent> send_reset(storage::Transaction& tx, const ActAsked& asked,
                                         const Ready& ready, const Draws& draws, Time now,
                                         courier::Lanes& lanes) const;
  bool spend_reset(storage::Transaction& tx, const Ready& ready, const identity::Send& counted,
                   Time now) const;
  void replace_reset(storage::Transaction& tx, PatientId patient, Time now) const;
  ActSaid reopened(storage::Transaction& tx, const DeskAct& act, const Draws& draws, Time now,
                   courier::Lanes& lanes) const;
  ActAnswer give_registration(const ActAsked& asked, const Ready& ready, DeskActId act) const;
  void send(storage::Transaction& tx, const DeskAct& act, const Draws& draws, Time now,
            courier::Lanes& lanes) const;
  StampSaid judge_stamp(storage::Transaction& tx, const StampAsked& asked,
                        const std::optional<tickets::Ticket>& ticket, Time now) const;
  void finish(storage::Transaction& tx, const DeskAct& act, ActState state, std::string_view why,
              Time now) const {
    finish_act(tx, world_, act, state, why, now);
  }
  void apply(storage::Transaction& tx, const DeskAct& act, std::int64_t alias, Time now) const;
  void tell(storage::Transaction& tx, const DeskAct& act, const Draws& draws, Time now,
            courier::Lanes& lanes) const;
  void record(storage::Transaction& tx, StaffId by, Word action, PatientId patient,
              audit::Answer answer, std::string details, Time now) const;
  std::string contacts_mark(storage::Transaction& tx, PatientId patient) const;
  void wake(courier::Lanes lanes) const;

  World world_;
  accounts::AccountSystem& system_;
  const identity::Stamps& stamps_;
  const RegistrationDesk& registrations_;
};

}  // namespace latchkey::conversations
