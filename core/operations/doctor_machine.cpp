// What the doctor asks of the machine and the network.
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "core/base/json.h"
#include "core/operations/doctor_checks.h"
#include "core/operations/room_rules.h"
#include "core/operations/vital_signs.h"

namespace latchkey::operations {

namespace {

using namespace std::chrono_literals;

// No machine that runs this program lives before it was written.
constexpr Time program_made = std::chrono::sys_days(std::chrono::year{2026} / 1 / 1);

constexpr const char* clock_advice =
    "; codes, signatures and promises depend on it: keep it with chrony or systemd-timesyncd";

// ---- Mail --------------------------------------------------------------------------------------

class Descriptor {
 public:
  explicit Descriptor(int descriptor) : descriptor_(descriptor) {}
  ~Descriptor() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};

constexpr int patience_ms = 5000;

bool ready(int descriptor, short what) {
  pollfd waiting{descriptor, what, 0};
  int found = 0;
  do found = ::poll(&waiting, 1, patience_ms);
  while (found < 0 && errno == EINTR);
  return found > 0;
}

bool connects(const Descriptor& socket, const addrinfo& to) {
  if (socket.get() < 0) return false;
  if (::connect(socket.get(), to.ai_addr, to.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS || !ready(socket.get(), POLLOUT)) return false;
  int failed = 0;
  socklen_t size = sizeof failed;
  return ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &failed, &size) == 0 && failed == 0;
}

// The server's first words, as far as they are needed: "220 …" is a greeting (RFC 5321 §3.1).
bool greets(const Descriptor& socket) {
  std::array<char, 512> line{};
  if (!ready(socket.get(), POLLIN)) return false;
  const ssize_t got = ::recv(socket.get(), line.data(), line.size(), 0);
  return got >= 3 && std::string_view(line.data(), 3) == "220";
}

Check ask_mail_server(const MailSettings& mail, const std::string& where, const addrinfo* first) {
  for (const addrinfo* to = first; to != nullptr; to = to->ai_next) {
    const Descriptor socket(
        ::socket(to->ai_family, to->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, to->ai_protocol));
    if (!connects(socket, *to)) continue;
    if (mail.tls == MailTls::tls) return ok("mail", where + " takes connections");
    if (greets(socket)) return ok("mail", where + " takes connections and greets");
    return wrong("mail", where +
                             " takes connections but does not greet as a mail server; if its port "
                             "speaks TLS from the first byte, set mail.tls = \"tls\"");
  }
  return wrong("mail", where + " takes no connection; check mail.server, the port and firewalls");
}

// ---- Provider ----------------------------------------------------------------------------------

Check judge_provider(const courier::Answered& answer, const std::string& where) {
  if (answer.status == 401 || answer.status == 403)
    return wrong("provider", where +
                                 " refuses our name and secret; check provider.auth_user and "
                                 "auth_secret_file");
  if (answer.status == 404)
    return wrong("provider", where + " does not know the account; check provider.account_id");
  if (answer.status != 200)
    return wrong("provider", fmt::format("{} answers with status {}; try again, then ask them",
                                         where, answer.status));
  const auto body = Json::parse(answer.body);
  const auto status = body ? body->text_of("status") : std::nullopt;
  if (status && *status != "active")
    return wrong("provider", where + ": the account is not active; sign in there to see why");
  return ok("provider", where + " knows the account and takes our credentials");
}

}  // namespace

Check check_clock(const Config& config, Time now) {
  const std::string shown = iso_utc(now);
  if (now < program_made)
    return wrong("clock", shown + " is before this program was made" + clock_advice);
  const auto key_made = key_file_made(config);
  if (key_made && now + 1min < *key_made)
    return wrong("clock", shown + " is before the key file was made" + clock_advice);
  if (clock_kept() == Kept::no)
    return warn("clock", shown + ", but nothing on this machine keeps it right" + clock_advice);
  return ok("clock", shown);
}

Check check_disk(const Config& config) {
  const std::string folder = config.data.database.parent_path().string();
  const auto left = disk_left(config);
  if (!left) return wrong("disk", folder + " can't be looked at; make it, or run `latchkey init`");
  const std::string says = in_bytes(*left) + " left for " + folder;
  const Well well = judge_disk(left);
  if (well == Well::bad) return wrong("disk", says + "; make room, or nothing can be saved soon");
  if (well == Well::look) return warn("disk", says + "; make room before it is full");
  return ok("disk", says);
}

Check check_mail(const Config& config) {
  const MailSettings& mail = config.mail;
  if (mail.host.empty())
    return skipped("mail", "no mail server is set: no codes or notices by e-mail");
  const std::string where = mail.host + ":" + std::to_string(mail.port);
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int failed =
      ::getaddrinfo(mail.host.c_str(), std::to_string(mail.port).c_str(), &hints, &found);
  const std::unique_ptr<addrinfo, FreeAddresses> addresses(failed == 0 ? found : nullptr);
  if (!addresses)
    return wrong("mail", "the name " + mail.host + " is not found; check mail.server and DNS");
  return ask_mail_server(mail, where, addresses.get());
}

namespace {

// What an API answers to whoever has the right key, without doing anything.
std::string question_for(const ProviderSettings& provider) {
  if (provider.profile == ProviderProfile::telnyx) return "/v2/balance";
  return provider.rest_path + "/Accounts/" + provider.account_id + provider.path_suffix;
}

}  // namespace

Check check_provider(const Config& config, const TransportMaker& transport) {
  const ProviderSettings& provider = config.provider;
  if (provider.profile == ProviderProfile::none)
    return skipped("provider", "none is set: no phone line and no text messages");
  const auto out = transport ? transport(config) : nullptr;
  if (!out) return skipped("provider", "not asked: there is no way out of this machine here");
  courier::HttpCall call;
  call.method = "GET";
  call.url = provider.rest_base_url + question_for(provider);
  call.auth = auth_of(provider);
  const courier::HttpAnswer answer = out->http(call);
  if (const auto* answered = std::get_if<courier::Answered>(&answer))
    return judge_provider(*answered, provider.rest_base_url);
  const auto* not_sent = std::get_if<courier::NotSent>(&answer);
  const auto why = not_sent ? not_sent->why : std::get<courier::NobodyKnows>(answer).why;
  return wrong("provider", fmt::format("{} can't be reached ({}); check rest_base_url, DNS and "
                                       "firewalls",
                                       provider.rest_base_url, courier::name_of(why)));
}

}  // namespace latchkey::operations
