#include "kiosk/patient/step_told.h"

#include "core/base/codes.h"
#include "core/base/hours_words.h"
#include "core/base/phone_text.h"
#include "core/flow/step_words.h"

namespace latchkey::kiosk {

namespace {

// A moment is told on the wall clock of the office that the step names.
LocationId where_of(const conversations::Prompt& prompt) {
  LocationId where = prompt.here;
  for (const flow::Told& told : prompt.step.told)
    if (const auto* office = std::get_if<LocationId>(&told.value)) where = *office;
  return where;
}

constexpr std::size_t paper_code_size = 19;  // sixteen characters in fours

}  // namespace

std::string grouped_digits(const std::string& digits) {
  if (digits.size() < 6) return digits;
  return digits.substr(0, digits.size() - 4) + " " + digits.substr(digits.size() - 4);
}

StepTold::StepTold(const PageWorld& world, const conversations::Prompt& prompt)
    : world_(world), prompt_(prompt) {
  gather();
  strings_.emplace_back("clinic", world.config.clinic.name);
  strings_.emplace_back("portal", world.config.clinic.portal_url);
  for (const auto& [name, value] : strings_) values_.push_back({name, std::string_view(value)});
}

void StepTold::gather() {
  const Zone& zone = world_.calendar.zone(where_of(prompt_));
  for (const flow::Told& told : prompt_.step.told) {
    const std::string name(told.name);
    if (const auto* n = std::get_if<std::int64_t>(&told.value))
      values_.push_back({told.name, *n});
    else if (const auto* spelled = std::get_if<flow::Spelled>(&told.value))
      strings_.emplace_back(name, spelled->text);
    else if (const auto* digits = std::get_if<flow::DigitsTold>(&told.value))
      strings_.emplace_back(name, grouped_digits(digits->digits));
    else if (const auto* paper = std::get_if<flow::PaperCode>(&told.value))
      strings_.emplace_back(name, in_fours(Secret(paper->text)).reveal());
    else if (const auto* at = std::get_if<Time>(&told.value))
      strings_.emplace_back(name, world_.words.moment(prompt_.language, zone, *at));
    else if (const auto* office = std::get_if<LocationId>(&told.value)) {
      const Location* location = world_.config.location(*office);
      strings_.emplace_back(name, location ? location->name : world_.config.clinic.name);
      if (location) strings_.emplace_back(name + "_phone", phone_text(location->phone));
    }
  }
}

void StepTold::show(View& step) const {
  show_value(step, "user_name", "words.page.user_name");
  show_value(step, "code", "words.page.code");
  show_value(step, "number", "words.page.help_number");
  for (const flow::Told& told : prompt_.step.told)
    if (const auto* hours = std::get_if<flow::OpeningHours>(&told.value))
      show_hours(step, hours->office);
    else if (const auto* categories = std::get_if<flow::Categories>(&told.value))
      show_list(step, told.name, *categories);
}

// In large letters: a user name, a code, a help number.
void StepTold::show_value(View& step, std::string_view name, std::string_view label) const {
  for (const auto& [key, value] : strings_)
    if (key == name)
      step.section("SHOWN")
          .set("LABEL", text(label))
          .set("VALUE", value)
          .set("LOOK", name == "code" && value.size() == paper_code_size ? "paper" : "");
}

void StepTold::show_hours(View& step, LocationId office) const {
  const Location* location = world_.config.location(office);
  if (!location) return;
  View& hours = step.section("HOURS");
  hours.set("OFFICE", location->name).set("PHONE", location->phone);
  hours.set("PHONE_TEXT", phone_text(location->phone));
  for (const HoursLine& line :
       hours_lines(world_.texts, world_.words, prompt_.language, location->hours.week))
    hours.section("LINE").set("DAYS", line.days).set("TIMES", line.times);
}

void StepTold::show_list(View& step, std::string_view name,
                         const flow::Categories& categories) const {
  const std::string words = flow::words_of(prompt_.step.id);
  View& list = step.section("LIST");
  list.set("HEADING", world_.texts.text(prompt_.language, {words, "lists", name, "page"}));
  for (const std::string& category : categories.words)
    list.section("ITEM").set(
        "TEXT", world_.texts.text(prompt_.language, {words, "categories", category, "page"}));
}

}  // namespace latchkey::kiosk
