// The page that checks a browser: what it finds, says, and never repeats.

#include <doctest/doctest.h>

#include "ivr/text_phone/url.h"
#include "kiosk/web/answers.h"
#include "tests/browser_fixtures.h"
#include "tests/fakes/says.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::says;

namespace {

const std::string facebook =
    iphone_view + " [FBAN/FBIOS;FBAV/450.0.0.38.108;FBBV/564431005;FBDV/iPhone14,5;FBRV/0]";
const std::string old_safari =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 12_5_7 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/12.1.2 Mobile/15E148 Safari/604.1";
const std::string android_chrome =
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/128.0.0.0 Mobile Safari/537.36";

// A stranger's browser on the check page.
struct Stranger {
  Clinic& clinic;
  std::string user_agent = windows_chrome;
  enum class Cookies { kept, refused } cookies = Cookies::kept;

  http::Request request(const std::string& method, const std::string& target) const {
    http::Request out;
    out.method = method;
    out.target = target;
    out.path = target.substr(0, target.find('?'));
    if (out.path.size() < target.size()) out.query = target.substr(out.path.size() + 1);
    out.headers = {{"User-Agent", user_agent}, {"Accept-Language", "en-US"}};
    return out;
  }
  std::optional<http::Response> ask(http::Request asked) const {
    if (cookies == Cookies::kept) asked.headers.emplace_back("Cookie", "latchkey-check=1");
    return clinic.checks().answer(asked);
  }
  std::string open(const std::string& language = "en") const {
    const auto begun = clinic.checks().answer(request("GET", "/check?lang=" + language));
    REQUIRE(begun);
    REQUIRE(begun->status == 303);
    const auto page = ask(request("GET", header(*begun, "Location")));
    REQUIRE(page);
    CHECK(page->status == 200);
    return page->body;
  }
  std::string tell(const http::Fields& told) const {
    auto posted = request("POST", "/check?lang=en");
    posted.body = ivr::encode_form(told);
    posted.headers.emplace_back("Origin", clinic.config().urls.patient);
    const auto page = ask(posted);
    REQUIRE(page);
    CHECK(page->status == 200);
    return page->body;
  }
  static std::string header(const http::Response& answer, std::string_view name) {
    for (const auto& [key, value] : answer.headers)
      if (key == name) return value;
    return "";
  }
};

// The words of all cards, in their order.
std::vector<std::string> cards(const std::string& page) {
  std::vector<std::string> out;
  constexpr std::string_view card = "<div class=\"card\"><h2 id=\"";
  for (auto at = page.find(card); at != page.npos; at = page.find(card, at + 1))
    out.push_back(fakes::between(page.substr(at), "<h2 id=\"", "\""));
  return out;
}

using Words = std::vector<std::string>;

std::string ticket_browser(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    const auto id = tx.run("SELECT id FROM ticket").rows.at(0).id<TicketId>(0);
    return clinic.service().tickets().get(tx, id).value().contacts.at(0).personal.browser;
  });
}

}  // namespace

TEST_CASE("whether cookies come back is seen without scripts") {
  Clinic clinic;
  CHECK(cards(Stranger{clinic}.open()) == Words{"scripts_off"});
  Stranger refuses{clinic, windows_chrome, Stranger::Cookies::refused};
  CHECK(cards(refuses.open()) == Words{"cookies_off", "scripts_off"});
  CHECK(cards(refuses.tell({{"scripts", "works"}})) == Words{"cookies_off"});
}

TEST_CASE("an address that was kept begins anew and accuses nobody") {
  Clinic clinic;
  const Stranger refuses{clinic, windows_chrome, Stranger::Cookies::refused};
  for (const char* query :
       {"", "?at=1", "?at=99999999999999", "?at=x", "?at=-5&lang=es", "?at=-9223372036854775808"}) {
    const auto answer = refuses.ask(refuses.request("GET", std::string("/check/2") + query));
    REQUIRE(answer);
    CHECK_MESSAGE(answer->status == 303, query);
    CHECK(Stranger::header(*answer, "Location").starts_with("/check?lang="));
  }
  const Stranger keeps{clinic};
  CHECK(keeps.ask(keeps.request("GET", "/check/2"))->status == 200);
}

