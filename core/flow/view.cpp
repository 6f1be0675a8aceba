// What each stage asks, for any channel.

#include <algorithm>

#include "core/base/normal.h"
#include "core/flow/rules.h"

namespace latchkey::flow {

namespace {

using Options = std::vector<std::string_view>;

struct Viewer {
  const State& state;
  const Policy& policy;
  Channel channel;

  bool by_phone() const { return channel == Channel::phone; }
  bool at_kiosk() const { return channel == Channel::kiosk; }

  std::int64_t tries_left() const {
    const int most = by_phone() ? policy.wrong_codes_max_phone : policy.wrong_codes_max;
    return most - state.tally.wrong_codes;
  }

  // "Wait a minute": whole minutes, never too few.
  Told spacing() const {
    return {"minutes",
            std::int64_t{std::chrono::ceil<std::chrono::minutes>(policy.resend_after).count()}};
  }

  // Everybody is offered the same kinds of proof, whatever is on file (rulings.md R3). What needs
  // another call comes last on the phone.
  Options proofs() const {
    if (by_phone()) return {"text", "mail", "call"};
    return {"text", "call", "mail"};
  }

  static void offer_first(Options& options, std::string_view known) {
    const auto at = std::find(options.begin(), options.end(), known);
    if (at != options.end()) std::rotate(options.begin(), at, at + 1);
  }

