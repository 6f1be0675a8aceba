#include "ivr/text_phone/script.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace latchkey::ivr {

namespace {

struct Unreadable {
  std::string what;
};

// Reads one line of a script from left to right.
class Words {
 public:
  explicit Words(std::string_view rest) : rest_(rest) {}

  void skip_spaces() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) rest_.remove_prefix(1);
  }
  bool done() {
    skip_spaces();
    return rest_.empty() || rest_[0] == '#';
  }
  // Takes the words if the line goes on with exactly them.
  bool take(std::string_view words) {
    skip_spaces();
    if (!rest_.starts_with(words)) return false;
    const std::string_view after = rest_.substr(words.size());
    if (!after.empty() && after[0] != ' ' && after[0] != '\t') return false;
    rest_ = after;
    return true;
  }
  std::string word(const char* what) {
    skip_spaces();
    const std::size_t end = std::min(rest_.find_first_of(" \t"), rest_.size());
    if (end == 0) throw Unreadable{std::string(what) + " is missing"};
    std::string out(rest_.substr(0, end));
    rest_.remove_prefix(end);
    return out;
  }
  std::string quoted() {
    skip_spaces();
    const std::size_t end = rest_.starts_with('"') ? rest_.find('"', 1) : std::string_view::npos;
    if (end == std::string_view::npos) throw Unreadable{"words in \"quotes\" are missing"};
    std::string out(rest_.substr(1, end - 1));
    rest_.remove_prefix(end + 1);
    if (out.empty()) throw Unreadable{"the quoted words are empty"};
    return out;
  }
  int number(const char* what) {
    const std::string text = word(what);
    int value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || value < 0) {
      throw Unreadable{"'" + text + "' is no number"};
    }
    return value;
  }
  std::string keys() {
    std::string text = word("keys");
    bool named = false;
    for (const char c : text) {
      if (c == '{') named = true;
      if (!named && std::string_view("0123456789*#").find(c) == std::string_view::npos) {
        throw Unreadable{"'" + text + "' are not keys"};
      }
      if (c == '}') named = false;
    }
    if (named) throw Unreadable{"'{' is not closed"};
    return text;
  }

 private:
  std::string_view rest_;
};

void read_remember(Words& words, ScriptStep& step) {
  step.action = ScriptAction::remember;
  step.name = words.word("a name");
  if (!words.take("=") || !words.take("digits after")) {
    throw Unreadable{"write: remember NAME = digits after \"words\""};
  }
  step.words = words.quoted();
}

void read_dial(Words& words, ScriptStep& step) {
  step.action = ScriptAction::dial;
  if (words.take("answers")) {
    if (words.take("pressing")) step.words = words.keys();
  } else if (words.take("busy")) {
    step.far = FarEnd::How::busy;
  } else if (words.take("no answer")) {
    step.far = FarEnd::How::no_answer;
  } else if (words.take("fails")) {
    step.far = FarEnd::How::failed;
  } else {
    throw Unreadable{"dial: answers, busy, no answer or fails"};
  }
}

void read_expect(Words& words, ScriptStep& step) {
  if (words.take("end")) {
    step.action = ScriptAction::expect_end;
  } else if (words.take("refused")) {
    step.action = ScriptAction::expect_refused;
  } else if (words.take("error")) {
    step.action = ScriptAction::expect_error;
    step.number = words.number("the error's number");
  } else {
    throw Unreadable{"expect: end, refused or error NUMBER"};
  }
}

ScriptStep read_step(Words& words) {
  ScriptStep step;
  if (words.take("hear")) {
    step.action = ScriptAction::hear;
    step.words = words.quoted();
  } else if (words.take("not hear")) {
    step.action = ScriptAction::not_hear;
    step.words = words.quoted();
  } else if (words.take("press")) {
    step.action = ScriptAction::press;
    step.words = words.keys();
  } else if (words.take("interrupt")) {
    step.action = ScriptAction::interrupt;
    step.words = words.keys();
  } else if (words.take("silence")) {
    step.action = ScriptAction::silence;
  } else if (words.take("hang up")) {
    step.action = ScriptAction::hang_up;
  } else if (words.take("record")) {
    step.action = ScriptAction::record;
    step.number = words.number("the seconds");
  } else if (words.take("remember")) {
    read_remember(words, step);
  } else if (words.take("dial")) {
    read_dial(words, step);
  } else if (words.take("expect")) {
    read_expect(words, step);
  } else {
    throw Unreadable{"'" + words.word("a step") + "' is no step of a script"};
  }
  if (!words.done()) throw Unreadable{"something follows the step"};
  return step;
}

