#include "kiosk/patient/step_page.h"

#include <algorithm>

#include "core/base/phone_text.h"
#include "core/flow/step_words.h"
#include "kiosk/patient/article_pages.h"
#include "kiosk/patient/languages_page.h"
#include "kiosk/patient/step_frame.h"
#include "kiosk/patient/step_notice.h"
#include "kiosk/patient/step_told.h"
#include "kiosk/patient/take_home.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

namespace {

using conversations::Prompt;

// One page being made.
struct Page {
  const PageWorld& world;
  const Prompt& prompt;
  const TypedAgain& typed;
  enum class Problem { no, yes } problem;
  View& step;

  std::string_view text(std::string_view key) const {
    return world.texts.text(prompt.language, key);
  }
  std::string_view step_text(std::string_view medium) const {
    return world.texts.text(prompt.language, {flow::words_of(prompt.step.id), medium});
  }

  // What stands in a box: what was just typed, else what was entered before.
  std::string entered(std::string_view name) const {
    for (const auto& [key, value] : typed.fields)
      if (key == name) return value;
    for (const auto& [key, value] : prompt.step.entered)
      if (key == name) return value;
    return "";
  }

  View& box(std::string_view id, std::string_view label, std::string_view type,
            std::string_view autocomplete, std::string_view inputmode, std::int64_t longest) {
    View& box = step.section("BOX");
    box.set("ID", id).set("LABEL", label).set("TYPE", type).set("AUTOCOMPLETE", autocomplete);
    box.set("INPUTMODE", inputmode).set("LONGEST", longest).set("CAPITALS", "none");
    // Names and passwords are typed in any script; numbers and addresses run from left to right.
    const bool any_script = id == "first" || id == "last" || id == "password";
    box.set("DIRECTION", any_script ? "auto" : "ltr");
    if (type != "password") box.set("VALUE", entered(id));
    if (problem == Problem::yes) box.show("INVALID");
    return box;
  }

  void go() {
    const std::string key = flow::words_of(prompt.step.id) + ".button";
    step.section("GO").set("TEXT", world.texts.has(key) ? text(key) : text("words.page.go_on"));
  }

