#include "core/operations/upkeep.h"

#include "core/accounts/roster_uploads.h"
#include "core/audit/audit.h"
#include "core/audit/verify.h"
#include "core/calls/calls.h"
#include "core/conversations/bridges.h"
#include "core/conversations/desk_act_rows.h"
#include "core/conversations/not_me_rows.h"
#include "core/identity/registration_codes.h"
#include "core/identity/registration_letters.h"
#include "core/identity/stamps.h"
#include "core/operations/verify_audit.h"
#include "core/staff/openings.h"
#include "core/tickets/letters.h"
#include "core/tickets/voicemails.h"

namespace latchkey::operations {

namespace {

constexpr std::chrono::hours between_anchors{1};

// What it throws is logged: the next thing is done all the same.
template <class Work>
void attempt(Log& log, Word event, Work work) {
  try {
    work();
  } catch (const std::exception& broken) {
    log.fault(event, broken.what());
  }
}

}  // namespace

void Upkeep::forget() {
  const Time now = at_.clock.now();
  at_.store.write([&](storage::Transaction& tx) {
    at_.attempts.forget_old(tx, now);
    conversations::forget_not_me(tx, now);
    staff::forget_openings(tx, now - std::chrono::days(2192));
    identity::Stamps(at_.sealer).forget(tx, now);
    conversations::end_stale_acts(tx, now - std::chrono::hours(2), now);
    identity::RegistrationCodes(at_.sealer, at_.attempts.limits()).forget(tx, now);
    accounts::forget_uploads(tx, now);
    identity::forget_registration_letters(tx, now - std::chrono::days(120));
    at_.outbox.forget_ended(tx, now - std::chrono::hours(at_.config.retention.code_hours));
    audit::Audit(at_.sealer, 1).settle_ended_refusals(tx, now);
    // A handful each minute: what piled up in years goes in hours, and nobody waits for it.
    constexpr int most = 200;
    const auto& keep = at_.config.retention;
    calls::Calls(at_.sealer).forget(tx, now - std::chrono::days(keep.call_days), most);
    at_.tickets.forget_ended(tx, now - std::chrono::days(keep.ticket_days), most);
    conversations::Bridges::forget(tx, now - std::chrono::days(keep.call_days));
    tickets::forget_voicemails(tx, most);
    tickets::forget_letters(tx, now - std::chrono::days(keep.ticket_days));
  });
  at_.staff.tidy();
}

void Upkeep::escalate() {
  const Time now = at_.clock.now();
  for (const Location& office : at_.config.locations) {
    if (office.parent.value == 0) continue;
    const int moved = at_.store.write([&](storage::Transaction& tx) {
      return at_.tickets.escalate(tx, office.id, office.parent, now);
    });
    if (moved > 0)
      at_.log.warn("tickets.overdue", {{"from", office.id.value},
                                       {"to", office.parent.value},
                                       {"tickets", std::int64_t{moved}}});
  }
}

void Upkeep::anchor() {
  // An anchor that can't be written is tried again after an hour, not every minute.
  anchored_ = at_.clock.now();
  anchor_log(at_.store, at_.sealer, at_.config.data.audit_anchor, {*anchored_});
}

void Upkeep::sweep() {
  attempt(at_.log, "upkeep.conversations", [&] {
    while (at_.conversations.sweep() > 0) {
    }
  });
  attempt(at_.log, "upkeep.forget", [&] { forget(); });
  attempt(at_.log, "upkeep.escalate", [&] { escalate(); });
  attempt(at_.log, "upkeep.news", [&] { at_.news.order(); });
  attempt(at_.log, "upkeep.lines", [&] { at_.lines.order(); });
  if (!anchored_ || at_.clock.now() - *anchored_ >= between_anchors)
    attempt(at_.log, "upkeep.anchor", [&] { anchor(); });
}

void Upkeep::start() {
  const std::lock_guard lock(mutex_);
  if (running_ == Running::yes) return;
  running_ = Running::yes;
  if (anchor_is_beside_database(at_.config)) at_.log.warn("audit.anchor_is_beside_database");
  thread_ = std::thread([this] {
    std::unique_lock waiting(mutex_);
    while (!changed_.wait_for(waiting, std::chrono::minutes(1),
                              [this] { return running_ == Running::no; })) {
      waiting.unlock();
      sweep();
      waiting.lock();
    }
  });
}

void Upkeep::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (running_ == Running::no) return;
    running_ = Running::no;
  }
  changed_.notify_all();
  thread_.join();
  attempt(at_.log, "upkeep.anchor", [&] { anchor(); });
}

}  // namespace latchkey::operations
