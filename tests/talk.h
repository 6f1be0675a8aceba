// Conversations as tables: one file, run on the engine, on the web and on the phone.
//
// A file in tests/conversations says who the person is, where it runs, and line by line what the
// person does and which step (and notice) must come next:
//
//     who: maria
//     on: engine web phone
//     topic forgot_password     => identify
//     identify                  => choose_proof
//     proof text                => enter_code code_sent
//     code wrong                => enter_code wrong_code
//     code right                => settle          # what machines do until a person is asked again
//
// `accounts lost` is what machines do: from then on nobody learns what became of what the account
// system is asked. `registration` types a code from the office and the birth date: `paper`, `live`,
// `unknown`, or with a `wrong_date`; `saved right` types a code that lay at home. `identify` stands
// for the first question of identification, whichever the channel asks; `identify by_phone`,
// `by_email`, `by_record` and `untidy_zip` give another detail, and everything in untidy spelling
// (domain.md P06). What only a caller does (silence, wrong_key,
// repeat) stands in talks of the phone alone. A TalkDriver knows how one channel does each verb.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "tests/fakes/people.h"

namespace latchkey::tests {

struct TalkLine {
  int number = 0;
  std::string verb, argument, step, notice;
};

struct Talk {
  std::string file, title, who, language = "en";
  std::vector<std::string> on;
  std::vector<std::string> tickets;  // failure codes of the tickets that must exist at the end
  std::vector<TalkLine> lines;
  bool runs_on(const std::string& channel) const;
};

// Every talk below tests/conversations, by file name; a file that can't be read fails the test.
std::vector<Talk> all_talks();
// How many files name this channel, read without the parser: whoever runs them runs as many.
int files_that_run_on(const std::string& channel);

// What a person says about themselves, as it is typed or keyed.
struct Claimed {
  std::string first, last;
  std::array<std::string, 3> born;  // as the three boxes of a page have it
  std::string detail = "zip";       // the option: zip, phone, email or record_number
  std::string text;                 // of the detail
};
enum class ToldIn { letters, keys };
// `how`: the argument of `identify`; empty or "wrong_zip": as the office would write it.
Claimed claimed_by(const FixturePerson& who, const std::string& how, ToldIn told_in);

class TalkDriver {
 public:
  virtual ~TalkDriver() = default;
  // Does one thing. Gives the step that is shown now; `notice` as the channel shows it, or "".
  struct Shown {
    std::string step, notice;
  };
  virtual Shown act(const std::string& verb, const std::string& argument) = 0;
  // The failure codes of the tickets that exist, in the order made.
  virtual std::vector<std::string> tickets() = 0;
};

// What this line of the talk must have led to.
void check_line(const Talk& talk, const TalkLine& line, const TalkDriver::Shown& shown);

// Runs one talk and checks every line.
void run_talk(const Talk& talk, TalkDriver& driver);

}  // namespace latchkey::tests
