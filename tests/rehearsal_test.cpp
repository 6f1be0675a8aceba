// What nobody is sent costs the courier what a patient's message costs.
#include "core/courier/rehearsal.h"

#include <doctest/doctest.h>

#include "core/courier/delivery.h"
#include "tests/fakes/courier_desk.h"

using namespace latchkey;
using namespace latchkey::courier;
using fakes::CourierDesk;

namespace {

struct Listening final : Transport {
  Transport& inner;
  std::vector<std::string> bodies;
  explicit Listening(Transport& its) : inner(its) {}
  HttpAnswer http(const HttpCall& call) override {
    bodies.emplace_back(call.body.reveal());
    return inner.http(call);
  }
  MailAnswer mail(const Mail& mail) override { return inner.mail(mail); }
};

Claimed claimed(const CourierDesk& desk, Delivery delivery) {
  Claimed out;
  out.kind = Kind::nothing;
  out.created_at = desk.clock.now();
  out.expires_at = delivery.expires_at = desk.clock.now() + Millis(600'000);
  out.body = Secret(pack(delivery));
  return out;
}

}  // namespace

TEST_CASE("what nobody is sent is composed to the last byte, and reaches no wire") {
  CourierDesk desk;
  std::unique_ptr<Listening> ear;
  Rehearsal rehearsal(
      [&](Transport& nowhere) {
        ear = std::make_unique<Listening>(nowhere);
        return std::make_unique<Provider>(*ear, desk.peer.settings());
      },
      MailSender{"clinic@example.org", "Clinic"}, desk.clock, desk.log);

  const auto text = CourierDesk::text("+12015550100", "Your code is 123456.");
  CHECK(rehearsal.perform(claimed(desk, text)).result == Result::done);
  REQUIRE(ear->bodies.size() == 1);
  CHECK(ear->bodies[0].find("123456") != std::string::npos);

  Delivery mail;
  mail.channel = Channel::mail;
  mail.to = "nobody.at.all@example.org";
  mail.subject = "Your code";
  mail.text = Secret("123456");
  CHECK(rehearsal.perform(claimed(desk, mail)).result == Result::done);
  CHECK(desk.mails.empty());
  CHECK(desk.peer.requests() == 0);
}

TEST_CASE("without a telephone nobody's text is done all the same") {
  CourierDesk desk;
  Rehearsal rehearsal([](Transport&) { return nullptr; },
                      MailSender{"clinic@example.org", "Clinic"}, desk.clock, desk.log);
  const auto text = CourierDesk::text("+12015550100", "Your code is 123456.");
  CHECK(rehearsal.perform(claimed(desk, text)).result == Result::done);
}
