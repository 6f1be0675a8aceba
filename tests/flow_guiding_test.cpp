// Guidance on the bare engine: what is asked, what is passed over, and how a tree ends.

#include <doctest/doctest.h>

#include <algorithm>

#include "core/conversations/state_codec.h"
#include "tests/fakes/engine.h"

using namespace latchkey;
using namespace latchkey::tests;

namespace {

constexpr const char* tree = R"(
[page_broken]
first = "which"
[page_broken.which]
known_as = "browser"
choices = [["chrome", "close_tabs"], ["other", "says"], ["forgotten", "topic forgot_password"]]
[page_broken.close_tabs]
then = "tabs_helped"
[page_broken.tabs_helped]
helped_or = "says"
[page_broken.says]
typed = "print_it"
[page_broken.print_it]
only = "web"
else_to = "stuck cannot_connect"
then = "stuck error_message"
)";

// Somebody at the menu of a clinic that has this guide.
Engine at_the_menu(flow::Channel channel, const std::string& browser = "",
                   const char* guide = tree) {
  Engine engine(channel);
  engine.policy.guidance = Guidance::parse(guide, "guidance.toml");
  engine.state.stage = flow::ChoosingTopic{};
  engine.state.device.browser = browser;
  return engine;
}

class Guided {
 public:
  explicit Guided(flow::Channel channel, const std::string& browser = "")
      : engine(at_the_menu(channel, browser)) {
    pick("page_broken");
  }
  std::string pick(const char* option) {
    engine.take(flow::Picked{option});
    return std::string(engine.step().id);
  }
  std::string type(const char* text) {
    engine.take(flow::Typed{Secret(text)});
    return std::string(engine.step().id);
  }
  std::string id() const { return std::string(engine.step().id); }
  const flow::OpenTicket* ticket() const {
    for (const auto& effect : engine.effects)
      if (const auto* open = std::get_if<flow::OpenTicket>(&effect)) return open;
    return nullptr;
  }

  Engine engine;
};

bool offers(const flow::Step& step, std::string_view option) {
  const auto* choice = std::get_if<flow::Choice>(&step.field);
  return choice && std::ranges::count(choice->options, option) == 1;
}

}  // namespace

TEST_CASE("only topics that have a tree are offered") {
  Engine engine(flow::Channel::web);
  engine.state.stage = flow::ChoosingTopic{};
  CHECK_FALSE(offers(engine.step(), "page_broken"));
  engine.take(flow::Picked{"page_broken"});
  CHECK(engine.last.notice == flow::Notice::not_understood);
  engine.policy.guidance = Guidance::parse(tree, "guidance.toml");
  CHECK(offers(engine.step(), "page_broken"));
  CHECK_FALSE(offers(engine.step(), "attachment"));
}

TEST_CASE("what helps ends guidance well, without a ticket") {
  Guided guided(flow::Channel::web);
  CHECK(guided.id() == "guidance.page_broken.which");
  CHECK(guided.pick("chrome") == "guidance.page_broken.close_tabs");
  CHECK(guided.pick("done") == "guidance.page_broken.tabs_helped");
  CHECK(guided.pick("helped") == "ended_solved");
  CHECK(flow::is_over(guided.engine.state));
  CHECK(guided.ticket() == nullptr);
}

TEST_CASE("a tree without anything left offers a call, and its ticket says all that was tried") {
  Guided guided(flow::Channel::web);
  guided.pick("chrome");
  guided.pick("done");
  CHECK(guided.pick("not_helped") == "guidance.page_broken.says");
  CHECK(guided.type("  NET::ERR_CERT\n\tDATE_INVALID ") == "guidance.page_broken.print_it");
  CHECK(guided.pick("done") == "offer_help");
  guided.pick("yes");
  guided.type("4015550142");
  guided.pick("no");
  CHECK(guided.pick("here") == "handed_over");
  const flow::OpenTicket* ticket = guided.ticket();
  REQUIRE(ticket != nullptr);
  CHECK(ticket->failed.code == flow::Failure::guidance_failed);
  CHECK(ticket->failed.category == "error_message");
  CHECK(ticket->failed.screen_text == "NET::ERR_CERT DATE_INVALID");
  CHECK_FALSE(ticket->failed.patient);
  const auto tried = [&](const char* step, const char* result) {
    return std::ranges::count(ticket->tried, flow::Tried{step, result}) == 1;
  };
  CHECK(tried("topic", "page_broken"));
  CHECK(tried("page_broken.which", "chrome"));
  CHECK(tried("page_broken.tabs_helped", "not_helped"));
  CHECK(tried("page_broken.says", "typed"));
  CHECK(tried("handed_over", "guidance_failed"));
  // Nobody is locked out: a business day, not four hours (product.md "Hours").
  CHECK(ticket->promise == guided.engine.now + guided.engine.policy.promise_else);
}

