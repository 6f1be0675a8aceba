// Every way a provider fails, end to end: what it created, what is said twice, and that the person
// reaches another way or a ticket all the same (telephony.md 2.4 and 2.5).

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "tests/fakes/provider_peer.h"
#include "tests/fakes/visitors.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Created;
using fakes::Doubling;
using fakes::ProviderPeer;
using fakes::WebVisitor;

namespace {

using Fate = ProviderPeer::Fate;

// Maria at the page of a clinic whose provider is really called.
class Troubled {
 public:
  Troubled() {
    clinic.connect(transport_);
    visitor.post({{"option", "forgot_password"}});
    visitor.post({{"first", std::string(maria_.first)}, {"last", std::string(maria_.last)}});
    visitor.post({{"month", "2"}, {"day", "3"}, {"year", "1950"}});
    visitor.post({{"option", "zip"}});
    visitor.post({{"text", std::string(maria_.zip)}});
    REQUIRE(visitor.shown().step == "choose_proof");
  }
  void ask_for(const char* way) {
    visitor.post({{"option", way}});
    REQUIRE(visitor.shown().step == "enter_code");
  }
  // A few minutes, in which whatever is due is tried again.
  void wait() {
    for (int i = 0; i < 8; ++i) {
      clinic.settle();
      clinic.clock.pass(std::chrono::seconds(30));
    }
    clinic.settle();
  }
  void report(const Created& made, const std::string& status, int code) {
    const std::string url = made.value("StatusCallback");
    const std::string path = url.substr(url.find("/ivr/"), url.find('#') - url.find("/ivr/"));
    const auto answer = clinic.line().answer(fakes::webhook(clinic, path,
                                                            {{"MessageSid", made.sid},
                                                             {"MessageStatus", status},
                                                             {"ErrorCode", std::to_string(code)}}));
    CHECK(answer.status / 100 == 2);
  }
  // The page never shows what the provider said; a code by mail arrives all the same.
  void goes_on_by_mail() {
    CHECK(visitor.shown().step == "enter_code");
    visitor.post({{"do", "other"}});
    visitor.post({{"option", "mail"}});
    REQUIRE(visitor.shown().step == "enter_code");
    clinic.settle();
    visitor.post({{"code", clinic.newest_code("mail")}});
    clinic.settle();
    visitor.look();
    CHECK(visitor.shown().step == "choose_password");
  }
  void goes_on_to_a_ticket() {
    visitor.post({{"do", "other"}});
    visitor.post({{"option", "help"}});
    visitor.post({{"option", "no"}});
    CHECK(clinic.tickets() == std::vector<std::string>{"code_failed"});
  }
  // Of one errand: what was created for it.
  std::vector<Created> made() const {
    const auto all = peer.created();
    std::set<std::string> errands;
    for (const Created& each : all) errands.insert(each.value("StatusCallback"));
    CHECK(errands.size() <= 1);
    return all;
  }

  ProviderPeer peer;

 private:
  const courier::CurlLibrary library_;
  courier::CurlTransport transport_{library_, courier::Reach{{peer.base()}, {}, {}, {}, 1 << 20}};
  const FixturePerson& maria_ = person("maria");

 public:
  Clinic clinic{Clinic::Roster::fixture_people, [this](Config& config) {
                  const auto is = peer.settings();
                  config.provider.rest_base_url = peer.base();
                  config.provider.rest_path = "/2010-04-01";
                  config.provider.path_suffix = ".json";
                  config.urls.webhook = is.public_base_url;
                  config.provider.account_id = config.provider.auth_user = is.account_id;
                  config.provider.auth_secret = Secret("provider-secret");
                  config.provider.text_from = config.provider.voice_from = is.text_from;
                }};
  WebVisitor visitor{clinic, Doubling::once};
};

struct Breakage {
  std::string name;
  std::vector<Fate> fates;  // of the first requests
  int refusal = 0;          // or this number
  std::size_t created = 1;  // messages at the provider in the end
};

const std::vector<Breakage> faults{
    {"429", {Fate::throttled, Fate::throttled}},
    {"503", {Fate::unavailable, Fate::unavailable}},
    {"slow", {Fate::slow}},
    // Nobody knows whether it was made: the same code goes again, and may have gone twice.
    {"reset before anything was done", {Fate::hangs_up_first}},
    {"reset after it was done", {Fate::hangs_up_after}, 0, 2},
    {"hang", {Fate::silent}},
    {"STOP", {}, 21610, 0},
    {"no texts to this number", {}, 21614, 0},
    {"no such number", {}, 21211, 0},
};

}  // namespace

TEST_CASE("whatever the provider does, one message is made, and the person goes on another way") {
  for (const Breakage& fault : faults) {
    CAPTURE(fault.name);
    Troubled at;
    for (const Fate fate : fault.fates) at.peer.next(fate);
    if (fault.refusal != 0) at.peer.refuse_next(fault.refusal);
    at.ask_for("text");
    at.wait();
    const auto made = at.made();
    CHECK(made.size() == fault.created);
    std::set<std::string> said;
    for (const Created& each : made) said.insert(each.value("Body").substr(0, 40));
    CHECK(said.size() <= 1);
    for (const std::string& complaint : at.peer.complaints()) FAIL_CHECK(complaint);
    at.goes_on_by_mail();
  }
}

TEST_CASE("a text that a carrier refuses later is not sent again, and the person goes on") {
  for (const int code : {30003, 30004, 30005, 30006, 30007, 30008}) {
    CAPTURE(code);
    Troubled at;
    at.ask_for("text");
    at.wait();
    REQUIRE(at.made().size() == 1);
    at.report(at.made().front(), "undelivered", code);
    at.report(at.made().front(), "sent", 0);  // late, and of no weight
    at.wait();
    CHECK(at.made().size() == 1);
    if (code % 2 == 0)
      at.goes_on_by_mail();
    else
      at.goes_on_to_a_ticket();
  }
}
