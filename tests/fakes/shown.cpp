#include "tests/fakes/shown.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/flow/flow.h"
#include "core/flow/step_words.h"

namespace latchkey::fakes {

namespace {

// The pattern without its {values}, which may hold braces themselves.
std::vector<std::string> literals(std::string_view pattern) {
  std::vector<std::string> parts(1);
  int depth = 0;
  for (const char c : pattern) {
    if (c == '{' && depth++ == 0) parts.emplace_back();
    if (depth == 0) parts.back() += c;
    if (c == '}') --depth;
  }
  return parts;
}

std::size_t weight(std::string_view pattern) {
  std::size_t size = 0;
  for (const auto& part : literals(pattern)) size += part.size();
  return size;
}

std::string_view pattern_of(const Texts& texts, const std::string& language,
                            const std::string& key) {
  const auto own = texts.raw(language, key);
  return own.empty() ? texts.raw("en", key) : own;
}

// The conversation's own steps and every node of guidance.
std::vector<std::string> all_steps(const Texts& texts) {
  constexpr std::string_view title = ".title";
  std::vector<std::string> ids(flow::step_ids().begin(), flow::step_ids().end());
  for (const std::string& key : texts.keys("en"))
    if (key.starts_with("guidance.") && key.ends_with(title))
      ids.push_back(key.substr(0, key.size() - title.size()));
  return ids;
}

template <class Fits>
std::string best_step(const Texts& texts, const std::string& language, std::string_view medium,
                      Fits fits) {
  std::string best;
  std::size_t best_weight = 0;
  for (const std::string& id : all_steps(texts)) {
    const std::string key = flow::words_of(id);
    const auto text = pattern_of(texts, language, key + "." + std::string(medium));
    if (weight(text) <= best_weight || !fits(key, text)) continue;
    best = id;
    best_weight = weight(text);
  }
  return best;
}

std::string best_notice(const Texts& texts, const std::string& language, std::string_view medium,
                        std::string_view said) {
  std::string best;
  std::size_t best_weight = 0;
  for (int i = 1; i <= static_cast<int>(flow::last_notice); ++i) {
    const std::string word(flow::word(static_cast<flow::Notice>(i)));
    const auto text = pattern_of(texts, language, "notices." + word + "." + std::string(medium));
    if (weight(text) <= best_weight || find_pattern(said, text, Extent::whole) != 0) continue;
    best = word;
    best_weight = weight(text);
  }
  return best;
}

// What the phone says before the question: of the last answer, or of the lack of one.
std::string spoken_notice(const Texts& texts, const std::string& language, std::string_view said) {
  for (const char* slip : {"silence", "wrong_key", "wrong_length"})
    if (said == pattern_of(texts, language, std::string("words.phone.") + slip)) return slip;
  return best_notice(texts, language, "voice", said);
}

// A menu's further page has no question, only choices.
std::string step_of_choices(const Texts& texts, const std::string& language,
                            std::string_view speech) {
  constexpr std::string_view steps = "steps.", options = ".options.", voice = ".voice";
  for (const std::string& key : texts.keys("en")) {
    const auto at = key.find(options);
    // What several steps share tells of none.
    if (!key.starts_with(steps) || at == std::string::npos || at < steps.size()) continue;
    if (!key.ends_with(voice)) continue;
    if (find_pattern(speech, pattern_of(texts, language, key), Extent::part) != std::string::npos)
      return key.substr(steps.size(), at - steps.size());
  }
  return "";
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

}  // namespace

std::size_t find_pattern(std::string_view text, std::string_view pattern, Extent extent) {
  const auto parts = literals(pattern);
  std::size_t first = std::string_view::npos, at = 0;
  for (const std::string& part : parts) {
    const auto found = text.find(part, at);
    if (found == std::string_view::npos) return found;
    if (first == std::string_view::npos) first = found;
    at = found + part.size();
  }
  const bool to_the_end = text.ends_with(parts.back());
  if (extent == Extent::whole && (first != 0 || !to_the_end)) return std::string_view::npos;
  if (extent == Extent::whole && parts.size() == 1 && text.size() != parts[0].size())
    return std::string_view::npos;
  return first;
}

Recognised recognise_page(const Texts& texts, const std::string& language, std::string_view title,
                          std::string_view lead, std::string_view notice) {
  const auto fits = [&](const std::string& key, std::string_view text) {
    return find_pattern(title, pattern_of(texts, language, key + ".title"), Extent::whole) == 0 &&
           find_pattern(lead, text, Extent::whole) == 0;
  };
  return {best_step(texts, language, "page", fits), best_notice(texts, language, "page", notice)};
}

Recognised recognise_speech(const Texts& texts, const std::string& language,
                            std::string_view speech) {
  const auto begin = [&](const std::string& key) {
    const auto again = pattern_of(texts, language, key + ".voice_again");
    const auto found =
        find_pattern(speech, pattern_of(texts, language, key + ".voice"), Extent::part);
    if (found != std::string_view::npos || again.empty()) return found;
    return find_pattern(speech, again, Extent::part);
  };
  const auto fits = [&](const std::string& key, std::string_view) {
    return begin(key) != std::string_view::npos;
  };
  // The greeting is made of words of its own.
  if (speech.find("press 1") != std::string_view::npos &&
      speech.find("oprima") != std::string_view::npos) {
    auto begins = find_pattern(speech, texts.raw("en", "words.phone.welcome"), Extent::part);
    for (const Language& each : texts.languages())
      begins = std::min(begins, find_pattern(speech, each.offer_voice, Extent::part));
    return {"choose_language", spoken_notice(texts, language, trimmed(speech.substr(0, begins)))};
  }
  const std::string step = best_step(texts, language, "voice", fits);
  if (step.empty()) return {step_of_choices(texts, language, speech), ""};
  const auto begins = begin(flow::words_of(step));
  return {step, spoken_notice(texts, language, trimmed(speech.substr(0, begins)))};
}

std::string offered_key(const Texts& texts, const std::string& step, const std::string& option,
                        std::string_view speech, const std::string& language) {
  for (const char* key : {"1", "2", "3", "4"}) {
    const auto offer = texts.fill(language, flow::words_of_option(texts, step, option) + ".voice",
                                  {{"key", std::string_view(key)}});
    if (speech.find(offer) != std::string_view::npos) return key;
  }
  return "";
}

std::string unescaped(std::string_view html) {
  constexpr std::pair<std::string_view, char> entities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}};
  std::string text;
  while (!html.empty()) {
    bool taken = false;
    for (const auto& [name, sign] : entities)
      if (!taken && html.starts_with(name)) {
        text += sign;
        html.remove_prefix(name.size());
        taken = true;
      }
    if (taken) continue;
    text += html.front();
    html.remove_prefix(1);
  }
  return text;
}

std::string between(std::string_view text, std::string_view before, std::string_view after) {
  const auto from = text.find(before);
  if (from == std::string_view::npos) return "";
  const auto to = text.find(after, from + before.size());
  if (to == std::string_view::npos) return "";
  return std::string(text.substr(from + before.size(), to - from - before.size()));
}

}  // namespace latchkey::fakes
