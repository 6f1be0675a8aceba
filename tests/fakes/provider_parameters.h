// The parameters that the provider publishes for creating messages and calls.
//
// From its OpenAPI description of version 2010-04-01. A name that is not here is our typing error,
// and the real provider would say nothing about it.
#pragma once

#include <string_view>

namespace latchkey::fakes {

enum class ParameterType { text, phone, address, url, integer, number, truth, list };

struct Parameter {
  std::string_view name;
  ParameterType type;
};

inline constexpr Parameter message_parameters[] = {
    {"To", ParameterType::phone},
    {"StatusCallback", ParameterType::url},
    {"ApplicationSid", ParameterType::text},
    {"MaxPrice", ParameterType::number},
    {"ProvideFeedback", ParameterType::truth},
    {"Attempt", ParameterType::integer},
    {"ValidityPeriod", ParameterType::integer},
    {"ForceDelivery", ParameterType::truth},
    {"ContentRetention", ParameterType::text},
    {"AddressRetention", ParameterType::text},
    {"SmartEncoded", ParameterType::truth},
    {"PersistentAction", ParameterType::list},
    {"TrafficType", ParameterType::text},
    {"ShortenUrls", ParameterType::truth},
    {"ScheduleType", ParameterType::text},
    {"SendAt", ParameterType::text},
    {"SendAsMms", ParameterType::truth},
    {"ContentVariables", ParameterType::text},
    {"RiskCheck", ParameterType::text},
    {"From", ParameterType::phone},
    {"FallbackFrom", ParameterType::phone},
    {"MessagingServiceSid", ParameterType::text},
    {"Body", ParameterType::text},
    {"MediaUrl", ParameterType::list},
    {"ContentSid", ParameterType::text},
};

inline constexpr Parameter call_parameters[] = {
    {"To", ParameterType::address},
    {"From", ParameterType::address},
    {"Method", ParameterType::text},
    {"FallbackUrl", ParameterType::url},
    {"FallbackMethod", ParameterType::text},
    {"StatusCallback", ParameterType::url},
    {"StatusCallbackEvent", ParameterType::list},
    {"StatusCallbackMethod", ParameterType::text},
    {"SendDigits", ParameterType::text},
    {"Timeout", ParameterType::integer},
    {"Record", ParameterType::truth},
    {"RecordingChannels", ParameterType::text},
    {"RecordingStatusCallback", ParameterType::url},
    {"RecordingStatusCallbackMethod", ParameterType::text},
    {"SipAuthUsername", ParameterType::text},
    {"SipAuthPassword", ParameterType::text},
    {"MachineDetection", ParameterType::text},
    {"MachineDetectionTimeout", ParameterType::integer},
    {"RecordingStatusCallbackEvent", ParameterType::list},
    {"Trim", ParameterType::text},
    {"CallerId", ParameterType::text},
    {"MachineDetectionSpeechThreshold", ParameterType::integer},
    {"MachineDetectionSpeechEndThreshold", ParameterType::integer},
    {"MachineDetectionSilenceTimeout", ParameterType::integer},
    {"AsyncAmd", ParameterType::text},
    {"AsyncAmdStatusCallback", ParameterType::url},
    {"AsyncAmdStatusCallbackMethod", ParameterType::text},
    {"Byoc", ParameterType::text},
    {"CallReason", ParameterType::text},
    {"CallToken", ParameterType::text},
    {"RecordingTrack", ParameterType::text},
    {"TimeLimit", ParameterType::integer},
    {"ClientNotificationUrl", ParameterType::url},
    {"Url", ParameterType::url},
    {"Twiml", ParameterType::text},
    {"ApplicationSid", ParameterType::text},
};

}  // namespace latchkey::fakes
