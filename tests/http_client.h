// A blunt HTTP client for tests: sends exactly the bytes it is given and reads what comes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace latchkey::test {

// One blocking connection over loopback, from any address in 127.0.0.0/8; every wait ends after
// 10 s at the latest.
class Client {
 public:
  explicit Client(std::uint16_t port, const std::string& source = "127.0.0.1");
  ~Client();
  Client(Client&& other) noexcept : fd_(std::exchange(other.fd_, -1)), in_(std::move(other.in_)) {}
  Client& operator=(Client&&) = delete;

  // False if the other end is gone.
  bool send(std::string_view bytes);
  // One whole answer, its body as long as Content-Length says; what came if the end came first.
  std::string answer();
  // Everything until the other end closes.
  std::string rest();
  // No more will be sent.
  void finish_sending();

 private:
  bool receive();
  int fd_;
  std::string in_;
};

// The status of an answer; 0 if it is none.
int status(std::string_view answer);
std::string_view body(std::string_view answer);

// Opens, sends, and reads until the server closes.
std::string exchange(std::uint16_t port, std::string_view bytes);

}  // namespace latchkey::test
