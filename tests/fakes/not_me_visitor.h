// Somebody who was told of a recovery, at the page that says "this wasn't me".
//
// Speaks to a Clinic in requests as a browser sends them and knows only what it was sent and shown.
// One test, one thread.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "ivr/text_phone/url.h"
#include "tests/fakes/clinic.h"
#include "tests/fakes/shown.h"

namespace latchkey::fakes {

// What the newest notice carries; a text has no link.
struct NotMeNotice {
  std::string to, body, code, link;  // link: what stands behind '#'
};

inline NotMeNotice newest_notice(const Clinic& clinic, const std::string& kind) {
  const auto all = clinic.sent();
  for (auto sent = all.rbegin(); sent != all.rend(); ++sent) {
    const std::string place = "/not-me";
    if (sent->kind != kind || sent->body.find(place) == std::string::npos) continue;
    NotMeNotice out{sent->to, sent->body, {}, {}};
    if (kind == "text") {
      out.code = sent->body.substr(sent->body.rfind('#') + 1);
    } else {
      const std::string link = between(sent->body, "/not-me?lang=", "\n");
      out.link = link.substr(link.find('#') + 1);
      out.code = between(sent->body, "type this: ", "\n");
      if (out.code.empty()) out.code = between(sent->body, "escriba esto: ", "\n");
    }
    return out;
  }
  return {};
}

class NotMeVisitor {
 public:
  explicit NotMeVisitor(Clinic& clinic, std::string peer = "198.51.100.20")
      : clinic_(clinic), peer_(std::move(peer)) {}

  const http::Response& open(const std::string& method = "GET", const std::string& query = "") {
    http::Request out = request(method);
    out.query = query;
    return answer(out);
  }
  // Posts what the form at hand holds, and these.
  const http::Response& post(const http::Fields& typed) {
    http::Fields form{{"s", hidden("s")}, {"q", hidden("q")}};
    for (const char* name : {"code", "sure"})
      if (page_.find("type=\"hidden\" name=\"" + std::string(name) + "\"") != std::string::npos)
        form.emplace_back(name, hidden(name));
    form.insert(form.end(), typed.begin(), typed.end());
    http::Request out = request("POST");
    out.headers.emplace_back("Origin", clinic_.config().urls.patient);
    out.body = ivr::encode_form(form);
    return answer(out);
  }
  const http::Response& answer(const http::Request& request) {
    const auto got = clinic_.not_me().answer(request);
    REQUIRE(got);
    answer_ = *got;
    page_ = answer_.body;
    return answer_;
  }
  http::Request request(const std::string& method) const {
    http::Request out;
    out.method = method;
    out.target = out.path = "/not-me";
    out.peer = peer_;
    return out;
  }
  // From the empty box to the end.
  void say(const std::string& secret) {
    open();
    post({{"code", secret}});
    if (!hidden("sure").empty()) post({{"option", "yes"}});
  }

  const std::string& page() const { return page_; }
  int status() const { return answer_.status; }
  std::string title() const { return unescaped(between(page_, "<h1>", "</h1>")); }
  std::string help_number() const { return between(page_, "<strong>", "</strong>"); }

 private:
  std::string hidden(const std::string& name) const {
    return between(page_, "name=\"" + name + "\" value=\"", "\"");
  }
  Clinic& clinic_;
  std::string peer_, page_;
  http::Response answer_;
};

}  // namespace latchkey::fakes
