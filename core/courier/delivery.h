// A message that is ready to go: rendered by whoever asked, only to be delivered by the courier.
//
// It is the body of every errand that goes to a telephone or a mailbox. Pure.
#pragma once

#include <string>
#include <string_view>

#include "core/base/secret.h"
#include "core/base/time.h"
#include "core/courier/outbox.h"

namespace latchkey::courier {

enum class Channel { text = 0, call = 1, mail = 2 };
inline constexpr Channel last_channel = Channel::mail;
std::string_view name_of(Channel channel);

struct Delivery {
  Channel channel = Channel::text;
  std::string to;       // "+14015550123" or a mail address
  std::string subject;  // mail only
  Secret text;          // text and mail: what it says
  Secret html;          // mail only; empty: plain text only
  // Calls only: where on our public phone address the provider fetches the first prompt, with a
  // leading '/'. The call says what the conversation behind it says; no text travels with it.
  std::string voice_path;
  Time expires_at{};       // not delivered from then on
  std::string language{};  // mail only: "es", for those who have it read aloud; may be empty
};

// A Fault if the bytes are no Delivery.
Secret pack(const Delivery& delivery);
Delivery unpack_delivery(const Secret& bytes);

// Puts a delivery into an errand: its body, and the lane of its channel.
void load(Errand& errand, const Delivery& delivery);

}  // namespace latchkey::courier
