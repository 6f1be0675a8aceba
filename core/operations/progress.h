// How far long work has come, told to a person at a terminal and to nobody else.
//
// One line on standard error that rewrites itself and is gone when the work is done, so that what
// a command says stays alone on the screen. Pipes and logs get none of it. One thread.
#pragma once

#include <chrono>
#include <ostream>
#include <string>

namespace latchkey::operations {

enum class Progress { silent, shown };

// Shown if standard error is a terminal.
Progress progress_here();

class ProgressLine {
 public:
  // `err` outlives it.
  ProgressLine(std::ostream& err, Progress progress) : err_(err), progress_(progress) {}
  ~ProgressLine();  // leaves an empty line behind
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // Puts `text` in place of what stood there. As often as you like: it writes ten times a second.
  void show(const std::string& text);

 private:
  std::ostream& err_;
  Progress progress_;
  std::size_t width_ = 0;
  std::chrono::steady_clock::time_point next_{};
};

}  // namespace latchkey::operations
