#include <algorithm>
#include <utility>

#include "ivr/text_phone/text_phone.h"

namespace latchkey::ivr {

namespace {

constexpr Millis speech_per_byte{60};  // about 170 words a minute

std::string_view dial_status(FarEnd::How how) {
  switch (how) {
    case FarEnd::How::answered:
      return "completed";
    case FarEnd::How::busy:
      return "busy";
    case FarEnd::How::no_answer:
      return "no-answer";
    case FarEnd::How::failed:
      return "failed";
  }
  return {};
}

// What the provider makes of the keys pressed: where the entry ends, and what is left over.
struct Entry {
  std::string digits;
  std::string finished_on;
  std::size_t unused = 0;
};

Entry entry_of(const std::string& pressed, const GatherVerb& gather) {
  Entry entry;
  for (std::size_t i = 0; i < pressed.size(); ++i) {
    const char key = pressed[i];
    const bool finish = gather.finish_on_key.find(key) != std::string::npos;
    if (finish) {
      entry.finished_on = std::string(1, key);
    } else {
      entry.digits.push_back(key);
    }
    const bool full =
        gather.digits && entry.digits.size() == static_cast<std::size_t>(*gather.digits);
    if (finish || full) {
      entry.unused = pressed.size() - i - 1;
      break;
    }
  }
  return entry;
}

// The far end of a Dial hears the whisper and presses what the plan says.
class WhisperHandset final : public Handset {
 public:
  WhisperHandset(Handset& owner, std::string keys) : owner_(owner), keys_(std::move(keys)) {}
  void hear(const Line& line) override {
    owner_.hear({LineKind::note, "the other end: " + line.shown(), {}});
  }
  std::optional<std::string> keys(const KeysAsked&) override { return std::exchange(keys_, {}); }