TEST_CASE("that scripts are off is said only where they are") {
  Clinic clinic;
  const std::string page = Stranger{clinic}.open();
  CHECK(says(page, "<noscript><div class=\"card\"><h2 id=\"scripts_off\">"));
  CHECK(says(page, "<noscript><p class=\"notice\">We found one thing that you can mend.</p>"));
  CHECK(says(page, "<noscript><input type=\"hidden\" name=\"scripts\" value=\"blocked\">"));
  const std::string told = Stranger{clinic}.tell({{"scripts", "works"}});
  CHECK(told.find("noscript") == told.npos);
  CHECK(says(told, "Good news: we found nothing wrong with your browser."));
  CHECK(says(told, "value=\"page_broken.right_site\""));
}

TEST_CASE("what the script tells is judged here, and only words and numbers that make sense") {
  Clinic clinic;
  const auto found = [&](http::Fields told, const std::string& user_agent = windows_chrome) {
    told.insert(told.begin(), {"scripts", "works"});
    return cards(Stranger{clinic, user_agent}.tell(told));
  };
  CHECK(found({{"clock", "301"}}) == Words{"clock_wrong"});
  CHECK(found({{"clock", "-100000"}}) == Words{"clock_wrong"});
  CHECK(found({{"clock", "300"}}).empty());
  CHECK(found({{"pop_ups", "blocked"}}) == Words{"popups_blocked"});
  CHECK(found({{"pop_ups", "works"}}).empty());
  CHECK(found({{"storage", "blocked"}}) == Words{"storage_off"});
  CHECK(found({{"content_blocker", "present"}}) == Words{"content_blocked"});
  CHECK(found({{"caps_lock", "present"}}) == Words{"caps_lock"});
  CHECK(found({{"caps_lock", "absent"}}).empty());
  CHECK(found({{"stale_page", "present"}}) == Words{"stale_page"});
  CHECK(found({{"stale_page", "absent"}}).empty());
  CHECK(found({{"page_width", "319"}}) == Words{"zoomed"});
  CHECK(found({{"page_width", "320"}}).empty());
  CHECK(found({{"pdf", "blocked"}}) == Words{"pdf_off"});
  // Android saves files and opens them with an app: nothing is wrong there.
  CHECK(found({{"pdf", "blocked"}}, android_chrome).empty());
  for (const http::Fields& nonsense : {http::Fields{{"clock", "9e9"}},
                                       {{"clock", "99999999999999999999"}},
                                       {{"clock", "301 "}},
                                       {{"page_width", "-1"}},
                                       {{"pop_ups", "BLOCKED"}},
                                       {{"pop_ups", ""}},
                                       {{"storage", "blocked"}, {"storage", "blocked"}},
                                       {{"cookies", "blocked"}}})
    CHECK_MESSAGE(found(nonsense).empty(), nonsense.front().first);
}

TEST_CASE("each browser is named and judged in plain words") {
  Clinic clinic;
  const auto about = [&](const std::string& user_agent, const char* language = "en") {
    return fakes::between(Stranger{clinic, user_agent}.open(language), "id=\"about\">", "</p>");
  };
  CHECK(about(old_safari) == "You use Safari 12 on iPhone. It is too old for most pages.");
  CHECK(about(old_safari, "es") ==
        "Usted usa Safari 12 en iPhone. Es muy viejo para casi todas las páginas.");
  CHECK(about(facebook) == "You see this page inside the Facebook app.");
  CHECK(about(iphone_view) == "You see this page inside another app.");
  CHECK(about(ie_mode) == "You use Edge in its Internet Explorer mode.");
  CHECK(about(compatibility_view) ==
        "You use Internet Explorer 11 on Windows. It is too old for most pages.");
  CHECK(about("NCSA_Mosaic/2.0") == "We do not know this browser.");
  CHECK(about("") == "We do not know this browser.");
  CHECK(cards(Stranger{clinic, old_safari}.open()) ==
        Words{"too_old", "scripts_off", "same_site_bug"});
}

TEST_CASE("a browser that refuses other pages' cookies is fine, and told what that means") {
  Clinic clinic;
  const auto told = [&](const std::string& user_agent, const http::Fields& more = {}) {
    http::Fields fields{{"scripts", "works"}};
    fields.insert(fields.end(), more.begin(), more.end());
    return Stranger{clinic, user_agent}.tell(fields);
  };
  const std::string page = told(iphone_safari);
  CHECK(cards(page) == Words{"old_browser"});  // of which this is none
  CHECK(says(page, "<h2 id=\"apart\">Is your sign-in page inside another page?</h2>"));
  CHECK(says(page, "Open it by itself: " + clinic.config().clinic.portal_url + "."));
  CHECK(says(page, "name=\"guide\" value=\"page_broken.by_itself\" aria-describedby=\"apart\""));
  CHECK(says(page, "<dt>Cookies of other pages</dt><dd>Blocked, as is usual</dd>"));
  CHECK(told(windows_chrome).find("id=\"apart\"") == std::string::npos);
  // First the page is to be opened in a browser.
  CHECK(told(facebook).find("id=\"apart\"") == std::string::npos);
  Stranger refuses{clinic, iphone_safari, Stranger::Cookies::refused};
  CHECK(refuses.tell({{"scripts", "works"}}).find("id=\"apart\"") == std::string::npos);
}

