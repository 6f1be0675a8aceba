#include "core/identity/password_policy.h"

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "core/base/fault.h"
#include "core/base/unicode.h"
#include "core/identity/password_patterns.h"

using namespace latchkey;
using namespace latchkey::identity;

namespace {

const Blocklist& shipped_list() {
  static const Blocklist list =
      Blocklist::load(LATCHKEY_SOURCE_DIR "/content/policy/blocked_passwords.txt");
  return list;
}

PasswordContext ann() {
  PasswordContext context;
  context.user_name = "annlee47";
  context.about_you = {
      "Ann Marie", "L\xc3\xb3pez-Lee", "ann.lee@example.org", "+14015550123", "02903", "884412"};
  context.birth_date = Date{std::chrono::year{1950}, std::chrono::month{2}, std::chrono::day{3}};
  context.about_us = {"Riverside Family Health", "RiverPortal", "portal.riverside.example"};
  return context;
}

std::string judged(std::string_view password, const PasswordContext& context = ann()) {
  static const PasswordPolicy policy{Limits{}, shipped_list()};
  return std::string(name_of(policy.judge(Secret(std::string(password)), context).reason));
}

std::string times(std::string_view text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

struct Row {
  std::string password;
  const char* reason;
};

void check_rows(std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.password);
    CHECK(judged(row.password) == row.reason);
  }
}

}  // namespace

TEST_CASE("length counts code points after NFC: 14 are too short, 15 are enough") {
  check_rows({
      {"soup tractor 9", "too_short"},
      {"soup tractor 93", "fine"},
      {"", "too_short"},
      {"v\xc3\xa9lo caf\xc3\xa9 po\xc3\xaal", "too_short"},     // 14 points, 18 bytes
      {"ve\xcc\x81lo cafe\xcc\x81 poe\xcc\x82l", "too_short"},  // as typed on a Mac
      {"v\xc3\xa9lo caf\xc3\xa9 po\xc3\xaal\xc3\xa9", "fine"},
      {times("\xf0\x9f\x98\x80", 8), "too_short"},  // 32 bytes
  });
}

TEST_CASE("the least length is the operator's, and never under fifteen") {
  Limits limits;
  limits.set("password_points", 20);
  limits.check();
  const PasswordPolicy policy{limits, shipped_list()};
  CHECK(policy.points_min() == 20);
  CHECK(policy.judge(Secret("vq7 soup tractor 9"), ann()).reason == PasswordReason::too_short);
  limits.set("password_points", 14);
  CHECK_THROWS_AS(limits.check(), ConfigFault);
}

TEST_CASE("128 code points and 1024 bytes are the most") {
  std::mt19937 random(3);
  std::string ascii, wide;
  for (int i = 0; i < 128; ++i) ascii += static_cast<char>('a' + random() % 26);
  for (int i = 0; i < 128; ++i) {
    const std::u32string one(1, static_cast<char32_t>(0x1F400 + random() % 0x100));
    wide += unicode::to_utf8(one);
  }
  check_rows({{ascii, "fine"},
              {ascii + "q", "too_long"},
              {wide, "fine"},
              {std::string(1024, 'x'), "too_long"},
              {std::string(5'000'000, 'x'), "too_long"}});
}

TEST_CASE("every character on one line is allowed and none is demanded") {
  check_rows({
      {"purple tractors eat soup", "fine"},
      {"  leading and trailing  ", "fine"},
      {"alllowercasewithoutanyspaces", "fine"},
      {"zebra'; DROP TABLE--<script>", "fine"},
      {"48201957366284019375", "fine"},
      {"\xd0\xb7\xd0\xb5\xd0\xbb\xd1\x91\xd0\xbd\xd1\x8b\xd0\xb9 \xd0\xb6\xd0\xb8\xd1\x80\xd0\xb0"
       "\xd1\x84 \xd1\x87\xd0\xb8\xd1\x82\xd0\xb0\xd0\xb5\xd1\x82",
       "fine"},
      {"a sixty-four character long sentence that nobody else would say!", "fine"},
      {"soup tractor 93\n", "not_text"},
      {std::string("soup\0tractor 93x", 16), "not_text"},
      {"soup tractor 93\xff", "not_text"},
  });
}

