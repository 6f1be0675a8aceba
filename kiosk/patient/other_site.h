// Another site, within the check page: does this browser keep cookies of other pages (domain.md
// C02)?
//
// A portal whose sign-in stands on a host of its own needs them. A page can't try that by itself,
// so a clinic may give the patients' listener a second name (public.other_site_url). Under it there
// is this alone: /check/other sets a cookie that says nothing and leads to /check/other/2, whose
// script tells the check page around it whether the cookie came back. Nothing else is answered
// there, or a second copy of every page would stand under a name that nobody knows. Pure;
// thread-safe.
#pragma once

#include <optional>

#include "core/base/config.h"
#include "core/http/message.h"

namespace latchkey::kiosk {

inline constexpr std::string_view other_site_path = "/check/other";

// Every answer of that name; empty for a request by any other, or if the clinic has none.
std::optional<http::Response> other_site_answer(const PublicUrls& urls,
                                                const http::Request& request);

}  // namespace latchkey::kiosk
