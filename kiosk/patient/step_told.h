// What a step tells, as a page writes it: values in its texts, and what stands by itself below them
// (a code in large letters, an office's week, a list).
#pragma once

#include <string>
#include <vector>

#include "core/base/text_pattern.h"
#include "kiosk/patient/step_page.h"

namespace latchkey::kiosk {

// A number to note down, in two groups: "482 1934".
std::string grouped_digits(const std::string& digits);

class StepTold {
 public:
  // Both outlive this.
  StepTold(const PageWorld& world, const conversations::Prompt& prompt);
  StepTold(const StepTold&) = delete;
  StepTold& operator=(const StepTold&) = delete;

  // For the step's texts; numbers stay numbers, for plurals. They live as long as this.
  const std::vector<TextValue>& values() const { return values_; }
  void show(View& step) const;

 private:
  void gather();
  void show_value(View& step, std::string_view name, std::string_view label) const;
  void show_hours(View& step, LocationId office) const;
  void show_list(View& step, std::string_view name, const flow::Categories& categories) const;
  std::string_view text(std::string_view key) const {
    return world_.texts.text(prompt_.language, key);
  }

  const PageWorld& world_;
  const conversations::Prompt& prompt_;
  std::vector<std::pair<std::string, std::string>> strings_;
  std::vector<TextValue> values_;
};

}  // namespace latchkey::kiosk