TEST_CASE("what everybody would try is refused, in all its simple disguises") {
  check_rows({
      {"passwordpassword", "common"},
      {"password password", "common"},
      {"passwordpasswordpassw", "common"},
      {"Password1234567", "common"},
      {"P@ssw0rdP@ssw0rd", "common"},
      {"drowssapdrowssap", "common"},
      {"welcomepassword", "common"},
      {"iloveyouforever", "common"},
      {"I Love You So Much!!", "common"},
      {"summersummer2026", "common"},
      {"December-December-25", "common"},
      {"2026ChristmasTime", "common"},
      {"correct horse battery staple", "common"},
      {"correcthorsebatterystaple1", "common"},
      {"GoPatriots2026!!", "common"},
      {"Contrase\xc3\xb1"
       "a2026!!",
       "common"},
      {"contrasenacontrasena", "common"},
      {"teamomuchomiamor", "common"},
      {"\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c\xd0\x9f\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb"
       "\xd1\x8c"
       "123",
       "common"},
      {"supercalifragilisticexpialidocious", "common"},
      {"\xef\xbd\x90"
       "asswordpassword",
       "common"},  // full-width p
  });
}

TEST_CASE("a sentence that merely contains a listed word is accepted") {
  check_rows({
      {"my password is a purple cow", "fine"},
      {"the password that my aunt sings", "fine"},
      {"summer tractors love cold soup", "fine"},
      {"passwordxkqzvwtrmn", "fine"},
      {"four monkeys paint the fridge", "fine"},
  });
}

TEST_CASE("patterns are named as what they are") {
  check_rows({
      {"aaaaaaaaaaaaaaa", "repeated"},
      {"               ", "repeated"},
      {"abababababababab", "repeated"},
      {"xyzxyzxyzxyzxyzx", "repeated"},
      {"aaaaaaaabbbbbbbb", "repeated"},
      {times("\xf0\x9f\x98\x80", 15), "repeated"},
      {"---------------", "repeated"},
      {"123456789012345", "sequence"},
      {"987654321098765", "sequence"},
      {"abcdefghijklmnop", "sequence"},
      {"abcdefgh12345678", "sequence"},
      {"qwertyuiopasdfgh", "sequence"},
      {"1qaz2wsx3edc4rfv", "sequence"},
      {"!@#$%^&*()_+!@#$", "sequence"},
      {"112233445566778", "sequence"},
      {"\xd0\xb9\xd1\x86\xd1\x83\xd0\xba\xd0\xb5\xd0\xbd\xd0\xb3\xd1\x88\xd1\x89\xd0\xb7\xd1\x85"
       "\xd1\x84\xd1\x8b\xd0\xb2\xd0\xb0\xd0\xbf",
       "sequence"},
  });
}

TEST_CASE("words of the person and of the clinic are refused, each with its own reason") {
  check_rows({
      {"annlee47annlee47", "same_as_user_name"},
      {"AnnLee47-annlee47!", "same_as_user_name"},
      {"74eelnna74eelnna", "same_as_user_name"},
      {"annlee47password", "about_you"},
      {"AnnMarieLopezLee", "about_you"},
      {"lopez lopez 1950", "about_you"},
      {"L0p3zL0p3z02031950", "about_you"},
      {"0203195002031950", "about_you"},
      {"4015550123ann1950", "about_you"},
      {"ann.lee@example.org", "about_you"},
      {"RiversideFamilyHealth", "about_us"},
      {"riverside portal 2026", "about_us"},
      {"RiverPortal2026!", "about_us"},
      {"patientportal!!", "about_us"},
      {"Riverside123456789", "about_us"},
      {"riverside otters juggle", "fine"},
      {"ann sold 3 blue kayaks", "fine"},
  });
  PasswordContext stranger;
  CHECK(judged("annlee47annlee47", stranger) != "same_as_user_name");
}

TEST_CASE("every refusal has a reason, a suggestion and names for content") {
  const PasswordPolicy policy{Limits{}, shipped_list()};
  std::set<std::string_view> names, suggestions;
  for (const char* password :
       {"short", "aaaaaaaaaaaaaaa", "123456789012345", "passwordpassword", "annlee47annlee47",
        "AnnMarieLopezLee", "RiverPortal2026!", "\xff"}) {
    const PasswordVerdict verdict = policy.judge(Secret(password), ann());
    CHECK_FALSE(verdict.ok());
    const PasswordSuggestion helps = suggestion_for(verdict.reason);
    CHECK(helps != PasswordSuggestion::none);
    names.insert(name_of(verdict.reason));
    suggestions.insert(name_of(helps));
  }
  CHECK(names.size() == 8);
  CHECK(suggestions.size() >= 5);
  const PasswordVerdict fine = policy.judge(Secret("purple tractors eat soup"), ann());
  CHECK(fine.ok());
  CHECK(suggestion_for(fine.reason) == PasswordSuggestion::none);
  CHECK(fine.bits > 40);
}

