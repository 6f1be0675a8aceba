// "This wasn't me": a patient who was told of a recovery says that it was somebody else's.
//
// A conversation of its own (rulings.md R22). look() only judges what was typed or followed; act()
// does, in one durable transaction, all that stops a thief who may still be at work:
//   - self-service is suspended for this patient until the office has seen them
//     (`latchkey recovery reopen`); sign-in is not touched;
//   - what a conversation has proven in this patient's name ends: the conversation is erased, what
//     it asked for and waits is cancelled. One that still proves goes on as everybody's would, but
//     its codes open for no one: a stranger learns nothing by it (rulings.md R1);
//   - the patient's saved code and registration code open nothing any more;
//   - the portal's sessions are ended by an errand, where the account system can;
//   - one ticket T9 is opened at the patient's office, urgent, with possible fraud.
// Doing it twice is doing it once: the second time tells what the first one told. What nobody was
// sent, what is too old and what comes while too many guess get one and the same answer.
// Thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/conversations/not_me_rows.h"
#include "core/conversations/world.h"

namespace latchkey::conversations {

// What somebody typed or followed, and from where.
struct NotMeAsked {
  Secret typed;
  std::string address;   // internet address; guesses are counted by it
  std::string language;  // of the page
};

struct NotMeAnswer {
  enum class Said { unknown, known, done } said = Said::unknown;
  NotMe::Told told;  // when it is done
};

class Repudiations {
 public:
  explicit Repudiations(const World& world) : world_(world) {}

  // `known`: act() would stop something. Changes nothing but the count of wrong ones.
  NotMeAnswer look(const NotMeAsked& asked) const;
  // Never `known`.
  NotMeAnswer act(const NotMeAsked& asked) const;

 private:
  struct Draws;
  std::optional<NotMe> judged(storage::Transaction& tx, const NotMeAsked& asked, Time now) const;
  NotMe::Told stop(storage::Transaction& tx, const NotMe& what, const std::string& language,
                   const Draws& draws, Time now) const;
  void end_conversations(storage::Transaction& tx, PatientId patient, Time now) const;
  void end_one(storage::Transaction& tx, ConversationId id, PatientId patient, Time now) const;
  void cancel_errands(storage::Transaction& tx, ConversationId id, Time now) const;
  void sign_out(storage::Transaction& tx, const NotMe& what, const Draws& draws, Time now) const;
  void record(storage::Transaction& tx, const NotMe& what, Time now) const;
  tickets::RepudiatedTicket ticket_of(storage::Transaction& tx, const NotMe& what,
                                      const Draws& draws, Time now) const;

  World world_;
};

}  // namespace latchkey::conversations
