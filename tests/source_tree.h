// The program's own sources, as the tests that judge them read them.
//
// Nothing here compiles C++: a scanner that knows comments, strings and braces is enough to count
// a function's lines and to find a word in code that is not in a comment.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace latchkey::tests {

struct SourceFile {
  std::string path;  // from the top of the tree: "core/base/time.h"
  std::string text;

  bool is_header() const { return path.ends_with(".h"); }
};

// Every .h and .cpp that belongs to the project, sorted by path.
std::vector<SourceFile> project_sources();

struct Include {
  std::string target;
  enum class Kind { own, library } kind = Kind::own;  // "…" or <…>
  int line = 0;
};
std::vector<Include> includes_of(std::string_view text);

// The text with comments and the insides of strings made blank; lines and columns stay.
std::string code_only(std::string_view text);

struct FunctionLines {
  int line = 0;   // where its body opens
  int count = 0;  // lines of the body, braces included
};
// Every function body, test cases included; bodies inside others (lambdas) belong to theirs.
std::vector<FunctionLines> functions_of(std::string_view text);

// Lines without their breaks.
std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace latchkey::tests