TEST_CASE("strength does not take every foreign letter for a random one") {
  const PasswordPolicy policy{Limits{}, shipped_list()};
  const auto bits = [&](const char* password) { return policy.judge(Secret(password), {}).bits; };
  // Ten Cyrillic letters, one after the other, are 20 bytes: zxcvbn alone says 85 bits and more.
  CHECK(bits("\xd0\xb7\xd0\xb5\xd0\xbb\xd1\x91\xd0\xbd\xd1\x8b\xd0\xb9\xd0\xb6\xd0\xb8\xd1\x80"
             "\xd0\xb0\xd1\x84\xd1\x87\xd0\xb8\xd1\x82\xd0\xb0") < 85);
}

TEST_CASE("the list bars far more than 3000 passwords of the length that is asked for") {
  const Blocklist& list = shipped_list();
  CHECK(list.entries(15) > 100'000);
  CHECK(list.keyboard_rows().size() > 10);
  // A fixed walk over its pairs, each with a disguise: everyone is refused.
  std::mt19937 random(5);
  const auto words = list.words();
  const auto pick = [&] { return unicode::to_utf8(words[random() % words.size()].text); };
  int tried = 0;
  for (int i = 0; tried < 600; ++i) {
    std::string password = pick() + pick();
    if (unicode::code_points(password)->size() < 15) continue;
    if (i % 5 == 1) password += std::to_string(1950 + random() % 76);
    if (i % 5 == 2) password += "!" + std::to_string(random() % 100);
    if (i % 5 == 3) password = "123456" + password;
    if (i % 5 == 4) password[0] = static_cast<char>(std::toupper(password[0]));
    CAPTURE(password);
    REQUIRE(judged(password, {}) != "fine");
    ++tried;
  }
}

TEST_CASE("single words are on the list too, twice, thrice and turned round") {
  int tried = 0;
  for (const ListedWord& word : shipped_list().words()) {
    if (word.text.size() < 8 || ++tried % 7 != 0) continue;
    const std::u32string turned(word.text.rbegin(), word.text.rend());
    for (const std::u32string& text :
         {word.text + word.text, word.text + word.text + word.text, turned + turned}) {
      CAPTURE(unicode::to_utf8(text));
      REQUIRE(judged(unicode::to_utf8(text), {}) != "fine");
    }
  }
  CHECK(tried > 200);
}

TEST_CASE("sentences of four unlike words are hardly ever refused") {
  const char* words[] = {"kayak",  "tractor", "lentil", "velvet", "walnut", "harbor", "pencil",
                         "ladder", "violet",  "copper", "basket", "mitten", "gravel", "saddle",
                         "teapot", "zipper",  "anchor", "muffin", "quilt",  "fossil"};
  std::mt19937 random(9);
  for (int i = 0; i < 300; ++i) {
    std::string password;
    for (int n = 0; n < 4; ++n) password += std::string(n ? " " : "") + words[random() % 20];
    if (unicode::code_points(password)->size() < 15) continue;
    CAPTURE(password);
    const std::string reason = judged(password, {});
    CHECK((reason == "fine" ||
           repeated_unit(in_list_form(password)).size() < in_list_form(password).size()));
  }
}

TEST_CASE("a list that is vacuous or can't be read stops the start") {
  CHECK_THROWS_WITH_AS(Blocklist::parse("[words]\npassword welcome\n"),
                       "blocked_passwords.txt bars 3 passwords of 15 characters or more: at least "
                       "3000 are needed (ASVS 6.2.4)",
                       ConfigFault);
  CHECK_THROWS_WITH_AS(Blocklist::parse("# a remark\nhello\n"),
                       "blocked_passwords.txt line 2: stands before [words], [phrases] or "
                       "[keyboards]",
                       ConfigFault);
  CHECK_THROWS_AS(Blocklist::parse("[words]\n\xff\xfe\n"), ConfigFault);
  CHECK_THROWS_AS(Blocklist::load("/nowhere/blocked_passwords.txt"), ConfigFault);
}

TEST_CASE("any bytes get a verdict") {
  std::mt19937 random(13);
  const PasswordPolicy policy{Limits{}, shipped_list()};
  for (int i = 0; i < 300; ++i) {
    std::string bytes;
    for (auto n = random() % 60; n > 0; --n)
      bytes += i % 2 == 0 ? static_cast<char>(random() % 256) : "ab1 !pP0\xc3\xa9"[random() % 10];
    CHECK_NOTHROW(policy.judge(Secret(bytes), ann()));
  }
}
