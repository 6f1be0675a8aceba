#include "core/conversations/voicemail_errands.h"

#include "core/base/codec.h"

namespace latchkey::conversations {

using courier::Outcome;
using courier::Reason;
using courier::Result;

Secret pack_recording(const std::string& recording,
                      const std::optional<tickets::VoicemailId>& keep_as) {
  Writer writer;
  writer.text(recording);
  writer.maybe(keep_as, [&](tickets::VoicemailId id) { writer.number(id.value); });
  return Secret(writer.take());
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
  Reader body(errand.body->reveal());
  const auto recording = courier::recording_of(body.text());
  const auto keep_as = body.maybe([&] { return tickets::VoicemailId{body.number()}; });
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
