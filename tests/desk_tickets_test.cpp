#include <doctest/doctest.h>

#include <set>

#include "tests/fakes/desk_room.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::DeskRoom;
using fakes::header;
using fakes::lake;
using fakes::says;
using staff::Role;

namespace {

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("a ticket shows what was tried, the number to call, and that it is not proven") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto page = room.get("/ticket/" + number, room.signed_in("clara"));
  CHECK(count(page.body, "<h1>") == 1);
  CHECK(says(page, "Ticket " + number.substr(0, 3) + " " + number.substr(3)));
  CHECK(says(page, "(401) 555-0142"));
  CHECK(says(page, "after lunchtime please"));
  CHECK(says(page, "Code by text"));
  CHECK(says(page, "may not be the patient"));
  CHECK(says(page, "No record"));
  CHECK(says(page, "Not found in our records"));
}

TEST_CASE("a list marks what is overdue and pages without a gap or a double") {
  DeskRoom room;
  std::set<std::string> opened;
  for (int i = 0; i < 120; ++i) opened.insert(room.open_ticket());
  const auto clara = room.signed_in("clara");
  CHECK_FALSE(says(room.get("/", clara), ">Overdue</span>"));
  std::set<std::string> seen;
  std::string target = "/";
  for (int page = 0; page < 3; ++page) {
    const auto answer = room.get(target, clara);
    const std::size_t before = seen.size();
    for (const std::string& number : opened)
      if (says(answer, "/ticket/" + number)) seen.insert(number);
    CHECK(seen.size() - before == (page < 2 ? 50 : 20));
    const auto at = answer.body.find("after=");
    REQUIRE((at != std::string::npos) == (page < 2));
    if (page < 2) target = "/?show=open&after=" + answer.body.substr(at + 6, 7);
  }
  CHECK(seen == opened);
  for (int minutes = 0; minutes < 250; minutes += 10) {
    room.clock.pass(10min);
    room.get("/", clara);
  }
  CHECK(count(room.get("/", clara).body, ">Overdue</span>") == 50);
}

TEST_CASE("a help number finds its ticket, also the number of a second contact") {
  DeskRoom room;
  const auto patient = room.patient("MRN-88103", lake);
  const std::string first = room.open(room.ask(lake, patient));
  const std::string second = room.open(room.ask(lake, patient));
  const auto clara = room.signed_in("clara");
  const auto found =
      room.get("/find?number=" + second.substr(0, 3) + "-" + second.substr(3), clara);
  CHECK(header(found, "Location") == "/ticket/" + second);
  CHECK(says(room.get("/ticket/" + second, clara), first.substr(0, 3) + " " + first.substr(3)));
  const auto wrong = room.get("/find?number=123", clara);
  CHECK(wrong.status == 422);
  CHECK(says(wrong, "not a help number"));
}

TEST_CASE("of two who take a ticket, the second reads who has it") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara"), dora = room.signed_in("dora");
  CHECK(room.post("/ticket/" + number, clara, {{"do", "claim"}}).status == 303);
  const auto late = room.post("/ticket/" + number, dora, {{"do", "claim"}});
  CHECK(late.status == 409);
  CHECK(says(late, "Colleague clara has this ticket."));
  CHECK(room.detail(number).ticket.owner == clara.id);
  CHECK(room.post("/ticket/" + number, dora, {{"do", "release"}}).status == 422);
  CHECK(room.detail(number).ticket.owner == clara.id);
  CHECK(says(room.get("/?show=mine", clara), "/ticket/" + number));
  CHECK_FALSE(says(room.get("/?show=mine", dora), "/ticket/" + number));
  CHECK(room.post("/ticket/" + number, clara, {{"do", "release"}}).status == 303);
  CHECK_FALSE(room.detail(number).ticket.owner.has_value());
}

