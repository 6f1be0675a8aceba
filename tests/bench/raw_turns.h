// What the store alone carries when it runs the statements of whole turns: their yardstick.
//
// The statements are not made up: a service answers real calls while every write that it asks its
// store for is kept, those of the turns and those of the errands they leave. The same writes then
// run on a copy of the database as it was before, with nothing around them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/storage/store.h"
#include "tests/bench/load.h"
#include "tests/bench/walks.h"

namespace latchkey::bench {

struct Statement {
  std::string_view sql;  // a literal of the program
  std::vector<storage::Value> arguments;
  std::int64_t changed = 0;  // rows, when it was recorded
};
using Write = std::vector<Statement>;

struct Recorded {
  std::vector<Write> writes;
  std::size_t turns = 0;  // that asked for them

  double statements_a_turn() const;
};

// Answers phone turns for `time` on the demo clinic in `folder`, which nobody serves meanwhile.
Recorded record_turns(const std::filesystem::path& folder, std::uint16_t port, People& people,
                      std::size_t connections, std::chrono::milliseconds time);

// The recorded writes, by as many waiters, each durable, on the database `folder`/latchkey.db. One
// answer is one turn's share of them; the latencies are those of single writes. `vfs` as in
// SqliteOptions. `strays` counts statements that changed another number of rows than before.
struct Replayed {
  Load load;
  std::size_t strays = 0;
};
Replayed replay(const Recorded& recorded, const std::filesystem::path& folder,
                const std::string& vfs, std::size_t waiters);

}  // namespace latchkey::bench
