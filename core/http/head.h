// The strict reader of a request's head: the guard in front of everything else.
//
// cpp-httplib 0.11.4 can be crashed, flooded or confused by heads that it accepts (limits.md 1.2),
// so it never sees a client's bytes: judge() accepts only the plain HTTP/1.x that browsers, front
// proxies and providers send, and refuses the rest with one status. What two readers could
// understand differently (two lengths, a length and chunks, folded lines, bare line feeds) is
// refused, so that no front proxy can be made to disagree with us (RFC 9112 §11.2, request
// smuggling). Pure functions; thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/http/message.h"

namespace latchkey::http {

inline constexpr std::size_t header_lines_max = 100;
inline constexpr std::size_t target_bytes_max = 4096;
inline constexpr std::size_t path_bytes_max = 512;

// What a listener accepts. `hosts` as in Listen.
struct Rules {
  std::size_t header_bytes_max;
  std::size_t body_bytes_max;
  std::vector<std::string> hosts;
  // One path may be sent more: a list of patients.
  std::string large_path{};
  std::size_t large_bytes_max = 0;
};

enum class After { keep_open, close };  // what follows the answer

// An accepted head: where the request ends and what follows it.
struct Head {
  std::size_t bytes = 0;  // with its blank line
  std::size_t body_bytes = 0;
  After after = After::keep_open;
};

// Why nothing of this request reaches a handler. The connection closes after it, because where the
// next request would begin can't be trusted.
struct Refusal {
  int status = 400;
};

using Verdict = std::variant<Head, Refusal>;

// The length of the head with its blank line; empty while that has not come. `searched` bytes are
// known to hold none, so that a byte at a time costs no more than all at once.
std::optional<std::size_t> head_length(std::string_view bytes, std::size_t searched);

// `head`: exactly head_length() bytes.
Verdict judge(std::string_view head, const Rules& rules);

// The request that an accepted `head` and its body say. Its `peer` is left empty.
Request read_request(std::string_view head, std::string_view body);

// The whole answer to a refused request: a status, a plain sentence and `Connection: close`.
std::string refusal_answer(int status);

}  // namespace latchkey::http
