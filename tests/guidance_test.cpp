// Trees of guidance: what content/policy/guidance may say, and what it may not.

#include "core/base/guidance.h"

#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "tests/folder.h"
#include "tests/refusal.h"

using namespace latchkey;
using latchkey::tests::Folder;

namespace {

constexpr const char* small = R"(
[page_broken]
first = "right_site"

[page_broken.right_site]
choices = [["yes", "reload"], ["no", "address"], ["forgot", "topic forgot_password"]]

[page_broken.address]
then = "address_helped"

[page_broken.address_helped]
helped_or = "reload"

[page_broken.reload]
only = "web"
else_to = "stuck cannot_connect"
typed = "stuck browser"
)";

Guidance parsed(const std::string& text) { return Guidance::parse(text, "guidance.toml"); }

std::string complaint_about(const std::string& text) {
  return tests::refusal([&] { return parsed(text); });
}

}  // namespace

TEST_CASE("a tree of guidance is read with its ways in order") {
  const Guidance guidance = parsed(small);
  CHECK(guidance.first("page_broken") == "page_broken.right_site");
  CHECK(guidance.first("attachment").empty());
  const GuideNode* first = guidance.node("page_broken.right_site");
  REQUIRE(first != nullptr);
  CHECK(first->kind == GuideNode::Kind::question);
  REQUIRE(first->choices.size() == 3);
  CHECK(first->choices[0].option == "yes");
  CHECK(first->choices[0].way == GuideWay{GuideWay::To::node, "page_broken.reload"});
  CHECK(guidance.ends(GuideWay::To::topic) == std::vector<std::string>{"forgot_password"});
  const GuideNode* check = guidance.node("page_broken.address_helped");
  REQUIRE(check != nullptr);
  CHECK(check->kind == GuideNode::Kind::check);
  CHECK(check->choices[0].way.to == GuideWay::To::solved);
  CHECK(check->choices[1].option == guide_not_helped);
  const GuideNode* typed = guidance.node("page_broken.reload");
  REQUIRE(typed != nullptr);
  CHECK(typed->only == GuideNode::Medium::page);
  CHECK(typed->otherwise == GuideWay{GuideWay::To::stuck, "cannot_connect"});
  CHECK(guidance.ends(GuideWay::To::stuck) ==
        std::vector<std::string>{"browser", "cannot_connect"});
}

TEST_CASE("guidance that would leave somebody nowhere is refused by name and line") {
  const std::string head = "[a]\nfirst = \"one\"\n";
  CHECK(complaint_about(head + "[a.one]\nthen = \"two\"\n") ==
        "guidance.toml:3: a.one: leads to \"a.two\", which is no node");
  CHECK(complaint_about(head + "[a.one]\nthen = \"two\"\n[a.two]\nhelped_or = \"one\"\n") ==
        "guidance.toml:5: a.two: leads back to \"a.one\": nobody would ever arrive");
  CHECK(complaint_about(head + "[a.one]\nthen = \"stuck browser\"\n[a.two]\nthen = \"one\"\n") ==
        "guidance.toml:5: a.two: no way leads here");
  CHECK(complaint_about("[a]\nfirst = \"none\"\n") ==
        "guidance.toml:1: a: begins with \"a.none\", which is no node");
}

TEST_CASE("a tree may be a part of a topic that others lead to") {
  const Guidance guidance = parsed(
      "[a]\nfirst = \"one\"\n[a.one]\nthen = \"b.two\"\n"
      "[b]\npart_of = \"a\"\n[b.two]\nhelped_or = \"three\"\n[b.three]\nthen = \"stuck x\"\n");
  CHECK(guidance.topics() == std::vector<std::string>{"a"});
  CHECK(guidance.first("a") == "a.one");
  CHECK(guidance.first("b").empty());
  for (const char* name : {"a.one", "b.two", "b.three"}) {
    REQUIRE(guidance.node(name) != nullptr);
    CHECK(guidance.node(name)->topic == "a");
  }
}

