#include "kiosk/patient/check_pages.h"

#include <charconv>

#include "core/flow/words.h"
#include "kiosk/browser/browser_name.h"
#include "kiosk/patient/device.h"
#include "kiosk/patient/language.h"

namespace latchkey::kiosk {

namespace {

constexpr std::string_view cookie = "latchkey-check";

// A browser takes a redirect at once. Who comes later without the cookie has kept the address: its
// cookie is gone with the browser's last closing, not blocked.
constexpr std::chrono::seconds redirect_takes{120};

// One transparent pixel.
constexpr unsigned char pixel_bytes[] = {
    'G', 'I', 'F', '8', '9', 'a',  1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 0, 0,    0, 0x21, 0xf9, 4,
    1,   0,   0,   0,   0,   0x2c, 0, 0, 0, 0, 1,    0, 1, 0, 0, 2, 2, 0x44, 1, 0,    0x3b};

http::Response pixel(Scheme scheme) {
  const std::string bytes(std::begin(pixel_bytes), std::end(pixel_bytes));
  return static_answer("image/gif", bytes, scheme);
}

}  // namespace

CheckPages::CheckPages(const PageWorld& world, const BrowserJudge& browsers,
                       const Guidance& guidance, const Clock& clock)
    : world_(world),
      browsers_(browsers),
      clock_(clock),
      guides_(FindingGuides::load(world.config.data.content, guidance)),
      otherwise_(guidance.first(flow::word(flow::Topic::page_broken))),
      scheme_(scheme_of(world.config.urls.patient)) {}

std::optional<http::Response> CheckPages::answer(const http::Request& request) const {
  if (request.path == "/check") return request.method == "POST" ? told(request) : begin(request);
  if (request.method == "POST") return std::nullopt;
  if (request.path == "/check/2") return look(request);
  if (request.path == neutral_path || request.path == bait_path) return pixel(scheme_);
  return std::nullopt;
}

http::Response CheckPages::begin(const http::Request& request) const {
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch());
  auto answer = redirect(
      "/check/2?lang=" + language_of(request, world_.config) + "&at=" + std::to_string(now.count()),
      scheme_);
  set_cookie(answer, cookie, "1", scheme_);
  return answer;
}

bool CheckPages::just_began(const http::Request& request) const {
  const std::string_view at = query_value(request.query, "at");
  std::int64_t seconds = 0;
  std::from_chars(at.data(), at.data() + at.size(), seconds);
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_.now().time_since_epoch());
  // Another node's clock may be a little ahead.
  return seconds >= (now - redirect_takes).count() && seconds <= (now + redirect_takes).count();
}

http::Response CheckPages::look(const http::Request& request) const {
  const bool kept = !request.cookie(cookie_name(cookie, scheme_)).empty();
  if (!kept && !just_began(request))
    return redirect("/check?lang=" + language_of(request, world_.config), scheme_);
  return page(request, {});
}

// What comes from elsewhere, or can't be read, is told nothing and begins anew.
http::Response CheckPages::told(const http::Request& request) const {
  const auto fields = http::parse_form(request.body);
  if (!fields || came_from(request, world_.config.urls.patient) == CameFrom::elsewhere)
    return redirect("/check", scheme_);
  return page(request, *fields);
}

http::Response CheckPages::page(const http::Request& request, const http::Fields& told) const {
  Checked checked{facts_of(request, told, browsers_), {}, clock_.now()};
  const bool kept = !request.cookie(cookie_name(cookie, scheme_)).empty();
  checked.facts.cookies = kept ? Probe::works : Probe::blocked;
  if (checked.facts.browser.setting == Setting::in_app)
    checked.app = app_name(browser_headers(request).user_agent);
  return html_answer(
      200, check_page(world_, language_of(request, world_.config), checked, guides_, otherwise_),
      scheme_, {{}, world_.config.urls.other_site});
}

}  // namespace latchkey::kiosk
