// People who use a server that keeps dying: each turn is one try at one exchange.
//
// A journey goes where its page or its call is, answers what is asked, and repeats what got no
// answer, as a person who presses "reload" and a provider that retries do. It holds the server to
// its word: what was answered is never asked again (product.md rule 12). Whose code does not come
// asks for another one, and never gives up. One thread.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/base/texts.h"
#include "core/demo/clinic.h"
#include "ivr/text_phone/document.h"
#include "tests/fakes/demo_server.h"

namespace latchkey::fakes {

struct Traveller {
  // What it must come to. A stranger comes to the office whatever they wish for.
  enum class Wish { password, user_name, hand_off, office } wish = Wish::password;
  enum class As { patient, stranger } as = As::patient;
  std::string first, last, birth_date, zip, email, user_name;  // date: YYYY-MM-DD
  std::string mobile;                                          // E.164, on file
  std::string proof = "mail";                                  // how the first code is to come
  std::string number;                                          // ten digits to be called at
  std::string source;                                          // internet address

  bool declines_codes() const { return as == As::stranger || wish == Wish::office; }
};

// What the demo's own description says, and what is fixed.
struct Destination {
  std::uint16_t port = 0;
  std::string account_sid, signing_token, first_office;
  const Texts& texts;
  std::function<std::string()> mailbox{};  // all that was ever sent; none: the demo's outbox
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
  // The last page or document that came.
  virtual const std::string& page() const { return page_; }
  // Every step that was met, with its question.
  virtual std::string trail() const { return trail_; }
  // What only this person may ever read: cookie, form secret, codes, the chosen password.
  const std::set<std::string>& secrets() const { return secrets_; }
  // The help number that was shown or said at the end; empty if none was.
  const std::string& help_number() const { return help_number_; }

 protected:
  using Steady = std::chrono::steady_clock;
  Journey(const Destination& to, Traveller who)
      : to_(to), who_(std::move(who)), proof_(who_.proof) {}
  // The newest code sent to this person; empty if none is (any more) in the demo's outbox.
  std::string sent_code() const;
  // The code if it has come; empty while it may still come; "other" when it is time to ask again.
  std::string code_or_other();
  // What to pick where no code came; empty: not yet, it was asked for a moment ago.
  std::string next_wish();
  void hold_to(std::int64_t question);
  void tell(const std::string& given);  // to whoever reads the trail

  const Destination& to_;
  Traveller who_;
  std::string step_, page_, password_, help_number_, proof_, trail_;
  bool over_ = false;
  std::optional<Steady::time_point> looks_since_, asked_again_;  // for a code that did not come
  std::int64_t answered_ = -1;  // the last question whose answer was taken
  std::vector<std::string> broken_;
  std::set<std::string> secrets_;
};

// Looks into the demo's outbox again and again and keeps what it saw: the outbox dies with its
// server, a person's mailbox does not. run() in a thread of its own; all() may be asked by others.
class Postman {
 public:
  explicit Postman(std::uint16_t port) : port_(port) {}
  void run();
  void stop() { stopped_ = true; }
  std::string all() const;

 private:
  std::uint16_t port_;
  std::atomic<bool> stopped_ = false;
  mutable std::mutex mutex_;
  std::string before_, now_;  // of earlier lives; of this one
};

std::unique_ptr<Journey> web_journey(const Destination& to, const Traveller& who);
std::unique_ptr<Journey> phone_journey(const Destination& to, const Traveller& who);
// By phone as far as the code for the page, which is then typed there.
std::unique_ptr<Journey> hand_off_journey(const Destination& to, const Traveller& who);

}  // namespace latchkey::fakes
