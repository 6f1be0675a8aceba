#include "kiosk/desk/audit_pages.h"

#include "core/audit/actions.h"
#include "core/operations/workplace.h"
#include "kiosk/desk/audit_export.h"

namespace latchkey::kiosk {

using audit::Answer;
using audit::Record;
using storage::Transaction;

namespace {

constexpr int page_size = 50;

std::string link_to(const std::string& query) {
  return query.empty() ? "/audit" : "/audit?" + query;
}

// What somebody typed that stands for one row.
struct Named {
  enum class How { nothing, found, unknown, both } how = How::nothing;
  std::string kind{};
  std::int64_t id = 0;
};

Named named_by(Transaction& tx, const DeskParts& parts, const Visit& visit) {
  using How = Named::How;
  const std::string_view number = visit.field("number"), record_number = visit.field("record");
  if (!number.empty() && !record_number.empty()) return {How::both};
  if (!number.empty()) {
    const auto read = tickets::read_help_number(number);
    const auto ticket = read ? parts.tickets.find(tx, *read) : std::nullopt;
    return ticket ? Named{How::found, "ticket", ticket->value} : Named{How::unknown};
  }
  if (record_number.empty()) return {};
  const auto patients = parts.roster.by_record_number(tx, record_number);
  return patients.empty() ? Named{How::unknown}
                          : Named{How::found, "patient", patients.front().value};
}

}  // namespace

bool may_read_audit(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::audit_log) != staff::Grant::denied;
}

void record_audit_deed(Transaction& tx, const DeskParts& parts, const Visit& visit,
                       const Deed& deed, const std::string& details) {
  parts.audit.append(
      tx, {audit::Actor::staff, visit.session.member.id.value, deed.action, deed.subject_kind,
           deed.subject_id, deed.answer, details, parts.clock.now()});
}

http::Response refuse_audit(const DeskParts& parts, const DeskWords& words, const Visit& visit,
                            Word action) {
  parts.store.write([&](Transaction& tx) {
    record(tx, parts, visit.session, {action, "none", 0, Answer::refused});
  });
  return words.message(403, "no_audit", &visit.session);
}

std::optional<http::Response> AuditPages::answer(const Visit& visit) const {
  if (visit.request.path != "/audit") return std::nullopt;
  const bool is_post = visit.request.method == "POST";
  if (!may_read_audit(visit.session.member))
    return refuse_audit(parts_, words_, visit, is_post ? Word("audit.find") : Word("audit.list"));
  if (is_post) return find(visit);
  return list(visit, AuditQuery::read(visit, clinic_zone(parts_)), "");
}

// A record number is posted and never an address: only the row's id is.
http::Response AuditPages::find(const Visit& visit) const {
  AuditQuery query = AuditQuery::read(visit, clinic_zone(parts_));
  query.filter.after.reset();
  const Named named = parts_.store.write([&](Transaction& tx) {
    Named out = named_by(tx, parts_, visit);
    if (out.how == Named::How::found)
      record(tx, parts_, visit.session,
             {"audit.find", out.kind == "ticket" ? Word("ticket") : Word("patient"), out.id});
    if (out.how == Named::How::unknown)
      record(tx, parts_, visit.session, {"audit.find", "none", 0, Answer::refused});
    return out;
  });
  switch (named.how) {
    case Named::How::both:
      return list(visit, query, "audit_both");
    case Named::How::unknown:
      return list(visit, query, "audit_unknown");
    case Named::How::found:
      query.filter.subject = {named.kind, named.id};
      break;
    case Named::How::nothing:
      break;
  }
  return redirect(link_to(query.address()), words_.scheme());
}

http::Response AuditPages::list(const Visit& visit, const AuditQuery& query,
                                std::string_view problem) const {
  parts_.store.write([&](Transaction& tx) {
    record_audit_deed(tx, parts_, visit, {"audit.list", "none", 0}, query.words());
  });
  audit::Filter filter = query.filter;
  filter.limit = page_size + 1;
  auto records = parts_.store.read([&](Transaction& tx) { return parts_.audit.list(tx, filter); });
  View page = words_.page("audit", words_.text("audit.title"), visit.session);
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  View& log = page.section("AUDIT");
  if (records.size() > page_size) {
    records.pop_back();
    log.section("MORE").set("LINK", link_to(query.address_after(place_of(records.back()))));
  }
  if (query.filter.after) log.section("FIRST").set("LINK", link_to(query.address()));
  AuditNames names(parts_, words_);
  names.learn(records);
  show_form(log, query, names);
  show_rows(log, records, names);
  if (may_export_audit(visit.session.member)) offer_export(log, query);
  return words_.answer(problem.empty() ? 200 : 422, page);
}

void AuditPages::show_form(View& log, const AuditQuery& query, const AuditNames& names) const {
  const audit::Filter& filter = query.filter;
  View& form = log.section("FORM");
  for (const staff::Member& member : parts_.staff.list()) {
    View& one = form.section("MEMBER");
    one.set("ID", member.id.value).set("NAME", member.display);
    if (filter.staff == member.id.value) one.show("CHOSEN");
  }
  View* group = nullptr;
  std::optional<audit::ActionGroup> last;
  for (const audit::Action& action : audit::actions()) {
    if (last != action.group) {
      group = &form.section("GROUP");
      group->set("NAME", words_.word("audit_groups", audit::action_group_names[action.group]));
    }
    last = action.group;
    View& one = group->section("ACTION");
    one.set("WORD", action.word).set("NAME", names.action(action.word));
    if (filter.action == action.word) one.show("CHOSEN");
  }
  for (const std::string_view answer : audit::answer_names.words) {
    View& one = form.section("ANSWER");
    one.set("WORD", answer).set("NAME", words_.word("audit_answers", answer));
    if (filter.answer && audit::answer_names[*filter.answer] == answer) one.show("CHOSEN");
  }
  form.set("FROM", query.from ? day_text(*query.from) : "");
  form.set("UNTIL", query.until ? day_text(*query.until) : "");
  if (!filter.subject) return;
  form.section("ONLY")
      .set("KIND", filter.subject->first)
      .set("SUBJECT", filter.subject->second)
      .set("NAME", names.subject(filter.subject->first, filter.subject->second));
}

void AuditPages::show_rows(View& log, const std::vector<Record>& records,
                           const AuditNames& names) const {
  if (records.empty()) log.show("NONE");
  if (records.empty()) return;
  const Zone& zone = clinic_zone(parts_);
  View& table = log.section("TABLE");
  for (const Record& record : records) {
    View& row = table.section("ROW");
    row.set("WHEN", exact_moment(zone, record.at)).set("MOMENT", iso_utc(record.at));
    row.set("WHO", names.actor(record)).set("WHAT", names.action(record.action));
    const std::string subject = names.subject(record.subject_kind, record.subject_id);
    View& whom = row.section(record.subject_id != 0 ? "WHOM_LINK" : "WHOM");
    whom.set("NAME", subject).set("KIND", record.subject_kind).set("SUBJECT", record.subject_id);
    row.set("ANSWER", words_.word("audit_answers", audit::answer_names[record.answer]));
    if (record.answer == Answer::refused) row.show("REFUSED");
    row.set("DETAILS", record.details);
    if (record.seal == Record::Seal::broken) row.show("BROKEN");
    row.set("NUMBER", std::to_string(record.node) + "/" + std::to_string(record.sequence));
  }
}

}  // namespace latchkey::kiosk
