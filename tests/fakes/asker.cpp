#include "tests/fakes/asker.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "ivr/text_phone/url.h"
#include "tests/fakes/webhooks.h"
#include "tests/fakes/wrong_code.h"

namespace latchkey::fakes {

using conversations::Prompt;
using conversations::Taken;

Asker::Asker(Clinic& clinic, flow::Channel channel, const tests::FixturePerson& who,
             const std::string& name)
    : clinic_(clinic),
      who_(who),
      key_(conversations::leg_key(clinic.service().sealer(), channel, name)) {
  if (const auto all = clinic.sent(); !all.empty()) sent_before_ = all.back().number;
  conversations::Opening opening;
  opening.language = "en";
  if (channel == flow::Channel::phone) opening.caller = "+14015550190";
  clinic.service().conversations().open(key_, opening);
}

Prompt Asker::now() const { return clinic_.service().conversations().current(key_).value(); }

std::string Asker::code() const {
  const auto all = clinic_.sent();
  if (all.empty() || all.back().number <= sent_before_) return "";
  const auto& body = all.back().body;
  std::string digits;
  for (std::size_t at = 0; at < body.size() && digits.size() < 6; ++at) {
    if (body[at] >= '0' && body[at] <= '9')
      digits += body[at];
    else
      digits.clear();
    while (digits.size() >= 6 && at + 1 < body.size() && body[at + 1] >= '0' && body[at + 1] <= '9')
      digits += body[++at];
  }
  return digits.size() >= 6 ? digits : "";
}

flow::Input Asker::input(const std::string& word) const {
  if (word == "name") return flow::Named{std::string(who_.first), std::string(who_.last)};
  if (word == "birth date") return flow::Dated{std::string(who_.birth_date)};
  if (word == "zip code") return flow::Typed{Secret(std::string(who_.zip))};
  if (word == "right") return flow::Typed{Secret(code())};
  if (word == "wrong") return flow::Typed{Secret(wrong_code(code()))};
  if (word == "other") return flow::OtherWay{};
  return flow::Picked{word};
}

bool Asker::deliver(const Answer& answer) {
  auto& conversations = clinic_.service().conversations();
  // A silence that had been counted before is stale.
  if (answer.word == "silence")
    return conversations
               .hear(key_, answer.question, answer.fumbles,
                     [](const Prompt&) { return conversations::Fumble::silence; })
               .taken == Taken::counted;
  return conversations.reply(key_, answer.question, input(answer.word)).taken == Taken::accepted;
}

void Asker::report_delivered() {
  const ConversationId mine = now().conversation;
  const auto ids = clinic_.service().store().read([&](storage::Transaction& tx) {
    return tx.run(
        "SELECT id FROM outbox WHERE origin_id = $1 AND kind = 1 AND lane = 0"
        " AND state <> 'waiting'",
        mine);
  });
  for (const storage::Row& row : ids.rows) {
    const auto report = webhook(
        clinic_, "/ivr/status/text/" + std::to_string(row.integer(0)),
        {{"MessageSid", "SM0123456789abcdef0123456789abcdef"}, {"MessageStatus", "delivered"}});
    CHECK(clinic_.line().answer(report).status == 200);
  }
}

std::string any_word(std::mt19937& random, const Prompt& at) {
  const auto one_of = [&](const std::vector<std::string>& words) {
    return words[random() % words.size()];
  };
  const std::string_view id = at.step.id;
  if (id == "choose_language") return one_of({"en", "es"});
  if (id == "choose_topic")
    return one_of({"forgot_user_name", "forgot_user_name", "forgot_password"});
  if (id == "enter_name") return "name";
  if (id == "enter_birth_date") return "birth date";
  if (id == "choose_detail") return "zip";
  if (id == "enter_zip") return "zip code";
  if (id == "choose_proof") return one_of({"text", "text", "mail"});
  if (id == "enter_code") return one_of({"right", "right", "right", "wrong", "wrong", "other"});
  if (id == "no_code") return one_of({"back", "back", "text", "mail", "check_details", "help"});
  if (id == "your_user_name") return one_of({"done", "send_copy"});
  if (id == "hand_off_code") return one_of({"done", "send_copy"});
  return "";
}

}  // namespace latchkey::fakes
