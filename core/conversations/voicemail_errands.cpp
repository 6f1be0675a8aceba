#include "core/conversations/voicemail_errands.h"

#include "core/base/codec.h"

namespace latchkey::conversations {

using courier::Outcome;
using courier::Reason;
using courier::Result;

namespace {

struct Wanted {
  std::string recording;
  std::optional<tickets::VoicemailId> keep_as;
};

Secret pack(const Wanted& wanted) {
  Writer writer;
  writer.text(wanted.recording);
  writer.maybe(wanted.keep_as, [&](tickets::VoicemailId id) { writer.number(id.value); });
  return Secret(writer.take());
}

Wanted unpack(const Secret& body) {
  Reader reader(body.reveal());
  Wanted wanted{reader.text(), {}};
  wanted.keep_as = reader.maybe([&] { return tickets::VoicemailId{reader.number()}; });
  return wanted;
}

courier::Errand errand_of(const courier::Origin& origin, ErrandId id, const Wanted& wanted,
                          Time now) {
  courier::Errand errand;
  errand.id = id;
  errand.origin = origin;
  errand.kind = courier::Kind::take_recording;
  errand.body = pack(wanted);
  errand.created_at = errand.due_at = now;
  errand.expires_at = now + recording_life;
  return errand;
}

std::int64_t name_in_outbox(const Sealer& sealer, const std::string& recording) {
  return static_cast<std::int64_t>(first_bits(sealer.mac("recording", recording)) >> 1U);
}

}  // namespace

courier::Errand recording_errand(const Sealer& sealer, ErrandId id, const std::string& recording,
                                 const std::optional<tickets::VoicemailId>& keep_as, Time now) {
  return errand_of({courier::OriginKind::system, name_in_outbox(sealer, recording), 0, 0}, id,
                   {recording, keep_as}, now);
}

std::optional<courier::Errand> deletion_after(const courier::Claimed& claimed,
                                              const courier::Outcome& outcome, ErrandId id,
                                              Time now) {
  if (claimed.kind != courier::Kind::take_recording || !claimed.body ||
      outcome.result == Result::done)
    return std::nullopt;
  const Wanted wanted = unpack(*claimed.body);
  if (!wanted.keep_as) return std::nullopt;
  courier::Origin next = claimed.origin;
  next.ordinal += 1;
  return errand_of(next, id, {wanted.recording, {}}, now);
}

bool VoicemailErrands::is_awaited(tickets::VoicemailId id) const {
  return store_.read([&](storage::Transaction& tx) {
    const auto known = tickets::voicemail(tx, id);
    return known && known->sound == tickets::Voicemail::Sound::awaited;
  });
}

Outcome VoicemailErrands::take(const courier::Claimed& errand) const {
  const Outcome unreadable{Result::refused_permanent, Reason::unreadable, 0, {}, {}, {}};
  if (!errand.body) return unreadable;
  const auto [name, keep_as] = unpack(*errand.body);
  const auto recording = courier::recording_of(name);
  if (!recording) return unreadable;
  if (keep_as && is_awaited(*keep_as)) {
    const courier::Fetched fetched = recordings_.fetch(*recording);
    if (!fetched.sound) return fetched.outcome;
    store_.write([&](storage::Transaction& tx) {
      tickets::keep_voicemail(tx, sealer_, *keep_as, {fetched.sound->bytes, fetched.sound->type});
    });
  }
  return recordings_.remove(*recording);
}

}  // namespace latchkey::conversations
