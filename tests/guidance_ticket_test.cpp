// What a clerk reads of a guide that did not help.

#include <doctest/doctest.h>

#include "tests/channel_drivers.h"
#include "tests/fakes/desk_room.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

// To the end of the guide to errors, with a callback number left.
const Acts without_success{
    {"topic", "cannot_connect"}, {"choose", "yes"},        {"number", "Error 1020:\nAccess denied"},
    {"choose", "other_message"}, {"choose", "not_helped"}, {"choose", "not_helped"},
    {"choose", "not_helped"},    {"choose", "not_helped"}, {"choose", "yes"},
    {"number", "4015550142"},    {"choose", "no"},         {"office", "here"}};

tickets::TicketDetail only_ticket(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    const auto id = tx.run("SELECT id FROM ticket").rows.at(0).id<TicketId>(0);
    return clinic.service().tickets().get(tx, id).value();
  });
}

}  // namespace

TEST_CASE("a guide's ticket tells its category, what the screen said, and each step") {
  Clinic clinic;
  WebDriver person(clinic, tests::person("stranger"), Doubling::once);
  person.act_all(without_success);
  CHECK(clinic.tickets() == std::vector<std::string>{"guidance_failed"});
  const auto detail = only_ticket(clinic);
  CHECK(detail.ticket.category == tickets::Category::error_message);
  CHECK_FALSE(detail.ticket.patient);
  const tickets::Contact& contact = detail.contacts.at(0);
  CHECK(contact.personal.error_text == "Error 1020: Access denied");
  CHECK(contact.personal.callback == "+14015550142");
  std::vector<std::string> steps;
  for (const auto& tried : contact.tried) steps.push_back(tried.step + " " + tried.result);
  CHECK(steps ==
        std::vector<std::string>{
            "topic cannot_connect", "cannot_connect.see_message yes",
            "cannot_connect.what_it_says typed", "cannot_connect.message_kind other_message",
            "cannot_connect.error_again not_helped", "cannot_connect.error_restart not_helped",
            "cannot_connect.error_device not_helped", "cannot_connect.error_later not_helped",
            "handed_over guidance_failed"});
}

TEST_CASE("a clerk reads the steps of a guide in the words that the person was shown") {
  fakes::DeskRoom room;
  auto asked = room.ask(fakes::lake);
  asked.code = tickets::FailureCode::guidance_failed;
  asked.personal.error_text = "Error 1020: <b>Access denied</b>";
  asked.tried = {{room.clock.now(), "cannot_connect.other_site", "yes"},
                 {room.clock.now(), "cannot_connect.error_again", "not_helped"}};
  const auto page = room.get("/ticket/" + room.open(asked), room.signed_in("clara"));
  CHECK(fakes::says(page, "Do other pages work?"));
  CHECK(fakes::says(page, "Yes, other pages work"));
  CHECK(fakes::says(page, "No, not yet"));
  CHECK(fakes::says(page, "Error 1020: &lt;b&gt;Access denied&lt;/b&gt;"));
}

TEST_CASE("whoever asks for calls without end fills no office's list") {
  Clinic clinic;
  // None is looked up, and each leaves another number: nothing else counts or joins them.
  for (int i = 0; i < 12; ++i) {
    WebDriver bot(clinic, tests::person("stranger"), Doubling::once);
    bot.act_all(Acts(without_success.begin(), without_success.end() - 4));
    const auto answered = bot.act("choose", "yes");
    CHECK(answered.step == (i < 6 ? "help_number" : "ended_no_number"));
    if (i >= 6) continue;
    bot.act("number", "40155501" + std::to_string(10 + i));
    bot.act("choose", "no");
    bot.act("office", "here");
  }
  CHECK(clinic.tickets().size() == 6);
  clinic.clock.pass(std::chrono::hours(1) + std::chrono::minutes(2));
  WebDriver later(clinic, tests::person("stranger"), Doubling::twice);
  later.act_all(without_success);
  CHECK(clinic.tickets().size() == 7);
}

TEST_CASE("what the screen said lies in the database only sealed") {
  Clinic clinic;
  WebDriver person(clinic, tests::person("stranger"), Doubling::once);
  person.act_all(without_success);
  clinic.service().store().read([](storage::Transaction& tx) {
    const auto rows = tx.run("SELECT personal FROM ticket_contact").rows;
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].blob(0).find("Access denied") == std::string::npos);
  });
}
