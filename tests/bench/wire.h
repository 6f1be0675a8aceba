// Requests and answers as bytes: what every client of the benchmarks writes and reads.
//
// Pure; thread-safe. Answers are read as cpp-httplib writes them, with a Content-Length.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/http/message.h"

namespace latchkey::bench {

struct Answer {
  int status = 0;
  std::string_view head, body;  // valid as long as the bytes that they were read from
};

struct Whole {
  Answer answer;
  std::size_t bytes;  // that it took up
};
// Empty while it is not all there.
std::optional<Whole> whole_answer(std::string_view in);

// What stands between `before` and `after`; empty if it is not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view after);

// application/x-www-form-urlencoded.
std::string form(const http::Fields& fields);

// `headers` end with \r\n each.
std::string get(std::string_view path, std::string_view headers);
std::string post(std::string_view path, std::string_view headers, std::string_view body);

}  // namespace latchkey::bench
