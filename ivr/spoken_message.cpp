#include "ivr/spoken_message.h"

#include "core/courier/recordings.h"
#include "ivr/path_parts.h"

namespace latchkey::ivr {

namespace {

constexpr std::string_view verb = "/ivr/message/";
constexpr std::int64_t seconds_max = 86'400;

std::string_view value(const http::Fields& fields, std::string_view name) {
  return http::only(fields, name).value_or("");
}

// After a Record some providers give the address alone; its last part is the recording's name.
std::string_view sid_in(const http::Fields& fields) {
  const std::string_view sid = value(fields, "RecordingSid");
  if (!sid.empty()) return sid;
  std::string_view url = value(fields, "RecordingUrl");
  url = url.substr(0, url.find_first_of("?#"));
  const auto slash = url.rfind('/');
  if (slash == std::string_view::npos) return {};
  url.remove_prefix(slash + 1);
  return url.substr(0, url.find('.'));
}

}  // namespace

std::string path_of(const MessagePlace& place) {
  std::string path(verb);
  path.append(std::to_string(place.conversation.value)).append("/");
  return path.append(std::to_string(place.question));
}

std::optional<MessagePlace> message_place_of(std::string_view path) {
  if (!path.starts_with(verb)) return std::nullopt;
  path.remove_prefix(verb.size());
  const auto conversation = id_of(next_part(path));
  const auto question = id_of(path);
  if (!conversation || !question) return std::nullopt;
  return MessagePlace{ConversationId{*conversation}, *question};
}

flow::MessageSpoken message_in(const http::Fields& fields) {
  flow::MessageSpoken message;
  message.recording = courier::name_of(
      courier::Recording{std::string(value(fields, "AccountSid")), std::string(sid_in(fields))});
  if (const auto seconds = number_of(value(fields, "RecordingDuration"), 0, seconds_max))
    message.seconds = static_cast<int>(*seconds);
  return message;
}

bool is_recorded(const http::Fields& fields) {
  return value(fields, "RecordingStatus") == "completed";
}

}  // namespace latchkey::ivr
