#include "ivr/provider_reports.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/fault.h"
#include "ivr/path_parts.h"
#include "ivr/spoken_message.h"

namespace latchkey::ivr {

namespace {

constexpr std::string_view texts_path = "/ivr/text", reports_path = "/ivr/status/";

std::string_view value(const http::Fields& fields, std::string_view name) {
  return http::only(fields, name).value_or("");
}

// The first of two fields that is there.
std::string_view either(const http::Fields& fields, std::string_view first,
                        std::string_view second) {
  const std::string_view found = value(fields, first);
  return found.empty() ? value(fields, second) : found;
}

}  // namespace

bool ProviderReports::takes(std::string_view path) const {
  return path == texts_path || path.starts_with(reports_path) || message_place_of(path).has_value();
}

void ProviderReports::take(std::string_view path, const http::Fields& fields) {
  ensure(takes(path), "only reports are taken");
  if (path == texts_path) return inbound_text(fields);
  if (!path.starts_with(reports_path)) return message(path, fields);
  status(path.substr(reports_path.size()), fields);
}

void ProviderReports::status(std::string_view rest, const http::Fields& fields) {
  const auto slash = rest.find('/');
  const std::int64_t id =
      slash == std::string_view::npos ? 0 : id_of(rest.substr(slash + 1)).value_or(0);
  const auto status = courier::provider_status(either(fields, "MessageStatus", "CallStatus"));
  if (id == 0 || !status) return;
  courier::ProviderReport report;
  report.status = *status;
  report.sid = std::string(either(fields, "MessageSid", "CallSid"));
  report.to = std::string(value(fields, "To"));
  const std::string_view code = value(fields, "ErrorCode");
  std::from_chars(code.data(), code.data() + code.size(), report.error_code);
  const bool text = rest.substr(0, slash) == "text";
  conversations_.reported(text ? courier::Channel::text : courier::Channel::call, ErrandId{id},
                          report);
}

void ProviderReports::message(std::string_view path, const http::Fields& fields) {
  const auto place = message_place_of(path);
  const flow::MessageSpoken message = message_in(fields);
  // Without a recording there is nothing to fetch; the call itself says how it went on.
  if (!place || !is_recorded(fields) || message.recording.empty()) return;
  conversations_.message_reported(place->conversation, place->question, message);
}

// STOP and START in any case (47 CFR 64.1200); the provider answers them itself.
void ProviderReports::inbound_text(const http::Fields& fields) {
  std::string word;
  for (const char c : value(fields, "Body"))
    if (c != ' ' && c != '\r' && c != '\n' && c != '.') word += static_cast<char>(c & ~0x20);
  constexpr std::string_view stops[] = {"STOP",   "STOPALL", "UNSUBSCRIBE", "END",
                                        "CANCEL", "QUIT",    "OPTOUT",      "REVOKE"};
  const bool stop = std::find(std::begin(stops), std::end(stops), word) != std::end(stops);
  const bool start = word == "START" || word == "UNSTOP" || word == "YES";
  if (!stop && !start) return;
  using Texts = accounts::Contact::Texts;
  store_.write([&](storage::Transaction& tx) {
    roster_.set_texts(tx, value(fields, "From"), stop ? Texts::opted_out : Texts::allowed);
  });
}

}  // namespace latchkey::ivr