TEST_CASE("an old safe line is found where the proxy tells it") {
  Clinic clinic;
  const Stranger stranger{clinic};
  const auto found = [&](const char* tls) {
    auto asked = stranger.request("POST", "/check?lang=en");
    asked.body = "scripts=works";
    asked.tls = tls;
    return cards(stranger.ask(asked)->body);
  };
  CHECK(found("TLSv1") == Words{"old_tls"});
  CHECK(found("TLSv1.1") == Words{"old_tls"});
  for (const char* fine : {"TLSv1.2", "TLSv1.3", "", "TLSv9", "tls", "0.9"})
    CHECK_MESSAGE(found(fine).empty(), fine);
}

TEST_CASE("no byte of a header or field comes back") {
  Clinic clinic;
  const std::string planted = "<b>Zanzibarian</b>";
  Stranger stranger{clinic, planted + "/9.0 Chrome/128.0.0.0 " + planted};
  auto asked = stranger.request("GET", "/check/2?lang=" + planted + "&at=" + planted);
  for (const char* name : {"Sec-CH-UA", "Sec-CH-UA-Platform", "Referer", "Accept-Language"})
    asked.headers.emplace_back(name, "\"" + planted + "\";v=\"128\"");
  CHECK(stranger.ask(asked)->body.find("anzibarian") == std::string::npos);
  const std::string told = stranger.tell({{"scripts", planted},
                                          {"clock", planted},
                                          {"guide", planted},
                                          {planted, planted},
                                          {"page_width", planted}});
  CHECK(told.find("anzibarian") == std::string::npos);
  const auto begun = clinic.checks().answer(stranger.request("GET", "/check?lang=" + planted));
  CHECK(Stranger::header(*begun, "Location").find("anzibarian") == std::string::npos);
}

TEST_CASE("the check page answers what it should, and nothing else") {
  Clinic clinic;
  const Stranger stranger{clinic};
  const auto answer = [&](const char* method, const char* target) {
    return stranger.ask(stranger.request(method, target));
  };
  CHECK_FALSE(answer("POST", "/check/2"));
  CHECK_FALSE(answer("GET", "/check/"));
  CHECK_FALSE(answer("GET", "/check/3"));
  CHECK_FALSE(answer("POST", "/check/dot.gif"));
  CHECK(answer("HEAD", "/check")->status == 303);
  for (const char* path : {"/check/dot.gif", "/ads/top-ad-banner-728x90.gif"}) {
    CHECK(answer("GET", path)->content_type == "image/gif");
    CHECK(answer("GET", path)->body.starts_with("GIF89a"));
  }
  auto foreign = stranger.request("POST", "/check");
  foreign.headers.emplace_back("Origin", "https://elsewhere.example.org");
  CHECK(stranger.ask(foreign)->status == 303);
  auto broken = stranger.request("POST", "/check");
  broken.body = "%zz";
  CHECK(stranger.ask(broken)->status == 303);
}

// domain.md J25.
TEST_CASE(
    "Compatibility View: told how to leave it; what did not help is a ticket with its facts") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.says({{"User-Agent", compatibility_view}});
  visitor.check();
  CHECK(cards(visitor.page()) == Words{"compatibility_view", "too_old", "scripts_off"});
  visitor.post({{"guide", "old_explorer.compat_1"}});
  CHECK(visitor.shown().step == "guidance.old_explorer.compat_1");
  visitor.post({{"option", "done"}});
  visitor.post({{"option", "done"}});
  CHECK(visitor.shown().step == "guidance.old_explorer.compat_helped");
  visitor.post({{"option", "not_helped"}});
  visitor.post({{"option", "not_helped"}});
  CHECK(visitor.shown().step == "offer_help");
  CHECK(clinic.tickets().empty());
  visitor.post({{"option", "yes"}});
  visitor.post({{"text", "4015550142"}});
  visitor.post({{"option", "no"}});
  visitor.post({{"option", "1"}});
  CHECK(visitor.shown().step == "handed_over");
  CHECK(clinic.tickets() == Words{"guidance_failed"});
  CHECK(ticket_browser(clinic) ==
        "browser Internet Explorer 11 in Compatibility View on Windows\nsupported no\n"
        "cookies work\nscripts blocked");
}

