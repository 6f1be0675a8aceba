// Whoever asked to be called back, and what becomes of the rings.
#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/fakes/callers.h"

namespace latchkey::fakes {

// The digits that were told, which are said three times.
inline std::string digits_of(const PhoneCaller& caller) {
  const std::string said = caller.digits_said();
  REQUIRE(said.size() == 12);
  CHECK(said.substr(0, 8) == said.substr(4));
  return said.substr(0, 4);
}
inline std::size_t calls_placed(const Clinic& clinic) {
  const auto all = clinic.sent();
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [](const demo::Sent& sent) { return sent.kind == "call"; }));
}
// Time goes on, and what is due by then happens.
inline void later(Clinic& clinic) {
  clinic.clock.pass(std::chrono::minutes(2));
  clinic.settle();
}
inline std::vector<std::int64_t> errands(Clinic& clinic, courier::Kind kind) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    std::vector<std::int64_t> ids;
    for (const storage::Row& row :
         tx.run("SELECT id FROM outbox WHERE kind = $1 ORDER BY created_at",
                static_cast<std::int64_t>(kind))
             .rows)
      ids.push_back(row.integer(0));
    return ids;
  });
}
// The word of whatever the conversation's stage is now; empty once there is none.
inline std::string stage(Clinic& clinic) {
  return clinic.service().store().read([](storage::Transaction& tx) {
    const auto found = tx.run("SELECT stage FROM conversation");
    return found.rows.empty() ? std::string() : found.rows.front().text(0);
  });
}
struct Asked {
  Clinic& clinic;
  PhoneCaller caller;
  std::string digits;
  explicit Asked(Clinic& a_clinic, const char* who = "maria")
      : clinic(a_clinic), caller(identified(a_clinic, who)) {
    caller.choose("call");
    REQUIRE(caller.shown().step == "calling_back");
    digits = digits_of(caller);
  }
};
inline std::string with(const std::string& digits) {
  std::string other = digits;
  other[0] = other[0] == '9' ? '0' : static_cast<char>(other[0] + 1);
  return other;
}

}  // namespace latchkey::fakes
