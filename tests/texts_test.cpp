#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "core/base/fault.h"
#include "core/base/texts.h"
#include "tests/folder.h"
#include "tests/refusal.h"

using namespace latchkey;
using latchkey::tests::Folder;

namespace {

std::string filled(std::string_view pattern, std::vector<TextValue> values,
                   const std::string& locale = "en-US") {
  return TextPattern::parse(pattern).fill(values, Counting(locale));
}

constexpr const char* language_toml =
    "english_name = \"E\"\nendonym = \"E\"\nspeech_locale = \"en-US\"\noffer_voice = \"E\"\n";

Folder content() {
  Folder folder;
  folder.write("en/language.toml", language_toml);
  folder.write("en/steps.toml",
               "[enter_code]\ntitle = \"Type your code\"\nvoice = \"Enter your code now.\"\n"
               "[choose.options]\nforgot.page = \"I forgot\"\nforgot.voice = \"Press {key}.\"\n");
  folder.write("en/guidance/browser.toml", "[cookies]\npage = \"\"\"\nOne.\n\nTwo.\n\"\"\"\n");
  folder.write("es/language.toml",
               "english_name = \"Spanish\"\nendonym = \"Español\"\nspeech_locale = \"es-US\"\n"
               "offer_voice = \"Para español, oprima {key}.\"\n");
  folder.write("es/steps.toml", "[enter_code]\ntitle = \"Escriba su código\"\n");
  return folder;
}

std::string complaint_about(const Folder& folder) {
  return tests::refusal([&] { return Texts::load(folder.path()); });
}

}  // namespace

TEST_CASE("values are filled in once and never read as patterns") {
  CHECK(filled("By {time}, don't wait.", {{"time", "8 AM"}}) == "By 8 AM, don't wait.");
  CHECK(filled("{a}{b}", {{"a", "{b}"}, {"b", "#"}}) == "{b}#");
  CHECK(filled("no values # here", {}) == "no values # here");
  CHECK_THROWS_AS(filled("{a}", {{"b", "x"}}), Bug);
}

TEST_CASE("plurals take the form of the number in that language") {
  const char* tries = "You have {n, plural, =0{no tries} one{# try} other{# tries}} left.";
  CHECK(filled(tries, {{"n", 0}}) == "You have no tries left.");
  CHECK(filled(tries, {{"n", 1}}) == "You have 1 try left.");
  CHECK(filled(tries, {{"n", 2}}) == "You have 2 tries left.");
  CHECK(filled(tries, {{"n", 1234}}) == "You have 1,234 tries left.");
  CHECK_THROWS_AS(filled(tries, {{"n", "two"}}), Bug);
  const char* polish = "{n, plural, one{# próba} few{# próby} many{# prób} other{# próby}}";
  CHECK(filled(polish, {{"n", 1}}, "pl-PL") == "1 próba");
  CHECK(filled(polish, {{"n", 3}}, "pl-PL") == "3 próby");
  CHECK(filled(polish, {{"n", 5}}, "pl-PL") == "5 prób");
  CHECK(filled("{n, plural, other{# of {total}}}", {{"n", 1}, {"total", 3}}) == "1 of 3");
}

TEST_CASE("a plural lacks no form that its language has, and has none that it never takes") {
  const auto flaw = [](const char* text, const char* locale) {
    return TextPattern::parse(text).flaw_of_plurals(Counting(locale));
  };
  CHECK(flaw("no plural {n}", "ru-RU").empty());
  CHECK(flaw("{n, plural, one{a} other{b}}", "en-US").empty());
  CHECK(flaw("{n, plural, =1{a} other{b}}", "en-US").empty());
  CHECK(flaw("{n, plural, one{a} other{b}}", "es-US").empty());
  CHECK(flaw("{n, plural, one{a} many{a} other{b}}", "es-US").empty());
  CHECK(flaw("{n, plural, other{b}}", "zh-CN").empty());
  CHECK(flaw("{n, plural, other{b}}", "en-US").find("lacks the form one{…}") != std::string::npos);
  CHECK(flaw("{n, plural, one{a} few{c} other{b}}", "en-US").find("few") != std::string::npos);
  CHECK(flaw("{n, plural, one{a} other{b}}", "pl-PL").find("many{…}") != std::string::npos);
  // 1, 21, 31 … take `one` in Russian: `=1` alone is not enough.
  CHECK(flaw("{n, plural, =1{a} few{c} many{d} other{b}}", "ru-RU").find("one") !=
        std::string::npos);
  const char* arabic = "{n, plural, =0{z} =1{a} =2{d} few{c} many{d} other{b}}";
  CHECK(flaw(arabic, "ar-EG").empty());
}

TEST_CASE("a pack that lacks a plural's form is refused by file, line and key") {
  const Folder folder = content();
  folder.write("pl/language.toml",
               "english_name = \"Polish\"\nendonym = \"Polski\"\nspeech_locale = \"pl-PL\"\n"
               "offer_voice = \"P\"\n");
  folder.write("pl/steps.toml",
               "[enter_code]\ntitle = \"T\"\npage = \"{n, plural, one{# raz} other{# razy}}\"\n");
  const std::string said = complaint_about(folder);
  CHECK(said.find("pl/steps.toml") != std::string::npos);
  CHECK(said.find("enter_code.page") != std::string::npos);
  CHECK(said.find(":3") != std::string::npos);
  CHECK(said.find("lacks the form many{…}") != std::string::npos);
}

