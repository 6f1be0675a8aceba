// What the chain's MACs are made of; private to this room.
#pragma once

#include <optional>

#include "core/audit/verify.h"
#include "core/base/sealer.h"
#include "core/storage/store.h"

namespace latchkey::audit {

// A stored row, in the order of its MAC.
struct ChainRow {
  std::int64_t node, sequence, at;
  std::string_view actor;
  std::int64_t actor_id;
  std::string_view action, subject_kind;
  std::int64_t subject_id;
  std::string_view answer, details;  // details as sealed; empty if there are none
};

std::string row_mac(const Sealer& sealer, std::string_view previous, const ChainRow& row);

// The MAC before the first row of a chain.
std::string first_mac(const Sealer& sealer, std::int64_t node);

// What the details of this chain's rows are sealed for: a seal is bound to its chain, and by its
// row to its place in it.
std::string details_purpose(std::int64_t node);

std::string head_mac(const Sealer& sealer, const Head& head);

// A head as stored, with the MAC it carries.
struct StoredHead {
  Head head;
  std::string seal;
  bool ours(const Sealer& sealer) const { return same_bytes(seal, head_mac(sealer, head)); }
};
std::optional<StoredHead> stored_head(storage::Transaction& tx, std::int64_t node);

}  // namespace latchkey::audit
