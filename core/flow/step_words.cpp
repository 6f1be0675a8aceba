#include "core/flow/step_words.h"

namespace latchkey::flow {

namespace {

constexpr std::string_view guidance = "guidance.", steps = "steps.";

}  // namespace

std::string words_of(std::string_view step_id) {
  return step_id.starts_with(guidance) ? std::string(step_id) : std::string(steps).append(step_id);
}

std::string words_of_option(const Texts& texts, std::string_view step_id, std::string_view option) {
  std::string own = words_of(step_id).append(".options.").append(option);
  if (texts.has(own + ".page")) return own;
  return std::string(step_id.starts_with(guidance) ? guidance : steps)
      .append("options.")
      .append(option);
}

}  // namespace latchkey::flow
