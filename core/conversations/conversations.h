// One turn = one transaction.
//
// A channel finds or begins a conversation by its leg's key, shows the prompt, and gives answers
// back with the number of the question they belong to. The new state, its local rows and its
// errands are stored together; what was answered is on disk before anybody hears it (product.md
// rule 12). An answer to an old question changes nothing and gets the present prompt again, so that
// double clicks, back buttons and a provider's retries are harmless (rulings.md R8).
//
// Thread-safe. Functions block until their transaction is durable; a Fault leaves nothing behind.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/conversations/conversation_rows.h"
#include "core/conversations/world.h"
#include "core/courier/delivery.h"
#include "core/courier/outbox.h"
#include "core/flow/flow.h"
#include "core/kiosks/kiosks.h"

namespace latchkey::conversations {

// Who begins, and where.
struct Opening {
  std::string language;                    // of the first screen; the phone asks for it
  std::optional<LocationId> here;          // office dialled or kiosk's; empty: the clinic's default
  std::string address;                     // internet address of a page's visitor; empty by phone
  std::string caller;                      // the phone's From; empty on pages
  flow::Device device{};                   // what a page's machine told of itself; empty by phone
  std::optional<kiosks::KioskId> kiosk{};  // the registered device, in place of an address
};

// What a channel shows or says now.
struct Prompt {
  ConversationId conversation;
  std::int64_t question = 0;
  flow::Channel channel = flow::Channel::web;
  std::string language;
  std::string interpreter;  // of this language is wanted; empty: none
  flow::Step step;
  flow::Notice notice = flow::Notice::none;
  std::string notice_detail;
  LocationId here;
  Leg leg;
  enum class Going { on, over } going = Going::on;
  // Until it ends by itself; whole ones, the same for everybody who was asked at one time.
  std::int64_t minutes_left = 0;
};

enum class Taken {
  accepted,        // the answer moved the conversation
  not_understood,  // nothing changed; the prompt's notice says why
  unread,          // the reading found no answer in it: nothing changed
  counted,         // no answer, and counted as such in the prompt's leg
  stale,           // an old question: nothing changed
  gone             // no such conversation, or its time is over: begin again (no prompt)
};

struct Reply {
  Taken taken = Taken::gone;
  std::optional<Prompt> prompt;
};

// Makes an input of what a channel was given, now that it is known what was asked; empty if there
// is no answer in it. It may be asked more than once, as the write that it is part of.
using Reading = std::function<std::optional<flow::Input>(const Prompt& asked)>;

// What happened in a leg that is no answer (rulings.md R9).
enum class Fumble { silence, wrong_key, slower };

// As Reading, of a leg that counts: an answer, no answer that counts, or neither.
using Heard = std::variant<std::monostate, flow::Input, Fumble>;
using Hearing = std::function<Heard(const Prompt& asked)>;

// Whether somebody could help now, at the office that a conversation began at.
enum class OfficeHours { closed, open };

// What a call that we placed has to say, and who could help its answerer now.
struct SpokenCode {
  std::string language;
  Secret code;
  LocationId here;  // the office that the conversation began at
  OfficeHours office = OfficeHours::closed;
};

struct Turned;  // turn.h
class Turn;

class Bridges;

class Conversations {
 public:
  explicit Conversations(const World& world) : world_(world) {}

  // Calls that staff place (core/conversations/bridges.h), in this same world.
  Bridges bridges() const;

  // What a new conversation asks first: the same as open(), without one.
  flow::Step first_step(flow::Channel channel) const;

  // The conversation of this leg where it stands, or a new one if there is none or its time is
  // over.
  Prompt open(const LegKey& key, const Opening& opening);
  // A new one in any case, and the answer that came with the first delivery, in one transaction;
  // what was on the leg before is left to expire.
  Reply begin(const LegKey& key, const Opening& opening, const Reading& reading);
  // Empty if there is none or its time is over.
  std::optional<Prompt> current(const LegKey& key) const;
  // Somebody is still there: it rests as long again, within its whole life. Empty if it is over.
  std::optional<Prompt> stay(const LegKey& key);

  // One delivery, one transaction: loads the conversation, and if it still asks `question`, has
  // `reading` make an input of what was delivered. `reading` runs on the writing thread while
  // others wait, again if the store runs its work again: it reads fields and keys, nothing slow,
  // and calls nothing of the store. A machine's input that belongs to a leg (the end of a transfer)
  // comes the same way: what is delivered twice finds its question answered.
  Reply answer(const LegKey& key, std::int64_t question, const Reading& reading);
  Reply reply(const LegKey& key, std::int64_t question, const flow::Input& input);
  // Judges the password before the turn (rulings.md R16), then replies with the verdict in it.
  Reply reply_password(const LegKey& key, std::int64_t question, const Secret& password);
  // As answer(), and counts in the same transaction what is no answer: a silence, a wrong key, or
  // an answer that the step can't take, which counts as one if it was a slip (flow::is_slip). The
  // counts are in the prompt's leg.
  // `before`: how many silences and wrong keys together the person had been told of; if that is not
  // how many there are, this one was counted by an earlier delivery and is not again (rulings.md
  // R8); no answer then is `stale`.
  Reply hear(const LegKey& key, std::int64_t question, std::int64_t before, const Hearing& hearing);

