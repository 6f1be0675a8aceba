// "This wasn't me": what the notices carry, what the page does, and what it never does by itself
// (product.md rule 8 and T9, rulings.md R22, R25, standards.md T25, T26).

#include <doctest/doctest.h>

#include "core/operations/reopen_recovery.h"
#include "kiosk/patient/step_told.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/not_me_visitor.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::newest_notice;
using fakes::NotMeNotice;
using fakes::NotMeVisitor;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr std::string_view asks = "Was this not you?";
constexpr std::string_view sure = "Did somebody else do this?";
constexpr std::string_view stopped = "Please call us now";

// A whole recovery by mail; what everybody is told of it.
void recover(Clinic& clinic, const FixturePerson& who, const std::string& language = "en") {
  WebDriver driver(clinic, who, Doubling::once, language);
  driver.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "mail"}});
  driver.act("code", "right");
  REQUIRE(driver.act("password", "good").step == "recovered_password");
}

bool gets_on(Clinic& clinic, const FixturePerson& who) {
  const std::size_t before = clinic.sent().size();
  WebDriver driver(clinic, who, Doubling::once);
  driver.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "mail"}});
  return clinic.sent().size() > before && driver.act("code", "right").step == "choose_password";
}

std::vector<tickets::TicketDetail> all_tickets(Clinic& clinic) {
  auto& s = clinic.service();
  return s.store().read([&](storage::Transaction& tx) {
    std::vector<tickets::TicketDetail> all;
    for (const auto& one : s.tickets().list(tx, {})) all.push_back(*s.tickets().get(tx, one.id));
    return all;
  });
}

struct Told : Clinic {
  const FixturePerson& maria = person("maria");
  Told() : Told([](Config&) {}) {}
  explicit Told(const std::function<void(Config&)>& change)
      : Clinic(Roster::fixture_people, change) {
    recover(*this, maria);
    mail = newest_notice(*this, "mail");
    text = newest_notice(*this, "text");
  }
  NotMeNotice mail, text;
};

}  // namespace

TEST_CASE("a notice by mail carries a link whose secret no server is sent, and a code beside it") {
  Told clinic;
  CHECK(clinic.mail.link.size() == 43);
  CHECK(clinic.mail.link.find_first_of("?&/ ") == std::string::npos);
  const std::string& base = clinic.config().urls.patient;
  CHECK(clinic.mail.body.find(base + "/not-me?lang=en#" + clinic.mail.link) != std::string::npos);
  CHECK(clinic.mail.code.size() == 11);
  CHECK(clinic.mail.code[5] == '-');
}

TEST_CASE("a notice by text has the same code in a last line for our own page alone") {
  Told clinic;
  CHECK(clinic.text.code == clinic.mail.code);
  const std::string last = clinic.text.body.substr(clinic.text.body.rfind('\n') + 1);
  CHECK(last == "@127.0.0.1 #" + clinic.text.code);
  CHECK(clinic.text.body.find("127.0.0.1:18080/not-me, type " + clinic.text.code) !=
        std::string::npos);
  CHECK(clinic.text.body.size() <= 160);
}

// HEAD, twenty times GET, and a scanner whose scripts send the first form that they find.
TEST_CASE("scanners that follow the link change nothing") {
  Told clinic;
  NotMeVisitor scanner(clinic);
  const std::string empty = scanner.open().body;
  for (int i = 0; i < 20; ++i) {
    CHECK(scanner.open(i % 2 == 0 ? "HEAD" : "GET").status == 200);
    CHECK(scanner.page() == empty);
  }
  for (int i = 0; i < 3; ++i) {
    scanner.open();
    scanner.post({{"code", clinic.mail.link}});
    CHECK(scanner.title() == sure);
  }
  CHECK(all_tickets(clinic).empty());
  CHECK(gets_on(clinic, clinic.maria));
  NotMeVisitor human(clinic);
  human.say(clinic.mail.link);
  CHECK(human.title() == stopped);
}

