// Every key at every question of the phone line (architecture.md "Keys"): one meaning each.

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "core/incidents/incidents.h"
#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;

namespace {

Acts operator+(Acts acts, const Acts& more) {
  acts.insert(acts.end(), more.begin(), more.end());
  return acts;
}

// How a caller gets to each question that keys answer.
std::map<std::string, Acts> ways() {
  const FixturePerson& maria = person("maria");
  const Acts topic{{"press", "1"}}, born = topic + Acts{{"choose", "forgot_password"}};
  const Acts detail = born + Acts{{"press", std::string(maria.birth_date)}};
  const Acts proof = detail + Acts{{"choose", "zip"}, {"press", std::string(maria.zip)}};
  const Acts code = proof + Acts{{"choose", "text"}};
  const Acts help = proof + Acts{{"choose", "help"}};
  const Acts number = help + Acts{{"choose", "yes"}};
  Acts name = code;
  name[1].second = "forgot_user_name";
  Acts lock = code;
  lock[1].second = "locked";
  const Acts first = topic + Acts{{"choose", "first_sign_in"}};
  return {
      {"choose_language", {}},
      {"choose_topic", topic},
      {"enter_birth_date", born},
      {"choose_detail", detail},
      {"enter_zip", detail + Acts{{"choose", "zip"}}},
      {"enter_phone", detail + Acts{{"choose", "phone"}}},
      {"enter_record_number", detail + Acts{{"choose", "record_number"}}},
      {"choose_proof", proof},
      {"enter_code", code},
      {"no_code", code + Acts{{"press", "9"}}},
      {"hand_off_code", code + Acts{{"code", ""}}},
      {"your_user_name", name + Acts{{"code", ""}}},
      {"offer_help", help},
      {"help_number", number},
      {"help_message", number + Acts{{"press", "4015550142"}}},
      {"help_office", number + Acts{{"press", "4015550142"}, {"choose", "no"}}},
      {"handed_over", number + Acts{{"press", "4015550142"}, {"choose", "no"}, {"press", "1"}}},
      {"hours_office", topic + Acts{{"choose", "hours"}}},
      {"hours_closed", topic + Acts{{"choose", "hours"}, {"press", "1"}}},
      {"helping", topic + Acts{{"choose", "helping"}}},
      {"incident", topic + Acts{{"portal", "down"}, {"choose", "locked"}}},
      {"account_open", lock + Acts{{"code", ""}}},
      {"first_sign_in", first},
      {"paper_code_by_phone", first + Acts{{"choose", "paper_code"}}},
      {"enter_live_code", first + Acts{{"choose", "live_code"}}},
      {"registration_birth_date", first + Acts{{"choose", "live_code"}, {"press", "12345678"}}}};
}

// The same choices as hours_closed, at another time or of an office without hours.
const std::set<std::string> as_hours_closed{"hours_open", "hours_unknown"};
// The same as incident, with a time.
const std::set<std::string> as_incident{"incident_until"};
// The same as account_open, but for an account that is locked (tests/locked_account_test.cpp).
const std::set<std::string> as_account_open{"account_locked", "account_locked_until"};
// The same as handed_over, told to somebody who has proven who they are.
const std::set<std::string> as_handed_over{"handed_over_proven"};

// The same as enter_code, for whoever was cut off before (tests/resume_call_test.cpp).
const std::set<std::string> as_enter_code{"resume_call"};

// Said by the phone line, and never a question to its keys.
const std::set<std::string> without_keys{"checking",
                                         "checking_later",
                                         "hand_off_waiting",
                                         "recovered_user_name",
                                         "transferring",
                                         "transferring_many_calls",
                                         "calling_back",
                                         "voicemail",
                                         "voicemail_left",
                                         "ended_declined",
                                         "ended_transferred",
                                         "ended_no_answer",
                                         "ended_many_calls",
                                         "ended_no_number",
                                         "ended_solved",
                                         "ended_told",
                                         "ended_waits",
                                         "unlocking",
                                         "unlocking_later",
                                         "recovered_locked",
                                         "checking_registration"};
const std::set<std::string> on_pages_only{"enter_name",
                                          "enter_email",
                                          "choose_password",
                                          "enter_hand_off",
                                          "joined",
                                          "resetting",
                                          "recovered_password",
                                          "when_to_call",
                                          "enter_registration",
                                          "choose_first_password",
                                          "recovered_first",
                                          "enter_saved_code",
                                          "second_saved_code",
                                          "your_saved_code",
                                          "choose_second_proof",
                                          "ask_desk",
                                          "desk_vouched",
                                          "hand_off_to_phone"};

// Somebody on the phone who stands at that question, while the office is closed.
struct AtQuestion {
  AtQuestion(const std::string& a_step, const Acts& acts) : step(a_step) {
    clinic.close_office();
    caller.emplace(clinic, Doubling::once);
    act_all(acts);
    CAPTURE(caller->body());
    REQUIRE(here() == step);
  }
  void act_all(const Acts& acts) {
    for (const auto& [verb, argument] : acts) act(verb, argument);
  }
  void begin_incident() {
    clinic.service().store().write([&](storage::Transaction& tx) {
      incidents::begin(tx, IncidentId{1}, std::nullopt, clinic.clock.now());
    });
  }
  void act(const std::string& verb, const std::string& argument) {
    clinic.settle();
    if (verb == "choose") return caller->choose(argument);
    if (verb == "portal") return begin_incident();
    if (verb == "press") return caller->press(argument);
    const std::string code = clinic.newest_code("text");
    clinic.sink.forbid(code);
    caller->press(code);
    for (int i = 0; caller->waits() && i < 5; ++i) {
      clinic.settle();
      caller->hold();
    }
  }
  std::string here() const { return caller->shown().step; }
  bool hears(const char* word) {
    return caller->speech().find(clinic.texts().text("en", {"words", "phone", word})) !=
           std::string::npos;
  }
  bool slowly() const { return caller->body().find("rate=\"slow\"") != std::string::npos; }
  bool in_menu() const { return caller->body().find("finishOnKey=\"\"") != std::string::npos; }

