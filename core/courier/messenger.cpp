#include "core/courier/messenger.h"

#include "core/base/fault.h"

namespace latchkey::courier {

namespace {

Outcome made(Result result, Reason reason = Reason::none, int code = 0) {
  Outcome outcome;
  outcome.result = result;
  outcome.reason = reason;
  outcome.code = code;
  return outcome;
}

Outcome outcome_of_unsent_mail(Trouble why) {
  switch (why) {
    case Trouble::unsafe:
      return made(Result::refused_permanent, Reason::bad_address);
    case Trouble::host_not_allowed:
    case Trouble::tls:
    case Trouble::login:
      return made(Result::configuration);
    default:
      return made(Result::not_sent);
  }
}

std::string host_of(const std::string& address) {
  const std::size_t at = address.find('@');
  return at == std::string::npos ? "latchkey.invalid" : address.substr(at + 1);
}

}  // namespace

Outcome outcome_of_mail(const MailAnswer& answer) {
  if (std::holds_alternative<Accepted>(answer)) return made(Result::done);
  if (const auto* unsent = std::get_if<NotSent>(&answer))
    return outcome_of_unsent_mail(unsent->why);
  if (const auto* refused = std::get_if<MailRefused>(&answer)) {
    return refused->lasts == MailRefused::Lasts::permanent
               ? made(Result::refused_permanent, Reason::bad_address, refused->code)
               : made(Result::not_sent, Reason::none, refused->code);
  }
  return made(Result::unknown);
}

Messenger::Messenger(Transport& transport, const Provider* provider, MailSender mail_sender,
                     const Destinations& destinations, const Clock& clock, Log& log)
    : transport_(transport),
      provider_(provider),
      mail_sender_(std::move(mail_sender)),
      destinations_(destinations),
      clock_(clock),
      log_(log) {}

bool Messenger::is_resting(Channel channel) const {
  return to_millis(clock_.now()) < resting_until_[static_cast<std::size_t>(channel)].load();
}

Outcome Messenger::deliver(const Claimed& claimed) {
  ensure(claimed.body.has_value(), "a delivery that can't be read is not performed");
  const Delivery delivery = unpack_delivery(*claimed.body);
  if (clock_.now() >= delivery.expires_at) return made(Result::expired);
  if (is_resting(delivery.channel)) return made(Result::configuration);
  Outcome outcome = send(claimed, delivery);
  if (outcome.result == Result::configuration) {
    resting_until_[static_cast<std::size_t>(delivery.channel)] =
        to_millis(clock_.now() + channel_rest);
    log_.warn("courier.configuration", {{"channel", Word::from_table(name_of(delivery.channel))},
                                        {"code", outcome.code},
                                        {"errand", claimed.id.value}});
  }
  return outcome;
}

Outcome Messenger::send(const Claimed& claimed, const Delivery& delivery) {
  return delivery.channel == Channel::mail ? send_mail(claimed, delivery)
                                           : send_by_phone(claimed, delivery);
}

Outcome Messenger::send_by_phone(const Claimed& claimed, const Delivery& delivery) {
  if (provider_ == nullptr) return made(Result::configuration);
  if (const auto judged = destinations_.judge(delivery.to); judged != Destination::allowed) {
    log_.warn("courier.destination_refused",
              {{"why", Word::from_table(name_of(judged))}, {"errand", claimed.id.value}});
    return made(Result::refused_permanent, judged == Destination::malformed
                                               ? Reason::bad_number
                                               : Reason::destination_refused);
  }
  if (delivery.channel == Channel::call)
    return provider_->start_call({claimed.id, delivery.to, delivery.voice_path});
  return provider_->send_text(
      {claimed.id, delivery.to, delivery.text, delivery.expires_at - clock_.now()});
}

Outcome Messenger::send_mail(const Claimed& claimed, const Delivery& delivery) {
  Mail mail;
  mail.from = mail_sender_.from;
  mail.from_name = mail_sender_.from_name;
  mail.to = delivery.to;
  mail.subject = delivery.subject;
  mail.text = delivery.text.reveal();
  mail.html = delivery.html.reveal();
  mail.language = delivery.language;
  mail.message_id = std::to_string(claimed.id.value) + "@" + host_of(mail_sender_.from);
  mail.date = claimed.created_at;
  const MailAnswer answer = transport_.mail(mail);
  if (const auto* unsent = std::get_if<NotSent>(&answer)) {
    log_.warn("courier.mail_not_sent",
              {{"why", Word::from_table(name_of(unsent->why))}, {"errand", claimed.id.value}});
  }
  return outcome_of_mail(answer);
}

}  // namespace latchkey::courier
