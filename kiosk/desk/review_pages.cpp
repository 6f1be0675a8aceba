#include "kiosk/desk/review_pages.h"

#include <algorithm>
#include <set>

#include "core/base/hours.h"
#include "kiosk/desk/audit_names.h"
#include "kiosk/desk/audit_pages.h"
#include "kiosk/desk/sign_in_news.h"
#include "kiosk/desk/ticket_act.h"

namespace latchkey::kiosk {

using audit::Answer;
using audit::Signature;
using Signed = audit::Reviews::Signed;
using audit::Week;
using std::chrono::days;
using storage::Transaction;

namespace {

constexpr int news_listed = 100;
constexpr int weeks_listed = 12;  // further back than a quarter, the log itself is searched

std::string path_of(Week week) { return "/audit/review?week=" + day_text(week); }

}  // namespace

struct ReviewPages::Known {
  Week began, listed;  // the log's first week, and the first of those that are told as due
  std::vector<Signature> signatures;
  std::vector<audit::Glass> glass;  // of the first of those weeks, or the one asked for, and later
  std::vector<Signature> of(Week week) const {
    std::vector<Signature> out;
    std::ranges::copy_if(signatures, std::back_inserter(out),
                         [&](const Signature& one) { return one.week == week; });
    return out;
  }
};

Week ReviewPages::this_week() const {
  return week_of(day_of(clinic_zone(parts_), parts_.clock.now()));
}

std::optional<http::Response> ReviewPages::answer(const Visit& visit) const {
  if (visit.request.path != "/audit/review") return std::nullopt;
  const bool is_post = visit.request.method == "POST";
  if (!may_read_audit(visit.session.member))
    return refuse_audit(parts_, words_, visit, is_post ? Word("audit.sign") : Word("audit.review"));
  const Week last_whole = this_week() - days(7);
  const auto asked = parse_day(visit.field("week"));
  const Week week = asked ? week_of(*asked) : last_whole;
  if (is_post && visit.field("do") == "glass")
    return look_at_glass(visit, std::min(week, this_week()));
  if (is_post) return asked ? sign(visit, week) : show(visit, week, "review_week");
  return show(visit, std::min(week, this_week()), "");
}

ReviewPages::Known ReviewPages::known(Week week) const {
  const Week listed = this_week() - days(7 * weeks_listed);
  return parts_.store.read([&](Transaction& tx) {
    const auto began = audit::began(tx);
    const Week first = began ? week_of(day_of(clinic_zone(parts_), *began)) : this_week();
    const audit::Reviews reviews(parts_.audit);
    const Week since = std::min(listed, week);
    return Known{first, std::max(listed, first), reviews.since(tx, since),
                 reviews.glass(tx, start_of(clinic_zone(parts_), since),
                               parts_.clock.now() + std::chrono::hours(1))};
  });
}

ReviewPages::State ReviewPages::state_of(const std::vector<Signature>& signatures, Week week,
                                         const std::vector<ReviewLine>& lines) const {
  if (week >= this_week()) return State::running;
  const auto counts = [](const Signature& one) { return one.seal == audit::Record::Seal::whole; };
  if (std::ranges::none_of(signatures, counts)) return State::due;
  const auto is_judge_of_self = [&](const Signature& one) {
    return !counts(one) || std::ranges::any_of(lines, [&](const ReviewLine& line) {
      return line.member == one.reviewer &&
             line.acts + line.opens + line.control + line.exceptions > 0;
    });
  };
  return std::ranges::all_of(signatures, is_judge_of_self) ? State::own_only : State::reviewed;
}

http::Response ReviewPages::sign(const Visit& visit, Week week) const {
  const Week begins = known(week).began;
  const bool is_over = week < this_week() && week >= begins;
  const auto note = read_note(visit.field("note"));
  if (!is_over) return show(visit, std::min(week, this_week()), "review_week");
  if (!note) return show(visit, week, "note_long");
  const Signature signature{week, visit.session.member.id, parts_.clock.now(), *note};
  const auto signed_now = parts_.store.write(
      [&](Transaction& tx) { return audit::Reviews(parts_.audit).sign(tx, signature); });
  if (signed_now != Signed::now) return show(visit, week, "review_signed");
  return redirect(path_of(week), words_.scheme());
}

http::Response ReviewPages::look_at_glass(const Visit& visit, Week week) const {
  const auto note = read_note(visit.field("note"));
  if (!note) return show(visit, week, "note_long");
  const auto said = parts_.store.write([&](Transaction& tx) {
    return audit::Reviews(parts_.audit)
        .look_at(tx, visit.number("glass"), {visit.session.member.id, parts_.clock.now(), *note});
  });
  switch (said) {
    case Signed::now:
      return redirect(path_of(week), words_.scheme());
    case Signed::already:
      return show(visit, week, "glass_looked");
    case Signed::own:
      return show(visit, week, "glass_own");
    case Signed::unknown:
      break;
  }
  return show(visit, week, "unknown");
}

http::Response ReviewPages::show(const Visit& visit, Week week, std::string_view problem) const {
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session,
           {"audit.review", "week", week.time_since_epoch().count(), Answer::allowed});
  });
  const WeekSheet sheet = review_of(parts_, week);
  const Known stored = known(week);
  const std::vector<Signature> signatures = stored.of(week);
  const State state = state_of(signatures, week, sheet.lines);
  const std::string first = day_text(week), last = day_text(week + days(6));
  View page = words_.page("review",
                          words_.fill("review_filled.title", {{"from", std::string_view(first)},
                                                              {"until", std::string_view(last)}}),
                          visit.session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& review = page.section("REVIEW");
  review.section("BEFORE").set("LINK", path_of(week - days(7)));
  if (week < this_week()) review.section("AFTER").set("LINK", path_of(week + days(7)));
  show_due(review, stored);
  show_state(review, state, sheet);
  show_lines(review, visit, week, sheet.lines);
  show_glass(review, visit, week, stored);
  const Zone& zone = clinic_zone(parts_);
  const auto news =
      news_between(parts_, start_of(zone, week), start_of(zone, week + days(7)), news_listed);
  if (!news.empty()) show_news(review.section("CHANGES"), parts_, words_, news);
  show_signatures(review, signatures);
  const bool has_signed = std::ranges::any_of(signatures, [&](const Signature& one) {
    return one.reviewer == visit.session.member.id && one.seal == audit::Record::Seal::whole;
  });
  if (state != State::running && week >= stored.began && !has_signed)
    review.section("SIGN").set("WEEK", first);
  return words_.answer(problem.empty() ? 200 : 422, page);
}

