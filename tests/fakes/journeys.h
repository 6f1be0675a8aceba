// People who use a server that keeps dying: each turn is one try at one exchange.
//
// A journey goes where its page or its call is, answers what is asked, and repeats what got no
// answer, as a person who presses "reload" and a provider that retries do. It holds the server to
// its word: what was answered is never asked again (product.md rule 12). One thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/texts.h"
#include "core/demo/clinic.h"
#include "ivr/text_phone/document.h"
#include "tests/fakes/demo_server.h"

namespace latchkey::fakes {

struct Traveller {
  enum class As { patient, stranger } as = As::patient;
  std::string first, last, birth_date, zip, email, user_name;  // date: YYYY-MM-DD
  std::string source;                                          // internet address
};

// What the demo's own description says, and what is fixed.
struct Destination {
  std::uint16_t port = 0;
  std::string account_sid, signing_token, first_office;
  const Texts& texts;
};

class Journey {
 public:
  virtual ~Journey() = default;
  virtual void turn() = 0;
  bool over() const { return over_; }
  const std::string& step() const { return step_; }
  const Traveller& who() const { return who_; }
  // Broken promises, in words.
  const std::vector<std::string>& broken() const { return broken_; }
  const std::string& password() const { return password_; }
  const std::string& page() const { return page_; }

 protected:
  Journey(const Destination& to, Traveller who) : to_(to), who_(std::move(who)) {}
  // The newest code mailed to this person; empty if none is (any more) in the demo's outbox.
  std::string mailed_code() const;
  void hold_to(std::int64_t question);

  const Destination& to_;
  Traveller who_;
  std::string step_, page_, password_;
  bool over_ = false;
  int looks_ = 0;               // for a code that did not come
  std::int64_t answered_ = -1;  // the last question whose answer was taken
  std::vector<std::string> broken_;
};

std::unique_ptr<Journey> web_journey(const Destination& to, const Traveller& who);
std::unique_ptr<Journey> phone_journey(const Destination& to, const Traveller& who);

}  // namespace latchkey::fakes
