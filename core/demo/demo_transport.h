// Where a demo's texts, calls and mails go: nowhere but a list that the outbox page shows. Nobody
// speaks in a demo: its recordings are a tone.
//
// Takes the place of the network in the demo clinic only; the courier, the provider's client and
// the mail composer in front of it are the real ones. Keeps the newest messages, in memory.
// Thread-safe.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/courier/transport.h"

namespace latchkey::demo {

struct Sent {
  std::int64_t number = 0;  // 1, 2, 3 … since the start
  std::string kind;         // "text", "call" or "mail"
  std::string to, subject, body;
  std::string url;       // of a call: what the provider fetches when it is answered
  std::string language;  // of a mail
  Time at;
};

class DemoTransport final : public courier::Transport {
 public:
  explicit DemoTransport(const Clock& clock) : clock_(clock) {}

  courier::HttpAnswer http(const courier::HttpCall& call) override;
  courier::MailAnswer mail(const courier::Mail& mail) override;

  // Oldest first.
  std::vector<Sent> sent() const;
  // The names of recordings that were deleted here, in order.
  std::vector<std::string> deleted() const;

 private:
  courier::HttpAnswer json(const courier::HttpCall& call);
  courier::HttpAnswer recording(const courier::HttpCall& call);
  std::int64_t keep(Sent sent);
  const Clock& clock_;
  mutable std::mutex mutex_;
  std::deque<Sent> sent_;
  std::int64_t count_ = 0;
  std::vector<std::string> deleted_;  // at most kept_max, as all that is kept
};

}  // namespace latchkey::demo
