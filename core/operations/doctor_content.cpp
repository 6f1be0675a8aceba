// What the doctor asks of the texts and the offices.
#include <fmt/format.h>

#include "core/base/clinic_policy.h"
#include "core/base/guidance.h"
#include "core/base/texts.h"
#include "core/identity/blocklist.h"
#include "core/operations/doctor_checks.h"
#include "core/operations/languages.h"
#include "core/operations/room_rules.h"

namespace latchkey::operations {

namespace {

Check check_language(const Texts& texts, const std::string& code,
                     const std::filesystem::path& content) {
  if (const std::string flaw = flaw_of_language(texts, code, content); !flaw.empty())
    return wrong("content", flaw + "; `latchkey serve` does not start like this");
  const Language& language = texts.language(code);
  if (code != "en" && language.reviewed_by.empty())
    return warn("content", (content / code).string() +
                               " has not been read by a qualified person (reviewed_by in "
                               "language.toml); let one read it (45 CFR 92.201)");
  return ok("content", language.english_name + " is whole");
}

Checks check_policies(const Config& config) {
  matrix_of(config);
  interpreters_by_phone(config, load_language_help(config.data.content));
  identity::Blocklist::load(config.data.content / "policy/blocked_passwords.txt");
  return {};
}

}  // namespace

Checks check_content(const Config& config) {
  Checks out = check_policies(config);
  const Texts texts = Texts::load(content_of(config));
  for (const std::string& code : config.clinic.languages)
    out.push_back(check_language(texts, code, config.data.content));
  return out;
}

Check check_guides(const Config& config, Time now) {
  using namespace std::chrono;
  const local_days today(floor<days>(now).time_since_epoch());
  const auto old =
      Guidance::load(config.data.content).not_reviewed_since(today - duration_cast<days>(years(1)));
  if (old.empty()) return ok("guides", "compared with today's browsers and portals within a year");
  return warn("guides",
              fmt::format("{} in {}: nobody has compared {} with today's browsers and "
                          "portals for a year; let somebody do so, and write the day "
                          "into reviewed_on",
                          fmt::join(old, ", "), (config.data.content / "policy/guidance").string(),
                          old.size() == 1 ? "it" : "them"));
}

Check check_pages(const Config& config, const PagesTrial& trial) {
  if (!trial) return skipped("pages", "no pages are served from here");
  const std::string to_look_at = trial(config);
  return to_look_at.empty() ? ok("pages", "logo, articles and the rule of browsers can be read")
                            : warn("pages", to_look_at);
}

Checks check_offices(const Config& config, Time now) {
  const Calendar calendar = make_calendar(config, load_holidays(content_of(config)));
  Checks out;
  for (const Location& location : config.locations) {
    if (calendar.next_open(location.id, now)) continue;
    const std::string says = fmt::format(
        "location {} {} never opens, so no call-back can be promised there; give it "
        "hours in latchkey.toml",
        location.id.value, location.name);
    out.push_back(location.id == config.clinic.default_location ? wrong("offices", says)
                                                                : warn("offices", says));
  }
  if (out.empty()) out.push_back(ok("offices", "every location has opening hours"));
  return out;
}

}  // namespace latchkey::operations
