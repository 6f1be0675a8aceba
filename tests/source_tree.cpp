#include "tests/source_tree.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace latchkey::tests {

namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 4> rooms = {"core", "kiosk", "ivr", "tests"};

SourceFile read(const fs::path& top, const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return {path.lexically_relative(top).generic_string(), text.str()};
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Walks through code, blanking what is not code.
class Blanker {
 public:
  explicit Blanker(std::string_view text) : in_(text), out_(text) {}

  std::string run() {
    while (at_ < in_.size()) {
      if (starts("//"))
        blank_to(in_.find('\n', at_));
      else if (starts("/*"))
        blank_to(after(in_.find("*/", at_), 2));
      else if (starts("R\"") && (at_ == 0 || !is_word(in_[at_ - 1])))
        raw_string();
      else if (in_[at_] == '"' || (in_[at_] == '\'' && !is_digit_separator()))
        quoted(in_[at_]);
      else
        ++at_;
    }
    return std::move(out_);
  }

 private:
  bool starts(std::string_view what) const { return in_.substr(at_, what.size()) == what; }
  std::size_t after(std::size_t found, std::size_t size) const {
    return found == std::string_view::npos ? in_.size() : found + size;
  }
  bool is_digit_separator() const {
    return at_ > 0 && std::isxdigit(static_cast<unsigned char>(in_[at_ - 1])) != 0;
  }

  void blank_to(std::size_t end) {
    for (end = std::min(end, in_.size()); at_ < end; ++at_)
      if (in_[at_] != '\n') out_[at_] = ' ';
  }

  void raw_string() {
    const std::size_t open = in_.find('(', at_);
    const std::string close = ")" + std::string(in_.substr(at_ + 2, open - at_ - 2)) + "\"";
    blank_to(after(in_.find(close, at_), close.size()));
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    while (end < in_.size() && in_[end] != quote && in_[end] != '\n')
      end += in_[end] == '\\' ? 2 : 1;
    // The quotes stay, so that an include's name is still seen to be one.
    ++at_;
    blank_to(end);
    ++at_;
  }

  std::string_view in_;
  std::string out_;
  std::size_t at_ = 0;
};

// Whether a brace after this piece of code opens a function's body.
bool opens_function(std::string_view head) {
  const std::size_t close = head.rfind(')');
  if (close == std::string_view::npos) return false;
  std::size_t begin = head.find_first_not_of(" \n\t");
  std::size_t end = begin;
  while (end < head.size() && is_word(head[end])) ++end;
  const std::string_view first = head.substr(begin, end - begin);
  for (const std::string_view other : {"namespace", "enum", "if", "for", "while", "switch", "do"})
    if (first == other) return false;
  // "struct A final : B {" has no parenthesis that is not its own base's or attribute's.
  return !((first == "struct" || first == "class" || first == "union") &&
           head.find(" = ") == std::string_view::npos && head.find('(') > head.find(':'));
}

}  // namespace

std::vector<SourceFile> project_sources() {
  const fs::path top = LATCHKEY_SOURCE_DIR;
  std::vector<SourceFile> out;
  for (const std::string_view room : rooms) {
    if (!fs::exists(top / room)) continue;
    for (auto entry = fs::recursive_directory_iterator(top / room);
         entry != fs::recursive_directory_iterator(); ++entry) {
      if (entry->path().filename() == "node_modules") entry.disable_recursion_pending();
      const auto extension = entry->path().extension();
      if (extension == ".h" || extension == ".cpp") out.push_back(read(top, entry->path()));
    }
  }
  if (fs::exists(top / "main.cpp")) out.push_back(read(top, top / "main.cpp"));
  std::sort(out.begin(), out.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  return out;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> out;
  int number = 0;
  for (std::string_view line : lines_of(text)) {
    ++number;
    const auto skip = [&line] {
      line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    };
    skip();
    if (!line.starts_with('#')) continue;
    line.remove_prefix(1);
    skip();
    if (!line.starts_with("include")) continue;
    line.remove_prefix(7);
    skip();
    if (line.empty() || (line[0] != '"' && line[0] != '<')) continue;
    const auto kind = line[0] == '"' ? Include::Kind::own : Include::Kind::library;
    line.remove_prefix(1);
    out.push_back({std::string(line.substr(0, line.find_first_of("\">"))), kind, number});
  }
  return out;
}

std::string code_only(std::string_view text) { return Blanker(text).run(); }

std::vector<FunctionLines> functions_of(std::string_view text) {
  const std::string code = code_only(text);
  std::vector<FunctionLines> out;
  std::size_t head = 0;       // where the piece of code before a brace began
  int depth = 0, inside = 0;  // braces open; the depth at which the current function began
  int line = 1;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (c == '\n') ++line;
    if (c == '#' && inside == 0) {  // a preprocessor line is no part of a declaration
      i = std::min(code.find('\n', i), code.size()) - 1;
      head = i + 1;
    } else if (c == '{') {
      ++depth;
      if (inside == 0 && opens_function(std::string_view(code).substr(head, i - head))) {
        inside = depth;
        out.push_back({line, 0});
      }
      head = i + 1;
    } else if (c == '}') {
      if (inside == depth && inside > 0) {
        out.back().count = line - out.back().line + 1;
        inside = 0;
      }
      --depth;
      head = i + 1;
    } else if (c == ';') {
      head = i + 1;
    }
  }
  return out;
}

}  // namespace latchkey::tests
