#include "core/base/normal.h"

#include <doctest/doctest.h>

#include <random>

#include "core/base/unicode.h"

using namespace latchkey;

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;

constexpr Date today{year{2026}, month{6}, day{15}};

struct Row {
  const char* typed;
  const char* normal;  // null: refused
};

template <class Rule>
void check_rows(Rule rule, std::initializer_list<Row> rows) {
  for (const Row& row : rows) {
    CAPTURE(row.typed);
    const auto got = rule(row.typed);
    if (row.normal == nullptr) {
      CHECK_FALSE(got.has_value());
    } else {
      CHECK(got.value_or("refused") == row.normal);
    }
  }
}

std::optional<std::string> date_text(std::string_view typed) {
  const auto date = normal_date(typed, today);
  if (!date) return std::nullopt;
  return iso_date(*date);
}

// Texts that no rule may accept or trip over.
const std::string broken[] = {"",
                              " ",
                              "\xff\xfe",
                              "\xc0\xaf",
                              "\xed\xa0\x80",
                              "abc\xe2\x82",
                              std::string("\0", 1),
                              std::string(257, '1'),
                              std::string(5000, 'a')};

}  // namespace

TEST_CASE("a North American phone number is the same however it is written") {
  check_rows(normal_phone, {
                               {"(401) 555-0123", "+14015550123"},
                               {"401-555-0123", "+14015550123"},
                               {"1-401-555-0123", "+14015550123"},
                               {"+1 401 555 0123", "+14015550123"},
                               {"1.401.555.0123", "+14015550123"},
                               {"  4015550123\t", "+14015550123"},
                               {"401/555/0123", "+14015550123"},
                               {"tel:+14015550123", "+14015550123"},
                               {"(401) 555\xe2\x80\x93"
                                "0123",
                                "+14015550123"},
                               {"\xe2\x80\xaa+1 401 555 0123\xe2\x80\xac", "+14015550123"},
                               {"401\xc2\xa0"
                                "555\xc2\xa0"
                                "0123",
                                "+14015550123"},
                               {"\xef\xbc\x94\xef\xbc\x90\xef\xbc\x91 555 0123", "+14015550123"},
                               {"\xd9\xa4\xd9\xa0\xd9\xa1 555 0123", "+14015550123"},
                               {"401-555-0123 x7", "+14015550123"},
                               {"401-555-0123 ext. 99", "+14015550123"},
                               {"401-555-0123#12", "+14015550123"},
                           });
}

TEST_CASE("what can't be a North American phone number is refused") {
  check_rows(normal_phone, {
                               {"555-0123", nullptr},
                               {"401-555-012", nullptr},
                               {"401-555-01234", nullptr},
                               {"+44 20 7946 0958", nullptr},
                               {"+4015550123", nullptr},
                               {"011 44 20 7946 0958", nullptr},
                               {"001 401 555 0123", nullptr},
                               {"2-401-555-0123", nullptr},
                               {"101-555-0123", nullptr},
                               {"001-555-0123", nullptr},
                               {"411-555-0123", nullptr},
                               {"491-555-0123", nullptr},
                               {"401-155-0123", nullptr},
                               {"401-055-0123", nullptr},
                               {"401-911-0123", nullptr},
                               {"1-800-FLOWERS", nullptr},
                               {"401-555-0123 or 401-555-0124", nullptr},
                               {"++1 401 555 0123", nullptr},
                               {"401+5550123", nullptr},
                               {"401-555-0123\r\nBcc: x", nullptr},
                               {"401\n555\n0123", nullptr},
                               {"x", nullptr},
                               {"0000000000", nullptr},
                           });
}