  void operator()(const flow::Choice& choice) {
    if (choice.groups.empty()) return options(choice.options, step.section("CHOICES"));
    std::size_t at = 0;
    for (const auto& [name, count] : choice.groups) {
      View& group = step.section("CHOICES");
      group.section("GROUP").set(
          "NAME", world.texts.text(prompt.language,
                                   {flow::words_of(prompt.step.id), "groups", name, "page"}));
      options(std::span(choice.options).subspan(at, count), group);
      at += count;
    }
  }
  // Whether the first of a few options is what people come here for: not in a menu, nor what may be
  // made besides, nor the way back from a picture.
  bool leads_on(std::string_view option) const {
    return prompt.step.id != "choose_topic" && prompt.step.id != "hand_off_to_phone" &&
           option != "save_code";
  }
  void options(std::span<const std::string_view> all, View& choices) const {
    bool first = true;
    for (const std::string_view id : all) {
      const bool language = prompt.step.id == "choose_language";
      const std::string_view words =
          language
              ? std::string_view(world.texts.language(id).endonym)
              : world.texts.text(prompt.language,
                                 {flow::words_of_option(world.texts, prompt.step.id, id), "page"});
      choices.section("OPTION")
          .set("ID", id)
          .set("TEXT", words)
          .set("LOOK", first && all.size() < 4 && leads_on(id) ? "primary" : "choice");
      first = false;
    }
  }
  void operator()(const flow::PersonName&) {
    box("first", text("words.page.first_name"), "text", "given-name", "text", 80)
        .set("CAPITALS", "words");
    box("last", text("words.page.last_name"), "text", "family-name", "text", 80)
        .set("CAPITALS", "words");
    go();
  }
  // Where it is the whole question the heading is its label (one label seen, not two); below a
  // code's box the three boxes need one of their own.
  void date(std::string_view legend) {
    View& date = step.section("DATE");
    date.set("LOOK", legend == step_text("title") ? "hidden" : "label");
    date.set("LEGEND", legend).set("MONTH_LABEL", text("words.page.month"));
    date.set("DAY_LABEL", text("words.page.day")).set("YEAR_LABEL", text("words.page.year"));
    const std::string iso = entered("birth_date");  // YYYY-MM-DD, from before
    const bool known = iso.size() == 10;
    const auto part = [&](std::string_view name, std::size_t at, std::size_t size) {
      const std::string typed_now = entered(name);
      return typed_now.empty() && known ? iso.substr(at, size) : typed_now;
    };
    date.set("YEAR", part("year", 0, 4)).set("MONTH", part("month", 5, 2));
    date.set("DAY", part("day", 8, 2));
    if (problem == Problem::yes) date.show("INVALID");
  }
  void operator()(const flow::BirthDate&) {
    date(step_text("title"));
    go();
  }
  void operator()(const flow::Entry& entry) {
    const std::string_view label = step_text("label");
    switch (entry.kind) {
      case flow::EntryKind::zip:
        box("text", label, "text", "postal-code", "numeric", 10);
        break;
      case flow::EntryKind::phone:
        box("text", label, "tel", "tel", "tel", 24);
        break;
      case flow::EntryKind::email:
        box("text", label, "email", "email", "email", 254);
        break;
      case flow::EntryKind::record_number:
        box("text", label, "text", "off", "text", 32);
        break;
      case flow::EntryKind::screen_text:
        area(label, entry.at_most);
        break;
      case flow::EntryKind::code:
        code_box(label, entry.at_most);
        break;
      case flow::EntryKind::paper_code:
        paper_code_box(label);
        break;
    }
    go();
  }
  // Several lines: what a screen said.
  void area(std::string_view label, std::int64_t longest) {
    View& area = step.section("AREA");
    area.set("LABEL", label).set("LONGEST", longest).set("VALUE", entered("text"));
    if (problem == Problem::yes) area.show("INVALID");
  }
  // As many digits as the longest code has, and as many blanks between them.
  void code_box(std::string_view label, int digits) {
    box("code", label, "text", "one-time-code", "numeric", std::int64_t{2} * digits)
        .set("SIZE", "middle");
  }
  // Letters and digits in fours; blanks and dashes are as good as none.
  void paper_code_box(std::string_view label) {
    box("code", label, "text", "off", "text", 40).set("CAPITALS", "characters");
  }
  void operator()(const flow::RegistrationEntry&) {
    paper_code_box(step_text("label"));
    date(text("words.page.birth_date"));
    go();
  }
  void operator()(const flow::HandOffEntry& entry) {
    const std::vector<TextValue> values{{"digits", std::int64_t{entry.digits}}};
    code_box(world.texts.fill(prompt.language, "steps.enter_hand_off.label", values), entry.digits);
    date(text("words.page.birth_date"));
    go();
  }
  void operator()(const flow::NewPasswordEntry& entry) {
    View& password = box("password", step_text("label"), "password", "new-password", "text", 256);
    password.section("HINT").set("HINTED", "password").set("TEXT", step_text("hint"));
    step.section("METER")
        .set("LEAST", std::int64_t{entry.at_least})
        .set("SHOW", text("words.page.show_password"))
        .set("HIDE", text("words.page.hide_password"))
        .set("MORE", text("words.page.more_letters"))
        .set("ENOUGH", text("words.page.enough_letters"))
        .set("REPEATS", text("words.page.repeats_itself"))
        .set("CAPS", text("words.page.caps_lock"));
    go();
  }
  void operator()(const flow::OfficeChoice&) {
    View& offices = step.section("OFFICES");
    offices.set("LABEL", step_text("label")).set("PICK", text("words.page.pick_office"));
    if (problem == Problem::yes) offices.show("INVALID");
    for (const Location& location : world.config.locations)
      if (location.kind == LocationKind::office)
        offices.section("OFFICE").set("ID", location.id.value).set("NAME", location.name);
    // A kiosk's offices are buttons themselves.
    step.section("GO_OFFICE").set("TEXT", text("words.page.go_on"));
  }
  void operator()(const flow::Wait&) {
    // Without cookies the refresh can't find the conversation; the button can.
    const std::string key = flow::words_of(prompt.step.id) + ".button";
    step.section("LOOK_AGAIN")
        .set("TEXT", world.texts.has(key) ? text(key) : text("words.page.look_again"));
  }
  void operator()(const flow::Transfer&) {}
  void operator()(const flow::SpokenMessage&) {}
  void operator()(const flow::End&) {}
};

// What the button for another way says.
std::string_view other_way_key(const flow::Step& step) {
  if (step.id == "enter_code") return "words.page.no_code";
  if (step.id == "help_number") return "words.page.no_number";
  if (step.id == "enter_registration") return "words.page.no_registration";
  if (step.id == "enter_saved_code") return "words.page.other_proof";
  if (step.id == "second_saved_code") return "words.page.no_saved_code";
  if (step.id == "ask_desk") return "words.page.other_way";
  if (step.id == "choose_password") return "words.page.own_phone";
  const auto* entry = std::get_if<flow::Entry>(&step.field);
  if (entry && entry->kind == flow::EntryKind::screen_text) return "words.page.no_message";
  return "words.page.other_detail";
}

void frame_of_conversation(const PageWorld& world, const Prompt& prompt, const Secret& secret,
                           View& page) {
  const bool over = prompt.going == Prompt::Going::over;
  const auto hidden = [&](View& form) -> View& {
    return form.set("SECRET", secret.reveal()).set("QUESTION", prompt.question);
  };
  for (const std::string& code : world.config.clinic.languages)
    if (code != prompt.language && !over)
      name_language(world, code, hidden(page.section("LANGUAGE_POST")));
  if (!over)
    hidden(page.section("HELP_FORM"))
        .set("PERSON", world.texts.text(prompt.language, "words.page.person"))
        .set("START_OVER", world.texts.text(prompt.language, "words.page.start_over"));
}

void offer_check(const PageWorld& world, const std::string& language, View& page) {
  page.section("CHECK_LINK")
      .set("LANGUAGE", language)
      .set("TEXT", world.texts.text(language, "check.page.link"));
}

std::string_view direction_of(const PageWorld& world, const std::string& language) {
  const bool rtl = world.texts.language(language).direction == Direction::right_to_left;
  return rtl ? "rtl" : "ltr";
}

}  // namespace

