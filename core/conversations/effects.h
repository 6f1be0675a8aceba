// Effects become rows, in the turn's own transaction.
//
// Local ones are written at once; remote ones become errands keyed by conversation, revision and
// ordinal (rulings.md R15). For a code that goes to nobody the same message is rendered and the
// same row written, as kind `nothing` (R5).
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "core/conversations/conversation_rows.h"
#include "core/conversations/not_me_rows.h"
#include "core/conversations/world.h"
#include "core/flow/effect.h"
#include "core/flow/policy.h"

namespace latchkey::conversations {

// Chance for one turn, thrown before its transaction (rulings.md R14). Ids of rows are derived, so
// that a turn which runs twice writes the same rows.
struct Draws {
  flow::Fresh fresh;
  std::int64_t seed = 0;
  tickets::Minted ticket;
  NotMeSecrets not_me;

  std::int64_t row_id(const Sealer& sealer, std::int64_t ordinal) const;
};
// Codes of the lengths that `policy` says.
Draws draw(Dice& source, const flow::Policy& policy);

// A turn's rows. Lives within one transaction.
class Effects {
 public:
  // `conversation` is as it will be saved: its revision keys the errands.
  Effects(storage::Transaction& tx, const World& world, TurnContacts& contacts,
          const Conversation& conversation, const Leg& leg, const Draws& draws, Time now)
      : tx_(tx),
        world_(world),
        contacts_(contacts),
        conversation_(conversation),
        leg_(leg),
        draws_(draws),
        now_(now) {}

  void carry_out(const std::vector<flow::Effect>& effects);

  // Whose work the errands are; none if there are none.
  courier::Lanes lanes() const { return lanes_; }
  // Where this leg goes on, and what that conversation is told of it.
  struct Joined {
    ConversationId conversation;
    flow::Input input;
  };
  const std::optional<Joined>& joined() const { return joined_; }
  std::optional<TicketId> ticket() const { return ticket_; }

 private:
  void on(const flow::SendCode& effect);
  void on(const flow::RingBack& effect);
  void on(const flow::CheckAccount& effect);
  void on(const flow::SetPassword& effect);
  void on(const flow::Unlock& effect);
  void on(const flow::SendUserName& effect);
  void on(const flow::SendHandOff& effect);
  void on(const flow::SendSteps& effect);
  void on(const flow::TellEveryone& effect);
  void on(const flow::CountSend& effect);
  void on(const flow::CountSteps& effect);
  void on(const flow::CountWrongCode& effect);
  void on(const flow::CountProven& effect);
  void on(const flow::KeepHandOff& effect);
  void on(const flow::CountHandOffMiss& effect);
  void on(const flow::CountPromise& effect);
  void on(const flow::CountIncident& effect);
  void on(const flow::JoinHandOff& effect);
  void on(const flow::ResumeCall& effect);
  void on(const flow::TryRegistration& effect);
  void on(const flow::VoidRegistrations& effect);
  void on(const flow::CountWrongSaved& effect);
  void on(const flow::UseSaved& effect);
  void on(const flow::KeepSaved& effect);
  void on(const flow::AskDesk& effect);
  void on(const flow::OpenTicket& effect);
  void on(const flow::TakeRecording& effect);
  void on(const flow::CloseTickets& effect);

  courier::Errand errand(courier::Kind kind, Time expires);
  std::chrono::minutes life_left(Time expires) const;
  void put(const courier::Errand& errand);
  std::pair<flow::ProofKind, std::optional<accounts::Contact>> copy_to(PatientId patient,
                                                                       flow::ProofKind by);
  void record(Word action, PatientId patient);
  struct Told;  // how many contacts heard of it
  Told tell(const accounts::Person& person, const flow::TellEveryone& effect);
  void ask_letter(const accounts::Person& person, const flow::TellEveryone& effect);
  void desk_reset_done();
  tickets::NewTicket new_ticket(const flow::OpenTicket& effect);

  storage::Transaction& tx_;
  const World& world_;
  TurnContacts& contacts_;
  const Conversation& conversation_;
  const Leg& leg_;
  const Draws& draws_;
  Time now_;
  std::int64_t errands_ = 0;
  courier::Lanes lanes_;
  std::optional<Joined> joined_;
  std::optional<TicketId> ticket_;
};

}  // namespace latchkey::conversations
