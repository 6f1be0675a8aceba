// A helper process of a test: started with a pipe on its output, ended by its own id.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace latchkey::fakes {

class Child {
 public:
  // Starts `arguments[0]`. A program that can't be started is a Fault.
  explicit Child(const std::vector<std::string>& arguments);
  ~Child();  // SIGTERM, then waits for the end
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // SIGKILL, as a machine that loses its power; its end is awaited.
  void kill_now();
  // Has it ended by itself?
  bool ended();

  // The next line of its output without '\n'; empty when it closed its output.
  std::string line();

 private:
  void end(int signal);
  pid_t pid_ = -1;
  int output_ = -1;
  std::string buffer_;
};

}  // namespace latchkey::fakes
