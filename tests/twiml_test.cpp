#include "ivr/twiml.h"

#include <doctest/doctest.h>

#include <functional>
#include <random>

#include "core/base/fault.h"
#include "ivr/spoken_text.h"
#include "ivr/text_phone/xml.h"

using namespace latchkey;
using namespace latchkey::ivr;

namespace {

Dialect plain() {
  return {{{"en", "en-US", ""}, {"es", "es-US", "Polly.Lupe"}}, Ssml::off, Pauses::everywhere};
}

XmlElement parsed(const std::string& document) {
  const auto read = read_xml(document);
  const auto* error = std::get_if<XmlError>(&read);
  REQUIRE_MESSAGE(error == nullptr, (error ? error->what : ""));
  return std::get<XmlElement>(read);
}

// Every element's name and attributes' names, in document order.
void shape_of(const XmlElement& element, std::string& out) {
  out += "<" + element.name;
  for (const auto& [name, value] : element.attributes) out += " " + name;
  out += ">";
  for (const XmlElement* child : element.elements()) shape_of(*child, out);
  out += "/";
}

std::string shape(const std::string& document) {
  std::string out;
  shape_of(parsed(document), out);
  return out;
}

std::string saying(std::string_view text, const Dialect& dialect) {
  Response response(dialect);
  return std::move(response.say("en", text)).take();
}

Gather gather_at(std::string_view action) {
  Gather how;
  how.action = action;
  return how;
}

std::string greeting(std::string_view name, const Dialect& dialect) {
  Response response(dialect);
  response.say("en", "Hello " + std::string(name) + ".");
  response.gather(gather_at("/twilio/voice/1"), [&](Prompt& prompt) {
    prompt.say("es", "Hola " + std::string(name) + ".").pause(1).say("en", name);
  });
  return std::move(response).take();
}

}  // namespace

TEST_CASE("a document is exactly the verbs that were asked for") {
  const Dialect dialect = plain();
  Response response(dialect);
  response.say("en", "Hello.").pause(2);
  Gather how = gather_at("/twilio/voice/c/7");
  how.digits = 8;
  how.on_empty = OnEmpty::go_on;
  response.gather(how, [](Prompt& prompt) { prompt.say("es", "Hola.").pause(1); });
  response.redirect("/twilio/voice/c/7/again");
  CHECK(std::move(response).take() ==
        R"(<?xml version="1.0" encoding="UTF-8"?><Response><Say language="en-US">Hello.</Say>)"
        R"(<Pause length="2"/><Gather action="/twilio/voice/c/7" method="POST" input="dtmf")"
        R"( timeout="8" numDigits="8" finishOnKey="#" actionOnEmptyResult="false">)"
        R"(<Say language="es-US" voice="Polly.Lupe">Hola.</Say><Pause length="1"/></Gather>)"
        R"(<Redirect method="POST">/twilio/voice/c/7/again</Redirect></Response>)");
}

TEST_CASE("a call is recorded, dialled, refused and ended with explicit attributes") {
  const Dialect dialect = plain();
  Response recording(dialect);
  Record record;
  record.action = "/twilio/voice/mail";
  record.status_url = "https://phone.example.org/twilio/recording/1";
  recording.record(record).redirect("/twilio/voice/mail");
  CHECK(shape(std::move(recording).take()) ==
        "<Response><Record action method timeout finishOnKey maxLength playBeep trim "
        "recordingStatusCallback>/<Redirect method>//");

  Response dialling(dialect);
  Dial dial;
  dial.number = "+14015550123";
  dial.caller_id = "+14015550100";
  dial.action = "/twilio/voice/dialled";
  dial.whisper_url = "/twilio/voice/whisper";
  dialling.dial(dial);
  CHECK(std::move(dialling).take().find(
            R"(<Dial action="/twilio/voice/dialled" method="POST" timeout="25" timeLimit="1800")"
            R"( callerId="+14015550100" record="do-not-record">)"
            R"(<Number url="/twilio/voice/whisper">+14015550123</Number></Dial>)") !=
        std::string::npos);

  Response refusing(dialect);
  CHECK(std::move(refusing.reject(Refusal::busy)).take().find(R"(<Reject reason="busy"/>)") !=
        std::string::npos);
  Response ending(dialect);
  CHECK(shape(std::move(ending.say("en", "Bye.").hangup()).take()) ==
        "<Response><Say language>/<Hangup>//");
}

