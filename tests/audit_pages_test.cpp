#include "kiosk/desk/audit_pages.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/audit/actions.h"
#include "core/base/hex.h"
#include "core/base/json.h"
#include "kiosk/desk/csv_file.h"
#include "tests/fakes/desk_room.h"
#include "tests/fakes/shown.h"

using namespace latchkey;
using audit::Actor;
using audit::Answer;
using fakes::between;
using fakes::DeskRoom;
using fakes::header;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

struct Deed {
  Word action = "ticket.view";
  Word kind = "ticket";
  std::int64_t subject = 7;
  Answer answer = Answer::allowed;
  std::string details{};
};

void did(DeskRoom& room, StaffId who, const Deed& deed) {
  room.store->write([&](storage::Transaction& tx) {
    room.audit.append(tx, {Actor::staff, who.value, deed.action, deed.kind, deed.subject,
                           deed.answer, deed.details, room.clock.now()});
  });
}

// The numbers of the rows on a page, in order: "1/17".
std::vector<std::string> rows_on(const http::Response& page) {
  std::vector<std::string> out;
  const std::string before = "<td class=\"number\">";
  for (auto at = page.body.find(before); at != std::string::npos;
       at = page.body.find(before, at + 1)) {
    const auto begin = at + before.size();
    out.push_back(page.body.substr(begin, page.body.find('<', begin) - begin));
  }
  return out;
}

std::string older_than(const http::Response& page) {
  const auto end = page.body.find("\">Older rows</a>");
  if (end == std::string::npos) return "";
  const auto begin = page.body.rfind("href=\"", end) + 6;
  return fakes::unescaped(page.body.substr(begin, end - begin));
}

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("administrators and managers read the audit log; everybody else is refused on record") {
  DeskRoom room;
  for (const auto& [name, role] : {std::pair("ada", Role::admin), {"max", Role::manager}}) {
    const auto member = room.signed_in(name, role, {});
    const auto page = room.get("/audit", member);
    CHECK(page.status == 200);
    CHECK(says(page, "Read the audit log"));
    CHECK(says(page, std::string("Colleague ") + name));
    const auto audited = room.audited(member.id).at(0);
    CHECK(audited.action == "audit.list");
    CHECK(audited.answer == Answer::allowed);
    CHECK(audited.details == "everything");
  }
  for (const auto& [name, role] :
       {std::pair("clara", Role::office), {"ivan", Role::it}, {"olga", Role::outsourced_desk}}) {
    const auto member = room.signed_in(name, role);
    for (const std::string path : {"/audit", "/audit?staff=1"}) {
      CHECK(room.get(path, member).status == 403);
      CHECK(room.audited(member.id).at(0).action == "audit.list");
      CHECK(room.audited(member.id).at(0).answer == Answer::refused);
    }
    CHECK(room.post("/audit", member, {{"number", "1"}}).status == 403);
    CHECK(room.audited(member.id).at(0).action == "audit.find");
    CHECK(room.post("/audit/export", member, {{"format", "csv"}}).status == 403);
    CHECK(room.audited(member.id).at(0).action == "audit.export");
    CHECK(room.audited(member.id).at(0).answer == Answer::refused);
    CHECK_FALSE(says(room.get("/", member), "href=\"/audit\""));
  }
  CHECK(room.get("/audit").status == 303);
}

