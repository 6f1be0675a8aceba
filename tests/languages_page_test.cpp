// Help in a language that has no pages here: offered in its own words, given by a person.
#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "tests/fakes/says.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::fakes;

namespace {

std::string languages_page(Clinic& clinic, const std::string& cookie = "") {
  http::Request asked;
  asked.method = "GET";
  asked.path = "/languages";
  asked.query = "lang=en";
  if (!cookie.empty()) asked.headers.emplace_back("Cookie", cookie);
  const auto answer = clinic.pages().answer(asked);
  REQUIRE(answer);
  CHECK(answer->status == 200);
  return answer->body;
}

std::vector<tickets::Ticket> tickets_of(Clinic& clinic) {
  auto& s = clinic.service();
  return s.store().read(
      [&](storage::Transaction& tx) { return s.tickets().list(tx, tickets::Filter{}); });
}

void leave_number(WebVisitor& visitor) {
  visitor.post({{"option", "yes"}});
  visitor.post({{"text", "401 555 0142"}});
  visitor.post({{"option", "no"}});
  visitor.post({{"option", "1"}});
}

}  // namespace

TEST_CASE("help is offered in fifteen languages, each in its own words and direction") {
  Clinic clinic;
  const std::string page = languages_page(clinic);
  CHECK(clinic.texts().language_help().size() >= 15);
  std::set<std::string> codes;
  for (const LanguageHelp& help : clinic.texts().language_help()) {
    const bool rtl = help.direction == Direction::right_to_left;
    const std::string marked =
        "lang=\"" + help.code + "\" dir=\"" + (rtl ? "rtl" : "ltr") + "\"><b>" + help.endonym;
    CHECK_MESSAGE(page.find(marked) != std::string::npos, marked);
    CHECK_MESSAGE(page.find(help.notice) != std::string::npos, help.notice);
    CHECK(codes.insert(help.code).second);
  }
  // Arabic and Persian run from right to left; a language with pages leads to them.
  CHECK(page.find("lang=\"ar\" dir=\"rtl\"") != std::string::npos);
  CHECK(page.find("lang=\"fa\" dir=\"rtl\"") != std::string::npos);
  CHECK(page.find("href=\"/?lang=es\" lang=\"es\"") != std::string::npos);
  CHECK(page.find("value=\"es\"") == std::string::npos);
}

TEST_CASE("every page leads to the languages, in some of their own names") {
  Clinic clinic;
  WebVisitor visitor(clinic, Doubling::once);
  const std::string link = "<a class=\"foot\" href=\"/languages?lang=en\">";
  CHECK(visitor.page().find(link) != std::string::npos);
  CHECK(visitor.page().find("<a href=\"/languages?lang=en\"><span lang=\"zh\"") !=
        std::string::npos);
  visitor.post({{"option", "forgot_password"}});
  CHECK(visitor.page().find(link) != std::string::npos);
  CHECK(languages_page(clinic).find(link) != std::string::npos);
}

TEST_CASE("a language without pages leads to a person, and the ticket names its interpreter") {
  Clinic clinic;
  WebVisitor visitor(clinic, Doubling::twice);
  visitor.post({{"interpreter", "vi"}});
  CHECK(visitor.shown().step == "offer_help");
  CHECK(visitor.shown().notice == "interpreter_noted");
  const std::string own = "<p class=\"notice well\" lang=\"vi\" dir=\"ltr\">Có trợ giúp";
  CHECK(visitor.page().find(own) != std::string::npos);
  leave_number(visitor);
  CHECK(visitor.shown().step == "handed_over");
  CHECK(visitor.page().find(own) != std::string::npos);
  const auto tickets = tickets_of(clinic);
  REQUIRE(tickets.size() == 1);
  CHECK(tickets[0].code == tickets::FailureCode::wants_person);
  CHECK(tickets[0].interpreter == tickets::Interpreter::needed);
  CHECK(tickets[0].language == "vi");
  CHECK(clinic.service().words().language_name("en", "vi") == "Vietnamese");
  CHECK(clinic.service().words().language_name("es", "vi") == "vietnamita");
  CHECK(visitor.unlike().empty());
}

TEST_CASE("an interpreter wished for and then declined makes no ticket") {
  Clinic clinic;
  WebVisitor visitor(clinic, Doubling::once);
  visitor.post({{"interpreter", "ar"}});
  visitor.post({{"option", "no"}});
  CHECK(visitor.shown().step == "ended_declined");
  CHECK(tickets_of(clinic).empty());
}

TEST_CASE("only a language on the list, and without pages of its own, can be wished for") {
  Clinic clinic;
  for (const char* code : {"xx", "", "es", "en", "<b>", "vi "}) {
    WebVisitor visitor(clinic, Doubling::once);
    visitor.post({{"interpreter", code}});
    CHECK_MESSAGE(visitor.shown().step == "choose_topic", code);
  }
  CHECK(tickets_of(clinic).empty());
}

TEST_CASE("who wishes for an interpreter on the way stays who they are, known or not") {
  std::vector<std::string> pages;
  for (const char* key : {"maria", "stranger", "landless"}) {
    Clinic clinic;
    WebVisitor visitor(clinic, Doubling::once);
    identify(visitor, tests::person(key));
    visitor.post({{"interpreter", "ko"}});
    CHECK(visitor.shown().step == "offer_help");
    pages.push_back(visitor.page_of_anybody());
    leave_number(visitor);
    pages.back() += visitor.page_of_anybody();
    const auto tickets = tickets_of(clinic);
    REQUIRE(tickets.size() == 1);
    CHECK(tickets[0].language == "ko");
    CHECK(tickets[0].patient.has_value() == (std::string(key) != "stranger"));
  }
  CHECK(pages[0] == pages[1]);
  CHECK(pages[0] == pages[2]);
}

TEST_CASE("the page of languages goes on with the conversation that led to it, and back to it") {
  Clinic clinic;
  http::Request begun;
  begun.method = "POST";
  begun.path = "/recover";
  begun.peer = "192.0.2.10";
  begun.headers.emplace_back("Origin", clinic.config().urls.patient);
  begun.body = "s=en&q=0&option=forgot_password";
  const auto first = clinic.pages().answer(begun);
  REQUIRE(first);
  std::string cookie;
  for (const auto& [name, value] : first->headers)
    if (name == "Set-Cookie") cookie = value.substr(0, value.find(';'));
  const std::string secret = cookie.substr(cookie.find('=') + 1);
  const std::string page = languages_page(clinic, cookie);
  CHECK(page.find("name=\"s\" value=\"" + secret + "\"") != std::string::npos);
  CHECK(page.find("href=\"/recover\"") != std::string::npos);
  clinic.sink.forbid(secret);
  CHECK(languages_page(clinic, "latchkey=" + std::string(43, 'A')).find("value=\"en\"") !=
        std::string::npos);
}