TEST_CASE("an e-mail address is trimmed and small, and strict enough for a header") {
  check_rows(normal_email, {
                               {" Ann.Lee@Example.ORG ", "ann.lee@example.org"},
                               {"ann+portal@mail.example.org", "ann+portal@mail.example.org"},
                               {"o'brien@example.org", "o'brien@example.org"},
                               {"\xef\xbd\x81nn\xef\xbc\xa0"
                                "example.org",
                                "ann@example.org"},
                               {"ann@example", nullptr},
                               {"ann", nullptr},
                               {"@example.org", nullptr},
                               {"ann@", nullptr},
                               {"a@b@example.org", nullptr},
                               {"ann lee@example.org", nullptr},
                               {"ann@exam ple.org", nullptr},
                               {"ann@example.org\r\nBcc: x@example.org", nullptr},
                               {"ann@example..org", nullptr},
                               {".ann@example.org", nullptr},
                               {"ann.@example.org", nullptr},
                               {"a..b@example.org", nullptr},
                               {"ann@-example.org", nullptr},
                               {"ann@example-.org", nullptr},
                               {"ann@192.0.2.1", nullptr},
                               {"ann@[192.0.2.1]", nullptr},
                               {"\"ann\"@example.org", nullptr},
                               {"<ann@example.org>", nullptr},
                               {"ann,lee@example.org", nullptr},
                               {"ann@example.org.", nullptr},
                               {"mi\xe2\x84\xaa"
                                "e@example.org",
                                nullptr},  // Kelvin sign: folds to k, must not
                               {"m\xc4\xb1ke@example.org", nullptr},  // dotless i
                           });
  const std::string local(64, 'a');
  CHECK(normal_email(local + "@example.org").has_value());
  CHECK_FALSE(normal_email(local + "a@example.org").has_value());
}

TEST_CASE("a ZIP is its five digits") {
  check_rows(normal_zip, {{"02903", "02903"},
                          {" 02903-1234 ", "02903"},
                          {"029031234", "02903"},
                          {"02903 1234", "02903"},
                          {"\xd9\xa0\xd9\xa2\xd9\xa9\xd9\xa0\xd9\xa3", "02903"},
                          {"2903", nullptr},
                          {"029031", nullptr},
                          {"0290a", nullptr},
                          {"00000", nullptr},
                          {"02903-12345", nullptr}});
}

TEST_CASE("a record number loses its label, separators and leading zeros") {
  check_rows(normal_record_number, {{"000123", "123"},
                                    {"MRN: 000-123", "123"},
                                    {"#123", "123"},
                                    {"0MRN MRN07", "7"},
                                    {"a-0012", "A0012"},
                                    {"a0012", "A0012"},
                                    {"12 34", "1234"},
                                    {"10200", "10200"},
                                    {"000", nullptr},
                                    {"MRN", nullptr},
                                    {"ABC", nullptr},
                                    {"12*4", nullptr},
                                    {"1%", nullptr},
                                    {"' OR 1=1;--", nullptr},
                                    {"123456789012345678901234567890123", nullptr}});
}

TEST_CASE("a name is the same with or without accents, marks, capitals and suffix") {
  check_rows(normal_name, {
                              {"O'Brien", "obrien"},
                              {"OBrien", "obrien"},
                              {"o\xe2\x80\x99 brien", "obrien"},
                              {"O\xc2\xb4"
                               "Brien",
                               "obrien"},
                              {"O Brien", "obrien"},
                              {"L\xc3\xb3pez", "lopez"},
                              {"Lo\xcc\x81pez", "lopez"},
                              {"LOPEZ", "lopez"},
                              {"Nu\xc3\xb1"
                               "ez",
                               "nunez"},
                              {"de la Cruz", "delacruz"},
                              {"De La Cruz", "delacruz"},
                              {"DelaCruz", "delacruz"},
                              {"Garcia-Lopez", "garcialopez"},
                              {"Garcia Lopez", "garcialopez"},
                              {"Smith Jr.", "smith"},
                              {"Smith, Jr", "smith"},
                              {"Smith III", "smith"},
                              {"Smith Sr", "smith"},
                              {"Jr", "jr"},
                              {"Iii", "iii"},
                              {"Stra\xc3\x9f"
                               "e",
                               "strasse"},
                              {"S\xc3\xb8rensen", "sorensen"},
                              {"\xc5\x81ukasz", "lukasz"},
                              {"\xef\xbc\xac\xef\xbd\x85\xef\xbd\x85", "lee"},
                              {"\xca\xbb"
                               "Akaka",
                               "akaka"},
                              {"Nguy\xe1\xbb\x85n", "nguyen"},
                              {"\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2",
                               "\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2"},
                              {"\xe6\x9d\x8e", "\xe6\x9d\x8e"},
                              {"12345", nullptr},
                              {"---", nullptr},
                              {"'", nullptr},
                          });
}

