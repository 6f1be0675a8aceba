#include "core/http/library.h"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <limits>

#include "core/base/fault.h"
#include "core/http/text.h"

namespace latchkey::http {

namespace {

// The library reads the canonical request from here and writes the answer to `out`.
class MemoryStream final : public httplib::Stream {
 public:
  explicit MemoryStream(std::string_view in) : in_(in) {}
  bool is_readable() const override { return !in_.empty(); }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = std::min(size, in_.size());
    std::memcpy(to, in_.data(), count);
    in_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    out.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return -1; }

  std::string out;

 private:
  std::string_view in_;
};

bool has_control(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= 0 && c < ' ' && c != '\t'; });
}

void ensure_writable(const Response& response) {
  ensure(response.status >= 200 && response.status < 600, "a response's status is final");
  ensure(!has_control(response.content_type), "a content type is one line");
  constexpr std::array<std::string_view, 5> ours = {"content-length", "content-type", "connection",
                                                    "transfer-encoding", "keep-alive"};
  for (const auto& [name, value] : response.headers) {
    ensure(!name.empty() && name.find_first_of(": \t") == name.npos && !has_control(name),
           "a header's name is a token");
    ensure(!has_control(value), "a header's value is one line");
    const bool is_ours =
        std::ranges::any_of(ours, [&, &n = name](auto own) { return same_text(own, n); });
    ensure(!is_ours, "the server writes its own length, type and connection headers");
  }
}

// These statuses have no body and no length (RFC 9110 §8.6), but the library writes one.
void drop_length(std::string& answer) {
  constexpr std::string_view length = "Content-Length: 0\r\n";
  const auto at = answer.find(length);
  if (at != answer.npos) answer.erase(at, length.size());
}

}  // namespace

class Library::Engine final : public httplib::Server {
 public:
  explicit Engine(std::chrono::seconds idle) {
    set_keep_alive_max_count(std::numeric_limits<int>::max());
    set_keep_alive_timeout(idle.count());
    set_pre_routing_handler([this](const httplib::Request&, httplib::Response& out) {
      fill(out);
      return HandlerResponse::Handled;
    });
  }

  std::string write(const Request& request, Response response, After after) {
    current_ = std::move(response);
    MemoryStream stream(request.method == "HEAD" ? "HEAD / HTTP/1.1\r\n\r\n"
                                                 : "GET / HTTP/1.1\r\n\r\n");
    bool closed = false;
    ensure(process_request(stream, after == After::close, closed, nullptr), "an answer is written");
    return std::move(stream.out);
  }

 private:
  void fill(httplib::Response& out) {
    out.status = current_.status;
    for (const auto& [name, value] : current_.headers) out.headers.emplace(name, value);
    if (!current_.body.empty()) out.headers.emplace("Content-Type", current_.content_type);
    out.body = std::move(current_.body);
  }

  Response current_;
};

Library::Library(std::chrono::milliseconds idle)
    : engine_(std::make_unique<Engine>(std::chrono::duration_cast<std::chrono::seconds>(idle))) {}
Library::~Library() = default;

std::string Library::write(const Request& request, Response response, After after) {
  ensure_writable(response);
  const int status = response.status;
  if (status == 204 || status == 304) response.body.clear();
  std::string answer = engine_->write(request, std::move(response), after);
  if (status == 204 || status == 304) drop_length(answer);
  return answer;
}

}  // namespace latchkey::http
