#include "kiosk/desk/sign_in_pages.h"

#include <array>

#include "core/base/normal.h"
#include "kiosk/desk/draft.h"
#include "kiosk/desk/passkey_forms.h"
#include "kiosk/web/qr.h"

namespace latchkey::kiosk {

namespace {

std::string_view field(const http::Fields& fields, std::string_view name) {
  return http::only(fields, name).value_or("");
}

Secret secret_field(const http::Fields& fields, std::string_view name) {
  return Secret(std::string(field(fields, name)));
}

void show_problem(View& page, std::string_view problem) {
  if (!problem.empty()) page.section("PROBLEM").set("TEXT", problem);
}

// The secret in groups of four, for typing it by hand.
std::string in_fours(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i > 0 && i % 4 == 0) out += ' ';
    out += text[i];
  }
  return out;
}

}  // namespace

struct SignInPages::Shown {
  std::string_view name{}, problem{}, notice{}, draft{};
};

std::optional<http::Response> SignInPages::answer(const http::Request& request,
                                                  const http::Fields& fields) const {
  const bool is_post = request.method == "POST";
  if (request.path == "/sign-in")
    return is_post ? sign_in(request, fields) : sign_in_page(200, Shown());
  if (request.path == "/sign-in/passkey") {
    if (is_post) return by_passkey(request, fields);
    return json_answer(200, sign_in_options(parts_.passkeys), words_.scheme());
  }
  if (request.path == "/enrol") return is_post ? enrol(request, fields) : enrol_page(200, "", "");
  return std::nullopt;
}

http::Response SignInPages::sign_in_page(int status, const Shown& shown) const {
  View page = words_.page("sign_in", words_.text("sign_in.title"));
  show_problem(page, shown.problem);
  if (!shown.notice.empty()) page.section("NOTICE").set("TEXT", shown.notice);
  View& form = page.section("SIGN_IN").set("NAME", shown.name);
  if (parts_.passkeys.party()) offer_passkey(page, form);
  // Of a form that was sent too late; on every other page there is none.
  page.set("DRAFT", shown.draft);
  return words_.answer(status, page);
}

http::Response SignInPages::after_end(std::string_view draft) const {
  const std::string_view notice = words_.text(draft.empty() ? "messages.ended" : "messages.kept");
  return sign_in_page(422, {.notice = notice, .draft = draft});
}

namespace {

// A handful of slips a name and an office full of people behind one address are told one by one;
// of a bot, or of many, only the number (log flooding).
std::array<audit::Source, 3> sources_of(const http::Request& request, std::string_view name) {
  return {{{"everybody", 200},
           {"address|" + request.peer, 20},
           {"login|" + normal_user_name(name).value_or("\n"), 10}}};
}

}  // namespace

// Nobody is known here: what was typed may be a password in the wrong box, so it is not kept.
void SignInPages::record_refusal(const http::Request& request, std::string_view name,
                                 Word action) const {
  const audit::Event event{
      audit::Actor::latchkey, 0, action, "staff", 0, audit::Answer::refused, request.peer,
      parts_.clock.now()};
  parts_.store.write([&](storage::Transaction& tx) {
    parts_.audit.append_refusal(tx, event, sources_of(request, name));
  });
}

// What was wrong is for the log alone. Whose passkey it was is named there, and is not counted
// among strangers: it has ended, or its answer was sent twice. A wrong signature comes from anybody
// who saw the passkey's id; it hides none of those. That one was copied is always told.
void SignInPages::record_passkey_refusal(storage::Transaction& tx, const http::Request& request,
                                         const staff::PasskeyRefused& refused) const {
  using staff::Flaw;
  const std::int64_t member = refused.member ? refused.member->value : 0;
  const audit::Event event{audit::Actor::latchkey,
                           0,
                           "staff.passkey",
                           "staff",
                           member,
                           audit::Answer::refused,
                           request.peer + ", " + std::string(staff::flaw_names[refused.flaw]),
                           parts_.clock.now()};
  if (refused.flaw == Flaw::counter) return parts_.audit.append(tx, event);
  if (member != 0) {
    const bool has_signed = refused.flaw == Flaw::ended || refused.flaw == Flaw::replayed;
    const std::string source = has_signed ? "passkey that signed|" : "passkey named|";
    const std::array<audit::Source, 1> sources{{{source + std::to_string(member), 10}}};
    return parts_.audit.append_refusal(tx, event, sources);
  }
  const std::array<audit::Source, 2> sources{{{"everybody", 200}, {"address|" + request.peer, 20}}};
  parts_.audit.append_refusal(tx, event, sources);
}

void SignInPages::record_sign_in(storage::Transaction& tx, const http::Request& request,
                                 StaffId member, std::string_view name) const {
  const Time now = parts_.clock.now();
  parts_.audit.settle_refusals(tx, "staff.sign_in", sources_of(request, name), now);
  parts_.audit.append(tx, {audit::Actor::staff, member.value, "staff.sign_in", "staff",
                           member.value, audit::Answer::allowed, "", now});
}

