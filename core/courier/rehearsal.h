// What is sent to nobody: composed like any message, and dropped.
//
// Whoever asks for a code in a name that is on no roster must not learn it from this machine's pace
// right afterwards (product.md rule 2): the courier unpacks, judges and composes for nobody as it
// does for a patient. What it can't imitate is the wire, on which it waits without working.
#pragma once

#include <functional>
#include <memory>

#include "core/courier/messenger.h"

namespace latchkey::courier {

// Takes everything and sends nothing. Thread-safe.
class Nowhere final : public Transport {
 public:
  HttpAnswer http(const HttpCall& call) override;
  MailAnswer mail(const Mail& mail) override;
};

class Rehearsal {
 public:
  // Makes the provider as the real one is made; null where there is no telephone.
  using MakeProvider = std::function<std::unique_ptr<Provider>(Transport&)>;

  // `clock` and `log` must outlive it.
  Rehearsal(const MakeProvider& make, MailSender mail_sender, const Clock& clock, Log& log);

  // A performer of Kind::nothing (courier.h): always done. Thread-safe. Needs: a body made by
  // pack().
  Outcome perform(const Claimed& claimed);

 private:
  Nowhere nowhere_;
  Destinations everywhere_{DestinationRules{}};
  std::unique_ptr<Provider> provider_;
  Messenger messenger_;
};

}  // namespace latchkey::courier
