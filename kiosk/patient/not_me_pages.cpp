#include "kiosk/patient/not_me_pages.h"

#include "kiosk/patient/language.h"
#include "kiosk/patient/step_told.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

namespace {

using conversations::NotMeAnswer;
using conversations::NotMeAsked;

constexpr std::string_view path = "/not-me";
// The secret of a link is the longest that anybody has to enter.
constexpr std::int64_t longest = 64;

// One page being made. `words`: its table in words.toml.
struct NotMePage {
  const PageWorld& world;
  const std::string& language;
  std::string_view words;

  std::string_view text(std::string_view name) const {
    return world.texts.text(language, {"words", words, name});
  }

  View frame() const {
    View page = page_frame(world, language, text("title"));
    page.set("ACTION", path);
    return page;
  }
  // The form carries the language, as that of any visitor without a conversation.
  View& step(View& page, std::string_view about) const {
    View& step = page.section("STEP");
    step.set("HEADING", text("title")).set("ABOUT", about);
    return step.set("SECRET", language).set("QUESTION", std::int64_t{0});
  }
};

void hold(View& step, std::string_view name, std::string_view value) {
  step.section("HIDDEN").set("NAME", name).set("HELD", value);
}

enum class Slip { no, wrong_code };

std::string ask_page(const PageWorld& world, const std::string& language, Slip slip) {
  const NotMePage made{world, language, "not_me_ask"};
  View page = made.frame();
  link_languages(world, language, path, page);
  if (slip == Slip::wrong_code) {
    page.section("SLIP").set("TEXT", world.texts.text(language, "words.page.slip"));
    View& problem = page.section("PROBLEM");
    problem.set("HEADING", world.texts.text(language, "words.page.problem"));
    problem.section("LINKED")
        .set("FIELD", "code")
        .set("TEXT", world.texts.text(language, "words.not_me_wrong.page"));
  }
  View& step = made.step(page, made.text("page"));
  step.show("FORM");
  View& box = step.section("BOX");
  box.set("ID", "code").set("LABEL", made.text("label")).set("TYPE", "text");
  box.set("AUTOCOMPLETE", "one-time-code").set("INPUTMODE", "text").set("CAPITALS", "characters");
  box.set("LONGEST", longest).set("VALUE", "").set("SIZE", "middle");
  box.set("DIRECTION", "ltr");
  if (slip == Slip::wrong_code) box.show("INVALID");
  step.section("GO").set("TEXT", world.texts.text(language, "words.page.go_on"));
  return render("patient/page.tpl", page);
}

std::string sure_page(const PageWorld& world, const NotMeAsked& asked, const std::string& sure) {
  const NotMePage made{world, asked.language, "not_me_sure"};
  View page = made.frame();
  View& step = made.step(page, made.text("page"));
  step.show("FORM");
  hold(step, "code", asked.typed.reveal());
  hold(step, "sure", sure);
  View& choices = step.section("CHOICES");
  for (const std::string_view option : {"yes", "no"})
    choices.section("OPTION")
        .set("ID", option)
        .set("TEXT", made.text(option))
        .set("LOOK", "choice");
  return render("patient/page.tpl", page);
}

std::string done_page(const PageWorld& world, const NotMeAsked& asked,
                      const conversations::NotMe::Told& told) {
  const NotMePage made{world, asked.language, "not_me_done"};
  const std::string time =
      world.words.moment(asked.language, world.calendar.zone(told.office), told.promised_by);
  View page = made.frame();
  View& step = made.step(page, world.texts.fill(asked.language, "words.not_me_done.page",
                                                {{"time", std::string_view(time)}}));
  step.section("SHOWN")
      .set("LABEL", world.texts.text(asked.language, "words.page.help_number"))
      .set("VALUE", grouped_digits(told.help_number));
  return render("patient/page.tpl", page);
}

std::string no_page(const PageWorld& world, const std::string& language) {
  const NotMePage made{world, language, "not_me_no"};
  View page = made.frame();
  made.step(page, made.text("page"));
  return render("patient/page.tpl", page);
}

}  // namespace

std::optional<http::Response> NotMePages::answer(const http::Request& request) const {
  if (request.path != path) return std::nullopt;
  if (request.method == "POST") return take(request);
  return html_answer(200, ask_page(world_, language_of(request, world_.config), Slip::no), scheme_);
}

http::Response NotMePages::take(const http::Request& request) const {
  NotMeAsked asked{{}, request.peer, language_of(request, world_.config)};
  if (came_from(request, world_.config.urls.patient) == CameFrom::elsewhere)
    return html_answer(403, ask_page(world_, asked.language, Slip::no), scheme_);
  const auto fields = http::parse_form(request.body);
  if (!fields) return html_answer(400, ask_page(world_, asked.language, Slip::no), scheme_);
  const std::string_view s = http::only(*fields, "s").value_or("");
  for (const std::string& language : world_.config.clinic.languages)
    if (s == language) asked.language = language;
  const std::string_view option = http::only(*fields, "option").value_or("");
  if (option == "no") return html_answer(200, no_page(world_, asked.language), scheme_);
  asked.typed = Secret(std::string(http::only(*fields, "code").value_or("")));
  const Secret sure{std::string(http::only(*fields, "sure").value_or(""))};
  const bool said_twice = option == "yes" && sure == Secret(asked_once_more(asked.typed));
  return judged(asked, said_twice ? repudiations_.act(asked) : repudiations_.look(asked));
}

http::Response NotMePages::judged(const NotMeAsked& asked, const NotMeAnswer& said) const {
  using Said = NotMeAnswer::Said;
  switch (said.said) {
    case Said::known:
      return html_answer(200, sure_page(world_, asked, asked_once_more(asked.typed)), scheme_);
    case Said::done:
      return html_answer(200, done_page(world_, asked, said.told), scheme_);
    case Said::unknown:
      break;
  }
  return html_answer(422, ask_page(world_, asked.language, Slip::wrong_code), scheme_);
}

std::string NotMePages::asked_once_more(const Secret& typed) const {
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const char c : sealer_.mac("not_me.sure", typed.reveal())) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

}  // namespace latchkey::kiosk
