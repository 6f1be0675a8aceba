#include "core/base/log.h"

#include <fmt/format.h>

#include <cstdio>
#include <mutex>

namespace latchkey {

namespace {

std::mutex& line_mutex() {
  static std::mutex mutex;  // standard error is one for the whole process
  return mutex;
}

// Control characters and quotes can't break out of a line (standards.md T33).
void append_json(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  out += '"';
}

}  // namespace

void StderrSink::write(std::string_view line) {
  // Where standard error is gone there is nobody left to tell.
  static_cast<void>(std::fwrite(line.data(), 1, line.size(), stderr));
  static_cast<void>(std::fputc('\n', stderr));
}

void Log::info(Word event, std::initializer_list<Field> fields) { line("info", event, {}, fields); }
void Log::warn(Word event, std::initializer_list<Field> fields) { line("warn", event, {}, fields); }
void Log::fault(Word event, std::string_view what, std::initializer_list<Field> fields) {
  line("fault", event, what, fields);
}

void Log::line(std::string_view level, Word event, std::string_view what,
               std::initializer_list<Field> fields) {
  std::string out = fmt::format(R"({{"at":{},"level":"{}","event":"{}")", to_millis(clock_.now()),
                                level, event.text());
  for (const Field& field : fields) {
    out += ',';
    append_json(out, field.name.text());
    out += ':';
    if (const auto* number = std::get_if<std::int64_t>(&field.value))
      out += std::to_string(*number);
    else
      append_json(out, std::get<Word>(field.value).text());
  }
  if (!what.empty()) {
    out += R"(,"what":)";
    append_json(out, what);
  }
  out += '}';
  const std::lock_guard lock(line_mutex());
  sink_.write(out);
}

}  // namespace latchkey
