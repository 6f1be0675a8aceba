// What a ticket says of the browser: our own words, whatever a stranger sends.

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <set>

#include "kiosk/browser/browser_judge.h"
#include "kiosk/browser/clerk_facts.h"
#include "kiosk/patient/device.h"
#include "tests/browser_fixtures.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/desk_room.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using namespace latchkey::tests;
using fakes::Clinic;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

struct Judged {
  explicit Judged(const UserAgentReader& user_agents) : reader(user_agents) {}
  fakes::SetClock clock;
  fakes::QuietSink sink;
  Log log{sink, clock};
  const UserAgentReader& reader;
  BrowserJudge browsers{content, reader, clock, log};
};

const UserAgentReader& installed() {
  static const UserAgentReader one;
  return one;
}

http::Request visit_with(const std::string& user_agent) {
  http::Request request;
  request.headers = {{"user-agent", user_agent}};
  return request;
}

std::string ticket_browser(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    const auto id = tx.run("SELECT id FROM ticket").rows.at(0).id<TicketId>(0);
    return clinic.service().tickets().get(tx, id).value().contacts.at(0).personal.browser;
  });
}

// From the first page to a ticket, by a guide that does not help.
const Acts without_success{
    {"topic", "cannot_connect"}, {"choose", "yes"},        {"number", "Error 1020"},
    {"choose", "other_message"}, {"choose", "not_helped"}, {"choose", "not_helped"},
    {"choose", "not_helped"},    {"choose", "not_helped"}, {"choose", "yes"},
    {"number", "4015550142"},    {"choose", "no"},         {"office", "here"}};

}  // namespace

TEST_CASE("a clerk reads browser, support and what was tried, one fact a line") {
  BrowserFacts facts;
  CHECK(clerk_facts(facts).empty());
  facts.browser.family = Family::safari;
  facts.browser.name = "Safari 13 on iPhone";
  facts.verdict = Verdict::old;
  facts.cookies = Probe::blocked;
  facts.scripts = Probe::works;
  facts.content_blocker = Sign::absent;
  facts.tls = {1, 1};
  facts.clock_ahead = std::chrono::minutes(-150);
  facts.page_width = 280;
  CHECK(clerk_facts(facts) ==
        "browser Safari 13 on iPhone\nsupported old\ncookies blocked\nscripts work\n"
        "content_blocker no\ntls 1.1\nclock behind 150\npage_width 280 px");
}

TEST_CASE("a clerk reads the facts in the desk's own language, a row for each") {
  for (const bool spanish : {false, true}) {
    fakes::DeskRoom room(spanish ? "es" : "en");
    auto asked = room.ask(fakes::lake);
    asked.personal.browser =
        "browser Safari 13 on iPhone\nsupported old\ncookies blocked\nclock behind 1\nfrom later";
    const auto page = room.get("/ticket/" + room.open(asked), room.signed_in("clara"));
    CHECK(fakes::says(page, "Safari 13 on iPhone"));
    CHECK(fakes::says(page, spanish ? "No, pero tal vez funcione" : "No, but it may still work"));
    CHECK(fakes::says(page, spanish ? "Bloqueado" : "Blocked"));
    CHECK(fakes::says(page, spanish ? "1 minuto atrasado" : "1 minute behind"));
    CHECK(fakes::says(page, "later"));
  }
}

// Every ticket said "No" to a clerk whom nobody had let ask.
TEST_CASE("whoever calls back reads whether a message may be left, as the person said") {
  Clinic clinic;
  for (const char* said : {"yes", "no"}) {
    WebDriver driver(clinic, tests::person("stranger"), fakes::Doubling::once, "en");
    driver.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "text"}});
    driver.act_all({{"other", ""}, {"choose", "help"}, {"choose", "yes"}});
    driver.act_all({{"number", *said == 'y' ? "4015550142" : "4015550143"}, {"choose", said}});
    REQUIRE(driver.act("office", "here").step == "handed_over");
  }
  std::multiset<tickets::LeaveMessage> kept;
  clinic.service().store().read([&](storage::Transaction& tx) {
    const auto& tickets = clinic.service().tickets();
    for (const auto& listed : tickets.list(tx, {})) {
      const auto ticket = tickets.get(tx, listed.id);
      kept.insert(ticket.value().contacts.at(0).personal.leave_message);
    }
  });
  CHECK(kept == std::multiset{tickets::LeaveMessage::no, tickets::LeaveMessage::yes});

  fakes::DeskRoom room;
  const auto clara = room.signed_in("clara");
  auto asked = room.ask(fakes::lake);
  asked.personal.leave_message = tickets::LeaveMessage::yes;
  CHECK(fakes::says(room.get("/ticket/" + room.open(asked), clara),
                    "Yes, with the help number only"));
}

