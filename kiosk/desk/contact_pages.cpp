#include "kiosk/desk/contact_pages.h"

#include <algorithm>
#include <charconv>

#include "core/base/hours.h"
#include "kiosk/desk/audit_query.h"
#include "kiosk/desk/ticket_act.h"

namespace latchkey::kiosk {

using audit::Answer;
using calls::Call;
using calls::CallId;
using staff::Grant;
using storage::Transaction;

namespace {

constexpr std::string_view contact_path = "/contact/";
constexpr int page_size = 50, of_ticket_max = 100;

Grant granted(const staff::Member& member) {
  return staff::allows(member.role, staff::Permission::contacts);
}

bool by_ticket_alone(const staff::Member& member) {
  return granted(member) == Grant::by_ticket || granted(member) == Grant::assigned_queue;
}

std::optional<std::int64_t> read_number(std::string_view text) {
  std::int64_t out = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
  return out;
}

// "1760000000000_17": a place in the list; empty for anything else.
std::optional<std::pair<Time, CallId>> read_place(std::string_view text) {
  const auto line = text.find('_');
  if (line == text.npos) return std::nullopt;
  const auto at = read_number(text.substr(0, line)), id = read_number(text.substr(line + 1));
  if (!at || !id) return std::nullopt;
  return std::pair(from_millis(*at), CallId{*id});
}

void add(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(out.empty() ? "?" : "&").append(name).append("=").append(value);
}

}  // namespace

Reach reach_over(const staff::Member& member, const Call& call,
                 const std::optional<tickets::Ticket>& ticket) {
  const Reach by_ticket = ticket ? reach_of(member, *ticket) : Reach::nothing;
  switch (granted(member)) {
    case Grant::read:
      return Reach::read;
    case Grant::own_offices: {
      const bool here = call.location && std::ranges::find(member.locations, *call.location) !=
                                             member.locations.end();
      return here ? Reach::work : by_ticket;
    }
    case Grant::by_ticket:
      return by_ticket;
    case Grant::assigned_queue:
      return by_ticket == Reach::nothing ? Reach::nothing : Reach::read;
    default:
      return Reach::nothing;
  }
}

struct ContactPages::Query {
  std::optional<tickets::HelpNumber> ticket{};
  std::optional<calls::Channel> channel{};
  std::optional<calls::Outcome> outcome{};
  std::optional<LocationId> office{};
  std::optional<std::chrono::local_days> day{};
  std::optional<std::pair<Time, CallId>> before{};