TEST_CASE("one post is not enough, whatever stands in it") {
  Told clinic;
  for (const http::Fields& forged : {http::Fields{{"option", "yes"}},
                                     {{"option", "yes"}, {"sure", ""}},
                                     {{"option", "yes"}, {"sure", std::string(64, '0')}},
                                     {{"do", "yes"}}}) {
    NotMeVisitor hasty(clinic);
    hasty.open();
    http::Fields all{{"code", clinic.mail.code}};
    all.insert(all.end(), forged.begin(), forged.end());
    hasty.post(all);
    CHECK(hasty.title() == sure);
  }
  CHECK(all_tickets(clinic).empty());
}

TEST_CASE("whoever says it was them has changed nothing, and may think again") {
  Told clinic;
  NotMeVisitor visitor(clinic);
  visitor.open();
  visitor.post({{"code", clinic.text.code}});
  visitor.post({{"option", "no"}});
  CHECK(visitor.title() == "Thank you");
  CHECK(all_tickets(clinic).empty());
  CHECK(gets_on(clinic, clinic.maria));
  visitor.say(clinic.text.code);
  CHECK(visitor.title() == stopped);
}

TEST_CASE("a code is read however it is typed") {
  Told clinic;
  std::string typed = clinic.mail.code.substr(0, 5) + " " + clinic.mail.code.substr(6);
  for (char& c : typed) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  for (char& c : typed) c = c == '0' ? 'o' : c == '1' ? 'l' : c;
  NotMeVisitor visitor(clinic);
  visitor.open();
  visitor.post({{"code", " " + typed + " "}});
  CHECK(visitor.title() == sure);
}

TEST_CASE("it suspends recovery until the office reopens it, and leaves signing in alone") {
  Told clinic;
  NotMeVisitor(clinic).say(clinic.mail.code);
  clinic.settle();
  CHECK_FALSE(gets_on(clinic, clinic.maria));
  clinic.clock.pass(hours(24 * 30));
  CHECK_FALSE(gets_on(clinic, clinic.maria));
  CHECK(std::holds_alternative<accounts::SignedIn>(clinic.service().local_accounts().sign_in(
      std::string(clinic.maria.user_name), Secret("seven green herons nap 81"))));

  operations::ReopenOptions options;
  options.config = [&] { return clinic.config(); };
  options.record_number = clinic.maria.record_number;
  const auto said = fakes::run([&](std::ostream& out, std::ostream& err) {
    return operations::reopen_recovery(options, clinic.dice, clinic.clock, out, err);
  });
  CHECK(said.code == 0);
  CHECK(said.out.find("this wasn't me") != std::string::npos);
  CHECK(gets_on(clinic, clinic.maria));
}

// From outside a suspended patient is anybody: rulings.md R1, R4.
TEST_CASE("a stranger sees no difference between a suspended patient and nobody") {
  Told clinic;
  NotMeVisitor(clinic).say(clinic.mail.code);
  const auto walk = [&](const FixturePerson& who) {
    WebDriver driver(clinic, who, Doubling::once);
    driver.act_all({{"topic", "forgot_password"}, {"identify", ""}, {"proof", "mail"}});
    driver.act("other", "");
    driver.act("choose", "help");
    driver.act("choose", "no");
    return driver.visitor().history();
  };
  CHECK(walk(clinic.maria) == walk(person("stranger")));
}

TEST_CASE("one ticket: urgent, possible fraud, the patient's own office, nothing proven") {
  Told clinic;
  NotMeVisitor visitor(clinic);
  visitor.say(clinic.mail.code);
  const auto found = all_tickets(clinic);
  REQUIRE(found.size() == 1);
  const tickets::Ticket& ticket = found[0].ticket;
  CHECK(ticket.code == tickets::FailureCode::repudiated);
  CHECK(ticket.category == tickets::Category::password_reset);
  CHECK(ticket.priority == tickets::Priority::urgent);
  CHECK(ticket.fraud == tickets::Ticket::Fraud::possible);
  CHECK(ticket.queue == tickets::Queue::office);
  CHECK(ticket.verified == tickets::Verified::no);
  CHECK(ticket.patient.has_value());
  CHECK(found[0].contacts[0].told == ticket.location);
  CHECK(ticket.promised_by > clinic.clock.now());
  CHECK(visitor.page().find(kiosk::grouped_digits(ticket.number.digits)) != std::string::npos);
  // The page tells nothing about the person.
  for (const std::string_view datum :
       {clinic.maria.last, clinic.maria.user_name, clinic.maria.email})
    CHECK(visitor.page().find(datum) == std::string::npos);
}

