#include <curl/curl.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <mutex>

#include "core/base/fault.h"
#include "core/courier/mime.h"
#include "core/courier/safe_lines.h"
#include "core/courier/transport.h"

namespace latchkey::courier {

namespace {

struct EasyCloser {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct ListCloser {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
struct UrlCloser {
  void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Easy = std::unique_ptr<CURL, EasyCloser>;
using List = std::unique_ptr<curl_slist, ListCloser>;
using Url = std::unique_ptr<CURLU, UrlCloser>;

template <class T>
void set(CURL* handle, CURLoption option, T value) {
  const CURLcode code = curl_easy_setopt(handle, option, value);
  if (code != CURLE_OK)
    throw Fault(std::string("libcurl refuses an option: ") + curl_easy_strerror(code));
}

void append(List& list, const std::string& line) {
  curl_slist* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw Fault("out of memory for a header");
  list.release();  // NOLINT: `longer` owns it now
  list.reset(longer);
}

std::string url_part(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string out(text);
  curl_free(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// "https://host:443", empty for anything but a plain http or https URL. libcurl's own parser
// judges, so that there is no second opinion about what a URL means (SSRF by parser differences).
std::string origin_of(const std::string& text) {
  const Url url(curl_url());
  if (url == nullptr || curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
    return {};
  const std::string scheme = url_part(url.get(), CURLUPART_SCHEME, 0);
  const std::string host = url_part(url.get(), CURLUPART_HOST, 0);
  const std::string port = url_part(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if ((scheme != "http" && scheme != "https") || host.empty() || port.empty()) return {};
  if (!url_part(url.get(), CURLUPART_USER, 0).empty()) return {};
  return scheme + "://" + host + ":" + port;
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "[::1]" || host.substr(0, 4) == "127.";
}

// What one perform() saw and how far it came.
struct Progress {
  Headers headers;
  std::string body;
  std::size_t body_max = 0;
  bool too_long = false;
  int begun = 0;           // requests started: 0 means that nothing meant for the peer has left
  bool may_repeat = true;  // whether libcurl may start the request again by itself
  std::string_view upload;
  std::size_t uploaded = 0;
  bool upload_ended = false;
  const std::atomic<std::int64_t>* leave_at = nullptr;
  std::array<char, 5> command{};  // the last SMTP command before QUIT, its first letters
};

std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* to) {
  auto& seen = *static_cast<Progress*>(to);
  if (seen.body.size() + count > seen.body_max) {
    seen.too_long = true;
    return 0;
  }
  seen.body.append(bytes, count);
  return count;
}

std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* to) {
  auto& seen = *static_cast<Progress*>(to);
  std::string_view line(bytes, count);
  if (line.substr(0, 5) == "HTTP/") seen.headers.clear();  // an interim answer came before
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || line.substr(0, 5) == "HTTP/") return count;
  std::string_view value = line.substr(colon + 1);
  const std::size_t first = value.find_first_not_of(" \t\r\n");
  const std::size_t last = value.find_last_not_of(" \t\r\n");
  value = first == std::string_view::npos ? "" : value.substr(first, last - first + 1);
  seen.headers.emplace_back(line.substr(0, colon), value);
  return count;
}

std::size_t on_upload(char* out, std::size_t, std::size_t room, void* from) {
  auto& seen = *static_cast<Progress*>(from);
  const std::size_t count = std::min(room, seen.upload.size() - seen.uploaded);
  std::copy_n(seen.upload.data() + seen.uploaded, count, out);
  seen.uploaded += count;
  if (count == 0) seen.upload_ended = true;
  return count;
}

// libcurl silently repeats a request when a kept connection turns out dead without an answer. The
// peer may have acted on the first one, so anything but a GET is stopped and left unknown.
int on_begin(void* to, char*, char*, int, int) {
  auto& seen = *static_cast<Progress*>(to);
  if (++seen.begun > 1 && !seen.may_repeat) return CURL_PREREQFUNC_ABORT;
  return CURL_PREREQFUNC_OK;
}

int on_debug(CURL*, curl_infotype type, char* bytes, std::size_t count, void* to) {
  const std::string_view line(bytes, count);
  if (type != CURLINFO_HEADER_OUT || line.substr(0, 4) == "QUIT") return 0;
  auto& seen = *static_cast<Progress*>(to);
  seen.command.fill('\0');
  line.copy(seen.command.data(), seen.command.size() - 1);
  return 0;
}

std::int64_t steady_millis() {
  return std::chrono::duration_cast<Millis>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// libcurl asks at least once a second whether to go on.
int on_progress(void* to, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  const auto& seen = *static_cast<Progress*>(to);
  return steady_millis() >= seen.leave_at->load() ? 1 : 0;
}

Trouble trouble_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return Trouble::resolve;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_USE_SSL_FAILED:
      return Trouble::tls;
    case CURLE_LOGIN_DENIED:
      return Trouble::login;
    case CURLE_OPERATION_TIMEDOUT:
      return Trouble::timed_out;
    case CURLE_COULDNT_CONNECT:
      return Trouble::connect;
    default:
      return Trouble::broken_off;
  }
}

void set_common(CURL* handle, Progress& seen, const Reach& reach) {
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_QUICK_EXIT, 1L);  // giving up does not wait for a silent name server
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(handle, CURLOPT_XFERINFODATA, &seen);
  set(handle, CURLOPT_PROXY, reach.proxy.c_str());
  set(handle, CURLOPT_FOLLOWLOCATION, 0L);
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!reach.extra_certificates.empty())
    set(handle, CURLOPT_CAINFO, reach.extra_certificates.c_str());
  set(handle, CURLOPT_TCP_NODELAY, 1L);
  set(handle, CURLOPT_MAXAGE_CONN, 20L);
  set(handle, CURLOPT_PREREQFUNCTION, &on_begin);
  set(handle, CURLOPT_PREREQDATA, &seen);
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set(handle, CURLOPT_WRITEDATA, &seen);
}

void set_deadlines(CURL* handle, Millis connect_within, Millis answer_within) {
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_within.count()));
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(answer_within.count()));
}