void ReviewPages::show_state(View& review, State state, const WeekSheet& sheet) const {
  constexpr std::string_view said[] = {"running", "due", "own_only", "reviewed"};
  const bool is_well = state == State::reviewed || state == State::running;
  review.section(is_well ? "WELL" : "UNWELL")
      .set("TEXT", words_.text("review." + std::string(said[static_cast<int>(state)])));
  if (sheet.broken > 0) review.section("BROKEN_ROWS").set("COUNT", std::int64_t{sheet.broken});
}

void ReviewPages::show_due(View& review, const Known& known) const {
  std::set<Week> is_signed, has_glass;
  for (const Signature& one : known.signatures)
    if (one.seal == audit::Record::Seal::whole) is_signed.insert(one.week);
  for (const audit::Glass& one : known.glass)
    if (one.looks.empty()) has_glass.insert(week_of(day_of(clinic_zone(parts_), one.row.at)));
  View* waiting = nullptr;
  for (const Week week : has_glass) {
    if (!waiting) waiting = &review.section("GLASS_DUE");
    waiting->section("WEEK").set("LINK", path_of(week)).set("NAME", day_text(week));
  }
  View* due = nullptr;
  for (Week week = known.listed; week < this_week(); week += days(7)) {
    if (is_signed.contains(week)) continue;
    if (!due) due = &review.section("DUE");
    due->section("WEEK").set("LINK", path_of(week)).set("NAME", day_text(week));
  }
}

