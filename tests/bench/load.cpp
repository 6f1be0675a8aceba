#include "tests/bench/load.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <stdexcept>

namespace latchkey::bench {

namespace {

using Steady = std::chrono::steady_clock;

sockaddr_in loopback(const std::string& address, std::uint16_t port) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  if (inet_pton(AF_INET, address.c_str(), &to.sin_addr) != 1 || !address.starts_with("127."))
    throw std::invalid_argument("only loopback is loaded, not " + address);
  return to;
}

class Driver {
 public:
  Driver(const Plan& plan, const Ask& ask, const Hear& hear)
      : plan_(plan), ask_(ask), hear_(hear), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
    load_.latencies.reserve(std::min<std::size_t>(plan.requests_max, 1'000'000));
  }
  ~Driver() {
    for (const Line& line : lines_)
      if (line.fd >= 0) ::close(line.fd);
    ::close(epoll_);
  }
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  Load run() {
    const auto begin = Steady::now();
    lines_.resize(plan_.connections);
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      lines_[i].due = begin + plan_.period * i / lines_.size();
      open(i);
    }
    while ((waiting_ > 0 || !due_.empty()) && Steady::now() - begin < plan_.time_max) round();
    if (plan_.period.count() > 0) count_late(Steady::now());
    load_.seconds = std::chrono::duration<double>(Steady::now() - begin).count();
    std::ranges::sort(load_.latencies);
    return std::move(load_);
  }

 private:
  struct Line {
    int fd = -1;
    std::string in;
    Steady::time_point asked;
    Steady::time_point due;  // with a period: when it is to ask next, or was to
    enum class State { resting, waiting } state = State::resting;
  };

  void open(std::size_t index) {
    Line& line = lines_[index];
    // A server allows 50 connections an address; some of the last plan may not have ended yet.
    const std::string source = "127.0.0." + std::to_string(1 + index / 30);
    line.fd = connect_from(source, plan_.port);
    if (line.fd < 0) {
      ++load_.failures;
      return;
    }
    fcntl(line.fd, F_SETFL, O_NONBLOCK);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = index;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, line.fd, &event);
    next(index);
  }

  // Now, or when its time has come.
  void next(std::size_t index) {
    if (plan_.period.count() == 0) return ask_next(index);
    due_.emplace(lines_[index].due, index);
  }

  // What was not answered by the end, or was not even asked in time, is lost if it is late by now:
  // a server that stalls at last can't hide it.
  void count_late(Steady::time_point now) {
    constexpr std::chrono::seconds late{1};
    for (const Line& line : lines_)
      if (line.state == Line::State::waiting && now - line.asked > late) ++load_.failures;
    for (const auto& [due, index] : due_)
      if (now - due > late) ++load_.failures;
  }

  void close(std::size_t index) {
    ::close(lines_[index].fd);
    lines_[index] = {-1, {}, {}, lines_[index].due, Line::State::resting};
  }

  void ask_next(std::size_t index) {
    const std::string request = asked_ < plan_.requests_max ? ask_(index) : "";
    if (request.empty()) return close(index);
    ++asked_;
    Line& line = lines_[index];
    line.asked = plan_.period.count() == 0 ? Steady::now() : line.due;
    line.due += plan_.period;
    line.state = Line::State::waiting;
    // A request is far smaller than a socket's buffer: it goes at once or the server is gone.
    if (::send(line.fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      ++load_.failures;
      return close(index);
    }
    ++waiting_;
  }

  void ask_those_due() {
    while (!due_.empty() && due_.begin()->first <= Steady::now()) {
      const std::size_t index = due_.begin()->second;
      due_.erase(due_.begin());
      ask_next(index);
    }
  }

  void round() {
    ask_those_due();
    std::array<epoll_event, 256> events;
    const int patience = due_.empty() ? 100 : 1;  // ms
    const int count = epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), patience);
    for (int i = 0; i < count; ++i)
      read(static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64));
  }

  void read(std::size_t index) {
    Line& line = lines_[index];
    std::array<char, 65536> bytes;
    const ssize_t count = ::recv(line.fd, bytes.data(), bytes.size(), 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      // A line that waits for its time may be closed by the server; it begins anew.
      if (line.state == Line::State::resting) return reopen(index);
      --waiting_;
      ++load_.failures;
      close(index);
      // With a period it goes on offering.
      return plan_.period.count() > 0 ? open(index) : void();
    }
    line.in.append(bytes.data(), static_cast<std::size_t>(count));
    const auto whole = whole_answer(line.in);
    if (!whole) return;
    --waiting_;
    line.state = Line::State::resting;
    ++load_.answers;
    load_.latencies.push_back(Steady::now() - line.asked);
    hear_(index, whole->answer);
    const bool closes = whole->answer.head.find("\r\nConnection: close\r\n") != std::string::npos;
    line.in.erase(0, whole->bytes);
    if (!closes) return next(index);
    close(index);
    open(index);
  }

  // It is in line already.
  void reopen(std::size_t index) {
    due_.erase({lines_[index].due, index});
    close(index);
    open(index);
  }

  const Plan& plan_;
  const Ask& ask_;
  const Hear& hear_;
  int epoll_;
  std::vector<Line> lines_;
  std::set<std::pair<Steady::time_point, std::size_t>> due_;  // lines by when they ask next
  std::size_t asked_ = 0, waiting_ = 0;
  Load load_;
};

}  // namespace

double Load::milliseconds_at(double part) const {
  if (latencies.empty()) return 0;
  const auto last = static_cast<double>(latencies.size() - 1);
  const auto at = latencies[static_cast<std::size_t>(last * part)];
  return std::chrono::duration<double, std::milli>(at).count();
}

Load drive(const Plan& plan, const Ask& ask, const Hear& hear) {
  return Driver(plan, ask, hear).run();
}

int connect_from(const std::string& source, std::uint16_t port) {
  const sockaddr_in from = loopback(source, 0), to = loopback("127.0.0.1", port);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) == 0 &&
      ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0)
    return fd;
  ::close(fd);
  return -1;
}

}  // namespace latchkey::bench
