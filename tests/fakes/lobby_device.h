// A device in a clinic's lobby: a browser with a jar of cookies, and whoever stands at it.
//
// It speaks to the Clinic in requests as a browser sends them and knows only what it was shown. One
// test, one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/fakes/clinic.h"
#include "tests/fakes/shown.h"

namespace latchkey::fakes {

class LobbyDevice {
 public:
  // Added at this office and paired by typing its code, as staff do it.
  explicit LobbyDevice(Clinic& clinic, LocationId office = LocationId{1});
  enum class Follow { redirects, nothing };
  // A browser that is no kiosk.
  struct Stranger {};
  LobbyDevice(Clinic& clinic, Stranger) : clinic_(clinic) {}

  kiosks::KioskId id() const { return id_; }

  // Goes there, and where it is sent; what it shows then. The answer as it came first.
  http::Response get(const std::string& target);
  http::Response post(const std::string& target, const http::Fields& fields,
                      Follow follow = Follow::redirects);

  // Touches the screen to start.
  void start(const std::string& language = "en");
  // Answers the question on the screen with these fields.
  http::Response answer(http::Fields fields);
  void choose(const std::string& option) { answer({{"option", option}}); }
  // From the first question to the choice of a proof.
  void identify(const tests::FixturePerson& who, const std::string& topic = "forgot_password");

  const std::string& page() const { return page_; }
  // Without what differs in every visit: its secret, its clock, question numbers, help numbers.
  std::string page_of_anybody() const;
  const std::string& path() const { return path_; }
  bool says(std::string_view text) const { return page_.find(text) != std::string::npos; }
  std::string heading() const { return between(page_, "<h1>", "</h1>"); }
  // Of the form on the screen.
  std::string secret() const { return between(page_, "name=\"s\" value=\"", "\""); }
  std::string question() const { return between(page_, "name=\"q\" value=\"", "\""); }

  std::map<std::string, std::string> cookies;

 private:
  http::Response send(http::Request request);
  Clinic& clinic_;
  kiosks::KioskId id_;
  std::string page_, path_;
};

}  // namespace latchkey::fakes
