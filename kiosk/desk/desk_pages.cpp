#include "kiosk/desk/desk_pages.h"

#include "core/base/json.h"
#include "kiosk/desk/account_desk.h"
#include "kiosk/desk/audit_export.h"
#include "kiosk/desk/audit_pages.h"
#include "kiosk/desk/bridge_desk.h"
#include "kiosk/desk/colleagues.h"
#include "kiosk/desk/contact_pages.h"
#include "kiosk/desk/draft.h"
#include "kiosk/desk/first_letters.h"
#include "kiosk/desk/incident_desk.h"
#include "kiosk/desk/installation_page.h"
#include "kiosk/desk/kiosk_desk.h"
#include "kiosk/desk/letter_desk.h"
#include "kiosk/desk/look_again.h"
#include "kiosk/desk/my_sign_in.h"
#include "kiosk/desk/patient_desk.h"
#include "kiosk/desk/report_pages.h"
#include "kiosk/desk/review_pages.h"
#include "kiosk/desk/roster_desk.h"
#include "kiosk/desk/settings_desk.h"
#include "kiosk/desk/sheet_pages.h"
#include "kiosk/desk/step_up.h"
#include "kiosk/desk/text_preview.h"
#include "kiosk/desk/ticket_pages.h"
#include "kiosk/desk/voicemail_desk.h"
#include "kiosk/desk/vouch_desk.h"

namespace latchkey::kiosk {

namespace {

constexpr std::size_t token_size = 43;  // Dice::token()

template <class... Groups>
std::vector<std::unique_ptr<PageGroup>> built(const DeskParts& parts, const DeskWords& words) {
  std::vector<std::unique_ptr<PageGroup>> out;
  (out.push_back(std::make_unique<Groups>(parts, words)), ...);
  return out;
}

}  // namespace

DeskPages::DeskPages(DeskParts parts)
    : parts_(std::move(parts)),
      words_(parts_),
      sign_in_(parts_, words_),
      groups_(
          built<TicketPages, AccountDesk, BridgeDesk, PatientDesk, SheetPages, KioskDesk,
                IncidentDesk, VouchDesk, LetterDesk, VoicemailDesk, StepUp, MySignIn, Colleagues,
                ReportPages, AuditPages, AuditExport, ReviewPages, InstallationPage, SettingsDesk,
                TextPreview, ContactPages, FirstLetters, RosterDesk>(parts_, words_)) {}

std::optional<staff::Session> DeskPages::session_of(const http::Request& request) {
  const Secret token{std::string(request.cookie(cookie_name(staff_cookie, words_.scheme())))};
  if (token.size() != token_size) return std::nullopt;
  return parts_.staff.authenticate(
      token, looks_again(request) ? staff::Staff::Asks::by_itself : staff::Staff::Asks::a_person);
}

http::Response DeskPages::answer(const http::Request& request) {
  const bool is_post = request.method == "POST";
  if (!is_post && request.path.starts_with("/static/"))
    if (auto file = static_file(request.path, words_.scheme())) return *std::move(file);
  const auto session = session_of(request);
  // Every browser that staff may use says where a post came from. Signing in has no secret of its
  // own yet, so silence is refused: nobody is signed in by another site as somebody else.
  if (is_post && came_from(request, parts_.config.urls.staff) != CameFrom::own_page)
    return refuse_post(session ? &*session : nullptr);
  const auto fields = http::parse_form(is_post ? request.body : request.query);
  if (!fields) return words_.message(400, "unreadable", nullptr);
  if (session) return answer_visit({request, *session, *fields});
  if (auto answer = sign_in_.answer(request, *fields)) return *std::move(answer);
  if (is_post)
    if (auto answer = keep_late(request, *fields)) return *std::move(answer);
  return redirect("/sign-in", words_.scheme());
}

// A form of a session that has ended by itself: nothing that was typed is lost (WCAG 2.2.5). It
// shows the ended session's own token, so it is theirs.
std::optional<http::Response> DeskPages::keep_late(const http::Request& request,
                                                   const http::Fields& fields) {
  if (request.path == "/sign-out" || request.path == "/stay") return std::nullopt;
  const Secret token{std::string(request.cookie(cookie_name(staff_cookie, words_.scheme())))};
  const Secret csrf{std::string(http::only(fields, "csrf").value_or(""))};
  const auto author = parts_.sessions.author(token, csrf);
  if (!author) return std::nullopt;
  return sign_in_.after_end(keep_draft(parts_, *author, request, fields));
}

http::Response DeskPages::answer_visit(const Visit& visit) {
  const bool is_post = visit.request.method == "POST";
  // Somebody signed in who signs in again, as another colleague at the same desk, gets a session
  // of their own; the form carries no token, its Origin has been checked.
  if (auto answer = sign_in_.answer(visit.request, visit.fields)) return *std::move(answer);
  const Secret csrf{std::string(visit.field("csrf"))};
  if (is_post && csrf != visit.session.csrf) return refuse_token(visit, csrf);
  if (is_post && visit.request.path == "/sign-out") return sign_out(visit);
  if (is_post && visit.request.path == "/stay") return stay(visit);
  for (const auto& group : groups_)
    if (auto answer = group->answer(visit)) return *std::move(answer);
  return words_.message(404, "no_page", &visit.session);
}

// A page of the same member from before they signed in anew, in another window: they see what they
// typed and press once more. From anybody else it is a forgery.
http::Response DeskPages::refuse_token(const Visit& visit, const Secret& csrf) {
  const StaffId member = visit.session.member.id;
  if (parts_.sessions.is_own(member, csrf)) {
    const std::string draft = keep_draft(parts_, member, visit.request, visit.fields);
    if (auto answer = follow_draft(parts_, words_, visit.session, draft)) return *std::move(answer);
  }
  return refuse_post(&visit.session);
}

// That somebody is still there: being asked for has made the session last.
http::Response DeskPages::stay(const Visit& visit) {
  const Time ends = std::min(visit.session.idle_until, visit.session.expires_at);
  const auto left = (ends - parts_.clock.now()) / std::chrono::seconds(1);
  return json_answer(200, JsonWriter().begin_object().name("left").number(left).end_object().take(),
                     words_.scheme());
}

// A post that no page of ours can have sent: nothing is done, and somebody should know.
http::Response DeskPages::refuse_post(const staff::Session* session) {
  if (session)
    parts_.store.write([&](storage::Transaction& tx) {
      record(tx, parts_, *session, {"desk.post", "none", 0, audit::Answer::refused});
    });
  return words_.message(403, "foreign_post", session);
}

http::Response DeskPages::sign_out(const Visit& visit) {
  parts_.staff.sign_out(visit.session, [&](storage::Transaction& tx, StaffId id) {
    record(tx, parts_, visit.session, {"staff.sign_out", "staff", id.value});
  });
  auto answer = redirect("/sign-in", words_.scheme());
  clear_cookie(answer, staff_cookie, words_.scheme());
  return answer;
}

}  // namespace latchkey::kiosk
