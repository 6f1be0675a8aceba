#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "core/http/message.h"
#include "core/http/peer.h"

using namespace latchkey;
using namespace latchkey::http;
using namespace std::string_literals;

TEST_CASE("form fields keep their order, their duplicates and every byte") {
  const auto fields = parse_form("b=2&a=1&b=2&plus=a+b%2Bc&eq=a=b=c&utf8=%C3%A9&flag&=nameless&");
  REQUIRE(fields.has_value());
  const Fields expected = {{"b", "2"},      {"a", "1"},    {"b", "2"},   {"plus", "a b+c"},
                           {"eq", "a=b=c"}, {"utf8", "é"}, {"flag", ""}, {"", "nameless"}};
  CHECK(*fields == expected);
  CHECK(parse_form("")->empty());
  CHECK(parse_form("x=%0D%0A%ff") == Fields{{"x", "\r\n\xff"}});
}

TEST_CASE("a form with a broken escape, a NUL or too many fields is refused whole") {
  for (const char* bad : {"a=%", "a=%2", "a=%zz", "%4=a", "a=%00", "%00=a", "ok=1&a=%G1"})
    CHECK_FALSE(parse_form(bad).has_value());
  CHECK_FALSE(parse_form("a=\0b"s).has_value());
  std::string hundred;
  for (int i = 0; i < 100; ++i) hundred += "a=1&";
  CHECK(parse_form(hundred)->size() == 100);
  CHECK_FALSE(parse_form(hundred + "a=1").has_value());
  CHECK_FALSE(parse_form("a=1&b=2", 1).has_value());
}

TEST_CASE("only() gives a field that came once, and nothing for a missing or doubled one") {
  const Fields fields = {{"code", "123456"}, {"name", ""}, {"twice", "1"}, {"twice", "1"}};
  CHECK(only(fields, "code") == "123456");
  CHECK(only(fields, "name") == "");
  CHECK_FALSE(only(fields, "twice").has_value());
  CHECK_FALSE(only(fields, "Code").has_value());
}

TEST_CASE("headers are found in any case, cookies by their exact name") {
  Request request;
  request.headers = {{"cOOkie", "a=1; session=first; b=\"q\"; empty="},
                     {"Cookie", "session=second; late=x=y"},
                     {"X-Empty", ""}};
  CHECK(request.header("COOKIE") == "a=1; session=first; b=\"q\"; empty=");
  CHECK(request.header("x-missing").empty());
  CHECK(request.cookie("session") == "first");
  CHECK(request.cookie("late") == "x=y");
  CHECK(request.cookie("empty").empty());
  CHECK(request.cookie("Session").empty());
  CHECK(request.cookie("sessio").empty());
}

TEST_CASE("percent_encode leaves only unreserved characters") {
  CHECK(percent_encode("aZ09-._~") == "aZ09-._~");
  CHECK(percent_encode("a b/ü?&\r\n") == "a%20b%2F%C3%BC%3F%26%0D%0A");
  const auto back = parse_form("v=" + percent_encode("100% & 'more' +1\n"));
  CHECK(back->at(0).second == "100% & 'more' +1\n");
}

TEST_CASE("both spellings of an IPv4 address are one") {
  CHECK(Address::parse("::ffff:192.0.2.7") == Address::parse("192.0.2.7"));
  CHECK(Address::parse("::ffff:192.0.2.7")->text() == "192.0.2.7");
  CHECK(Address::parse("2001:DB8::1")->text() == "2001:db8::1");
  for (const auto& bad : {"", "192.0.2", "192.0.2.7 ", "192.0.2.07x", "localhost", "[::1]"})
    CHECK_FALSE(Address::parse(bad).has_value());
  CHECK_FALSE(Address::parse("192.0.2.7\0"s).has_value());
}

