// What the phone provider is told to do: a TwiML document, written front to back into one string.
//
// Only the verbs that every TwiML-like provider has (telephony.md §3: Twilio, SignalWire, Telnyx,
// Somleng) can be written, and only where they may stand: Response has all of them, Prompt (what
// is spoken inside a Gather) has say and pause. Whatever text goes in, the elements that come out
// are the same: control characters and invalid UTF-8 are dropped, the rest is escaped
// (standards.md T20). URLs are ours, never a person's; ensure() refuses anything else. Nothing
// after a verb that ends the document may follow. Documents are cheap: no tree, no second pass.
// One document belongs to one thread; a Dialect is immutable and shared.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/courier/path_seal.h"

namespace latchkey::ivr {

enum class Ssml { off, on };
// Where the provider knows <Pause>: Twilio and SignalWire everywhere, Telnyx not inside a Gather,
// Somleng nowhere. Where it may not stand, punctuation has to do.
enum class Pauses { everywhere, outside_gather, nowhere };
enum class Pace { normal, slow };

struct Voice {
  std::string language;  // ours: "en", "es"
  std::string locale;    // the provider's: "en-US", "es-US"
  std::string name;      // "Polly.Joanna"; empty: the provider's default voice of that locale
};

// How one provider wants to be spoken to. Made once at start.
class Dialect {
 public:
  // Needs: at least one voice; a language stands once. ConfigFault otherwise. `seal`: of our own
  // paths, as they stand in the document.
  Dialect(const std::vector<Voice>& voices, Ssml ssml, Pauses pauses,
          courier::PathSeal seal = courier::PathSeal());

  // "<Say language=… voice=…>" for that language, or for the first one if it is not known.
  std::string_view say_tag(std::string_view language) const;
  Ssml ssml() const { return ssml_; }
  Pauses pauses() const { return pauses_; }
  const courier::PathSeal& seal() const { return seal_; }

 private:
  struct Tag {
    std::string language, opening;
  };
  std::vector<Tag> tags_;
  Ssml ssml_;
  Pauses pauses_;
  courier::PathSeal seal_;
};

enum class FinishKey { pound, none };
// What a Gather without any key does: tell the action (always asked again there), or go on to the
// next verb. Of the two, one is unreachable, so each Gather names one (telephony.md §3).
enum class OnEmpty { post_to_action, go_on };

struct Gather {
  std::string_view action;    // path or absolute URL; state goes in the path, never in a query
  int timeout_seconds = 8;    // 5…60; standards of older and relay callers need 8 and more
  std::optional<int> digits;  // numDigits: stops by itself after so many; 1…64
  FinishKey finish = FinishKey::pound;
  OnEmpty on_empty = OnEmpty::post_to_action;
};

struct Record {
  std::string_view action;
  int silence_seconds = 5;  // so much silence ends it
  int longest_seconds = 120;
  std::string_view status_url;  // told when the recording can be fetched; empty: nobody is told
};

struct Dial {
  std::string_view number;     // E.164
  std::string_view caller_id;  // E.164 of our own line; empty: the caller's number
  std::string_view action;
  std::string_view whisper_url;  // TwiML heard by the answerer first; empty: none
  int ring_seconds = 25;
  int longest_seconds = 1800;
};

enum class Refusal { rejected, busy };

// What is spoken while keys are awaited. Obtained from Response::gather only.
class Prompt {
 public:
  Prompt(std::string& out, const Dialect& dialect) : out_(out), dialect_(dialect) {}

  // Speaks `text`; nothing if no speakable character is left of it. Long texts become several
  // Say verbs, cut at sentence borders.
  Prompt& say(std::string_view language, std::string_view text, Pace pace = Pace::normal);
  // Needs: 1…60 seconds. Left out where the provider does not allow it.
  Prompt& pause(int seconds);

 private:
  std::string& out_;
  const Dialect& dialect_;
};

class Response {
 public:
  // `dialect` must outlive the document.
  explicit Response(const Dialect& dialect);

  Response& say(std::string_view language, std::string_view text, Pace pace = Pace::normal);
  Response& pause(int seconds);
  // `fill` is called with a Prompt for what is heard meanwhile.
  template <class Fill>
  Response& gather(const Gather& how, Fill fill) {
    open_gather(how);
    Prompt prompt(out_, dialect_);
    fill(prompt);
    return close_gather(how);
  }
  // An audio file, not a person's recording.
  Response& play(std::string_view url);
  // Follow it with a redirect to the same action: some providers go on to the next verb when
  // nothing was said, and the end of the document would hang up.
  Response& record(const Record& how);

  // The verbs below end the document; after them, only take() may be called.
  Response& redirect(std::string_view url);
  // `seconds` of silence, then `url`: how a caller waits (rulings.md R13), on every provider.
  Response& wait(int seconds, std::string_view url);
  Response& dial(const Dial& how);
  Response& hangup();
  // Refuses the call unanswered and unbilled. Needs: the document is still empty.
  Response& reject(Refusal why);

  // The whole document. Needs: at most 64,000 bytes (error 11750); a longer one is a bug.
  std::string take() &&;

 private:
  void open_gather(const Gather& how);
  Response& close_gather(const Gather& how);
  void open_verb();
  void append_url(std::string_view name, std::string_view url);
  Response& ended();

  std::string out_;
  const Dialect& dialect_;
  bool ended_ = false;
};

// Appends `text` so that it can stand inside an element or a quoted attribute: escaped, without
// invalid UTF-8 or control characters (line breaks and tabs become spaces).
void append_escaped(std::string& out, std::string_view text);

// What follows "HTTP/1.1 200" for every document.
inline constexpr std::string_view twiml_content_type = "text/xml; charset=utf-8";
inline constexpr std::size_t document_bytes_max = 64000;
inline constexpr std::size_t say_characters_max = 3000;

}  // namespace latchkey::ivr
