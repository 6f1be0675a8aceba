#include "core/base/codes.h"

#include "core/base/codec.h"

namespace latchkey {

std::string seal_code(const Sealer& sealer, std::int64_t challenge, CodePurpose purpose,
                      const Secret& code) {
  // The codec's lengths keep challenge, purpose and code apart.
  Writer message;
  message.number(challenge);
  message.choice(purpose);
  message.secret(code);
  const Secret bytes(message.take());
  return sealer.mac("code", bytes.reveal());
}

Judgement judge(const Sealer& sealer, const SealedCode& code, const Secret& typed, Time now) {
  constexpr std::chrono::minutes clock_back_max{5};
  const std::string mac = seal_code(sealer, code.challenge, code.purpose, typed);
  if (!same_bytes(mac, code.mac)) return Judgement::wrong;
  if (now >= code.expires_at || now < code.issued_at - clock_back_max) return Judgement::expired;
  return Judgement::right;
}

std::string code_index(const Sealer& sealer, CodePurpose purpose, const Secret& typed) {
  Writer message;
  message.choice(purpose);
  message.secret(typed);
  const Secret bytes(message.take());
  return sealer.blind("code", bytes.reveal());
}

Secret in_fours(const Secret& code) {
  constexpr std::size_t group = 4;
  const std::string_view text = code.reveal();
  std::string spaced;
  spaced.reserve(text.size() + text.size() / group);
  for (std::size_t at = 0; at < text.size(); at += group)
    spaced.append(at == 0 ? "" : "-").append(text.substr(at, group));
  return Secret(std::move(spaced));
}

}  // namespace latchkey
