#include "kiosk/browser/first_match.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <bitset>
#include <mutex>
#include <unordered_map>

#include "core/base/fault.h"

namespace latchkey::kiosk {

namespace {

// Shorter texts would be in almost every User-Agent.
constexpr int atom_length_min = 3;

RE2::Options options_with(std::int64_t memory) {
  RE2::Options options;
  options.set_encoding(RE2::Options::EncodingLatin1);  // any bytes at all are a text
  options.set_log_errors(false);
  options.set_max_mem(memory);
  return options;
}

// Which sequences of three bytes a text has, roughly: a set that errs only to "yes".
class Trigrams {
 public:
  explicit Trigrams(std::string_view text) {
    for (std::size_t i = 0; i + 3 <= text.size(); ++i) seen_.set(slot(text.substr(i, 3)));
  }
  bool may_hold(std::string_view three) const { return seen_.test(slot(three)); }

 private:
  static std::size_t slot(std::string_view three) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(three[i]); };
    return (byte(0) * 961u + byte(1) * 31u + byte(2)) % slots;
  }
  static constexpr std::size_t slots = 4096;
  std::bitset<slots> seen_;
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

}  // namespace

// The filter's own expressions are never run, so that they never grow caches; `ready` holds those
// that have been, each with the least memory that RE2 accepts for it.
struct FirstMatch::Engine {
  re2::FilteredRE2 filter{atom_length_min};
  std::vector<std::string> atoms;

  std::mutex lock;
  std::unordered_map<int, std::shared_ptr<const RE2>> ready;
  std::size_t ready_bytes = 0;

  std::vector<int> candidates(std::string_view text) const {
    const std::string low = lower(text);
    const Trigrams trigrams(low);
    std::vector<int> present;
    for (std::size_t i = 0; i < atoms.size(); ++i)
      if (trigrams.may_hold(atoms[i]) && low.find(atoms[i]) != std::string::npos)
        present.push_back(static_cast<int>(i));
    std::vector<int> out;
    filter.AllPotentials(present, &out);
    std::sort(out.begin(), out.end());
    return out;
  }

  std::shared_ptr<const RE2> compiled(int id) {
    const std::lock_guard guard(lock);
    if (const auto found = ready.find(id); found != ready.end()) return found->second;
    std::shared_ptr<const RE2> regex;
    std::int64_t memory = 16 << 10;
    do {
      memory *= 2;
      regex = std::make_shared<const RE2>(filter.GetRE2(id).pattern(), options_with(memory));
    } while (!regex->ok() && regex->error_code() == RE2::ErrorPatternTooLarge);
    ensure(regex->ok(), "an expression that RE2 has read once is read again");
    if (ready_bytes + static_cast<std::size_t>(memory) > memory_max) {
      ready.clear();
      ready_bytes = 0;
    }
    ready_bytes += static_cast<std::size_t>(memory);
    return ready.emplace(id, std::move(regex)).first->second;
  }
};

FirstMatch::FirstMatch(const std::vector<std::string>& regexes)
    : engine_(std::make_unique<Engine>()) {
  RE2::Options options = options_with(1 << 20);
  options.set_never_capture(true);
  for (const std::string& regex : regexes) {
    int id = 0;
    if (engine_->filter.Add(regex, options, &id) != RE2::NoError)
      throw Fault("RE2 can't read the regular expression " + regex.substr(0, 200));
  }
  engine_->filter.Compile(&engine_->atoms);
}

FirstMatch::~FirstMatch() = default;

std::size_t FirstMatch::memory() const {
  const std::lock_guard guard(engine_->lock);
  return engine_->ready_bytes;
}

std::optional<FirstMatch::Match> FirstMatch::find(std::string_view text) const {
  const re2::StringPiece piece(text.data(), text.size());
  for (const int id : engine_->candidates(text)) {
    const auto regex = engine_->compiled(id);
    std::vector<re2::StringPiece> caught(
        static_cast<std::size_t>(regex->NumberOfCapturingGroups()) + 1);
    if (!regex->Match(piece, 0, text.size(), RE2::UNANCHORED, caught.data(),
                      static_cast<int>(caught.size())))
      continue;
    Match match{static_cast<std::size_t>(id), {}};
    for (std::size_t i = 1; i < caught.size(); ++i) match.groups.push_back(caught[i].as_string());
    return match;
  }
  return std::nullopt;
}

}  // namespace latchkey::kiosk