TEST_CASE("hostile names change no element of a document (standards.md T20)") {
  const Dialect dialect = plain();
  const std::string expected = shape(greeting("Ann", dialect));
  const std::string hostile[] = {"</Say><Redirect>https://evil.example/</Redirect><Say>",
                                 "&#x3c;Dial&#x3e;+14015550199&#x3c;/Dial&#x3e;",
                                 "<![CDATA[<Hangup/>]]>",
                                 "]]><!-- -->",
                                 "\" voice=\"x\" loop=\"0",
                                 "'; DROP TABLE patient; --",
                                 "<?xml version=\"1.0\"?>",
                                 "<!DOCTYPE a [<!ENTITY b \"c\">]>&b;",
                                 std::string("A\0nn\x01\x08\x1f\x7f", 8),
                                 "Ann\xff\xfe\xc0\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80",
                                 "Ann\xef\xbf\xbe\xef\xbf\xbf\xc2\x85",
                                 "A\xf0\x9f\x98\x80 \xe2\x80\xae nnA",
                                 "&amp;lt;Say&amp;gt;",
                                 "A\xc3"};
  for (const std::string& name : hostile) {
    CAPTURE(name);
    CHECK(shape(greeting(name, dialect)) == expected);
  }
}

TEST_CASE("no bytes at all change the elements of a document") {
  const Dialect dialect = plain();
  const std::string expected = shape(greeting("Ann", dialect));
  std::mt19937 random(20);
  const std::string_view spice = "<>&\"'/;#x![]-?= \x01\xc3\xb1\xed\xa0\x80\xf4\x90";
  for (int round = 0; round < 3000; ++round) {
    // A letter in front: what is said is never empty.
    std::string name = "A";
    const std::size_t length = random() % 40;
    for (std::size_t i = 0; i < length; ++i) {
      const bool spiced = random() % 2 == 0;
      name += spiced ? spice[random() % spice.size()] : static_cast<char>(random() & 0xFF);
    }
    CAPTURE(name);
    REQUIRE(shape(greeting(name, dialect)) == expected);
  }
}

TEST_CASE("what can be spoken is spoken, unchanged") {
  const Dialect dialect = plain();
  const std::string text = "Señora O'Neill & \"Sons\" <5 > 3: niño, \xe4\xbd\xa0\xe5\xa5\xbd.";
  CHECK(parsed(saying(text, dialect)).elements()[0]->text() == text);
  CHECK(parsed(saying("a\tb\r\nc\x01"
                      "d",
                      dialect))
            .elements()[0]
            ->text() == "a b  cd");
}

TEST_CASE("nothing to say is no Say") {
  const Dialect dialect = plain();
  CHECK(shape(saying("", dialect)) == "<Response>/");
  CHECK(shape(saying(" \n\x01\xff", dialect)) == "<Response>/");
}

TEST_CASE("a long text becomes several Say, cut at sentences and losing nothing") {
  const Dialect dialect = plain();
  const auto check = [&](const std::string& unit, std::size_t repeats, bool at_sentences) {
    std::string text;
    for (std::size_t i = 0; i < repeats; ++i) text += unit;
    const XmlElement document = parsed(saying(text, dialect));
    std::string all;
    for (const XmlElement* say : document.elements()) {
      const std::string part = say->text();
      CHECK(part.size() <= 3000 * 4);
      CHECK(say_length(part) == part.size());
      if (at_sentences && all.size() + part.size() < text.size()) CHECK(part.ends_with('.'));
      all += part;
    }
    CHECK(document.elements().size() > 1);
    CHECK(all == text);
  };
  check("This is a sentence of some length. ", 200, true);
  check("words without any end ", 400, false);
  check("x", 10000, false);
  check("\xc3\xb1", 5000, false);
  check(
      "Qu\xc3\xa9 ma\xc3\xb1"
      "ana. ",
      600, true);
}

