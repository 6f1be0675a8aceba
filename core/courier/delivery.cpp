#include "core/courier/delivery.h"

#include "core/base/codec.h"
#include "core/base/fault.h"

namespace latchkey::courier {

namespace {
// 1 had no language; what the last release left behind is still delivered.
constexpr std::int64_t format_version = 2;
}  // namespace

std::string_view name_of(Channel channel) {
  switch (channel) {
    case Channel::text:
      return "text";
    case Channel::call:
      return "call";
    case Channel::mail:
      return "mail";
  }
  throw Bug("a channel without a name");
}

Secret pack(const Delivery& delivery) {
  Writer writer;
  writer.number(format_version);
  writer.choice(delivery.channel);
  writer.text(delivery.to);
  writer.text(delivery.subject);
  writer.secret(delivery.text);
  writer.secret(delivery.html);
  writer.text(delivery.voice_path);
  writer.time(delivery.expires_at);
  writer.text(delivery.language);
  return Secret(writer.take());
}

Delivery unpack_delivery(const Secret& bytes) {
  Reader reader(bytes.reveal());
  const std::int64_t version = reader.number();
  if (version < 1 || version > format_version) throw Fault("a delivery of an unknown format");
  Delivery delivery;
  delivery.channel = reader.choice(last_channel);
  delivery.to = reader.text();
  delivery.subject = reader.text();
  delivery.text = reader.secret();
  delivery.html = reader.secret();
  delivery.voice_path = reader.text();
  delivery.expires_at = reader.time();
  if (version > 1) delivery.language = reader.text();
  if (!reader.done()) throw Fault("a delivery with more than it should hold");
  return delivery;
}

void load(Errand& errand, const Delivery& delivery) {
  errand.body = pack(delivery);
  errand.lane = delivery.channel == Channel::mail ? Lane::mail : Lane::phone;
}

}  // namespace latchkey::courier
