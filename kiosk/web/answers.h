// What every page's answer has in common: security headers, cookies, redirects.
//
// Nothing may be cached, framed, sniffed or loaded from elsewhere (ASVS 3.4); scripts and styles
// come only from files of ours. `Referrer-Policy: same-origin`, since with no-referrer browsers
// send `Origin: null` on posts (rulings.md R25). Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/http/message.h"

namespace latchkey::kiosk {

// Whether the page's own address is https: cookies are then `Secure` with the __Host- prefix.
enum class Scheme { http, https };
Scheme scheme_of(std::string_view base_url);

http::Response html_answer(int status, std::string body, Scheme scheme);
// Origins of pages that may show this one within them, and of what it may show within itself; empty
// for nobody and nothing, as is the rule.
struct Frames {
  std::string shown_in, shows;
};
http::Response html_answer(int status, std::string body, Scheme scheme, const Frames& frames);
http::Response json_answer(int status, std::string body, Scheme scheme);
// A file to keep, never shown in the browser. `name`: of ours, without quotes.
http::Response file_answer(std::string_view name, std::string_view type, std::string body,
                           Scheme scheme);
// 303: the browser fetches `path` (of ours, beginning with '/') next.
http::Response redirect(std::string_view path, Scheme scheme);
http::Response not_found(Scheme scheme);
// An embedded file, cacheable for a year under a name that changes with its content.
http::Response static_answer(std::string_view content_type, std::string_view text, Scheme scheme);

// "__Host-name" on https.
std::string cookie_name(std::string_view name, Scheme scheme);
// Session cookie: HttpOnly, whole host. `strict`: not even a link from another site carries it.
enum class SameSite { lax, strict };
void set_cookie(http::Response& answer, std::string_view name, std::string_view value,
                Scheme scheme, SameSite same_site = SameSite::lax);
// As SameSite::strict, kept for as long as browsers keep anything (400 days): for a device that is
// a kiosk.
void set_lasting_cookie(http::Response& answer, std::string_view name, std::string_view value,
                        Scheme scheme);
void clear_cookie(http::Response& answer, std::string_view name, Scheme scheme);

// A post must come from a page of ours: its Origin, when the browser sends one, is `base_url`'s,
// and a browser that says where it comes from (Sec-Fetch-Site) says same-origin or none. `unsaid`:
// it sent neither, as very old ones do; only a post that carries a secret of its own may be so
// silent.
enum class CameFrom { own_page, elsewhere, unsaid };
CameFrom came_from(const http::Request& request, std::string_view base_url);

// Where a file that never changes is served: its contents' hash is in the name.
std::string static_path(std::string_view text, std::string_view ending);
// The paths of the stylesheet and of the script, with their contents' hashes in them.
const std::string& style_path();
const std::string& script_path();
// Of the check page's own script, and of the page on another site that it asks.
const std::string& check_script_path();
const std::string& other_site_script_path();
// What the staff's pages gain by scripts: all of them, and those with passkeys.
const std::string& desk_script_path();
const std::string& passkey_script_path();
// What a kiosk has besides.
const std::string& kiosk_style_path();
const std::string& kiosk_script_path();
// The embedded file at such a path; empty for every other path.
std::optional<http::Response> static_file(std::string_view path, Scheme scheme);

}  // namespace latchkey::kiosk
