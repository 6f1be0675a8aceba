// What becomes of a recovery's notices that do not arrive.
//
// Everybody on file hears of a recovery (product.md rule 8); where nobody else than the holder of
// its code could, Effects asks the office for a letter. So does this for a message that is lost:
// whoever keeps the notices from arriving has not kept the patient from hearing (standards.md T40).
#pragma once

#include "core/base/ids.h"
#include "core/conversations/world.h"
#include "core/tickets/letters.h"

namespace latchkey::conversations {

// The ordinal of a letter's id among what a turn draws (Draws::row_id).
inline constexpr std::int64_t letter_ordinal = -3;

// A notice of that recovery will not arrive. Nothing happens if its row has been forgotten, which
// is days after the last try, or if the recovery has a letter already.
void notice_lost(storage::Transaction& tx, const World& world, ConversationId recovery,
                 tickets::LetterId id, Time now);

}  // namespace latchkey::conversations
