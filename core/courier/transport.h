// The only way out of the house: HTTP calls and mail, and what is known about each afterwards.
//
// Every send ends in one of three ways that must never be mixed up, because they decide whether
// sending again is safe (telephony.md §2.5): it surely did not leave (not sent), it was answered,
// or nobody knows. The transport reaches configured hosts only, follows no redirect and proves the
// other end's TLS identity (standards.md T38, T39). Thread-safe: calls run side by side.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/secret.h"
#include "core/base/time.h"

namespace latchkey::courier {

using Headers = std::vector<std::pair<std::string, std::string>>;
using FormFields = std::vector<std::pair<std::string, std::string>>;

// application/x-www-form-urlencoded: everything but unreserved characters as %XX, order kept.
Secret form_encode(const FormFields& fields);

// The first header of that name, any case, or empty. The view dies with `headers`.
std::string_view header_of(const Headers& headers, std::string_view name);

// What `Retry-After` asks for in seconds, an hour at most; empty if it asks for nothing we read.
std::optional<Millis> retry_after(const Headers& headers);

struct NoAuth {};
struct BasicAuth {
  std::string user;
  Secret password;
};
struct BearerAuth {
  Secret token;
};
using Auth = std::variant<NoAuth, BasicAuth, BearerAuth>;

struct HttpCall {
  std::string method = "POST";  // GET, POST, PUT, PATCH or DELETE
  std::string url;              // absolute; its scheme, host and port must be configured
  Headers headers;              // Content-Type included, when there is a body
  Secret body;                  // sent as it is; a form comes from form_encode()
  Auth auth;
  Millis connect_within{5000};  // names, TCP and TLS
  Millis answer_within{15000};  // everything together
};

// Why nothing was sent, or why nobody knows: our own words, for logs and decisions.
enum class Trouble {
  host_not_allowed,  // not a configured place
  unsafe,            // a header or address would have broken the protocol's lines
  resolve,
  connect,
  tls,    // no TLS, stripped TLS, or a certificate that proves nothing
  login,  // the mail server did not take our name and password
  timed_out,
  broken_off,  // the connection ended before the answer did
  too_long     // the answer is longer than any that could be meant for us
};
std::string_view name_of(Trouble trouble);

// Nothing that matters has left the house: sending again is safe.
struct NotSent {
  Trouble why = Trouble::connect;
};
// Bytes have left and no answer came: the other side may or may not have acted on them.
struct NobodyKnows {
  Trouble why = Trouble::timed_out;
};
struct Answered {
  int status = 0;
  Headers headers;  // in the order received, names as sent
  std::string body;
};
using HttpAnswer = std::variant<NotSent, Answered, NobodyKnows>;

struct Mail {
  std::string from;  // bare addresses: no names, no brackets
  std::string to;
  std::string from_name;  // shown to the reader; may be empty
  std::string subject;    // UTF-8
  std::string text;       // UTF-8, lines ended by \n
  std::string html;       // empty: plain text only
  std::string language;   // "es"; empty: unsaid
  // The same for every try of one errand, so that a mailbox can tell a repeat: "id@host".
  std::string message_id;
  Time date{};
  Millis connect_within{5000};
  Millis answer_within{20000};
};

struct Accepted {};
// The server refused. `code` is its SMTP reply code. Permanent: this recipient or this message
// will never be taken (550 …); temporary: later, perhaps (greylisting, full mailbox).
struct MailRefused {
  enum class Lasts { temporary, permanent } lasts = Lasts::temporary;
  int code = 0;
};
using MailAnswer = std::variant<NotSent, Accepted, MailRefused, NobodyKnows>;

// The seam (rulings.md R33).
class Transport {
 public:
  virtual ~Transport() = default;
  // Never throws for what the network does; a transport that can't work at all is a Fault.
  virtual HttpAnswer http(const HttpCall& call) = 0;
  virtual MailAnswer mail(const Mail& mail) = 0;
  // For a clean shutdown: whatever is under way ends by then (a second late at most), as not sent
  // or unknown, and nothing new begins after it. One that never waits has nothing to do.
  virtual void leave_within(Millis) {}
};

enum class MailSecurity {
  starttls_required,    // a server that does not offer STARTTLS gets nothing
  tls,                  // from the first byte
  plain_loopback_only,  // a relay on this machine; any other host is refused at the start
};

struct MailServer {
  std::string host;
  std::uint16_t port = 587;
  MailSecurity security = MailSecurity::starttls_required;
  std::string user;  // empty: no login
  Secret password;
};

// Where this installation may send anything at all.
struct Reach {
  // Base URLs as configured ("https://api.example.org"): a call must match the scheme, host and
  // port of one of them. Plain http works only for a base that says so.
  std::vector<std::string> bases;
  std::optional<MailServer> mail_server;
  std::string extra_certificates;  // a PEM file of further authorities; empty: the system's only
  std::string proxy;               // empty: none; the environment's proxy variables are ignored
  std::size_t answer_bytes_max = 1024 * 1024;
};

// libcurl's process-wide state. main makes exactly one, before any thread, and keeps it to the end.
class CurlLibrary {
 public:
  CurlLibrary();
  ~CurlLibrary();
  CurlLibrary(const CurlLibrary&) = delete;
  CurlLibrary& operator=(const CurlLibrary&) = delete;
};

class CurlTransport final : public Transport {
 public:
  // `library` must outlive it. A base that is no URL, or a plain mail server elsewhere than on
  // this machine, is a ConfigFault.
  CurlTransport(const CurlLibrary& library, Reach reach);
  ~CurlTransport() override;
  HttpAnswer http(const HttpCall& call) override;
  // Without a configured mail server nothing is sent: Trouble::host_not_allowed.
  MailAnswer mail(const Mail& mail) override;
  void leave_within(Millis grace) override;

 private:
  class Lines;
  Reach reach_;
  std::vector<std::string> origins_;
  std::unique_ptr<Lines> lines_;
  std::atomic<std::int64_t> leave_at_;  // steady clock, milliseconds
};

}  // namespace latchkey::courier
