#include "ivr/text_phone/call_command.h"

#include <algorithm>
#include <fstream>
#include <ostream>
#include <sstream>
#include <thread>

#include "core/base/fault.h"
#include "ivr/text_phone/network.h"
#include "ivr/text_phone/script.h"
#include "ivr/text_phone/terminal.h"

namespace latchkey::ivr {

namespace {

// Long enough for the server to do what the caller waits for.
constexpr Millis script_wait_max{200};

void sleep_full(Millis time) { std::this_thread::sleep_for(time); }
void sleep_shortly(Millis time) { std::this_thread::sleep_for(std::min(time, script_wait_max)); }

int report(const CallOutcome& call, std::ostream& out) {
  for (const Finding& finding : call.findings) {
    out << "found: " << finding.code << " " << finding.what << "\n";
  }
  const bool well =
      call.findings.empty() && call.how != Ended::application_error && call.how != Ended::circles;
  return well ? 0 : 1;
}

int follow_script(const CallOptions& options, const PhoneHttp& http, Dice& dice, const Clock& clock,
                  std::ostream& out) {
  const auto parsed = parse_script(*options.script);
  if (const auto* trouble = std::get_if<ScriptTrouble>(&parsed)) {
    out << "script line " << trouble->line << ": " << trouble->what << "\n";
    return 1;
  }
  const ScriptOutcome outcome =
      run_script(std::get<Script>(parsed), options.plan, http, dice, clock, {}, {}, sleep_shortly);
  for (const std::string& line : outcome.transcript) out << line << "\n";
  if (outcome.trouble) {
    out << "script line " << outcome.trouble->line << ": " << outcome.trouble->what << "\n";
    return 1;
  }
  // A script that expects an error has judged the findings itself.
  if (outcome.call.how == Ended::application_error) return 0;
  return report(outcome.call, out);
}

}  // namespace

CallOptions call_options(const CallWish& wish) {
  CallOptions options;
  options.plan.url = wish.answer.empty() ? wish.server + "/ivr/call" : wish.answer;
  if (!wish.answer.empty()) options.plan.direction = CallDirection::outbound_api;
  options.plan.account_sid = wish.account;
  options.plan.signing_key = wish.token;
  options.plan.from = wish.from;
  options.plan.to = wish.to;
  if (wish.script.empty()) return options;
  std::ifstream in(wish.script);
  if (!in) throw ConfigFault("--script " + wish.script + ": there is no file that can be read");
  std::ostringstream text;
  text << in.rdbuf();
  options.script = text.str();
  return options;
}

int hold_call(const CallOptions& options, courier::Transport& transport, Dice& dice,
              const Clock& clock, std::istream& in, std::ostream& out) {
  const PhoneHttp http = phone_http(transport, clock);
  if (options.script) return follow_script(options, http, dice, clock, out);
  out << "Calling " << options.plan.to << " from " << options.plan.from
      << ". Type keys and Enter; ? for help.\n";
  Terminal terminal(in, out);
  TextPhone phone(options.plan, http, terminal, dice, clock, sleep_full);
  return report(phone.call(), out);
}

}  // namespace latchkey::ivr
