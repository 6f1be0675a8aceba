#include "tests/fakes/demo_server.h"

#include <fstream>
#include <sstream>
#include <thread>

#include "tests/fakes/free_ports.h"
#include "tests/http_client.h"

namespace latchkey::fakes {

namespace {

std::string bytes_of(const Asked& asked, std::uint16_t port) {
  std::string out = asked.method + " " + asked.path +
                    " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port) +
                    "\r\nConnection: close\r\n";
  for (const auto& [name, value] : asked.headers) out += name + ": " + value + "\r\n";
  if (asked.method == "POST")
    out += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
           std::to_string(asked.body.size()) + "\r\n";
  return out + "\r\n" + asked.body;
}

http::Fields fields_of(std::string_view head) {
  http::Fields fields;
  std::istringstream in{std::string(head)};
  std::string line;
  std::getline(in, line);  // the status
  while (std::getline(in, line)) {
    if (line.ends_with('\r')) line.pop_back();
    if (const auto colon = line.find(": "); colon != std::string::npos)
      fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return fields;
}

}  // namespace

DemoServer::DemoServer() : port_(four_free_ports()) {}

bool DemoServer::start(const std::string& crash_at) {
  child_.reset();
  child_ = std::make_unique<Child>(std::vector<std::string>{
      "env", crash_at.empty() ? "LATCHKEY_CRASH_NOWHERE=1" : "LATCHKEY_CRASH_AT=" + crash_at, "sh",
      "-c", "exec \"$0\" demo --dir \"$1\" --port \"$2\" --json 2>>\"$1/log\"",
      std::string(LATCHKEY_BINARY_DIR) + "/latchkey", folder_.path(), std::to_string(port_)});
  const std::string line = child_->line();
  if (line.empty()) return false;
  description_ = line;
  return true;
}

void DemoServer::kill() {
  if (child_) child_->kill_now();
}

std::string DemoServer::log() const {
  std::ifstream in(folder_.file("log"));
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::optional<http::Response> ask(std::uint16_t port, const Asked& asked) {
  std::string raw;
  try {
    test::Client client(port, asked.source);
    if (!client.send(bytes_of(asked, port))) return std::nullopt;
    raw = client.answer();
  } catch (const std::runtime_error&) {
    return std::nullopt;  // nobody listens
  }
  http::Response answer;
  answer.status = test::status(raw);
  answer.headers = fields_of(raw.substr(0, raw.find("\r\n\r\n")));
  answer.body = test::body(raw);
  std::size_t size = 0;
  for (const auto& [name, value] : answer.headers) {
    if (name == "Content-Length") size = std::stoul(value);
    if (name == "Content-Type") answer.content_type = value;
  }
  if (answer.status == 0 || answer.body.size() < size) return std::nullopt;
  return answer;
}

void breathe(std::chrono::milliseconds pause) { std::this_thread::sleep_for(pause); }

}  // namespace latchkey::fakes
