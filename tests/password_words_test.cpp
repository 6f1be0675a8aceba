// A refused password is told why, and what would help, in words (NIST 800-63B-4 §3.1.1.2,
// standards.md B-4).

#include <doctest/doctest.h>

#include "core/identity/password_policy.h"
#include "tests/channel_drivers.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::WebVisitor;

namespace {

struct Refused {
  std::string typed;
  identity::PasswordReason reason;
};

}  // namespace

TEST_CASE("a refused password is told why, and what would help, in both languages") {
  using enum identity::PasswordReason;
  const std::vector<Refused> all{{"too short", too_short},
                                 {std::string(200, 'x') + " y", too_long},
                                 {"abababababababab", repeated},
                                 {"mquintero1950mquintero1950", same_as_user_name},
                                 {"passwordpassword", common}};
  for (const std::string language : {"en", "es"}) {
    CAPTURE(language);
    Clinic clinic;
    const FixturePerson& maria = person("maria");
    WebDriver driver(clinic, maria, Doubling::once, language);
    driver.act("topic", "forgot_password");
    driver.act("identify", "");
    driver.act("proof", "text");
    REQUIRE(driver.act("code", "right").step == "choose_password");
    for (const Refused& refused : all) {
      CAPTURE(refused.typed);
      clinic.sink.forbid(refused.typed);
      WebVisitor visitor = driver.visitor();
      visitor.post({{"password", refused.typed}});
      const std::string page = fakes::unescaped(visitor.page());
      const auto says = [&](std::string_view table, std::string_view word) {
        return page.find(clinic.texts().text(language, {"words", table, word})) !=
               std::string::npos;
      };
      CHECK(says("password_refused", identity::name_of(refused.reason)));
      CHECK(says("password", identity::name_of(identity::suggestion_for(refused.reason))));
    }
  }
}

// Names and birth date alone were compared.
TEST_CASE("a password made of one's own number, address or record is about oneself") {
  Clinic clinic;
  WebDriver driver(clinic, person("proxy"), Doubling::once);
  driver.act("topic", "forgot_password");
  driver.act("identify", "");
  driver.act("proof", "text");
  REQUIRE(driver.act("code", "right").step == "choose_password");
  for (const std::string typed :
       {"4015550147-4015550147", "MRN-4471247 MRN-4471247", "paloma.carryhelper@example.org"}) {
    CAPTURE(typed);
    WebVisitor visitor = driver.visitor();
    visitor.post({{"password", typed}});
    CHECK(fakes::unescaped(visitor.page())
              .find(clinic.texts().text("en", "words.password_refused.about_you")) !=
          std::string::npos);
  }
}

TEST_CASE("every reason against a password has a name of its own and something that helps") {
  using enum identity::PasswordReason;
  CHECK(identity::suggestion_for(fine) == identity::PasswordSuggestion::none);
  for (int r = 1; r <= static_cast<int>(common); ++r) {
    const auto reason = static_cast<identity::PasswordReason>(r);
    CHECK(identity::suggestion_for(reason) != identity::PasswordSuggestion::none);
    CHECK(identity::reason_named(identity::name_of(reason)) == reason);
  }
  for (const char* other : {"", "none", "too short", "FINE"})
    CHECK_FALSE(identity::reason_named(other).has_value());
}
