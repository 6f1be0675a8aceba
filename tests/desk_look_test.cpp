// The desk's pages ask by themselves whether anything is new, and what that does not do.
#include <doctest/doctest.h>

#include "core/audit/audit.h"
#include "tests/fakes/desk_case.h"

using namespace latchkey;
using fakes::Case;
using fakes::DeskRoom;

namespace {

http::Response look(Case& at, const std::string& target, const Case::Clerk& by,
                    const std::string& tag) {
  http::Request out = DeskRoom::request("GET", target);
  out.headers.emplace_back("Cookie", "latchkey_staff=" + by.token);
  out.headers.emplace_back("Latchkey-Look", "again");
  out.headers.emplace_back("If-None-Match", tag);
  return at.desk.answer(out);
}

std::string tag_in(const http::Response& page, const std::string& name) {
  const std::regex pattern("data-" + name + "=\"([^\"]+)\"");
  std::smatch found;
  REQUIRE(std::regex_search(page.body, found, pattern));
  return std::regex_replace(found[1].str(), std::regex("&quot;"), "\"");
}

}  // namespace

TEST_CASE("a list that has not changed is answered by nothing, and nobody has read it") {
  Case at;
  const auto tag = tag_in(at.get("/", at.clerk), "list");
  const auto audited = at.audited(at.clerk.id).size();
  at.clinic.clock.pass(std::chrono::minutes(1));
  const auto answer = look(at, "/", at.clerk, tag);
  CHECK(answer.status == 304);
  CHECK(answer.body.empty());
  CHECK(at.audited(at.clerk.id).size() == audited);
}

TEST_CASE("a new ticket, a taken one and a late one each make the list new") {
  Case at;
  std::string tag = tag_in(at.get("/", at.clerk), "list");
  const auto is_new = [&] {
    const auto answer = look(at, "/", at.clerk, tag);
    const bool out = answer.status == 200;
    if (out) tag = tag_in(answer, "list");
    return out;
  };
  const auto another = at.ticket(at.clinic.patient(fakes::who("two_step")), at.office);
  CHECK(is_new());
  CHECK_FALSE(is_new());
  at.clinic.clock.pass(std::chrono::seconds(1));
  CHECK(at.post("/ticket/" + another, at.clerk, {{"do", "claim"}}).status == 303);
  CHECK(is_new());
  at.clinic.clock.pass(std::chrono::minutes(10));
  CHECK_FALSE(is_new());
}

TEST_CASE("what is shown because it is new is audited as every list is") {
  Case at;
  const auto audited = at.audited(at.clerk.id).size();
  CHECK(look(at, "/", at.clerk, "\"old\"").status == 200);
  CHECK(at.audited(at.clerk.id).size() == audited + 1);
}

TEST_CASE("an open ticket only says that it changed, and keeps its words to itself") {
  Case at;
  const auto tag = tag_in(at.get("/ticket/" + at.number, at.clerk), "page");
  CHECK(look(at, "/ticket/" + at.number, at.clerk, tag).status == 304);
  at.clinic.clock.pass(std::chrono::seconds(1));
  at.post("/ticket/" + at.number, at.clerk, {{"do", "note"}, {"note", "rang twice"}});
  const auto answer = look(at, "/ticket/" + at.number, at.clerk, tag);
  CHECK(answer.status == 200);
  CHECK(answer.body == R"({"changed":true})");
}

TEST_CASE("another office's clerk learns nothing by looking again") {
  Case at;
  const auto stranger = at.signed_in("otto", staff::Role::office, {LocationId{9999}});
  const auto answer = look(at, "/ticket/" + at.number, stranger, "\"old\"");
  CHECK(answer.status == 404);
  CHECK(answer.body.find("changed\":true") == std::string::npos);
}

TEST_CASE("a desk that was left alone ends its session though its page goes on asking") {
  Case at;
  const auto tag = tag_in(at.get("/", at.clerk), "list");
  for (int minute = 0; minute < 14; ++minute) {
    at.clinic.clock.pass(std::chrono::minutes(1));
    CHECK(look(at, "/", at.clerk, tag).status == 304);
  }
  at.clinic.clock.pass(std::chrono::minutes(2));
  const auto answer = look(at, "/", at.clerk, tag);
  CHECK(answer.status == 303);
}