TEST_CASE("each provider is spoken to in what it knows") {
  const std::vector<Voice> voices{{"en", "en-US", ""}};
  const auto document = [&](Ssml ssml, Pauses pauses) {
    const Dialect dialect(voices, ssml, pauses);
    Response response(dialect);
    response.pause(1).gather(gather_at("/a"), [](Prompt& prompt) {
      prompt.say("en", "One. Two.", Pace::slow).pause(1);
    });
    return shape(std::move(response).take());
  };
  const std::string gather = "<Gather action method input timeout finishOnKey actionOnEmptyResult>";
  CHECK(document(Ssml::on, Pauses::everywhere) ==
        "<Response><Pause length>/" + gather + "<Say language><prosody rate>//<Pause length>///");
  CHECK(document(Ssml::off, Pauses::everywhere) ==
        "<Response><Pause length>/" + gather +
            "<Say language>/<Pause length>/<Say language>/<Pause length>///");
  CHECK(document(Ssml::off, Pauses::outside_gather) ==
        "<Response><Pause length>/" + gather + "<Say language>/<Say language>///");
  CHECK(document(Ssml::off, Pauses::nowhere) ==
        "<Response>" + gather + "<Say language>/<Say language>///");
}

TEST_CASE("waiting works on every provider") {
  const Dialect with(std::vector<Voice>{{"en", "en-US", ""}}, Ssml::off, Pauses::everywhere);
  const Dialect without(std::vector<Voice>{{"en", "en-US", ""}}, Ssml::off, Pauses::nowhere);
  Response pausing(with), gathering(without);
  CHECK(shape(std::move(pausing.wait(2, "/w")).take()) ==
        "<Response><Pause length>/<Redirect method>//");
  const std::string silence = std::move(gathering.wait(2, "/w")).take();
  CHECK(silence.find(R"(action="/w")") != std::string::npos);
  CHECK(silence.find(R"(timeout="2")") != std::string::npos);
  CHECK(silence.find(R"(actionOnEmptyResult="true")") != std::string::npos);
}

TEST_CASE("a document that can't be meant is a bug, not a call") {
  const Dialect dialect = plain();
  const auto refuses = [&](const std::function<void(Response&)>& write) {
    Response response(dialect);
    CHECK_THROWS_AS(write(response), Bug);
  };
  refuses([](Response& r) { r.hangup().say("en", "unreachable"); });
  refuses([](Response& r) { r.redirect("/a").hangup(); });
  refuses([](Response& r) { r.say("en", "x").reject(Refusal::rejected); });
  refuses([](Response& r) { r.redirect(""); });
  refuses([](Response& r) { r.redirect("/a?state=1"); });
  refuses([](Response& r) { r.redirect("/a b"); });
  refuses([](Response& r) { r.redirect("/a\"b"); });
  refuses([](Response& r) { r.pause(0); });
  refuses([](Response& r) { r.gather(gather_at("/a"), [](Prompt&) {}).hangup(); });
  refuses([](Response& r) {
    Dial dial;
    dial.number = "911; +14015550100";
    dial.action = "/a";
    r.dial(dial);
  });
  refuses([](Response& r) {
    for (int i = 0; i < 70; ++i) r.say("en", std::string(1000, 'x'));
    const std::string too_long = std::move(r).take();
  });
  CHECK_THROWS_AS(Dialect({}, Ssml::off, Pauses::nowhere), ConfigFault);
  CHECK_THROWS_AS(Dialect({{"en", "en-US", ""}, {"en", "en-GB", ""}}, Ssml::off, Pauses::nowhere),
                  ConfigFault);
}

TEST_CASE("an unknown language is spoken by the first voice") {
  const Dialect dialect = plain();
  CHECK(dialect.say_tag("pt") == R"(<Say language="en-US">)");
  CHECK(dialect.say_tag("es") == R"(<Say language="es-US" voice="Polly.Lupe">)");
}
