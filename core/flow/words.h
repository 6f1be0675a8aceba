// The closed vocabularies of a conversation, each with the word that tables, logs and texts use.
#pragma once

#include <optional>
#include <string_view>

namespace latchkey::flow {

enum class Channel { web, kiosk, phone };
// Those from page_broken to cannot_connect are guidance: what to try, without finding anybody.
enum class Topic {
  forgot_password,
  forgot_user_name,
  have_code,
  page_broken,
  attachment,
  no_email,
  cannot_connect,
  hours,    // when an office is open, and when to call it
  helping,  // somebody helps a patient
  locked    // the account is locked after wrong passwords
};
inline constexpr Topic last_topic = Topic::locked;
// The ways to prove possession of a contact on file.
enum class ProofKind { text, call, mail };
// What a person may name besides name and birth date, to be found.
enum class Detail { zip, phone, email, record_number };
// The ticket codes of product.md, "When a ticket is made", that a conversation can end in.
enum class Failure {
  no_match,
  no_contact,
  code_failed,
  policy,
  account_system,
  wants_person,
  guidance_failed
};
inline constexpr Failure last_failure = Failure::guidance_failed;

std::string_view word(Channel);
std::string_view word(Topic);
std::string_view word(ProofKind);
std::string_view word(Detail);
std::string_view word(Failure);

bool is_guidance(Topic);

std::optional<Topic> topic_of(std::string_view word);
std::optional<ProofKind> proof_kind_of(std::string_view word);
std::optional<Detail> detail_of(std::string_view word);

}  // namespace latchkey::flow