TEST_CASE("Compatibility View that was left makes no ticket, and a password is to be had in it") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::twice);
  visitor.says({{"User-Agent", compatibility_view}});
  visitor.check();
  visitor.post({{"guide", "old_explorer.compat_1"}});
  visitor.post({{"option", "done"}});
  visitor.post({{"option", "done"}});
  visitor.post({{"option", "helped"}});
  CHECK(visitor.shown().step == "ended_solved");
  fakes::WebVisitor other(clinic, fakes::Doubling::once);
  other.says({{"User-Agent", compatibility_view}});
  other.post({{"option", "forgot_password"}});
  CHECK(other.shown().step == "enter_name");
  CHECK(clinic.tickets().empty());
}

// domain.md J26.
TEST_CASE("inside an app: open it in the real browser, and no ticket") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.says({{"User-Agent", facebook}});
  visitor.check();
  CHECK(says(visitor.page(), "Facebook app"));
  CHECK(cards(visitor.page()).front() == "in_app");
  visitor.post({{"guide", "page_broken.open_in_browser"}});
  CHECK(visitor.shown().step == "guidance.page_broken.open_in_browser");
  visitor.post({{"option", "helped"}});
  CHECK(visitor.shown().step == "ended_solved");
  CHECK(clinic.tickets().empty());
}

TEST_CASE("a guide from the check page knows the browser; a made-up screen is not understood") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.says({{"User-Agent", iphone_safari}});
  visitor.check();
  visitor.post({{"guide", "browser_settings.which_browser"}});
  // Its heading is that of other screens too.
  CHECK(says(visitor.page(),
             clinic.texts().text("en", "guidance.browser_settings.safari_iphone_1.page")));
  fakes::WebVisitor forger(clinic, fakes::Doubling::once);
  forger.post({{"guide", "page_broken.<script>"}});
  CHECK(forger.shown().step == "choose_topic");
}

TEST_CASE("the first page leads to the check page in its own language") {
  Clinic clinic;
  const fakes::WebVisitor visitor(clinic, fakes::Doubling::once, "192.0.2.10", "es");
  CHECK(says(visitor.page(), "<a class=\"foot\" href=\"/check?lang=es\">Revisar mi navegador</a>"));
}

TEST_CASE("the guide to pages that do not work leads to the check page, others do not") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "page_broken"}});
  CHECK(says(visitor.page(), "<a class=\"foot\" href=\"/check?lang=en\">"));
  fakes::WebVisitor inside(clinic, fakes::Doubling::once);
  inside.post({{"guide", "pop_ups.blocker"}});  // a part of the same guide
  CHECK(says(inside.page(), "<a class=\"foot\" href=\"/check?lang=en\">"));
  for (const char* field : {"option=forgot_password", "guide=cannot_connect.clock_device"}) {
    const std::string_view given(field);
    const auto equals = given.find('=');
    fakes::WebVisitor other(clinic, fakes::Doubling::once);
    other.post({{std::string(given.substr(0, equals)), std::string(given.substr(equals + 1))}});
    CHECK(other.page().find("/check") == std::string::npos);
  }
}

TEST_CASE("what was found goes into a message of the person's own, byte for byte") {
  Clinic clinic;
  const std::string page = Stranger{clinic, iphone_safari}.tell(
      {{"scripts", "works"}, {"storage", "works"}, {"clock", "86400"}});
  CHECK(says(page, "href=\"mailto:?subject=We%20checked%20your%20browser&amp;body=You%20use%20"));
  CHECK(says(page, "href=\"sms:?&amp;body=You%20use%20Safari%2017%20on%20iPhone."));
  CHECK(says(page, "%0D%0A-%20The%20date%20or%20time%20is%20wrong%0D%0A"));
  CHECK(says(page,
             "%0D%0ACookies%3A%20On%0D%0ACookies%20of%20other%20pages%3A%20Blocked%2C%20as"
             "%20is%20usual%0D%0AJavaScript%3A%20On%0D%0ASaved%20notes%3A%20On%0D%0A"));
  CHECK(says(page, "%0ADate%20and%20time%3A%20Wrong%0A%0A" +
                       http::percent_encode(clinic.config().urls.patient + "/") +
                       "\">Text this to myself</a>"));
}
