// The page that says "this wasn't me", where the notices of a recovery lead.
//
// A mail's link carries its secret in the fragment, which no browser sends: GET and HEAD of
// /not-me are the same for everybody, store nothing and change nothing, so that a scanner which
// follows the link, with scripts or without, spends nothing (standards.md T25, T26). A small script
// puts the secret into the box and takes it out of the address; without it the code of the same
// message is typed (rulings.md R25). The first post only judges and asks once more; the second,
// which must carry what the first was answered with, acts. No cookie is set: whoever holds the code
// is whoever holds the code. What nobody was sent, what is too old and what comes while too many
// guess are answered by the same page. Thread-safe.
#pragma once

#include <optional>
#include <string>

#include "core/base/i18n.h"
#include "core/conversations/not_me.h"
#include "core/http/message.h"
#include "kiosk/patient/step_page.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

class NotMePages {
 public:
  // All outlive it.
  NotMePages(const conversations::Repudiations& repudiations, const PageWorld& world,
             const Sealer& sealer)
      : repudiations_(repudiations),
        world_(world),
        sealer_(sealer),
        scheme_(scheme_of(world.config.urls.patient)) {}

  // Answers "/not-me"; empty for every other path.
  std::optional<http::Response> answer(const http::Request& request) const;

 private:
  http::Response take(const http::Request& request) const;
  http::Response judged(const conversations::NotMeAsked& asked,
                        const conversations::NotMeAnswer& said) const;
  // What the second post must bring along.
  std::string asked_once_more(const Secret& typed) const;

  const conversations::Repudiations& repudiations_;
  PageWorld world_;
  const Sealer& sealer_;
  Scheme scheme_;
};

}  // namespace latchkey::kiosk