TEST_CASE("values are isolated among words, and left alone in a line of their own") {
  const Counting english("en-US");
  const TextValue values[] = {{"phone", "482 1934"}, {"n", std::int64_t{3}}};
  const auto fill = [&](const char* text) {
    return TextPattern::parse(text).fill(values, english, Isolation::values);
  };
  CHECK(fill("Call {phone}.") == "Call \u2068482 1934\u2069.");
  CHECK(fill("Call:\n{phone}\n\n@{phone} #{phone}") == "Call:\n482 1934\n\n@482 1934 #482 1934");
  CHECK(fill("{phone}\nword {phone}") == "482 1934\nword \u2068482 1934\u2069");
  CHECK(fill("{n, plural, one{x} other{# {phone}}}") == "3 \u2068482 1934\u2069");
  CHECK(fill("nothing but {n}") == "nothing but 3");
}

TEST_CASE("a slip in the braces is refused when the text is loaded") {
  for (const char* wrong :
       {"{", "}", "{a", "a}", "{}", "{A}", "{a b}", "{a,}", "{a, select, x{y}}", "{a, plural, }",
        "{a, plural, one{x}}", "{a, plural, ones{x} other{y}}", "{a, plural, other{x}",
        "{a, plural, other{{b, plural, other{x}}}}", "{=1}"})
    CHECK_THROWS_AS(TextPattern::parse(wrong), ConfigFault);
}

TEST_CASE("a text is found by file, table and medium, folders included") {
  const Folder folder = content();
  const Texts texts = Texts::load(folder.path());
  CHECK(texts.text("en", "steps.enter_code.voice") == "Enter your code now.");
  CHECK(texts.text("es", {"steps", "enter_code", "title"}) == "Escriba su código");
  CHECK(texts.text("en", "guidance.browser.cookies.page") == "One.\n\nTwo.");
  CHECK(texts.fill("en", {"steps", "choose", "options", "forgot", "voice"}, {{"key", "1"}}) ==
        "Press 1.");
  CHECK(texts.languages().front().code == "en");
  CHECK(texts.language("es").endonym == "Español");
  CHECK(texts.speaks("es"));
  CHECK_FALSE(texts.speaks("fr"));
}

TEST_CASE("the files of steps are one list, and no name stands in two of them") {
  Folder folder = content();
  folder.write("en/steps/hours.toml", "[when_to_call]\ntitle = \"When\"\n");
  folder.write("en/guidance/steps/deep.toml", "[one]\ntitle = \"Deep\"\n");
  const Texts texts = Texts::load(folder.path());
  CHECK(texts.text("en", "steps.when_to_call.title") == "When");
  CHECK(texts.text("en", "steps.enter_code.title") == "Type your code");
  CHECK(texts.text("en", "guidance.steps.deep.one.title") == "Deep");
  folder.write("en/steps/code.toml", "\n[when_to_call]\ntitle = \"Again\"\n");
  CHECK(complaint_about(folder).find("en/steps/hours.toml:2: steps.when_to_call.title") !=
        std::string::npos);
}

TEST_CASE("a text that a language lacks is said in English and reported") {
  const Folder folder = content();
  const Texts texts = Texts::load(folder.path());
  CHECK(texts.text("es", "steps.enter_code.voice") == "Enter your code now.");
  CHECK(texts.text("xx", "steps.enter_code.voice") == "Enter your code now.");
  CHECK(texts.missing("es").size() == 4);
  CHECK(texts.missing("en").empty());
  CHECK(texts.unknown("es").empty());
  CHECK_FALSE(texts.has("steps.enter_code.page"));
  CHECK_THROWS_AS(texts.text("es", "steps.enter_code.page"), Bug);
  CHECK_THROWS_AS(texts.text("en", "steps.choose.options.forgot.voice"), Bug);
}

TEST_CASE("all that is wrong with the content is told at once, with file and line") {
  Folder folder = content();
  folder.write("en/words.toml", "a = 1\nb = \"{\"\n\"B\" = \"x\"\n");
  folder.write("es/words.toml", "a = [\"x\"]\n");
  const std::string told = complaint_about(folder);
  CHECK(told.find("en/words.toml:1: words.a = 1: a text is written in quotes") !=
        std::string::npos);
  CHECK(told.find("en/words.toml:2: words.b") != std::string::npos);
  CHECK(told.find("en/words.toml:3: words.B") != std::string::npos);
  CHECK(told.find("es/words.toml:1: words.a = a list") != std::string::npos);
}

TEST_CASE("content without English or with a misspelt language key is refused") {
  const Folder empty;
  CHECK(complaint_about(empty).find("has no folder \"en\"") != std::string::npos);
  Folder folder = content();
  folder.write("es/language.toml", "english_name = \"S\"\nendonim = \"S\"\n");
  CHECK(complaint_about(folder).find("did you mean endonym?") != std::string::npos);
}

TEST_CASE("texts are read and counted by many threads at once" *
          doctest::test_suite("concurrent texts")) {
  const Folder folder = content();
  const Texts texts = Texts::load(folder.path());
  const Counting counting("es-US");
  const TextPattern pattern = TextPattern::parse("{n, plural, one{#} other{#}}");
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        const TextValue n[] = {{"n", std::int64_t{t}}};
        right += pattern.fill(n, counting) == std::to_string(t);
        right +=
            texts.fill("es", "steps.choose.options.forgot.voice", {{"key", "1"}}) == "Press 1.";
      }
    });
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 4 * 500 * 2);
}
