#include <doctest/doctest.h>

#include "tests/fakes/desk_room.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::DeskRoom;
using fakes::header;
using fakes::says;
using staff::Role;

namespace {

std::vector<std::pair<std::string, std::string>> key_to_the_desk(DeskRoom& room,
                                                                 const DeskRoom::Person& who,
                                                                 const std::string& name) {
  return {{"name", name}, {"password", room.password}, {"code", room.code_of(who.totp)}};
}

}  // namespace

TEST_CASE("name, password and six digits open the desk; the cookie is strict and not a patient's") {
  DeskRoom room;
  const auto clara = room.member("clara", Role::office, {fakes::lake});
  const auto answer = room.post("/sign-in", key_to_the_desk(room, clara, "clara"));
  CHECK(answer.status == 303);
  CHECK(header(answer, "Location") == "/");
  const std::string cookie = header(answer, "Set-Cookie");
  CHECK(cookie.starts_with("latchkey_staff="));
  CHECK(cookie.find("HttpOnly") != std::string::npos);
  CHECK(cookie.find("SameSite=Strict") != std::string::npos);
  DeskRoom::Person in = clara;
  in.token = cookie.substr(15, 43);
  const auto page = room.get("/", in);
  CHECK(page.status == 200);
  CHECK(says(page, "Colleague clara"));
  CHECK(header(page, "Cache-Control") == "no-store");
  CHECK(header(page, "Content-Security-Policy").find("frame-ancestors 'none'") !=
        std::string::npos);
}

TEST_CASE("a desk on https keeps its cookie to its own host") {
  DeskRoom room;
  room.config.urls.staff = "https://desk.example.org";
  kiosk::DeskPages desk({*room.store,
                         room.staff,
                         room.tickets,
                         room.calls,
                         room.roster,
                         room.audit,
                         room.texts,
                         room.words,
                         room.calendar,
                         room.config,
                         room.clock,
                         DeskRoom::judge,
                         room.kiosks,
                         room.dice,
                         {},
                         room.sealer,
                         {}});
  const auto clara = room.member("clara", Role::office, {fakes::lake});
  auto request = DeskRoom::form("/sign-in", key_to_the_desk(room, clara, "clara"));
  CHECK(desk.answer(request).status == 403);  // the Origin is http's
  request.headers = {{"Origin", "https://desk.example.org"}};
  const std::string cookie = header(desk.answer(request), "Set-Cookie");
  CHECK(cookie.starts_with("__Host-latchkey_staff="));
  CHECK(cookie.ends_with("; Secure"));
}

TEST_CASE("a post to the desk that doesn't say where it came from is refused") {
  DeskRoom room;
  const auto clara = room.member("clara", Role::office, {fakes::lake});
  auto request = DeskRoom::form("/sign-in", key_to_the_desk(room, clara, "clara"));
  CHECK(room.desk.answer(request).status == 303);
  request.headers.clear();
  CHECK(room.desk.answer(request).status == 403);
}

TEST_CASE("whatever is wrong, the refusal is the same") {
  DeskRoom room;
  const auto clara = room.member("clara", Role::office, {fakes::lake});
  const std::string code = room.code_of(clara.totp);
  const auto wrong_password =
      room.post("/sign-in", {{"name", "clara"}, {"password", "x"}, {"code", code}});
  const auto wrong_code =
      room.post("/sign-in", {{"name", "clara"}, {"password", room.password}, {"code", "000000"}});
  auto nobody =
      room.post("/sign-in", {{"name", "nobod"}, {"password", room.password}, {"code", code}});
  CHECK(wrong_password.status == 422);
  CHECK(wrong_password.body == wrong_code.body);
  if (const auto at = nobody.body.find("nobod"); at != std::string::npos)
    nobody.body.replace(at, 5, "clara");
  CHECK(nobody.body == wrong_code.body);
  CHECK_FALSE(says(wrong_password, "fifteen or more"));
  const auto rows = room.audited();
  REQUIRE(rows.size() == 3);
  for (const auto& row : rows) {
    CHECK(row.action == "staff.sign_in");
    CHECK(row.answer == audit::Answer::refused);
    CHECK(row.details == "192.0.2.7");
  }
}

TEST_CASE("six digits work once") {
  DeskRoom room;
  const auto clara = room.member("clara", Role::office, {fakes::lake});
  const auto fields = key_to_the_desk(room, clara, "clara");
  CHECK(room.post("/sign-in", fields).status == 303);
  const auto again = room.post("/sign-in", fields);
  CHECK(again.status == 422);
  CHECK(header(again, "Set-Cookie").empty());
}

