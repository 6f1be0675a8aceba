#include "core/demo/demo_transport.h"

#include <algorithm>
#include <cstdlib>

#include "core/base/json.h"
#include "core/http/message.h"

namespace latchkey::demo {

namespace {

constexpr std::size_t kept_max = 20000;

// "RE…" of "…/Recordings/RE….mp3".
std::string recording_in(std::string_view url) {
  const auto name = url.substr(url.rfind('/') + 1);
  return std::string(name.substr(0, name.find('.')));
}

void add_little_endian(std::string& out, std::uint32_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xFFU);
}

// A second and a half of a soft tone, as a telephone would bring it: 8 kHz, one byte a sample (RIFF
// WAVE, format 1).
std::string tone() {
  constexpr std::uint32_t rate = 8000, samples = 12000;
  constexpr int period = 20;  // 400 Hz
  std::string out = "RIFF";
  add_little_endian(out, 36 + samples, 4);
  out += "WAVEfmt ";
  add_little_endian(out, 16, 4);
  add_little_endian(out, 1, 2);
  add_little_endian(out, 1, 2);
  add_little_endian(out, rate, 4);
  add_little_endian(out, rate, 4);
  add_little_endian(out, 1, 2);
  add_little_endian(out, 8, 2);
  out += "data";
  add_little_endian(out, samples, 4);
  for (int i = 0; i < static_cast<int>(samples); ++i)
    out += static_cast<char>(128 + std::abs(i % period - period / 2) * 4 - period);
  return out;
}

std::string created(std::string_view prefix, std::int64_t number) {
  std::string sid = std::to_string(number);
  sid = std::string(prefix) + std::string(32 - sid.size(), '0') + sid;
  return JsonWriter()
      .begin_object()
      .name("sid")
      .text(sid)
      .name("status")
      .text("queued")
      .end_object()
      .take();
}

}  // namespace

std::int64_t DemoTransport::keep(Sent sent) {
  const std::lock_guard lock(mutex_);
  sent.number = ++count_;
  sent.at = clock_.now();
  sent_.push_back(std::move(sent));
  if (sent_.size() > kept_max) sent_.pop_front();
  return count_;
}

// Telnyx takes texts as JSON.
courier::HttpAnswer DemoTransport::json(const courier::HttpCall& call) {
  const auto body = Json::parse(call.body.reveal());
  if (!body) return courier::Answered{400, {}, R"({"errors":[{"code":"10015"}]})"};
  Sent sent;
  sent.kind = "text";
  sent.to = body->text_of("to").value_or("");
  sent.body = body->text_of("text").value_or("");
  const std::int64_t number = keep(std::move(sent));
  return courier::Answered{200, {}, R"({"data":{"id":"message-)" + std::to_string(number) + "\"}}"};
}

courier::HttpAnswer DemoTransport::recording(const courier::HttpCall& call) {
  const std::string name = recording_in(call.url);
  const std::lock_guard lock(mutex_);
  if (std::ranges::find(deleted_, name) != deleted_.end()) return courier::Answered{404, {}, "{}"};
  if (call.method == "GET")
    return courier::Answered{200, {{"Content-Type", "audio/x-wav"}}, tone()};
  if (deleted_.size() == kept_max) deleted_.erase(deleted_.begin());
  deleted_.push_back(name);
  return courier::Answered{204, {}, ""};
}

std::vector<std::string> DemoTransport::deleted() const {
  const std::lock_guard lock(mutex_);
  return deleted_;
}

courier::HttpAnswer DemoTransport::http(const courier::HttpCall& call) {
  if (call.url.find("/Recordings/") != std::string::npos) return recording(call);
  if (courier::header_of(call.headers, "Content-Type") == "application/json") return json(call);
  const auto fields = http::parse_form(call.body.reveal());
  if (!fields) return courier::Answered{400, {}, R"({"code":21617})"};
  const auto value = [&](std::string_view name) {
    return std::string(http::only(*fields, name).value_or(""));
  };
  Sent sent;
  sent.to = value("To");
  const bool text = call.url.find("/Messages") != std::string::npos;
  sent.kind = text ? "text" : "call";
  sent.body = value("Body");
  sent.url = value("Url");
  const std::int64_t number = keep(std::move(sent));
  return courier::Answered{201, {}, created(text ? "SM" : "CA", number)};
}

courier::MailAnswer DemoTransport::mail(const courier::Mail& mail) {
  Sent sent;
  sent.kind = "mail";
  sent.to = mail.to;
  sent.subject = mail.subject;
  sent.body = mail.text;
  sent.language = mail.language;
  keep(std::move(sent));
  return courier::Accepted{};
}

std::vector<Sent> DemoTransport::sent() const {
  const std::lock_guard lock(mutex_);
  return {sent_.begin(), sent_.end()};
}

}  // namespace latchkey::demo
