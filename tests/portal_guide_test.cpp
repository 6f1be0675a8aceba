// A clinic whose portal no machine can act on (domain.md J42): nobody is promised a new password.

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/channel_drivers.h"
#include "tests/fakes/engine.h"
#include "tests/fakes/lobby_device.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;

namespace {

void without_account_system(Config& config) {
  config.patient_policy.account_system = AccountSystemKind::roster;
}

// Up to the question whether the person is in now.
const Acts new_password{{"topic", "forgot_password"}, {"choose", "done"}, {"choose", "yes"},
                        {"choose", "done"},           {"choose", "yes"},  {"choose", "done"}};

template <class Driver>
void gets_in() {
  Clinic clinic(Clinic::Roster::fixture_people, without_account_system);
  Driver person(clinic, tests::person("maria"), Doubling::twice);
  person.act_all(new_password);
  CHECK(person.act("choose", "helped").step == "ended_solved");
  CHECK(person.unlike().empty());
  CHECK(clinic.tickets().empty());
  CHECK(clinic.sent().empty());
}

template <class Driver>
void does_not() {
  Clinic clinic(Clinic::Roster::fixture_people, without_account_system);
  Driver person(clinic, tests::person("maria"), Doubling::twice);
  person.act_all(new_password);
  person.act_all(
      {{"choose", "not_helped"}, {"choose", "yes"}, {"number", "4015550142"}, {"choose", "no"}});
  CHECK(person.act("office", "here").step == "handed_over");
  CHECK(clinic.tickets() == std::vector<std::string>{"guidance_failed"});
  clinic.service().store().read([&](storage::Transaction& tx) {
    const auto id = tx.run("SELECT id FROM ticket").rows.at(0).id<TicketId>(0);
    const auto ticket = clinic.service().tickets().get(tx, id).value().ticket;
    CHECK(ticket.category == tickets::Category::password_reset);
    // Whoever can't sign in waits four hours for the first call, not a day.
    const auto& calendar = clinic.service().calendar();
    CHECK(ticket.promised_by ==
          calendar.business_deadline(ticket.location, ticket.created_at, std::chrono::hours(4)));
  });
}

// Every topic of the menu that this account system leaves.
std::vector<std::string> menu(flow::Channel channel, flow::Policy::Can password,
                              flow::Policy::Can unlock) {
  Engine engine(channel);
  engine.policy.guidance = {};
  engine.policy.set_password = password;
  engine.policy.unlock = unlock;
  engine.policy.activate = password;
  engine.state.stage = flow::ChoosingTopic{};
  const auto step = engine.step();
  std::vector<std::string> topics;
  for (const auto option : std::get<flow::Choice>(step.field).options) topics.emplace_back(option);
  // What is not offered is not done either.
  for (const char* topic : {"forgot_password", "locked", "have_code"}) {
    if (std::ranges::find(topics, topic) != topics.end()) continue;
    engine.take(flow::Picked{topic});
    CHECK(engine.step().id == "choose_topic");
    CHECK(engine.last.notice == flow::Notice::not_understood);
  }
  return topics;
}

}  // namespace

TEST_CASE("where no password can be set, page and phone lead through the portal's own page") {
  gets_in<WebDriver>();
  gets_in<PhoneDriver>();
}

TEST_CASE("a screen that has the person open the portal offers it, at home alone") {
  Clinic clinic(Clinic::Roster::fixture_people, without_account_system);
  const std::string link =
      "<a href=\"" + clinic.config().clinic.portal_url + "\" target=\"_blank\" rel=\"noopener\">";
  fakes::WebVisitor visitor(clinic, Doubling::once);
  CHECK(visitor.page().find(link) == std::string::npos);
  visitor.post({{"option", "forgot_password"}});
  CHECK(visitor.shown().step == "guidance.forgot_password.open_page");
  CHECK(visitor.page().find(link) != std::string::npos);
  fakes::LobbyDevice kiosk(clinic);
  kiosk.start();
  kiosk.choose("forgot_password");
  CHECK(kiosk.says(clinic.texts().text("en", "guidance.forgot_password.open_page.title")));
  CHECK_FALSE(kiosk.says("_blank"));
  int offered = 0;
  for (const GuideNode& node : shipped_guidance().nodes()) {
    if (node.opens != GuideNode::Opens::portal) continue;
    ++offered;
    for (const char* language : {"en", "es"})
      CHECK_MESSAGE(clinic.texts().placeholders(language, node.words + ".page") ==
                        std::vector<std::string>{"portal"},
                    node.name);
  }
  CHECK(offered >= 13);
}

TEST_CASE("whom the portal's own page does not let in is called by the office") {
  does_not<WebDriver>();
  does_not<PhoneDriver>();
}

TEST_CASE("a topic that nothing can finish is not offered, nor done") {
  using Can = flow::Policy::Can;
  using Topics = std::vector<std::string>;
  CHECK(menu(flow::Channel::web, Can::no, Can::no) ==
        Topics{"forgot_user_name", "helping", "hours"});
  CHECK(menu(flow::Channel::web, Can::no, Can::yes) ==
        Topics{"forgot_user_name", "locked", "helping", "hours"});
  CHECK(
      menu(flow::Channel::phone, Can::yes, Can::no) ==
      Topics{"forgot_password", "forgot_user_name", "locked", "hours", "first_sign_in", "helping"});
}

TEST_CASE("a user name is told without the offer of a password that nobody can set") {
  Engine engine(flow::Channel::web);
  engine.policy.set_password = flow::Policy::Can::no;
  engine.state.stage =
      flow::TellingUserName{{flow::Topic::forgot_user_name, PatientId{1}, flow::ProofKind::text,
                             "claim", engine.now + std::chrono::minutes(5)},
                            "maria.example",
                            {}};
  const auto step = engine.step();
  for (const auto option : std::get<flow::Choice>(step.field).options)
    CHECK(option != "need_password");
  engine.take(flow::Picked{"need_password"});
  CHECK(engine.step().id == "your_user_name");
}

TEST_CASE("who helps with what follows from what the account system can do") {
  Clinic whole;
  Clinic bare(Clinic::Roster::fixture_people, without_account_system);
  const auto told = [](Clinic& clinic) {
    fakes::WebVisitor visitor(clinic, Doubling::once);
    visitor.post({{"option", "hours"}});
    visitor.post({{"option", "here"}});
    visitor.post({{"option", "when_to_call"}});
    CHECK(visitor.shown().step == "when_to_call");
    return visitor.page();
  };
  CHECK(told(whole) != told(bare));
}
