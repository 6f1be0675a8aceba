// The telephony provider's REST interface, as Twilio made it and others follow it.
//
// There is no idempotency key (telephony.md §2.5). Instead every request names a status address
// with the errand's id in it, so that a lost answer is healed by the report that follows. Immutable
// but for the transport; thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "core/base/ids.h"
#include "core/base/time.h"
#include "core/courier/outcome.h"
#include "core/courier/path_seal.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

// Where the provider reports to, below the public phone address; the errand's id follows. The
// phone room serves these.
inline constexpr std::string_view text_status_path = "/ivr/status/text/";
inline constexpr std::string_view call_status_path = "/ivr/status/call/";

// How a text is ordered: by a form, as Twilio takes it, or as Telnyx's own JSON.
enum class TextApi { form, telnyx };

// Where the sound of a recording is: beside what describes it, or where that says (Telnyx).
enum class Media { beside, named };

// Where the provider turns when it can't use what the phone room answered. The phone room serves
// it.
inline constexpr std::string_view call_fallback_path = "/ivr/fallback";

// telephony.md section 3: one set of knobs for every provider that speaks this dialect.
struct ProviderSettings {
  TextApi text_api = TextApi::form;
  Media media = Media::beside;
  std::string text_url;               // where Telnyx takes texts; unused with a form
  std::string rest_base_url;          // "https://api.twilio.com/2010-04-01"
  std::string account_id;             // goes into the path
  std::string path_suffix = ".json";  // empty for providers without
  Auth auth;                          // Basic for most, Bearer for some
  std::string text_from;              // E.164 or a short code
  std::string messaging_service_id;   // instead of text_from
  std::string voice_from;             // E.164
  std::string public_base_url;        // "https://phone.clinic.example.org", without a last '/'
  std::string callback_fragment;      // "#rc=2&rp=ct,5xx", for providers that know it
  std::string machine_detection;      // empty: off; else "Enable" or "DetectMessageEnd"
  PathSeal seal;                      // of the paths below public_base_url that we make
  int ring_seconds = 25;              // short enough to stay out of most voicemails
  int call_seconds_max = 1800;  // a callback goes on as any call; half an hour is a call's length
};

struct Text {
  ErrandId errand;
  std::string to;      // E.164
  Secret body;         // at most 1600 characters
  Millis good_for{0};  // the provider drops it after that; 1 s to 10 h
};

struct Call {
  ErrandId errand;
  std::string to;          // E.164
  std::string voice_path;  // with a leading '/'
};

class Provider {
 public:
  // `transport` must outlive it. Settings that contradict each other are a ConfigFault.
  Provider(Transport& transport, ProviderSettings settings);

  // Every end is an Outcome (telephony.md §2.4): done with the provider's id, refused_permanent
  // with a reason, throttled, configuration, not_sent or unknown.
  Outcome send_text(const Text& text) const;
  Outcome start_call(const Call& call) const;

  const ProviderSettings& settings() const { return settings_; }

 private:
  FormFields form_of(const Text& text) const;
  Outcome post_json(const Text& text) const;
  Outcome post(std::string_view resource, const FormFields& form) const;
  std::string report_to(std::string_view path, ErrandId errand) const;
  Transport& transport_;
  ProviderSettings settings_;
};

// What an answer means. Pure.
Outcome outcome_of_answer(const HttpAnswer& answer);

}  // namespace latchkey::courier
