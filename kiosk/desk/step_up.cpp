#include "kiosk/desk/step_up.h"

#include <array>

#include "kiosk/desk/draft.h"
#include "kiosk/desk/passkey_forms.h"

namespace latchkey::kiosk {

std::optional<http::Response> StepUp::needed(const Visit& visit) const {
  if (visit.session.stepped_up(parts_.clock.now())) return std::nullopt;
  const StaffId author = visit.session.member.id;
  return page(visit, 422, keep_draft(parts_, author, visit.request, visit.fields), "");
}

std::optional<http::Response> StepUp::answer(const Visit& visit) const {
  const bool is_post = visit.request.method == "POST";
  if (visit.request.path == "/step-up")
    return is_post ? by_digits(visit) : page(visit, 200, "", "");
  if (visit.request.path != "/step-up/passkey") return std::nullopt;
  if (is_post) return by_passkey(visit);
  return json_answer(200, step_up_options(parts_.passkeys, visit.session), words_.scheme());
}

http::Response StepUp::page(const Visit& visit, int status, std::string_view draft,
                            std::string_view problem) const {
  View page = words_.page("step_up", words_.text("step_up.title"), visit.session);
  if (!problem.empty()) page.section("PROBLEM").set("TEXT", problem);
  View& form = page.section("STEP_UP").set("DRAFT", draft);
  const StaffId member = visit.session.member.id;
  if (parts_.passkeys.party() && !parts_.passkeys.credentials(member).empty())
    offer_passkey(page, form).set("DRAFT", draft);
  return words_.answer(status, page);
}

http::Response StepUp::by_digits(const Visit& visit) const {
  const auto done = [&](storage::Transaction& tx, StaffId id) {
    record(tx, parts_, visit.session, {"staff.step_up", "staff", id.value});
  };
  if (parts_.staff.step_up(visit.session, visit.field("code"), done) == staff::StepUp::done)
    return go_on(visit);
  parts_.store.write([&](storage::Transaction& tx) { record_refusal(tx, visit, nullptr); });
  return page(visit, 422, visit.field(draft_field), words_.text("problems.step_up"));
}

http::Response StepUp::by_passkey(const Visit& visit) const {
  const auto told = [&](storage::Transaction& tx, const staff::Session*,
                        const staff::PasskeyRefused* refused) {
    if (refused) return record_refusal(tx, visit, refused);
    record(tx, parts_, visit.session, {"staff.step_up", "staff", visit.session.member.id.value});
  };
  if (!parts_.passkeys.step_up(visit.session, read_assertion(visit.fields), told))
    return go_on(visit);
  return page(visit, 422, visit.field(draft_field), words_.text("problems.step_up"));
}

// What was typed is sent by the member's own press, never by this.
http::Response StepUp::go_on(const Visit& visit) const {
  if (auto answer = follow_draft(parts_, words_, visit.session, visit.field(draft_field)))
    return *std::move(answer);
  return redirect("/me", words_.scheme());
}

// `passkey`: what was wrong with it; null for digits.
void StepUp::record_refusal(storage::Transaction& tx, const Visit& visit,
                            const staff::PasskeyRefused* passkey) const {
  const staff::Member& member = visit.session.member;
  std::string why = visit.request.peer;
  if (passkey) why.append(", passkey: ").append(staff::flaw_names[passkey->flaw]);
  const audit::Event event{audit::Actor::staff,
                           member.id.value,
                           "staff.step_up",
                           "staff",
                           member.id.value,
                           audit::Answer::refused,
                           why,
                           parts_.clock.now()};
  // A copied passkey is told whatever was refused before it.
  if (passkey && passkey->flaw == staff::Flaw::counter) return parts_.audit.append(tx, event);
  const std::array<audit::Source, 1> sources{{{"step up|" + member.name, 10}}};
  parts_.audit.append_refusal(tx, event, sources);
}

}  // namespace latchkey::kiosk
