// Delivers rendered messages: texts and calls through the provider, mail through the mail server.
//
// It looks at the destination and the clock once more before anything leaves. When the other side
// says that our configuration is wrong, that channel rests for half a minute and everything due
// on it is postponed unsent: an alarm for the operator, not a storm. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <string>

#include "core/base/clock.h"
#include "core/base/log.h"
#include "core/courier/delivery.h"
#include "core/courier/destinations.h"
#include "core/courier/outbox.h"
#include "core/courier/provider.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

inline constexpr Millis channel_rest{30'000};

struct MailSender {
  std::string from;       // a bare address
  std::string from_name;  // shown to the reader
};

class Messenger {
 public:
  // `provider` null: no telephone here, texts and calls are configuration errors. Everything must
  // outlive it.
  Messenger(Transport& transport, const Provider* provider, MailSender mail_sender,
            const Destinations& destinations, const Clock& clock, Log& log);

  // A performer (courier.h). Needs: a body made by pack().
  Outcome deliver(const Claimed& claimed);

  // For health: the other side refuses our configuration, and the operator must act.
  bool is_resting(Channel channel) const;

 private:
  Outcome send(const Claimed& claimed, const Delivery& delivery);
  Outcome send_by_phone(const Claimed& claimed, const Delivery& delivery);
  Outcome send_mail(const Claimed& claimed, const Delivery& delivery);

  Transport& transport_;
  const Provider* provider_;
  MailSender mail_sender_;
  const Destinations& destinations_;
  const Clock& clock_;
  Log& log_;
  std::array<std::atomic<std::int64_t>, 3> resting_until_{};  // milliseconds UTC, by channel
};

// What a mail server's answer means. Pure.
Outcome outcome_of_mail(const MailAnswer& answer);

}  // namespace latchkey::courier