  Clinic clinic;
  std::string step;
  std::optional<PhoneCaller> caller;
};

// Where 9 leads from a question that has more or another way; anywhere else it is a wrong key.
std::string nine_leads_to(const std::string& step) {
  if (step == "enter_zip" || step == "enter_phone" || step == "enter_record_number")
    return "choose_detail";
  if (step == "enter_code") return "no_code";
  if (step == "enter_live_code") return "enter_birth_date";
  if (step == "help_number") return "ended_no_number";
  return step;
}

template <class Check>
void at_every_question(Check check) {
  for (const auto& [step, acts] : ways()) {
    CAPTURE(step);
    AtQuestion at(step, acts);
    check(at);
  }
}

}  // namespace

TEST_CASE("every step is a question to keys, a word without one, or of pages only") {
  const auto with_keys = ways();
  for (const std::string_view id : flow::step_ids()) {
    CAPTURE(std::string(id));
    const std::string step(id);
    CHECK(with_keys.count(step) + without_keys.count(step) + on_pages_only.count(step) +
              as_hours_closed.count(step) + as_incident.count(step) + as_account_open.count(step) +
              as_handed_over.count(step) + as_enter_code.count(step) ==
          1);
  }
}

TEST_CASE("star says every question again, and slower from the second time on") {
  at_every_question([](AtQuestion& at) {
    const std::string asked = at.caller->speech();
    CHECK_FALSE(at.slowly());
    at.caller->press("*");
    CHECK(at.here() == at.step);
    CHECK_FALSE(at.slowly());
    const std::string again = at.caller->speech();
    // What was said of the answer before is not said again; the question is, to the end.
    CHECK_MESSAGE(asked.ends_with(again), again);
    at.caller->press(at.in_menu() ? "*" : "*#");
    CHECK(at.here() == at.step);
    CHECK(at.slowly());
    at.caller->press("*");
    CHECK(at.slowly());
  });
}

