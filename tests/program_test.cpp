// The program as it is started at a terminal: what it answers, and how it ends.
#include <doctest/doctest.h>

#include "core/base/key_file.h"
#include "core/courier/delivery.h"
#include "core/storage/sqlite/sqlite_store.h"
#include "kiosk/demo/demo_pages.h"
#include "tests/fakes/comes_true.h"
#include "tests/fakes/loopback.h"
#include "tests/fakes/program.h"
#include "tests/http_client.h"

using namespace latchkey;
using fakes::Child;
using fakes::comes_true;
using fakes::Ended;
using fakes::latchkey_program;
using fakes::Served;
using storage::Transaction;
namespace fs = std::filesystem;

namespace {

ErrandId put_mail(Served& clinic) {
  auto at = clinic.open();
  const courier::Outbox outbox(at.sealer());
  courier::Errand errand;
  errand.id = ErrandId{clinic.dice.row_id()};
  errand.origin = {courier::OriginKind::system, errand.id.value, 0, 0};
  errand.kind = courier::Kind::message;
  errand.created_at = errand.due_at = clinic.clock.now();
  courier::Delivery delivery;
  delivery.channel = courier::Channel::mail;
  delivery.to = "ann@example.org";
  delivery.text = Secret("words");
  errand.expires_at = delivery.expires_at = errand.due_at + std::chrono::hours(1);
  courier::load(errand, delivery);
  at.store().write([&](Transaction& tx) { outbox.put(tx, errand); });
  return errand.id;
}

}  // namespace

TEST_CASE("every command has a help with an example") {
  for (const char* command : {"serve",
                              "demo",
                              "call",
                              "init",
                              "doctor",
                              "staff",
                              "audit",
                              "staff add",
                              "staff invite-again",
                              "staff disable",
                              "recovery",
                              "recovery reopen",
                              "registration",
                              "registration issue",
                              "import",
                              "tickets",
                              "audit verify",
                              "audit anchor",
                              "backup",
                              "restore"}) {
    INFO(command);
    const Ended help = latchkey_program(std::string(command) + " --help");
    CHECK(help.code == 0);
    CHECK(help.says("Usage: latchkey " + std::string(command)));
    CHECK(help.says("Example: latchkey " + std::string(command)));
  }
}

TEST_CASE("a command line that can't be meant is code 2 and one line that says what to do") {
  const std::pair<const char*, const char*> cases[] = {
      {"", "name a command; there are: serve, demo"},
      {"frobnicate", "there is no command 'frobnicate'"},
      {"staff ad", "there is no command 'staff ad'; there are: add"},
      {"demo --port abc", "this value can't be used: --port = abc"},
      {"import", "file is required; see `latchkey import --help`"},
      {"tickets --jason", "--jason; see `latchkey tickets --help`"},
      {"init", "--dir is required"},
      {"demo --port 80", "choose one from 1024 to 65532"}};
  for (const auto& [arguments, part] : cases) {
    INFO(arguments);
    const Ended ended = latchkey_program(arguments);
    CHECK(ended.code == 2);
    CHECK(ended.lines() == 1);
    CHECK(ended.complains(part));
  }
}

TEST_CASE("what can't be done is code 1 and one line that says what to do") {
  const std::pair<const char*, const char*> cases[] = {
      {"serve", "latchkey.toml: there is no such configuration; name it with --config"},
      {"tickets --demo nowhere", "`latchkey demo --dir nowhere` makes one"},
      {"demo --dir /proc/nowhere", "choose another with --dir"},
      {"demo --dir /etc/passwd", "choose another with --dir"}};
  for (const auto& [arguments, part] : cases) {
    INFO(arguments);
    const Ended ended = latchkey_program(arguments);
    CHECK(ended.code == 1);
    CHECK(ended.lines() == 1);
    CHECK(ended.complains(part));
  }
}

TEST_CASE("a port that is taken is named, with what to do") {
  const Served clinic;
  const fakes::Loopback other;
  clinic.change("port = " + std::to_string(clinic.port), "port = " + std::to_string(other.port()));
  const Ended ended = latchkey_program("serve" + clinic.config_option());
  CHECK(ended.code == 1);
  CHECK(ended.complains("port " + std::to_string(other.port())));
  CHECK(ended.complains("choose another port"));
}

