// Cases for the judge in tests/telephony/judge.mjs, and what its verdicts must be.
//
//     latchkey_telephony_cases ask      > cases.json
//     latchkey_telephony_cases compare  < verdicts.json    names what is wrong; fails if anything
//     is
//
// The cases are the same in both runs, so a verdict belongs to the case in its place.
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/texts.h"
#include "ivr/signature.h"
#include "ivr/spoken.h"
#include "ivr/twiml.h"

using namespace latchkey;
using namespace latchkey::ivr;
using nlohmann::json;

namespace {

struct SignatureCase {
  std::string base, target, token;
  http::Fields fields;
  std::string signature;
  enum class Must { be_accepted, be_refused } must = Must::be_accepted;
};

struct DocumentCase {
  std::string name, xml;
  enum class Must { be_fine, have_problems } must = Must::be_fine;
};

const std::vector<std::pair<std::string, std::string>>& urls() {
  static const std::vector<std::pair<std::string, std::string>> all{
      {"https://example.com", "/myapp.php?foo=1&bar=2"},
      {"https://phone.example.org", "/twilio/voice"},
      {"https://phone.example.org:8443", "/twilio/voice/abc/7"},
      {"http://localhost:5080", "/twilio/voice?b=%20&a=%2B1"},
      {"https://phone.example.org/line", "/twilio/voice/x-y_z~1?empty=&flag"},
      {"https://[2001:db8::1]:8443", "/x?q='quoted'"},
  };
  return all;
}

const std::vector<http::Fields>& field_sets() {
  static const std::vector<http::Fields> all{
      {},
      {{"CallSid", "CA1234567890ABCDE"},
       {"Caller", "+14158675310"},
       {"Digits", "1234"},
       {"From", "+14158675310"},
       {"To", "+18005551212"}},
      {{"b", "1"}, {"B", "2"}, {"ba", "3"}, {"_", "4"}, {"10", "5"}, {"9", "6"}},
      {{"FromCity", ""}, {"Body", " spaces kept "}, {"Tab", "\t\r\n"}},
      {{"SpeechResult", "\xc3\xb1 \xe4\xbd\xa0\xe5\xa5\xbd \xf0\x9f\x98\x80"},
       {"Signs", "+%20&=;'\"<"}},
      {{"Media", "2"}, {"a", "z"}, {"Media", "1"}, {"Media", "2"}, {"Media", ""}},
      {{"CallToken", std::string(4000, 'T')}},
  };
  return all;
}

void add_signature_cases(std::vector<SignatureCase>& all, const std::string& base,
                         const std::string& target, const http::Fields& fields) {
  using Must = SignatureCase::Must;
  const std::string token = "a-token-of-the-provider";
  const std::string good = sign(Secret(token), base + target, fields);
  all.push_back({base, target, token, fields, good, Must::be_accepted});
  all.push_back({base, target, token + "x", fields, good, Must::be_refused});
  all.push_back({base, target + "/", token, fields, good, Must::be_refused});
  all.push_back({base, target, token, fields, "", Must::be_refused});
  http::Fields more = fields;
  more.emplace_back("Extra", "1");
  all.push_back({base, target, token, more, good, Must::be_refused});
  if (fields.empty()) return;
  http::Fields changed = fields;
  changed.front().second += "1";
  all.push_back({base, target, token, changed, good, Must::be_refused});
}

std::vector<SignatureCase> signature_cases() {
  std::vector<SignatureCase> all;
  for (const auto& [base, target] : urls()) {
    for (const http::Fields& fields : field_sets()) add_signature_cases(all, base, target, fields);
  }
  return all;
}

std::vector<Voice> voices(const Texts& texts) {
  std::vector<Voice> out;
  for (const Language& one : texts.languages()) {
    out.push_back({one.code, one.speech_locale, one.voice});
  }
  return out;
}

Gather gather_for(std::optional<int> digits) {
  Gather how;
  how.action = "https://phone.example.org/twilio/voice/abc/7";
  how.digits = digits;
  how.finish = digits ? FinishKey::none : FinishKey::pound;
  how.on_empty = digits ? OnEmpty::post_to_action : OnEmpty::go_on;
  return how;
}

std::string asking(const Dialect& dialect, const std::string& name) {
  Response response(dialect);
  response.pause(1).say("en", "Hello " + name + ".").play("https://phone.example.org/tone.wav");
  response.gather(gather_for(std::nullopt), [&](Prompt& prompt) {
    prompt.say("es", "Hola " + name + ".").pause(1).say("en", spoken_digits("123456"), Pace::slow);
  });
  return std::move(response.redirect("/twilio/voice/abc/8")).take();
}

std::vector<std::string> other_verbs(const Dialect& dialect) {
  std::vector<std::string> out;
  const auto add = [&](auto write) {
    Response response(dialect);
    write(response);
    out.push_back(std::move(response).take());
  };
  add([](Response& r) { r.gather(gather_for(8), [](Prompt& p) { p.say("en", "Enter."); }); });
  add([](Response& r) {
    Record record;
    record.action = "/twilio/voice/mail";
    record.status_url = "/twilio/recording";
    r.record(record).redirect("/twilio/voice/mail");
  });
  add([](Response& r) {
    Dial dial;
    dial.number = "+14015550123";
    dial.caller_id = "+14015550100";
    dial.action = "/twilio/voice/dialled";
    dial.whisper_url = "/twilio/voice/whisper";
    r.dial(dial);
  });
  add([](Response& r) { r.reject(Refusal::busy); });
  add([](Response& r) { r.reject(Refusal::rejected); });
  add([](Response& r) { r.wait(2, "/twilio/voice/wait"); });
  add([](Response& r) { r.say("es", std::string(9000, 'x')).hangup(); });
  return out;
}

void add_broken(std::vector<DocumentCase>& all) {
  for (const char* xml :
       {"", "<Response>", "\n<?xml version=\"1.0\"?><Response/>", "<Responses/>",
        "<Response><say>x</say></Response>", "<Response><Say colour=\"red\">x</Say></Response>",
        "<Response><Say/></Response>", "<Response>x</Response>",
        "<Response><Say voice=\"Polly.Nobody\">x</Say></Response>",
        "<Response><Gather timeout=\"soon\"/></Response>",
        "<Response><Gather><Gather/></Gather></Response>",
        "<Response><Gather><Hangup/></Gather></Response>",
        "<Response><Hangup now=\"1\"/></Response>",
        "<Response><Reject reason=\"rude\"/></Response>"}) {
    all.push_back({std::string("broken: ") + xml, xml, DocumentCase::Must::have_problems});
  }
}

std::vector<DocumentCase> document_cases() {
  const Texts texts = Texts::load(LATCHKEY_SOURCE_DIR "/content");
  std::vector<DocumentCase> all;
  for (const Ssml ssml : {Ssml::off, Ssml::on}) {
    for (const Pauses pauses : {Pauses::everywhere, Pauses::outside_gather, Pauses::nowhere}) {
      const Dialect dialect(voices(texts), ssml, pauses);
      for (const char* name :
           {"Ann", "</Say><Redirect>https://evil.example/</Redirect><Say>", "&#x3c;Dial&#x3e;",
            "]]>", "\x01\x02", "\xff\xc0\xaf", "<!--", "&"}) {
        all.push_back({name, asking(dialect, name)});
      }
      for (std::string& xml : other_verbs(dialect))
        all.push_back({xml.substr(0, 200), std::move(xml)});
    }
  }
  add_broken(all);
  return all;
}

json asked() {
  json out{{"signatures", json::array()}, {"documents", json::array()}};
  for (const SignatureCase& one : signature_cases()) {
    out["signatures"].push_back({{"url", one.base + one.target},
                                 {"token", one.token},
                                 {"fields", one.fields},
                                 {"signature", one.signature}});
  }
  for (const DocumentCase& one : document_cases()) out["documents"].push_back(one.xml);
  return out;
}

class Comparison {
 public:
  void expect(bool holds, const std::string& what) {
    ++compared_;
    if (holds) return;
    ++wrong_;
    std::cout << "WRONG: " << what << "\n";
  }
  int result() const {
    std::cout << compared_ << " verdicts compared, " << wrong_ << " wrong\n";
    return wrong_ == 0 && compared_ > 0 ? 0 : 1;
  }