TEST_CASE("a double surname is found by each of its parts") {
  using Forms = std::vector<std::string>;
  CHECK(name_forms("Garcia-Lopez") == Forms{"garcialopez", "garcia", "lopez"});
  CHECK(name_forms("Garc\xc3\xad"
                   "a L\xc3\xb3pez Jr.") == Forms{"garcialopez", "garcia", "lopez"});
  CHECK(name_forms("Garcia de la Cruz") == Forms{"garciadelacruz", "garcia", "delacruz", "cruz"});
  CHECK(name_forms("Smith") == Forms{"smith"});
  CHECK(name_forms("O\xe2\x80\x99 Brien") == Forms{"obrien"});
  CHECK(name_forms("Mc Donald") == Forms{"mcdonald"});
  CHECK(name_forms("Li") == Forms{"li"});
  CHECK(name_forms("12").empty());
  CHECK(name_forms("a b c d e f g h i j kk ll mm nn oo pp qq rr ss").size() <= 8);
}

TEST_CASE("given names compare by the whole or by the first word") {
  CHECK(same_given_name("Mary", "Mary Ann"));
  CHECK(same_given_name("MARY-ANN", "mary ann"));
  CHECK(same_given_name("MaryAnn", "Mary Ann"));
  CHECK(same_given_name("Jos\xc3\xa9", "Jose Luis"));
  CHECK_FALSE(same_given_name("Mary", "Maria"));
  CHECK_FALSE(same_given_name("J", "John"));
  CHECK_FALSE(same_given_name("", ""));
  CHECK_FALSE(same_given_name("\xff", "\xff"));
}

TEST_CASE("a birth date is understood in every usual way of writing it") {
  check_rows(date_text,
             {
                 {"02031950", "1950-02-03"},
                 {"2/3/1950", "1950-02-03"},
                 {"02-03-1950", "1950-02-03"},
                 {"1950-02-03", "1950-02-03"},
                 {"1950/2/3", "1950-02-03"},
                 {"2.3.1950", "1950-02-03"},
                 {"02 03 1950", "1950-02-03"},
                 {"19500203", "1950-02-03"},
                 {"13/2/1950", "1950-02-13"},
                 {"13021950", "1950-02-13"},
                 {"02/29/2024", "2024-02-29"},
                 {"06/15/2026", "2026-06-15"},
                 {"06/15/1906", "1906-06-15"},
                 {"\xd9\xa0\xd9\xa2\xd9\xa0\xd9\xa3\xd9\xa1\xd9\xa9\xd9\xa5\xd9\xa0", "1950-02-03"},
                 {"02/29/2023", nullptr},
                 {"02/30/1950", nullptr},
                 {"13/13/1950", nullptr},
                 {"06/16/2026", nullptr},
                 {"06/14/1906", nullptr},
                 {"2/3/50", nullptr},
                 {"020350", nullptr},
                 {"0/3/1950", nullptr},
                 {"2/0/1950", nullptr},
                 {"00001950", nullptr},
                 {"2/3", nullptr},
                 {"2/3/1950/1", nullptr},
                 {"-2/3/19500", nullptr},
                 {"Feb 3 1950", nullptr},
                 {"2/3/1950\n", "1950-02-03"},
                 {"2\n3\n1950", nullptr},
                 {"99999999999999999999", nullptr},
             });
  const auto fields = [](const char* m, const char* d, const char* y) {
    return normal_date(m, d, y, today);
  };
  CHECK(iso_date(fields("2", " 3 ", "1950").value()) == "1950-02-03");
  CHECK(iso_date(fields("14", "2", "1950").value()) == "1950-02-14");
  CHECK_FALSE(fields("2", "3", "50").has_value());
  CHECK_FALSE(fields("", "3", "1950").has_value());
  CHECK_FALSE(fields("2/3", "3", "1950").has_value());
}

