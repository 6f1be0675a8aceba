#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/base/fault.h"
#include "core/courier/mime.h"
#include "core/courier/transport.h"
#include "tests/fakes/child.h"
#include "tests/fakes/raw_peer.h"
#include "tests/fakes/temporary_directory.h"

using namespace latchkey;
using namespace latchkey::courier;

namespace {

Mail mail_to(const std::string& to) {
  Mail mail;
  mail.from = "portal@clinic.example.org";
  mail.from_name = "Portal help";
  mail.to = to;
  mail.subject = "Your code";
  mail.text = "Your code is 123456.\nIt is good for 30 minutes.\n";
  mail.message_id = "77@clinic.example.org";
  mail.date = from_millis(1'790'000'000'000);
  mail.connect_within = Millis(15'000);
  mail.answer_within = Millis(20'000);
  return mail;
}

// A real mail server in a process of its own.
struct MailPeer {
  fakes::TemporaryDirectory directory;
  fakes::Child process;
  std::uint16_t port;

  explicit MailPeer(const std::string& mode)
      : process({"/usr/bin/python3", LATCHKEY_SOURCE_DIR "/tests/tools/smtp_peer.py",
                 directory.path(), mode}),
        port(static_cast<std::uint16_t>(std::stoi(process.line()))) {}

  nlohmann::json next() { return nlohmann::json::parse(process.line()); }

  Reach reach(MailSecurity security) const {
    Reach reach;
    reach.mail_server = MailServer{"127.0.0.1", port, security, "", {}};
    return reach;
  }
  Reach trusting(MailSecurity security) const {
    Reach made = reach(security);
    made.extra_certificates = directory.file("cert.pem");
    return made;
  }
};

std::string header_line(const std::string& message, const std::string& name) {
  const std::size_t at = message.find(name + ": ");
  if (at == std::string::npos) return {};
  return message.substr(at + name.size() + 2, message.find("\r\n", at) - at - name.size() - 2);
}

Trouble why(const MailAnswer& answer) { return std::get<NotSent>(answer).why; }

}  // namespace

TEST_CASE("a real mail server takes the message exactly as written") {
  const CurlLibrary library;
  MailPeer peer("plain");
  CurlTransport transport(library, peer.reach(MailSecurity::plain_loopback_only));
  Mail mail = mail_to("ann@patients.example.org");
  mail.subject =
      "C\xC3\xB3"
      "digo del portal";
  mail.text = ".\n.hidden\nuno=dos \n" + std::string(200, 'x') + "\nfin\n";
  mail.html = "<p>Hola</p>";
  REQUIRE(std::holds_alternative<Accepted>(transport.mail(mail)));
  const auto got = peer.next();
  CHECK(got["from"] == "portal@clinic.example.org");
  CHECK(got["to"] == nlohmann::json::array({"ann@patients.example.org"}));
  const std::string message = got["message"];
  CHECK(header_line(message, "Subject") == "=?utf-8?Q?C=C3=B3digo_del_portal?=");
  CHECK(header_line(message, "From") == "Portal help <portal@clinic.example.org>");
  CHECK(header_line(message, "Message-ID") == "<77@clinic.example.org>");
  CHECK(header_line(message, "Date") == "Mon, 21 Sep 2026 14:13:20 +0000");
  CHECK(message.find("\r\n.\r\n.hidden\r\nuno=3Ddos=20\r\nxxx") != std::string::npos);
  CHECK(message.find("text/html") > message.find("text/plain"));
}

TEST_CASE("STARTTLS protects the mail when the server's certificate proves itself") {
  const CurlLibrary library;
  MailPeer peer("starttls");
  CurlTransport transport(library, peer.trusting(MailSecurity::starttls_required));
  REQUIRE(std::holds_alternative<Accepted>(transport.mail(mail_to("ann@example.org"))));
  CHECK(peer.next()["tls"] == true);
}

TEST_CASE("a mail server that can't prove itself or lost its STARTTLS gets nothing") {
  const CurlLibrary library;
  SUBCASE("STARTTLS is stripped") {
    MailPeer peer("stripped");
    CurlTransport transport(library, peer.reach(MailSecurity::starttls_required));
    CHECK(why(transport.mail(mail_to("ann@example.org"))) == Trouble::tls);
  }
  SUBCASE("nobody vouches for the certificate") {
    MailPeer peer("starttls");
    CurlTransport transport(library, peer.reach(MailSecurity::starttls_required));
    CHECK(why(transport.mail(mail_to("ann@example.org"))) == Trouble::tls);
  }
  SUBCASE("TLS from the first byte, and nobody vouches") {
    MailPeer peer("tls");
    CurlTransport transport(library, peer.reach(MailSecurity::tls));
    CHECK(why(transport.mail(mail_to("ann@example.org"))) == Trouble::tls);
  }
  SUBCASE("TLS from the first byte, and the certificate is known: taken") {
    MailPeer peer("tls");
    CurlTransport transport(library, peer.trusting(MailSecurity::tls));
    CHECK(std::holds_alternative<Accepted>(transport.mail(mail_to("ann@example.org"))));
    CHECK(peer.next()["tls"] == true);
  }
}

TEST_CASE("a login goes over TLS only, and a wrong one sends nothing") {
  const CurlLibrary library;
  MailPeer peer("login");
  Reach reach = peer.trusting(MailSecurity::starttls_required);
  reach.mail_server->user = "clinic";
  reach.mail_server->password = Secret("relay-password");
  CurlTransport right(library, reach);
  REQUIRE(std::holds_alternative<Accepted>(right.mail(mail_to("ann@example.org"))));
  CHECK(peer.next()["login"] == true);
  reach.mail_server->password = Secret("other-password");
  CurlTransport wrong(library, reach);
  CHECK(why(wrong.mail(mail_to("ann@example.org"))) == Trouble::login);
}

TEST_CASE("a refusal is told by whom it is about and how long it lasts") {
  const CurlLibrary library;
  MailPeer peer("plain");
  CurlTransport transport(library, peer.reach(MailSecurity::plain_loopback_only));
  const auto refused = [&](const Mail& mail) {
    return std::get<MailRefused>(transport.mail(mail));
  };
  const MailRefused bounce = refused(mail_to("bounce@example.org"));
  CHECK(bounce.lasts == MailRefused::Lasts::permanent);
  CHECK(bounce.code == 550);
  const MailRefused grey = refused(mail_to("grey@example.org"));
  CHECK(grey.lasts == MailRefused::Lasts::temporary);
  CHECK(grey.code == 451);
  CHECK(refused(mail_to("spam@example.org")).lasts == MailRefused::Lasts::permanent);
  Mail not_ours = mail_to("ann@example.org");
  not_ours.from = "stranger@example.org";
  CHECK(refused(not_ours).lasts == MailRefused::Lasts::temporary);  // not the recipient's fault
  CHECK(std::holds_alternative<Accepted>(transport.mail(mail_to("ann@example.org"))));
}

TEST_CASE("a mail server that vanishes after the whole message leaves it unknown") {
  const CurlLibrary library;
  MailPeer peer("plain");
  CurlTransport transport(library, peer.reach(MailSecurity::plain_loopback_only));
  CHECK(std::holds_alternative<NobodyKnows>(transport.mail(mail_to("vanish@example.org"))));
  CHECK(peer.next()["to"][0] == "vanish@example.org");  // it had arrived after all
}

TEST_CASE("without a mail server, or with nobody there, nothing is sent") {
  const CurlLibrary library;
  CurlTransport none(library, Reach{});
  CHECK(why(none.mail(mail_to("ann@example.org"))) == Trouble::host_not_allowed);
  Reach dead;
  dead.mail_server =
      MailServer{"127.0.0.1", fakes::dead_port(), MailSecurity::plain_loopback_only, "", {}};
  CurlTransport nobody(library, dead);
  CHECK(why(nobody.mail(mail_to("ann@example.org"))) == Trouble::connect);
}

TEST_CASE("mail without TLS to another machine stops the program at the start") {
  const CurlLibrary library;
  Reach reach;
  reach.mail_server = MailServer{"mail.example.org", 25, MailSecurity::plain_loopback_only, "", {}};
  CHECK_THROWS_AS(CurlTransport(library, reach), ConfigFault);
}

TEST_CASE("an address or header that would add a line makes no mail at all") {
  const CurlLibrary library;
  MailPeer peer("plain");
  CurlTransport transport(library, peer.reach(MailSecurity::plain_loopback_only));
  for (const std::string& bad :
       {std::string("a@b.example\r\nBcc:x@example.org"), std::string("a@b.example\nRCPT TO:<x@y>"),
        std::string("a@b.example> <x@example.org"), std::string("a@b\0.example", 12),
        std::string("a@b.example,c@d.example"), std::string("a"), std::string("@"),
        std::string("a@"), std::string("a@b@c"), std::string(250, 'a') + "@b.example"}) {
    CAPTURE(bad);
    CHECK(why(transport.mail(mail_to(bad))) == Trouble::unsafe);
  }
  Mail subject = mail_to("ann@example.org");
  subject.subject = "Hi\r\nBcc: x@example.org";
  CHECK(why(transport.mail(subject)) == Trouble::unsafe);
  Mail good = mail_to("last@example.org");
  REQUIRE(std::holds_alternative<Accepted>(transport.mail(good)));
  CHECK(peer.next()["to"][0] == "last@example.org");  // and nothing came before it
}

TEST_CASE("long and foreign subjects are cut between letters, never inside one") {
  Mail mail = mail_to("ann@example.org");
  for (int i = 0; i < 40; ++i) mail.subject += "\xE2\x82\xAC";
  const auto message = mime_message(mail);
  REQUIRE(message.has_value());
  const std::string text(message->reveal());
  std::size_t at = 0;
  while ((at = text.find("\r\n", at)) != std::string::npos) {
    const std::size_t end = text.find("\r\n", at + 2);
    if (end == std::string::npos) break;
    CHECK(end - at - 2 <= 78);
    at += 2;
  }
  CHECK(text.find("=E2=82?=") == std::string::npos);
  CHECK(text.find("_?=") == std::string::npos);
}
