// The phone line: a provider's webhooks, answered with TwiML.
//
// Only signed requests of our own account are believed (standards.md T16); everything else gets 403
// and changes nothing. A call is a leg named by its CallSid; an answer carries its question's
// number in the signed path, so that a provider's retry, or a captured request played again, gets
// the present prompt and does nothing (T17); a silence carries the number of those before it, and
// counts once however often it is delivered. If something breaks, nothing was stored: the caller
// hears an apology and is asked again; after a transfer its end is told again, and nobody is rung
// twice. Thread-safe.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/conversations/conversations.h"
#include "core/http/message.h"
#include "ivr/bridge_call.h"
#include "ivr/call_back.h"
#include "ivr/provider_reports.h"
#include "ivr/step_twiml.h"
#include "ivr/webhook_proof.h"
#include "ivr/whisper.h"

namespace latchkey::ivr {

class PhoneLine {
 public:
  // All outlive it. Without signing keys it is a ConfigFault (fails closed).
  PhoneLine(conversations::Conversations& conversations, storage::Store& store,
            const accounts::Roster& roster, const Config& config, const Texts& texts,
            const LocalWords& words, const Calendar& calendar, const Sealer& sealer,
            const Clock& clock, Log& log);

  // Answers POST /ivr/…; other paths are 404, other methods 405.
  http::Response answer(const http::Request& request);

 private:
  struct Webhook;
  struct Transferred;
  std::optional<Transferred> transfer_of(const Webhook& hook, std::string_view path) const;
  http::Response route(const Webhook& hook);
  http::Response call(const Webhook& hook);
  http::Response turn(const Webhook& hook, Place place);
  http::Response prompt(const Webhook& hook, const Place& place);
  http::Response transferred(const Webhook& hook, const Place& place,
                             flow::TransferEnded::Result result);
  http::Response spoken(const Webhook& hook, const Place& place);
  http::Response whisper(const Webhook& hook, const WhisperPlace& place);
  http::Response back(const Webhook& hook, const BackPlace& place);
  http::Response bridge(const Webhook& hook, const BridgePlace& place) const;
  http::Response speak(const Webhook& hook, std::string_view rest);
  http::Response fallback(const Webhook& hook) const;
  http::Response apology(const Webhook& hook, std::string_view path) const;

  http::Response asked_again(const Webhook& hook, const conversations::Prompt& prompt, Place place,
                             Meaning meaning);
  http::Response fumbled(const Webhook& hook, const conversations::Prompt& prompt, Place place,
                         Meaning meaning);
  http::Response not_understood(const Webhook& hook, const conversations::Prompt& prompt);
  http::Response say(const conversations::Prompt& prompt, Place place, Slip slip) const;
  conversations::LegKey key_of(const Webhook& hook) const;
  conversations::Opening opening_of(const Webhook& hook) const;
  std::optional<LocationId> office_dialled(std::string_view number) const;

  conversations::Conversations& conversations_;
  const Config& config_;
  const Texts& texts_;
  const Sealer& sealer_;
  Log& log_;
  ProviderReports reports_;
  courier::PathSeal seal_;
  Dialect dialect_;
  std::map<std::string, SpellingWords, std::less<>> spelling_;
  VoiceWorld world_;
  CallsBack calls_back_;
  WebhookProof proof_;
};

}  // namespace latchkey::ivr
