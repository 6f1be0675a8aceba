// `latchkey serve` as a process: the doors that it opens, and what it says about them.
#include "tests/fakes/demo_server.h"
#include "tests/fakes/greeter.h"
#include "tests/fakes/program.h"
#include "tests/folder.h"

using namespace latchkey;
using fakes::Child;
using fakes::Ended;
using fakes::latchkey_program;
using fakes::Served;

namespace {

// Both pages of a monitor, asked for by the names of this machine and by no other.
void check_metrics(std::uint16_t port) {
  for (const std::string host : {"127.0.0.1", "localhost"}) {
    const std::string health = fakes::get(port, "/healthz", host + ":" + std::to_string(port));
    CHECK_MESSAGE(test::status(health) == 200, health);
    const std::string metrics = fakes::get(port, "/metrics", host);
    CHECK(test::status(metrics) == 200);
    CHECK(fakes::says(metrics, "latchkey_"));
  }
  CHECK(test::status(fakes::get(port, "/metrics", "help.example.org")) == 421);
}

}  // namespace

// [listen.metrics] port = 9464, as the example shows it, kept serve from starting: no host names.
TEST_CASE("metrics and health are read where the example puts them, in serve and in the demo" *
          doctest::test_suite("concurrent program")) {
  const Served clinic;
  clinic.change("#port = 9464", "port = " + std::to_string(clinic.metrics()));
  Child server(clinic.serve());
  const std::string said = fakes::lines_until(server, "Press Ctrl-C");
  CHECK(fakes::says(said, "  Metrics          127.0.0.1:" + std::to_string(clinic.metrics())));
  check_metrics(clinic.metrics());

  fakes::DemoServer demo;
  REQUIRE(demo.start());
  check_metrics(static_cast<std::uint16_t>(demo.port() + 3));
}

TEST_CASE("serve names the doors that it opened, and no others" *
          doctest::test_suite("concurrent program")) {
  const Served clinic;
  clinic.change("#webhook_url", "webhook_url");
  clinic.change("port = " + std::to_string(clinic.port + 1), "port = 0");
  Child server(clinic.serve());
  const std::string said = fakes::lines_until(server, "Press Ctrl-C");
  CHECK(fakes::says(said, "Patients         127.0.0.1:" + std::to_string(clinic.port) +
                              ", known outside as https://help.example.org"));
  for (const char* closed : {"Staff desk", "Phone provider", "Metrics"})
    CHECK_MESSAGE(said.find(closed) == std::string::npos, said);
}

// The doctor said "Fit to serve" of files that serve refused.
TEST_CASE("what serve refuses the doctor calls wrong, with the same words") {
  const std::pair<const char*, const char*> cases[] = {
      {"#wrong_per_hour = 10\n|wrong_per_hour = 0\n", "limits.wrong_per_hour = 0: must be 1 to 20"},
      {"#text_code_life = 600|text_code_life = 5", "limits.text_code_life = 5: must be 60 to 600"},
      {"#password_points = 15|password_points = 0", "limits.password_points = 0: must be 15"},
      {"#password_points = 15|no_such_limit = 3", "limits.no_such_limit: there is no such limit"},
      {"#trusted_proxies = [\"127.0.0.1\"]|trusted_proxies = [\"foo\"]",
       "\"foo\" is no address and no network"},
      {"#address = \"127.0.0.1\"|address = \"help.example.org\"", "not an IP address"},
      {"#workers = 16|hosts = []", "has no host names to answer for"},
      {"[listen.metrics]\n|[listen.metrics]\nport = PORT\n",
       "is the port of listen.patients already"},
      {"content = \"" LATCHKEY_SOURCE_DIR "|content = \"/nowhere", "/nowhere/content"}};
  const fakes::Greeter mail;
  for (const auto& [change, part] : cases) {
    const Served clinic;
    clinic.change("#server = \"mail.example.org:587\"", mail.settings());
    const std::string both = change;
    const std::size_t bar = both.find('|');
    std::string to = both.substr(bar + 1);
    if (const std::size_t at = to.find("PORT"); at != std::string::npos)
      to.replace(at, 4, std::to_string(clinic.port));
    clinic.change(both.substr(0, bar), to);
    INFO(change);
    const Ended refused = latchkey_program("serve" + clinic.config_option());
    CHECK(refused.code == 1);
    CHECK(refused.complains(part));
    const Ended doctor = latchkey_program("doctor" + clinic.config_option());
    CHECK(doctor.code == 1);
    CHECK(doctor.says(part));
  }
}

// The doctor once found a clinic fit whose article with a picture in it stopped every start.
TEST_CASE("an article that serve refuses the doctor calls wrong" *
          doctest::test_suite("concurrent program")) {
  const Served clinic;
  const tests::Folder folder;
  std::filesystem::copy(LATCHKEY_SOURCE_DIR "/content", folder.path() / "content",
                        std::filesystem::copy_options::recursive);
  folder.write("content/en/guidance/articles/browsers.md", "# Title\n\n![a picture](/a.png)\n");
  clinic.change(LATCHKEY_SOURCE_DIR "/content", (folder.path() / "content").string());
  const Ended refused = latchkey_program("serve" + clinic.config_option());
  CHECK(refused.code == 1);
  CHECK(refused.complains("browsers.md:3: a line has words"));
  CHECK(
      latchkey_program("doctor" + clinic.config_option()).says("browsers.md:3: a line has words"));
}

TEST_CASE("a file that the doctor finds fit is one that serve opens" *
          doctest::test_suite("concurrent program")) {
  const fakes::Greeter mail;
  Served clinic;
  clinic.change("#server = \"mail.example.org:587\"", mail.settings());
  clinic.change("#wrong_per_hour = 10", "wrong_per_hour = 8");
  clinic.change("#trusted_proxies = [\"127.0.0.1\"]", "trusted_proxies = [\"10.0.0.0/8\"]");
  clinic.change("#port = 9464", "port = " + std::to_string(clinic.metrics()));
  const Ended doctor = latchkey_program("doctor" + clinic.config_option());
  CHECK_MESSAGE(doctor.code == 0, doctor.out);
  Child server(clinic.serve());
  CHECK(fakes::says(fakes::lines_until(server, "Press Ctrl-C"), "Metrics"));
}
