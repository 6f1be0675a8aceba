#include "kiosk/web/answers.h"

#include "kiosk/web/embedded.h"

namespace latchkey::kiosk {

namespace {

// FNV-1a: the name only has to change when the file does.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (int i = 0; i < 12; ++i, hash >>= 4U) out += digits[hash & 15U];
  return out;
}

std::string_view origin_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return url;
  return url.substr(0, url.find('/', scheme + 3));
}

std::string content_policy(const Frames& frames) {
  std::string policy =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
      "media-src 'self'; "
      "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
      "frame-ancestors ";
  policy += frames.shown_in.empty() ? "'none'" : frames.shown_in;
  return frames.shows.empty() ? policy : policy + "; frame-src " + frames.shows;
}

http::Response secured(http::Response answer, Scheme scheme, const Frames& frames = {}) {
  static const std::string usual = content_policy({});
  const bool is_usual = frames.shown_in.empty() && frames.shows.empty();
  answer.with("Content-Security-Policy", is_usual ? usual : content_policy(frames));
  answer.with("X-Content-Type-Options", "nosniff");
  // It can't name anybody: where the policy does, it would forbid what that allows.
  if (frames.shown_in.empty()) answer.with("X-Frame-Options", "DENY");
  answer.with("Referrer-Policy", "same-origin");
  answer.with("Cross-Origin-Opener-Policy", "same-origin");
  answer.with("Cross-Origin-Resource-Policy", "same-origin");
  answer.with("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
  if (scheme == Scheme::https)
    answer.with("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  return answer;
}

http::Response fresh(int status, std::string type, std::string body, Scheme scheme,
                     const Frames& frames = {}) {
  http::Response answer;
  answer.status = status;
  answer.content_type = std::move(type);
  answer.body = std::move(body);
  answer = secured(std::move(answer), scheme, frames);
  answer.with("Cache-Control", "no-store");
  return answer;
}

}  // namespace

Scheme scheme_of(std::string_view base_url) {
  return base_url.starts_with("https://") ? Scheme::https : Scheme::http;
}

http::Response html_answer(int status, std::string body, Scheme scheme) {
  return fresh(status, "text/html; charset=utf-8", std::move(body), scheme);
}

http::Response html_answer(int status, std::string body, Scheme scheme, const Frames& frames) {
  return fresh(status, "text/html; charset=utf-8", std::move(body), scheme, frames);
}

http::Response json_answer(int status, std::string body, Scheme scheme) {
  return fresh(status, "application/json; charset=utf-8", std::move(body), scheme);
}

http::Response file_answer(std::string_view name, std::string_view type, std::string body,
                           Scheme scheme) {
  auto answer = fresh(200, std::string(type), std::move(body), scheme);
  answer.with("Content-Disposition", "attachment; filename=\"" + std::string(name) + "\"");
  return answer;
}

http::Response redirect(std::string_view path, Scheme scheme) {
  auto answer = fresh(303, "text/plain; charset=utf-8", "", scheme);
  answer.with("Location", std::string(path));
  return answer;
}

http::Response not_found(Scheme scheme) {
  return fresh(404, "text/plain; charset=utf-8", "There is no such page.\n", scheme);
}

http::Response static_answer(std::string_view content_type, std::string_view text, Scheme scheme) {
  http::Response answer;
  answer.content_type = std::string(content_type);
  answer.body = std::string(text);
  answer = secured(std::move(answer), scheme);
  answer.with("Cache-Control", "public, max-age=31536000, immutable");
  return answer;
}

std::string cookie_name(std::string_view name, Scheme scheme) {
  return scheme == Scheme::https ? "__Host-" + std::string(name) : std::string(name);
}

void set_cookie(http::Response& answer, std::string_view name, std::string_view value,
                Scheme scheme, SameSite same_site) {
  std::string cookie = cookie_name(name, scheme);
  cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=");
  cookie += same_site == SameSite::strict ? "Strict" : "Lax";
  if (scheme == Scheme::https) cookie += "; Secure";
  answer.with("Set-Cookie", std::move(cookie));
}

void set_lasting_cookie(http::Response& answer, std::string_view name, std::string_view value,
                        Scheme scheme) {
  constexpr std::string_view four_hundred_days = "34560000";
  std::string cookie = cookie_name(name, scheme);
  cookie.append("=").append(value).append("; Path=/; HttpOnly; SameSite=Strict; Max-Age=");
  cookie += four_hundred_days;
  if (scheme == Scheme::https) cookie += "; Secure";
  answer.with("Set-Cookie", std::move(cookie));
}

void clear_cookie(http::Response& answer, std::string_view name, Scheme scheme) {
  std::string cookie = cookie_name(name, scheme) + "=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0";
  if (scheme == Scheme::https) cookie += "; Secure";
  answer.with("Set-Cookie", std::move(cookie));
}

CameFrom came_from(const http::Request& request, std::string_view base_url) {
  const std::string_view site = request.header("Sec-Fetch-Site");
  if (!site.empty() && site != "same-origin" && site != "none") return CameFrom::elsewhere;
  const std::string_view origin = request.header("Origin");
  if (!origin.empty() && origin != origin_of(base_url)) return CameFrom::elsewhere;
  return site.empty() && origin.empty() ? CameFrom::unsaid : CameFrom::own_page;
}

std::string static_path(std::string_view text, std::string_view ending) {
  return "/static/" + fingerprint(text) + "." + std::string(ending);
}

const std::string& style_path() {
  static const std::string path = static_path(embedded("web/style.css"), "css");
  return path;
}

const std::string& script_path() {
  static const std::string path = static_path(embedded("web/page.js"), "js");
  return path;
}

const std::string& check_script_path() {
  static const std::string path = static_path(embedded("web/check.js"), "js");
  return path;
}

const std::string& other_site_script_path() {
  static const std::string path = static_path(embedded("web/other_site.js"), "js");
  return path;
}

const std::string& desk_script_path() {
  static const std::string path = static_path(embedded("web/desk.js"), "js");
  return path;
}

const std::string& passkey_script_path() {
  static const std::string path = static_path(embedded("web/passkey.js"), "js");
  return path;
}

const std::string& kiosk_style_path() {
  static const std::string path = static_path(embedded("web/kiosk.css"), "css");
  return path;
}

const std::string& kiosk_script_path() {
  static const std::string path = static_path(embedded("web/kiosk.js"), "js");
  return path;
}

std::optional<http::Response> static_file(std::string_view path, Scheme scheme) {
  if (path == style_path())
    return static_answer("text/css; charset=utf-8", embedded("web/style.css"), scheme);
  if (path == script_path())
    return static_answer("text/javascript; charset=utf-8", embedded("web/page.js"), scheme);
  if (path == check_script_path())
    return static_answer("text/javascript; charset=utf-8", embedded("web/check.js"), scheme);
  if (path == other_site_script_path())
    return static_answer("text/javascript; charset=utf-8", embedded("web/other_site.js"), scheme);
  if (path == desk_script_path())
    return static_answer("text/javascript; charset=utf-8", embedded("web/desk.js"), scheme);
  if (path == passkey_script_path())
    return static_answer("text/javascript; charset=utf-8", embedded("web/passkey.js"), scheme);
  if (path == kiosk_style_path())
    return static_answer("text/css; charset=utf-8", embedded("web/kiosk.css"), scheme);
  if (path == kiosk_script_path())
    return static_answer("text/javascript; charset=utf-8", embedded("web/kiosk.js"), scheme);
  return std::nullopt;
}

}  // namespace latchkey::kiosk
