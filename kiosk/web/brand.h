// The clinic's own face on the patients' pages: its colour and its logo.
//
// A page of strangers that asks for a birth date is not trusted, and should not be. The stylesheet
// is served with the clinic's colour in it, because no page carries styles of its own (its
// Content-Security-Policy forbids them); dark and high-contrast screens get a shade of it that can
// be read there. Made once, before the first page; then read by any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/config.h"
#include "core/http/message.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

struct Brand {
  std::string style, style_path;
  // What a browser shows beside the page's title; the logo, or a key of ours.
  std::string icon, icon_type, icon_path;
  enum class Logo { none, given } logo = Logo::none;
};

// Reads the logo's file: ConfigFault if it has gone since the configuration was read.
Brand make_brand(const ClinicSettings& clinic);

// Its two files; empty for every other path.
std::optional<http::Response> brand_file(const Brand& brand, std::string_view path, Scheme scheme);

}  // namespace latchkey::kiosk