void ReviewPages::show_lines(View& review, const Visit& visit, Week week,
                             const std::vector<ReviewLine>& lines) const {
  if (lines.empty()) review.show("NOBODY");
  if (lines.empty()) return;
  const AuditNames names(parts_, words_);
  View& table = review.section("TABLE");
  table.set("FROM", day_text(week)).set("UNTIL", day_text(week + days(6)));
  // What a reviewer asks about is marked; that there is none of it is not.
  const auto look = [](View& row, std::string_view name, int count) {
    row.section(std::string(name) + (count > 0 ? "_SOME" : "_NONE")).set("COUNT", count);
  };
  for (const ReviewLine& line : lines) {
    View& row = table.section("ROW");
    row.set("ID", line.member.value).set("NAME", names.member(line.member.value));
    if (line.member == visit.session.member.id) row.show("SELF");
    row.set("SIGN_INS", line.sign_ins).set("LOOK_UPS", line.look_ups).set("OPENS", line.opens);
    row.set("WORK", line.work).set("ACTS", line.acts).set("REFUSED", line.refused);
    if (line.off_hours)
      row.set("OFF_HOURS", *line.off_hours);
    else
      row.set("OFF_HOURS", words_.text("review.unknown_hours"));
    row.set("CONTROL", std::int64_t{line.control});
    look(row, "UNTICKETED", line.acts_without_ticket);
    look(row, "OWN", line.same_name);
    look(row, "FAMILY", line.same_surname);
    look(row, "ODD", line.exceptions);
  }
}

// Whom it was about is told by record number and office, not by name: enough to ask.
void ReviewPages::show_glass(View& review, const Visit& visit, Week week,
                             const Known& known) const {
  const AuditNames names(parts_, words_);
  const Zone& zone = clinic_zone(parts_);
  View* list = nullptr;
  for (const audit::Glass& one : known.glass) {
    if (week_of(day_of(zone, one.row.at)) != week) continue;
    if (!list) list = &review.section("GLASSES");
    View& glass = list->section("GLASS").set("WHO", names.actor(one.row));
    glass.set("WHEN", exact_moment(zone, one.row.at)).set("REASON", one.row.details);
    const auto person = parts_.store.read(
        [&](Transaction& tx) { return parts_.roster.person(tx, PatientId{one.row.subject_id}); });
    if (person)
      glass.section("WHOM")
          .set("NUMBER", person->record_number)
          .set("OFFICE", words_.office(person->location))
          .set("ID", one.row.subject_id);
    else
      glass.show("NO_RECORD");
    if (one.row.answer == Answer::refused) glass.show("REFUSED");
    if (one.row.seal == audit::Record::Seal::broken) glass.show("CHANGED");
    for (const audit::Glass::Look& look : one.looks)
      glass.section("LOOK")
          .set("NAME", names.member(look.reviewer.value))
          .set("WHEN", exact_moment(zone, look.at))
          .set("NOTE", look.note);
    if (one.looks.empty()) glass.show("OPEN");
    const StaffId self = visit.session.member.id;
    const bool looked =
        std::ranges::find(one.looks, self, &audit::Glass::Look::reviewer) != one.looks.end();
    if (!looked && one.row.actor_id != self.value)
      glass.section("FORM").set("KEY", one.key).set("WEEK", day_text(week));
  }
}

void ReviewPages::show_signatures(View& review, const std::vector<Signature>& signatures) const {
  if (signatures.empty()) return;
  const AuditNames names(parts_, words_);
  View& list = review.section("SIGNATURES");
  for (const Signature& one : signatures) {
    View& signature = list.section("SIGNATURE").set("NAME", names.member(one.reviewer.value));
    signature.set("WHEN", exact_moment(clinic_zone(parts_), one.at)).set("NOTE", one.note);
    if (one.seal == audit::Record::Seal::broken) signature.show("CHANGED");
  }
}

}  // namespace latchkey::kiosk