TEST_CASE("after five wrong tries the page says how long to wait") {
  DeskRoom room;
  room.member("clara", Role::office, {fakes::lake});
  http::Response last;
  for (int i = 0; i < 5; ++i)
    last = room.post("/sign-in", {{"name", "clara"}, {"password", "x"}, {"code", "1"}});
  CHECK(says(last, "You can try again in 30 seconds."));
}

TEST_CASE("without a session every page leads to signing in") {
  DeskRoom room;
  const std::string number = room.open_ticket();
  for (const std::string target : {"/", "/find?number=1", "/nothing"}) {
    CHECK(room.get(target).status == 303);
    CHECK(header(room.get(target), "Location") == "/sign-in");
  }
  CHECK(header(room.get("/ticket/" + number), "Location") == "/sign-in");
  DeskRoom::Person stranger;
  stranger.token = std::string(43, 'A');
  CHECK(header(room.get("/", stranger), "Location") == "/sign-in");
  CHECK(room.get("/sign-in").status == 200);
  CHECK(room.get(kiosk::style_path()).content_type.starts_with("text/css"));
}

TEST_CASE("a session that stood idle for 15 minutes is over") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  room.clock.pass(14min);
  CHECK(room.get("/", clara).status == 200);
  room.clock.pass(15min);
  CHECK(header(room.get("/", clara), "Location") == "/sign-in");
}

TEST_CASE("signing out ends the session on the server, not only in the browser") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto answer = room.post("/sign-out", clara, {});
  CHECK(header(answer, "Location") == "/sign-in");
  CHECK(header(answer, "Set-Cookie").find("Max-Age=0") != std::string::npos);
  CHECK(room.get("/", clara).status == 303);
  CHECK(room.audited(clara.id).at(0).action == "staff.sign_out");
}

TEST_CASE("a setup code opens the picture for the app once, and then a password is chosen") {
  DeskRoom room;
  const auto invited = room.staff.add({"dora", "Dora Doe", Role::it, {}}).value();
  const std::string setup(invited.setup_code.reveal());
  CHECK(room.post("/enrol", {{"name", "dora"}, {"setup", "WRONGWRONGWRONGWRONG"}}).status == 422);
  const auto page = room.post("/enrol", {{"name", "dora"}, {"setup", setup}});
  CHECK(page.status == 200);
  CHECK(says(page, "otpauth://totp/"));
  // The picture begins with the corner mark that scanners look for, inside its white border.
  CHECK(says(page, "<path fill=\"#000\" d=\"M4 4h7v1h-7z"));
  CHECK(says(page, setup));
  const std::string code = room.code_of(room.totp_of(invited.id));
  const auto finish = [&](const std::string& password, const std::string& digits) {
    return room.post("/enrol", {{"name", "dora"},
                                {"setup", setup},
                                {"do", "finish"},
                                {"password", password},
                                {"code", digits}});
  };
  CHECK(says(finish("everybody uses this one", code), "Many people use this password"));
  CHECK(says(finish("short", code), "15 to 128"));
  CHECK(says(finish(room.password, "000000"), "did not match"));
  const auto done = finish(room.password, code);
  CHECK(done.status == 200);
  CHECK(says(done, "then sign in"));
  CHECK(finish(room.password, code).status == 422);  // the setup code is used up
  CHECK(room.audited(invited.id).at(0).action == "staff.enrol");
  room.clock.pass(30s);
  CHECK(room.post("/sign-in", {{"name", "dora"},
                               {"password", room.password},
                               {"code", room.code_of(room.totp_of(invited.id))}})
            .status == 303);
}

// Every refused sign-in was a row of the audit log: a bot could grow it without end.
TEST_CASE("a bot at the desk's door leaves a bounded number of audit rows") {
  DeskRoom room;
  const auto clara = room.member("clara", Role::office, {fakes::lake});
  for (int i = 0; i < 300; ++i) {
    room.post("/sign-in", {{"name", "clara"}, {"password", "x"}, {"code", "000000"}});
    room.post("/enrol", {{"name", std::to_string(i)}, {"setup", "WRONGWRONGWRONGWRONG"}});
  }
  audit::Filter filter;
  filter.limit = 1000;
  const auto rows = [&] {
    return room.store->read([&](storage::Transaction& tx) { return room.audit.list(tx, filter); });
  };
  CHECK(rows().size() == 30);  // ten of the name, twenty of the address that tried setup codes
  room.clock.pass(std::chrono::hours(2));
  const auto in = room.post(
      "/sign-in",
      {{"name", "clara"}, {"password", room.password}, {"code", room.code_of(clara.totp)}});
  CHECK(in.status == 303);
  CHECK(rows().at(0).action == "staff.sign_in");
  CHECK(rows().at(0).answer == audit::Answer::allowed);
  CHECK(rows().at(1).details.starts_with("290 more"));
}
