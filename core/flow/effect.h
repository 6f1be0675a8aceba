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

// Remote. `to` empty: to nobody; the same row is written and nothing leaves.
struct SendCode {
  std::optional<PatientId> to;
  ProofKind by = ProofKind::text;
  Secret code;
  Time expires;
  std::string claim_key;
  bool operator==(const SendCode&) const = default;
};
struct CheckAccount {  // remote: what state is the account in, what is its user name?
  PatientId patient;
  bool operator==(const CheckAccount&) const = default;
};
struct SetPassword {  // remote
  PatientId patient;
  Secret password;
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
// Remote: every contact on file that is not unsafe hears of it (product.md rule 8).
struct TellEveryone {
  PatientId patient;
  Topic recovered = Topic::forgot_password;
  bool operator==(const TellEveryone&) const = default;
};

// Local.
struct CountSend {
  std::string claim_key;
  std::optional<PatientId> patient;
  ProofKind by = ProofKind::text;
  bool operator==(const CountSend&) const = default;
};
struct CountWrongCode {
  std::string claim_key;
  std::optional<PatientId> patient;
  bool operator==(const CountWrongCode&) const = default;
};
struct CountProven {  // a right code: consecutive failures start from nothing again
  std::string claim_key;
  PatientId patient;
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
struct JoinHandOff {  // this leg moves to `conversation`, which receives HandOffRedeemed
  ConversationId conversation;
  bool operator==(const JoinHandOff&) const = default;
};
// The only effect that makes a ticket; only hand_over() makes this effect (product.md rule 9).
struct OpenTicket {
  Failed failed;
  std::string help_number;
  std::string callback;  // E.164, or empty: the contact on file
  LocationId office;     // the one that was promised; routing may prefer the patient's own (R2)
  Time promise;
  std::vector<Tried> tried;
  bool operator==(const OpenTicket&) const = default;
};
struct CloseTickets {  // a later success closes open tickets as self_resolved
  PatientId patient;
  bool operator==(const CloseTickets&) const = default;
};

using Effect = std::variant<SendCode, CheckAccount, SetPassword, Unlock, SendUserName, SendHandOff,
                            TellEveryone, CountSend, CountWrongCode, CountProven, KeepHandOff,
                            CountHandOffMiss, JoinHandOff, OpenTicket, CloseTickets>;

}  // namespace latchkey::flow