TEST_CASE("notes only grow, whoever writes and whatever they say") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara");
  CHECK(room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", " First.\r\nTwo. "}})
            .status == 303);
  CHECK(room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", "Second."}}).status == 303);
  const auto timeline = room.detail(number).timeline;
  REQUIRE(timeline.size() == 3);
  CHECK(timeline[1].text == "First.\nTwo.");
  CHECK(timeline[2].text == "Second.");
  CHECK(says(room.get("/ticket/" + number, clara), "<pre>First.\nTwo.</pre>"));
  for (const std::string& bad : {std::string("  "), std::string(5000, 'x'), std::string("\xff")})
    CHECK(room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", bad}}).status == 422);
  CHECK(room.detail(number).timeline.size() == 3);
}

TEST_CASE("what people wrote stays text on every page") {
  DeskRoom room;
  const std::string attack = R"(<img src=x onerror=alert(1)>"'><script>alert(2)</script>)";
  auto asked = room.ask(lake);
  asked.personal.best_time = attack;
  asked.personal.error_text = attack;
  asked.personal.browser = attack;
  asked.language = "<i>";
  const std::string number = room.open(asked);
  const auto clara = room.signed_in("clara");
  room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", attack}});
  for (const std::string& target : {"/ticket/" + number, std::string("/")}) {
    const auto page = room.get(target, clara);
    CHECK(page.status == 200);
    CHECK_FALSE(says(page, "<script>"));
    CHECK_FALSE(says(page, "<img"));
    CHECK_FALSE(says(page, "<i>"));
  }
  CHECK(count(room.get("/ticket/" + number, clara).body, "&lt;script&gt;") == 4);
  const auto again =
      room.post("/sign-in", {{"name", "\"><script>x</script>"}, {"password", "x"}, {"code", "1"}});
  CHECK_FALSE(says(again, "<script>"));
}

TEST_CASE("a post without the session's token, or from elsewhere, changes nothing") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara"), dora = room.signed_in("dora");
  const auto untouched = [&] {
    return !room.detail(number).ticket.owner && room.detail(number).timeline.size() == 1;
  };
  auto no_token = clara;
  no_token.csrf.clear();
  CHECK(room.post("/ticket/" + number, no_token, {{"do", "claim"}}).status == 403);
  CHECK(untouched());
  auto foreign_token = clara;
  foreign_token.csrf = dora.csrf;
  CHECK(room.post("/ticket/" + number, foreign_token, {{"do", "claim"}}).status == 403);
  CHECK(untouched());
  CHECK(room.audited(clara.id).at(0).action == "desk.post");
  CHECK(room.audited(clara.id).at(0).answer == audit::Answer::refused);
  auto request = DeskRoom::form("/ticket/" + number, {{"do", "claim"}, {"csrf", clara.csrf}});
  request.headers = {{"Origin", "https://evil.example.org"},
                     {"Cookie", "latchkey_staff=" + clara.token}};
  CHECK(room.desk.answer(request).status == 403);
  CHECK(untouched());
  request.headers[0] = {"Sec-Fetch-Site", "same-site"};
  CHECK(room.desk.answer(request).status == 403);
  CHECK(untouched());
  // Twice the same field, and bytes that are no form.
  request.headers[0] = {"Origin", std::string(fakes::desk_origin)};
  request.body += "&csrf=" + clara.csrf;
  CHECK(room.desk.answer(request).status == 403);
  request.body = "do=%zz";
  CHECK(room.desk.answer(request).status == 400);
  CHECK(untouched());
}

TEST_CASE("an ended ticket keeps outcome, minutes and note, and leaves the open list") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara");
  const auto end = [&](const std::string& outcome, const std::string& minutes,
                       const std::string& note) {
    return room.post("/ticket/" + number, clara,
                     {{"do", "end"}, {"outcome", outcome}, {"minutes", minutes}, {"note", note}});
  };
  CHECK(end("solved_somehow", "5", "").status == 422);
  CHECK(end("no_action", "-5", "").status == 422);
  CHECK(end("no_action", "5x", "").status == 422);
  CHECK(says(end("fraud_suspected", "5", ""), "needs a note"));
  CHECK(says(end("unreachable", "5", ""), "three calls"));
  CHECK(tickets::is_open(room.detail(number).ticket.state));
  CHECK(end("resolved_guidance", "12", "Explained it.").status == 303);
  const auto ticket = room.detail(number).ticket;
  CHECK(ticket.outcome == tickets::Outcome::resolved_guidance);
  CHECK(ticket.minutes == 12);
  CHECK_FALSE(says(room.get("/", clara), "/ticket/" + number));
  CHECK(says(room.get("/?show=ended", clara), "/ticket/" + number));
  const auto page = room.get("/ticket/" + number, clara);
  CHECK(says(page, "Explained it."));
  CHECK_FALSE(says(page, "End this ticket"));
  CHECK(end("no_action", "1", "").status == 422);
}

// Both lists stood on their first entry: who pressed the button alone wrote "new password" or
// "reached".
TEST_CASE("nobody tells an outcome by not looking at the list") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara");
  const auto page = room.get("/ticket/" + number, clara);
  for (const char* list :
       {"id=\"outcome\" name=\"outcome\" required>", "id=\"result\" name=\"result\" required>"})
    CHECK(says(page, std::string(list) + "<option value=\"\">Pick one</option>"));
  CHECK(says(room.post("/ticket/" + number, clara, {{"do", "end"}, {"outcome", ""}}),
             "Please say how it ended."));
  CHECK(says(room.post("/ticket/" + number, clara, {{"do", "attempt"}, {"result", ""}}),
             "Please say what came of the call."));
  CHECK(tickets::is_open(room.detail(number).ticket.state));
}

