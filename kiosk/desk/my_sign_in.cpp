#include "kiosk/desk/my_sign_in.h"

#include "core/base/unicode.h"
#include "kiosk/desk/passkey_forms.h"
#include "kiosk/desk/sign_in_news.h"
#include "kiosk/desk/step_up.h"

namespace latchkey::kiosk {

using audit::Answer;
using storage::Transaction;

namespace {

constexpr std::size_t name_points_max = 60;

// What a member calls their passkey; empty if it is none.
std::string_view good_name(std::string_view typed) {
  const auto points = unicode::code_points(typed);
  const bool blank = typed.find_first_not_of(" \t\r\n") == std::string_view::npos;
  return !points || blank || points->size() > name_points_max ? std::string_view() : typed;
}

}  // namespace

std::optional<http::Response> MySignIn::answer(const Visit& visit) const {
  const bool is_post = visit.request.method == "POST";
  if (visit.request.path == "/me") return is_post ? act(visit) : show(visit, 200, "");
  if (visit.request.path == "/me/passkey") return is_post ? add(visit) : options(visit);
  return std::nullopt;
}

// The audit row of a change, kept with it.
staff::Staff::Along MySignIn::audited(const Visit& visit, Word action) const {
  return [this, &visit, action](Transaction& tx, StaffId id) {
    record(tx, parts_, visit.session, {action, "staff", id.value});
  };
}

http::Response MySignIn::options(const Visit& visit) const {
  if (!visit.session.stepped_up(parts_.clock.now())) return json_answer(403, "{}", words_.scheme());
  return json_answer(200, adding_options(parts_.passkeys, visit.session, parts_.config.clinic.name),
                     words_.scheme());
}

http::Response MySignIn::add(const Visit& visit) const {
  if (auto asked = StepUp(parts_, words_).needed(visit)) return *std::move(asked);
  const std::string_view name = good_name(visit.field("name"));
  if (name.empty()) return show(visit, 422, "passkey_name");
  const staff::Session& session = visit.session;
  switch (parts_.passkeys.add(session, read_new_passkey(visit.fields), name,
                              audited(visit, "staff.passkey_add"))) {
    case staff::PasskeyAdded::added:
      return redirect("/me", words_.scheme());
    case staff::PasskeyAdded::too_many:
      return show(visit, 422, "passkey_too_many");
    case staff::PasskeyAdded::exists:
    case staff::PasskeyAdded::refused:
      break;
  }
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, session,
           {"staff.passkey_add", "staff", session.member.id.value, Answer::refused});
  });
  return show(visit, 422, "passkey_add");
}

http::Response MySignIn::act(const Visit& visit) const {
  if (visit.field("do") == "end_others") return end_others(visit);
  if (visit.field("do") == "remove") return remove(visit);
  return show(visit, 422, "unknown");
}

// Whoever fears a stolen session need not look for their phone first.
http::Response MySignIn::end_others(const Visit& visit) const {
  parts_.sessions.end_others(visit.session, audited(visit, "staff.end_sessions"));
  return redirect("/me", words_.scheme());
}

http::Response MySignIn::remove(const Visit& visit) const {
  if (auto asked = StepUp(parts_, words_).needed(visit)) return *std::move(asked);
  const staff::PasskeyId id{visit.number("passkey")};
  const auto done =
      parts_.passkeys.remove(visit.session.member.id, id, audited(visit, "staff.passkey_remove"));
  return done == staff::Changed::changed ? redirect("/me", words_.scheme())
                                         : show(visit, 422, "passkey_gone");
}

void MySignIn::show_passkeys(const Visit& visit, View& page, View& me) const {
  const LocationId place = desk_of(parts_, visit.session.member);
  const auto moment = [&](const std::optional<Time>& at) {
    return at ? words_.moment(place, *at) : std::string(words_.text("me.never"));
  };
  const auto all = parts_.passkeys.list(visit.session.member.id);
  if (!all.empty()) {
    View& table = me.section("PASSKEYS");
    for (const staff::Passkey& one : all) {
      View& row = table.section("ONE").set("ID", one.id.value).set("NAME", one.name);
      row.set("ADDED", moment(one.added_at)).set("USED", moment(one.used_at));
      if (one.ended_at)
        row.section("ENDED")
            .set("AT", moment(one.ended_at))
            .set("HOW", words_.word("passkey_ends", staff::passkey_end_names[*one.ended_how]));
      else
        row.show("LIVE");
    }
  }
  if (!parts_.passkeys.party()) {
    me.show("NO_PASSKEYS");
  } else if (visit.session.stepped_up(parts_.clock.now())) {
    offer_passkey(page, me);
  } else {
    me.show("FIRST_STEP_UP");
  }
}

http::Response MySignIn::show(const Visit& visit, int status, std::string_view problem) const {
  const staff::Session& session = visit.session;
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, session, {"staff.own", "staff", session.member.id.value});
  });
  View page = words_.page("me", words_.text("me.title"), session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& me = page.section("ME").set("NAME_TYPED", visit.field("name"));
  show_passkeys(visit, page, me);
  const auto open = parts_.sessions.open(session.member.id);
  const LocationId place = desk_of(parts_, session.member);
  for (const staff::OpenSession& one : open) {
    View& row = me.section("SESSION").set("STARTED", words_.moment(place, one.started_at));
    row.set("SEEN", words_.moment(place, one.last_seen_at));
    if (one.key == session.key) row.show("THIS");
  }
  if (open.size() > 1) me.show("END_OTHERS");
  constexpr int news_shown = 20;
  if (const auto news = news_of(parts_, session.member.id, news_shown); !news.empty())
    show_news(me.section("CHANGES"), parts_, words_, news);
  return words_.answer(status, page);
}

}  // namespace latchkey::kiosk
