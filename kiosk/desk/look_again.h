// Pages that stay fresh by themselves: the script asks every so often whether anything is new.
//
// It names what it shows by a tag; as long as that is so, the answer is 304 and nothing is read
// aloud in the audit log, because nobody was shown anything. Such a question is no sign of life: a
// desk that was left alone ends its session all the same (NIST 800-63B-4 §5.2: activity of the
// subscriber, not of a page). Without scripts a page is as fresh as its last reload. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/sealer.h"
#include "core/http/message.h"

namespace latchkey::kiosk {

// Whether the page's script asks, and not a person.
bool looks_again(const http::Request& request);

// A name for what is shown: the same for the same `shown`, and nothing can be read from it.
std::string page_tag(const Sealer& sealer, std::string_view shown);

// 304, if the script has shown exactly this; empty for everybody else.
std::optional<http::Response> still_fresh(const http::Request& request, const std::string& tag);

}  // namespace latchkey::kiosk