TEST_CASE("every possible birth date survives each way of writing it") {
  const auto padded = [](unsigned n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  int days = 0;
  for (std::chrono::sys_days at = std::chrono::sys_days(today) - std::chrono::days{120 * 365};
       at <= std::chrono::sys_days(today); at += std::chrono::days{7}, ++days) {
    const Date date = at;
    const std::string m = padded(static_cast<unsigned>(date.month()));
    const std::string d = padded(static_cast<unsigned>(date.day()));
    const std::string y = std::to_string(static_cast<int>(date.year()));
    const std::string iso = y + "-" + m + "-" + d;
    REQUIRE(date_text(m + d + y) == iso);
    REQUIRE(date_text(y + m + d) == iso);
    REQUIRE(date_text(m + "/" + d + "/" + y) == iso);
  }
  CHECK(days > 6000);
}

TEST_CASE("a code is its digits") {
  check_rows(normal_code, {{"123456", "123456"},
                           {"123 456", "123456"},
                           {" 1234-5678 ", "12345678"},
                           {"\xef\xbc\x91\xef\xbc\x92\xef\xbc\x93\xef\xbc\x94", "1234"},
                           {"0000", "0000"},
                           {"123", nullptr},
                           {"12345x", nullptr},
                           {"1234567890123", nullptr},
                           {"12\n34", nullptr}});
  check_rows(normal_paper_code, {{"abcd-efgh-jkmn-pq0l", "ABCDEFGHJKMNPQ01"},
                                 {"ABCD EFGH O1I2", "ABCDEFGH0112"},
                                 {"ABCDEFGU", nullptr},
                                 {"ABC", nullptr},
                                 {"ABCD*EFGH", nullptr}});
}

TEST_CASE("a user name ignores case and width, and holds no control characters") {
  check_rows(normal_user_name, {{" Ann.Lee ", "ann.lee"},
                                {"\xef\xbc\xa1nn", "ann"},
                                {"ann lee", "ann lee"},
                                {"a\r\nb", nullptr},
                                {"a\tb", nullptr}});
  CHECK(normal_user_name(std::string(128, 'a')).has_value());
  CHECK_FALSE(normal_user_name(std::string(129, 'a')).has_value());
}

TEST_CASE("broken text is refused by every rule") {
  for (const std::string& text : broken) {
    CAPTURE(text);
    CHECK_FALSE(normal_phone(text).has_value());
    CHECK_FALSE(normal_email(text).has_value());
    CHECK_FALSE(normal_zip(text).has_value());
    CHECK_FALSE(normal_record_number(text).has_value());
    CHECK_FALSE(normal_name(text).has_value());
    CHECK(name_forms(text).empty());
    CHECK_FALSE(normal_date(text, today).has_value());
    CHECK_FALSE(normal_code(text).has_value());
    CHECK_FALSE(normal_paper_code(text).has_value());
    CHECK_FALSE(normal_user_name(text).has_value());
  }
}

TEST_CASE("normalising what is normal changes nothing, for any bytes") {
  std::mt19937 random(7);  // a fixed walk: the same texts in every run
  const std::string_view pieces[] = {"a",
                                     "B",
                                     "\xc3\xa9",
                                     "\xcc\x81",
                                     "1",
                                     "0",
                                     "-",
                                     " ",
                                     ".",
                                     "@",
                                     "'",
                                     "\xe2\x80\x99",
                                     "\xef\xbc\xa1",
                                     "\xff",
                                     "Jr",
                                     "de ",
                                     "\xc5\xbf",
                                     "\xe0\xa4\x95",
                                     "\xe0\xa4\xbf",
                                     "\xd9\xa3"};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (auto n = random() % 14; n > 0; --n) text += pieces[random() % std::size(pieces)];
    CAPTURE(text);
    for (auto rule : {normal_phone, normal_email, normal_zip, normal_record_number, normal_code,
                      normal_paper_code, normal_user_name}) {
      if (const auto once = rule(text)) REQUIRE(rule(*once) == once);
    }
    if (const auto name = normal_name(text)) {
      REQUIRE(unicode::code_points(*name).has_value());
      REQUIRE(name_forms(text).front() == *name);
    }
  }
}

TEST_CASE("bytes are code points only when they are well-formed UTF-8") {
  CHECK(unicode::code_points("\xf0\x9f\x98\x80")->size() == 1);
  CHECK_FALSE(unicode::code_points("\xf0\x9f\x98").has_value());
  CHECK_FALSE(unicode::code_points("\xc1\x81").has_value());
  CHECK_FALSE(unicode::code_points("\xf4\x90\x80\x80").has_value());
  CHECK(unicode::to_utf8(unicode::composed(U"e\u0301")) == "\xc3\xa9");
}
