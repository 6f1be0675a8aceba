#include "core/demo/demo_transport.h"

#include "core/base/json.h"
#include "core/http/message.h"

namespace latchkey::demo {

namespace {

constexpr std::size_t kept_max = 20000;

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

courier::HttpAnswer DemoTransport::http(const courier::HttpCall& call) {
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
