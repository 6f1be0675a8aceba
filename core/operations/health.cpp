#include "core/operations/health.h"

#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include "core/base/json.h"
#include "core/operations/vital_signs.h"

namespace latchkey::operations {

namespace {

http::Response json(int status, std::string body) {
  http::Response answer;
  answer.status = status;
  answer.content_type = "application/json; charset=utf-8";
  answer.body = std::move(body);
  return answer;
}

class Gauges {
 public:
  void set(const std::string& name, const std::string& help, double value,
           const prometheus::Labels& labels = {}) {
    prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add(labels).Set(value);
  }
  std::string text() const { return prometheus::TextSerializer().Serialize(registry_.Collect()); }

 private:
  prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
};

}  // namespace

http::Response Health::answer(const http::Request& request) {
  if (request.path == "/healthz") return health();
  if (request.path == "/metrics") return metrics();
  http::Response none;
  none.status = 404;
  return none;
}

http::Response Health::health() try {
  const Time now = service_.clock().now();
  const auto backlog = service_.store().read(
      [&](storage::Transaction& tx) { return service_.outbox().backlog(tx, now); });
  const bool behind = backlog.oldest_due && now - *backlog.oldest_due > errands_late;
  JsonWriter out;
  out.begin_object().name("well").truth(!behind).name("errands_due").number(backlog.due);
  out.name("texts_resting").truth(service_.messenger().is_resting(courier::Channel::text));
  out.name("mail_resting").truth(service_.messenger().is_resting(courier::Channel::mail));
  return json(behind ? 503 : 200, out.end_object().take());
} catch (const storage::StoreFault&) {
  JsonWriter out;
  return json(503, out.begin_object().name("well").truth(false).end_object().take());
}

http::Response Health::metrics() {
  const Time now = service_.clock().now();
  const auto backlog = service_.store().read(
      [&](storage::Transaction& tx) { return service_.outbox().backlog(tx, now); });
  Gauges gauges;
  gauges.set("latchkey_errands_due", "Errands waiting to be carried out.",
             static_cast<double>(backlog.due));
  const auto complaints = service_.store().read([&](storage::Transaction& tx) {
    return service_.outbox().complaints(tx, now - std::chrono::hours(1));
  });
  for (const courier::Complaint& one : complaints)
    gauges.set(
        "latchkey_refused_mendable",
        "Messages of the last hour refused or put off for a reason that an operator can mend.",
        static_cast<double>(one.errands), {{"code", std::to_string(one.code)}});
  const auto sends = service_.store().read(
      [&](storage::Transaction& tx) { return service_.attempts().watch_sends(tx, now); });
  gauges.set("latchkey_phone_sends_hour",
             "Texts and calls of the last hour, whether their codes were typed or not.",
             static_cast<double>(sends.sends_hour));
  gauges.set("latchkey_phone_sends_day", "Texts and calls of the last day.",
             static_cast<double>(sends.sends_day));
  gauges.set("latchkey_phone_cents_day", "What they cost, about, in cents.",
             static_cast<double>(sends.cents_day));
  gauges.set(
      "latchkey_paused_prefixes",
      "Blocks of 1,000 numbers that get no texts or calls now: too few codes are typed there.",
      static_cast<double>(sends.paused_prefixes));
  const auto counts = service_.courier().counts();
  gauges.set("latchkey_errands_performed", "Errands performed since start.",
             static_cast<double>(counts.performed));
  gauges.set("latchkey_errand_faults", "Errands that broke since start.",
             static_cast<double>(counts.faults));
  for (const Watched& each : listeners_) {
    const auto c = each.counters();
    const prometheus::Labels of{{"listener", each.name}};
    gauges.set("latchkey_http_answered", "Requests answered.", static_cast<double>(c.answered), of);
    gauges.set("latchkey_http_refused", "Requests refused before a handler.",
               static_cast<double>(c.refused), of);
    gauges.set("latchkey_http_timed_out", "Clients that were too slow.",
               static_cast<double>(c.timed_out), of);
    gauges.set("latchkey_http_faults", "Handlers that failed.", static_cast<double>(c.faults), of);
    gauges.set("latchkey_http_connections", "Connections open.", static_cast<double>(c.connections),
               of);
  }
  http::Response answer;
  answer.content_type = "text/plain; version=0.0.4; charset=utf-8";
  answer.body = gauges.text();
  return answer;
}

}  // namespace latchkey::operations