TEST_CASE("what was typed into a form that was refused is still in it") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara");
  const auto refused =
      room.post("/ticket/" + number, clara,
                {{"do", "end"}, {"outcome", "no_action"}, {"minutes", "5x"}, {"note", "a <b>\nc"}});
  REQUIRE(refused.status == 422);
  CHECK(says(refused, "value=\"no_action\" selected>"));
  CHECK(says(refused, "value=\"5x\">"));
  CHECK(says(refused, ">a &lt;b&gt;\nc</textarea>"));
  const std::string long_note(20000, 'n');
  const auto too_long =
      room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", long_note}});
  REQUIRE(too_long.status == 422);
  CHECK(says(too_long, long_note + "</textarea>"));
  CHECK_FALSE(says(too_long, "id=\"end-note\" name=\"note\" rows=\"3\" maxlength=\"3000\">n"));
  // A link that somebody sent fills in nothing.
  CHECK_FALSE(says(room.get("/ticket/" + number + "?do=note&note=planted", clara), "planted"));
}

TEST_CASE("a callback is counted by the day at the ticket's office") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara");
  CHECK(
      room.post("/ticket/" + number, clara, {{"do", "attempt"}, {"result", "no_answer"}}).status ==
      303);
  CHECK(room.post("/ticket/" + number, clara, {{"do", "attempt"}, {"result", "shouting"}}).status ==
        422);
  CHECK(room.detail(number).timeline.back().word == "no_answer");
  CHECK(says(room.get("/ticket/" + number, clara), "No answer"));
  const auto local = room.calendar.local(lake, room.clock.now()).date;
  const auto day = room.store->read([](storage::Transaction& tx) {
    return tx.run("SELECT local_day FROM ticket_event WHERE what = 'attempt'")
        .rows.at(0)
        .integer(0);
  });
  CHECK(day == std::chrono::sys_days(local).time_since_epoch().count());
}

TEST_CASE("every look and every act has its row in the audit log") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  const auto clara = room.signed_in("clara");
  room.get("/", clara);
  room.get("/ticket/" + number, clara);
  room.post("/ticket/" + number, clara, {{"do", "claim"}});
  room.post("/ticket/" + number, clara, {{"do", "note"}, {"note", "Called."}});
  room.post("/ticket/" + number, clara, {{"do", "attempt"}, {"result", "busy"}});
  room.post("/ticket/" + number, clara, {{"do", "release"}});
  room.post("/ticket/" + number, clara, {{"do", "end"}, {"outcome", "no_action"}});
  const auto rows = room.audited(clara.id);
  const std::vector<std::string> expected = {"ticket.end",  "ticket.release", "ticket.attempt",
                                             "ticket.note", "ticket.claim",   "ticket.view",
                                             "ticket.list"};
  REQUIRE(rows.size() == expected.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(rows[i].action == expected[i]);
    CHECK(rows[i].answer == audit::Answer::allowed);
    CHECK((rows[i].subject_id != 0) == (expected[i] != "ticket.list"));
  }
}

TEST_CASE("a list shows what is overdue, and what waits for its patient, apart") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const std::string late = room.open_ticket(), fresh = room.open_ticket(),
                    waits = room.open_ticket();
  room.post("/ticket/" + waits, clara, {{"do", "claim"}});
  CHECK(room.post("/ticket/" + late, clara, {{"do", "wait"}}).status == 422);  // not taken
  CHECK(room.post("/ticket/" + waits, clara, {{"do", "wait"}}).status == 303);
  CHECK(room.detail(waits).ticket.state == tickets::State::waiting_patient);
  const auto waiting = room.get("/?show=waiting", clara);
  CHECK(says(waiting, "/ticket/" + waits));
  CHECK_FALSE(says(waiting, "/ticket/" + fresh));
  CHECK_FALSE(says(room.get("/?show=overdue", clara), "/ticket/" + late));
  for (int minutes = 0; minutes < 250; minutes += 10) {
    room.clock.pass(10min);
    room.get("/", clara);
  }
  const std::string newest = room.open_ticket();
  const auto overdue = room.get("/?show=overdue", clara);
  CHECK(says(overdue, "/ticket/" + late));
  CHECK_FALSE(says(overdue, "/ticket/" + newest));
  CHECK(room.post("/ticket/" + waits, clara, {{"do", "go_on"}}).status == 303);
  CHECK(room.detail(waits).ticket.state == tickets::State::claimed);
}

TEST_CASE("every kind of ticket says what to do, on its page and on the sheet by the phone") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto sheet = room.get("/sheet", clara);
  CHECK(sheet.status == 200);
  for (const std::string_view word : tickets::category_names.words) {
    const auto steps = room.texts.text("en", "desk.sheet_steps." + std::string(word));
    const auto first = steps.substr(0, steps.find('\n'));
    CHECK_MESSAGE(says(sheet, first.substr(0, first.find('\''))), word);
  }
  const auto page = room.get("/ticket/" + room.open_ticket(), clara);
  CHECK(says(page, "Send a code for a new password."));
  CHECK_FALSE(says(page, "Answer the colleague who asked."));
}