void name_language(const PageWorld& world, const std::string& code, View& link) {
  link.set("CODE", code).set("NAME", world.texts.language(code).endonym);
  link.set("DIRECTION", direction_of(world, code));
}

View page_frame(const PageWorld& world, const std::string& language, std::string_view title) {
  const auto text = [&](std::string_view key) { return world.texts.text(language, key); };
  const Location* office = world.config.location(world.config.clinic.default_location);
  View page;
  page.set("LANG", language).set("TITLE", std::string(title) + " – " + world.config.clinic.name);
  page.set("DIR", direction_of(world, language))
      .set("STYLE", world.brand.style_path)
      .set("SCRIPT", script_path());
  page.set("ICON", world.brand.icon_path).set("ICON_TYPE", world.brand.icon_type);
  if (world.brand.logo == Brand::Logo::given)
    page.section("LOGO").set("PATH", world.brand.icon_path);
  page.set("CLINIC", world.config.clinic.name).set("SKIP", text("words.page.skip"));
  page.set("LANGUAGES", text("words.page.languages")).set("HELP", text("words.page.help"));
  page.set("HELP_TEXT", world.texts.fill(language, "words.page.help_text",
                                         {{"clinic", std::string_view(world.config.clinic.name)}}));
  const std::string phone = office ? office->phone : "";
  page.set("HELP_PHONE", phone).set("HELP_PHONE_TEXT", phone_text(phone));
  page.set("EMERGENCY", text("words.page.emergency"));
  page.set("ACTION", "/recover?lang=" + language);
  offer_articles(world, language, page);
  if (!world.texts.language_help().empty())
    offer_languages(world, language, page.section("FOOT_TONGUES"));
  return page;
}

void link_languages(const PageWorld& world, const std::string& language, std::string_view path,
                    View& page) {
  for (const std::string& code : world.config.clinic.languages)
    if (code != language)
      name_language(world, code, page.section("LANGUAGE_LINK").set("PATH", path));
}

