#include "ivr/text_phone/network.h"

#include <utility>
#include <variant>

namespace latchkey::ivr {

namespace {

Trouble heard_as(courier::Trouble why) {
  switch (why) {
    case courier::Trouble::resolve:
      return Trouble::no_such_host;
    case courier::Trouble::tls:
      return Trouble::tls;
    case courier::Trouble::timed_out:
    case courier::Trouble::broken_off:
      return Trouble::timed_out;
    default:
      return Trouble::refused;
  }
}

PhoneHttpAnswer heard(courier::Answered& answer) {
  return {Trouble::none, answer.status, std::move(answer.headers), std::move(answer.body),
          Millis{0}};
}
PhoneHttpAnswer heard(const courier::NotSent& failed) {
  return {heard_as(failed.why), 0, {}, "", Millis{0}};
}
PhoneHttpAnswer heard(const courier::NobodyKnows& failed) {
  return {heard_as(failed.why), 0, {}, "", Millis{0}};
}

}  // namespace

PhoneHttp phone_http(courier::Transport& transport, const Clock& clock) {
  return [&transport, &clock](const PhoneHttpCall& call) {
    courier::HttpCall out;
    out.method = call.method;
    out.url = call.url;
    out.headers = call.headers;
    out.body = Secret(call.body);
    out.answer_within = call.deadline;
    const Time began = clock.now();
    courier::HttpAnswer answer = transport.http(out);
    PhoneHttpAnswer result = std::visit([](auto& one) { return heard(one); }, answer);
    result.took = clock.now() - began;
    return result;
  };
}

}  // namespace latchkey::ivr