TEST_CASE("the log is searched by colleague, action, answer and day, each alone and together") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const StaffId clara{1001}, tom{1002};
  did(room, clara, {"ticket.view"});
  did(room, clara, {"ticket.note", "ticket", 7, Answer::refused});
  did(room, tom, {"ticket.view", "ticket", 8});
  room.clock.pass(std::chrono::hours(72));
  const auto late = room.signed_in("late", Role::admin, {});
  did(room, tom, {"ticket.note", "ticket", 8});
  const auto count = [&](const std::string& query, std::string_view row) {
    const auto page = room.get("/audit?" + query, late);
    CHECK(page.status == 200);
    std::size_t found = 0;
    const std::string cell = "<td>" + std::string(row) + "</td>";
    for (auto at = page.body.find(cell); at != std::string::npos; at = page.body.find(cell, at + 1))
      ++found;
    return found;
  };
  CHECK(count("", "Wrote a note") == 2);
  CHECK(count("staff=1001", "Wrote a note") == 1);
  CHECK(count("staff=1001", "Opened a ticket") == 1);
  CHECK(count("action=ticket.note", "Wrote a note") == 2);
  CHECK(count("action=ticket.note", "Opened a ticket") == 0);
  CHECK(count("action=ticket.note&answer=refused", "Wrote a note") == 1);
  CHECK(count("answer=refused", "Wrote a note") == 1);
  CHECK(count("kind=ticket&subject=8", "Wrote a note") == 1);
  CHECK(count("kind=ticket&subject=8&staff=1001", "Wrote a note") == 0);
  CHECK(count("kind=ticket&subject=7&action=ticket.view", "Opened a ticket") == 1);
  CHECK(count("kind=ticket&subject=7&answer=allowed", "Wrote a note") == 0);
  // The room's clock begins on 9 October 2025.
  CHECK(count("until=2025-10-09", "Wrote a note") == 1);
  CHECK(count("from=2025-10-10", "Wrote a note") == 1);
  CHECK(count("from=2025-10-09&until=2025-10-09&staff=1002", "Opened a ticket") == 1);
  CHECK(count("from=2025-10-10&staff=1002", "Opened a ticket") == 0);
  // What can't be asked is asked for nobody's harm.
  CHECK(count("from=yesterday&staff=x&action=drop&answer=maybe&kind=table&subject=8&after=1_2",
              "Wrote a note") == 2);
  const auto asked = room.audited(late.id);
  const bool told = std::ranges::any_of(asked, [](const audit::Record& record) {
    return record.details == "staff=1002 from=2025-10-09 until=2025-10-09";
  });
  CHECK(told);
  (void)ada;
}

TEST_CASE(
    "a ticket is found by its help number and a patient by their record, never by an address") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const PatientId patient = room.patient("MRN-44712099", lake);
  const std::string number = room.open(room.ask(lake, patient));
  room.get("/ticket/" + number, clara);
  did(room, clara.id, {"patient.find", "patient", patient.value});
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto by_ticket = room.post("/audit", ada, {{"number", number}});
  CHECK(by_ticket.status == 303);
  CHECK(header(by_ticket, "Location").starts_with("/audit?kind=ticket&subject="));
  const auto ticket_rows = room.get(header(by_ticket, "Location"), ada);
  CHECK(says(ticket_rows, "Opened a ticket"));
  CHECK(says(ticket_rows, number.substr(0, 3) + " " + number.substr(3)));
  const auto by_record =
      room.post("/audit", ada, {{"record", "44712099"}, {"answer", "allowed"}, {"from", ""}});
  CHECK(by_record.status == 303);
  const std::string address = header(by_record, "Location");
  CHECK(address ==
        "/audit?kind=patient&subject=" + std::to_string(patient.value) + "&answer=allowed");
  CHECK(room.audited(ada.id).at(0).subject_id == patient.value);
  const auto rows = room.get(address, ada);
  CHECK(says(rows, "Looked up a patient"));
  CHECK_FALSE(says(rows, "Underbridge"));
  CHECK_FALSE(says(rows, "44712099"));
  for (const http::Fields& fields :
       {http::Fields{{"number", "1234567"}}, {{"record", "nobody"}}, {{"record", "999"}}}) {
    const auto none = room.post("/audit", ada, fields);
    CHECK(none.status == 422);
    CHECK(says(none, "There is no ticket or patient with that number."));
    CHECK(room.audited(ada.id).at(1).answer == Answer::refused);
  }
  CHECK(room.post("/audit", ada, {{"record", "1"}, {"number", number}}).status == 422);
}

