#include "ivr/step_twiml.h"

#include <algorithm>
#include <array>

#include "core/base/hours_words.h"
#include "core/flow/step_words.h"
#include "ivr/language_menu.h"
#include "ivr/spoken_message.h"
#include "ivr/whisper.h"

namespace latchkey::ivr {

namespace {

constexpr int seconds_for_keys = 10;  // standards.md 3: first digit 10 s

int page_count(const flow::Choice& choice) {
  const int n = static_cast<int>(choice.options.size());
  return std::max(1, (n + choices_a_page - 1) / choices_a_page);
}

// A ZIP code, or 1 for the office called.
constexpr AskedDigits office_digits{5, 5, '1'};

// The options of one page, first index and count.
std::pair<int, int> on_page(const flow::Choice& choice, int page) {
  const int first = (page % page_count(choice)) * choices_a_page;
  const int left = static_cast<int>(choice.options.size()) - first;
  return {first, std::min(left, choices_a_page)};
}

// How many digits an entry takes.
AskedDigits digits_of(const flow::Entry& entry) {
  switch (entry.kind) {
    case flow::EntryKind::zip:
      return {5, 5};
    case flow::EntryKind::phone:
      return {10, 11};
    case flow::EntryKind::code:
      return {static_cast<std::size_t>(entry.at_least), static_cast<std::size_t>(entry.at_most)};
    default:
      return {2, 20};
  }
}

// One document being made.
struct Speaker {
  const VoiceWorld& world;
  const conversations::Prompt& prompt;
  const Place& place;
  Slip slip;
  Response& out;
  std::vector<std::pair<std::string, std::string>> strings{};
  std::vector<TextValue> values{};

  Pace pace() const { return prompt.leg.slower > 0 ? Pace::slow : Pace::normal; }
  const SpellingWords& spelling() const { return spelling_of(world, prompt.language); }
  std::string_view phone(std::string_view key) const {
    return world.texts.text(prompt.language, {"words", "phone", key});
  }

  void add(std::string_view name, std::string value) {
    strings.emplace_back(std::string(name), std::move(value));
  }

  // The step's values in spoken form.
  void gather_values() {
    LocationId where = prompt.here;
    for (const flow::Told& told : prompt.step.told)
      if (const auto* office = std::get_if<LocationId>(&told.value)) where = *office;
    for (const flow::Told& told : prompt.step.told) {
      if (const auto* n = std::get_if<std::int64_t>(&told.value))
        values.push_back({told.name, *n});
      else if (const auto* name = std::get_if<flow::Spelled>(&told.value))
        add(told.name, spelled(name->text, spelling(), pace()));
      else if (const auto* digits = std::get_if<flow::DigitsTold>(&told.value))
        add(told.name, spoken_digits(digits->digits, pace()));
      else if (const auto* at = std::get_if<Time>(&told.value))
        add(told.name, world.words.spoken_moment(prompt.language, world.calendar.zone(where), *at));
      else if (const auto* office = std::get_if<LocationId>(&told.value)) {
        const Location* location = world.config.location(*office);
        add(told.name, location ? location->name : world.config.clinic.name);
        if (location)
          add(std::string(told.name) + "_phone", spoken_phone(location->phone, spelling(), pace()));
      }
    }
    add_hours();
    add("clinic", world.config.clinic.name);
    add("page", spoken_address(world.config.urls.patient, spelling()));
    for (const auto& [name, value] : strings) values.push_back({name, std::string_view(value)});
  }

  void add_hours() {
    for (const flow::Told& told : prompt.step.told)
      if (const auto* hours = std::get_if<flow::OpeningHours>(&told.value))
        add(told.name, spoken_hours(world.texts, world.words, prompt.language,
                                    office_or_default(world.config, hours->office).hours.week));
  }

  template <class To>
  void say(To& to, std::string_view words) const {
    to.say(prompt.language, words, pace());
  }
  template <class To>
  void say_key(To& to, const std::string& key) const {
    say(to, world.texts.fill(prompt.language, key, values));
  }

  // What callers who wait for an interpreter are told, of all steps, in their own language.
  const SpokenHelp* own() const {
    return prompt.interpreter.empty() ? nullptr : world.texts.spoken_help(prompt.interpreter);
  }
  // Says it in place of a step's own words; `words` is the sentence that this step needs.
  template <class To>
  bool says_own(To& to, std::string SpokenHelp::*words) const {
    const SpokenHelp* help = own();
    if (!help) return false;
    // The emergency line comes first (product.md Words).
    const bool promised = words == &SpokenHelp::promise;
    const bool asked = words == &SpokenHelp::number && prompt.notice != flow::Notice::nobody_free;
    if (!promised && !asked) to.say(prompt.interpreter, help->emergency, pace());
    to.say(prompt.interpreter, help->*words, pace());
    return true;
  }

