#include "core/operations/installation.h"

#include "core/operations/service.h"

namespace latchkey::operations {

using storage::Transaction;

namespace {

constexpr std::chrono::hours day{24};

std::vector<flow::Topic> offered_topics(const flow::Policy& policy) {
  std::vector<flow::Topic> out;
  for (int i = 0; i <= static_cast<int>(flow::last_topic); ++i) {
    const auto topic = static_cast<flow::Topic>(i);
    if (is_offered(policy, topic, flow::Channel::web) ||
        is_offered(policy, topic, flow::Channel::phone))
      out.push_back(topic);
  }
  return out;
}

ChannelFacts channel(ChannelFacts::Set set, bool rests) {
  return {set, rests ? ChannelFacts::Rests::yes : ChannelFacts::Rests::no, {}};
}

}  // namespace

Inspection::Inspection(Service& service)
    : service_(service), wall_(service.clock().now()), steady_(std::chrono::steady_clock::now()) {}

Millis Inspection::drift() const {
  const auto steady =
      std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now() - steady_);
  return (service_.clock().now() - wall_) - steady;
}

Installation Inspection::look() const {
  using Set = ChannelFacts::Set;
  const Config& config = service_.config();
  const courier::Messenger& messenger = service_.messenger();
  const Time now = service_.clock().now();
  Installation out;
  out.can = service_.account_system().capabilities();
  out.offered = offered_topics(service_.flow_policy());
  out.provider = config.provider.profile;
  out.phone = channel(
      out.provider == ProviderProfile::none ? Set::off : Set::on,
      messenger.is_resting(courier::Channel::text) || messenger.is_resting(courier::Channel::call));
  out.mail = channel(config.mail.host.empty() ? Set::off : Set::on,
                     messenger.is_resting(courier::Channel::mail));
  out.database = database_size(config);
  out.disk_left = disk_left(config);
  out.clock = clock_kept();
  out.drift = drift();
  out.key_file = key_file_state(config);
  out.backup = last_backup(service_.sealer(), service_.store());
  out.audit = audit_anchor(config, service_.sealer(), service_.store());
  service_.store().read([&](Transaction& tx) {
    out.outbox = service_.outbox().backlog(tx, now);
    out.complaints = 0;
    for (const courier::Complaint& one : service_.outbox().complaints(tx, now - day))
      out.complaints += one.errands;
    out.phone.ends = courier::last_ends(tx, courier::Lane::phone);
    out.mail.ends = courier::last_ends(tx, courier::Lane::mail);
  });
  return out;
}

}  // namespace latchkey::operations
