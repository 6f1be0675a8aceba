// A server for the text phone: answers by path, keeps every request.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "ivr/text_phone/script.h"

namespace latchkey::tests {

struct PhoneRequest {
  std::string method, target;
  http::Fields headers, fields;

  std::string path() const;
  bool has(std::string_view name) const;
  std::string field(std::string_view name) const;   // empty if there is none
  std::string header(std::string_view name) const;  // the same
};

using CallResult = ivr::ScriptOutcome;

// A document with these verbs, as a 200 answer.
ivr::PhoneHttpAnswer twiml(const std::string& verbs);

class PhoneServer {
 public:
  PhoneServer();

  void answer(const std::string& path, ivr::PhoneHttpAnswer answer);
  void answer_with(const std::string& path,
                   std::function<ivr::PhoneHttpAnswer(const PhoneRequest&)> answer);
  // Calls /voice as the script says. What no path answers is 404.
  CallResult call(const std::string& script);
  const PhoneRequest* last(const std::string& path) const;

  ivr::CallPlan plan;
  ivr::Linger linger;
  std::vector<PhoneRequest> requests;

 private:
  ivr::PhoneHttpAnswer serve(const ivr::PhoneHttpCall& call);
  std::map<std::string, std::function<ivr::PhoneHttpAnswer(const PhoneRequest&)>> answers_;
};

}  // namespace latchkey::tests
