// Which screen of a guide mends what the check page finds.

#include "kiosk/patient/finding_guides.h"

#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "core/base/texts.h"
#include "tests/fakes/says.h"
#include "tests/refusal.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using fakes::says;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

}  // namespace

TEST_CASE("every finding has its words and a screen that exists") {
  const Guidance guidance = Guidance::load(content);
  const FindingGuides guides = FindingGuides::load(content, guidance);
  const Texts texts = Texts::load(content);
  for (std::size_t i = 0; i < finding_names.words.size(); ++i) {
    for (const Platform platform : {Platform::unknown, Platform::windows, Platform::mac,
                                    Platform::iphone, Platform::ipad, Platform::android})
      CHECK(guidance.node(guides.node(static_cast<Finding>(i), platform)));
    const std::string key = "check." + std::string(finding_names.words[i]);
    for (const Language& language : texts.languages()) {
      CHECK_MESSAGE(!texts.raw(language.code, key + ".title").empty(), key);
      CHECK_MESSAGE(!texts.raw(language.code, key + ".page").empty(), key);
    }
  }
  CHECK(guides.node(Finding::clock_wrong, Platform::ipad) == "cannot_connect.clock_iphone_1");
  CHECK(guides.node(Finding::clock_wrong, Platform::unknown) == "cannot_connect.clock_device");
}

TEST_CASE("a table of screens that leads nowhere is refused by line") {
  const Guidance guidance = Guidance::load(content);
  const auto complaint = [&](std::string_view text) {
    return tests::refusal([&] { return FindingGuides::parse(text, "check.toml", guidance); });
  };
  std::string whole = "[every]\n";
  for (const std::string_view word : finding_names.words)
    whole.append(word).append(" = \"page_broken.zoom\"\n");
  CHECK(complaint(whole).empty());
  CHECK(says(complaint(whole + "[mac]\nzoomed = \"page_broken.nowhere\"\n"), "check.toml:23"));
  CHECK(says(complaint(whole + "[mac]\nzomed = \"page_broken.zoom\"\n"), "zoomed"));
  CHECK(says(complaint(whole + "[amiga]\n"), "amiga"));
  CHECK(says(complaint("[every]\nzoomed = \"page_broken.zoom\"\n"), "every.cookies_off"));
}
