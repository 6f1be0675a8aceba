#include "ivr/text_phone/call_command.h"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>
#include <thread>

#include "core/base/fault.h"
#include "core/base/json.h"
#include "core/base/names.h"
#include "ivr/text_phone/network.h"
#include "ivr/text_phone/script.h"
#include "ivr/text_phone/terminal.h"

namespace latchkey::ivr {

namespace {

using operations::Format;

// Long enough for the server to do what the caller waits for.
constexpr Millis script_wait_max{200};

constexpr latchkey::Names<Ended, 6> ended_names{
    {"by_line", "by_caller", "document_ran_out", "refused", "application_error", "circles"}};

void sleep_full(Millis time) { std::this_thread::sleep_for(time); }
void sleep_shortly(Millis time) { std::this_thread::sleep_for(std::min(time, script_wait_max)); }

// A call as it went, by whomever it was held.
struct Held {
  CallOutcome call;
  std::optional<ScriptTrouble> trouble;
  std::vector<std::string> transcript;
  enum class JudgedBy { us, script } judge = JudgedBy::us;

  bool well() const {
    if (trouble) return false;
    // A script that expects an error has judged the findings itself.
    if (judge == JudgedBy::script && call.how == Ended::application_error) return true;
    return call.findings.empty() && call.how != Ended::application_error &&
           call.how != Ended::circles;
  }
};

// A person's telephone whose call is told at the end instead of while it is heard.
class Transcribed final : public Handset {
 public:
  explicit Transcribed(std::istream& in) : terminal_(in, unseen_) {}

  void hear(const Line& line) override { lines.push_back(line.shown()); }
  std::optional<std::string> keys(const KeysAsked& asked) override { return terminal_.keys(asked); }
  Recorded record(const RecordVerb& verb) override { return terminal_.record(verb); }
  FarEnd dialled(const DialVerb& verb) override { return terminal_.dialled(verb); }

  std::vector<std::string> lines;