 private:
  Handset& owner_;
  std::string keys_;
};

}  // namespace

TextPhone::Next TextPhone::perform(const SayVerb& say) {
  handset_.hear({LineKind::says, say.text, say.language});
  pass(speech_per_byte * static_cast<int>(say.text.size()));
  return {};
}

TextPhone::Next TextPhone::perform(const PauseVerb& pause) {
  note("pause " + std::to_string(pause.seconds) + " s");
  pass(std::chrono::seconds(pause.seconds));
  if (linger_) linger_(std::chrono::seconds(pause.seconds));
  return {};
}

TextPhone::Next TextPhone::perform(const PlayVerb& play) {
  handset_.hear({LineKind::plays, play.url, {}});
  return {};
}

TextPhone::Next TextPhone::perform(const GatherVerb& gather) {
  const std::optional<std::string> pressed = keys_for(gather);
  if (!pressed) return Ended::by_caller;
  return gathered(gather, *pressed);
}

// Nothing if the caller hangs up.
std::optional<std::string> TextPhone::keys_for(const GatherVerb& gather) {
  if (gather.prompts.empty()) {
    // Nobody was asked anything: this is how a line waits where <Pause> is not known.
    note("silence " + std::to_string(gather.timeout_seconds) + " s");
    if (linger_) linger_(std::chrono::seconds(gather.timeout_seconds));
    return std::string();
  }
  for (std::size_t i = 0; i < gather.prompts.size(); ++i) {
    std::visit([&](const auto& prompt) { perform(prompt); }, gather.prompts[i]);
    if (i + 1 == gather.prompts.size()) break;
    if (auto early = handset_.barge_in(); early && !early->empty()) {
      note("the prompt is interrupted");
      return early;
    }
  }
  return handset_.keys({gather.digits, gather.finish_on_key, gather.timeout_seconds});
}

TextPhone::Next TextPhone::gathered(const GatherVerb& gather, const std::string& pressed) {
  const Entry entry = entry_of(pressed, gather);
  if (pressed.empty()) {
    note("silence");
  } else {
    handset_.hear({LineKind::keys, pressed, {}});
  }
  if (entry.unused > 0) note(std::to_string(entry.unused) + " keys came too late");
  if (entry.finished_on.empty()) pass(std::chrono::seconds(gather.timeout_seconds));
  if (entry.digits.empty() && !gather.action_on_empty) return {};

  Goto to{gather.action.value_or(""), gather.method, {}};
  const bool left_out = entry.digits.empty() && habits_.empty_digits == EmptyDigits::left_out;
  if (!left_out) to.event.emplace_back("Digits", entry.digits);
  if (!entry.finished_on.empty()) to.event.emplace_back("FinishedOnKey", entry.finished_on);
  to.event.emplace_back("msg", "Gather End");
  return to;
}

TextPhone::Next TextPhone::perform(const RecordVerb& record) {
  note("beep");
  const Recorded recorded = handset_.record(record);
  const bool spoke = recorded.how == Recorded::How::spoke;
  const int seconds = spoke ? std::min(recorded.seconds, record.longest_seconds) : 0;
  note("recorded " + std::to_string(seconds) + " s");
  pass(std::chrono::seconds(spoke ? seconds : record.silence_seconds));
  const std::string sid = "RE" + fresh_hex();
  Goto to{record.action.value_or(""), record.method, {}};
  to.event = {{"RecordingSid", sid},
              {"RecordingUrl", "https://recordings.example.org/" + sid},
              {"RecordingDuration", std::to_string(seconds)}};
  if (recorded.how == Recorded::How::hung_up) {
    to.event.emplace_back("Digits", "hangup");
    status_ = "completed";
    // Nobody is left to hear the answer, but the line learns of the message.
    if (!to.url.empty()) fetch(to);
    report_recording(record, to.event);
    return Ended::by_caller;
  }
  report_recording(record, to.event);
  if (spoke && !record.finish_on_key.empty()) to.event.emplace_back("Digits", "#");
  return to;
}

// It comes when it comes: here before the call goes on, or after it has ended.
void TextPhone::report_recording(const RecordVerb& record, http::Fields event) {
  const auto url = here_ && record.report_url ? resolve(*here_, *record.report_url) : std::nullopt;
  if (!url) return;
  event.emplace_back("RecordingStatus", "completed");
  event.emplace_back("RecordingSource", "RecordVerb");
  report({*url, Method::post, standard_fields(), std::move(event)});
}

TextPhone::Next TextPhone::perform(const DialVerb& dial) {
  note("dialling " + dial.number);
  const Rung rung = ring(dial);
  if (!dial.action) return {};
  Goto to{*dial.action, dial.method, {}};
  to.event = {{"DialCallStatus", std::string(dial_status(rung.far.how))},
              {"DialCallSid", rung.call_sid},
              {"DialBridged", rung.bridged ? "true" : "false"}};
  if (rung.far.how == FarEnd::How::answered) {
    to.event.emplace_back("DialCallDuration", std::to_string(rung.bridged ? rung.far.seconds : 0));
  }
  return to;
}

TextPhone::Rung TextPhone::ring(const DialVerb& dial) {
  Rung rung{handset_.dialled(dial), fresh_sid()};
  if (rung.far.how != FarEnd::How::answered) {
    note(std::string(dial_status(rung.far.how)));
    pass(std::chrono::seconds(rung.far.how == FarEnd::How::no_answer ? dial.ring_seconds : 2));
    return rung;
  }
  note("answered");
  rung.bridged = !dial.whisper_url || whisper(dial, rung.far, rung.call_sid);
  note(rung.bridged ? "connected" : "not connected");
  if (rung.bridged) pass(std::chrono::seconds(rung.far.seconds));
  return rung;
}

bool TextPhone::whisper(const DialVerb& dial, const FarEnd& far, const std::string& call_sid) {
  CallPlan plan = plan_;
  const auto url = here_ ? resolve(*here_, *dial.whisper_url) : std::nullopt;
  plan.url = url ? url->text() : *dial.whisper_url;
  plan.status_url.clear();
  plan.fallback_url.clear();
  plan.from = dial.caller_id.empty() ? plan_.from : dial.caller_id;
  plan.to = dial.number;
  plan.direction = CallDirection::outbound_dial;
  plan.parent_call_sid = plan_.call_sid;
  plan.call_sid = call_sid;
  WhisperHandset handset(handset_, far.keys);
  TextPhone other(std::move(plan), http_, handset, dice_, clock_, linger_);
  const CallOutcome outcome = other.call();
  findings_.insert(findings_.end(), outcome.findings.begin(), outcome.findings.end());
  pass(outcome.lasted);
  return outcome.how == Ended::document_ran_out;
}

TextPhone::Next TextPhone::perform(const RedirectVerb& redirect) {
  return Goto{redirect.url, redirect.method, {}};
}

TextPhone::Next TextPhone::perform(const HangupVerb&) { return Ended::by_line; }

TextPhone::Next TextPhone::perform(const RejectVerb& reject) {
  if (verbs_done_) {
    find({12200, "<Reject> must be the first verb"});
    return Ended::by_line;
  }
  status_ = reject.busy ? "busy" : "no-answer";
  note(reject.busy ? "busy tone" : "the call is refused");
  return Ended::refused;
}

}  // namespace latchkey::ivr