 private:
  int compared_ = 0, wrong_ = 0;
};

// Ours before their judge, theirs before ours.
void compare_signature(Comparison& out, const SignatureCase& one, const json& verdict) {
  const bool accept = one.must == SignatureCase::Must::be_accepted;
  const std::string name = one.base + one.target + " with " + std::to_string(one.fields.size());
  out.expect(verdict.at("accepted").get<bool>() == accept, "their judgement of ours: " + name);
  const SignatureCheck check({Secret("another key"), Secret(one.token)}, one.base);
  out.expect(check.is_genuine(one.target, one.fields, one.signature) == accept,
             "our judgement of ours: " + name);
  const auto theirs = verdict.at("theirs").get<std::string>();
  out.expect(check.is_genuine(one.target, one.fields, theirs), "our judgement of theirs: " + name);
  out.expect(!check.is_genuine(one.target + "x", one.fields, theirs), "another URL: " + name);
}

int compare(const json& verdicts) {
  Comparison out;
  const auto signatures = signature_cases();
  const auto documents = document_cases();
  out.expect(verdicts.at("signatures").size() == signatures.size(), "every signature is judged");
  out.expect(verdicts.at("documents").size() == documents.size(), "every document is judged");
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    compare_signature(out, signatures[i], verdicts.at("signatures").at(i));
  }
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const json& problems = verdicts.at("documents").at(i).at("problems");
    const bool fine = documents[i].must == DocumentCase::Must::be_fine;
    out.expect(problems.empty() == fine, documents[i].name + ": " + problems.dump());
  }
  return out.result();
}

}  // namespace

int main(int count, char** words) {
  const std::string_view what = count == 2 ? words[1] : "";
  if (what == "ask") {
    std::cout << asked() << "\n";
    return 0;
  }
  if (what == "compare") {
    return compare(json::parse(std::string(std::istreambuf_iterator<char>(std::cin), {})));
  }
  std::cerr << "usage: latchkey_telephony_cases ask|compare\n";
  return 2;
}
