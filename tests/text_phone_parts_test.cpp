#include <doctest/doctest.h>

#include <sstream>

#include "ivr/text_phone/script.h"
#include "ivr/text_phone/terminal.h"
#include "ivr/text_phone/url.h"
#include "ivr/text_phone/xml.h"
#include "tests/fakes/phone_server.h"

using namespace latchkey;
using namespace latchkey::ivr;
using latchkey::tests::PhoneServer;
using latchkey::tests::twiml;

TEST_CASE("only well-formed XML is read") {
  for (const char* bad : {"",
                          " ",
                          "<a>",
                          "</a>",
                          "<a></b>",
                          "<a/><b/>",
                          "<a/>x",
                          "x<a/>",
                          "<a b=1/>",
                          "<a b/>",
                          "<a b='1' b='2'/>",
                          "<a b='1'c='2'/>",
                          "<a>&</a>",
                          "<a>&nbsp;</a>",
                          "<a>&#0;</a>",
                          "<a>&#xD800;</a>",
                          "<a>&#x110000;</a>",
                          "<a>&#;</a>",
                          "<a b='<'/>",
                          "<a>]]></a>",
                          "<!DOCTYPE a><a/>",
                          "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
                          " <?xml version='1.0'?><a/>",
                          "<a><!-- -- --></a>",
                          "<a><!-- </a>",
                          "<a><![CDATA[</a>",
                          "<1/>",
                          "<a\x01/>",
                          "<a>\x02</a>",
                          "<a>\xff</a>",
                          "<a>\xc0\xaf</a>",
                          "<a>\xef\xbf\xbf</a>",
                          "<a",
                          "<a b='",
                          "< a/>"}) {
    CAPTURE(bad);
    CHECK(std::holds_alternative<XmlError>(read_xml(bad)));
  }
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "<a>";
  CHECK(std::holds_alternative<XmlError>(read_xml(deep)));
}

TEST_CASE("what is well-formed is read as it is meant") {
  const auto read = read_xml(
      "<?xml version=\"1.0\"?><!-- c -->\n<a x=\"1 &lt;&#65;&#x1F600;\" y='\"'>t&amp;"
      "<b/><![CDATA[<&]]>\n<c><d>e</d ></c></a>\n<!-- end -->");
  REQUIRE(std::holds_alternative<XmlElement>(read));
  const auto& root = std::get<XmlElement>(read);
  CHECK(root.name == "a");
  CHECK(*root.attribute("x") == "1 <A\xf0\x9f\x98\x80");
  CHECK(*root.attribute("y") == "\"");
  CHECK(root.attribute("z") == nullptr);
  CHECK(root.text() == "t&<&\n");
  REQUIRE(root.elements().size() == 2);
  CHECK(root.elements()[1]->elements()[0]->text() == "e");
}

TEST_CASE("URLs are resolved as RFC 3986 says") {
  const auto base = parse_url("https://a.example.org:8443/b/c/d?q=1");
  REQUIRE(base.has_value());
  const std::pair<const char*, const char*> cases[] = {
      {"g", "https://a.example.org:8443/b/c/g"},
      {"./g", "https://a.example.org:8443/b/c/g"},
      {"g/", "https://a.example.org:8443/b/c/g/"},
      {"/g", "https://a.example.org:8443/g"},
      {"//x.example.org", "https://x.example.org/"},
      {"?y", "https://a.example.org:8443/b/c/d?y"},
      {"g?y#s", "https://a.example.org:8443/b/c/g?y"},
      {"", "https://a.example.org:8443/b/c/d?q=1"},
      {".", "https://a.example.org:8443/b/c/"},
      {"..", "https://a.example.org:8443/b/"},
      {"../../../g", "https://a.example.org:8443/g"},
      {"http://y.example.org/z", "http://y.example.org/z"}};
  for (const auto& [reference, expected] : cases) {
    CAPTURE(reference);
    const auto url = resolve(*base, reference);
    REQUIRE(url.has_value());
    CHECK(url->text() == expected);
  }
  for (const char* bad : {"", "ftp://a", "https://", "https://u:p@a.example.org/", "https://a_b/",
                          "https://a b/", "/x", "https://a/\n", "https://a/\xc3\xb1"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_url(bad).has_value());
  }
  CHECK_FALSE(resolve(*base, "g h").has_value());
}

