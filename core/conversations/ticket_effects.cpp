// What a conversation leaves for the office: the ticket, with all that a clerk reads of it.
#include "core/conversations/effects.h"

namespace latchkey::conversations {

namespace {

tickets::FailureCode failure_code(flow::Failure failure) {
  using F = tickets::FailureCode;
  switch (failure) {
    case flow::Failure::no_match:
      return F::no_match;
    case flow::Failure::no_contact:
      return F::no_contact;
    case flow::Failure::code_failed:
      return F::code_failed;
    case flow::Failure::policy:
      return F::policy;
    case flow::Failure::account_system:
      return F::account_system;
    case flow::Failure::wants_person:
      return F::wants_person;
    case flow::Failure::guidance_failed:
      return F::guidance_failed;
  }
  return F::none;
}

// A tree of guidance says itself what its tickets are about.
tickets::Category category(const flow::Failed& failed) {
  if (const auto named = tickets::category_names.find(failed.category)) return *named;
  switch (failed.topic) {
    case flow::Topic::forgot_password:
      return tickets::Category::password_reset;
    case flow::Topic::forgot_user_name:
      return tickets::Category::user_id;
    case flow::Topic::have_code:
      return tickets::Category::login_help;
    case flow::Topic::page_broken:
      return tickets::Category::browser;
    case flow::Topic::attachment:
      return tickets::Category::attachment_find;
    case flow::Topic::no_email:
      return tickets::Category::no_email_notice;
    case flow::Topic::cannot_connect:
      return tickets::Category::cannot_connect;
    case flow::Topic::helping:
      return tickets::Category::proxy_request;
    case flow::Topic::locked:
      return tickets::Category::locked;
    case flow::Topic::first_sign_in:
      return tickets::Category::first_login;
    case flow::Topic::hours:
      break;
  }
  return tickets::Category::other;
}

tickets::Channel ticket_channel(flow::Channel channel) {
  switch (channel) {
    case flow::Channel::web:
      return tickets::Channel::web;
    case flow::Channel::kiosk:
      return tickets::Channel::kiosk;
    case flow::Channel::phone:
      break;
  }
  return tickets::Channel::phone;
}

}  // namespace

tickets::NewTicket Effects::new_ticket(const flow::OpenTicket& effect) {
  tickets::NewTicket ticket;
  ticket.minted = draws_.ticket;
  ticket.number = {effect.help_number};
  ticket.conversation = conversation_.id;
  ticket.code = failure_code(effect.failed.code);
  ticket.category = category(effect.failed);
  ticket.channel = ticket_channel(conversation_.channel);
  ticket.language = conversation_.state.language;
  if (!effect.interpreter.empty()) {
    ticket.language = effect.interpreter;
    ticket.interpreter = tickets::Interpreter::needed;
  }
  const bool proven = std::holds_alternative<flow::HandedOver>(conversation_.state.stage) &&
                      std::get<flow::HandedOver>(conversation_.state.stage).known ==
                          flow::HandedOver::Known::proven;
  if (std::holds_alternative<flow::HandedOver>(conversation_.state.stage))
    ticket.told = effect.office;
  ticket.verified = proven ? tickets::Verified::yes : tickets::Verified::no;
  ticket.patient = effect.failed.patient;
  ticket.promised_by = effect.promise;
  ticket.personal.callback = effect.callback;
  ticket.personal.leave_message = effect.message == flow::LeaveMessage::yes
                                      ? tickets::LeaveMessage::yes
                                      : tickets::LeaveMessage::no;
  ticket.personal.error_text = effect.failed.screen_text;
  // A lobby's machine says nothing about the one that a person has at home.
  if (conversation_.channel != flow::Channel::kiosk)
    ticket.personal.browser = conversation_.state.device.facts;
  for (const flow::Tried& tried : effect.tried)
    ticket.tried.push_back({now_, tried.step, tried.result});
  for (const Undelivered& each : undelivered(tx_, conversation_.id))
    ticket.tried.push_back({each.at, std::string(flow::word(each.by)), "undelivered"});
  return ticket;
}

// Unseen by the person, the ticket goes to the patient's own office if there is one (R2).
void Effects::on(const flow::OpenTicket& effect) {
  tickets::NewTicket ticket = new_ticket(effect);
  tickets::RoutingFacts facts;
  if (ticket.patient) facts = offices_of(tx_, world_.rooms(), *ticket.patient, now_);
  if (conversation_.channel == flow::Channel::kiosk) facts.kiosk = conversation_.here;
  facts.asked = effect.office;
  facts.default_queue = world_.config.clinic.default_location;
  ticket.location = tickets::route(facts).location;
  ticket.queue = tickets::queue_for(world_.matrix, ticket.category, ticket.verified);
  const auto opened = world_.tickets.open_or_append(tx_, ticket, now_);
  ticket_ = opened.id;
  world_.audit.append(tx_, ticket_opened(conversation_.id, opened.id, now_));
}

}  // namespace latchkey::conversations
