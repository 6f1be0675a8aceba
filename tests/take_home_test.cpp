// What is taken along from a screen of a guide, or from the check page: links that send nothing.

#include <doctest/doctest.h>

#include <algorithm>

#include "kiosk/patient/take_home.h"
#include "kiosk/web/answers.h"
#include "tests/channel_drivers.h"
#include "tests/fakes/says.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace latchkey::kiosk;
using fakes::Clinic;
using fakes::says;

namespace {

const std::filesystem::path content = std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content";

// The plain text that a mail program or telephone makes of a part of a link.
std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
    i += 2;
  }
  return out;
}

std::string mail_body(const std::string& page) {
  return fakes::between(page.substr(page.find("href=\"mailto:?")), "body=", "\"");
}
std::string text_body(const std::string& page) {
  return fakes::between(page, "href=\"sms:?&amp;body=", "\"");
}

std::string screen(Clinic& clinic, const std::string& node, const std::string& language = "en") {
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once, "192.0.2.10", language);
  visitor.post({{"guide", node}});
  return visitor.page();
}

View offered(Clinic& clinic, const TakeHome& what) {
  View keep;
  offer_messages(clinic.page_world(), "en", what, keep);
  return keep;
}

std::string value(const View& keep, std::string_view section, std::string_view name) {
  for (const auto& [key, view] : keep.sections())
    if (key == section)
      for (const auto& [each, text] : view.values())
        if (each == name) return text;
  return "";
}

std::vector<std::string> row(const Guidance& guidance, std::string_view node) {
  std::vector<std::string> out;
  for (const GuideNode* each : steps_in_a_row(guidance, node)) out.push_back(each->name);
  return out;
}

using Nodes = std::vector<std::string>;

}  // namespace

TEST_CASE("every sign that means something in a link arrives as it was written") {
  Clinic clinic;
  const std::string odd = "Peña & Söhne: \"50 % off\" #1 <b>'é'</b> a+b=c?/\\;,日本";
  const View keep = offered(clinic, {odd, {odd, "", "last"}});
  const std::string url = clinic.config().urls.patient + "/";
  for (const auto& [section, line_end] : {std::pair{"MAIL", "\r\n"}, {"MESSAGE", "\n"}}) {
    const std::string body = value(keep, section, "BODY");
    const std::string end = line_end;
    CHECK(decoded(body) == odd + end + end + "last" + end + end + url);
    CHECK(body.find_first_of("&#\"<>'+ \r\n?=") == body.npos);
  }
  CHECK(decoded(value(keep, "MAIL", "SUBJECT")) == odd);
  CHECK(says(value(keep, "MAIL", "BODY"), "Pe%C3%B1a%20%26%20S%C3%B6hne%3A%20%22"));
  CHECK(says(value(keep, "MAIL", "BODY"), "%0D%0A%0D%0Alast%0D%0A"));
  CHECK(value(keep, "MESSAGE", "BODY").find("%0D") == std::string::npos);
}

TEST_CASE("a mail that no mail program would open is not offered") {
  Clinic clinic;
  const View keep = offered(clinic, {"Your steps", {std::string(mail_address_max, 'x')}});
  CHECK(value(keep, "MAIL", "BODY").empty());
  CHECK_FALSE(value(keep, "MESSAGE", "BODY").empty());
}

TEST_CASE("the steps of a guide are those done in a row, whichever of them is shown") {
  const Guidance guidance = Guidance::load(content);
  const Nodes typed{"page_broken.show_password", "page_broken.caps_lock",
                    "page_broken.extra_letters", "page_broken.typed_helped"};
  for (const std::string& name : typed) CHECK(row(guidance, name) == typed);
  CHECK(row(guidance, "page_broken.reload") == Nodes{"page_broken.reload"});
  // What several lead to has no beginning of its own.
  CHECK(row(guidance, "cannot_connect.clock_switch") ==
        Nodes{"cannot_connect.clock_switch", "cannot_connect.clock_helped"});
  CHECK(row(guidance, "cannot_connect.clock_mac_1") == Nodes{"cannot_connect.clock_mac_1",
                                                             "cannot_connect.clock_switch",
                                                             "cannot_connect.clock_helped"});
  CHECK(row(guidance, "page_broken.right_site").empty());
  CHECK(row(guidance, "cannot_connect.what_it_says").empty());
  CHECK(row(guidance, "page_broken.nowhere").empty());
}

