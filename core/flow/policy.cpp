#include "core/flow/policy.h"

#include "core/flow/words.h"

namespace latchkey::flow {

bool can_finish(const Policy& policy, Topic topic) {
  using Can = Policy::Can;
  switch (topic) {
    case Topic::forgot_password:
    case Topic::have_code:
      return policy.set_password == Can::yes;
    case Topic::forgot_user_name:
      return policy.tell_user_name == Can::yes;
    case Topic::first_sign_in:
      return policy.activate == Can::yes;
    case Topic::locked:
      return policy.unlock == Can::yes || policy.set_password == Can::yes;
    default:
      return !is_guidance(topic) || !policy.guidance.first(word(topic)).empty();
  }
}

bool is_offered(const Policy& policy, Topic topic, Channel channel) {
  // A password is typed on a page, so a code for one is too.
  if (topic == Topic::have_code && channel == Channel::phone) return false;
  return can_finish(policy, topic) || !policy.guidance.first(word(topic)).empty();
}

}  // namespace latchkey::flow
