#include "kiosk/patient/check_page.h"

#include <algorithm>

#include "kiosk/browser/browser_name.h"
#include "kiosk/patient/take_home.h"
#include "kiosk/patient/told_facts.h"
#include "kiosk/web/answers.h"

namespace latchkey::kiosk {

namespace {

struct Row {
  std::string label, state;
};

// One page being made.
class CheckPage {
 public:
  CheckPage(const PageWorld& world, const std::string& language, const Checked& checked)
      : world_(world), language_(language), checked_(checked), facts_(checked.facts) {
    // What holds if scripts don't run; what they find comes from the script.
    if (facts_.scripts == Probe::unknown) facts_.scripts = Probe::blocked;
    found_ = findings(facts_);
    about_ = about();
    rows_ = rows();
  }

  void fill(View& check, const FindingGuides& guides, std::string_view otherwise) const {
    check.set("HEADING", text("title")).set("ABOUT", about_).set("WAIT", text("wait"));
    check.set("NOW", to_millis(checked_.at)).set("LANGUAGE", language_);
    check.set("NEUTRAL", neutral_path).set("BAIT", bait_path);
    check.set("OTHER", world_.config.urls.other_site);
    said(check);
    for (const auto& [name, value] : told_facts(checked_.facts))
      check.section("TOLD").set("NAME", name).set("VALUE", value);
    if (is_without_script()) check.show("TOLD_UNSCRIPTED");
    for (const Finding finding : found_) card(check, finding, guides);
    if (!otherwise.empty())
      check.section("STILL")
          .set("NODE", otherwise)
          .set("TEXT", text("still"))
          .set("LOOK", found_.empty() ? "primary" : "secondary");
    if (refuses_others() && facts_.cookies != Probe::blocked) apart(check, guides);
    View& looked = check.section("LOOKED").set("LOOKED_AT", text("looked_at"));
    for (const Row& row : rows_)
      looked.section("ROW").set("LABEL", row.label).set("STATE", row.state);
    keep(check);
  }

 private:
  std::string_view text(std::string_view word) const { return text("page", word); }
  std::string_view text(std::string_view table, std::string_view word) const {
    return world_.texts.text(language_, {"check", table, word});
  }
  bool is_without_script() const { return checked_.facts.scripts == Probe::unknown; }

  std::string about() const {
    std::string name = browser();
    if (facts_.browser.setting != Setting::own_window &&
        facts_.browser.setting != Setting::compatibility_view)
      return name;
    switch (facts_.verdict) {
      case Verdict::supported:
        return name + " " + std::string(text("supported"));
      case Verdict::old:
        return name + " " + std::string(text("old"));
      case Verdict::unsupported:
        return name + " " + std::string(text("unsupported"));
      case Verdict::unknown:
        break;
    }
    return name;
  }

  std::string browser() const {
    const auto fill = [&](std::string_view key, std::initializer_list<TextValue> values) {
      return world_.texts.fill(language_, {"check", "page", key}, values);
    };
    if (facts_.browser.setting == Setting::ie_mode) return std::string(text("ie_mode"));
    if (facts_.browser.setting == Setting::web_view) return std::string(text("web_view"));
    if (facts_.browser.setting == Setting::in_app) return fill("in_app", {{"app", checked_.app}});
    const std::string name = family_and_version(facts_.browser);
    if (name.empty()) return std::string(text("unknown"));
    const std::string_view platform = platform_name(facts_.browser.platform);
    if (platform.empty()) return fill("browser_alone", {{"browser", std::string_view(name)}});
    return fill("browser", {{"browser", std::string_view(name)}, {"platform", platform}});
  }

  void said(View& check) const {
    View& said = check.section("SAID");
    if (is_without_script()) said.show("UNSCRIPTED").show("UNSCRIPTED_END");
    if (found_.empty())
      said.set("LOOK", "notice well").set("TEXT", text("well"));
    else
      said.set("LOOK", "notice").set("TEXT", summary());
  }
  std::string summary() const {
    return world_.texts.fill(language_, "check.page.found",
                             {{"things", static_cast<std::int64_t>(found_.size())}});
  }

  void card(View& check, Finding finding, const FindingGuides& guides) const {
    const std::string_view word = finding_names[finding];
    View& card = check.section("CARD").set("WORD", word).set("SHOW_ME", text("show_me"));
    card.set("HEADING", text(word, "title")).set("TEXT", text(word, "page"));
    card.set("NODE", guides.node(finding, facts_.browser.platform));
    card.set("LOOK", finding == found_.front() ? "primary" : "secondary");
    if (finding == Finding::scripts_off && is_without_script())
      card.show("UNSCRIPTED").show("UNSCRIPTED_END");
  }

