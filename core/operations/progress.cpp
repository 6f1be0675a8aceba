#include "core/operations/progress.h"

#include <unistd.h>

namespace latchkey::operations {

namespace {

constexpr std::chrono::milliseconds between{100};

}  // namespace

Progress progress_here() { return isatty(STDERR_FILENO) == 1 ? Progress::shown : Progress::silent; }

void ProgressLine::show(const std::string& text) {
  if (progress_ == Progress::silent) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + between;
  const std::size_t rest = width_ > text.size() ? width_ - text.size() : 0;
  err_ << '\r' << text << std::string(rest, ' ') << std::flush;
  width_ = text.size();
}

ProgressLine::~ProgressLine() {
  if (width_ > 0) err_ << '\r' << std::string(width_, ' ') << '\r' << std::flush;
}

}  // namespace latchkey::operations
