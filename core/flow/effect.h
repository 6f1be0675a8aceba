// What must happen because of a turn, as values.
//
// Local effects become rows in the turn's own transaction; remote ones become errands in the
// outbox, in that same transaction. Whoever a claim turns out to be, the number and size of what is
// written is the same (rulings.md R5): a code for nobody is an errand too, of kind `nothing`.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/flow/state.h"

namespace latchkey::flow {

// Remote. `to` empty: to nobody; the same row is written and nothing leaves. `claimed` is who was
// found, for a decoy too: looked at for equal work, never written to.
struct SendCode {
  std::optional<PatientId> to, claimed;
  ProofKind by = ProofKind::text;
  Secret code;
  Time expires;
  std::string claim_key;
  bool operator==(const SendCode&) const = default;
};
// Remote: rings a contact on file, at `at`; `to` and `claimed` as with a code.
struct RingBack {
  std::optional<PatientId> to, claimed;
  Time at, expires;
  int ring = 1;
  std::string claim_key;
  bool operator==(const RingBack&) const = default;
};
struct CheckAccount {  // remote: what state is the account in, what is its user name?
  PatientId patient;
  bool operator==(const CheckAccount&) const = default;
};
// Remote. The first password of an account that nobody has used opens it: with a registration code
// only if that code still stands and nobody has used the account meanwhile (rulings.md R19).
struct SetPassword {
  PatientId patient;
  Secret password;
  Proven::Account account = Proven::Account::used;
  RegistrationId registration{};
  bool operator==(const SetPassword&) const = default;
};
struct Unlock {  // remote
  PatientId patient;
  bool operator==(const Unlock&) const = default;
};
struct SendUserName {  // remote: a copy to the contact that proved the person
  PatientId patient;
  ProofKind by = ProofKind::text;
  std::string user_name;
  bool operator==(const SendUserName&) const = default;
};
struct SendHandOff {  // remote
  PatientId patient;
  ProofKind by = ProofKind::text;
  Secret code;
  Time expires;
  bool operator==(const SendHandOff&) const = default;
};
// Remote: where to read a guide's steps, to whoever calls. To nobody the same row is written.
struct SendSteps {
  std::string to;  // E.164
  std::string node;
  enum class Reaches { them, nobody } reaches = Reaches::them;
  bool operator==(const SendSteps&) const = default;
};
// Remote: every contact on file that is not unsafe hears of it (product.md rule 8).
struct TellEveryone {
  PatientId patient;
  Topic recovered = Topic::forgot_password;
  // A saved code that was asked for is told by itself; one that takes the place of a used one comes
  // with the recovery's own notice (NIST 800-63B-4 §4.2.1.1).
  enum class About { recovery, saved_code } about = About::recovery;
  // The contact of this kind had the code: whoever reads it there may be the one who recovered
  // (NIST 800-63B-4 §4.6). Empty if no contact on file was part of the proof.
  std::optional<ProofKind> code_by{};
  bool operator==(const TellEveryone&) const = default;
};

// Local.
struct CountSend {
  std::string claim_key;
  std::optional<PatientId> patient;
  ProofKind by = ProofKind::text;
  // Nobody: nothing went out, whether there is no such patient or enough was sent for now. What
  // many share is spent by real messages alone.
  enum class Reaches { somebody, nobody } reaches = Reaches::somebody;
  bool operator==(const CountSend&) const = default;
};
struct CountSteps {
  std::string to;
  bool operator==(const CountSteps&) const = default;
};
struct CountWrongCode {
  std::string claim_key;
  std::optional<PatientId> patient;
  bool operator==(const CountWrongCode&) const = default;
};
struct CountProven {  // a right code: consecutive failures start from nothing again
  std::string claim_key;
  PatientId patient;
  ProofKind by = ProofKind::text;
  bool operator==(const CountProven&) const = default;
};
struct KeepHandOff {  // makes the code redeemable on a page
  Secret code;
  PatientId patient;
  Time expires;
  bool operator==(const KeepHandOff&) const = default;
};
// A wrong pair of code and birth date: counted against the code, if there is one, and against the
// clinic-wide rate of wrong ones (rulings.md R17).
struct CountHandOffMiss {
  Secret code;
  bool operator==(const CountHandOffMiss&) const = default;
};
struct CountPromise {  // a call that an office promised to somebody unproven
  bool operator==(const CountPromise&) const = default;
};
struct JoinHandOff {  // this leg moves to `conversation`, which receives HandOffRedeemed
  ConversationId conversation;
  bool operator==(const JoinHandOff&) const = default;
};
struct ResumeCall {  // this leg takes the place of those of `conversation`, which receives Resumed
  ConversationId conversation;
  bool operator==(const ResumeCall&) const = default;
};
// A registration code with a birth date. Remote: the account system is asked, or nobody is. Local:
// the try is counted, for the code, if there is one, and for who typed it.
struct TryRegistration {
  RegistrationId code;
  std::optional<PatientId> patient;  // both are right
  bool operator==(const TryRegistration&) const = default;
};
struct VoidRegistrations {  // the account is open: no code opens it any more
  PatientId patient;
  bool operator==(const VoidRegistrations&) const = default;
};
struct CountWrongSaved {
  std::string claim_key;
  std::optional<PatientId> patient;
  bool operator==(const CountWrongSaved&) const = default;
};
struct UseSaved {  // it has proven: it proves nothing any more
  PatientId patient;
  bool operator==(const UseSaved&) const = default;
};
struct KeepSaved {  // in place of the earlier one
  PatientId patient;
  Secret code;
  bool operator==(const KeepSaved&) const = default;
};
struct CountIncident {  // this conversation was told of it
  IncidentId incident;
  bool operator==(const CountIncident&) const = default;
};
struct AskDesk {  // a clerk finds this conversation by the code from now on
  std::string match_code;
  bool operator==(const AskDesk&) const = default;
};
// The only effect that makes a ticket; only hand_over() makes this effect (product.md rule 9).
struct OpenTicket {
  Failed failed;
  std::string help_number;
  std::string callback;                     // E.164, or empty: the contact on file
  LeaveMessage message = LeaveMessage::no;  // at `callback`
  LocationId office;  // the one that was promised; routing may prefer the patient's own (R2)
  Time promise;
  std::vector<Tried> tried;
  std::string interpreter{};  // a language's code; empty: the conversation's own will do
  bool operator==(const OpenTicket&) const = default;
};
// Remote: a recording is fetched from the provider, kept with this conversation's ticket, and
// deleted there. Nobody listens to an `empty` one: it is deleted only.
struct TakeRecording {
  std::string recording;
  std::optional<int> seconds;
  enum class Kind { message, empty } kind = Kind::message;
  bool operator==(const TakeRecording&) const = default;
};
struct CloseTickets {  // a later success closes open tickets as self_resolved
  PatientId patient;
  bool operator==(const CloseTickets&) const = default;
};

using Effect =
    std::variant<SendCode, RingBack, CheckAccount, SetPassword, Unlock, SendUserName, SendHandOff,
                 SendSteps, TellEveryone, CountSend, CountSteps, CountWrongCode, CountProven,
                 KeepHandOff, CountHandOffMiss, CountPromise, JoinHandOff, ResumeCall, AskDesk,
                 TryRegistration, VoidRegistrations, CountWrongSaved, UseSaved, KeepSaved,
                 CountIncident, OpenTicket, TakeRecording, CloseTickets>;

}  // namespace latchkey::flow
