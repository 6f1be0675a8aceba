#include "ivr/step_answer.h"

#include "ivr/step_twiml.h"

namespace latchkey::ivr {

namespace {

// The input that keys give to this step, once they are understood.
struct AnswerOf {
  const Keyed& keyed;
  int page;
  flow::Input operator()(const flow::Choice& choice) const {
    return flow::Picked{std::string(option_at(choice, page, keyed.choice))};
  }
  flow::Input operator()(const flow::BirthDate&) const { return flow::Dated{keyed.digits}; }
  flow::Input operator()(const flow::OfficeChoice&) const {
    if (keyed.digits == "1") return flow::Picked{"here"};
    return flow::Typed{Secret(keyed.digits)};
  }
  template <class Other>
  flow::Input operator()(const Other&) const {
    return flow::Typed{Secret(keyed.digits)};
  }
};

}  // namespace

bool has_more_pages(const flow::Step& step) {
  const auto* choice = std::get_if<flow::Choice>(&step.field);
  return choice && choice->options.size() > choices_a_page;
}

flow::Input of_caller(flow::Input input, std::string_view from) {
  const auto* picked = std::get_if<flow::Picked>(&input);
  if (picked && picked->option == "text_steps") return flow::TextSteps{std::string(from)};
  return input;
}

std::optional<flow::Input> input_of(const Keyed& keys, const conversations::Prompt& asked,
                                    int page) {
  switch (keys.meaning) {
    case Meaning::person:
      return flow::AskPerson{};
    case Meaning::more:
      if (has_more_pages(asked.step)) return std::nullopt;
      if (asked.step.other_way != flow::Step::OtherWays::offered) return std::nullopt;
      return flow::OtherWay{};
    case Meaning::aside:
      return flow::Picked{std::string(std::get<flow::Choice>(asked.step.field).aside)};
    case Meaning::choice:
    case Meaning::digits:
      return std::visit(AnswerOf{keys, page}, asked.step.field);
    case Meaning::nothing_asked:
    case Meaning::silence:
    case Meaning::not_understood:
    case Meaning::repeat:
      break;
  }
  return std::nullopt;
}

}  // namespace latchkey::ivr
