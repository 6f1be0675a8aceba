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
  locked,   // the account is locked after wrong passwords
  first_sign_in
};
inline constexpr Topic last_topic = Topic::first_sign_in;
// The ways to prove possession of a contact on file.
enum class ProofKind { text, call, mail };
// How somebody has proven who they are. Texts, calls and mails are one method, and a saved code is
// another: an account with two steps needs both (NIST 800-63B-4 §4.2.2.2, product.md rule 5). A
// registration code, and the word of a desk, stand for an office that has seen the patient.
enum class Held { issued, saved, both, registration, desk };
inline constexpr Held last_held = Held::desk;
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
// What the account system does for whoever proved who they are. Where it can, nobody is guided to
// the page of the portal instead.
bool is_sign_in(Topic);

std::optional<Topic> topic_of(std::string_view word);
std::optional<ProofKind> proof_kind_of(std::string_view word);
std::optional<Detail> detail_of(std::string_view word);

}  // namespace latchkey::flow
