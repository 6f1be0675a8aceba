// A letter with a registration code, as one page whose address shows in a window envelope.
#include "core/base/codes.h"
#include "kiosk/desk/first_letters.h"

namespace latchkey::kiosk {

void write_first_letter(View& page, const DeskParts& parts, const FirstLetter& letter) {
  const Texts& texts = parts.texts;
  const accounts::Person& person = letter.person;
  const std::string language =
      texts.speaks(person.language) ? person.language : parts.config.clinic.default_language;
  const Location* const office = parts.config.location(person.location);
  const std::string phone = office ? shown_phone(office->phone) : std::string();
  const std::string until =
      parts.words.moment(language, parts.calendar.zone(person.location), letter.code.expires_at);
  const std::string_view choice =
      texts.text(language, "steps.choose_topic.options.first_sign_in.page");
  const auto fill = [&](std::string_view key) {
    return texts.fill(language, {"letters", key},
                      {{"name", std::string_view(person.first_name)},
                       {"portal", std::string_view(parts.config.clinic.portal_name)},
                       {"page", std::string_view(parts.config.urls.patient)},
                       {"choice", choice},
                       {"until", std::string_view(until)},
                       {"phone", std::string_view(phone)}});
  };
  const bool rtl = texts.language(language).direction == Direction::right_to_left;
  View& sheet = page.section("SHEET");
  sheet.set("SHEET_LANG", language).set("SHEET_DIR", rtl ? "rtl" : "ltr");
  sheet.set("FROM", office ? office->name : parts.config.clinic.name);
  sheet.set("TO", person.first_name + ' ' + person.last_name).set("ADDRESS", letter.address);
  sheet.set("GREETING", fill("frame.greeting")).set("NEWS", fill("registration.text"));
  sheet.set("HOW", fill("registration.how")).set("CODE_TITLE", fill("registration.code"));
  sheet.set("CODE", in_fours(letter.code.code).reveal());
  sheet.set("GOOD", fill("registration.until")).set("ALONE", fill("registration.alone"));
  sheet.set("HELP", fill("registration.help"));
}

}  // namespace latchkey::kiosk