TEST_CASE("saying it twice does nothing twice and shows the same end") {
  Told clinic;
  NotMeVisitor first(clinic);
  first.open();
  first.post({{"code", clinic.mail.code}});
  const std::string asked = first.page();
  first.post({{"option", "yes"}});
  const std::string end = first.page();
  clinic.settle();
  const std::size_t sent = clinic.sent().size();
  clinic.clock.pass(hours(5));
  NotMeVisitor again(clinic);
  again.open();
  again.post({{"code", clinic.mail.code}});
  CHECK(again.page() == end);
  NotMeVisitor by_link(clinic);
  by_link.say(clinic.mail.link);
  CHECK(by_link.page() == end);
  clinic.settle();
  CHECK(clinic.sent().size() == sent);
  const auto found = all_tickets(clinic);
  REQUIRE(found.size() == 1);
  CHECK(found[0].contacts.size() == 1);
}

TEST_CASE("an unknown code, one that is too old and one behind a closed door look the same") {
  Told clinic;
  NotMeVisitor visitor(clinic);
  visitor.open();
  visitor.post({{"code", "7K4MP-9QX2T"}});
  const auto unknown = visitor.page();
  CHECK(visitor.status() == 422);
  CHECK(visitor.title() == asks);
  const std::string long_text(60'000, 'x');
  for (const std::string& typed : {std::string(), std::string(43, 'A'), std::string("12345"),
                                   std::string("' OR 1=1 --"), long_text}) {
    visitor.open();
    visitor.post({{"code", typed}});
    CHECK(visitor.status() == 422);
    CHECK(visitor.page() == unknown);
  }
  clinic.clock.pass(hours(7 * 24));
  for (const std::string& old : {clinic.mail.code, clinic.mail.link}) {
    visitor.open();
    visitor.post({{"code", old}});
    CHECK(visitor.status() == 422);
    CHECK(visitor.page() == unknown);
  }
  clinic.service().sweep();
  const auto left = clinic.service().store().read(
      [](storage::Transaction& tx) { return tx.run("SELECT COUNT(*) FROM not_me"); });
  CHECK(left.rows[0].integer(0) == 0);
}

TEST_CASE("an address that guesses closes the door for itself, and no door stops a link") {
  Told clinic;
  NotMeVisitor guesser(clinic, "203.0.113.5"), neighbour(clinic, "203.0.113.6");
  for (int i = 0; i < 10; ++i) {
    guesser.open();
    guesser.post({{"code", "7K4MP-9QX2" + std::to_string(i)}});
  }
  const std::string unknown = guesser.page();
  guesser.post({{"code", clinic.mail.code}});
  CHECK(guesser.page() == unknown);
  neighbour.open();
  neighbour.post({{"code", clinic.mail.code}});
  CHECK(neighbour.title() == sure);
  guesser.open();
  guesser.post({{"code", clinic.mail.link}});
  CHECK(guesser.title() == sure);
  clinic.clock.pass(minutes(11));
  guesser.open();
  guesser.post({{"code", clinic.mail.code}});
  CHECK(guesser.title() == sure);
}

TEST_CASE(
    "many who guess close the door of codes for all, for ten minutes, and not that of links") {
  Told clinic([](Config& config) {
    config.limits.push_back({"not_me_wrong_everywhere", 100, "the test"});
  });
  for (int i = 0; i < 100; ++i) {
    NotMeVisitor guesser(clinic, "203.0.113." + std::to_string(i / 10 + 1));
    guesser.open();
    guesser.post({{"code", "7K4MP-9Q" + std::to_string(100 + i)}});
  }
  NotMeVisitor visitor(clinic);
  visitor.open();
  visitor.post({{"code", clinic.mail.code}});
  CHECK(visitor.status() == 422);
  visitor.post({{"code", clinic.mail.link}});
  CHECK(visitor.title() == sure);
  clinic.clock.pass(minutes(11));
  visitor.open();
  visitor.post({{"code", clinic.mail.code}});
  CHECK(visitor.title() == sure);
}

TEST_CASE("a post from another site is refused and changes nothing") {
  Told clinic;
  NotMeVisitor visitor(clinic);
  visitor.open();
  visitor.post({{"code", clinic.mail.code}});
  const std::string key = fakes::between(visitor.page(), "name=\"sure\" value=\"", "\"");
  REQUIRE(key.size() == 64);
  const http::Fields acts{
      {"s", "en"}, {"code", clinic.mail.code}, {"sure", key}, {"option", "yes"}};
  for (const auto& [name, value] : http::Fields{{"Origin", "https://evil.example.org"},
                                                {"Origin", "null"},
                                                {"Sec-Fetch-Site", "cross-site"},
                                                {"Sec-Fetch-Site", "same-site"}}) {
    http::Request forged = visitor.request("POST");
    forged.headers.emplace_back(name, value);
    forged.body = ivr::encode_form(acts);
    CHECK(visitor.answer(forged).status == 403);
  }
  http::Request broken = visitor.request("POST");
  broken.body = "code=%zz";
  CHECK(visitor.answer(broken).status == 400);
  CHECK(all_tickets(clinic).empty());
  // The same from a browser that says nothing of where it comes from: the code is the secret.
  http::Request silent = visitor.request("POST");
  silent.body = ivr::encode_form(acts);
  visitor.answer(silent);
  CHECK(visitor.title() == stopped);
}

TEST_CASE("the database holds neither links nor codes, nor what was typed") {
  Told clinic;
  NotMeVisitor visitor(clinic);
  visitor.say(clinic.mail.link);
  clinic.settle();
  const std::string files = clinic.files();
  std::string bare = clinic.mail.code;
  bare.erase(5, 1);
  for (const std::string& secret : {clinic.mail.link, clinic.mail.code, bare})
    CHECK(files.find(secret) == std::string::npos);
  // The same search finds what does stand there.
  CHECK(files.find("recovery.repudiated") != std::string::npos);
}

TEST_CASE("a contact that is marked unsafe is not told") {
  Clinic clinic;
  const FixturePerson& maria = person("maria");
  auto& s = clinic.service();
  s.store().write([&](storage::Transaction& tx) {
    const auto patient = s.roster().by_user_name(tx, maria.user_name).at(0);
    for (const auto& contact : s.roster().contacts(tx, patient))
      if (contact.kind != accounts::ContactKind::email)
        s.roster().set_safety(tx, contact.id, accounts::Contact::Safety::unsafe);
  });
  recover(clinic, maria);
  CHECK_FALSE(newest_notice(clinic, "mail").code.empty());
  for (const auto& sent : clinic.sent()) CHECK(sent.kind != "text");
}

TEST_CASE("the page and its ticket speak Spanish") {
  Told clinic;
  NotMeVisitor visitor(clinic);
  CHECK(visitor.open("GET", "lang=es").body.find("<html lang=\"es\"") != std::string::npos);
  CHECK(visitor.title() == "¿No fue usted?");
  visitor.post({{"code", "7K4MP-9QX2T"}});
  CHECK(visitor.page().find("Este código no sirve.") != std::string::npos);
  visitor.post({{"code", clinic.mail.code}});
  CHECK(visitor.title() == "¿Lo hizo otra persona?");
  visitor.post({{"option", "yes"}});
  CHECK(visitor.title() == "Llámenos ahora, por favor");
  REQUIRE(all_tickets(clinic).size() == 1);
  CHECK(all_tickets(clinic)[0].ticket.language == "es");
}
