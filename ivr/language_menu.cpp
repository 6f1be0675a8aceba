#include "ivr/language_menu.h"

#include <array>
#include <string>

namespace latchkey::ivr {

namespace {

std::string_view more_in(const Texts& texts, std::string_view language) {
  if (texts.speaks(language)) return texts.text(language, {"words", "phone", "more"});
  const SpokenHelp* help = texts.spoken_help(language);
  return help ? std::string_view(help->more) : std::string_view();
}

std::string offer_in(const Texts& texts, std::string_view language, int key_number) {
  const SpokenHelp* help = texts.speaks(language) ? nullptr : texts.spoken_help(language);
  const Language& known = texts.language(language);
  const std::string key = std::to_string(key_number);
  const std::array<TextValue, 1> with{{{"key", std::string_view(key)}}};
  return TextPattern::parse(help ? help->offer : known.offer_voice)
      .fill(with, Counting(help ? help->speech_locale : known.speech_locale));
}

}  // namespace

void offer_languages(Prompt& to, const VoiceWorld& world,
                     const std::vector<std::string_view>& languages, const LanguageMenu& menu) {
  if (menu.said == LanguageMenu::Said::welcome)
    to.say(menu.language,
           world.texts.fill(menu.language, "words.phone.welcome",
                            {{"clinic", std::string_view(world.config.clinic.name)}}),
           menu.pace);
  const int total = static_cast<int>(languages.size());
  const auto at = [&](int i) {
    return languages[static_cast<std::size_t>((menu.first + i) % total)];
  };
  for (int i = 0; i < total; ++i)
    to.say(at(i),
           i < menu.count ? offer_in(world.texts, at(i), i + 1) : more_in(world.texts, at(i)),
           menu.pace);
  if (menu.said != LanguageMenu::Said::keys) return;
  for (int i = 0; i < menu.count; ++i)
    if (world.texts.speaks(at(i))) say_keys_in(to, world, at(i), menu.pace);
}

}  // namespace latchkey::ivr
