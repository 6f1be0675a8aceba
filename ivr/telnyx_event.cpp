#include "ivr/telnyx_event.h"

#include <array>
#include <utility>

#include "core/base/json.h"

namespace latchkey::ivr {

namespace {

// Their words, and the ones that the other providers have for it.
using Words = std::array<std::pair<std::string_view, std::string_view>, 8>;
constexpr Words statuses{{{"queued", "queued"},
                          {"sending", "sending"},
                          {"sent", "sent"},
                          {"delivered", "delivered"},
                          {"delivery_unconfirmed", "sent"},
                          {"sending_failed", "failed"},
                          {"delivery_failed", "undelivered"},
                          {"expired", "undelivered"}}};

std::string_view status_of(std::string_view theirs) {
  for (const auto& [their, our] : statuses)
    if (their == theirs) return our;
  return {};
}

const Json* first_of(const Json* list) {
  return list && !list->items().empty() ? &list->items().front() : nullptr;
}

std::string text_at(const Json* object, std::string_view name) {
  return object ? object->text_of(name).value_or("") : "";
}

http::Fields report(const Json& payload) {
  const Json* to = first_of(payload.find("to"));
  const std::string_view status = status_of(text_at(to, "status"));
  if (status.empty()) return {};
  http::Fields fields{{"MessageSid", text_at(&payload, "id")},
                      {"To", text_at(to, "phone_number")},
                      {"MessageStatus", std::string(status)}};
  const Json* error = first_of(payload.find("errors"));
  if (const auto code = error ? error->integer_of("code") : std::nullopt)
    fields.emplace_back("ErrorCode", std::to_string(*code));
  return fields;
}

http::Fields received(const Json& payload) {
  return {{"MessageSid", text_at(&payload, "id")},
          {"From", text_at(payload.find("from"), "phone_number")},
          {"To", text_at(first_of(payload.find("to")), "phone_number")},
          {"Body", text_at(&payload, "text")}};
}

}  // namespace

bool is_telnyx_event(const http::Request& request) {
  return request.header("Content-Type").starts_with("application/json");
}

http::Fields fields_of_telnyx_event(std::string_view body) {
  const auto json = Json::parse(body);
  const Json* data = json ? json->find("data") : nullptr;
  const Json* payload = data ? data->find("payload") : nullptr;
  if (!payload || !payload->is_object()) return {};
  const std::string kind = text_at(data, "event_type");
  if (kind == "message.sent" || kind == "message.finalized") return report(*payload);
  if (kind == "message.received") return received(*payload);
  return {};
}

}  // namespace latchkey::ivr
