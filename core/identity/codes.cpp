#include "core/identity/codes.h"

#include <algorithm>

#include "core/base/codec.h"
#include "core/base/fault.h"

namespace latchkey::identity {

namespace {

using Alphabet = CodeShape::Alphabet;

constexpr std::string_view copy_purpose = "code.copy";

std::string mac_of(const Sealer& sealer, std::int64_t challenge, CodePurpose purpose,
                   const Secret& code) {
  // The codec's lengths keep challenge, purpose and code apart.
  Writer message;
  message.number(challenge);
  message.choice(purpose);
  message.secret(code);
  const Secret bytes(message.take());
  return sealer.mac("code", bytes.reveal());
}

Secret roll(Dice& dice, const CodeShape& shape) {
  const auto length = static_cast<std::size_t>(shape.length);
  return Secret(shape.alphabet == Alphabet::digits ? dice.digits(length) : dice.crockford(length));
}

}  // namespace

CodeShape shape_of(CodePurpose purpose, const Limits& limits) {
  switch (purpose) {
    case CodePurpose::recover_by_text:
    case CodePurpose::recover_by_voice:
    case CodePurpose::desk_read_back:
      return {Alphabet::digits, limits.text_code_digits, limits.text_code_life};
    case CodePurpose::recover_by_mail:
      return {Alphabet::digits, limits.mail_code_digits, limits.mail_code_life};
    case CodePurpose::hand_off:
      return {Alphabet::digits, limits.hand_off_digits, limits.hand_off_life};
    case CodePurpose::registration_paper:
      return {Alphabet::crockford, limits.registration_code_chars, limits.registration_code_life};
    case CodePurpose::registration_live:
      return {Alphabet::digits, limits.registration_live_digits, limits.registration_live_life};
    case CodePurpose::saved:
      return {Alphabet::crockford, limits.saved_code_chars, std::nullopt};
    case CodePurpose::postal:
      return {Alphabet::digits, limits.postal_code_digits, limits.postal_code_life};
    case CodePurpose::kiosk_match:
      return {Alphabet::digits, limits.match_code_digits, limits.vouch_life};
    case CodePurpose::callback:
      return {Alphabet::digits, limits.callback_digits, limits.text_code_life};
  }
  throw Bug("a code's purpose has a shape");
}

NewCode make_code(Dice& dice, const Sealer& sealer, const Limits& limits, std::int64_t challenge,
                  CodePurpose purpose, Time now) {
  ensure(challenge > 0, "a challenge has its row id before its code");
  const CodeShape shape = shape_of(purpose, limits);
  Secret plain = roll(dice, shape);
  SealedCode sealed{challenge, purpose, {mac_of(sealer, challenge, purpose, plain)}, now, {}};
  if (shape.life) sealed.expires_at = now + *shape.life;
  storage::Blob copy{sealer.seal(plain.reveal(), challenge, copy_purpose)};
  return {std::move(plain), std::move(sealed), std::move(copy)};
}

std::optional<Secret> open_copy(const Sealer& sealer, const SealedCode& code,
                                const storage::Blob& sealed_copy) {
  auto plain = sealer.open(sealed_copy.bytes, code.challenge, copy_purpose);
  if (!plain) return std::nullopt;
  Secret secret(*std::move(plain));
  if (!same_bytes(mac_of(sealer, code.challenge, code.purpose, secret), code.mac.bytes))
    return std::nullopt;
  return secret;
}

Judgement judge(const Sealer& sealer, const SealedCode& code, const Secret& typed, Time now) {
  constexpr Millis clock_back_max = minutes{5};
  const std::string mac = mac_of(sealer, code.challenge, code.purpose, typed);
  if (!same_bytes(mac, code.mac.bytes)) return Judgement::wrong;
  if (code.expires_at && now >= *code.expires_at) return Judgement::expired;
  if (now < code.issued_at - clock_back_max) return Judgement::expired;
  return Judgement::right;
}

storage::Blob code_index(const Sealer& sealer, CodePurpose purpose, const Secret& typed) {
  Writer message;
  message.choice(purpose);
  message.secret(typed);
  const Secret bytes(message.take());
  return {sealer.blind("code", bytes.reveal())};
}

std::string in_groups(const Secret& code) {
  const std::string_view text = code.reveal();
  const bool digits =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  // Six digits read best as three and three; all else in fours.
  const std::size_t group = text.size() == 6 ? 3 : 4;
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && i % group == 0) out += digits ? ' ' : '-';
    out += text[i];
  }
  return out;
}

}  // namespace latchkey::identity
