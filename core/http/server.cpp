#include "core/http/server.h"

#include <mutex>
#include <thread>

#include "core/base/busy.h"
#include "core/http/gate.h"
#include "core/http/library.h"
#include "core/http/peer.h"

namespace latchkey::http {

namespace {

// One worker thread's work: complete requests in, answers out.
class Worker {
 public:
  Worker(const Site& site, const Gate& gate, Exchange& exchange, Tally& tally)
      : site_(site), gate_(gate), exchange_(exchange), tally_(tally), library_(site.limits.idle) {}

  void run() {
    while (Connection* const connection = exchange_.take()) {
      answer(*connection);
      // Most answers fit into the socket at once and save the reactor the call.
      connection->broken = send_answer(*connection) == Sent::broken;
      exchange_.give_back(connection);
    }
  }

 private:
  void answer(Connection& connection) {
    connection.after = gate_.stopping() ? After::close : connection.head->after;
    Request request;
    Response apology;
    try {
      request = request_of(connection);
      write(connection, request, site_.handler(request));
      ++tally_.answered;
      return;
    } catch (const Busy& busy) {
      site_.log.fault("http.busy", busy.what(), {{"listener", site_.name}});
      apology = come_again();
    } catch (const std::exception& fault) {
      site_.log.fault("http.fault", fault.what(), {{"listener", site_.name}});
      apology = sorry();
    } catch (...) {
      site_.log.fault("http.fault", "not a std::exception", {{"listener", site_.name}});
      apology = sorry();
    }
    ++tally_.faults;
    write(connection, request, std::move(apology));
  }

  static Response sorry() {
    Response apology;
    apology.status = 500;
    apology.body = "Internal Server Error\n";
    return apology;
  }

  static Response come_again() {
    Response apology;
    apology.status = 503;
    apology.body = "Too much at once. Please try again in a moment.\n";
    apology.with("Retry-After", "5");
    return apology;
  }

  void write(Connection& connection, const Request& request, Response answer) {
    make_safe(answer);
    connection.out = library_.write(request, std::move(answer), connection.after);
  }

  Request request_of(const Connection& connection) const {
    const std::string_view in = connection.in;
    const Head& head = *connection.head;
    Request request =
        read_request(in.substr(0, head.bytes), in.substr(head.bytes, head.body_bytes));
    request.peer = peer_behind(connection.peer, request.headers, site_.trusted);
    request.tls = tls_behind(connection.peer, request.headers, site_.trusted);
    return request;
  }

  const Site& site_;
  const Gate& gate_;
  Exchange& exchange_;
  Tally& tally_;
  Library library_;
};

Rules rules_of(Word name, const Listen& listen) {
  if (listen.hosts.empty())
    throw ConfigFault("listener " + std::string(name.text()) + " has no host names to answer for");
  return {listen.limits.header_bytes, listen.limits.body_bytes, listen.hosts,
          listen.limits.large_path, listen.limits.large_bytes};
}

}  // namespace

struct Server::Impl {
  Impl(Word name, const Listen& listen, Handler handler, Log& log)
      : site{name,
             listen.limits,
             rules_of(name, listen),
             AddressSet(listen.trusted_proxies),
             std::move(handler),
             log},
        exchange(listen.limits.queue) {
    ensure(listen.workers > 0, "a listener has a worker");
    Descriptor listening = open_listening_socket(listen);
    port = bound_port(listening);
    gate = std::make_unique<Gate>(std::move(listening), site, exchange, tally);
    for (int i = 0; i < listen.workers; ++i) workers.emplace_back(site, *gate, exchange, tally);
  }

  Site site;
  Tally tally;
  Exchange exchange;
  std::uint16_t port = 0;
  std::unique_ptr<Gate> gate;
  std::list<Worker> workers;

  std::mutex running;  // start() and stop() one at a time
  std::thread reactor;
  std::vector<std::thread> crew;
};

Server::Server(Word name, const Listen& listen, Handler handler, Log& log)
    : impl_(std::make_unique<Impl>(name, listen, std::move(handler), log)) {}

Server::~Server() { stop(); }

std::uint16_t Server::port() const { return impl_->port; }

Counters Server::counters() const {
  const Tally& tally = impl_->tally;
  return {tally.answered, tally.refused, tally.timed_out, tally.faults, tally.connections};
}

void Server::start() {
  const std::lock_guard lock(impl_->running);
  ensure(!impl_->reactor.joinable() && !impl_->gate->stopping(), "a server starts once");
  for (Worker& worker : impl_->workers) impl_->crew.emplace_back([&worker] { worker.run(); });
  impl_->reactor = std::thread([gate = impl_->gate.get()] { gate->run(); });
  impl_->site.log.info("http.listening", {{"listener", impl_->site.name}, {"port", impl_->port}});
}

void Server::stop() {
  const std::lock_guard lock(impl_->running);
  impl_->gate->stop();
  if (impl_->reactor.joinable()) impl_->reactor.join();
  impl_->exchange.close();
  for (std::thread& worker : impl_->crew) worker.join();
  impl_->crew.clear();
}

}  // namespace latchkey::http
