// Every step × language × medium has its words (product.md rule 13), found by walking the engine's
// own vocabulary and not by a list that could forget one.

#include <doctest/doctest.h>

#include <filesystem>
#include <map>
#include <set>

#include "core/base/clinic_policy.h"
#include "core/base/texts.h"
#include "core/flow/flow.h"
#include "core/flow/step_words.h"
#include "core/identity/password_policy.h"

using namespace latchkey;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

Texts all_texts() { return Texts::load(content); }

bool said(const Texts& texts, const std::string& language, const std::string& key) {
  return !texts.raw(language, key).empty();
}

flow::Recovered recovered(flow::Topic topic) {
  return {topic, "name", flow::Recovered::Offer{PatientId{1}, from_millis(1)}};
}

// The options that any channel can show at a step, gathered from states that reach it.
std::map<std::string, std::set<std::string>> options_by_step() {
  std::map<std::string, std::set<std::string>> options;
  flow::Policy policy;
  policy.guidance = Guidance::load(content);
  const flow::Claim claim;
  flow::Claim half_proven;
  half_proven.first = flow::Held::saved;
  const flow::Proven proven;
  const flow::Proving proving{claim, {}, flow::ProofKind::text};
  flow::Proving by_mail = proving;
  by_mail.current = flow::ProofKind::mail;
  flow::Identifying which;
  which.asking = flow::Identifying::Asking::which_detail;
  const std::vector<flow::Stage> stages{
      flow::ChoosingTopic{},
      which,
      flow::ChoosingProof{claim, {}},
      flow::NoCode{proving},
      flow::NoCode{by_mail},
      flow::TellingUserName{proven, "name", {}},
      flow::HandingOff{proven, "name", Secret("12345678"), {}, {}, {}},
      flow::Vouching{claim, {}, "1234", flow::Vouching::Vouch{}},
      flow::OfferingHelp{},
      flow::AskingMessage{},
      flow::Helping{},
      flow::TellingHours{LocationId{1}, flow::TellingHours::Doors::open, from_millis(1)},
      flow::TellingHours{LocationId{1}, flow::TellingHours::Doors::closed, from_millis(1)},
      flow::TellingHours{LocationId{1}, {}, std::nullopt},
      flow::TellingWhenToCall{},
      flow::KnownIncident{},
      flow::KnownIncident{flow::Topic::locked, "", from_millis(1)},
      flow::LockedOut{proven, "name", flow::LockedOut::Lock::locked, std::nullopt},
      flow::LockedOut{proven, "name", flow::LockedOut::Lock::locked, from_millis(1)},
      flow::LockedOut{proven, "name", flow::LockedOut::Lock::open, std::nullopt},
      flow::ChoosingProof{half_proven, {}},
      flow::FirstSignIn{},
      flow::FirstSignIn{flow::FirstSignIn::Asking::on_paper},
      flow::ShowingSaved{},
      recovered(flow::Topic::forgot_password),
      recovered(flow::Topic::forgot_user_name),
      recovered(flow::Topic::locked),
      recovered(flow::Topic::first_sign_in)};
  for (const auto& stage : stages)
    for (const auto channel : {flow::Channel::web, flow::Channel::kiosk, flow::Channel::phone}) {
      flow::State state;
      state.stage = stage;
      const flow::Step step = flow::view(state, policy, channel);
      if (const auto* choice = std::get_if<flow::Choice>(&step.field))
        for (const auto option : choice->options)
          options[std::string(step.id)].insert(std::string(option));
    }
  return options;
}

}  // namespace

TEST_CASE("every step has a title, a page and a voice in every language") {
  const Texts texts = all_texts();
  for (const Language& language : texts.languages())
    for (const std::string_view id : flow::step_ids())
      for (const char* medium : {"title", "page", "voice"}) {
        const std::string key = "steps." + std::string(id) + "." + medium;
        CHECK_MESSAGE(said(texts, language.code, key), language.code, " lacks ", key);
      }
}

TEST_CASE("every node of guidance and every choice of it has its words in every language") {
  const Texts texts = all_texts();
  const Guidance guidance = Guidance::load(content);
  CHECK(guidance.nodes().size() > 50);
  for (const Language& language : texts.languages())
    for (const GuideNode& node : guidance.nodes()) {
      for (const char* medium : {"title", "page", "voice"})
        CHECK_MESSAGE(said(texts, language.code, node.words + "." + medium), language.code,
                      " lacks ", node.words, ".", medium);
      if (node.kind == GuideNode::Kind::typed) {
        CHECK_MESSAGE(said(texts, language.code, node.words + ".label"), node.words);
        continue;
      }
      for (const GuideChoice& choice : node.choices)
        for (const char* medium : {".page", ".voice"}) {
          const std::string key = flow::words_of_option(texts, node.words, choice.option) + medium;
          CHECK_MESSAGE(said(texts, language.code, key), language.code, " lacks ", key);
        }
    }
}