  // Inside an app that matters nothing yet: first the page is opened in a browser.
  bool refuses_others() const {
    return facts_.browser.setting == Setting::own_window &&
           refuses_third_party_cookies(facts_.browser);
  }
  // What is as it should be, and matters all the same where a sign-in page stands inside another.
  void apart(View& check, const FindingGuides& guides) const {
    const std::string_view portal = world_.config.clinic.portal_url;
    check.section("APART")
        .set("HEADING", text("apart", "title"))
        .set("TEXT", world_.texts.fill(language_, "check.apart.page", {{"portal", portal}}))
        .set("NODE", guides.node(Finding::third_party_cookies_off, facts_.browser.platform))
        .set("SHOW_ME", text("show_me"));
  }

  std::vector<Row> rows() const {
    std::vector<Row> out;
    const auto add = [&](std::string_view fact, std::string_view state) {
      out.push_back({std::string(text("facts", fact)), std::string(text("states", state))});
    };
    const auto probe = [&](std::string_view fact, Probe probed) {
      if (probed != Probe::unknown) add(fact, probed == Probe::works ? "works" : "blocked");
    };
    const BrowserFacts& facts = checked_.facts;
    probe("cookies", facts.cookies);
    if (refuses_others())
      add("third_party_cookies", "usual");
    else
      probe("third_party_cookies", facts.third_party_cookies);
    probe("scripts", facts.scripts);
    probe("storage", facts.storage);
    if (facts.scripts == Probe::works && facts.pop_ups == Probe::unknown)
      add("pop_ups", "not_tried");
    probe("pop_ups", facts.pop_ups);
    if (facts.pdf != Probe::unknown) add("pdf", facts.pdf == Probe::works ? "opens" : "saved");
    if (facts.content_blocker != Sign::unknown)
      add("content_blocker", facts.content_blocker == Sign::present ? "present" : "none");
    if (facts.caps_lock != Sign::unknown)
      add("caps_lock", facts.caps_lock == Sign::present ? "present" : "off");
    if (facts.clock_ahead) add("clock", has(Finding::clock_wrong) ? "wrong" : "right");
    if (facts.page_width) add("page_width", has(Finding::zoomed) ? "too_large" : "fits");
    return out;
  }
  bool has(Finding finding) const {
    return std::find(found_.begin(), found_.end(), finding) != found_.end();
  }

  void keep(View& check) const {
    View& keep = check.section("KEEP").set("TEXT", text("keep"));
    offer_messages(world_, language_, {text("title"), lines()}, keep);
    keep.section("AGAIN").set("LANGUAGE", language_).set("TEXT", text("again"));
    keep.section("BACK").set("LANGUAGE", language_).set("TEXT", text("back"));
    if (is_without_script()) return;
    keep.section("PRINT").set("TEXT", world_.texts.text(language_, "words.page.print"));
    if (checked_.facts.pop_ups == Probe::unknown)
      check.section("TRY_POP_UP").set("TEXT", text("try_pop_up"));
  }

  // The same for a message: lines of plain text.
  std::vector<std::string> lines() const {
    std::vector<std::string> out{about_};
    for (const Finding finding : found_)
      if (finding != Finding::scripts_off || !is_without_script())
        out.push_back("- " + std::string(text(finding_names[finding], "title")));
    for (const Row& row : rows_) out.push_back(row.label + ": " + row.state);
    return out;
  }

  const PageWorld& world_;
  const std::string& language_;
  const Checked& checked_;
  BrowserFacts facts_;  // as if scripts don't run, until it is known
  std::vector<Finding> found_;
  std::string about_;
  std::vector<Row> rows_;
};

}  // namespace

std::string check_page(const PageWorld& world, const std::string& language, const Checked& checked,
                       const FindingGuides& guides, std::string_view otherwise) {
  View page = page_frame(world, language, world.texts.text(language, "check.page.title"));
  page.section("CHECK_SCRIPT").set("SCRIPT", check_script_path());
  link_languages(world, language, "/check", page);
  CheckPage(world, language, checked).fill(page.section("CHECK"), guides, otherwise);
  return render("patient/page.tpl", page);
}

}  // namespace latchkey::kiosk