TEST_CASE("a guide's steps go into a mail or text of the person's own, in their language") {
  Clinic clinic;
  const auto text = [&](const std::string& language, const char* key) {
    return std::string(clinic.texts().text(language, key));
  };
  for (const std::string language : {"en", "es"}) {
    const std::string page = screen(clinic, "page_broken.caps_lock", language);
    const std::string mail = decoded(mail_body(page));
    CHECK(mail.starts_with("1. " + text(language, "guidance.page_broken.show_password.title") +
                           "\r\n" + text(language, "guidance.page_broken.show_password.page") +
                           "\r\n2. "));
    CHECK(mail.ends_with("\r\n\r\n" + clinic.config().urls.patient + "/"));
    std::string message = decoded(text_body(page));
    CHECK(message.find('\r') == std::string::npos);
    std::erase(message, '\n');
    std::string same = mail;
    std::erase_if(same, [](char c) { return c == '\r' || c == '\n'; });
    CHECK(message == same);
    CHECK(says(page, "<section class=\"printed\"><h2>" + text(language, "words.keep.steps")));
    CHECK(says(page, "<strong>" + text(language, "guidance.page_broken.extra_letters.title") +
                         "</strong>"));
  }
  // What a text fills in is filled in here too.
  const std::string address = decoded(mail_body(screen(clinic, "page_broken.right_address")));
  CHECK(says(address, clinic.config().clinic.portal_url));
  CHECK(says(address, clinic.config().clinic.name));
  CHECK(address.find('{') == std::string::npos);
}

TEST_CASE("every guide's steps fit into a mail, in every language") {
  Clinic clinic;
  for (const GuideNode& node : clinic.service().flow_policy().guidance.nodes()) {
    if (steps_in_a_row(clinic.service().flow_policy().guidance, node.name).empty()) continue;
    const bool portal = node.topic == "forgot_password" || node.topic == "forgot_user_name" ||
                        node.topic == "locked";
    if (portal || node.only == GuideNode::Medium::page) continue;
    for (const std::string language : {"en", "es"})
      CHECK_MESSAGE(screen(clinic, node.name, language).find("href=\"mailto:") != std::string::npos,
                    node.name);
  }
}

TEST_CASE("nothing that was typed, and no secret, is taken along") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  visitor.post({{"option", "cannot_connect"}});
  visitor.post({{"option", "yes"}});
  visitor.post({{"text", "Zanzibarian error of Wilhelmina"}});
  visitor.post({{"option", "other_message"}});
  REQUIRE(visitor.shown().step == "guidance.cannot_connect.error_again");
  const std::string secret = fakes::between(visitor.page(), "name=\"s\" value=\"", "\"");
  REQUIRE(secret.size() == 43);
  for (const std::string& body : {mail_body(visitor.page()), text_body(visitor.page())}) {
    REQUIRE_FALSE(body.empty());
    for (const std::string& kept : {std::string("anzibar"), std::string("ilhelmina"), secret})
      CHECK(body.find(kept) == std::string::npos);
  }
}

TEST_CASE("what is asked, and what is recovered, has nothing to take along") {
  Clinic clinic;
  fakes::WebVisitor visitor(clinic, fakes::Doubling::once);
  CHECK(visitor.page().find("mailto:") == std::string::npos);
  visitor.post({{"option", "page_broken"}});
  CHECK(visitor.page().find("mailto:") == std::string::npos);
  fakes::WebVisitor other(clinic, fakes::Doubling::once);
  other.post({{"option", "forgot_password"}});
  CHECK(other.page().find("sms:") == std::string::npos);
}
