// The two tables behind budgets; only attempts.cpp reads them.
//
// attempt_window holds how often something happened: a row per counter, key and bucket of time. A
// bucket counts whole as long as any of it lies in the window, so that "at most N" holds for every
// window and errs, by one bucket at most, on the strict side; whoever tries without end adds no row
// for each try. Only sends to one contact are kept to the millisecond. The counters of everybody
// are spread over four keys, so that no row is hot. attempt_streak holds what a success ends, wrong
// ones in a row, and, in rows of their own, what no success ends: suspensions.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/time.h"
#include "core/identity/attempts.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::identity {

// Stored numbers: never reused for something else; 2 is not given out any more.
enum class Counter : std::int64_t {
  wrong_code = 1,
  wrong_hand_off = 3,
  phone_send = 4,
  mail_send = 5,
  prefix_send = 6,
  origin_send = 7,
  everywhere_hour = 8,
  everywhere_day = 9,
  lookup = 10,
  call = 11,
  failed_call = 12,
  nobody_hour = 13,  // codes that went to nobody: written the same, judged by nothing
  nobody_day = 14,
  origin_hand_off = 15,
  unjudged_code = 16,  // typed while none was judged: written the same, judged by nothing
  wrong_not_me = 17,
  origin_not_me = 18,
  wrong_registration = 19,
  origin_registration = 20,
  promised_call = 21,
  everywhere_cents = 22,
  nobody_cents = 23,
  prefix_code = 24,  // codes to a block of numbers, for its conversion, and those that were typed
  prefix_typed = 25,
  nobody_code = 26,
  words_hour = 27,  // texts that carry no code
  words_day = 28,
  desk_reset = 29,   // of an account, by staff who have seen a photo ID
  desk_lookup = 30,  // by a member of staff
};
inline constexpr std::int64_t counter_last = 30;

struct StreakRow {
  std::int64_t in_a_row = 0;
  Time paused_until{};  // the epoch: never paused
  enum class Recovery { open, suspended } recovery = Recovery::open;
};

// One more at `now`.
void spend(storage::Transaction& tx, Counter counter, const AttemptKey& key, Time now);
// So many more of everybody's, on the row that `key` falls on.
void spend_everywhere(storage::Transaction& tx, Counter counter, const AttemptKey& key, Time now,
                      std::int64_t units = 1);

// What happened lately under one counter and key, read once for all windows that are judged by it.
class Recent {
 public:
  // Windows up to `longest` and counts up to `most` can be asked for. Reads `most` rows at most, so
  // that whoever asks without end makes no later question slower.
  Recent(storage::Transaction& tx, Counter counter, const AttemptKey& key, Time now, Millis longest,
         std::int64_t most);

  // Do at least `most` lie in the `window` that ends now: (now - window, now]? A bucket counts
  // whole as long as any of it lies inside.
  bool reached(Millis window, std::int64_t most) const;

 private:
  struct Bucket {
    std::int64_t start, spent;
  };
  Counter counter_;
  Time now_;
  Millis longest_;
  std::int64_t most_;
  std::vector<Bucket> newest_first_;
};
// How many of everybody's lie in it; never too small, as above.
std::int64_t spent_everywhere(storage::Transaction& tx, Counter counter, Time now, Millis window);
// The same of one key, however many.
std::int64_t spent(storage::Transaction& tx, Counter counter, const AttemptKey& key, Time now,
                   Millis window);
// Keys of which `counter` holds at least `least` in the window, and `share` less than `percent` of
// that.
std::int64_t keys_below(storage::Transaction& tx, Counter counter, Counter share, Time now,
                        Millis window, std::int64_t least, std::int64_t percent);

StreakRow streak(storage::Transaction& tx, const AttemptKey& key);
// So many more in a row: 0 only notes that it was touched.
void lengthen(storage::Transaction& tx, const AttemptKey& key, int by, Time now);
void pause(storage::Transaction& tx, const AttemptKey& key, Time until);
// Until forget_key(): end_streak() leaves it.
void suspend_key(storage::Transaction& tx, const AttemptKey& key, Time now);
void end_streak(storage::Transaction& tx, const AttemptKey& key);

// The row of wrong ones of `key`, its suspension, and all that lies under this counter.
void forget_key(storage::Transaction& tx, Counter counter, const AttemptKey& key);

void forget_windows(storage::Transaction& tx, Time before);
void forget_streaks(storage::Transaction& tx, AttemptKey::Kind kind, Time before);

}  // namespace latchkey::identity
