#include "kiosk/lobby/lobby_page.h"

#include <algorithm>

#include "core/base/hours_words.h"
#include "core/base/phone_text.h"
#include "kiosk/patient/languages_page.h"
#include "kiosk/patient/step_told.h"
#include "kiosk/web/answers.h"
#include "kiosk/web/qr.h"

namespace latchkey::kiosk {

using conversations::Prompt;

namespace {

// How often the first view asks for itself again: so the desk knows that the kiosk lives.
constexpr std::chrono::minutes heartbeat{5};
constexpr std::chrono::seconds polls_every{2};

std::string_view way_of(Direction direction) {
  return direction == Direction::right_to_left ? "rtl" : "ltr";
}

std::int64_t millis(Millis left) { return std::max(left, Millis(0)).count(); }

std::int64_t seconds(Millis left) {
  return std::max(std::chrono::ceil<std::chrono::seconds>(left), std::chrono::seconds(1)).count();
}

// What every view of a kiosk has besides what every page has.
void add_frame(const LobbyWorld& world, const std::string& language, View& page) {
  const auto text = [&](std::string_view key) {
    return world.pages.texts.text(language, {"kiosk", key});
  };
  page.set("KIOSK_STYLE", kiosk_style_path()).set("KIOSK_SCRIPT", kiosk_script_path());
  page.set("TOOLS", text("page.tools")).set("LARGER", text("page.larger"));
  page.set("CONTRAST", text("page.contrast")).set("SPEAK", text("page.speak"));
  page.set("AGAIN_WORD", text("page.again")).set("PAUSE", text("page.pause"));
  page.set("RESUME", text("page.resume")).set("DESK_HELP", text("page.help_text"));
  page.set("SHOW", text("page.show")).set("HIDE", text("page.hide"));
  page.set("TYPED", text("keys.typed")).set("DELETED", text("keys.deleted"));
  page.set("KEYBOARD", text("keys.keyboard")).set("KEYPAD", text("keys.keypad"));
  page.set("DELETE", text("keys.delete")).set("SPACE", text("keys.space"));
  page.set("CAPITAL_KEYS", text("keys.capitals")).set("SIGNS", text("keys.signs"));
  page.set("LETTERS", text("keys.letters")).set("NEXT_KEY", text("keys.next"));
  page.set("KEYS_HINT", text("keys.hint"));
}

// A view of nobody's visit, in the clinic's own language.
View nobodys_view(const LobbyWorld& world, std::string_view title) {
  const std::string& language = world.pages.config.clinic.default_language;
  View page = page_frame(world.pages, language, title);
  add_frame(world, language, page);
  return page;
}

// The first view asks for itself again, and whatever is open beside it gives way to it.
void go_first(View& page) {
  page.section("ATTRACT").set("SECONDS", std::chrono::seconds(heartbeat).count());
}

void add_qr(View& page, std::string_view address, std::string_view title, std::string_view said,
            std::string_view picture) {
  const QrCode code = qr_code(address);
  View& qr = page.section("QR");
  if (!title.empty()) qr.section("QR_TITLE").set("TEXT", title);
  qr.set("TEXT", said).set("PICTURE", picture);
  qr.set("SIDE", std::int64_t{code.side}).set("PATH", code.path);
}

// The code stands in the fragment: no request, log or Referer ever holds it (standards.md T26).
std::string address_on_phone(const LobbyWorld& world, const Prompt& prompt) {
  std::string address = world.pages.config.urls.patient + "/continue?lang=" + prompt.language + "#";
  for (const flow::Told& told : prompt.step.told)
    if (const auto* digits = std::get_if<flow::DigitsTold>(&told.value)) address += digits->digits;
  return address;
}

// What a person takes home: no name, no user name (domain.md 2.6).
void add_receipt(const LobbyWorld& world, const Prompt& prompt, View& page) {
  const PageWorld& pages = world.pages;
  std::string number;
  std::optional<Time> promise;
  const Location* office = nullptr;
  for (const flow::Told& told : prompt.step.told) {
    if (const auto* digits = std::get_if<flow::DigitsTold>(&told.value))
      number = grouped_digits(digits->digits);
    if (const auto* at = std::get_if<Time>(&told.value)) promise = *at;
    if (const auto* id = std::get_if<LocationId>(&told.value)) office = pages.config.location(*id);
  }
  if (number.empty() || !promise || !office) return;
  const auto text = [&](std::string_view key) {
    return pages.texts.text(prompt.language, {"kiosk.receipt", key});
  };
  View& receipt = page.section("RECEIPT");
  receipt.set("HEADING", text("title")).set("PRINT", text("print"));
  receipt.set("NUMBER_LABEL", text("number")).set("NUMBER", number);
  receipt.set("PROMISE_LABEL", text("promise"));
  receipt.set("PROMISE",
              pages.words.moment(prompt.language, pages.calendar.zone(office->id), *promise));
  receipt.set("OFFICE", office->name).set("OFFICE_PHONE", phone_text(office->phone));
  for (const HoursLine& line :
       hours_lines(pages.texts, pages.words, prompt.language, office->hours.week))
    receipt.section("LINE").set("DAYS", line.days).set("TIMES", line.times);
}

// The clock of the visit, for the script; without scripts the page goes on by itself.
View& add_clock(const LobbyWorld& world, const std::string& language, const Secret& secret,
                const kiosks::Left& left, View& page) {
  View& visit = page.section("VISIT");
  visit.set("SECRET", secret.reveal());
  visit.set("IDLE", millis(left.idle)).set("ASKED", millis(left.asked));
  visit.set("WHOLE", millis(left.whole)).set("WHOLE_IDLE", millis(kiosks::idle_life));
  const auto text = [&](std::string_view key) {
    return world.pages.texts.text(language, {"kiosk.page", key});
  };
  visit.set("STILL_TITLE", text("still_title")).set("STILL_TEXT", text("still"));
  visit.set("LATE", text("late")).set("MORE_TIME", text("more")).set("END", text("end"));
  return visit;
}

void add_visit(const LobbyWorld& world, const Prompt& prompt, const Secret& secret,
               const kiosks::Left& left, View& page) {
  const bool waits = std::holds_alternative<flow::Wait>(prompt.step.field);
  View& visit = add_clock(world, prompt.language, secret, left, page);
  visit.set("QUESTION", prompt.question).set("NEXT", "/kiosk/now");
  visit.set("SECONDS", waits ? polls_every.count() : seconds(left.idle));
  if (waits) visit.section("POLL").set("SECONDS", polls_every.count());
}

}  // namespace

std::string attract_page(const LobbyWorld& world, const kiosks::Kiosk&) {
  const PageWorld& pages = world.pages;
  const std::string& language = pages.config.clinic.default_language;
  const auto text = [&](std::string_view key) {
    return pages.texts.text(language, {"kiosk.attract", key});
  };
  View page = nobodys_view(world, text("title"));
  go_first(page);
  View& first = page.section("FIRST");
  first.set("HEADING", text("title")).set("ABOUT", text("page")).set("PRIVATE", text("private"));
  first.set("DESK_TITLE", text("desk_title")).set("DESK", text("desk"));
  for (const std::string& code : pages.config.clinic.languages) {
    const Language& each = pages.texts.language(code);
    first.section("START")
        .set("CODE", code)
        .set("WAY", way_of(each.direction))
        .set("NAME", each.endonym)
        .set("TEXT", pages.texts.text(code, "kiosk.attract.start"));
    if (code == language) continue;
    // What this screen is for, and that there is a desk, for whoever reads none of the rest.
    for (const auto& [section, key] :
         {std::pair("ALSO", "kiosk.attract.title"), {"ALSO_DESK", "kiosk.attract.desk"}})
      first.section(section)
          .set("CODE", code)
          .set("WAY", way_of(each.direction))
          .set("TEXT", pages.texts.text(code, key));
  }
  add_qr(page, pages.config.urls.patient + "/", text("phone_title"), text("phone"),
         text("picture"));
  View& helps = page.section("HELPS");
  helps.set("HEADING", text("languages"));
  for (const LanguageHelp& help : world.helps)
    helps.section("HELP_LINE")
        .set("CODE", help.code)
        .set("WAY", way_of(help.direction))
        .set("TEXT", help.notice);
  return render("lobby/page.tpl", page);
}

std::string tongues_page(const LobbyWorld& world) {
  const PageWorld& pages = world.pages;
  const auto& spoken = pages.config.clinic.languages;
  const std::string& language = pages.config.clinic.default_language;
  const auto text = [&](std::string_view key) {
    return pages.texts.text(language, {"words.languages", key});
  };
  View page = nobodys_view(world, text("title"));
  go_first(page);
  page.section("END_LINK").set("TEXT", text("back"));
  View& all = page.section("TONGUES");
  all.set("HEADING", text("title")).set("ABOUT", text("page"));
  for (const LanguageHelp& help : world.helps)
    if (std::find(spoken.begin(), spoken.end(), help.code) == spoken.end())
      show_help(help, all.section("TONGUE"));
  return render("lobby/page.tpl", page);
}

std::string pairing_page(const LobbyWorld& world, Paired paired) {
  const PageWorld& pages = world.pages;
  const std::string& language = pages.config.clinic.default_language;
  const auto text = [&](std::string_view key) {
    return pages.texts.text(language, {"kiosk.pair", key});
  };
  View page = nobodys_view(world, text("title"));
  View& pair = page.section("PAIR");
  pair.set("HEADING", text("title")).set("ABOUT", text("page"));
  pair.set("LABEL", text("label")).set("GO", text("go"));
  if (paired == Paired::refused) {
    pair.show("INVALID");
    View& problem = page.section("PROBLEM");
    problem.set("HEADING", pages.texts.text(language, "words.page.problem"));
    problem.section("LINKED").set("FIELD", "pairing").set("TEXT", text("refused"));
  }
  return render("lobby/page.tpl", page);
}

std::string lobby_step(const LobbyWorld& world, const Prompt& prompt, const Secret& secret,
                       const TypedAgain& typed, const kiosks::Left& left) {
  const bool over = prompt.going == Prompt::Going::over;
  const auto text = [&](std::string_view key) {
    return world.pages.texts.text(prompt.language, {"kiosk.page", key});
  };
  View page = step_view(world.pages, prompt, secret, typed, Refresh::by_itself, nullptr);
  add_frame(world, prompt.language, page);
  add_visit(world, prompt, secret, left, page);
  page.section("END_LINK").set("TEXT", text("end"));
  if (over) {
    page.section("DONE").set("TEXT", text("done"));
    add_receipt(world, prompt, page);
  }
  if (prompt.step.id == "hand_off_to_phone")
    add_qr(page, address_on_phone(world, prompt), {}, text("own_phone"), text("own_phone_picture"));
  if (prompt.step.id.starts_with("recovered_"))
    add_qr(page, world.pages.config.clinic.portal_url, {}, text("portal"), text("portal_picture"));
  return render("lobby/page.tpl", page);
}

std::string still_page(const LobbyWorld& world, const Prompt& prompt, const Secret& secret,
                       const kiosks::Left& left) {
  const auto text = [&](std::string_view key) {
    return world.pages.texts.text(prompt.language, {"kiosk.page", key});
  };
  View page = page_frame(world.pages, prompt.language, text("still_title"));
  add_frame(world, prompt.language, page);
  View& visit = add_clock(world, prompt.language, secret, left, page);
  visit.set("SECONDS", seconds(left.asked)).set("NEXT", "/kiosk").set("QUESTION", std::int64_t{-1});
  page.section("END_LINK").set("TEXT", text("end"));
  View& still = page.section("STILL");
  still.set("SECRET", secret.reveal()).set("HEADING", text("still_title"));
  still.set("ABOUT", text("still")).set("MORE", text("more"));
  return render("lobby/page.tpl", page);
}

}  // namespace latchkey::kiosk