std::string start_page(const PageWorld& world, const flow::Step& topics,
                       const std::string& language, Begun begun) {
  Prompt first;
  first.language = language;
  first.step = topics;
  View page = page_frame(world, language, world.texts.text(language, "steps.choose_topic.title"));
  link_languages(world, language, "/", page);
  offer_check(world, language, page);
  if (!world.texts.language_help().empty())
    offer_languages(world, language, page.section("FIRST_TONGUES"));
  if (begun == Begun::something)
    page.section("BEGUN")
        .set("TEXT", world.texts.text(language, "words.page.begun"))
        .set("GO", world.texts.text(language, "words.page.begun_go"));
  View& step = page.section("STEP");
  step.set("HEADING", world.texts.text(language, "steps.choose_topic.title"));
  step.set("ABOUT", world.texts.text(language, "steps.choose_topic.page"));
  // The form of a visitor without a conversation carries the language instead of a secret.
  step.set("SECRET", language).set("QUESTION", std::int64_t{0});
  step.show("FORM");
  const TypedAgain nothing;
  std::visit(Page{world, first, nothing, Page::Problem::no, step}, first.step.field);
  return render("patient/page.tpl", page);
}

View step_view(const PageWorld& world, const Prompt& prompt, const Secret& secret,
               const TypedAgain& typed, Refresh refresh, const GuideNode* screen) {
  const StepTold told(world, prompt);
  const std::vector<TextValue>& values = told.values();
  const auto text = [&](std::string_view key) { return world.texts.text(prompt.language, key); };
  const std::string title =
      world.texts.fill(prompt.language, flow::words_of(prompt.step.id) + ".title", values);
  View page = page_frame(world, prompt.language, title);
  frame_of_conversation(world, prompt, secret, page);
  show_notice(world, prompt, values, typed, page);
  for (const LanguageHelp& help : world.texts.language_help())
    if (help.code == prompt.interpreter) show_help(help, page.section("INTERPRETED"));
  if (prompt.step.guide == flow::word(flow::Topic::page_broken))
    offer_check(world, prompt.language, page);

  View& step = page.section("STEP");
  step.set("SECRET", secret.reveal()).set("QUESTION", prompt.question).set("HEADING", title);
  step.set("ABOUT",
           world.texts.fill(prompt.language, flow::words_of(prompt.step.id) + ".page", values));
  if (const auto part = part_of(prompt.step.id); !part.empty())
    step.section("PART").set("TEXT", world.texts.text(prompt.language, {"words.parts", part}));
  // At an end there is nothing to send.
  if (!std::holds_alternative<flow::End>(prompt.step.field)) step.show("FORM");
  told.show(step);
  // A box is marked where words say what is wrong with it, and nowhere else.
  const auto problem = flow::is_slip(prompt.notice) ? Page::Problem::yes : Page::Problem::no;
  std::visit(Page{world, prompt, typed, problem, step}, prompt.step.field);
  if (prompt.step.other_way == flow::Step::OtherWays::offered)
    step.section("OTHER").set("TEXT", text(other_way_key(prompt.step)));
  if (std::holds_alternative<flow::Wait>(prompt.step.field) && refresh == Refresh::by_itself)
    page.section("REFRESH").set("SECONDS", std::int64_t{1});
  if (screen && screen->opens == GuideNode::Opens::portal)
    step.section("OPENS")
        .set("PORTAL", world.config.clinic.portal_url)
        .set("TEXT", text("words.page.open_portal"));
  const bool recovered = prompt.step.id.starts_with("recovered_");
  // Signing in comes first, and what may be made besides after it.
  if (recovered && std::holds_alternative<flow::Choice>(prompt.step.field))
    step.section("OFFER")
        .set("PORTAL", world.config.clinic.portal_url)
        .set("SIGN_IN", text("words.page.sign_in"))
        .set("TEXT", text("words.page.about_saved_code"));
  else if (recovered || prompt.step.id == "ended_solved")
    page.section("SIGN_IN")
        .set("PORTAL", world.config.clinic.portal_url)
        .set("TEXT", text("words.page.sign_in"));
  if (prompt.step.id == "your_saved_code")
    step.section("PRINT").set("TEXT", text("words.page.print"));
  if (prompt.going == Prompt::Going::over && prompt.step.id != "your_saved_code")
    page.section("AGAIN").set("TEXT", text("words.page.start_again")).set("LOOK", "foot");
  return page;
}

std::string step_page(const PageWorld& world, const Guidance& guidance, const Prompt& prompt,
                      const Secret& secret, const TypedAgain& typed, Refresh refresh) {
  View page = step_view(world, prompt, secret, typed, refresh, screen_of(guidance, prompt.step.id));
  offer_steps(world, guidance, prompt, page);
  if (prompt.going != Prompt::Going::over) show_age(world, prompt, secret, page);
  return render("patient/page.tpl", page);
}

}  // namespace latchkey::kiosk