 private:
  std::ostringstream unseen_;  // the terminal's prompts
  Terminal terminal_;
};

// What whoever started the call can do about it; empty if nothing is known.
std::string advice_on(const CallOutcome& call, const std::string& url) {
  for (const Finding& finding : call.findings) {
    if (finding.what.starts_with("HTTP 403"))
      return "the line does not know who calls (HTTP 403): --token and --account must be its "
             "provider's; `latchkey demo` prints both";
    if (finding.what.starts_with("HTTP 404") || finding.what.starts_with("HTTP 421"))
      return "there is no phone line at " + url +
             ": name the webhooks' address with --server, as public.webhook_url does";
    if (finding.what.starts_with("no connection") || finding.what.starts_with("no such host"))
      return "nobody answers at " + url +
             ": start `latchkey serve` or `latchkey demo`, and name the webhooks' address with "
             "--server";
  }
  return {};
}

void tell_json(std::ostream& out, const Held& held) {
  JsonWriter json;
  json.begin_object().name("ok").truth(held.well()).name("ended").text(ended_names[held.call.how]);
  json.name("call_sid").text(held.call.call_sid);
  json.name("lasted_ms").number(held.call.lasted.count());
  json.name("transcript").begin_array();
  for (const std::string& line : held.transcript) json.text(line);
  json.end_array().name("findings").begin_array();
  for (const Finding& finding : held.call.findings)
    json.begin_object()
        .name("code")
        .number(std::int64_t{finding.code})
        .name("what")
        .text(finding.what)
        .end_object();
  json.end_array().name("script_trouble");
  if (held.trouble)
    json.begin_object()
        .name("line")
        .number(std::int64_t{held.trouble->line})
        .name("what")
        .text(held.trouble->what)
        .end_object();
  else
    json.null();
  out << json.end_object().take() << "\n";
}

// What is to be said at the end of a call that was printed while it went.
void tell_end(std::ostream& out, const Held& held) {
  if (held.trouble)
    out << "script line " << held.trouble->line << ": " << held.trouble->what << "\n";
  else if (held.judge == Held::JudgedBy::us || held.call.how != Ended::application_error)
    for (const Finding& finding : held.call.findings)
      out << "found: " << finding.code << " " << finding.what << "\n";
}

// A script is over in a moment; whoever listens hears its words afterwards.
void say_again(const std::vector<Line>& said, const Aloud& aloud) {
  for (const Line& line : said) aloud(line.language, line.text);
}

Held follow(const Script& script, const CallOptions& options, const PhoneHttp& http, Dice& dice,
            const Clock& clock, std::ostream& out) {
  ScriptOutcome outcome =
      run_script(script, options.plan, http, dice, clock, {}, {}, sleep_shortly);
  if (options.format == Format::text)
    for (const std::string& line : outcome.transcript) out << line << "\n";
  if (options.aloud) say_again(outcome.said, options.aloud);
  return {std::move(outcome.call), std::move(outcome.trouble), std::move(outcome.transcript),
          Held::JudgedBy::script};
}

Held converse(const CallOptions& options, const PhoneHttp& http, Dice& dice, const Clock& clock,
              std::istream& in, std::ostream& out) {
  if (options.format == Format::json) {
    Transcribed handset(in);
    TextPhone phone(options.plan, http, handset, dice, clock, sleep_full);
    CallOutcome call = phone.call();
    return {std::move(call), std::nullopt, std::move(handset.lines)};
  }
  out << "Calling " << options.plan.to << " from " << options.plan.from
      << ". Type keys and Enter; ? for help.\n";
  Terminal terminal(in, out, options.aloud);
  TextPhone phone(options.plan, http, terminal, dice, clock, sleep_full);
  return {phone.call(), std::nullopt, {}};
}

}  // namespace

CallOptions call_options(const CallWish& wish) {
  CallOptions options;
  std::string server = wish.server;
  while (server.ends_with('/')) server.pop_back();
  options.plan.url = wish.answer.empty() ? server + "/ivr/call" : wish.answer;
  if (!wish.answer.empty()) options.plan.direction = CallDirection::outbound_api;
  options.plan.fallback_url = server + "/ivr/fallback";
  options.plan.account_sid = wish.account;
  options.plan.signing_key = wish.token;
  options.plan.from = wish.from;
  options.plan.to = wish.to;
  const auto profile = provider_named(wish.profile);
  if (!profile)
    throw ConfigFault("--profile " + wish.profile +
                      ": must be twilio, signalwire, telnyx or somleng");
  options.plan.provider = *profile;
  if (wish.heard == CallWish::Heard::aloud) options.aloud = espeak();
  options.format = wish.format;
  if (wish.script.empty()) return options;
  std::ifstream in(wish.script);
  if (!in) throw ConfigFault("--script " + wish.script + ": there is no file that can be read");
  std::ostringstream text;
  text << in.rdbuf();
  options.script = text.str();
  return options;
}

int hold_call(const CallOptions& options, courier::Transport& transport, Dice& dice,
              const Clock& clock, std::istream& in, std::ostream& out, std::ostream& err) {
  std::variant<Script, ScriptTrouble> parsed;
  if (options.script) parsed = parse_script(*options.script);
  if (const auto* trouble = std::get_if<ScriptTrouble>(&parsed))
    return operations::misused(err, "script line " + std::to_string(trouble->line) + ": " +
                                        trouble->what +
                                        "; see `latchkey call --help` for what a script can say");
  const PhoneHttp http = phone_http(transport, clock);
  const Held held = options.script
                        ? follow(std::get<Script>(parsed), options, http, dice, clock, out)
                        : converse(options, http, dice, clock, in, out);
  if (options.format == Format::json)
    tell_json(out, held);
  else
    tell_end(out, held);
  if (held.well()) return operations::done;
  if (const std::string advice = advice_on(held.call, options.plan.url); !advice.empty())
    err << "latchkey: " << advice << "\n";
  return operations::refused;
}

}  // namespace latchkey::ivr