TEST_CASE("no words of guidance are left without a node") {
  const Texts texts = all_texts();
  const Guidance guidance = Guidance::load(content);
  for (const std::string& key : texts.keys("en")) {
    if (!key.starts_with("guidance.") || key.starts_with("guidance.options.")) continue;
    const auto dot = key.find('.', key.find('.', std::string_view("guidance.").size()) + 1);
    const std::string name = key.substr(std::string_view("guidance.").size(),
                                        dot - std::string_view("guidance.").size());
    CHECK_MESSAGE(guidance.node(name) != nullptr, key, " belongs to no node");
  }
}

TEST_CASE("every kind of problem and every group of topics has its words in every language") {
  const Texts texts = all_texts();
  flow::Policy policy;
  policy.guidance = Guidance::load(content);
  flow::State state;
  state.stage = flow::ChoosingTopic{};
  const auto topics = std::get<flow::Choice>(flow::view(state, policy, flow::Channel::web).field);
  std::size_t grouped = 0;
  for (const Language& language : texts.languages()) {
    for (const HandlerRow& row : load_matrix(content))
      CHECK_MESSAGE(
          said(texts, language.code, "steps.when_to_call.categories." + row.category + ".page"),
          row.category);
    for (const auto& [name, count] : topics.groups) {
      grouped += count;
      CHECK(said(texts, language.code, "steps.choose_topic.groups." + std::string(name) + ".page"));
    }
  }
  CHECK(grouped == topics.options.size() * texts.languages().size());
}

TEST_CASE("every choice of every step can be read and heard in every language") {
  const Texts texts = all_texts();
  const auto all = options_by_step();
  CHECK(all.size() == 28);
  for (const Language& language : texts.languages())
    for (const auto& [step, options] : all)
      for (const std::string& option : options)
        for (const char* medium : {"page", "voice"}) {
          const std::string key = flow::words_of_option(texts, step, option) + "." + medium;
          CHECK_MESSAGE(said(texts, language.code, key), language.code, " lacks ", key);
        }
}

TEST_CASE(
    "a choice whose words are shared is one that two steps offer with no words of their own") {
  const Texts texts = all_texts();
  std::map<std::string, int> sharing;
  for (const std::string& key : texts.keys("en"))
    if (key.starts_with("steps.options.")) sharing[key.substr(0, key.rfind('.'))] = 0;
  CHECK_FALSE(sharing.empty());
  for (const auto& [step, options] : options_by_step())
    for (const std::string& option : options) {
      const std::string words = flow::words_of_option(texts, step, option);
      if (sharing.contains(words)) ++sharing[words];
    }
  for (const auto& [words, steps] : sharing) CHECK_MESSAGE(steps >= 2, words);
}

TEST_CASE("every notice and every reason against a password has its words in every language") {
  const Texts texts = all_texts();
  for (const Language& language : texts.languages()) {
    for (int n = 1; n <= static_cast<int>(flow::last_notice); ++n)
      for (const char* medium : {"page", "voice"}) {
        const std::string key =
            "notices." + std::string(flow::word(static_cast<flow::Notice>(n))) + "." + medium;
        CHECK_MESSAGE(said(texts, language.code, key), language.code, " lacks ", key);
      }
    for (int r = 1; r <= static_cast<int>(identity::PasswordReason::our_code); ++r) {
      const std::string key =
          "words.password_refused." +
          std::string(identity::name_of(static_cast<identity::PasswordReason>(r)));
      CHECK_MESSAGE(said(texts, language.code, key), language.code, " lacks ", key);
      const std::string help =
          "words.password." + std::string(identity::name_of(identity::suggestion_for(
                                  static_cast<identity::PasswordReason>(r))));
      CHECK_MESSAGE(said(texts, language.code, help), language.code, " lacks ", help);
    }
  }
}

TEST_CASE("every message has its words for each way it can be sent, in every language") {
  const Texts texts = all_texts();
  for (const Language& language : texts.languages())
    for (const char* message :
         {"code", "user_name", "hand_off", "password_changed", "user_name_told"})
      for (const char* medium : {"text", "subject", "mail"}) {
        const std::string key = std::string("messages.") + message + "." + medium;
        CHECK_MESSAGE(said(texts, language.code, key), language.code, " lacks ", key);
      }
}