TEST_CASE("whoever declines a call after guidance leaves no ticket") {
  Guided guided(flow::Channel::web);
  guided.pick("other");
  guided.engine.take(flow::OtherWay{});  // "there is no message"
  CHECK(guided.pick("done") == "offer_help");
  CHECK(guided.pick("no") == "ended_declined");
  CHECK(guided.ticket() == nullptr);
}

TEST_CASE("the browser of this machine is offered first, and another can be meant") {
  using Options = std::vector<std::string>;  // of their own: a step's words end with its engine
  const auto first = [](const char* known) {
    const Guided guided(flow::Channel::web, known);
    const flow::Step step = guided.engine.step();
    const auto& options = std::get<flow::Choice>(step.field).options;
    return Options(options.begin(), options.end());
  };
  CHECK(first("other") == Options{"other", "chrome", "forgotten"});
  CHECK(first("netscape") == Options{"chrome", "other", "forgotten"});
  Guided guided(flow::Channel::web, "other");
  CHECK(guided.pick("chrome") == "guidance.page_broken.close_tabs");
}

TEST_CASE("guidance can lead to getting a new password") {
  Guided guided(flow::Channel::web);
  CHECK(guided.pick("forgotten") == "enter_name");
  CHECK(std::get<flow::Identifying>(guided.engine.state.stage).topic ==
        flow::Topic::forgot_password);
}

TEST_CASE("a caller is asked nothing that only a page can take") {
  Guided guided(flow::Channel::phone);
  guided.pick("other");  // what the screen says can't be typed by keypad, nor printed
  CHECK(guided.id() == "offer_help");
  const auto* offering = std::get_if<flow::OfferingHelp>(&guided.engine.state.stage);
  REQUIRE(offering != nullptr);
  CHECK(offering->failed.category == "cannot_connect");
}

TEST_CASE("an empty message from the screen is asked for again") {
  Guided guided(flow::Channel::web);
  guided.pick("other");
  CHECK(guided.type(" \n\t ") == "guidance.page_broken.says");
  CHECK(guided.engine.last.notice == flow::Notice::not_understood);
  CHECK(guided.type("\xff\xfe") == "guidance.page_broken.says");
}