TEST_CASE("forged facts stay short") {
  BrowserFacts facts;
  facts.browser.family = Family::internet_explorer;
  facts.browser.name = "Internet Explorer 999999 in Compatibility View on Windows";
  facts.verdict = Verdict::unsupported;
  for (Probe* probe : {&facts.cookies, &facts.third_party_cookies, &facts.scripts, &facts.pop_ups,
                       &facts.storage, &facts.pdf})
    *probe = Probe::blocked;
  for (Sign* sign : {&facts.content_blocker, &facts.stale_page, &facts.caps_lock})
    *sign = Sign::present;
  facts.tls = {99, 99};
  facts.clock_ahead = std::chrono::seconds::max();
  facts.page_width = std::numeric_limits<int>::max();
  CHECK(clerk_facts(facts).size() < 600);
  facts.clock_ahead = std::chrono::seconds::min();
  CHECK(clerk_facts(facts).find("clock behind 9999999") != std::string::npos);
}

TEST_CASE("no byte of a header gets into a device") {
  const Judged judged(installed());
  const auto device = [&](const std::string& user_agent) {
    return device_of(facts_of(visit_with(user_agent), {}, judged.browsers));
  };
  CHECK(device(iphone_safari).browser == "safari_iphone");
  CHECK(device(iphone_safari).facts.starts_with("browser Safari 17 on iPhone\nsupported "));
  CHECK(device("").facts.empty());
  for (const std::string planted : {"Zanzibarian", "<b>Zanzibarian</b>", "Zanzi\nbarian"}) {
    const auto forged = device(planted + "/7.0 (" + planted + ") " + planted);
    CHECK(forged.facts.find("anzi") == std::string::npos);
    CHECK(forged.browser.empty());
  }
}

TEST_CASE("a Macintosh with a touch screen is an iPad") {
  const Judged judged(installed());
  const std::string mac =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
      "Version/17.4 Safari/605.1.15";
  CHECK(guide_word(judged.browsers.facts_of({mac, {}, {}, {}}).browser) == "safari_mac");
  CHECK(guide_word(judged.browsers.facts_of({mac, {}, {}, {}}, 1).browser) == "safari_mac");
  const BrowserFacts ipad = judged.browsers.facts_of({mac, {}, {}, {}}, 5);
  CHECK(guide_word(ipad.browser) == "safari_iphone");
  CHECK(ipad.browser.name == "Safari 17 on iPad");
  CHECK(judged.browsers.facts_of({windows_chrome, {}, {}, {}}, 10).browser.name ==
        "Chrome 128 on Windows");
}

TEST_CASE("without the patterns every browser is unknown, and the log says so once") {
  const UserAgentReader broken("/nonexistent/regexes.yaml");
  Judged judged(broken);
  judged.browsers.warm_up();
  for (int i = 0; i < 3; ++i)
    CHECK(judged.browsers.facts_of({windows_chrome, {}, {}, {}}).browser.family == Family::unknown);
  CHECK(device_of(facts_of(visit_with(windows_chrome), {}, judged.browsers)).facts.empty());
  const auto lines = judged.sink.lines();
  CHECK(std::ranges::count_if(lines, [](const std::string& line) {
          return line.find("browser.patterns") != std::string::npos;
        }) == 1);
}

// domain.md J25: what Internet Explorer pretends to be stands in the ticket.
TEST_CASE("the ticket of a guide that did not help tells the browser") {
  Clinic clinic;
  WebDriver person(clinic, tests::person("stranger"), fakes::Doubling::once);
  person.says({{"User-Agent", compatibility_view}});
  person.act_all(without_success);
  CHECK(ticket_browser(clinic) ==
        "browser Internet Explorer 11 in Compatibility View on Windows\nsupported no");
}

TEST_CASE("a clerk reads the facts of the browser line by line on the desk") {
  fakes::DeskRoom room;
  auto asked = room.ask(fakes::lake);
  asked.personal.browser = "browser Internet Explorer 11 in Compatibility View\nsupported no";
  const auto page = room.get("/ticket/" + room.open(asked), room.signed_in("clara"));
  CHECK(fakes::says(page, "<dt>Browser</dt>"));
  CHECK(fakes::says(page, "<pre>Internet Explorer 11 in Compatibility View</pre>"));
  CHECK(fakes::says(page, "<dt>New enough</dt>"));
  CHECK(fakes::says(page, "<pre>No</pre>"));
}

TEST_CASE("a guide offers the visitor's own browser first") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.says({{"User-Agent", iphone_safari}});
  visitor.post({{"option", "page_broken"}});
  visitor.post({{"option", "yes"}});
  visitor.post({{"option", "settings"}});
  const auto mine = visitor.page().find("value=\"safari_iphone\"");
  REQUIRE(mine != std::string::npos);
  CHECK(mine < visitor.page().find("value=\"chrome\""));
}
