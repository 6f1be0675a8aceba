#include "core/conversations/messages.h"

#include <array>
#include <vector>

#include "core/base/phone_text.h"

namespace latchkey::conversations {

namespace {

// "https://portal.example.org:8080/x" → "portal.example.org": what an origin-bound text names.
std::string host_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find_first_of(":/")));
}

// "https://portal.example.org" → "portal.example.org": what a person types, and what fits a text.
std::string_view short_address(std::string_view url) {
  const auto scheme = url.find("://");
  return scheme == std::string_view::npos ? url : url.substr(scheme + 3);
}

std::string key_of(std::string_view message, std::string_view medium) {
  std::string key = "messages.";
  return key.append(message).append(".").append(medium);
}

flow::ProofKind way_to(const accounts::Contact& contact) {
  return contact.kind == accounts::ContactKind::email ? flow::ProofKind::mail
                                                      : flow::ProofKind::text;
}

}  // namespace

std::vector<accounts::Contact> told_of(storage::Transaction& tx, const accounts::Roster& roster,
                                       PatientId patient) {
  std::vector<accounts::Contact> told = roster.contacts(tx, patient);
  std::erase_if(told, [](const accounts::Contact& contact) {
    if (contact.safety == accounts::Contact::Safety::unsafe) return true;
    if (contact.kind == accounts::ContactKind::postal) return true;
    return contact.kind != accounts::ContactKind::email &&
           (contact.line_type == accounts::LineType::landline ||
            contact.texts == accounts::Contact::Texts::opted_out);
  });
  return told;
}

courier::Delivery Messages::fill(const std::string& language, std::string_view message,
                                 flow::ProofKind by, const std::string& to,
                                 std::span<const TextValue> values, Time expires) const {
  const std::string host = host_of(config_.urls.patient);
  std::vector<TextValue> all(values.begin(), values.end());
  all.push_back({"clinic", std::string_view(config_.clinic.name)});
  all.push_back({"portal", std::string_view(config_.clinic.portal_name)});
  all.push_back({"host", std::string_view(host)});
  all.push_back({"page", std::string_view(config_.urls.patient)});
  const Location* office = config_.location(config_.clinic.default_location);
  const std::string phone = office ? phone_text(office->phone) : config_.clinic.name;
  all.push_back({"phone", std::string_view(phone)});

  courier::Delivery out;
  out.to = to;
  out.expires_at = expires;
  if (by == flow::ProofKind::mail) {
    out.channel = courier::Channel::mail;
    out.language = language;
    out.subject = texts_.fill(language, key_of(message, "subject"), all);
    out.text = Secret(texts_.fill(language, key_of(message, "mail"), all));
  } else {
    out.channel = courier::Channel::text;
    out.text = Secret(texts_.fill(language, key_of(message, "text"), all));
  }
  return out;
}

courier::Delivery Messages::code(const std::string& language, flow::ProofKind by,
                                 const std::string& to, const Secret& code,
                                 ConversationId conversation, Time expires,
                                 std::chrono::minutes life) const {
  if (by == flow::ProofKind::call) {
    courier::Delivery out;
    out.channel = courier::Channel::call;
    out.to = to;
    out.expires_at = expires;
    out.voice_path = "/ivr/speak/" + std::to_string(conversation.value);
    return out;
  }
  const std::array<TextValue, 2> values{
      {{"code", code.reveal()}, {"minutes", static_cast<std::int64_t>(life.count())}}};
  return fill(language, "code", by, to, values, expires);
}

courier::Delivery Messages::call_back(const std::string& to, ConversationId conversation, int ring,
                                      Time expires) const {
  courier::Delivery out;
  out.channel = courier::Channel::call;
  out.to = to;
  out.expires_at = expires;
  out.voice_path = "/ivr/back/" + std::to_string(conversation.value) + "/" + std::to_string(ring);
  return out;
}

courier::Delivery Messages::user_name(const std::string& language, flow::ProofKind by,
                                      const std::string& to, const std::string& user_name,
                                      Time expires) const {
  const std::array<TextValue, 1> values{{{"user_name", std::string_view(user_name)}}};
  return fill(language, "user_name", by, to, values, expires);
}

courier::Delivery Messages::hand_off(const std::string& language, flow::ProofKind by,
                                     const std::string& to, const Secret& code, Time expires,
                                     std::chrono::minutes life) const {
  const std::array<TextValue, 2> values{
      {{"code", code.reveal()}, {"minutes", static_cast<std::int64_t>(life.count())}}};
  return fill(language, "hand_off", by, to, values, expires);
}

courier::Delivery Messages::read_back(const std::string& language, const std::string& to,
                                      const Secret& code, Time expires,
                                      std::chrono::minutes life) const {
  const std::array<TextValue, 2> values{
      {{"code", code.reveal()}, {"minutes", static_cast<std::int64_t>(life.count())}}};
  return fill(language, "read_back", flow::ProofKind::text, to, values, expires);
}

courier::Delivery Messages::steps(const std::string& language, const std::string& to,
                                  const std::string& node, Time expires) const {
  const std::string link = config_.urls.patient + "/steps/" + node + "?lang=" + language;
  const std::array<TextValue, 1> values{{{"steps", std::string_view(link)}}};
  return fill(language, "steps", flow::ProofKind::text, to, values, expires);
}

courier::Delivery Messages::recovered(const std::string& language, const accounts::Contact& contact,
                                      std::string_view message, const NotMeSecrets& not_me,
                                      Time expires) const {
  // In the message's own language, whatever the browser speaks that opens it.
  const std::string link =
      config_.urls.patient + "/not-me?lang=" + language + "#" + std::string(not_me.link.reveal());
  const std::string place = std::string(short_address(config_.urls.patient)) + "/not-me";
  const Secret code = spaced_not_me(not_me.code);
  const std::array<TextValue, 3> values{{{"not_me", std::string_view(place)},
                                         {"not_me_link", std::string_view(link)},
                                         {"not_me_code", code.reveal()}}};
  return fill(language, message, way_to(contact), std::string(contact.value.reveal()), values,
              expires);
}

courier::Delivery Messages::registration_issued(const std::string& language,
                                                const accounts::Contact& contact,
                                                Time expires) const {
  return fill(language, "registration_issued", way_to(contact), std::string(contact.value.reveal()),
              {}, expires);
}

courier::Delivery Messages::registration_posted(const std::string& language,
                                                const accounts::Contact& contact,
                                                Time expires) const {
  return fill(language, "registration_posted", way_to(contact), std::string(contact.value.reveal()),
              {}, expires);
}

}  // namespace latchkey::conversations
