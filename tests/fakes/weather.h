// What becomes of everything that is sent: it arrives, it is refused, nobody ever knows, or whoever
// should get it has said STOP to texts.
//
// Stands before a demo's transport, which keeps what arrives. One test sets it; any thread sends.
#pragma once

#include <atomic>

#include "core/demo/demo_transport.h"

namespace latchkey::fakes {

class Weather final : public courier::Transport {
 public:
  enum class Is { fair, refusing, silent, stopped };
  explicit Weather(demo::DemoTransport& to) : to_(to) {}
  void turn(Is is) { is_ = is; }
  // From now on the telephone provider is really called. Before anything is sent; outlives this.
  void connect(courier::Transport& provider) { provider_ = &provider; }

  courier::HttpAnswer http(const courier::HttpCall& call) override {
    if (provider_) return provider_->http(call);
    switch (is_) {
      case Is::fair:
        break;
      case Is::refusing:  // what Twilio says of a number that there is not
        return courier::Answered{400, {}, R"({"code":21211,"status":400})"};
      case Is::stopped:
        return courier::Answered{400, {}, R"({"code":21610,"status":400})"};
      case Is::silent:
        return courier::NobodyKnows{courier::Trouble::timed_out};
    }
    return to_.http(call);
  }
  courier::MailAnswer mail(const courier::Mail& mail) override {
    switch (is_) {
      case Is::fair:
      case Is::stopped:
        break;
      case Is::refusing:
        return courier::MailRefused{courier::MailRefused::Lasts::permanent, 550};
      case Is::silent:
        return courier::NobodyKnows{courier::Trouble::timed_out};
    }
    return to_.mail(mail);
  }

 private:
  demo::DemoTransport& to_;
  courier::Transport* provider_ = nullptr;
  std::atomic<Is> is_ = Is::fair;
};

}  // namespace latchkey::fakes