bool set_auth(CURL* handle, const Auth& auth) {
  if (const auto* basic = std::get_if<BasicAuth>(&auth)) {
    if (breaks_lines(basic->user) || breaks_lines(basic->password.reveal())) return false;
    set(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BASIC));
    set(handle, CURLOPT_USERNAME, basic->user.c_str());
    set(handle, CURLOPT_PASSWORD, std::string(basic->password.reveal()).c_str());
  } else if (const auto* bearer = std::get_if<BearerAuth>(&auth)) {
    if (breaks_lines(bearer->token.reveal())) return false;
    set(handle, CURLOPT_HTTPAUTH, static_cast<long>(CURLAUTH_BEARER));
    set(handle, CURLOPT_XOAUTH2_BEARER, std::string(bearer->token.reveal()).c_str());
  }
  return true;
}

// `Expect` is switched off: a provider that ignores it would cost a second on every send.
std::optional<List> header_list(const Headers& headers) {
  List list;
  append(list, "Expect:");
  for (const auto& [name, value] : headers) {
    if (!is_header_name(name) || breaks_lines(value)) return std::nullopt;
    append(list, value.empty() ? name + ";" : name + ": " + value);
  }
  return list;
}

void set_method(CURL* handle, const HttpCall& call) {
  if (call.method == "GET") {
    set(handle, CURLOPT_HTTPGET, 1L);
    return;
  }
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
  set(handle, CURLOPT_POSTFIELDS, call.body.reveal().data());
  if (call.method != "POST") set(handle, CURLOPT_CUSTOMREQUEST, call.method.c_str());
}

bool is_known_method(std::string_view method) {
  static constexpr std::array<std::string_view, 5> known = {"GET", "POST", "PUT", "PATCH",
                                                            "DELETE"};
  return std::find(known.begin(), known.end(), method) != known.end();
}

HttpAnswer http_answer(CURL* handle, CURLcode code, Progress& seen) {
  if (code == CURLE_OK) {
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    return Answered{static_cast<int>(status), std::move(seen.headers), std::move(seen.body)};
  }
  if (seen.begun == 0) return NotSent{trouble_of(code)};
  return NobodyKnows{seen.too_long ? Trouble::too_long : trouble_of(code)};
}

// A refusal counts against the recipient only where the recipient or the message was judged; a
// server that refuses us or our sender is our trouble, whatever its code.
MailAnswer refused(int code, std::string_view command) {
  const bool judged = command == "RCPT" || command == "DATA";
  if (code >= 500 && judged) return MailRefused{MailRefused::Lasts::permanent, code};
  return MailRefused{MailRefused::Lasts::temporary, code};
}

MailAnswer mail_answer(CURL* handle, CURLcode code, const Progress& seen) {
  if (code == CURLE_OK) return Accepted{};
  if (seen.begun == 0) return NotSent{trouble_of(code)};
  long reply = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &reply);
  const bool about_this_mail = code == CURLE_SEND_ERROR || code == CURLE_WEIRD_SERVER_REPLY ||
                               code == CURLE_REMOTE_ACCESS_DENIED;
  if (about_this_mail && reply >= 400) return refused(static_cast<int>(reply), seen.command.data());
  // Only a message whose end went out can have been taken (RFC 5321 §4.1.1.4).
  if (seen.upload_ended) return NobodyKnows{trouble_of(code)};
  return NotSent{trouble_of(code)};
}

