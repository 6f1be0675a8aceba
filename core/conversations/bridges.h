// A member of staff calls a patient back without a number to dial: their office's phone rings, they
// press 1, and the patient's rings.
//
// The patient sees the clinic's number, the clerk dials nothing wrong, and the ticket says when it
// was tried and how it ended, so that three attempts are three attempts. Only who has taken the
// ticket calls, and one call is under way for a ticket: two who press at once ring a patient once
// (domain.md J35). A number on file is called by the patient's record; one that a caller gave is
// called only after the clerk has said that they mean to, because it need not be the patient's
// (rulings.md R28, standards.md T5), and never proves anybody. Whatever is rung passes the list of
// destinations and the caps of its prefix (standards.md T13). Thread-safe; a Transaction belongs to
// its thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/names.h"
#include "core/conversations/world.h"

namespace latchkey::conversations {

using BridgeId = Id<struct BridgeTag>;

// The words are stored. From `talked` on it is over.
enum class BridgeState { rings_us, rings_them, talked, busy, no_answer, failed, not_taken };
inline constexpr Names<BridgeState, 7> bridge_state_names{
    {"rings_us", "rings_them", "talked", "busy", "no_answer", "failed", "not_taken"}};

// A call of which nothing is heard any more is over: while it rings the office after two minutes
// (it is placed within one), and else after the half hour that a call lasts
// (core/courier/provider.h).
inline constexpr std::chrono::minutes bridge_rings{2}, bridge_longest{35};

struct Bridge {
  BridgeId id;
  TicketId ticket;
  StaffId by;
  LocationId office;  // whose phone rings first
  std::string to;     // E.164
  enum class Whose { on_file, given } whose = Whose::given;
  BridgeState state = BridgeState::rings_us;
  Time at;
  std::int64_t seconds = 0;  // of talk, as the provider says
};

enum class BridgeSaid {
  ringing,
  not_yours,    // the ticket is somebody else's, or has ended
  no_number,    // neither on file nor given on this ticket
  unconfirmed,  // given by a caller, and the clerk has not said that they mean it
  under_way,    // this ticket's, or this clerk's, last call is not over
  no_phone,     // no provider, or the clerk has no office whose phone could ring
  refused,      // our list of destinations says no
  throttled
};
inline constexpr Names<BridgeSaid, 8> bridge_said_names{{"ringing", "not_yours", "no_number",
                                                         "unconfirmed", "under_way", "no_phone",
                                                         "refused", "throttled"}};

struct BridgeAsked {
  TicketId ticket;
  StaffId by;
  LocationId office;                               // one of the member's own
  std::optional<accounts::ContactId> on_file;      // or
  std::optional<tickets::ContactRowId> given;      // that contact's callback number
  enum class Means { no, yes } means = Means::no;  // "call it though a caller gave it"
};

class Bridges {
 public:
  // `world` outlives it.
  explicit Bridges(const World& world) : world_(world) {}

  bool can_call() const;
  // Orders the call, and wakes the courier.
  BridgeSaid begin(const BridgeAsked& asked) const;

  // For the phone line. Whether this call still rings the office; a repeated webhook is answered
  // alike.
  bool waits(BridgeId id) const;
  // 1 was pressed: whom to dial now. Empty if the call is over, or was never ours.
  std::optional<std::string> take(BridgeId id) const;
  // How the patient's end ended; the first word counts.
  void end(BridgeId id, BridgeState how, std::int64_t seconds) const;
  // The office's end is over: nobody took it, or whoever did has hung up. Of the patient's end
  // word may still come, and stands.
  void hung_up(storage::Transaction& tx, BridgeId id, Time now) const;
  // The office's phone never rang.
  void failed(storage::Transaction& tx, BridgeId id, Time now) const;

  // Newest first.
  std::vector<Bridge> of_ticket(storage::Transaction& tx, TicketId ticket) const;

  // Those that began before then are erased.
  static void forget(storage::Transaction& tx, Time before);

 private:
  BridgeSaid judge(storage::Transaction& tx, const BridgeAsked& asked, Time now,
                   Bridge& bridge) const;
  std::string number_on_file(storage::Transaction& tx, const tickets::Ticket& ticket,
                             accounts::ContactId contact, Time now) const;
  std::string number_given(storage::Transaction& tx, TicketId ticket,
                           tickets::ContactRowId row) const;
  void end(storage::Transaction& tx, const Bridge& bridge, BridgeState how, std::int64_t seconds,
           Time now) const;
  std::optional<Bridge> get(storage::Transaction& tx, BridgeId id) const;
  const World& world_;
};

// Of such an errand's origin; empty for all others.
std::optional<BridgeId> bridge_of(const courier::Origin& origin, courier::Kind kind);

// "/ivr/bridge/<id>[/took|/rang]": where the provider asks what the call says.
inline constexpr std::string_view bridge_path = "/ivr/bridge/";

storage::AreaSchema bridges_schema();

}  // namespace latchkey::conversations
