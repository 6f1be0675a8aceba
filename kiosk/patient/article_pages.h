// "Good to know": the articles as pages, and the page that lists them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

inline constexpr std::string_view articles_path = "/help";

// The page at "/help" or "/help/<name>"; empty for every other path. `back`: where whoever came
// from the middle of something goes on.
std::optional<std::string> article_page(const PageWorld& world, const std::string& language,
                                        std::string_view path, std::string_view back);

// The link of every page; none where this language has no articles.
void offer_articles(const PageWorld& world, const std::string& language, View& page);

}  // namespace latchkey::kiosk
