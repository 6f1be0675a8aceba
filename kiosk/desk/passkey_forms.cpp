#include "kiosk/desk/passkey_forms.h"

#include "core/base/base64url.h"
#include "core/base/json.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

namespace {

constexpr std::int64_t es256 = -7;

std::string decoded(const http::Fields& fields, std::string_view name) {
  return from_base64url(http::only(fields, name).value_or(""),
                        2 * staff::authenticator_data_bytes_max)
      .value_or("");
}

void list(JsonWriter& json, std::string_view name, const std::vector<std::string>& credentials) {
  json.name(name).begin_array();
  for (const std::string& id : credentials)
    json.begin_object().name("type").text("public-key").name("id").text(base64url(id)).end_object();
  json.end_array();
}

void begin(JsonWriter& json, std::string_view challenge) {
  json.begin_object().name("challenge").text(base64url(challenge));
  json.name("timeout").number(Millis(staff::challenge_life).count());
}

std::string request_options(const staff::Passkeys& passkeys, const staff::Session* session) {
  if (!passkeys.party()) return "{}";
  using staff::ChallengeFor;
  JsonWriter json;
  begin(json, passkeys.challenge(session ? ChallengeFor::step_up : ChallengeFor::sign_in, session));
  json.name("rpId").text(passkeys.party()->id);
  json.name("userVerification").text("required");
  list(json, "allowCredentials",
       session ? passkeys.credentials(session->member.id) : std::vector<std::string>());
  return json.end_object().take();
}

}  // namespace

std::string sign_in_options(const staff::Passkeys& passkeys) {
  return request_options(passkeys, nullptr);
}

std::string step_up_options(const staff::Passkeys& passkeys, const staff::Session& session) {
  return request_options(passkeys, &session);
}

std::string adding_options(const staff::Passkeys& passkeys, const staff::Session& session,
                           std::string_view clinic) {
  if (!passkeys.party()) return "{}";
  const staff::Member& member = session.member;
  JsonWriter json;
  begin(json, passkeys.challenge(staff::ChallengeFor::adding, &session));
  json.name("rp").begin_object().name("id").text(passkeys.party()->id);
  json.name("name").text(clinic).end_object();
  json.name("user").begin_object().name("id").text(base64url(passkeys.user_handle(member.id)));
  json.name("name").text(member.name).name("displayName").text(member.display).end_object();
  json.name("pubKeyCredParams").begin_array().begin_object();
  json.name("type").text("public-key").name("alg").number(es256).end_object().end_array();
  json.name("authenticatorSelection").begin_object();
  json.name("residentKey").text("preferred");
  json.name("userVerification").text("required").end_object();
  json.name("attestation").text("none");
  list(json, "excludeCredentials", passkeys.credentials(member.id));
  return json.end_object().take();
}

staff::Assertion read_assertion(const http::Fields& fields) {
  return {decoded(fields, "credential"), decoded(fields, "client_data"),
          decoded(fields, "authenticator"), decoded(fields, "signature"),
          decoded(fields, "handle")};
}

staff::Attestation read_new_passkey(const http::Fields& fields) {
  return {decoded(fields, "client_data"), decoded(fields, "attestation")};
}

View& offer_passkey(View& page, View& form) {
  page.section("PASSKEY_SCRIPT").set("PATH", passkey_script_path());
  return form.section("PASSKEY");
}

}  // namespace latchkey::kiosk
