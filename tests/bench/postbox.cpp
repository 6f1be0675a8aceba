#include "tests/bench/postbox.h"

#include <fcntl.h>
#include <unistd.h>

#include "core/base/fault.h"
#include "core/http/message.h"
#include "tests/bench/wire.h"

namespace latchkey::bench {

namespace {

constexpr std::string_view created = R"({"sid":"SM00000000000000000000000000000000"})";

// Writes "number code" for every text that has a code in its last line (an origin-bound one).
class PipedTransport final : public courier::Transport {
 public:
  explicit PipedTransport(int fd) : fd_(fd) {}

  courier::HttpAnswer http(const courier::HttpCall& call) override {
    const auto fields = http::parse_form(call.body.reveal());
    if (!fields) return courier::Answered{400, {}, R"({"code":21617})"};
    const std::string body(http::only(*fields, "Body").value_or(""));
    const auto code = body.find("\n@") == body.npos ? body.npos : body.rfind('#');
    if (code != body.npos) {
      std::string line(http::only(*fields, "To").value_or(""));
      line += ' ' + body.substr(code + 1) + '\n';
      // Far below PIPE_BUF: lines of several threads don't mix.
      ensure(::write(fd_, line.data(), line.size()) == static_cast<ssize_t>(line.size()),
             "whoever walks reads their post");
    }
    return courier::Answered{201, {}, std::string(created)};
  }
  courier::MailAnswer mail(const courier::Mail&) override { return courier::Accepted{}; }

 private:
  int fd_;
};

}  // namespace

Postbox::Postbox() {
  ensure(pipe2(ends_.data(), O_CLOEXEC) == 0, "a benchmark can have a pipe");
  transport_ = std::make_unique<PipedTransport>(ends_[1]);
}

Postbox::~Postbox() {
  if (ends_[1] >= 0) ::close(ends_[1]);
  // The clinic's end went with the clinic: there is nothing more to read.
  if (reader_.joinable()) reader_.join();
  ::close(ends_[0]);
}

void Postbox::open() {
  ::close(ends_[1]);
  ends_[1] = -1;
  reader_ = std::thread([this] { read(); });
}

void Postbox::read() {
  std::string in;
  std::array<char, 4096> bytes;
  for (ssize_t count = 0; (count = ::read(ends_[0], bytes.data(), bytes.size())) > 0;) {
    in.append(bytes.data(), static_cast<std::size_t>(count));
    const std::lock_guard lock(mutex_);
    for (std::size_t end = 0; (end = in.find('\n')) != in.npos; in.erase(0, end + 1)) {
      const auto space = in.find(' ');
      codes_[in.substr(0, space)] = in.substr(space + 1, end - space - 1);
    }
    arrived_.notify_all();
  }
}

std::optional<std::string> Postbox::take(const std::string& number,
                                         std::chrono::milliseconds within) {
  std::unique_lock lock(mutex_);
  if (!arrived_.wait_for(lock, within, [&] { return codes_.contains(number); }))
    return std::nullopt;
  return std::move(codes_.extract(number).mapped());
}

}  // namespace latchkey::bench
