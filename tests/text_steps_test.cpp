// "Text me these steps": a caller who is guided gets a link to the steps, on the phone that calls.

#include <doctest/doctest.h>

#include "tests/fakes/callers.h"
#include "tests/fakes/says.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::Clinic;
using fakes::Doubling;
using fakes::PhoneCaller;
using fakes::says;

namespace {

// At the first of several steps, where a message is looked for.
PhoneCaller guided(Clinic& clinic, const std::string& from = "+14015550177",
                   Doubling doubling = Doubling::once) {
  PhoneCaller caller(clinic, doubling, from);
  caller.press("1");
  caller.choose("attachment");
  caller.choose("find");
  caller.choose("in_portal");
  REQUIRE(caller.shown().step == "guidance.attachment.open_inbox");
  return caller;
}

std::vector<demo::Sent> texts(const Clinic& clinic) {
  auto all = clinic.sent();
  std::erase_if(all, [](const demo::Sent& sent) { return sent.kind != "text"; });
  return all;
}

// Its status and what it shows; 404 if nobody answers there.
struct Shown {
  int status = 404;
  std::string body;
};
Shown page(Clinic& clinic, const std::string& path, const std::string& language = "en") {
  http::Request request;
  request.method = "GET";
  request.path = path;
  request.query = "lang=" + language;
  const auto answer = clinic.pages().answer(request);
  return answer ? Shown{answer->status, answer->body} : Shown{};
}

}  // namespace

TEST_CASE("the steps of a guide are texted to the phone that calls, once") {
  Clinic clinic;
  PhoneCaller caller = guided(clinic, "+14015550177", Doubling::twice);
  CHECK(says(caller.speech(), "For a text with these steps, press 2."));
  caller.choose("text_steps");
  CHECK(caller.shown().step == "guidance.attachment.open_inbox");
  CHECK(caller.shown().notice == "steps_texted");
  CHECK_FALSE(says(caller.speech(), "For a text with these steps"));
  clinic.settle();
  REQUIRE(texts(clinic).size() == 1);
  const demo::Sent text = texts(clinic).front();
  CHECK(text.to == "+14015550177");
  CHECK(says(text.body, clinic.config().urls.patient + "/steps/attachment.open_inbox?lang=en"));
  CHECK(text.body.size() <= 160);
  caller.press("1");
  CHECK(caller.shown().step == "guidance.attachment.open_message");
}

TEST_CASE("the link of the text shows all its steps to anybody, in both languages") {
  Clinic clinic;
  for (const char* language : {"en", "es"}) {
    const Shown answer = page(clinic, "/steps/attachment.open_inbox", language);
    CHECK(answer.status == 200);
    for (const char* step : {"open_inbox", "open_message", "paper_clip"})
      CHECK(
          says(answer.body, std::string(clinic.texts().text(
                                language, std::string("guidance.attachment.") + step + ".title"))));
    CHECK(says(answer.body, "name=\"guide\" value=\"attachment.open_inbox\""));
  }
  for (const char* none : {"/steps/", "/steps/attachment", "/steps/attachment.find_or_open",
                           "/steps/nothing.at_all", "/steps/../help"})
    CHECK(page(clinic, none).status == 404);
}

TEST_CASE("a number that is hidden or dear gets no text, and the guide goes on") {
  for (const char* from : {"", "anonymous", "+19005550123"}) {
    CAPTURE(from);
    Clinic clinic;
    PhoneCaller caller = guided(clinic, from);
    caller.choose("text_steps");
    CHECK(caller.shown().notice == "steps_not_texted");
    clinic.settle();
    CHECK(clinic.sent().empty());
    caller.press("1");
    CHECK(caller.shown().step == "guidance.attachment.open_message");
  }
}

// Told, it would say of any number whether its owner said STOP to this clinic.
TEST_CASE("a number that said STOP gets no text, and whoever shows it hears what all hear") {
  Clinic clinic;
  clinic.service().store().write([&](storage::Transaction& tx) {
    clinic.service().roster().set_texts(tx, "+14015550178", accounts::Contact::Texts::opted_out);
  });
  PhoneCaller stopped = guided(clinic, "+14015550178");
  PhoneCaller other = guided(clinic, "+14015550179");
  stopped.choose("text_steps");
  other.choose("text_steps");
  CHECK(stopped.document_of_anybody() == other.document_of_anybody());
  clinic.settle();
  REQUIRE(texts(clinic).size() == 1);
  CHECK(texts(clinic).front().to == "+14015550179");
}

// Twenty of a block and sixty in all once switched off everybody's codes for an hour.
TEST_CASE("borrowed numbers without end take no code from anybody") {
  Clinic clinic;
  for (int n = 0; n < 70; ++n) {
    PhoneCaller caller = guided(clinic, "+140155501" + std::to_string(20 + n));
    caller.choose("text_steps");
  }
  clinic.settle();
  CHECK(texts(clinic).size() == 60);
  PhoneCaller maria = fakes::identified(clinic, "maria");
  maria.choose("text");
  clinic.settle();
  CHECK(texts(clinic).size() == 61);
}

// A caller's number is not proven: whoever shows a patient's must not switch off their codes.
TEST_CASE("texts with steps end by themselves, and cost a patient no code") {
  Clinic clinic;
  const std::string number = "+1" + std::string(person("maria").phone);
  std::size_t before = 0;
  for (int i = 0; i < 7; ++i) {
    PhoneCaller caller = guided(clinic, number);
    caller.choose("text_steps");
    clinic.settle();
    clinic.clock.pass(std::chrono::seconds(61));
    if (i == 5) before = texts(clinic).size();
  }
  CHECK(before > 0);
  CHECK(before < 6);
  CHECK(texts(clinic).size() == before);
  PhoneCaller maria = fakes::identified(clinic, "maria");
  maria.choose("text");
  clinic.settle();
  CHECK(texts(clinic).size() == before + 1);
}

TEST_CASE("a page has no steps to text, whoever asks it to") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, Doubling::once);
  visitor.post({{"guide", "attachment.open_inbox"}});
  REQUIRE(visitor.shown().step == "guidance.attachment.open_inbox");
  visitor.post({{"option", "text_steps"}});
  CHECK(visitor.shown().step == "guidance.attachment.open_inbox");
  clinic.settle();
  CHECK(clinic.sent().empty());
}