TEST_CASE("a part of a topic leads nobody nowhere either") {
  const std::string head = "[a]\nfirst = \"one\"\n[a.one]\n";
  const std::string part = "[b]\npart_of = \"a\"\n[b.two]\n";
  CHECK(complaint_about(head + "then = \"stuck x\"\n" + part + "then = \"stuck x\"\n") ==
        "guidance.toml:7: b.two: no way leads here");
  CHECK(complaint_about(head + "then = \"b.two\"\n" + part + "then = \"a.one\"\n") ==
        "guidance.toml:7: b.two: leads back to \"a.one\": nobody would ever arrive");
  CHECK(complaint_about(head + "then = \"b.two\"\n" + part + "then = \"none\"\n") ==
        "guidance.toml:7: b.two: leads to \"b.none\", which is no node");
  CHECK(complaint_about("[b]\npart_of = \"a\"\n") ==
        "guidance.toml:1: b: is part of \"a\", which is no topic");
  for (const char* kind : {"", "first = \"one\"\npart_of = \"a\"\n"})
    CHECK(complaint_about(std::string("[a]\n") + kind + "[a.one]\nthen = \"stuck x\"\n")
              .find("guidance.toml:1: a: a tree has either first") != std::string::npos);
}

TEST_CASE("trees that nobody has compared with today's browsers are known by name") {
  using namespace std::chrono;
  const std::string node = "first = \"one\"\n", end = ".one]\nthen = \"stuck x\"\n";
  const Guidance guidance = parsed("[a]\nreviewed_on = \"2026-03-01\"\n" + node + "[a" + end +
                                   "[b]\nreviewed_on = \"2026-03-02\"\n" + node + "[b" + end +
                                   "[c]\n" + node + "[c" + end);
  const auto names = guidance.not_reviewed_since(local_days(2026y / March / 2));
  CHECK(names == std::vector<std::string>{"a", "c"});
  CHECK(complaint_about("[a]\nreviewed_on = \"lately\"\n" + node + "[a" + end)
            .find("a.reviewed_on = \"lately\": must be a day") != std::string::npos);
}

TEST_CASE("a tree stands in one file of the folder, and complaints name theirs") {
  const auto complaint = [](const Folder& folder) {
    return tests::refusal([&] { return Guidance::load(folder.path()); });
  };
  Folder folder;
  CHECK(complaint(folder).find("no folder of guides") != std::string::npos);
  folder.write("policy/guidance/a.toml", "[a]\nfirst = \"one\"\n[a.one]\nthen = \"b.two\"\n");
  folder.write("policy/guidance/b.toml", "[b]\npart_of = \"a\"\n[b.two]\nthen = \"stuck x\"\n");
  CHECK(complaint(folder).empty());
  CHECK(Guidance::load(folder.path()).nodes().size() == 2);
  folder.write("policy/guidance/b.toml", "[b]\npart_of = \"a\"\n\n[b.two]\nthen = \"a.one\"\n");
  CHECK(
      complaint(folder).ends_with("b.toml:4: b.two: leads back to \"a.one\": nobody would ever "
                                  "arrive"));
  folder.write("policy/guidance/c.toml", "[a]\nfirst = \"one\"\n");
  CHECK(complaint(folder).find("c.toml:1: a: another file has this tree too") != std::string::npos);
}

TEST_CASE("a node of guidance is exactly one kind of screen") {
  const std::string head = "[a]\nfirst = \"one\"\n[a.one]\n";
  const char* one_kind = "a node has one of choices, then, helped_or, typed";
  CHECK(complaint_about(head).find(one_kind) != std::string::npos);
  CHECK(complaint_about(head + "then = \"stuck browser\"\nhelped_or = \"stuck browser\"\n")
            .find(one_kind) != std::string::npos);
  CHECK(complaint_about(head + "choices = [[\"yes\", \"stuck browser\"]]\n")
            .find("two choices or more") != std::string::npos);
  CHECK(complaint_about(head +
                        "choices = [[\"yes\", \"stuck browser\"], [\"yes\", \"stuck browser\"]]\n")
            .find("a name of its own") != std::string::npos);
  CHECK(complaint_about(head + "choices = [\"yes\", \"no\"]\n").find("must be a list of pairs") !=
        std::string::npos);
  CHECK(complaint_about(head + "then = \"stuck browser\"\nonly = \"web\"\n")
            .find("goes together with only") != std::string::npos);
  CHECK(complaint_about(head + "then = \"stuck browser\"\nhint = \"x\"\n")
            .find("there is no such setting") != std::string::npos);
}
