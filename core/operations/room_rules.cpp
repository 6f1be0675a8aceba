#include "core/operations/room_rules.h"

#include <algorithm>

#include "core/base/clinic_policy.h"
#include "core/base/fault.h"
#include "core/flow/words.h"

namespace latchkey::operations {

namespace {

// Where in the file the limit stands that `complaint` is about; empty if it is none of the file's.
std::string place_of(const Config& config, std::string_view complaint) {
  for (const LimitSetting& setting : config.limits) {
    const std::string name = "limits." + setting.key;
    if (complaint.starts_with(name + " ") || complaint.starts_with(name + ":"))
      return setting.place + ": ";
  }
  return {};
}

// What the matrix leaves to self-service and the account system can't do: nobody is told to find it
// here (product.md "Capabilities").
bool is_helped_here(const flow::Policy& policy, tickets::Category category) {
  switch (category) {
    case tickets::Category::password_reset:
      return can_finish(policy, flow::Topic::forgot_password);
    case tickets::Category::user_id:
      return can_finish(policy, flow::Topic::forgot_user_name);
    case tickets::Category::locked:
      return can_finish(policy, flow::Topic::locked);
    case tickets::Category::first_login:
      return can_finish(policy, flow::Topic::first_sign_in);
    default:
      return true;
  }
}

}  // namespace

ContentFiles content_of(const Config& config) {
  return {config.data.content, config.data.published};
}

identity::Limits limits_of(const Config& config) {
  identity::Limits limits;
  try {
    for (const LimitSetting& setting : config.limits) limits.set(setting.key, setting.value);
    limits.check();
  } catch (const ConfigFault& fault) {
    throw ConfigFault(place_of(config, fault.what()) + fault.what());
  }
  return limits;
}

Guidance guidance_of(const Config& config) {
  Guidance guidance = Guidance::load(config.data.content);
  const auto refuse = [](const std::string& what) {
    throw ConfigFault("content/policy/guidance: " + what);
  };
  for (const std::string& topic : guidance.topics()) {
    const auto known = flow::topic_of(topic);
    if (!known || (!flow::is_guidance(*known) && !flow::is_sign_in(*known)))
      refuse("there is no topic of guidance '" + topic + "'");
  }
  for (const std::string& category : guidance.ends(GuideWay::To::stuck))
    if (!tickets::category_names.find(category))
      refuse("there is no category of tickets '" + category + "'");
  for (const std::string& topic : guidance.ends(GuideWay::To::topic))
    if (!flow::topic_of(topic)) refuse("there is no topic '" + topic + "'");
  return guidance;
}

flow::Policy flow_policy_of(const Config& config, const identity::Limits& limits) {
  flow::Policy policy;
  policy.languages = config.clinic.languages;
  const auto helps = load_language_help(config.data.content);
  policy.interpreters_by_phone = interpreters_by_phone(config, helps);
  for (const LanguageHelp& help : helps) {
    const auto& spoken = policy.languages;
    if (std::find(spoken.begin(), spoken.end(), help.code) == spoken.end())
      policy.interpreters.push_back(help.code);
  }
  policy.wrong_codes_max = limits.wrong_per_conversation;
  policy.wrong_codes_max_phone = limits.wrong_per_call;
  policy.rounds_max = limits.identify_tries;
  policy.resend_after = limits.send_spacing;
  const auto minutes = [](std::chrono::seconds s) {
    return std::chrono::duration_cast<std::chrono::minutes>(s);
  };
  policy.short_code_life = minutes(limits.text_code_life);
  policy.mail_code_life = minutes(limits.mail_code_life);
  policy.hand_off_life = minutes(limits.hand_off_life);
  policy.short_code_digits = limits.text_code_digits;
  policy.mail_code_digits = limits.mail_code_digits;
  policy.hand_off_digits = limits.hand_off_digits;
  policy.grant_life = minutes(limits.grant_life);
  policy.call_length = minutes(limits.call_length);
  policy.password_min = limits.password_points;
  policy.guidance = guidance_of(config);
  const bool records = config.provider.voicemail == ProviderSettings::Voicemail::on;
  policy.voicemail = records ? flow::Policy::Can::yes : flow::Policy::Can::no;
  policy.promise_locked_out = std::chrono::hours(config.sessions.first_contact_hours);
  return policy;
}

void learn(flow::Policy& policy, const accounts::Capabilities& system,
           const tickets::Matrix& matrix) {
  using accounts::Capability;
  const auto can = [&](Capability capability) {
    return system.has(capability) ? flow::Policy::Can::yes : flow::Policy::Can::no;
  };
  policy.set_password = can(Capability::set_password);
  policy.tell_user_name = can(Capability::state);
  policy.unlock = can(Capability::unlock);
  const bool opens = system.has(Capability::state) && system.has(Capability::set_password);
  policy.activate = opens ? can(Capability::activate) : flow::Policy::Can::no;
  for (std::size_t i = 0; i < tickets::category_count; ++i) {
    const auto category = static_cast<tickets::Category>(i);
    const tickets::Handler first = matrix.of(category).first;
    const std::string name(tickets::category_names[category]);
    if (first == tickets::Handler::self_service && is_helped_here(policy, category))
      policy.helped_here.push_back(name);
    else if (first != tickets::Handler::it)
      policy.helped_by_office.push_back(name);
  }
}

tickets::Matrix matrix_of(const Config& config) {
  return tickets::make_matrix(config.clinic.support_mode, load_matrix(content_of(config)));
}

accounts::RosterPolicy roster_policy_of(const Config& config, const identity::Limits& limits) {
  accounts::RosterPolicy policy;
  policy.contact_hold = limits.contact_hold;
  policy.accounts_per_phone = limits.accounts_per_phone;
  policy.adult_age = config.patient_policy.adult_age;
  policy.own_account_age = config.patient_policy.own_account_age;
  policy.shared = config.patient_policy.shared_contact == PatientSettings::SharedContact::allowed
                      ? accounts::RosterPolicy::SharedContact::usable
                      : accounts::RosterPolicy::SharedContact::not_sole_proof;
  return policy;
}

staff::Rules staff_rules_of(const Config& config, const identity::Limits& limits) {
  staff::Rules rules;
  rules.idle_life = std::chrono::minutes(config.desk.idle_minutes);
  rules.session_life = std::chrono::hours(config.desk.session_hours);
  rules.step_up_life = std::chrono::minutes(config.desk.step_up_minutes);
  rules.sessions_max = config.desk.sessions_at_once;
  rules.failures_max = limits.password_wrong_in_a_row;
  return rules;
}

courier::DestinationRules destination_rules_of(const Config& config) {
  courier::DestinationRules rules;
  rules.also = config.provider.further_prefixes;
  for (const std::string& area : config.provider.allowed_area_codes)
    rules.only.push_back("+1" + area);
  for (const std::string& area : config.provider.refused_area_codes)
    rules.never.push_back("+1" + area);
  return rules;
}

courier::Auth auth_of(const ProviderSettings& provider) {
  if (provider.auth == ProviderAuth::bearer) return courier::BearerAuth{provider.auth_secret};
  return courier::BasicAuth{provider.auth_user, provider.auth_secret};
}

std::unique_ptr<courier::Provider> provider_of(const Config& config, courier::Transport& transport,
                                               const Sealer& sealer) {
  if (config.provider.profile == ProviderProfile::none) return nullptr;
  const auto& from = config.provider;
  courier::ProviderSettings settings;
  settings.rest_base_url = from.rest_base_url + from.rest_path;
  settings.path_suffix = from.path_suffix;
  settings.account_id = from.account_id;
  settings.auth = auth_of(from);
  settings.callback_fragment = from.callback_options;
  if (from.signature == SignatureMode::ed25519) settings.seal = courier::PathSeal(sealer);
  if (from.profile == ProviderProfile::telnyx) {
    settings.text_api = courier::TextApi::telnyx;
    settings.text_url = from.rest_base_url + "/v2/messages";
    settings.media = courier::Media::named;
  }
  if (from.text_from.starts_with("+"))
    settings.text_from = from.text_from;
  else
    settings.messaging_service_id = from.text_from;
  settings.voice_from = from.voice_from;
  settings.public_base_url = config.urls.webhook;
  return std::make_unique<courier::Provider>(transport, std::move(settings));
}

}  // namespace latchkey::operations
