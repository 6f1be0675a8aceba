#include <doctest/doctest.h>

#include <latch>
#include <set>
#include <thread>

#include "tests/fakes/clinic.h"

using namespace latchkey;
using namespace latchkey::conversations;

namespace {

Opening by_phone(const fakes::Clinic& clinic) {
  Opening opening;
  opening.language = clinic.config().clinic.default_language;
  opening.caller = "+14015550123";
  return opening;
}

LegKey a_call(fakes::Clinic& clinic) {
  return leg_key(clinic.service().sealer(), flow::Channel::phone, "CA0123456789");
}

}  // namespace

// The provider's retry overtook the first delivery: both found nothing and both began.
TEST_CASE("first deliveries of one call that arrive together begin one conversation" *
          doctest::test_suite("concurrent conversations")) {
  fakes::Clinic clinic;
  constexpr std::size_t deliveries = 8;
  std::latch together(deliveries);
  std::vector<std::int64_t> begun(deliveries);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < deliveries; ++i)
    threads.emplace_back([&, i] {
      together.arrive_and_wait();
      begun[i] = clinic.service()
                     .conversations()
                     .open(a_call(clinic), by_phone(clinic))
                     .conversation.value;
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(std::set(begun.begin(), begun.end()).size() == 1);
  const auto rows = clinic.service().store().read([](storage::Transaction& tx) {
    return tx.run("SELECT COUNT(*) FROM conversation").rows.front().integer(0);
  });
  CHECK(rows == 1);
}

TEST_CASE("an answer is read knowing what was asked, and only while it is asked") {
  fakes::Clinic clinic;
  auto& conversations = clinic.service().conversations();
  const Prompt first = conversations.open(a_call(clinic), by_phone(clinic));
  int readings = 0;
  const Reading spanish = [&](const Prompt& asked) -> std::optional<flow::Input> {
    readings += 1;
    CHECK(asked.step.id == first.step.id);
    return flow::Picked{"es"};
  };
  const Reply taken = conversations.answer(a_call(clinic), first.question, spanish);
  CHECK(taken.taken == Taken::accepted);
  CHECK(taken.prompt->language == "es");
  const int readings_taken = readings;  // a store may run a write more than once
  CHECK(readings_taken > 0);
  const Reply again = conversations.answer(a_call(clinic), first.question, spanish);
  CHECK(again.taken == Taken::stale);
  CHECK(again.prompt->question == taken.prompt->question);
  CHECK(readings == readings_taken);
}

TEST_CASE("a delivery without an answer changes nothing and shows what is asked") {
  fakes::Clinic clinic;
  auto& conversations = clinic.service().conversations();
  const Prompt first = conversations.open(a_call(clinic), by_phone(clinic));
  const Reply reply = conversations.answer(a_call(clinic), first.question,
                                           [](const Prompt&) { return std::nullopt; });
  CHECK(reply.taken == Taken::unread);
  CHECK(reply.prompt->question == first.question);
  CHECK(conversations.current(a_call(clinic))->question == first.question);
}