TEST_CASE("nothing, or pound alone, is a silence at every question, and asks it again") {
  at_every_question([](AtQuestion& at) {
    for (const char* nothing : {"", "#"}) {
      CAPTURE(nothing);
      at.caller->press(nothing);
      CHECK(at.hears("silence"));
      CHECK(at.here() == at.step);
    }
  });
}

TEST_CASE("a wrong key is told as one at every question, with the keys that always help") {
  at_every_question([](AtQuestion& at) {
    at.caller->press("8");
    CHECK(at.hears("wrong_key"));
    CHECK(at.hears("person"));
    CHECK(at.hears("repeat"));
    CHECK(at.here() == at.step);
  });
}

TEST_CASE("9 is more or another way where there is one, and a wrong key where there is none") {
  int pages = 0, others = 0;
  at_every_question([&](AtQuestion& at) {
    const bool more = at.hears("more");
    const std::string first = at.caller->speech();
    at.caller->press("9");
    CHECK(at.here() == nine_leads_to(at.step));
    const bool leads = at.here() != at.step;
    CHECK(at.hears("wrong_key") == (!more && !leads));
    if (more) CHECK(at.caller->speech() != first);
    pages += more ? 1 : 0;
    others += leads ? 1 : 0;
  });
  CHECK(pages == 2);  // the topics, and what to do without a code
  CHECK(others == 6);
}

TEST_CASE("0 is a person at every question: once with a choice to go on, twice without") {
  const std::set<std::string> offered{"offer_help", "help_number", "help_message", "help_office"};
  at_every_question([&](AtQuestion& at) {
    at.caller->press("0");
    CHECK(at.here() == at.step);
    // A person has just been promised: that is said again.
    if (at.step == "handed_over") return;
    const bool ends = offered.contains(at.step);
    CHECK(at.caller->shown().notice == (ends ? "nobody_free" : "person_next"));
    if (ends) return;
    at.caller->press("0");
    CHECK(at.here() == "offer_help");
    CHECK(at.caller->shown().notice == "nobody_free");
  });
  // In hours somebody picks up, from anywhere.
  for (const auto& [step, acts] : ways()) {
    if (step == "handed_over") continue;
    CAPTURE(step);
    AtQuestion at(step, acts);
    at.clinic.open_office();
    // Hours may have passed meanwhile: the caller calls again.
    at.caller.emplace(at.clinic, Doubling::once);
    at.act_all(acts);
    REQUIRE(at.here() == (step == "hours_closed" ? "hours_open" : step));
    at.caller->press("0");
    if (!offered.contains(step)) at.caller->press("0");
    CHECK(at.here() == "transferring");
  }
}

TEST_CASE("after a slip at the languages each says that 0 is a person and star a repeat") {
  AtQuestion at("choose_language", {});
  const auto said_in = [&](const char* language) {
    int said = 0;
    for (const char* key : {"person", "repeat"})
      said += at.caller->speech().find(at.clinic.texts().text(language, {"words", "phone", key})) !=
              std::string::npos;
    return said;
  };
  for (const char* language : {"en", "es"}) CHECK(said_in(language) == 0);
  for (const char* slip : {"7", ""}) {
    at.caller->press(slip);
    for (const char* language : {"en", "es"}) CHECK(said_in(language) == 2);
  }
  CHECK(at.caller->speech().find("Para hablar con una persona, oprima 0.") != std::string::npos);
  CHECK(at.caller->speech().find("oprima asterisco.") != std::string::npos);
}

TEST_CASE("by phone nobody is asked for an e-mail address, by no key") {
  AtQuestion at("choose_detail", ways().at("choose_detail"));
  CHECK(
      fakes::offered_key(at.clinic.texts(), "choose_detail", "email", at.caller->speech()).empty());
  CHECK_FALSE(at.hears("more"));
  for (const char* key : {"4", "9"}) {
    at.caller->press(key);
    CHECK(at.hears("wrong_key"));
    CHECK(at.here() == "choose_detail");
  }
}