  // The person at this leg has gone, and said so or was found to be gone: nobody comes back to it.
  // The conversation is over as an abandoned one, except while something is under way in its name,
  // or a hand-off code is out: that comes to its own end. In the caller's transaction; harmless for
  // a leg that is nobody's.
  void leave(storage::Transaction& tx, const LegKey& key) const;

  // An errand of a conversation has ended: its row is finished and the flow goes on, in one
  // transaction. What does not concern the flow only finishes the row.
  void errand_ended(const courier::Claimed& claimed, const courier::Outcome& outcome);

  // A provider's word on a message or call of ours settles its errand, at once or much later. The
  // person's steps never change by it (rulings.md R1); a clerk who has, or will have, their ticket
  // reads which way a code could not go.
  void reported(courier::Channel channel, ErrandId errand,
                const courier::ProviderReport& report) const;

  // For a call that we placed: the code it must speak. Empty if it is too late.
  std::optional<SpokenCode> spoken_code(ConversationId conversation) const;

  // For whoever picks up at the office: what the call that rings there is about. Empty if it rings
  // for `question` of this conversation no more.
  struct RingsAbout {
    flow::Topic topic = flow::Topic::forgot_password;
    std::string interpreter;  // of this language is wanted; empty: none
  };
  std::optional<RingsAbout> rings_about(ConversationId conversation, std::int64_t question) const;
  // They have taken it. False if it rings no more; true again for a second delivery.
  bool transfer_taken(ConversationId conversation, std::int64_t question);

  // For whoever answers a callback: its language, how many digits were wrong before, and who could
  // help. Empty if nobody waits for this ring any more, but for a while not once whoever answered
  // one was put through: what led there may be delivered again.
  struct RungBack {
    enum class Is { rung, put_through } is = Is::rung;
    std::string language;
    int wrong = 0;
    LocationId here;
    OfficeHours office = OfficeHours::closed;
  };
  std::optional<RungBack> rung_back(ConversationId conversation, int ring) const;
  // The four digits. If they are right, `key` is a leg of that conversation from then on, and the
  // prompt is what is asked next; a second delivery gets the present one. Without a prompt they
  // were wrong, or it is over.
  Reply answer_back(const LegKey& key, ConversationId conversation, const flow::CalledBack& typed);
  // A machine answered, or nobody who pressed a key.
  void missed_back(ConversationId conversation, int ring);
  // Whoever answered wants a person: nobody is rung any more, and the office has a ticket.
  void person_back(ConversationId conversation, int ring);

  // The provider reports a recording that this conversation asked for at `question`: the message is
  // kept even if the call's own word of it never came. Nothing happens if it did; what nobody waits
  // for any more is deleted at the provider.
  void message_reported(ConversationId conversation, std::int64_t question,
                        const flow::MessageSpoken& message);

  // Ends callbacks of which nothing was heard in time: the office hears of them (rulings.md R12).
  // Then ends conversations whose time is over as `abandoned` and erases what they knew. How many.
  int sweep();

 private:
  Prompt prompt_of(const Loaded& loaded) const;
  Loaded opened(const LegKey& key, const Opening& opening, Time now) const;
  // As it was stored: a number that calls too often begins on the way to a person.
  Loaded insert_opened(storage::Transaction& tx, const LegKey& key, const Opening& opening,
                       Loaded fresh) const;
  void admit(storage::Transaction& tx, const Opening& opening, Loaded& fresh) const;
  // What is told once the sweep is on disk.
  struct Swept {
    int conversations = 0;
    std::int64_t outdated = 0;
    std::vector<std::string> unreadable;  // why, for each
  };
  void sweep_one(storage::Transaction& tx, const Expired& over, Time now, Swept& swept) const;
  // One delivery: what stands on that leg goes to `work`, still unread, if it asks `question`.
  Reply delivered(const LegKey& key, std::int64_t question,
                  const std::function<Turned(storage::Transaction&, Turn&, Turned)>& work) const;
  Reply told(const Turned& turned) const;
  void wake(courier::Lanes lanes) const;
  void tell_called_back(ConversationId conversation, const flow::Input& word);
  void end_callbacks();
  bool is_rung_out(storage::Transaction& tx, ConversationId conversation, Time now) const;
  void tell_clerk(storage::Transaction& tx, ConversationId id, const Undelivered& what) const;
  World world_;
};

}  // namespace latchkey::conversations
