// Budgets on a store of their own, with keys and limits, as the tests of budgets need them.
#pragma once

#include "core/identity/attempts.h"
#include "tests/fakes/test_store.h"

namespace latchkey::tests {

struct AttemptsRoom {
  SystemDice dice;
  Sealer sealer{Secret(std::string(32, 'k')), 1, dice};
  identity::AttemptKeys keys{sealer};
  identity::Limits limits;
  identity::Attempts attempts{limits};
  fakes::TestStore store{identity::attempts_schema()};

  template <class Work>
  auto in(Work work) {
    return store->write([&](storage::Transaction& tx) { return work(tx); });
  }
  // As a turn does it: ask, and count when allowed.
  identity::MaySend try_send(const identity::Send& send, Time now) {
    return in([&](storage::Transaction& tx) {
      const identity::MaySend answer = attempts.send_allowed(tx, send, now);
      if (answer == identity::MaySend::allowed) attempts.record_send(tx, send, now);
      return answer;
    });
  }
};

}  // namespace latchkey::tests