TEST_CASE("pages of the log leave no gap and show no row twice, also where moments are equal") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const audit::Audit second{room.sealer, 2};
  room.store->write([&](storage::Transaction& tx) {
    for (int i = 0; i < 120; ++i)
      for (const audit::Audit* chain : {&std::as_const(room.audit), &second})
        chain->append(tx, {Actor::staff, 1001, "ticket.view", "ticket", i, Answer::allowed, "",
                           room.clock.now()});
  });
  std::vector<std::string> seen;
  int pages = 0;
  for (std::string at = "/audit?staff=1001"; !at.empty() && pages < 20; ++pages) {
    const auto page = room.get(at, ada);
    for (const std::string& row : rows_on(page)) seen.push_back(row);
    at = older_than(page);
  }
  CHECK(pages == 5);
  CHECK(seen.size() == 240);
  CHECK(std::set<std::string>(seen.begin(), seen.end()).size() == 240);
  CHECK(says(room.get("/audit?staff=1001&after=1_1_1", ada), "Back to the newest"));
}

TEST_CASE("nothing that stands in a row becomes part of the page") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const std::string evil = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
  did(room, ada.id, {"ticket.note", "ticket", 7, Answer::allowed, evil});
  const auto page = room.get("/audit", ada);
  CHECK_FALSE(says(page, "<script>"));
  CHECK_FALSE(says(page, "<img"));
  CHECK(says(page, "&lt;script&gt;alert(1)"));
  for (const std::string name : {"staff", "from", "action", "kind", "after"})
    CHECK_FALSE(says(room.get("/audit?" + name + "=" + http::percent_encode(evil), ada), "<img"));
}

TEST_CASE("a row whose details somebody changed is marked and hides no other") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  did(room, ada.id, {"ticket.note", "ticket", 7, Answer::allowed, "planted words"});
  did(room, ada.id, {"ticket.claim", "ticket", 7, Answer::allowed, "other words"});
  room.store->write([](storage::Transaction& tx) {
    tx.run("UPDATE audit_row SET details = zeroblob(60) WHERE action = 'ticket.note'");
  });
  const auto page = room.get("/audit", ada);
  CHECK(page.status == 200);
  CHECK(says(page, "Changed by somebody"));
  CHECK(says(page, "other words"));
}

TEST_CASE("a file of the log needs fresh digits, and asking for one is on record either way") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  CHECK(room.post("/audit/export", ada, {{"format", "csv"}}).status == 200);
  CHECK(room.audited(ada.id).at(0).action == "audit.export");
  CHECK(room.audited(ada.id).at(0).details == "csv everything");
  room.clock.pass(std::chrono::minutes(6));
  for (const std::string format : {"csv", "jsonl"}) {
    const auto refused = room.post("/audit/export", ada, {{"format", format}, {"staff", "9"}});
    CHECK(refused.status == 422);
    CHECK(says(refused, "/step-up"));
    CHECK(header(refused, "Content-Disposition").empty());
    CHECK(room.audited(ada.id).at(0).answer == Answer::refused);
    // The chain is of everybody, whatever was searched for, and the log says so.
    CHECK(room.audited(ada.id).at(0).details ==
          format + (format == "csv" ? " staff=9" : " everything"));
  }
  CHECK(room.get("/audit/export?format=csv", ada).status == 404);
  const auto max = room.signed_in("max", Role::manager, {});
  CHECK(room.post("/audit/export", max, {{"format", "csv"}}).status == 200);
  CHECK(room.post("/audit/export", max, {{"format", "xlsm"}}).status == 422);
  auto forged = DeskRoom::form("/audit/export", {{"format", "csv"}, {"csrf", ada.csrf}});
  forged.headers.emplace_back("Cookie", "latchkey_staff=" + max.token);
  CHECK(room.desk.answer(forged).status == 403);
}