  // What is said about the last answer.
  template <class To>
  void say_notice(To& to) const {
    if (slip == Slip::silence) say(to, phone("silence"));
    if (slip == Slip::wrong_key) say(to, phone("wrong_key"));
    if (slip == Slip::wrong_length) say(to, phone("wrong_length"));
    if (slip != Slip::none || is_turned()) return;
    if (prompt.notice != flow::Notice::none && place.repeats == 0)
      say_key(to, "notices." + std::string(flow::word(prompt.notice)) + ".voice");
    // The emergency line comes first thing after the language (product.md Words), and once.
    constexpr std::string_view first[] = {"choose_topic", "transferring_many_calls",
                                          "ended_many_calls"};
    if (std::find(std::begin(first), std::end(first), prompt.step.id) != std::end(first) &&
        prompt.notice == flow::Notice::none)
      say(to, phone("emergency"));
  }

  // A further page of a menu, whose question was put with the first.
  bool is_turned() const { return place.page > 0 && place.repeats == 0; }

  // Put again after an answer, a question leaves out what was said before, if its text says how.
  std::string question_key() const {
    const bool again =
        slip != Slip::none || (prompt.notice != flow::Notice::none &&
                               prompt.notice != flow::Notice::code_sent && place.repeats == 0);
    const std::string step = flow::words_of(prompt.step.id);
    const bool has = !world.texts.raw(prompt.language, step + ".voice_again").empty();
    return step + (again && has ? ".voice_again" : ".voice");
  }

  // The question itself, and what it tells letter by letter.
  template <class To>
  void say_question(To& to) const {
    if (is_turned()) return;
    const std::string question = question_key();
    say_key(to, question);
    for (const auto& [name, value] : strings) {
      if (name == "reference" && question.ends_with(".voice"))
        say_key(to, flow::words_of(prompt.step.id) + ".voice_resume");
      if (name == "user_name" || (name == "code" && prompt.step.id == "hand_off_code")) {
        to.pause(1);
        say(to, value);
        to.pause(1);
        say(to, value);
      }
    }
  }

  // Keys that always mean the same, announced in full where people get lost.
  template <class To>
  void say_keys(To& to) const {
    if (prompt.step.id != "choose_topic" && slip == Slip::none) return;
    say_keys_in(to, world, prompt.language, pace());
  }

  Gather gather_to(const std::string& action) const {
    Gather how;
    how.action = action;
    how.timeout_seconds = seconds_for_keys;
    return how;
  }

  void operator()(const flow::Choice& choice) {
    const std::string action = path_of("turn", place);
    Gather how = gather_to(action);
    how.digits = 1;
    how.finish = FinishKey::none;
    out.gather(how, [&](auto& to) {
      say_notice(to);
      if (prompt.step.id == "choose_language") {
        const auto [first, count] = on_page(choice, place.page);
        const bool is_first = place.page == 0 && slip == Slip::none;
        offer_languages(to, world, choice.options,
                        {first, count, prompt.language, pace(),
                         is_first             ? LanguageMenu::Said::welcome
                         : slip != Slip::none ? LanguageMenu::Said::keys
                                              : LanguageMenu::Said::languages});
        return;
      }
      say_question(to);
      const auto [first, count] = on_page(choice, place.page);
      for (int i = 0; i < count; ++i) {
        const std::string key = std::to_string(i + 1);
        const std::string_view option =
            choice.options[static_cast<std::size_t>(first) + static_cast<std::size_t>(i)];
        say(to,
            world.texts.fill(prompt.language,
                             flow::words_of_option(world.texts, prompt.step.id, option) + ".voice",
                             {{"key", std::string_view(key)}}));
      }
      if (page_count(choice) > 1) say(to, phone("more"));
      say_keys(to);
    });
  }

  void entry(AskedDigits digits) {
    const std::string action = path_of("turn", place);
    Gather how = gather_to(action);
    how.digits = static_cast<int>(digits.digits_max);
    out.gather(how, [&](auto& to) {
      if (prompt.step.id == "help_number" && says_own(to, &SpokenHelp::number)) return;
      say_notice(to);
      say_question(to);
      if (prompt.step.other_way == flow::Step::OtherWays::offered &&
          prompt.step.id != "enter_code" && prompt.step.id != "enter_live_code")
        say(to, phone(prompt.step.id == "help_number" ? "no_number" : "other"));
      say_keys(to);
    });
  }
  void operator()(const flow::BirthDate&) { entry({8, 8}); }
  void operator()(const flow::Entry& e) { entry(digits_of(e)); }
  void operator()(const flow::OfficeChoice&) { entry(office_digits); }