std::string one_spaced(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) out.push_back(c);
    if (space && !out.empty() && out.back() != ' ') out.push_back(' ');
  }
  return out;
}

// The digits said after `phrase`, up to the first letter: "is 1 2 3, 4 5 6. Press" → "123456".
std::string digits_after(std::string_view heard, std::string_view phrase) {
  const std::size_t at = heard.find(phrase);
  std::string digits;
  if (at == std::string_view::npos) return digits;
  for (const char c : heard.substr(at + phrase.size())) {
    if (c >= '0' && c <= '9') {
      digits.push_back(c);
    } else if (std::string_view(" ,.:-").find(c) == std::string_view::npos) {
      break;
    }
  }
  return digits;
}

// Follows the script; the first departure from it hangs up and is remembered.
class ScriptHandset final : public Handset {
 public:
  ScriptHandset(const Script& script, Names names, AskElsewhere elsewhere)
      : script_(script), elsewhere_(std::move(elsewhere)) {
    out_.names = std::move(names);
  }

  void hear(const Line& line) override {
    if (line.kind == LineKind::says) out_.said.push_back(line);
    out_.transcript.push_back(line.shown());
    if (line.kind == LineKind::says) heard_ += one_spaced(line.text) + " ";
  }

  std::optional<std::string> keys(const KeysAsked&) override {
    const ScriptStep* step = next_action("keys are asked for");
    if (step == nullptr) return std::nullopt;
    switch (step->action) {
      case ScriptAction::press:
      case ScriptAction::interrupt:
        return filled(*step);
      case ScriptAction::silence:
        return std::string();
      case ScriptAction::hang_up:
        return std::nullopt;
      default:
        fail(*step, "keys are asked for");
        return std::nullopt;
    }
  }

  std::optional<std::string> barge_in() override {
    // What stands before `interrupt` must have been heard by now; if not, it comes later.
    std::size_t at = at_;
    for (; at < script_.size(); ++at) {
      const ScriptStep& step = script_[at];
      const bool about_words = step.action == ScriptAction::hear ||
                               step.action == ScriptAction::not_hear ||
                               step.action == ScriptAction::remember;
      if (!about_words) break;
      const bool heard = heard_.find(one_spaced(step.words)) != std::string::npos;
      if (!heard && step.action != ScriptAction::not_hear) return std::nullopt;
    }
    if (at == script_.size() || script_[at].action != ScriptAction::interrupt) return std::nullopt;
    return keys({});
  }

  Recorded record(const RecordVerb&) override {
    const ScriptStep* step = next_action("a message is recorded");
    if (step == nullptr || step->action == ScriptAction::hang_up) {
      return {Recorded::How::hung_up, 0};
    }
    if (step->action == ScriptAction::silence) return {};
    if (step->action != ScriptAction::record) fail(*step, "a message is recorded");
    return step->number > 0 ? Recorded{Recorded::How::spoke, step->number} : Recorded{};
  }

  FarEnd dialled(const DialVerb& verb) override {
    const ScriptStep* step = next_action("a number is dialled");
    if (step == nullptr) return {};
    if (step->action != ScriptAction::dial) {
      fail(*step, "the line dials " + verb.number);
      return {};
    }
    return {step->far, filled(*step).value_or(""), 60};
  }

  ScriptOutcome finish(CallOutcome call) {
    out_.call = std::move(call);
    // After the caller's own hanging up or a departure, there is nothing left to compare.
    const ScriptStep* step = out_.trouble ? nullptr : next_action(nullptr);
    if (step != nullptr) judge_end(*step);
    if (!out_.trouble && at_ < script_.size()) {
      trouble(script_[at_].line, "the call ended before this line");
    }
    return std::move(out_);
  }

 private:
  void trouble(int line, const std::string& what) {
    if (!out_.trouble) out_.trouble = ScriptTrouble{line, what};
  }

