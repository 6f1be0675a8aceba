// Who waits at a kiosk for the front desk, as rows: found by the match code, within one office.
//
// A match code is kept as a keyed index of its office and digits. Call inside a transaction of the
// caller; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/ids.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/store.h"

namespace latchkey::conversations {

struct VouchingRow {
  ConversationId conversation;
  LocationId location;
  std::string match;
  Time expires_at;
};

std::string vouch_match(const Sealer& sealer, LocationId location, std::string_view match_code);

// One for each conversation: a new code takes the place of the old one.
void keep_vouching(storage::Transaction& tx, const VouchingRow& row);
std::vector<ConversationId> find_vouching(storage::Transaction& tx, const std::string& match,
                                          Time now);
void end_vouching(storage::Transaction& tx, ConversationId conversation);

// Wrong match codes of one clerk in the last `window`; older ones are forgotten.
std::int64_t vouch_misses(storage::Transaction& tx, StaffId staff, Millis window, Time now);
void count_vouch_miss(storage::Transaction& tx, std::int64_t id, StaffId staff, Time now);

}  // namespace latchkey::conversations
