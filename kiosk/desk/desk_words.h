// The words and the frame that all pages of the desk share.
//
// The desk speaks the clinic's default language; its texts are content/<lang>/desk. A template
// names a text of its page's table by `T_` and the key in capitals, so that a new label needs no
// code. Immutable after construction; thread-safe.
#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/web/answers.h"
#include "kiosk/web/template.h"

namespace latchkey::kiosk {

class DeskWords {
 public:
  // `parts` outlive it.
  explicit DeskWords(const DeskParts& parts);

  // A text by its key below "desk".
  std::string_view text(std::string_view key) const;
  std::string fill(std::string_view key, std::initializer_list<TextValue> values) const;
  // One of our own words ("no_match") in plain words; without a text of its own it is shown as is.
  std::string word(std::string_view table, std::string_view word) const;

  // The text of that key, if the table has one.
  std::optional<std::string> label(std::string_view table, std::string_view key) const;

  // What was tried, and what came of it: a step of ours, or a node of guidance in the words that
  // the person was shown.
  std::string tried(std::string_view step) const;
  std::string result(std::string_view step, std::string_view result) const;

  // What a contact was asked, and what was said about the answer before, as far as it was said to
  // everybody in the same words; empty if nothing was.
  std::string question(std::string_view step) const;
  std::string notice(std::string_view notice) const;

  // A line of kiosk/browser/clerk_facts.h, "cookies blocked": what it is about, and how it is.
  std::pair<std::string, std::string> browser_fact(std::string_view line) const;

  // On the wall clock of that office.
  std::string moment(LocationId office, Time at) const;
  // "3 hours"
  std::string age(Millis age) const;
  // How long to wait, rounded up: "30 seconds", "2 minutes".
  std::string wait(Millis time) const;
  std::string office(LocationId id) const;
  const std::vector<Location>& offices() const { return parts_.config.locations; }
  std::string language(std::string_view code) const;

  // Where the desk begins for a role: the first page of the bar that it is granted.
  static std::string_view home(staff::Role role);

  // A page with its heading, and the labels of `table`; signed in or not.
  View page(std::string_view table, std::string_view heading) const;
  View page(std::string_view table, std::string_view heading, const staff::Session& session) const;
  // A page that only says one thing: a key of "desk.messages".
  http::Response message(int status, std::string_view key, const staff::Session* session) const;
  http::Response answer(int status, const View& page) const;

  Scheme scheme() const { return scheme_; }

 private:
  using Labels = std::vector<std::pair<std::string, std::string_view>>;  // name → text
  void set_labels(View& view, std::string_view table) const;

  const DeskParts& parts_;
  std::string language_;
  Scheme scheme_;
  std::map<std::string, Labels, std::less<>> labels_;  // by table
};

// "482 1934": as it is spoken and written down.
std::string grouped(const tickets::HelpNumber& number);
// "(401) 555-0123"; what is no number of ours is shown as it is.
std::string shown_phone(std::string_view e164);

}  // namespace latchkey::kiosk
