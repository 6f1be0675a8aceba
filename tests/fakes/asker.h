// One person at the bare conversations of a clinic, whose answers may be delivered in any order.
//
// An answer is a word ("text", "right", "wrong" …) with the number of the question it was given
// to; which input it becomes is made up when it is delivered, so that the same words can be given
// to another clinic, whose codes are others. One conversation at a time.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "tests/fakes/clinic.h"

namespace latchkey::fakes {

struct Answer {
  std::int64_t question = 0;
  std::string word;
  std::int64_t fumbles = 0;  // "silence": how many the caller had been told of
};

class Asker {
 public:
  // Needs: `name` begins no conversation twice.
  Asker(Clinic& clinic, flow::Channel channel, const tests::FixturePerson& who,
        const std::string& name);

  conversations::Prompt now() const;
  // The newest code of this conversation, or empty.
  std::string code() const;
  // True if it moved the conversation.
  bool deliver(const Answer& answer);
  // Performs what is due, or part of it.
  void work() { clinic_.service().courier().run_due(); }
  // The provider reports that every text that has left so far was delivered.
  void report_delivered();

 private:
  flow::Input input(const std::string& word) const;
  Clinic& clinic_;
  const tests::FixturePerson& who_;
  conversations::LegKey key_;
  std::int64_t sent_before_ = 0;
};

// A word that makes sense at this step, or empty if the conversation is at its end.
std::string any_word(std::mt19937& random, const conversations::Prompt& at);

}  // namespace latchkey::fakes
