#include "core/courier/lookups.h"

#include <algorithm>
#include <array>

#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/courier/provider.h"

namespace latchkey::courier {

namespace {

// The provider's words (telephony.md 2.7). A number over the internet that stays at one place is
// called first; one that moves takes texts as a mobile phone does. Those that cost more are refused
// by their own prefixes (core/courier/destinations.h): here they only take no texts.
constexpr std::array<std::string_view, 2> take_texts{"mobile", "nonFixedVoip"};
constexpr std::array<std::string_view, 9> take_none{"landline",   "fixedVoip", "tollFree",
                                                    "personal",   "premium",   "voicemail",
                                                    "sharedCost", "uan",       "pager"};

Line line_of(std::string_view type) {
  const auto is_one_of = [&](const auto& words) {
    return std::ranges::find(words, type) != words.end();
  };
  if (is_one_of(take_texts)) return Line::mobile;
  return is_one_of(take_none) ? Line::landline : Line::unknown;
}

Line line_in(const Json& answer) {
  const Json* valid = answer.find("valid");
  const Json* about = answer.find("line_type_intelligence");
  if (!valid || valid->truth() != true || !about) return Line::unknown;
  return line_of(about->text_of("type").value_or(""));
}

}  // namespace

namespace {

// A number that nobody knows is answered as such: whatever else is said is of our address or our
// key, and nothing is learnt of the number by it.
Outcome not_answered(const HttpAnswer& answer) {
  Outcome outcome = outcome_of_answer(answer);
  if (outcome.result == Result::refused_permanent) outcome.result = Result::configuration;
  return outcome;
}

}  // namespace

Lookups::Lookups(Transport& transport, std::string base_url, Auth auth)
    : transport_(transport), base_url_(std::move(base_url)), auth_(std::move(auth)) {}

LookedUp Lookups::look_up(std::string_view e164) const {
  ensure(can_ask() && e164.starts_with('+'), "there is somebody to ask, and of a number");
  HttpCall call;
  call.method = "GET";
  call.url = base_url_ + "/v2/PhoneNumbers/%2B" + std::string(e164.substr(1)) +
             "?Fields=line_type_intelligence";
  call.headers = {{"Accept", "application/json"}};
  call.auth = auth_;
  const HttpAnswer answer = transport_.http(call);
  const auto* answered = std::get_if<Answered>(&answer);
  if (!answered || answered->status != 200) return {not_answered(answer), Line::unknown};
  const auto json = Json::parse(answered->body);
  if (json && json->find("valid")) return {{}, line_in(*json)};
  // Somebody between us and the provider.
  LookedUp failed;
  failed.outcome.result = Result::configuration;
  failed.outcome.code = answered->status;
  return failed;
}

}  // namespace latchkey::courier
