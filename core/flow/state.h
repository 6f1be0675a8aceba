// Where a conversation stands: a closed sum of stages, each holding only what is true then.
//
// State is a value: it is compared, sealed into one row and read back. What outlives stages (the
// language, what has been tried, how much of each budget is spent) stands beside the stage, so that
// starting over can't refill a budget.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/normal.h"
#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/flow/words.h"

namespace latchkey::flow {

// What a person says of themselves, normalised. Facts find, they never prove (product.md rule 1).
struct Facts {
  std::string first_name, last_name;
  std::optional<Date> birth_date;
  std::optional<std::string> zip, phone, email, record_number;
  bool operator==(const Facts&) const = default;
};

// The private reason why no code can prove a claim, known to nobody outside (rulings.md R3, R4).
enum class Decoy { none, nobody, several, deceased, no_contact, throttled };

// Who the person says they are, with what was found. Strangers have no patient and everything else.
struct Claim {
  Topic topic = Topic::forgot_password;
  Facts facts;
  std::string key;  // keyed hash of the claim: budgets count by it, whoever it is
  std::optional<PatientId> patient;
  Decoy decoy = Decoy::nobody;
  std::array<bool, 3> reach{};  // by ProofKind: a usable contact is on file
  // An account with two steps, of which this one is done (Held::issued or saved).
  std::optional<Held> first{};
  bool operator==(const Claim&) const = default;
};

// One code, of one kind, for one claim (rulings.md R7). `seal` judges, `copy` is what a resend
// sends; the whole state is sealed at rest. A code that went to nobody is not real and opens for
// no one, but is judged with the same work. An `earlier` one was sent before the details were
// corrected: it is still judged until it expires, and never sent again.
struct Challenge {
  ProofKind kind = ProofKind::text;
  std::string seal;
  Secret copy;
  enum class Sent { to_contact, to_nobody } sent = Sent::to_nobody;
  enum class Round { current, earlier } round = Round::current;
  Time issued, expires, last_sent;
  int sends = 0;
  bool operator==(const Challenge&) const = default;
};

// What was sent before the details were corrected, and for whose claim.
struct SentBefore {
  std::string claim_key;
  std::vector<Challenge> challenges;
  bool operator==(const SentBefore&) const = default;
};

// A person who has proven to be this patient, on this channel's leg.
struct Proven {
  Topic topic = Topic::forgot_password;
  PatientId patient;
  ProofKind by = ProofKind::text;
  std::string claim_key;
  Time until;  // a new password may be chosen before this (Policy::grant_life)
  Held held = Held::issued;
  // As the account system says: the first password opens an account that nobody ever used.
  enum class Account { used, never_used } account = Account::used;
  RegistrationId registration{};  // the code that was typed, with Held::registration
  bool operator==(const Proven&) const = default;
};

// Why a conversation can't be finished here, privately.
struct Failed {
  Failure code = Failure::no_match;
  Topic topic = Topic::forgot_password;
  std::optional<PatientId> patient;
  // At the end of a tree of guidance: what the ticket is about (a word of the matrix), and what
  // the screen said, as the person typed it.
  std::string category{}, screen_text{};
  bool operator==(const Failed&) const = default;
};

struct ChoosingLanguage {
  // This number has called too often, or all who hide theirs have together: a person answers now.
  // Whoever shares a budget with strangers goes on alone when there is none (standards.md C-11).
  enum class Then { topic, person, person_if_open } then = Then::topic;
  bool operator==(const ChoosingLanguage&) const = default;
};
struct ChoosingTopic {
  bool operator==(const ChoosingTopic&) const = default;
};
// "Enter the four digits of your earlier call" (domain.md J12).
struct Resuming {
  int wrong = 0;
  bool operator==(const Resuming&) const = default;
};
struct AskingHours {  // of which office?
  bool operator==(const AskingHours&) const = default;
};
// Asked at one moment; a retry hears the same (rulings.md R11).
struct TellingHours {
  LocationId office;
  enum class Doors { open, closed } doors = Doors::closed;
  std::optional<Time> until;  // the next closing or opening; none within a year
  bool operator==(const TellingHours&) const = default;
};
struct TellingWhenToCall {
  TellingHours hours;  // to go back to
  bool operator==(const TellingWhenToCall&) const = default;
};
struct Helping {  // somebody helps a patient: whose account is it about?
  bool operator==(const Helping&) const = default;
};
// At a node of a tree of guidance (core/base/guidance.h).
struct Guiding {
  Topic topic = Topic::page_broken;
  std::string node, screen_text;
  bool operator==(const Guiding&) const = default;
};
struct Identifying {
  enum class Asking { name, birth_date, which_detail, detail } asking = Asking::name;
  Topic topic = Topic::forgot_password;
  Facts facts;
  Detail detail = Detail::zip;  // while asking for it
  SentBefore before;
  bool operator==(const Identifying&) const = default;
};
struct ChoosingProof {
  Claim claim;
  std::vector<Challenge> challenges;  // sent before the details were corrected, still live
  bool operator==(const ChoosingProof&) const = default;
};
struct Proving {
  Claim claim;
  std::vector<Challenge> challenges;  // one current per kind at most; any of them may be typed
  ProofKind current = ProofKind::text;
  bool operator==(const Proving&) const = default;
};
// The caller's line ends with four digits, and only then the phone on file is rung (rulings.md
// R18). Whoever answers it proves with these digits that they are the one who called. Strangers
// hear the same, and nobody is rung.
struct CallingBack {
  Claim claim;
  std::vector<Challenge> challenges;  // sent before, still live
  std::string digits;
  Time until;     // nobody is rung, and the digits open nothing, from then on
  int ring = 1;   // its name: of all rings of this conversation
  int rings = 1;  // of this callback, this one included
  int wrong = 0;  // digits, of whoever answered
  bool operator==(const CallingBack&) const = default;
};
struct NoCode {  // "I did not get a code": what now?
  Proving proving;
  bool operator==(const NoCode&) const = default;
};
// "Ask the front desk": a clerk who has seen an ID types the match code that this kiosk shows
// (rulings.md R20). Everybody walks here alike, whoever was found or not.
struct Vouching {
  Claim claim;                        // as it was; whom the ID names is what counts
  std::vector<Challenge> challenges;  // sent before, still live
  std::string match_code;
  struct Vouch {
    PatientId patient;
    Time until;  // the person goes on before this (Policy::vouch_life)
    bool operator==(const Vouch&) const = default;
  };
  std::optional<Vouch> vouch{};
  bool operator==(const Vouching&) const = default;
};
struct Checking {  // the account system is asked, after the first proof only (rulings.md R5)
  Proven proven;
  enum class Line { listening, hung_up } line = Line::listening;  // then a message tells the end
  bool operator==(const Checking&) const = default;
};
struct TellingUserName {
  Proven proven;
  std::string user_name;
  enum class Copy { not_sent, sent } copy = Copy::not_sent;
  bool operator==(const TellingUserName&) const = default;
};
// Proven; the account is locked, or is not after all.
struct LockedOut {
  Proven proven;
  std::string user_name;
  enum class Lock { locked, open } lock = Lock::locked;
  std::optional<Time> until;  // the lock ends by itself
  bool operator==(const LockedOut&) const = default;
};
struct Unlocking {
  Proven proven;
  enum class Line { listening, hung_up } line = Line::listening;  // then a message tells the end
  bool operator==(const Unlocking&) const = default;
};
struct ChoosingPassword {
  Proven proven;
  std::string user_name;  // a new password may not be made from it (NIST 800-63B-4 §3.1.1.2)
  bool operator==(const ChoosingPassword&) const = default;
};
struct HandingOff {
  Proven proven;
  std::string user_name;
  Secret code;
  Time expires;
  enum class Copy { not_sent, sent } copy = Copy::not_sent;
  enum class Line { listening, hung_up } line = Line::listening;  // the page may still redeem
  // How long the code was good when the caller let go: a retry hears the same (rulings.md R11).
  std::chrono::minutes left{0};
  bool operator==(const HandingOff&) const = default;
};
struct RedeemingHandOff {
  bool operator==(const RedeemingHandOff&) const = default;
};
struct Joined {  // this leg now belongs to the conversation whose hand-off code it typed
  bool operator==(const Joined&) const = default;
};
struct Resetting {
  Proven proven;
  std::string user_name;
  bool operator==(const Resetting&) const = default;
};
struct Recovered {
  Topic topic = Topic::forgot_password;
  std::string user_name{};  // told at the end of a first sign-in
  // On a page a saved code may be made now, by whoever has just proven themselves.
  struct Offer {
    PatientId patient;
    Time until;
    bool operator==(const Offer&) const = default;
  };
  std::optional<Offer> offer{};
  bool operator==(const Recovered&) const = default;
};
struct KnownIncident {  // told before the topic goes on, or the guide's node
  Topic topic = Topic::forgot_password;
  std::string node;
  std::optional<Time> expected;  // when it should be over
  bool operator==(const KnownIncident&) const = default;
};
struct FirstSignIn {  // with a code from the office, or without one
  enum class Asking { which, on_paper } asking = Asking::which;  // the phone can't take letters
  bool operator==(const FirstSignIn&) const = default;
};
struct Registering {
  Secret code;  // by keys the birth date is asked for afterwards
  bool operator==(const Registering&) const = default;
};
// A registration code was typed. Whatever it is, the account system is asked (or nobody is, for the
// same time), so that a code of a used account answers as one that never was (rulings.md R5, R19).
struct CheckingRegistration {
  RegistrationId code;
  std::optional<PatientId> patient;  // code and birth date are right
  bool operator==(const CheckingRegistration&) const = default;
};
struct TypingSaved {  // "I have a saved code"
  Claim claim;
  std::vector<Challenge> challenges;  // sent before, still live
  bool operator==(const TypingSaved&) const = default;
};
// Told on this page, and gone with it: what is kept judges, and can't be read.
struct ShowingSaved {
  Topic topic = Topic::forgot_password;
  PatientId patient;
  std::string user_name;
  Secret code;
  bool operator==(const ShowingSaved&) const = default;
};
struct Transferring {  // the phone rings the office (T7, in hours)
  Failed failed;
  LocationId office;
  enum class After { asked, silence, many_calls, many_calls_of_all } after = After::asked;
  enum class Taken { not_yet, yes } taken = Taken::not_yet;  // by a person who pressed a key
  bool operator==(const Transferring&) const = default;
};
struct OfferingHelp {
  Failed failed;
  bool operator==(const OfferingHelp&) const = default;
};
struct LeavingNumber {
  Failed failed;
  bool operator==(const LeavingNumber&) const = default;
};
// Whether whoever calls back may speak to a machine, or to somebody else who picks up.
enum class LeaveMessage { no, yes };
struct AskingMessage {
  Failed failed;
  std::string callback;  // E.164
  bool operator==(const AskingMessage&) const = default;
};
struct ChoosingOffice {
  Failed failed;
  std::string callback;  // E.164
  LeaveMessage message = LeaveMessage::no;
  bool operator==(const ChoosingOffice&) const = default;
};
// The promise is part of the state, so that a retry hears the same words (rulings.md R11).
struct HandedOver {
  std::string help_number;
  LocationId office;
  Time promise;
  enum class Known { unproven, proven } known = Known::unproven;
  // A caller may leave a spoken message for the office. `repeat`: nothing was heard the first time.
  enum class Voicemail {
    none,
    offered,
    speaking,
    repeat,
    left,
    declined
  } voicemail = Voicemail::none;
  bool operator==(const HandedOver&) const = default;
};
struct Ended {
  enum class How {
    declined,
    transferred,
    no_answer,
    many_calls,
    no_number,  // wanted a call; has no number that we ring, or too many calls were promised here
    solved,     // guidance did help
    told,       // only wanted to know
    waits       // for a lock that ends by itself
  } how = How::declined;
  LocationId office{};          // to call instead, after many calls or without a number
  std::optional<Time> until{};  // the lock's end
  bool operator==(const Ended&) const = default;
};

using Stage =
    std::variant<ChoosingLanguage, ChoosingTopic, Identifying, ChoosingProof, Proving, NoCode,
                 Checking, TellingUserName, ChoosingPassword, HandingOff, RedeemingHandOff, Joined,
                 Resetting, Recovered, Transferring, OfferingHelp, LeavingNumber, ChoosingOffice,
                 HandedOver, Ended, Guiding, AskingHours, TellingHours, TellingWhenToCall, Helping,
                 LockedOut, Unlocking, FirstSignIn, Registering, CheckingRegistration, TypingSaved,
                 ShowingSaved, Vouching, KnownIncident, AskingMessage, CallingBack, Resuming>;

// What is spent, for good.
struct Tally {
  int wrong_codes = 0;
  int rounds = 0;        // how often the facts were entered and looked up
  int steps_texted = 0;  // once, whatever it is about
  int rings = 0;         // each has a name of its own
  int asked_person = 0;  // the first time offers one choice to go on, the second is T7
  bool operator==(const Tally&) const = default;
};

// One thing that was tried, for the clerk who reads the ticket: never what was typed.
struct Tried {
  std::string step, result;
  bool operator==(const Tried&) const = default;
};

// What the page's own machine told of itself, without anybody being asked. It proves nothing.
struct Device {
  std::string browser;  // as trees of guidance call it: "safari_iphone"; empty if unknown
  std::string facts;    // for the clerk: one `name value` a line
  bool operator==(const Device&) const = default;
};

struct State {
  std::string language = "en";
  // The language that the person asked an interpreter for, by its code; empty: none is needed.
  std::string interpreter;
  Device device;
  // Four digits that bring a caller back who was cut off: from the same number, and unproven.
  std::string resume;
  Tally tally;
  std::vector<Tried> tried;
  Stage stage;
  bool operator==(const State&) const = default;
};

}  // namespace latchkey::flow
