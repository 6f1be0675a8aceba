// A person at a browser and a person on the telephone, as far as a server can tell them apart.
//
// Each speaks to a Clinic in requests as a browser or a provider sends them (cookies, hidden
// fields, signatures) and knows only what it was shown. With Doubling::twice every post or webhook
// is delivered a second time, unchanged, and must be answered alike. A PowerCut leaves each where
// it was: the same again is what a person or provider does then. One test, one thread.
#pragma once

#include <string>
#include <vector>

#include "ivr/text_phone/document.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/shown.h"

namespace latchkey::fakes {

enum class Doubling { once, twice };

// What is said in a document, in order; where its keys go; where it goes by itself. Or empty.
std::string speech_of(const ivr::Document& document);
std::string action_of(const ivr::Document& document);
std::string redirect_of(const ivr::Document& document);

class WebVisitor {
 public:
  WebVisitor(Clinic& clinic, Doubling doubling, std::string peer = "192.0.2.10",
             std::string language = "en");

  // What the browser says of itself from here on: "User-Agent" and its like.
  void says(http::Fields headers) { headers_ = std::move(headers); }
  // Opens the page that checks the browser; this one runs no scripts.
  void check();
  // Posts the form of the page at hand with these answers, and goes where it is sent.
  void post(const http::Fields& answers);
  // Opens the conversation's page anew.
  void look();

  const std::string& page() const { return page_; }
  Recognised shown() const;
  bool waits() const { return page_.find("http-equiv=\"refresh\"") != std::string::npos; }
  // Without what differs in every conversation: its secret, question numbers, help numbers.
  std::string page_of_anybody() const;
  // Second deliveries that were answered with another page.
  const std::vector<std::string>& unlike() const { return unlike_; }
  // Everything that was shown so far, as page_of_anybody().
  const std::vector<std::string>& history() const { return history_; }

 private:
  http::Response send(const http::Request& request);
  http::Request request(std::string method, const std::string& target, std::string body) const;
  void follow(const http::Response& answer);

  Clinic& clinic_;
  Doubling doubling_;
  std::string peer_, cookie_, page_;
  http::Fields headers_;
  std::vector<std::string> unlike_, history_;
};

// From the first question to the box for a code, which `way` brings: "text", "call", "mail". Answer
// by answer, for whoever looks at each page on the way.
std::vector<http::Fields> answers_of(const tests::FixturePerson& who, const std::string& topic,
                                     const std::string& way);
void identify(WebVisitor& visitor, const tests::FixturePerson& who,
              const std::string& topic = "forgot_password", const std::string& way = "mail");

class PhoneCaller {
 public:
  // `with`: what else the provider says of this call when it comes in.
  PhoneCaller(Clinic& clinic, Doubling doubling, std::string from = "+14015550190",
              const http::Fields& with = {});
  // Whoever picks up the newest call that the clinic placed. Needs: it placed one.
  static PhoneCaller rung(Clinic& clinic, Doubling doubling);

  // Chooses a language by the key that the greeting gives it, and listens for its words.
  void choose_language(const std::string& language);
  // Answers what was asked with these keys.
  void press(const std::string& keys);
  // Presses the key that is offered for this option, turning the menu's pages if need be.
  void choose(const std::string& option);
  // Follows a "one moment" while the line asks to.
  bool waits() const;
  void hold();

  // Every digit that is spoken one by one in the document at hand, in order.
  std::string digits_said() const;
  // All that was said in the document at hand, in order.
  std::string speech() const;
  Recognised shown() const;
  // The document without what differs in every conversation.
  std::string document_of_anybody() const;
  bool over() const;
  // Any webhook of this call, signed as the provider signs it.
  void deliver(const std::string& path, const http::Fields& event);
  // Where the keys go that are asked for now; empty if none are.
  std::string action() const;
  // The document as it came.
  const std::string& body() const { return body_; }
  const std::vector<std::string>& unlike() const { return unlike_; }
  const std::vector<std::string>& history() const { return history_; }

 private:
  enum class Placed { by_the_clinic };
  PhoneCaller(Clinic& clinic, Doubling doubling, Placed how);

  Clinic& clinic_;
  Doubling doubling_;
  std::string from_, call_sid_, body_, language_ = "en", direction_ = "inbound";
  ivr::Document document_;
  std::vector<std::string> unlike_, history_;
};

// Every run of eight or more digits becomes '#': help numbers.
std::string without_numbers(std::string text);

}  // namespace latchkey::fakes
