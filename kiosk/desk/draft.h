// What somebody at the desk has typed, carried over a page that had to come between.
//
// A form may be sent when its session has just ended, or before something delicate for which six
// digits are asked anew. Then what was typed travels in one hidden field of the page in between,
// sealed, so that it can be read by nobody at that screen and opens only for the member who typed
// it (WCAG 2.2.5, standards.md C-9). It is never sent again by itself: the member sees what it is
// and presses once more. Secrets are not carried: fields named csrf, password, code, setup or
// match. Thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"

namespace latchkey::kiosk {

inline constexpr std::size_t draft_bytes_max = 32 * 1024;
inline constexpr auto draft_life = std::chrono::hours(12);
inline constexpr std::string_view draft_field = "draft";

// A page to go to, or a form to be sent once more.
struct Draft {
  enum class Kind { page, form } kind = Kind::page;
  std::string target;   // our own path, with the query of a page
  http::Fields fields;  // of a form
};

// For draft_field; empty if it would be too long or leads elsewhere than to a path of ours. A
// request that itself carries a draft hands on that one.
std::string keep_draft(const DeskParts& parts, StaffId author, const http::Request& request,
                       const http::Fields& fields);

// Empty if it is none, is another member's, or older than draft_life.
std::optional<Draft> open_draft(const DeskParts& parts, StaffId reader, std::string_view kept);

// Where a draft leads: to its page, or to a page with its form and one button. Without one: empty.
std::optional<http::Response> follow_draft(const DeskParts& parts, const DeskWords& words,
                                           const staff::Session& session, std::string_view kept);

}  // namespace latchkey::kiosk
