#include "ivr/signature.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "core/base/fault.h"

using namespace latchkey;
using namespace latchkey::ivr;

namespace {

constexpr const char* base = "https://example.com";
constexpr const char* target = "/myapp.php?foo=1&bar=2";

std::vector<Secret> keys(std::initializer_list<const char*> texts) {
  std::vector<Secret> out;
  for (const char* text : texts) out.emplace_back(text);
  return out;
}

http::Fields published_fields() {
  return {{"CallSid", "CA1234567890ABCDE"},
          {"Caller", "+14158675310"},
          {"Digits", "1234"},
          {"From", "+14158675310"},
          {"To", "+18005551212"}};
}

const std::string published = "L/OH5YylLD5NRKLltdqwSvS0BnU=";

}  // namespace

TEST_CASE("the provider's published signature is made and accepted") {
  CHECK(sign(Secret("12345"), std::string(base) + target, published_fields()) == published);
  const SignatureCheck check(keys({"12345"}), base);
  CHECK(check.is_genuine(target, published_fields(), published));
}

TEST_CASE("any change of URL, field, key or signature is refused") {
  const SignatureCheck check(keys({"12345"}), base);
  const http::Fields fields = published_fields();
  CHECK_FALSE(check.is_genuine("/myapp.php?foo=1&bar=3", fields, published));
  CHECK_FALSE(check.is_genuine("/myapp.php?bar=2&foo=1", fields, published));
  CHECK_FALSE(check.is_genuine(target, fields, ""));
  CHECK_FALSE(check.is_genuine(target, fields, published + "="));
  CHECK_FALSE(check.is_genuine(target, fields, "l/OH5YylLD5NRKLltdqwSvS0BnU="));
  CHECK_FALSE(check.is_genuine(target, {}, published));
  for (std::size_t i = 0; i < fields.size(); ++i) {
    http::Fields changed = fields;
    changed[i].second += " ";
    CHECK_FALSE(check.is_genuine(target, changed, published));
    changed = fields;
    changed.erase(changed.begin() + static_cast<std::ptrdiff_t>(i));
    CHECK_FALSE(check.is_genuine(target, changed, published));
  }
  http::Fields more = fields;
  more.emplace_back("Extra", "1");
  CHECK_FALSE(check.is_genuine(target, more, published));
  CHECK_FALSE(SignatureCheck(keys({"54321"}), base).is_genuine(target, fields, published));
  CHECK_FALSE(
      SignatureCheck(keys({"12345"}), "http://example.com").is_genuine(target, fields, published));
}

TEST_CASE("fields count in the order of their names, whatever order they came in") {
  http::Fields reversed = published_fields();
  std::reverse(reversed.begin(), reversed.end());
  CHECK(sign(Secret("12345"), std::string(base) + target, reversed) == published);
  // Byte order: capitals before small letters, a prefix before the longer name.
  CHECK(sign(Secret("k"), "u", {{"b", "1"}, {"B", "2"}, {"ba", "3"}}) ==
        sign(Secret("k"), "uB2b1ba3", {}));
}

TEST_CASE("empty and untrimmed values, unicode and signs take part byte for byte") {
  CHECK(sign(Secret("k"), "u", {{"FromCity", ""}, {"Body", " a+b %20 \xc3\xb1\n"}}) ==
        sign(Secret("k"), "uBody a+b %20 \xc3\xb1\nFromCity", {}));
}

TEST_CASE("repeated names are accepted as Twilio and as SignalWire sign them") {
  const SignatureCheck check(keys({"k"}), base);
  const http::Fields repeated{{"b", "2"}, {"a", "z"}, {"b", "1"}, {"b", "2"}};
  const std::string url = std::string(base) + "/x";
  CHECK(sign(Secret("k"), url, repeated) == sign(Secret("k"), url + "azb1b2", {}));
  CHECK(check.is_genuine("/x", repeated, sign(Secret("k"), url + "azb1b2", {})));
  CHECK(check.is_genuine("/x", repeated, sign(Secret("k"), url + "azb2b1b2", {})));
  CHECK_FALSE(check.is_genuine("/x", repeated, sign(Secret("k"), url + "azb1b2b2", {})));
  CHECK_FALSE(check.is_genuine("/x", repeated, sign(Secret("k"), url + "azb2b1", {})));
}