TEST_CASE("a port is signed over HTTP only, and forms use plus for spaces") {
  CHECK(signed_form(*parse_url("https://a.example.org:8443/b?c")) == "https://a.example.org/b?c");
  CHECK(signed_form(*parse_url("http://localhost:5080/b")) == "http://localhost:5080/b");
  CHECK(signed_form(*parse_url("https://[2001:db8::1]:8443/")) == "https://[2001:db8::1]/");
  CHECK(encode_form({{"a b", "+1 \xc3\xb1&="}, {"c", ""}}) == "a+b=%2B1+%C3%B1%26%3D&c=");
}

TEST_CASE("a script that can't be read says its line") {
  const std::pair<const char*, int> cases[] = {{"shout \"x\"", 1},
                                               {"\n\nhear words", 3},
                                               {"hear \"\"", 1},
                                               {"press", 1},
                                               {"press abc", 1},
                                               {"press {CODE", 1},
                                               {"hear \"a\" loud", 1},
                                               {"remember = digits", 1},
                                               {"remember A = letters after \"x\"", 1},
                                               {"dial maybe", 1},
                                               {"expect", 1},
                                               {"expect error x", 1},
                                               {"record long", 1},
                                               {"silence\nhang on", 2},
                                               {"pressing 1", 1}};
  for (const auto& [text, line] : cases) {
    CAPTURE(text);
    const auto parsed = parse_script(text);
    REQUIRE(std::holds_alternative<ScriptTrouble>(parsed));
    CHECK(std::get<ScriptTrouble>(parsed).line == line);
  }
  const auto fine = parse_script("# a call\r\n  hear \"x\"  # said\r\npress {A}#\nhang up");
  REQUIRE(std::holds_alternative<Script>(fine));
  CHECK(std::get<Script>(fine).size() == 3);
}

TEST_CASE("a call that departs from its script is told with the line") {
  PhoneServer server;
  server.answer("/voice", twiml("<Gather action=\"/got\" numDigits=\"1\"><Say>One  or two?</Say>"
                                "</Gather>"));
  server.answer("/got", twiml("<Say>Bye.</Say><Hangup/>"));
  const auto line = [&](const std::string& script) {
    const auto result = server.call(script);
    return result.trouble ? result.trouble->line : 0;
  };
  CHECK(line("hear \"One or two?\"\npress 1\nhear \"Bye.\"\nexpect end") == 0);
  CHECK(line("hear \"Three\"\npress 1\nexpect end") == 1);
  CHECK(line("not hear \"two\"\npress 1\nexpect end") == 1);
  CHECK(line("press 1\nhear \"One\"\nexpect end") == 2);
  CHECK(line("press 1\npress 2") == 2);
  CHECK(line("press 1\nexpect end\npress 3") == 3);
  CHECK(line("expect end") == 1);
  CHECK(line("hear \"One\"") == 1);
  CHECK(line("record 3") == 1);
  CHECK(line("dial busy") == 1);
  CHECK(line("press 1\nhang up") == 2);
  CHECK(line("press 1\nexpect error 11200") == 2);
  CHECK(line("press {UNKNOWN}\nexpect end") == 1);
}

TEST_CASE("spoken digits can be remembered and pressed later") {
  PhoneServer server;
  server.answer("/voice", twiml("<Say>Your code is 1 2 3, 4 5 6. Use 2 keys.</Say>"
                                "<Gather action=\"/got\"><Say>Type it.</Say></Gather>"));
  server.answer("/got", twiml("<Hangup/>"));
  const auto result =
      server.call("remember CODE = digits after \"code is\"\npress {CODE}#\nexpect end");
  CHECK_FALSE(result.trouble.has_value());
  CHECK(server.last("/got")->field("Digits") == "123456");
  CHECK(result.names.at("CODE") == "123456");
}

TEST_CASE("at a terminal keys are typed, an empty line is silence, and h hangs up") {
  std::istringstream in("1 2#\nabc\n\nh\n");
  std::ostringstream out;
  Terminal terminal(in, out);
  terminal.hear({LineKind::says, "Hello.", "en-US"});
  CHECK(terminal.keys({}) == "12#");
  CHECK(terminal.keys({}) == "");
  CHECK_FALSE(terminal.keys({}).has_value());
  CHECK_FALSE(terminal.keys({}).has_value());
  CHECK(out.str().starts_with("says: Hello.\nkeys> "));
  CHECK(out.str().find("Enter alone is silence") != std::string::npos);
}