  Step operator()(const ChoosingLanguage&) const {
    Options languages(policy.languages.begin(), policy.languages.end());
    languages.insert(languages.end(), policy.interpreters_by_phone.begin(),
                     policy.interpreters_by_phone.end());
    return {"choose_language", Choice{std::move(languages)}, {}, {}, {}};
  }
  // A topic that can't be finished here is not offered (product.md "Capabilities").
  Step operator()(const ChoosingTopic&) const {
    Choice topics;
    const auto add = [&](std::string_view group, const Options& options) {
      topics.options.insert(topics.options.end(), options.begin(), options.end());
      if (!options.empty()) topics.groups.emplace_back(group, options.size());
    };
    const auto offered = [&](std::initializer_list<Topic> of) {
      Options options;
      for (const Topic topic : of)
        if (is_offered(policy, topic, channel)) options.push_back(word(topic));
      return options;
    };
    Options sign_in = offered({Topic::forgot_password, Topic::forgot_user_name, Topic::locked});
    // Four fit before the first 9, and opening hours are what callers ask for most.
    if (by_phone()) sign_in.emplace_back("hours");
    const Options further = offered({Topic::first_sign_in, Topic::have_code});
    sign_in.insert(sign_in.end(), further.begin(), further.end());
    add("sign_in", sign_in);
    add("not_working",
        offered({Topic::page_broken, Topic::attachment, Topic::no_email, Topic::cannot_connect}));
    add("other", by_phone() ? Options{"helping"} : Options{"helping", "hours"});
    if (by_phone()) topics.aside = "resume";
    return {"choose_topic", std::move(topics), {}, {}, {}};
  }
  Step operator()(const AskingHours&) const { return {"hours_office", OfficeChoice{}, {}, {}, {}}; }
  Step operator()(const TellingHours& s) const {
    Options options{"done", "other_office"};
    if (!by_phone()) options.emplace_back("when_to_call");
    std::vector<Told> told{{"office", s.office}};
    if (s.until) told.push_back({"hours", OpeningHours{s.office}});
    if (s.until) told.push_back({"time", *s.until});
    const std::string_view id = !s.until                               ? "hours_unknown"
                                : s.doors == TellingHours::Doors::open ? "hours_open"
                                                                       : "hours_closed";
    return {id, Choice{std::move(options)}, std::move(told), {}, {}};
  }
  Step operator()(const TellingWhenToCall&) const {
    return {"when_to_call",
            Choice{{"get_help", "hours", "done"}},
            {{"here", Categories{policy.helped_here}},
             {"by_office", Categories{policy.helped_by_office}}},
            {},
            {}};
  }
  Step operator()(const Helping&) const {
    return {"helping", Choice{{"own_account", "patients_account"}}, {}, {}, {}};
  }
  Step operator()(const Guiding& s) const {
    const GuideNode* node = node_of(policy, s);
    if (!node) return (*this)(ChoosingTopic{});
    if (node->kind == GuideNode::Kind::typed)
      return {node->words, Entry{EntryKind::screen_text, 1, 500}, {}, {}, Step::OtherWays::offered,
              node->topic};
    Options options;
    for (const GuideChoice& choice : node->choices) options.emplace_back(choice.option);
    if (node->known_as == "browser") offer_first(options, state.device.browser);
    if (may_text_steps(policy.guidance, *node, state, channel)) options.emplace_back("text_steps");
    return {node->words, Choice{std::move(options)}, {}, {}, {}, node->topic};
  }
  Step operator()(const Identifying& s) const {
    switch (s.asking) {
      case Identifying::Asking::name:
        return {"enter_name",
                PersonName{},
                {},
                {{"first", s.facts.first_name}, {"last", s.facts.last_name}},
                {}};
      case Identifying::Asking::birth_date: {
        Step step{"enter_birth_date", BirthDate{}, {}, {}, {}};
        if (s.facts.birth_date) step.entered = {{"birth_date", iso_date(*s.facts.birth_date)}};
        return step;
      }
      case Identifying::Asking::which_detail: {
        // The phone asks first for what is easiest to key and finds best.
        if (by_phone())
          return {"choose_detail", Choice{{"phone", "zip", "record_number"}}, {}, {}, {}};
        return {"choose_detail", Choice{{"zip", "phone", "email", "record_number"}}, {}, {}, {}};
      }
      case Identifying::Asking::detail:
        break;
    }
    return detail(s);
  }
  Step detail(const Identifying& s) const {
    constexpr auto other = Step::OtherWays::offered;
    const auto before = [](std::string_view name, const std::optional<std::string>& value) {
      return value ? std::vector<std::pair<std::string_view, std::string>>{{name, *value}}
                   : std::vector<std::pair<std::string_view, std::string>>{};
    };
    switch (s.detail) {
      case Detail::zip:
        return {"enter_zip", Entry{EntryKind::zip, 5, 10}, {}, before("text", s.facts.zip), other};
      case Detail::phone:
        return {"enter_phone",
                Entry{EntryKind::phone, 10, 24},
                {},
                before("text", s.facts.phone),
                other};
      case Detail::email:
        return {"enter_email",
                Entry{EntryKind::email, 3, 254},
                {},
                before("text", s.facts.email),
                other};
      case Detail::record_number:
        break;
    }
    return {"enter_record_number",
            Entry{EntryKind::record_number, 1, 32},
            {},
            before("text", s.facts.record_number),
            other};
  }
  // Everybody may have saved a code; whoever has used it is asked for another method.
  Options proofs_and_saved(const Claim& claim) const {
    Options options = proofs();
    if (!by_phone() && !claim.first) options.emplace_back("saved");
    if (at_kiosk()) options.emplace_back("desk");
    return options;
  }
  Step operator()(const ChoosingProof& s) const {
    Options options = proofs_and_saved(s.claim);
    // Before a code goes nowhere for a slip of the pen. An ear keeps its short menu: it hears of it
    // when no code came.
    if (!by_phone() && may_correct(s.claim, state, policy)) options.emplace_back("check_details");
    options.emplace_back("help");
    return {s.claim.first ? "choose_second_proof" : "choose_proof",
            Choice{std::move(options)},
            {spacing()},
            {},
            {}};
  }
  Step operator()(const FirstSignIn& s) const { return view_of(s, channel); }
  Step operator()(const Registering& s) const { return view_of(s, policy, channel, tries_left()); }
  Step operator()(const CheckingRegistration&) const {
    return {"checking_registration", Wait{policy.wait}, {}, {}, {}};
  }
  Step operator()(const TypingSaved& s) const { return view_of(s, tries_left()); }
  Step operator()(const ShowingSaved& s) const { return view_of(s); }
  Step operator()(const KnownIncident& s) const { return view_of(s); }
  Step operator()(const Recovered& s) const { return view_of(s); }
  Step operator()(const Proving&) const {
    Step step{"enter_code",
              Entry{EntryKind::code, std::min(policy.short_code_digits, policy.mail_code_digits),
                    std::max(policy.short_code_digits, policy.mail_code_digits)},
              {{"tries", tries_left()}},
              {},
              Step::OtherWays::offered};
    if (!state.resume.empty()) step.told.push_back({"reference", DigitsTold{state.resume}});
    return step;
  }
  Step operator()(const Resuming&) const {
    return {"resume_call", Entry{EntryKind::code, 4, 4}, {}, {}, Step::OtherWays::offered};
  }
  Step operator()(const CallingBack& s) const { return view_of(s); }
  Step operator()(const NoCode& s) const {
    Options options{"resend"};
    for (const std::string_view kind : proofs_and_saved(s.proving.claim))
      if (kind != word(s.proving.current)) options.push_back(kind);
    if (may_correct(s.proving.claim, state, policy)) {
      options.emplace_back("check_details");
      options.emplace_back("add_detail");
    }
    options.emplace_back("help");
    options.emplace_back("back");
    return {"no_code", Choice{std::move(options)}, {spacing()}, {}, {}};
  }
  Step operator()(const Vouching& s) const {
    if (s.vouch) return {"desk_vouched", Choice{{"go_on"}}, {}, {}, {}};
    return {"ask_desk",
            Wait{policy.wait},
            {{"code", DigitsTold{s.match_code}}},
            {},
            Step::OtherWays::offered};
  }
  Step operator()(const Checking& s) const {
    if (s.line == Checking::Line::hung_up) return {"checking_later", End{}, {}, {}, {}};
    return {"checking", Wait{policy.wait}, {}, {}, {}};
  }
  Step operator()(const TellingUserName& s) const {
    Options options{"done"};
    if (policy.set_password == Policy::Can::yes) options.emplace_back("need_password");
    // Whoever holds a saved code, or was vouched for, may have no contact that a copy could go to.
    if (s.copy == TellingUserName::Copy::not_sent && s.proven.held != Held::saved && !at_kiosk())
      options.emplace_back("send_copy");
    return {"your_user_name",
            Choice{std::move(options)},
            {{"user_name", Spelled{s.user_name}}},
            {},
            {}};
  }
  Step operator()(const LockedOut& s) const {
    const bool locked = s.lock == LockedOut::Lock::locked;
    Options options;
    if (s.until && policy.unlock == Policy::Can::yes) options.emplace_back("unlock");
    if (policy.set_password == Policy::Can::yes) options.emplace_back("new_password");
    if (locked && s.until) options.emplace_back("wait");
    if (!locked) options.emplace_back("done");
    if (!locked)
      return {"account_open",
              Choice{std::move(options)},
              {{"user_name", Spelled{s.user_name}}},
              {},
              {}};
    if (!s.until) return {"account_locked", Choice{std::move(options)}, {}, {}, {}};
    return {"account_locked_until", Choice{std::move(options)}, {{"time", *s.until}}, {}, {}};
  }
  Step operator()(const Unlocking& s) const {
    if (s.line == Unlocking::Line::hung_up) return {"unlocking_later", End{}, {}, {}, {}};
    return {"unlocking", Wait{policy.wait}, {}, {}, {}};
  }
  Step operator()(const ChoosingPassword& s) const {
    const bool first = s.proven.account == Proven::Account::never_used;
    return {first ? "choose_first_password" : "choose_password",
            NewPasswordEntry{policy.password_min},
            {{"length", policy.password_min}},
            {},
            at_kiosk() ? Step::OtherWays::offered : Step::OtherWays::none};
  }
  Step operator()(const HandingOff& s) const {
    if (s.line == HandingOff::Line::hung_up)
      return {"hand_off_waiting", End{}, {{"minutes", std::int64_t{s.left.count()}}}, {}, {}};
    if (at_kiosk())
      return {"hand_off_to_phone",
              Choice{{"stay"}},
              {{"code", DigitsTold{std::string(s.code.reveal())}}},
              {},
              {}};
    Options options{"done"};
    if (s.copy == HandingOff::Copy::not_sent && s.proven.held != Held::registration &&
        s.proven.held != Held::desk)
      options.emplace_back("send_copy");
    return {"hand_off_code",
            Choice{std::move(options)},
            {{"code", DigitsTold{std::string(s.code.reveal())}}},
            {},
            {}};
  }
  Step operator()(const RedeemingHandOff&) const {
    return {"enter_hand_off",
            HandOffEntry{policy.hand_off_digits},
            {{"tries", tries_left()}, {"digits", std::int64_t{policy.hand_off_digits}}},
            {},
            {}};
  }
  Step operator()(const Joined&) const { return {"joined", End{}, {}, {}, {}}; }
  Step operator()(const Resetting&) const { return {"resetting", Wait{policy.wait}, {}, {}, {}}; }
  Step operator()(const Transferring& s) const {
    using After = Transferring::After;
    const bool often = s.after == After::many_calls || s.after == After::many_calls_of_all;
    return {often ? "transferring_many_calls" : "transferring",
            Transfer{s.office},
            {{"office", s.office}},
            {},
            {}};
  }
  Step operator()(const OfferingHelp&) const {
    return {"offer_help", Choice{{"yes", "no"}}, {}, {}, {}};
  }
  Step operator()(const LeavingNumber&) const {
    return {"help_number", Entry{EntryKind::phone, 10, 24}, {}, {}, Step::OtherWays::offered};
  }
  Step operator()(const AskingMessage&) const {
    return {"help_message", Choice{{"yes", "no"}}, {}, {}, {}};
  }
  Step operator()(const ChoosingOffice&) const {
    return {"help_office", OfficeChoice{}, {}, {}, {}};
  }
  Step operator()(const HandedOver& s) const { return view_of(s, policy); }
  Step operator()(const Ended& s) const {
    switch (s.how) {
      case Ended::How::declined:
        return {"ended_declined", End{}, {}, {}, {}};
      case Ended::How::transferred:
        return {"ended_transferred", End{}, {}, {}, {}};
      case Ended::How::many_calls:
        return {"ended_many_calls", End{}, {{"office", s.office}}, {}, {}};
      case Ended::How::no_number:
        return {"ended_no_number", End{}, {{"office", s.office}}, {}, {}};
      case Ended::How::solved:
        return {"ended_solved", End{}, {}, {}, {}};
      case Ended::How::waits:
        return {"ended_waits", End{}, {{"time", s.until.value_or(Time{})}}, {}, {}};
      case Ended::How::told:
        return {"ended_told", End{}, {}, {}, {}};
      case Ended::How::no_answer:
        break;
    }
    return {"ended_no_answer", End{}, {}, {}, {}};
  }
};

}  // namespace

Step view(const State& state, const Policy& policy, Channel channel) {
  return std::visit(Viewer{state, policy, channel}, state.stage);
}

}  // namespace latchkey::flow