http::Response SignInPages::sign_in(const http::Request& request,
                                    const http::Fields& fields) const {
  const std::string_view name = field(fields, "name");
  auto result = parts_.staff.sign_in(
      name, secret_field(fields, "password"), field(fields, "code"),
      [&](storage::Transaction& tx, StaffId id) { record_sign_in(tx, request, id, name); });
  if (const auto* refused = std::get_if<staff::Refused>(&result)) {
    record_refusal(request, name, "staff.sign_in");
    const Time now = parts_.clock.now();
    std::string problem(words_.text("problems.sign_in"));
    if (refused->not_before && *refused->not_before > now)
      problem +=
          " " + words_.fill("filled.try_again",
                            {{"wait", std::string_view(words_.wait(*refused->not_before - now))}});
    return sign_in_page(422,
                        {.name = name, .problem = problem, .draft = field(fields, draft_field)});
  }
  return let_in(fields, std::get<staff::SignedIn>(result));
}

http::Response SignInPages::by_passkey(const http::Request& request,
                                       const http::Fields& fields) const {
  auto result = parts_.passkeys.sign_in(
      read_assertion(fields), [&](storage::Transaction& tx, const staff::Session* session,
                                  const staff::PasskeyRefused* refused) {
        if (refused) return record_passkey_refusal(tx, request, *refused);
        record_sign_in(tx, request, session->member.id, session->member.name);
      });
  if (std::holds_alternative<staff::PasskeyRefused>(result))
    return sign_in_page(
        422, {.problem = words_.text("problems.passkey"), .draft = field(fields, draft_field)});
  return let_in(fields, std::get<staff::SignedIn>(result));
}

// To where they were: what somebody else has typed does not open for them, and is gone.
http::Response SignInPages::let_in(const http::Fields& fields, const staff::SignedIn& in) const {
  auto answer = follow_draft(parts_, words_, in.session, field(fields, draft_field))
                    .value_or(redirect(DeskWords::home(in.session.member.role), words_.scheme()));
  set_cookie(answer, staff_cookie, in.token.reveal(), words_.scheme(), SameSite::strict);
  return answer;
}

http::Response SignInPages::enrol_page(int status, std::string_view name,
                                       std::string_view problem) const {
  View page = words_.page("enrol", words_.text("enrol.title"));
  show_problem(page, problem);
  page.section("ENROL").set("NAME", name);
  return words_.answer(status, page);
}

http::Response SignInPages::finish_page(int status, std::string_view name, const Secret& setup_code,
                                        const staff::Enrolment& enrolment,
                                        std::string_view problem) const {
  View page = words_.page("finish", words_.text("finish.title"));
  show_problem(page, problem);
  const QrCode picture = qr_code(enrolment.otpauth_uri);
  View& form = page.section("FINISH");
  form.set("NAME", name).set("SETUP", setup_code.reveal());
  form.set("SIDE", std::int64_t{picture.side}).set("PATH", picture.path);
  form.set("SECRET", in_fours(enrolment.secret_base32)).set("URI", enrolment.otpauth_uri);
  return words_.answer(status, page);
}

http::Response SignInPages::enrol(const http::Request& request, const http::Fields& fields) const {
  const std::string_view name = field(fields, "name");
  const Secret setup_code = secret_field(fields, "setup");
  const auto enrolment = parts_.staff.open_enrolment(name, setup_code);
  if (!enrolment) {
    record_refusal(request, name, "staff.enrol");
    return enrol_page(422, name, words_.text("problems.enrol"));
  }
  if (field(fields, "do") == "finish") return finish(request, fields, *enrolment);
  return finish_page(200, name, setup_code, *enrolment, "");
}

std::string SignInPages::why_refused(identity::PasswordReason reason) const {
  const auto text = [&](std::string_view table, std::string_view word) {
    return parts_.texts.text(parts_.config.clinic.default_language, {"words", table, word});
  };
  std::string words(text("password_refused", identity::name_of(reason)));
  return words.append(" ").append(
      text("password", identity::name_of(identity::suggestion_for(reason))));
}

http::Response SignInPages::finish(const http::Request& request, const http::Fields& fields,
                                   const staff::Enrolment& enrolment) const {
  const std::string_view name = field(fields, "name");
  const Secret setup_code = secret_field(fields, "setup"),
               password = secret_field(fields, "password");
  const auto again = [&](std::string_view problem) {
    return finish_page(422, name, setup_code, enrolment, problem);
  };
  if (const auto reason = parts_.judge(password, std::string(name)))
    return again(why_refused(*reason));
  const auto enrolled = [&](storage::Transaction& tx, StaffId id) {
    parts_.audit.append(tx, {audit::Actor::staff, id.value, "staff.enrol", "staff", id.value,
                             audit::Answer::allowed, request.peer, parts_.clock.now()});
  };
  switch (parts_.staff.enrol(name, setup_code, password, field(fields, "code"), enrolled)) {
    case staff::Enrolled::weak_password:
      return again(words_.text("problems.weak_password"));
    case staff::Enrolled::wrong_code:
      record_refusal(request, name, "staff.enrol");
      return again(words_.text("problems.wrong_code"));
    case staff::Enrolled::refused:
      record_refusal(request, name, "staff.enrol");
      return enrol_page(422, name, words_.text("problems.enrol"));
    case staff::Enrolled::enrolled:
      break;
  }
  return sign_in_page(200, {.name = name, .notice = words_.text("messages.enrolled")});
}

}  // namespace latchkey::kiosk