TEST_CASE("a GET is signed by its URL alone") {
  const SignatureCheck check(keys({"k"}), base);
  const std::string signature = sign(Secret("k"), "https://example.com/x?Digits=1&From=%2B1", {});
  CHECK(check.is_genuine("/x?Digits=1&From=%2B1", {}, signature));
  CHECK_FALSE(check.is_genuine("/x?Digits=1&From=+1", {}, signature));
  CHECK_FALSE(check.is_genuine("/x?Digits=1&From=%2b1", {}, signature));
}

TEST_CASE("the port may be signed, left out, or written out") {
  struct Case {
    const char *public_base, *signed_url;
    bool accepted;
  };
  const Case cases[] = {
      {"https://example.com", "https://example.com/x", true},
      {"https://example.com", "https://example.com:443/x", true},
      {"https://example.com", "https://example.com:80/x", false},
      {"https://example.com", "https://example.com:8443/x", false},
      {"https://example.com/", "https://example.com/x", true},
      {"https://example.com:8443", "https://example.com:8443/x", true},
      {"https://example.com:8443", "https://example.com/x", true},
      {"https://example.com:8443", "https://example.com:443/x", true},
      {"http://localhost:5080", "http://localhost:5080/x", true},
      {"http://localhost:5080", "http://localhost/x", true},
      {"http://localhost:5080", "http://localhost:80/x", true},
      {"http://localhost:5080", "https://localhost/x", false},
      {"https://[2001:db8::1]:8443", "https://[2001:db8::1]/x", true},
      {"https://[2001:db8::1]", "https://[2001:db8::1]:443/x", true},
      {"https://example.com:8443/line", "https://example.com/line/x", true},
  };
  for (const Case& one : cases) {
    CAPTURE(one.public_base);
    CAPTURE(one.signed_url);
    const SignatureCheck check(keys({"k"}), one.public_base);
    CHECK(check.is_genuine("/x", {{"a", "1"}}, sign(Secret("k"), one.signed_url, {{"a", "1"}})) ==
          one.accepted);
  }
}

TEST_CASE("while keys are changed the current and the next are valid, others not") {
  const SignatureCheck check(keys({"current", "next"}), base);
  const std::string url = std::string(base) + "/x";
  CHECK(check.is_genuine("/x", {}, sign(Secret("current"), url, {})));
  CHECK(check.is_genuine("/x", {}, sign(Secret("next"), url, {})));
  CHECK_FALSE(check.is_genuine("/x", {}, sign(Secret("previous"), url, {})));
}

TEST_CASE("without a key or with an unusable address nothing can be constructed") {
  CHECK_THROWS_AS(SignatureCheck({}, base), ConfigFault);
  CHECK_THROWS_AS(SignatureCheck(keys({""}), base), ConfigFault);
  CHECK_THROWS_AS(SignatureCheck(keys({"k", ""}), base), ConfigFault);
  for (const char* bad : {"", "example.com", "ftp://example.com", "https://", "https:///x",
                          "https://user:pass@example.com", "https://example.com?x=1",
                          "https://example.com#rc=2", "https://exam ple.com"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(SignatureCheck(keys({"k"}), bad), ConfigFault);
  }
}

TEST_CASE("many threads may judge with one check" * doctest::test_suite("concurrent signature")) {
  const SignatureCheck check(keys({"other", "12345"}), base);
  std::atomic<int> accepted = 0, refused = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 200; ++n) {
        accepted += check.is_genuine(target, published_fields(), published) ? 1 : 0;
        refused += check.is_genuine("/other", published_fields(), published) ? 0 : 1;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(accepted == 800);
  CHECK(refused == 800);
}
