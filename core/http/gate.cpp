#include "core/http/gate.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

#include "core/base/fault.h"

namespace latchkey::http {

namespace {

using std::chrono::milliseconds;

constexpr int accepted_per_round_max = 256;  // known clients are served in between
constexpr milliseconds drain_time{2000};
constexpr milliseconds leave_time{2000};  // with the workers' last steps well under 3 s
constexpr milliseconds accept_pause{100};

}  // namespace

Gate::Gate(Descriptor listening, const Site& site, Exchange& exchange, Tally& tally)
    : listening_(std::move(listening)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      site_(site),
      exchange_(exchange),
      tally_(tally),
      now_(std::chrono::steady_clock::now()),
      lines_{Line{{}, site.limits.request}, Line{{}, site.limits.idle}, Line{{}, site.limits.write},
             Line{{}, drain_time}, Line{{}, milliseconds::max()}} {
  if (epoll_.get() < 0) throw Fault("cannot create an epoll instance");
  watch_listening(EPOLLIN, EPOLL_CTL_ADD);
  epoll_event bell{};
  bell.events = EPOLLIN | EPOLLET;  // never read: every ring is an edge
  bell.data.fd = exchange_.bell();
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, exchange_.bell(), &bell) != 0)
    throw Fault("cannot watch the eventfd");
}

void Gate::stop() {
  stopping_ = true;
  exchange_.ring();
}

void Gate::run() {
  while (!finished()) {
    try {
      wait_for_events();
      for (Connection* const connection : exchange_.collect()) came_back(*connection);
      hand_over();
      expire();
      if (stopping_ && !leave_by_) leave();
    } catch (const std::exception& fault) {  // out of memory: one round suffers, not the server
      site_.log.fault("http.gate", fault.what(), {{"listener", site_.name}});
    }
  }
}

void Gate::wait_for_events() {
  std::array<epoll_event, 512> events;
  const int count = epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()),
                               milliseconds_to_wait());
  now_ = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i) {
    const epoll_event& event = events[static_cast<std::size_t>(i)];
    const int fd = event.data.fd;
    if (fd == listening_.get()) {
      accept_some();
    } else if (fd != exchange_.bell() && by_fd_[static_cast<std::size_t>(fd)]) {
      Connection& connection = *by_fd_[static_cast<std::size_t>(fd)];
      // An event of a connection closed in this round may meet its successor, which then reads
      // once in vain.
      if ((event.events & ~static_cast<unsigned>(EPOLLOUT)) != 0) connection.readable = true;
      if ((event.events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) connection.hung_up = true;
      go_on(connection);
    }
  }
}

void Gate::accept_some() {
  for (int i = 0; i < accepted_per_round_max; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    Descriptor socket(accept4(listening_.get(), reinterpret_cast<sockaddr*>(&peer), &size,
                              SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket.get() >= 0) {
      welcome(std::move(socket), Address::of(peer));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      return pause_accepting();
    }  // others: that client is gone already (accept(2)); the next one may be there
  }
}

void Gate::welcome(Descriptor socket, const std::optional<Address>& peer) {
  if (tally_.connections >= site_.limits.connections) return turn_away(socket);
  const bool capped = peer && !site_.trusted.contains(peer);
  if (capped) {
    const auto known = per_address_.find(peer->capped_as());
    if (known != per_address_.end() && known->second >= site_.limits.connections_per_address)
      return turn_away(socket);
  }
  const int fd = socket.get();
  const int yes = 1;  // Nagle's wait makes 175 requests/s of 95,000 (limits.md 0)
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.fd = fd;
  const auto index = static_cast<std::size_t>(fd);
  if (by_fd_.size() <= index) by_fd_.resize(index + 1);
  auto connection = std::make_unique<Connection>();
  connection->socket = std::move(socket);
  connection->peer = peer;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return;
  if (capped) ++per_address_[peer->capped_as()];
  connection->counted = capped;
  ++tally_.connections;
  Line& first = line(Wait::request);
  connection->place = first.members.insert(first.members.end(), connection.get());
  by_fd_[index] = std::move(connection);
  move_to(Wait::request, *by_fd_[index]);
}

// Best effort: a client whose request is already on the way may see a reset instead.
void Gate::turn_away(const Descriptor& socket) {
  ++tally_.refused;
  const std::string answer = refusal_answer(503);
  ::send(socket.get(), answer.data(), answer.size(), MSG_NOSIGNAL);
  ::shutdown(socket.get(), SHUT_WR);
}

// Out of descriptors: the waiting client would wake us at once again and again.
void Gate::pause_accepting() {
  watch_listening(0, EPOLL_CTL_MOD);
  accept_again_ = now_ + accept_pause;
}

void Gate::watch_listening(unsigned events, int operation) {
  epoll_event event{};
  event.events = events;
  event.data.fd = listening_.get();
  if (epoll_ctl(epoll_.get(), operation, listening_.get(), &event) != 0)
    throw Fault("cannot watch the listening socket");
}

void Gate::drop(Connection& connection) {
  end_large(connection);
  --tally_.connections;
  if (connection.counted) {
    const auto known = per_address_.find(connection.peer->capped_as());
    if (--known->second == 0) per_address_.erase(known);
  }
  lines_[connection.line].members.erase(connection.place);
  by_fd_[static_cast<std::size_t>(connection.socket.get())].reset();
}

void Gate::move_to(Wait wait, Connection& connection) {
  Line& to = line(wait);
  to.members.splice(to.members.end(), lines_[connection.line].members, connection.place);
  connection.line = static_cast<std::size_t>(wait);
  if (wait != Wait::worker) connection.deadline = now_ + to.length;
}

void Gate::expire() {
  for (const Wait wait : {Wait::request, Wait::idle, Wait::write, Wait::drain}) {
    auto& members = line(wait).members;
    while (!members.empty() && members.front()->deadline <= now_) {
      Connection& late = *members.front();
      if (wait != Wait::drain) ++tally_.timed_out;
      if (wait == Wait::request && !late.in.empty()) {
        late.out = refusal_answer(408);
        send_answer(late);
      }
      drop(late);
    }
  }
  if (accept_again_ && *accept_again_ <= now_) {
    accept_again_.reset();
    if (!leave_by_) watch_listening(EPOLLIN, EPOLL_CTL_MOD);
  }
}

int Gate::milliseconds_to_wait() const {
  std::optional<Moment> next = leave_by_;
  const auto consider = [&](const Moment moment) {
    next = next ? std::min(*next, moment) : moment;
  };
  if (accept_again_) consider(*accept_again_);
  for (const Line& each : lines_)
    if (each.length != milliseconds::max() && !each.members.empty())
      consider(each.members.front()->deadline);
  if (!next) return -1;  // until an event
  const auto rest = std::chrono::ceil<milliseconds>(*next - std::chrono::steady_clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(rest.count(), 0, 60000));
}

// Nobody new; whoever waits for no answer goes now, the others after theirs.
void Gate::leave() {
  leave_by_ = now_ + leave_time;
  listening_.close();
  for (const Wait wait : {Wait::request, Wait::idle, Wait::drain})
    while (!line(wait).members.empty()) drop(*line(wait).members.front());
}

bool Gate::finished() {
  if (!leave_by_) return false;
  const bool nobody = line(Wait::worker).members.empty() && line(Wait::write).members.empty();
  return nobody || now_ >= *leave_by_;
}

}  // namespace latchkey::http
