// A telephone in text: calls a running Latchkey exactly as a phone provider would.
//
// It fetches TwiML over signed webhooks and carries it out with the documented semantics
// (telephony.md §1.6): barge-in, finish keys, empty input, redirects, fallback URL, status
// callback. It exists so that a person can try the line without a provider (`latchkey call`), and
// so that tests hear what a caller hears. Time is virtual: nothing sleeps but the hook that is
// given. One call, one thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "ivr/text_phone/carrier.h"
#include "ivr/text_phone/handset.h"

namespace latchkey::ivr {

enum class CallDirection { inbound, outbound_api, outbound_dial };

struct CallPlan {
  std::string url;           // the number's voice webhook, absolute
  std::string fallback_url;  // asked when a webhook fails; empty: none
  std::string status_url;    // told at the end; empty: nobody
  std::string account_sid;
  Secret signing_key;
  std::string from, to;
  Provider provider = Provider::twilio;
  CallDirection direction = CallDirection::inbound;
  Doubling doubling = Doubling::once;
  std::string call_sid;         // empty: a fresh one in the provider's form
  std::string parent_call_sid;  // for the far end of a Dial
  http::Fields more;            // StirVerstat, FromCity and so on, sent with every webhook
};

enum class Ended { by_line, by_caller, document_ran_out, refused, application_error, circles };

struct CallOutcome {
  Ended how = Ended::document_ran_out;
  int error_code = 0;             // of the failure that ended it, else 0
  std::vector<Finding> findings;  // errors, warnings and surprises on the way
  Millis lasted{0};
  std::string call_sid;
};

// Called for each pause with its length, so that a live server gets time to work: may sleep.
using Linger = std::function<void(Millis)>;

class TextPhone {
 public:
  // `handset`, `dice` and `clock` must outlive the phone.
  TextPhone(CallPlan plan, PhoneHttp http, Handset& handset, Dice& dice, const Clock& clock,
            Linger linger = {});

  // Places the call and stays until it ends. Once.
  CallOutcome call();

 private:
  struct Goto {
    std::string url;
    Method method = Method::post;
    http::Fields event;
  };
  using Next = std::variant<std::monostate, Goto, Ended>;  // monostate: go on with the next verb
  struct Loaded {
    Url url;
    Document document;
  };

  struct Rung {
    FarEnd far;
    std::string call_sid;
    bool bridged = false;
  };

  std::variant<Loaded, Ended> load(const Goto& to);
  std::variant<Loaded, Finding> fetch(const Goto& to);
  std::variant<Loaded, Ended> load_fallback(const Finding& failed, const Goto& to);
  Next run(const Loaded& page);

  Next perform(const SayVerb& say);
  Next perform(const PauseVerb& pause);
  Next perform(const PlayVerb& play);
  Next perform(const GatherVerb& gather);
  Next perform(const RecordVerb& record);
  Next perform(const DialVerb& dial);
  Next perform(const RedirectVerb& redirect);
  Next perform(const HangupVerb& hangup);
  Next perform(const RejectVerb& reject);

  std::optional<std::string> keys_for(const GatherVerb& gather);
  Next gathered(const GatherVerb& gather, const std::string& pressed);
  Rung ring(const DialVerb& dial);
  bool whisper(const DialVerb& dial, const FarEnd& far, const std::string& call_sid);

  http::Fields standard_fields() const;
  std::string fresh_hex() const;
  std::string fresh_sid() const;
  void find(Finding finding);
  void note(std::string text);
  void pass(Millis time) { lasted_ += time; }
  void report_end(const CallOutcome& outcome);
  void report_recording(const RecordVerb& record, http::Fields event);
  void report(const Webhook& what);

  CallPlan plan_;
  const Habits& habits_;
  PhoneHttp http_;
  Carrier carrier_;
  Handset& handset_;
  Dice& dice_;
  const Clock& clock_;
  Linger linger_;
  std::optional<Url> here_;  // of the current document
  std::string status_ = "ringing";
  Millis lasted_{0};
  std::vector<Finding> findings_;
  bool verbs_done_ = false;  // Reject must come first
};

}  // namespace latchkey::ivr