  void operator()(const flow::Wait& wait) {
    if (place.waits >= waits_max) {
      say(out, phone("busy"));
      out.hangup();
      return;
    }
    if (place.waits == 0)
      say_key(out, flow::words_of(prompt.step.id) + ".voice");
    else if (place.waits % 5 == 0)
      say(out, phone("still_waiting"));
    Place next = place;
    next.waits += 1;
    out.wait(static_cast<int>(wait.hint.count()), path_of("prompt", next));
  }
  void operator()(const flow::Transfer& transfer) {
    if (!says_own(out, &SpokenHelp::connecting)) {
      say_notice(out);
      say_key(out, flow::words_of(prompt.step.id) + ".voice");
    }
    const std::string action = path_of("transferred", place);
    const std::string whisper =
        path_of(WhisperPlace{prompt.conversation, prompt.question, WhisperPlace::Moment::asks});
    Dial dial = dial_office(world, transfer.office, action);
    if (world.config.provider.whisper == ProviderSettings::Whisper::on) dial.whisper_url = whisper;
    out.dial(dial);
  }
  // Announced before it begins (telephony.md section 4, recording consent). Some providers go on to
  // the next verb when nothing was said.
  void operator()(const flow::SpokenMessage& message) {
    say_notice(out);
    say_key(out, question_key());
    Record record;
    const std::string action = path_of("spoken", place);
    const std::string report = path_of(MessagePlace{prompt.conversation, prompt.question});
    record.action = action;
    record.status_url = report;
    record.longest_seconds = static_cast<int>(message.at_most.count());
    out.record(record).redirect(action);
  }
  void operator()(const flow::End&) {
    if (own()) return end_in_own();
    say_notice(out);
    say_key(out, question_key());
    const std::string last = flow::words_of(prompt.step.id) + ".voice_end";
    if (!world.texts.raw(prompt.language, last).empty()) say_key(out, last);
    out.hangup();
  }
  // Whoever has talked with a person hears nothing more.
  void end_in_own() {
    if (prompt.step.id == "handed_over")
      says_own(out, &SpokenHelp::promise);
    else if (prompt.step.id != "ended_transferred")
      says_own(out, &SpokenHelp::later);
    out.hangup();
  }
  // A page's questions never reach a phone; if one does, the caller is sent to the page.
  void page_only() {
    say_key(out, flow::words_of(prompt.step.id) + ".voice");
    say(out, phone("goodbye"));
    out.hangup();
  }
  void operator()(const flow::PersonName&) { page_only(); }
  void operator()(const flow::HandOffEntry&) { page_only(); }
  void operator()(const flow::RegistrationEntry&) { page_only(); }
  void operator()(const flow::NewPasswordEntry&) { page_only(); }
};

struct Asks {
  int page;
  Asked operator()(const flow::Choice& choice) const {
    using Aside = AskedMenu::Aside;
    return AskedMenu{on_page(choice, page).second,
                     choice.aside.empty() ? Aside::none : Aside::some};
  }
  Asked operator()(const flow::BirthDate&) const { return AskedDigits{8, 8}; }
  Asked operator()(const flow::Entry& entry) const { return digits_of(entry); }
  Asked operator()(const flow::OfficeChoice&) const { return office_digits; }
  template <class Other>
  Asked operator()(const Other&) const {
    return AskedNothing{};
  }
};

}  // namespace

const Location& office_or_default(const Config& config, LocationId office) {
  const Location* found = config.location(office);
  if (!found) found = config.location(config.clinic.default_location);
  ensure(found != nullptr, "the clinic's default location exists");
  return *found;
}

const SpellingWords& spelling_of(const VoiceWorld& world, std::string_view language) {
  const auto found = world.spelling.find(language);
  return found != world.spelling.end() ? found->second : world.spelling.begin()->second;
}

Dial dial_office(const VoiceWorld& world, LocationId office, std::string_view action) {
  const Location& found = office_or_default(world.config, office);
  Dial dial;
  dial.number = found.transfer_to.empty() ? found.phone : found.transfer_to;
  dial.caller_id = world.config.provider.voice_from;
  dial.action = action;
  return dial;
}

void say_keys_in(Prompt& to, const VoiceWorld& world, std::string_view language, Pace pace) {
  for (const char* key : {"person", "repeat"})
    to.say(language, world.texts.text(language, {"words", "phone", key}), pace);
}

bool has_answered(std::string_view dial_status) {
  return dial_status == "completed" || dial_status == "answered";
}

std::string path_of(std::string_view verb, const Place& place) {
  std::string path = "/ivr/";
  path.append(verb).append("/").append(std::to_string(place.question));
  for (const int part : {place.page, place.repeats, place.waits, place.fumbles})
    path.append("/").append(std::to_string(part));
  return path;
}

Asked asked(const flow::Step& step, int page) { return std::visit(Asks{page}, step.field); }

std::string_view option_at(const flow::Choice& choice, int page, int key) {
  const auto [first, count] = on_page(choice, page);
  ensure(key >= 1 && key <= count, "a key stands for a choice of its page");
  return choice.options[static_cast<std::size_t>(first + key - 1)];
}

std::string step_document(const VoiceWorld& world, const conversations::Prompt& prompt,
                          const Place& place, Slip slip) {
  Response out(world.dialect);
  Speaker speaker{world, prompt, place, slip, out};
  speaker.gather_values();
  std::visit(speaker, prompt.step.field);
  return std::move(out).take();
}

}  // namespace latchkey::ivr