TEST_CASE("no cell of the table is a formula, and every cell comes back as it was") {
  for (const std::string evil : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =cmd|' /C'!A0"})
    CHECK(kiosk::csv_cell(evil).find("'" + evil.substr(0, 1)) != std::string::npos);
  CHECK(kiosk::csv_cell("plain") == "plain");
  CHECK(kiosk::csv_cell("a,b") == "\"a,b\"");
  CHECK(kiosk::csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  did(room, ada.id,
      {"ticket.note", "ticket", 7, Answer::allowed, "=HYPERLINK(\"http://evil.example\")"});
  const auto file = room.post("/audit/export", ada, {{"format", "csv"}});
  CHECK(file.content_type == "text/csv; charset=utf-8");
  CHECK(header(file, "Content-Disposition") == "attachment; filename=\"audit-2025-10-09.csv\"");
  CHECK(header(file, "X-Content-Type-Options") == "nosniff");
  CHECK(header(file, "Cache-Control") == "no-store");
  CHECK(says(file, ",\"'=HYPERLINK(\"\"http://evil.example\"\")\","));
  CHECK_FALSE(says(file, ",\"=HYPERLINK"));
  CHECK(says(file, "at_utc,node,sequence"));
}

TEST_CASE("the chain as a file has every row of its days in order, sealed, up to the head") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  for (int i = 0; i < 1500; i += 1)
    did(room, ada.id, {"ticket.note", "ticket", i, Answer::allowed, "planted words"});
  const auto file = room.post("/audit/export", ada, {{"format", "jsonl"}, {"staff", "12345"}});
  CHECK_FALSE(says(file, "planted words"));
  const auto lines = lines_in(file.body);
  REQUIRE(lines.size() > 1503);
  CHECK(Json::parse(lines[0])->text_of("format") == "latchkey audit chain 1");
  const auto chain = Json::parse(lines[1]).value();
  CHECK(chain.integer_of("first") == 1);
  std::int64_t expected = 1;
  std::string last_mac;
  for (std::size_t i = 2; i + 1 < lines.size(); ++i, ++expected) {
    const auto row = Json::parse(lines[i]).value();
    REQUIRE(row.integer_of("sequence") == expected);
    last_mac = row.text_of("mac").value();
  }
  CHECK(chain.integer_of("head_count") == expected - 1);
  CHECK(chain.text_of("head_mac") == last_mac);
  CHECK(Json::parse(lines.back())->integer_of("rows") == expected - 1);
  CHECK(Json::parse(lines.back())->find("more_rows_exist")->truth() == false);
  const auto none = room.post("/audit/export", ada, {{"format", "jsonl"}, {"until", "2001-01-01"}});
  CHECK(lines_in(none.body).size() == 2);
}

TEST_CASE("every action has words in plain language") {
  const DeskRoom room;
  for (const audit::Action& action : audit::actions()) {
    std::string key = "desk.audit_actions." + std::string(action.word);
    std::replace(key.begin() + 19, key.end(), '.', '_');
    CHECK_MESSAGE(room.texts.has(key), key);
  }
  for (const std::string_view group : audit::action_group_names.words)
    CHECK(room.texts.has("desk.audit_groups." + std::string(group)));
}

TEST_CASE(
    "a row that somebody changed is marked on the page and in the file, whatever was changed") {
  DeskRoom room;
  const auto ada = room.signed_in("ada", Role::admin, {});
  did(room, ada.id, {.action = "ticket.note", .details = "what was noted"});
  CHECK_FALSE(says(room.get("/audit?action=ticket.note", ada), "Changed by somebody"));
  room.store->write([](storage::Transaction& tx) {
    tx.run("UPDATE audit_row SET answer = 'refused' WHERE action = 'ticket.note'");
  });
  const auto page = room.get("/audit?action=ticket.note", ada);
  CHECK(says(page, "Changed by somebody"));
  CHECK(says(page, "what was noted"));
  const auto file = room.post("/audit/export", ada, {{"format", "csv"}, {"action", "ticket.note"}});
  CHECK(says(file, "what was noted,broken"));
}