  void fail(const ScriptStep& step, const std::string& instead) {
    trouble(step.line, "the script goes another way: " + instead + "; heard: " + heard_);
  }

  // Checks and remembers what stands before the next thing that the caller does. Null if the
  // script is at its end (`doing` says what the line wants; null: the call is over) or was left.
  const ScriptStep* next_action(const char* doing) {
    while (at_ < script_.size() && !out_.trouble) {
      const ScriptStep& step = script_[at_++];
      if (step.action == ScriptAction::hear || step.action == ScriptAction::not_hear) {
        judge_heard(step);
      } else if (step.action == ScriptAction::remember) {
        remember(step);
      } else {
        if (doing != nullptr) heard_done_ = std::exchange(heard_, {});
        return &step;
      }
    }
    if (doing != nullptr && !out_.trouble) {
      const int last = script_.empty() ? 0 : script_.back().line;
      trouble(last, std::string("the script has ended, but ") + doing + "; heard: " + heard_);
    }
    return nullptr;
  }

  void judge_heard(const ScriptStep& step) {
    const bool heard = heard_.find(one_spaced(step.words)) != std::string::npos;
    if (heard == (step.action == ScriptAction::hear)) return;
    trouble(step.line,
            (heard ? "heard: \"" : "not heard: \"") + step.words + "\"; what was heard: " + heard_);
  }

  void remember(const ScriptStep& step) {
    std::string digits = digits_after(heard_, one_spaced(step.words));
    if (digits.empty()) {
      return trouble(step.line, "no digits after \"" + step.words + "\" in: " + heard_);
    }
    out_.names[step.name] = std::move(digits);
  }

  std::optional<std::string> filled(const ScriptStep& step) {
    std::string keys = step.words;
    for (std::size_t open = keys.find('{'); open != std::string::npos; open = keys.find('{')) {
      const std::size_t close = keys.find('}', open);
      const std::string name = keys.substr(open + 1, close - open - 1);
      const std::optional<std::string> value = value_of(name);
      if (!value) {
        trouble(step.line, "nobody knows {" + name + "}");
        return std::nullopt;
      }
      keys.replace(open, close - open + 1, *value);
    }
    return keys;
  }

  std::optional<std::string> value_of(const std::string& name) {
    if (const auto found = out_.names.find(name); found != out_.names.end()) return found->second;
    return elsewhere_ ? elsewhere_(name) : std::nullopt;
  }

  void judge_end(const ScriptStep& step) {
    const CallOutcome& call = out_.call;
    const bool ended = call.how == Ended::by_line || call.how == Ended::document_ran_out;
    const bool as_written =
        (step.action == ScriptAction::expect_end && ended) ||
        (step.action == ScriptAction::hang_up && call.how == Ended::by_caller) ||
        (step.action == ScriptAction::expect_refused && call.how == Ended::refused) ||
        (step.action == ScriptAction::expect_error && call.how == Ended::application_error &&
         call.error_code == step.number);
    if (!as_written) {
      trouble(step.line, "the call ended otherwise, after: " + heard_done_ + heard_);
    }
  }

  const Script& script_;
  AskElsewhere elsewhere_;
  std::size_t at_ = 0;
  std::string heard_;       // since the last key
  std::string heard_done_;  // before it, for messages
  ScriptOutcome out_;
};

}  // namespace

std::variant<Script, ScriptTrouble> parse_script(std::string_view text) {
  Script script;
  int line = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (one.ends_with('\r')) one.remove_suffix(1);
    ++line;
    Words words(one);
    if (words.done()) continue;
    try {
      script.push_back(read_step(words));
      script.back().line = line;
    } catch (const Unreadable& trouble) {
      return ScriptTrouble{line, trouble.what};
    }
  }
  return script;
}

ScriptOutcome run_script(const Script& script, const CallPlan& plan, const PhoneHttp& http,
                         Dice& dice, const Clock& clock, Names names, AskElsewhere elsewhere,
                         Linger linger) {
  ScriptHandset handset(script, std::move(names), std::move(elsewhere));
  TextPhone phone(plan, http, handset, dice, clock, std::move(linger));
  return handset.finish(phone.call());
}

}  // namespace latchkey::ivr
