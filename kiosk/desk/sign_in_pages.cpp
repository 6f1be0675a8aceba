#include "kiosk/desk/sign_in_pages.h"

#include <array>

#include "core/base/normal.h"
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

std::optional<http::Response> SignInPages::answer(const http::Request& request,
                                                  const http::Fields& fields) const {
  const bool is_post = request.method == "POST";
  if (request.path == "/sign-in")
    return is_post ? sign_in(request, fields) : sign_in_page(200, "", "");
  if (request.path == "/enrol") return is_post ? enrol(request, fields) : enrol_page(200, "", "");
  return std::nullopt;
}

http::Response SignInPages::sign_in_page(int status, std::string_view name,
                                         std::string_view problem) const {
  View page = words_.page("sign_in", words_.text("sign_in.title"));
  show_problem(page, problem);
  page.section("SIGN_IN").set("NAME", name);
  return words_.answer(status, page);
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

void SignInPages::record_enrolment(const http::Request& request, std::string_view name) const {
  const auto normal = normal_user_name(name);
  StaffId id;
  for (const staff::Member& member : parts_.staff.list())
    if (member.name == normal) id = member.id;
  const audit::Event event{
      audit::Actor::staff,    id.value,     "staff.enrol",     "staff", id.value,
      audit::Answer::allowed, request.peer, parts_.clock.now()};
  parts_.store.write([&](storage::Transaction& tx) { parts_.audit.append(tx, event); });
}

http::Response SignInPages::sign_in(const http::Request& request,
                                    const http::Fields& fields) const {
  const std::string_view name = field(fields, "name");
  auto result = parts_.staff.sign_in(name, secret_field(fields, "password"), field(fields, "code"));
  if (const auto* refused = std::get_if<staff::Refused>(&result)) {
    record_refusal(request, name, "staff.sign_in");
    const Time now = parts_.clock.now();
    std::string problem(words_.text("problems.sign_in"));
    if (refused->not_before && *refused->not_before > now)
      problem +=
          " " + words_.fill("filled.try_again",
                            {{"wait", std::string_view(words_.wait(*refused->not_before - now))}});
    return sign_in_page(422, name, problem);
  }
  const auto& in = std::get<staff::SignedIn>(result);
  parts_.store.write([&](storage::Transaction& tx) {
    parts_.audit.settle_refusals(tx, "staff.sign_in", sources_of(request, name),
                                 parts_.clock.now());
    record(tx, parts_, in.session, {"staff.sign_in", "staff", in.session.member.id.value});
  });
  auto answer = redirect("/", words_.scheme());
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
  switch (parts_.staff.enrol(name, setup_code, password, field(fields, "code"))) {
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
  record_enrolment(request, name);
  View page = words_.page("sign_in", words_.text("sign_in.title"));
  page.section("NOTICE").set("TEXT", words_.text("messages.enrolled"));
  page.section("SIGN_IN").set("NAME", name);
  return words_.answer(200, page);
}

}  // namespace latchkey::kiosk
