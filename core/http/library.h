// The one place where Latchkey meets cpp-httplib: it writes our answers.
//
// Debian's 0.11.4 is given a request line of our own making and none of the client's bytes, so the
// holes in its header, body, multipart and range readers (limits.md 1.2) can't be reached; its
// pre-routing hook answers, so no std::regex route is ever tried. process_request() is protected
// and changed in later releases: a newer library means changing library.cpp alone.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "core/http/head.h"
#include "core/http/message.h"

namespace latchkey::http {

// Not thread-safe: each worker has its own.
class Library {
 public:
  // `idle`: what clients are told about keep-alive.
  explicit Library(std::chrono::milliseconds idle);
  ~Library();

  // `response` as HTTP/1.1 bytes. A HEAD request gets the headers alone. A response that would
  // break the protocol (a line end in a header, an own Content-Length) is a Bug.
  std::string write(const Request& request, Response response, After after);

 private:
  class Engine;
  std::unique_ptr<Engine> engine_;
};

}  // namespace latchkey::http