void set_mail_server(CURL* handle, const MailServer& server) {
  const bool tls = server.security == MailSecurity::tls;
  const bool v6 = server.host.find(':') != std::string::npos && server.host.front() != '[';
  const std::string host = v6 ? "[" + server.host + "]" : server.host;
  const std::string url = (tls ? "smtps://" : "smtp://") + host + ":" + std::to_string(server.port);
  set(handle, CURLOPT_URL, url.c_str());
  set(handle, CURLOPT_PROTOCOLS_STR, tls ? "smtps" : "smtp");
  const bool plain = server.security == MailSecurity::plain_loopback_only;
  set(handle, CURLOPT_USE_SSL, static_cast<long>(plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
  if (server.user.empty()) return;
  set(handle, CURLOPT_USERNAME, server.user.c_str());
  set(handle, CURLOPT_PASSWORD, std::string(server.password.reveal()).c_str());
}

}  // namespace

// Handles at rest, each with its open connections. The last one back is the first one out: its
// connections are the freshest.
class CurlTransport::Lines {
 public:
  Easy take() {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Easy handle = std::move(idle_.back());
        idle_.pop_back();
        return handle;
      }
    }
    Easy handle(curl_easy_init());
    if (handle == nullptr) throw Fault("libcurl could not make a handle");
    return handle;
  }

  void give_back(Easy handle) {
    curl_easy_reset(handle.get());  // forgets every option and secret, keeps the connections
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(handle));
  }

 private:
  std::mutex mutex_;
  std::vector<Easy> idle_;
};

CurlLibrary::CurlLibrary() {
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) throw Fault("libcurl could not start");
}

CurlLibrary::~CurlLibrary() { curl_global_cleanup(); }

CurlTransport::CurlTransport(const CurlLibrary&, Reach reach)
    : reach_(std::move(reach)), lines_(std::make_unique<Lines>()), leave_at_(INT64_MAX) {
  for (const std::string& base : reach_.bases) {
    origins_.push_back(origin_of(base));
    if (origins_.back().empty()) throw ConfigFault("not an http or https base URL: " + base);
  }
  if (!reach_.mail_server) return;
  const MailServer& server = *reach_.mail_server;
  if (server.security == MailSecurity::plain_loopback_only && !is_this_machine(server.host))
    throw ConfigFault("mail without TLS is for a relay on this machine only, not for " +
                      server.host + ": use starttls_required or tls");
}

CurlTransport::~CurlTransport() = default;

void CurlTransport::leave_within(Millis grace) { leave_at_ = steady_millis() + grace.count(); }

HttpAnswer CurlTransport::http(const HttpCall& call) {
  const std::string origin = origin_of(call.url);
  if (origin.empty() || std::find(origins_.begin(), origins_.end(), origin) == origins_.end())
    return NotSent{Trouble::host_not_allowed};
  ensure(is_known_method(call.method), "an HTTP method is one of the known five");
  const auto headers = header_list(call.headers);
  if (!headers) return NotSent{Trouble::unsafe};

  Progress seen;
  seen.leave_at = &leave_at_;
  seen.body_max = reach_.answer_bytes_max;
  seen.may_repeat = call.method == "GET";
  Easy handle = lines_->take();
  set_common(handle.get(), seen, reach_);
  set_deadlines(handle.get(), call.connect_within, call.answer_within);
  set(handle.get(), CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle.get(), CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle.get(), CURLOPT_URL, call.url.c_str());
  set(handle.get(), CURLOPT_PATH_AS_IS, 1L);
  set(handle.get(), CURLOPT_HTTPHEADER, headers->get());
  set(handle.get(), CURLOPT_HEADERFUNCTION, &on_header);
  set(handle.get(), CURLOPT_HEADERDATA, &seen);
  set_method(handle.get(), call);
  if (!set_auth(handle.get(), call.auth)) return NotSent{Trouble::unsafe};

  const CURLcode code = curl_easy_perform(handle.get());
  HttpAnswer answer = http_answer(handle.get(), code, seen);
  lines_->give_back(std::move(handle));
  return answer;
}

MailAnswer CurlTransport::mail(const Mail& mail) {
  if (!reach_.mail_server) return NotSent{Trouble::host_not_allowed};
  const auto message = mime_message(mail);
  if (!message) return NotSent{Trouble::unsafe};

  Progress seen;
  seen.leave_at = &leave_at_;
  seen.body_max = reach_.answer_bytes_max;
  seen.upload = message->reveal();
  Easy handle = lines_->take();
  set_common(handle.get(), seen, reach_);
  set_deadlines(handle.get(), mail.connect_within, mail.answer_within);
  set_mail_server(handle.get(), *reach_.mail_server);
  List recipients;
  append(recipients, "<" + mail.to + ">");
  set(handle.get(), CURLOPT_MAIL_FROM, ("<" + mail.from + ">").c_str());
  set(handle.get(), CURLOPT_MAIL_RCPT, recipients.get());
  set(handle.get(), CURLOPT_UPLOAD, 1L);
  set(handle.get(), CURLOPT_READFUNCTION, &on_upload);
  set(handle.get(), CURLOPT_READDATA, &seen);
  set(handle.get(), CURLOPT_VERBOSE, 1L);  // the commands' names go to on_debug, nowhere else
  set(handle.get(), CURLOPT_DEBUGFUNCTION, &on_debug);
  set(handle.get(), CURLOPT_DEBUGDATA, &seen);

  const CURLcode code = curl_easy_perform(handle.get());
  MailAnswer answer = mail_answer(handle.get(), code, seen);
  lines_->give_back(std::move(handle));
  return answer;
}

}  // namespace latchkey::courier