TEST_CASE("one IPv6 network counts as one address") {
  CHECK(Address::parse("2001:db8::1")->capped_as() ==
        Address::parse("2001:db8::ffff")->capped_as());
  CHECK(Address::parse("2001:db8::1")->capped_as() !=
        Address::parse("2001:db8:0:1::1")->capped_as());
  CHECK(Address::parse("192.0.2.7")->capped_as() != Address::parse("192.0.2.8")->capped_as());
}

TEST_CASE("a set of proxies holds addresses and networks, and refuses anything else") {
  const AddressSet set({"10.0.0.0/8", "192.0.2.7", "2001:db8::/32", "unix"});
  CHECK(set.contains(Address::parse("10.255.0.1")));
  CHECK(set.contains(Address::parse("::ffff:192.0.2.7")));
  CHECK(set.contains(Address::parse("2001:db8:ffff::1")));
  CHECK(set.contains(std::nullopt));
  CHECK_FALSE(set.contains(Address::parse("11.0.0.1")));
  CHECK_FALSE(set.contains(Address::parse("192.0.2.8")));
  CHECK_FALSE(set.contains(Address::parse("2001:db9::1")));
  CHECK_FALSE(AddressSet().contains(std::nullopt));
  for (const auto& bad : {"10.0.0.0/33", "10.0.0.0/", "proxy.example.org", "", "::1/129"})
    CHECK_THROWS_AS(AddressSet({bad}), ConfigFault);
}

TEST_CASE("the peer behind a trusted proxy is the right-most address that is not a proxy") {
  const AddressSet trusted({"127.0.0.1", "10.0.0.0/8"});
  const auto proxy = Address::parse("127.0.0.1");
  const auto behind = [&](const Fields& headers) { return peer_behind(proxy, headers, trusted); };
  CHECK(behind({{"X-Forwarded-For", "198.51.100.9"}}) == "198.51.100.9");
  CHECK(behind({{"x-forwarded-for", "203.0.113.1, 198.51.100.9, 10.1.1.1"}}) == "198.51.100.9");
  CHECK(behind({{"X-Forwarded-For", "evil, 198.51.100.9"}}) == "198.51.100.9");
  CHECK(behind({{"X-Forwarded-For", "203.0.113.1"}, {"X-Forwarded-For", "2001:db8::5"}}) ==
        "2001:db8::5");
  CHECK(behind({{"X-Forwarded-For", "10.2.2.2, 10.1.1.1"}}) == "10.2.2.2");
  CHECK(behind({{"X-Forwarded-For", "198.51.100.9, nonsense"}}) == "127.0.0.1");
  CHECK(behind({{"X-Forwarded-For", ""}}) == "127.0.0.1");
  CHECK(behind({}) == "127.0.0.1");
}

TEST_CASE("how safe a line is, a trusted proxy tells, and nobody else") {
  const AddressSet trusted({"127.0.0.1"});
  const auto proxy = Address::parse("127.0.0.1"), stranger = Address::parse("203.0.113.5");
  CHECK(tls_behind(proxy, {{"X-TLS-Version", "TLSv1.1"}}, trusted) == "TLSv1.1");
  CHECK(tls_behind(proxy, {{"x-tls-version", "TLSv1.1"}}, trusted) == "TLSv1.1");
  CHECK(tls_behind(proxy, {}, trusted).empty());
  CHECK(tls_behind(proxy, {{"X-TLS-Version", "TLSv1"}, {"X-TLS-Version", "TLSv1.3"}}, trusted)
            .empty());
  CHECK(tls_behind(stranger, {{"X-TLS-Version", "TLSv1"}}, trusted).empty());
  CHECK(tls_behind(std::nullopt, {{"X-TLS-Version", "TLSv1"}}, trusted).empty());
}

TEST_CASE("a stranger's X-Forwarded-For is not believed") {
  const AddressSet trusted({"127.0.0.1"});
  const Fields headers = {{"X-Forwarded-For", "198.51.100.9"}};
  CHECK(peer_behind(Address::parse("203.0.113.5"), headers, trusted) == "203.0.113.5");
  CHECK(peer_behind(std::nullopt, headers, trusted) == "unix");
}