  static Query read(const Visit& visit) {
    Query out;
    out.ticket = tickets::read_help_number(visit.field("ticket"));
    out.channel = calls::channel_names.find(visit.field("channel"));
    out.outcome = calls::outcome_names.find(visit.field("outcome"));
    if (visit.number("office") != 0) out.office = LocationId{visit.number("office")};
    out.day = parse_day(visit.field("day"));
    out.before = read_place(visit.field("before"));
    return out;
  }
  std::string address() const {
    std::string out;
    if (channel) add(out, "channel", calls::channel_names[*channel]);
    if (outcome) add(out, "outcome", calls::outcome_names[*outcome]);
    if (office) add(out, "office", std::to_string(office->value));
    if (day) add(out, "day", day_text(*day));
    return out;
  }
  std::string address_after(const Call& last) const {
    std::string out = address();
    add(out, "before",
        std::to_string(to_millis(last.started_at)) + "_" + std::to_string(last.id.value));
    return out;
  }
};

struct ContactPages::Listed {
  std::vector<Call> calls{};
  enum class More { no, yes } more = More::no;
};

std::optional<http::Response> ContactPages::answer(const Visit& visit) const {
  const std::string_view path = visit.request.path;
  if (path != "/contacts" && !path.starts_with(contact_path)) return std::nullopt;
  const bool is_post = visit.request.method == "POST";
  if (path == "/contacts") {
    if (is_post) return std::nullopt;
    return list(visit);
  }
  const std::string_view which = path.substr(contact_path.size());
  if (which == "new") return is_post ? enter(visit) : entry_page(visit, 200, "");
  const auto id = read_number(which);
  if (!id) return std::nullopt;
  return is_post ? note(visit, CallId{*id}) : show(visit, CallId{*id}, 200, "");
}

http::Response ContactPages::refuse(const Visit& visit, Word action,
                                    std::string_view message) const {
  parts_.store.write([&](Transaction& tx) {
    record(tx, parts_, visit.session, {action, "none", 0, Answer::refused});
  });
  return words_.message(403, message, &visit.session);
}

// ---- The list ----------------------------------------------------------------------------------

// The look is on record before its rows are read (core/DECISIONS.md 53).
std::optional<ContactPages::Listed> ContactPages::read_list(const Visit& visit,
                                                            const Query& query) const {
  const staff::Member& member = visit.session.member;
  std::optional<TicketId> seen;
  parts_.store.write([&](Transaction& tx) {
    const auto id = query.ticket ? parts_.tickets.find(tx, *query.ticket) : std::nullopt;
    const auto ticket = id ? parts_.tickets.summary(tx, *id) : std::nullopt;
    if (ticket && reach_of(member, *ticket) != Reach::nothing) seen = id;
    record(tx, parts_, visit.session,
           {"contact.list", id ? Word("ticket") : Word("none"), id ? id->value : 0,
            seen || !query.ticket ? Answer::allowed : Answer::refused});
  });
  if (query.ticket && !seen) return std::nullopt;
  return parts_.store.read([&](Transaction& tx) {
    if (!seen) return search(tx, visit, query);
    return Listed{parts_.calls.of_ticket(tx, *seen, of_ticket_max)};
  });
}

ContactPages::Listed ContactPages::search(Transaction& tx, const Visit& visit,
                                          const Query& query) const {
  const staff::Member& member = visit.session.member;
  Listed out;
  calls::Filter filter;
  filter.channel = query.channel;
  filter.outcome = query.outcome;
  filter.before = query.before;
  filter.limit = page_size + 1;
  if (granted(member) == Grant::own_offices) filter.locations = member.locations;
  if (query.office) {
    const bool theirs = !filter.locations || std::ranges::find(*filter.locations, *query.office) !=
                                                 filter.locations->end();
    filter.locations = theirs ? std::vector{*query.office} : std::vector<LocationId>{};
  }
  if (query.day) {
    const Zone& zone = parts_.calendar.zone(desk_of(parts_, member));
    filter.from = start_of(zone, *query.day);
    filter.until = start_of(zone, *query.day + std::chrono::days(1));
  }
  out.calls = parts_.calls.list(tx, filter);
  if (out.calls.size() > page_size) {
    out.calls.pop_back();
    out.more = Listed::More::yes;
  }
  return out;
}

http::Response ContactPages::list(const Visit& visit) const {
  const staff::Member& member = visit.session.member;
  const Query query = Query::read(visit);
  if (by_ticket_alone(member) && !query.ticket)
    return refuse(visit, "contact.list", "contacts_by_ticket");
  const auto listed = read_list(visit, query);
  if (!listed) return words_.message(404, "no_ticket", &visit.session);
  View page = words_.page("contacts", words_.text("contacts.title"), visit.session);
  View& part = page.section("CONTACTS");
  if (query.ticket)
    part.section("OF_TICKET")
        .set("PATH", "/ticket/" + query.ticket->digits)
        .set("NUMBER", grouped(*query.ticket));
  else
    show_filters(part, visit, query);
  if (granted(member) == Grant::own_offices || granted(member) == Grant::by_ticket)
    part.section("NEW").set("LINK", query.ticket ? "/contact/new?ticket=" + query.ticket->digits
                                                 : std::string("/contact/new"));
  if (listed->calls.empty())
    part.show("NONE");
  else
    show_rows(part.section("TABLE"), listed->calls);
  if (query.before) part.section("FIRST").set("LINK", "/contacts" + query.address());
  if (listed->more == Listed::More::yes)
    part.section("MORE").set("LINK", "/contacts" + query.address_after(listed->calls.back()));
  return words_.answer(200, page);
}

void ContactPages::show_filters(View& part, const Visit& visit, const Query& query) const {
  View& form = part.section("FILTERS");
  const auto option = [&](const char* section, std::string_view word,
                          std::string_view text) -> View& {
    return form.section(section).set("WORD", word).set("TEXT", text);
  };
  for (const std::string_view word : calls::channel_names.words) {
    View& one = option("CHANNEL", word, words_.word("channels", word));
    if (query.channel && calls::channel_names[*query.channel] == word) one.show("CHOSEN");
  }
  for (const std::string_view word : calls::outcome_names.words) {
    View& one = option("OUTCOME", word, words_.word("contact_outcomes", word));
    if (query.outcome && calls::outcome_names[*query.outcome] == word) one.show("CHOSEN");
  }
  const staff::Member& member = visit.session.member;
  for (const Location& office : words_.offices()) {
    const bool theirs = granted(member) != Grant::own_offices ||
                        std::ranges::find(member.locations, office.id) != member.locations.end();
    if (!theirs) continue;
    View& one = option("PLACE", std::to_string(office.id.value), office.name);
    if (query.office == office.id) one.show("CHOSEN");
  }
  form.set("DAY", query.day ? day_text(*query.day) : "");
}

void ContactPages::show_rows(View& part, const std::vector<Call>& calls) const {
  for (const Call& call : calls) {
    const LocationId place = call.location.value_or(parts_.config.clinic.default_location);
    View& row = part.section("ROW");
    row.set("PATH", std::string(contact_path) + std::to_string(call.id.value));
    row.set("BEGAN", words_.moment(place, call.started_at));
    row.set("CHANNEL", call.entry ? words_.word("ways", calls::way_names[call.entry->way])
                                  : words_.word("channels", calls::channel_names[call.channel]));
    row.set("OFFICE", call.location ? words_.office(*call.location) : "–");
    row.set("ABOUT", call.topic.empty() ? "–" : words_.word("results", call.topic));
    row.set("OUTCOME", call.outcome
                           ? words_.word("contact_outcomes", calls::outcome_names[*call.outcome])
                           : words_.word("contact_outcomes", "goes_on"));
    if (!call.failure.empty())
      row.section("WHY").set("TEXT", words_.word("failures", call.failure));
    row.set("LASTED", lasted(call.ended_at.value_or(parts_.clock.now()) - call.started_at));
  }
}

// ---- One contact -------------------------------------------------------------------------------

std::optional<OpenedContact> ContactPages::open(Transaction& tx, const Visit& visit,
                                                CallId id) const {
  const staff::Member& member = visit.session.member;
  auto call = parts_.calls.get(tx, id);
  const auto ticket =
      call && call->ticket ? parts_.tickets.summary(tx, *call->ticket) : std::nullopt;
  const Reach reach = call ? reach_over(member, *call, ticket) : Reach::nothing;
  record(tx, parts_, visit.session,
         {"contact.view", "contact", call ? id.value : 0,
          reach == Reach::nothing ? Answer::refused : Answer::allowed});
  if (reach == Reach::nothing) return std::nullopt;
  OpenedContact out{*std::move(call), reach};
  // Which office has the ticket is that office's to know (rulings.md R2).
  if (ticket && reach_of(member, *ticket) != Reach::nothing) out.ticket = ticket;
  out.steps = parts_.calls.steps_of(tx, id);
  for (Call& leg : parts_.calls.of_conversation(tx, out.call.conversation))
    if (leg.id != id) out.legs.push_back(std::move(leg));
  out.sent =
      parts_.outbox.progress_of(tx, courier::OriginKind::conversation, out.call.conversation.value);
  out.notes = parts_.calls.notes_of(tx, id);
  std::optional<PatientId> patient = out.ticket ? out.ticket->patient : std::nullopt;
  if (out.call.entry && out.call.entry->patient) patient = out.call.entry->patient;
  if (patient &&
      staff::open_now(tx, parts_.sealer, member.id, *patient, parts_.clock.now()).has_value())
    out.person = parts_.roster.person(tx, *patient);
  return out;
}

http::Response ContactPages::show(const Visit& visit, CallId id, int status,
                                  std::string_view problem) const {
  MemberNames names;
  for (const staff::Member& each : parts_.staff.list()) names[each.id] = each.display;
  const auto opened = parts_.store.write([&](Transaction& tx) { return open(tx, visit, id); });
  if (!opened) return words_.message(404, "no_contact", &visit.session);
  View page = contact_view(words_, visit, *opened, names, parts_.config.cost, parts_.clock.now());
  if (!problem.empty())
    page.section("PROBLEM").set("TEXT", words_.text("problems." + std::string(problem)));
  return words_.answer(status, page);
}

// Added and never altered: what was wrong is put right by the next note.
http::Response ContactPages::note(const Visit& visit, CallId id) const {
  const auto text = read_note(visit.field("note"));
  enum class Did { noted, unseen, denied, nothing };
  const Did did = parts_.store.write([&](Transaction& tx) {
    const auto call = parts_.calls.get(tx, id);
    const auto ticket =
        call && call->ticket ? parts_.tickets.summary(tx, *call->ticket) : std::nullopt;
    const Reach reach = call ? reach_over(visit.session.member, *call, ticket) : Reach::nothing;
    const bool is_new = call && text && !text->empty() && reach == Reach::work;
    record(tx, parts_, visit.session,
           {"contact.note", "contact", call ? id.value : 0,
            is_new ? Answer::allowed : Answer::refused});
    if (reach == Reach::nothing) return Did::unseen;
    if (reach == Reach::read) return Did::denied;
    if (!is_new) return Did::nothing;
    // The same words again from the same hand are the same press.
    const auto before = parts_.calls.notes_of(tx, id);
    const bool repeated = !before.empty() && before.back().text == *text &&
                          before.back().by == visit.session.member.id;
    if (!repeated) parts_.calls.note(tx, id, visit.session.member.id, *text, parts_.clock.now());
    return Did::noted;
  });
  switch (did) {
    case Did::unseen:
      return words_.message(404, "no_contact", &visit.session);
    case Did::denied:
      return words_.message(403, "not_your_role", &visit.session);
    case Did::nothing:
      return show(visit, id, 422, text ? "note_empty" : "note_long");
    case Did::noted:
      break;
  }
  return redirect(std::string(contact_path) + std::to_string(id.value), words_.scheme());
}

}  // namespace latchkey::kiosk
