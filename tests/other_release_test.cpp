// An update in the middle of a conversation: what another release stored is not read, and the
// person starts again instead of meeting an error at every answer (core/DECISIONS.md 15).

#include <doctest/doctest.h>

#include <algorithm>

#include "core/conversations/state_codec.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;
using fakes::WebVisitor;

namespace {

// Every stored conversation as the release before would have left it; `by` is added to the format.
void written_by_another_release(Clinic& clinic, int by) {
  const Sealer& sealer = clinic.service().sealer();
  clinic.service().store().write([&](storage::Transaction& tx) {
    for (const storage::Row& row : tx.run("SELECT id, sealed_state FROM conversation").rows) {
      std::string state = sealer.open_or_fault(row.blob(1), row.integer(0), "conversation.state");
      state.front() = static_cast<char>(state.front() + 2 * by);  // its number, zigzag
      tx.run("UPDATE conversation SET sealed_state = $2 WHERE id = $1", row.integer(0),
             storage::Blob{sealer.seal(state, row.integer(0), "conversation.state")});
    }
    return 0;
  });
}

std::size_t lines_with(const Clinic& clinic, std::string_view word) {
  const auto lines = clinic.sink.lines();
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(),
                    [&](const std::string& line) { return line.find(word) != std::string::npos; }));
}

}  // namespace

TEST_CASE("a state of another release is told from one that is broken") {
  std::string state = conversations::encode(flow::opening(flow::Channel::web, "en"));
  CHECK(conversations::decode(state));
  for (const int by : {-2, 2}) {
    std::string other = state;
    other.front() = static_cast<char>(other.front() + by);
    CHECK_FALSE(conversations::decode(other));
  }
  state.pop_back();
  CHECK_THROWS_AS(conversations::decode(state), Fault);
}

TEST_CASE("after an update whoever was in the middle starts again, and the log counts them once") {
  for (const int by : {-1, 1}) {
    Clinic clinic;
    WebVisitor answering(clinic, Doubling::once), looking(clinic, Doubling::once, "192.0.2.11");
    answering.post({{"option", "forgot_password"}});
    looking.post({{"option", "forgot_password"}});
    PhoneCaller caller(clinic, Doubling::once);
    caller.press("1");
    REQUIRE(caller.shown().step == "choose_topic");
    written_by_another_release(clinic, by);

    const std::string start_again{clinic.texts().text("en", "words.page.gone")};
    answering.post({{"first", "Maria"}, {"last", "Alvarez"}});
    CHECK(answering.page().find(start_again) != std::string::npos);
    looking.look();
    CHECK(looking.page().find(start_again) != std::string::npos);
    caller.press("1");
    CHECK(caller.shown().step == "choose_language");
    caller.press("1");
    CHECK(caller.shown().step == "choose_topic");

    clinic.clock.pass(std::chrono::hours(3));
    CHECK(clinic.service().conversations().sweep() == 4);
    CHECK(clinic.service().conversations().sweep() == 0);
    CHECK(lines_with(clinic, "fault") == 0);
    CHECK(lines_with(clinic, "conversation.outdated") == 1);
    CHECK(lines_with(clinic, "\"conversations\":3") == 1);
  }
}