TEST_CASE("nothing is served or read with another key file than the database's") {
  Served clinic;
  clinic.add_patient();
  fs::rename(clinic.path("latchkey.key"), clinic.path("kept.key"));
  create_key_file(clinic.path("latchkey.key"), clinic.dice);
  for (const char* command : {"serve", "tickets", "audit verify"}) {
    const Ended ended = latchkey_program(command + clinic.config_option());
    CHECK(ended.code == 1);
    CHECK(ended.lines() == 1);
    CHECK(ended.complains("the database was made with another key file"));
  }
  fs::rename(clinic.path("kept.key"), clinic.path("latchkey.key"));
  CHECK(latchkey_program("tickets" + clinic.config_option()).code == 0);
}

// An old database had no proof of its key: the first key that came was taken for the right one, and
// the right one was refused ever after.
TEST_CASE("a database without a proof of its key takes only the key that opens its patients") {
  Served clinic;
  clinic.add_patient();
  {
    storage::SqliteOptions options;
    options.path = clinic.database().string();
    storage::open_sqlite(options)->write(
        [](storage::Transaction& tx) { tx.run("DELETE FROM installation_key"); });
  }
  fs::rename(clinic.path("latchkey.key"), clinic.path("kept.key"));
  create_key_file(clinic.path("latchkey.key"), clinic.dice);
  CHECK(latchkey_program("tickets" + clinic.config_option()).code == 1);
  fs::rename(clinic.path("kept.key"), clinic.path("latchkey.key"));
  CHECK(latchkey_program("tickets" + clinic.config_option()).code == 0);
}

TEST_CASE("serve does not start with a language that lacks a text, and names the text") {
  const Served clinic;
  const fs::path content = clinic.path("texts");
  fs::copy(LATCHKEY_SOURCE_DIR "/content", content, fs::copy_options::recursive);
  clinic.change(LATCHKEY_SOURCE_DIR "/content", content.string());
  std::string steps = fakes::bytes_of(content / "es/steps/code.toml");
  const std::size_t from = steps.find("[enter_code]");
  REQUIRE(from != std::string::npos);
  fakes::put_bytes(content / "es/steps/code.toml",
                   steps.erase(from, steps.find("\n[", from + 1) + 1 - from));
  const Ended ended = latchkey_program("serve" + clinic.config_option());
  CHECK(ended.code == 1);
  CHECK(ended.lines() == 1);
  CHECK(ended.complains("lacks the text steps.enter_code."));
}

TEST_CASE("serve answers none of the demo's pages" * doctest::test_suite("concurrent program")) {
  const Served clinic;
  Child server({LATCHKEY_BINARY_DIR "/latchkey", "serve", "--config",
                clinic.path("latchkey.toml").string()});
  REQUIRE(server.line() == "Riverside Clinic is served:");
  const auto status = [&](std::string_view path) {
    test::Client client(clinic.port, "127.0.0.1");
    REQUIRE(client.send("GET " + std::string(path) +
                        " HTTP/1.1\r\nHost: help.example.org\r\nConnection: close\r\n\r\n"));
    return test::status(client.answer());
  };
  CHECK(status("/") == 200);
  for (const std::string_view path : kiosk::demo_paths) CHECK(status(path) == 404);
}

TEST_CASE("a server that is told to stop does not wait for a mail server that never answers" *
          doctest::test_suite("concurrent program")) {
  Served clinic;
  const fakes::Loopback mail;
  clinic.change("#server = \"mail.example.org:587\"",
                "server = \"127.0.0.1:" + std::to_string(mail.port()) +
                    "\"\nfrom = \"portal@example.org\"\ntls = \"plain_loopback_only\"");
  const ErrandId id = put_mail(clinic);
  const auto row = [&] {
    return clinic.open().store().read([&](Transaction& tx) {
      return tx.run("SELECT state, result FROM outbox WHERE id = $1", id).rows.at(0);
    });
  };
  auto server = std::make_unique<Child>(std::vector<std::string>{
      LATCHKEY_BINARY_DIR "/latchkey", "serve", "--config", clinic.path("latchkey.toml").string()});
  CHECK(server->line() == "Riverside Clinic is served:");
  REQUIRE(comes_true([&] { return row().text(0) == "leased"; }));
  const auto before = std::chrono::steady_clock::now();
  server.reset();  // SIGTERM
  // Without leaving it would be the mail's own 20 s.
  CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(12));
  CHECK(row().text(0) == "waiting");
  CHECK(row().integer(1) == static_cast<std::int64_t>(courier::Result::not_sent));
  CHECK(fs::exists(clinic.path("audit.anchor")));
}
