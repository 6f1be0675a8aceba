// The pieces that the stages of a conversation share; private to core/flow.
//
// One on(stage, …) per stage: advance() visits them, and a stage without one does not compile.
#pragma once

#include <string>
#include <string_view>

#include "core/flow/flow.h"

namespace latchkey::flow {

template <class... F>
struct Overloaded : F... {
  using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

// Nothing changes; the person is told why.
Decision stay(const State& state, Notice notice, std::string detail = {});

// The same conversation in another stage.
State moved(const State& state, Stage stage);

// Notes for the clerk what was tried; the list is bounded, but never loses what is read later: the
// topic, a right code, the handing over.
void note(State& state, std::string_view step, std::string_view result);

// What a code is told that can't be one: nothing was typed, or it is too short, too long or no
// code.
Notice of_no_code(const Secret* typed);
const std::string* option_of(const Input& input);
const Secret* typed_of(const Input& input);

// How many wrong codes this channel forgives.
int wrong_codes_max(const Context& ctx);

// Sends a code of `kind` to whoever can receive it; for anybody else it only looks like it.
Decision send_code(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                   ProofKind kind, const Context& ctx);

// The caller is to hang up, and is rung back.
Decision call_back(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                   const Context& ctx);

// Nobody is on any line, and self-service is at its end: a silent ticket where there is a patient
// (rulings.md R2).
Decision leave_unreached(const State& state, const Claim& claim, const Context& ctx);

// By phone, where several steps begin, until it was done once.
bool may_text_steps(const Guidance& guidance, const GuideNode& node, const State& state,
                    Channel channel);

// Into the tree of a guidance topic, at the first question that this person needs.
Decision guide(const State& state, Topic topic, const Context& ctx);

// Into a tree at this node; past it if it asks for the browser and that is known, because whoever
// names a node has looked at this very machine.
Decision guide_at(const State& state, std::string_view node, const Context& ctx);

// Where a conversation in guidance stands; the beginning of its tree if the content has changed
// meanwhile, null if that tree is gone.
const GuideNode* node_of(const Policy& policy, const Guiding& guiding);

// The office that a choice or a ZIP code names; empty if none.
std::optional<LocationId> office_of(const Input& input, const Context& ctx);

// The codes that still live after the details were corrected. They still open if the claim is of
// the same person; for anybody else they are judged like a code for nobody.
std::vector<Challenge> carried(const SentBefore& before, const Claim& claim, Time now);

// Shows a new match code to the front desk.
Decision ask_desk(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                  Notice notice, const Context& ctx);

// From a kiosk to the person's own telephone (rulings.md R17).
Decision hand_off_to_phone(const State& state, const ChoosingPassword& choosing,
                           const Context& ctx);

// The first question of identification on this channel.
Identifying first_question(Topic topic, Facts facts, const Context& ctx);

// The account system was seen, and the person says that the account is locked.
Decision let_unlock(const State& state, const Proven& proven, const AccountSeen& seen,
                    const Context& ctx);

// Whether what was entered may be entered anew: not for ever, and not once a proof was given for
// it.
bool may_correct(const Claim& claim, const State& state, const Policy& policy);

// Why an unproven claim failed, for the ticket only.
enum class Codes { sent, never_sent };
Failed unproven(const Claim& claim, Codes codes);
// What was sent for other details, or to nobody, says nothing about this person.
Codes codes_of(const std::vector<Challenge>& challenges);

// Into the first sign-in, at its first question.
Decision begin_first_sign_in(const State& state);

// One proof has passed: the account system is asked, or for the second proof that an account with
// two steps needs, where this person can give it (NIST 800-63B-4 §4.2.2.2).
Decision proven(const State& state, const Claim& claim, std::vector<Challenge> challenges,
                ProofKind by, Held held, const Context& ctx);
// No proof will come: the common ending; the office's for whom only the second one is missing (T4).
Decision give_up(const State& state, const Claim& claim, Codes codes, Notice notice,
                 const Context& ctx);

// Everybody on file hears of this recovery.
TellEveryone tell_of(const Proven& proven, Topic recovered);

// Whether a saved code was used up, and the end that shows the one in its place.
bool needs_new_saved(const Proven& proven);
Decision show_new_saved(const State& state, const Proven& proven, Topic topic,
                        std::string user_name, const Context& ctx);
// Back in: done, with a saved code where one is due or may be made.
Decision finished(const State& state, const Proven& proven, Topic topic, std::string user_name,
                  const Context& ctx);

// What these stages ask.
Step view_of(const FirstSignIn& s, Channel channel);
Step view_of(const Registering& s, const Policy& policy, Channel channel, std::int64_t tries);
Step view_of(const TypingSaved& s, std::int64_t tries);
Step view_of(const ShowingSaved& s);
Step view_of(const Recovered& s);

// Why whoever is offered a call can't be helped here; null in every other stage.
const Failed* failed_of(const Stage& stage);

// The one ending for everybody unproven begins here (rulings.md R2).
Decision offer_help(const State& state, const Failed& failed, Notice notice);

// A proven person whom only the office can help: ticket and promise at once.
Decision hand_over_proven(const State& state, const Proven& proven, Failure code,
                          const Context& ctx);

// Whether whoever was promised a call may also leave a spoken message.
HandedOver::Voicemail voicemail_for(const State& state, const Context& ctx);

// The caller goes to the page with a code that is good for this long, a minute at least.
HandingOff let_go(HandingOff handing, Time now);

// Asked for a person for the second time, or never answered: T7, on the phone by transfer first.
// What had failed before stays the reason.
Decision to_person(const State& state, const Context& ctx, Transferring::After after);

// The time to choose a password is over: who it is must be proven anew. Tallies stay.
Decision prove_again(const State& state, const Proven& proven, const Context& ctx);

// A caller over budget meets a person; when nobody is there, the number of one and no ticket, or,
// where the budget is shared with strangers, the line's own questions.
Decision called_often(const State& state, ChoosingLanguage::Then then, const Context& ctx);

// After the account system was seen: the new password is chosen on a page, or handed off to one.
Decision let_choose_password(const State& state, const Proven& proven, const std::string& user_name,
                             const Context& ctx);

Decision on(const ChoosingLanguage&, const State&, const Input&, const Context&);
Decision on(const ChoosingTopic&, const State&, const Input&, const Context&);
Decision on(const Identifying&, const State&, const Input&, const Context&);
Decision on(const ChoosingProof&, const State&, const Input&, const Context&);
Decision on(const Proving&, const State&, const Input&, const Context&);
Decision on(const Resuming&, const State&, const Input&, const Context&);
// By another call of the same person: what was proven is proven no more.
Decision resumed(const State& state);
Decision on(const CallingBack&, const State&, const Input&, const Context&);
Step view_of(const CallingBack&);
Decision on(const NoCode&, const State&, const Input&, const Context&);
Decision on(const Vouching&, const State&, const Input&, const Context&);
Decision on(const Checking&, const State&, const Input&, const Context&);
Decision on(const TellingUserName&, const State&, const Input&, const Context&);
Decision on(const ChoosingPassword&, const State&, const Input&, const Context&);
Decision on(const HandingOff&, const State&, const Input&, const Context&);
Decision on(const RedeemingHandOff&, const State&, const Input&, const Context&);
Decision on(const Joined&, const State&, const Input&, const Context&);
Decision on(const Resetting&, const State&, const Input&, const Context&);
Decision on(const Recovered&, const State&, const Input&, const Context&);
Decision on(const Transferring&, const State&, const Input&, const Context&);
Decision on(const OfferingHelp&, const State&, const Input&, const Context&);
Decision on(const LeavingNumber&, const State&, const Input&, const Context&);
Decision on(const AskingMessage&, const State&, const Input&, const Context&);
Decision on(const ChoosingOffice&, const State&, const Input&, const Context&);
Decision on(const HandedOver&, const State&, const Input&, const Context&);
Decision on(const Guiding&, const State&, const Input&, const Context&);
Decision on(const AskingHours&, const State&, const Input&, const Context&);
Decision on(const TellingHours&, const State&, const Input&, const Context&);
Decision on(const TellingWhenToCall&, const State&, const Input&, const Context&);
Decision on(const KnownIncident&, const State&, const Input&, const Context&);
// What whoever picked this topic, or this node of its guide, is told first; empty if all is well.
std::optional<Decision> told_of_incident(const State&, Topic, std::string_view node,
                                         const Context&);
Step view_of(const KnownIncident&);
Step view_of(const HandedOver&, const Policy&);
Decision on(const Helping&, const State&, const Input&, const Context&);
Decision on(const LockedOut&, const State&, const Input&, const Context&);
Decision on(const Unlocking&, const State&, const Input&, const Context&);
Decision on(const FirstSignIn&, const State&, const Input&, const Context&);
Decision on(const Registering&, const State&, const Input&, const Context&);
Decision on(const CheckingRegistration&, const State&, const Input&, const Context&);
Decision on(const TypingSaved&, const State&, const Input&, const Context&);
Decision on(const ShowingSaved&, const State&, const Input&, const Context&);
Decision on(const Ended&, const State&, const Input&, const Context&);

}  // namespace latchkey::flow
