#include "core/flow/words.h"

#include <algorithm>
#include <array>

#include "core/flow/step.h"

namespace latchkey::flow {

namespace {

constexpr std::array<std::string_view, 3> channels{"web", "kiosk", "phone"};
constexpr std::array<std::string_view, 11> topics{
    "forgot_password", "forgot_user_name", "have_code",      "page_broken",
    "attachment",      "no_email",         "cannot_connect", "hours",
    "helping",         "locked",           "first_sign_in"};
static_assert(topics.size() == static_cast<std::size_t>(last_topic) + 1);
constexpr std::array<std::string_view, 3> proof_kinds{"text", "call", "mail"};
constexpr std::array<std::string_view, 4> details{"zip", "phone", "email", "record_number"};
constexpr std::array<std::string_view, 7> failures{
    "no_match",       "no_contact",   "code_failed",    "policy",
    "account_system", "wants_person", "guidance_failed"};
static_assert(failures.size() == static_cast<std::size_t>(last_failure) + 1);
constexpr std::array<std::string_view, 38> notices{"none",
                                                   "not_understood",
                                                   "bad_name",
                                                   "bad_birth_date",
                                                   "bad_zip",
                                                   "bad_phone",
                                                   "bad_email",
                                                   "bad_record_number",
                                                   "wrong_code",
                                                   "code_expired",
                                                   "code_sent",
                                                   "code_sent_again",
                                                   "wait_before_resend",
                                                   "no_more_codes",
                                                   "person_next",
                                                   "password_refused",
                                                   "copy_sent",
                                                   "hand_off_wrong",
                                                   "started_over",
                                                   "prove_again",
                                                   "nobody_free",
                                                   "hand_off_closed",
                                                   "phone_not_rung",
                                                   "about_you",
                                                   "registration_wrong",
                                                   "never_used",
                                                   "already_used",
                                                   "chosen_lately",
                                                   "second_proof",
                                                   "too_late_to_save",
                                                   "interpreter_noted",
                                                   "no_promise",
                                                   "vouch_over",
                                                   "wrong_length",
                                                   "nothing_heard",
                                                   "steps_texted",
                                                   "steps_not_texted",
                                                   "not_resumed"};
static_assert(notices.size() == static_cast<std::size_t>(last_notice) + 1);

template <class Enum, std::size_t N>
std::optional<Enum> find_in(const std::array<std::string_view, N>& table, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i)
    if (table[i] == word) return static_cast<Enum>(i);
  return std::nullopt;
}

}  // namespace

std::string_view word(Channel c) { return channels[static_cast<std::size_t>(c)]; }
std::string_view word(Topic t) { return topics[static_cast<std::size_t>(t)]; }
std::string_view word(ProofKind k) { return proof_kinds[static_cast<std::size_t>(k)]; }
std::string_view word(Detail d) { return details[static_cast<std::size_t>(d)]; }
std::string_view word(Failure f) { return failures[static_cast<std::size_t>(f)]; }
std::string_view word(Notice n) { return notices[static_cast<std::size_t>(n)]; }

bool is_slip(Notice notice) {
  using N = Notice;
  constexpr std::array calm{
      N::none,         N::code_sent,         N::code_sent_again, N::wait_before_resend,
      N::person_next,  N::copy_sent,         N::started_over,    N::about_you,
      N::never_used,   N::already_used,      N::chosen_lately,   N::nothing_heard,
      N::second_proof, N::interpreter_noted, N::no_promise,      N::nobody_free,
      N::steps_texted, N::steps_not_texted};
  return std::ranges::find(calm, notice) == calm.end();
}

bool is_sign_in(Topic t) {
  return t == Topic::forgot_password || t == Topic::forgot_user_name || t == Topic::locked;
}
bool is_guidance(Topic t) { return t >= Topic::page_broken && t <= Topic::cannot_connect; }

std::optional<Topic> topic_of(std::string_view w) { return find_in<Topic>(topics, w); }
std::optional<ProofKind> proof_kind_of(std::string_view w) {
  return find_in<ProofKind>(proof_kinds, w);
}
std::optional<Detail> detail_of(std::string_view w) { return find_in<Detail>(details, w); }

}  // namespace latchkey::flow