TEST_CASE("a long message keeps its beginning") {
  Guided guided(flow::Channel::web);
  guided.pick("other");
  guided.type(std::string(20'000, 'x').c_str());
  const auto* guiding = std::get_if<flow::Guiding>(&guided.engine.state.stage);
  REQUIRE(guiding != nullptr);
  CHECK(guiding->screen_text == std::string(500, 'x'));
}

TEST_CASE("guidance that changes under a conversation begins its tree again") {
  Guided guided(flow::Channel::web);
  guided.pick("chrome");
  guided.engine.policy.guidance = Guidance::parse(
      "[page_broken]\nfirst = \"new\"\n[page_broken.new]\nhelped_or = \"stuck browser\"\n", "new");
  CHECK(guided.id() == "guidance.page_broken.new");
  CHECK(guided.pick("helped") == "ended_solved");

  Guided gone(flow::Channel::web);
  gone.engine.policy.guidance = {};
  CHECK(gone.id() == "choose_topic");
  gone.pick("forgot_password");
  CHECK(gone.engine.last.notice == flow::Notice::started_over);
}

TEST_CASE("a conversation in guidance is stored and read back whole") {
  Guided guided(flow::Channel::web, "safari_mac");
  guided.engine.state.device.facts = "browser Safari 17 on Mac";
  guided.pick("other");
  guided.type("it says no");
  const auto back = conversations::decode(conversations::encode(guided.engine.state));
  REQUIRE(back.has_value());
  CHECK(*back == guided.engine.state);
}

TEST_CASE("a person can be asked for anywhere in guidance") {
  Guided guided(flow::Channel::web);
  guided.engine.take(flow::AskPerson{});
  CHECK(guided.engine.last.notice == flow::Notice::person_next);
  guided.engine.take(flow::AskPerson{});
  CHECK(guided.id() == "offer_help");
}

TEST_CASE("a guide can be begun where somebody knows what is wrong") {
  const auto begun = [](flow::Channel channel, const char* node, const char* browser = "") {
    Engine engine = at_the_menu(channel, browser);
    engine.take(flow::GuideAt{node});
    return engine;
  };
  using C = flow::Channel;
  struct Row {
    C channel;
    const char *node, *browser, *step;
  };
  // On the phone what is typed is passed over.
  for (const Row& row :
       {Row{C::web, "page_broken.close_tabs", "", "guidance.page_broken.close_tabs"},
        Row{C::kiosk, "page_broken.says", "", "guidance.page_broken.says"},
        Row{C::phone, "page_broken.says", "", "offer_help"},
        Row{C::web, "page_broken.which", "", "guidance.page_broken.which"},
        Row{C::web, "page_broken.which", "netscape", "guidance.page_broken.which"},
        Row{C::web, "page_broken.which", "chrome", "guidance.page_broken.close_tabs"},
        Row{C::web, "page_broken.which", "forgotten", "enter_name"}})
    CHECK_MESSAGE(begun(row.channel, row.node, row.browser).step().id == row.step, row.node, " ",
                  row.browser);
  for (const char* unknown : {"", "page_broken", "page_broken.", "page_broken.nowhere", "which",
                              "forgot_password", "choose_topic", "../page_broken.which"}) {
    const Engine engine = begun(C::web, unknown);
    CHECK_MESSAGE(engine.step().id == "choose_topic", unknown);
    CHECK(engine.last.notice == flow::Notice::not_understood);
  }
}

TEST_CASE("whoever is sent into a guide leaves the topic and the browser for the clerk") {
  Engine engine = at_the_menu(flow::Channel::web, "chrome");
  engine.take(flow::GuideAt{"page_broken.which"});
  const auto& tried = engine.state.tried;
  REQUIRE(tried.size() == 2);
  CHECK(tried[0] == flow::Tried{"topic", "page_broken"});
  CHECK(tried[1] == flow::Tried{"page_broken.which", "chrome"});
}

TEST_CASE("whoever is sent into a part of a guide is helped with the topic of that guide") {
  Engine engine = at_the_menu(
      flow::Channel::web, "",
      "[page_broken]\nfirst = \"one\"\n[page_broken.one]\nthen = \"pop_ups.two\"\n"
      "[pop_ups]\npart_of = \"page_broken\"\n[pop_ups.two]\nhelped_or = \"stuck browser\"\n");
  engine.take(flow::GuideAt{"pop_ups.two"});
  CHECK(engine.step().id == "guidance.pop_ups.two");
  CHECK(engine.step().guide == "page_broken");
  CHECK(engine.state.tried.front() == flow::Tried{"topic", "page_broken"});
  // What was known by another name before begins the guide again.
  std::get<flow::Guiding>(engine.state.stage).node = "page_broken.two";
  CHECK(engine.step().id == "guidance.page_broken.one");
}

TEST_CASE("nobody is sent into a guide from the middle of something else") {
  Guided guided(flow::Channel::web);
  guided.engine.take(flow::GuideAt{"page_broken.close_tabs"});
  CHECK(guided.engine.last.notice == flow::Notice::not_understood);
  CHECK(guided.id() == "guidance.page_broken.which");
  Engine engine = at_the_menu(flow::Channel::web);
  engine.take(flow::Picked{"forgot_password"});
  engine.take(flow::GuideAt{"page_broken.close_tabs"});
  CHECK(engine.step().id == "enter_name");
}
