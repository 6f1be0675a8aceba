// `latchkey doctor`: every thing that can be missing is named, by itself.
#include "core/operations/doctor.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <thread>

#include "core/base/json.h"
#include "core/base/key_file.h"
#include "core/operations/backup.h"
#include "core/operations/verify_audit.h"
#include "tests/fakes/greeter.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/raw_peer.h"
#include "tests/fakes/says.h"
#include "tests/fakes/staff_room.h"

using namespace latchkey;
using namespace latchkey::fakes;
using State = operations::Check::State;
namespace fs = std::filesystem;

namespace {

// Answers every call alike and remembers the last.
struct OneAnswer final : courier::Transport {
  courier::HttpAnswer answer;
  courier::HttpCall* last;
  OneAnswer(courier::HttpAnswer given, courier::HttpCall* call)
      : answer(std::move(given)), last(call) {}
  courier::HttpAnswer http(const courier::HttpCall& call) override {
    *last = call;
    return answer;
  }
  courier::MailAnswer mail(const courier::Mail&) override { throw Fault("a doctor sends no mail"); }
};

struct Clinic : Installation {
  courier::HttpAnswer answer = courier::Answered{200, {}, "{\"status\":\"active\"}"};
  courier::HttpCall call;
  operations::PagesTrial pages;

  operations::DoctorOptions options() {
    return {config(), [this](const Config&) { return std::make_unique<OneAnswer>(answer, &call); },
            pages};
  }
  std::vector<operations::Check> examine() { return operations::examine(options(), dice, clock); }
  // The worst of that name; `skipped` says nothing was looked at.
  operations::Check worst(const std::string& name) {
    std::optional<operations::Check> out;
    for (const auto& check : examine())
      if (check.name == name && (!out || check.state > out->state)) out = check;
    REQUIRE(out);
    return *out;
  }
  Said report(operations::Format format = operations::Format::text) {
    auto asked = options();
    asked.format = format;
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::doctor(asked, dice, clock, out, err);
    });
  }
  void with_provider(const std::string& profile = "twilio") {
    put_bytes(path("secrets/provider"), "hush");
    fs::permissions(path("secrets/provider"), fs::perms::owner_read | fs::perms::owner_write);
    change(
        "profile = \"none\"",
        "profile = \"" + profile +
            "\"\nrest_base_url = \"https://provider.example.org\"\n"
            "account_id = \"AC123\"\ntext_from = \"+14015550101\"\nvoice_from = \"+14015550101\"\n"
            "auth_secret_file = \"secrets/provider\"\nsigning_key_files = [\"secrets/provider\"]");
    change("#webhook_url", "webhook_url");
  }
  // Somebody who has enrolled, or who has only been invited.
  enum class Member { enrolled, invited };
  void with_staff(const std::string& name, staff::Role role, Member member = Member::enrolled) {
    auto at = open();
    CountingHasher hasher;
    staff::Staff room(at.store(), at.sealer(), dice, clock, hasher, "Riverside Clinic");
    const auto invited = room.add({name, name, role, {LocationId{1}}}).value();
    operations::record(at.store(), at.audit(), {"staff.add", "staff", invited.id.value},
                       clock.now());
    if (member == Member::invited) return;
    const auto opened = room.open_enrolment(name, invited.setup_code).value();
    const Secret secret = staff::totp_secret_from_base32(opened.secret_base32);
    REQUIRE(room.enrol(name, invited.setup_code, Secret("a rather long sentence"),
                       staff::totp_code(secret, staff::totp_step(clock.now()))) ==
            staff::Enrolled::enrolled);
  }
  void with_mail(std::uint16_t port) {
    change("#server = \"mail.example.org:587\"",
           "server = \"127.0.0.1:" + std::to_string(port) +
               "\"\nfrom = \"portal@example.org\"\ntls = \"plain_loopback_only\"");
  }
};

}  // namespace

TEST_CASE("an installation that can send is fit to serve, and what is not set is skipped") {
  const Greeter greeter;
  Clinic clinic;
  clinic.with_mail(greeter.port());
  clinic.add_patient();
  clinic.with_staff("ana", staff::Role::admin);
  const Said said = clinic.report();
  CHECK(said.code == 0);
  CHECK(says(said.out, "Fit to serve"));
  CHECK(clinic.worst("provider").state == State::skipped);
  for (const char* name : {"config", "limits", "doors", "mail", "keys", "database", "tables", "wal",
                           "offices", "audit", "staff"})
    CHECK(clinic.worst(name).state == State::ok);
  // How much is left is this machine's affair; that it was looked at is not.
  CHECK(says(clinic.worst("disk").says, " left for " + clinic.path("data").string()));
}

// Nobody could ever prove anything: "Fit to serve" would be a bad joke.
TEST_CASE("a clinic that can neither text nor mail is not fit to serve") {
  Clinic clinic;
  CHECK(clinic.worst("sending").state == State::wrong);
  CHECK(says(clinic.worst("sending").says, "[provider] or [mail]"));
  clinic.with_mail(dead_port());
  for (const auto& check : clinic.examine()) CHECK(check.name != "sending");
}

TEST_CASE("a program reads the doctor's findings") {
  const Greeter greeter;
  Clinic clinic;
  clinic.with_mail(greeter.port());
  const Said said = clinic.report(operations::Format::json);
  const auto json = Json::parse(said.out);
  REQUIRE(json);
  CHECK(json->find("ok")->truth() == true);
  CHECK(json->find("checks")->items().at(0).text_of("name") == "config");
}

TEST_CASE("without a database yet the doctor makes none") {
  Clinic clinic;
  CHECK(clinic.worst("database").state == State::warn);
  CHECK(clinic.worst("audit").state == State::skipped);
  CHECK_FALSE(fs::exists(clinic.database()));
}

TEST_CASE("a configuration that can't be read is all there is to say") {
  Clinic clinic;
  clinic.change("https://help.example.org", "<https://help.example.org>");
  const Said said = clinic.report();
  CHECK(said.code == 1);
  CHECK(says(said.out, "is still to be filled in"));
}

TEST_CASE("a key file that is missing or open to others is wrong; the rest is still looked at") {
  Clinic clinic;
  clinic.add_patient();
  ::chmod(clinic.path("latchkey.key").c_str(), 0644);
  CHECK(says(clinic.worst("keys").says, "chmod 600"));
  fs::remove(clinic.path("latchkey.key"));
  CHECK(clinic.worst("keys").state == State::wrong);
  CHECK(clinic.worst("audit").state == State::skipped);
  CHECK(clinic.worst("database").state == State::ok);
  CHECK(clinic.report().code == 1);
}

TEST_CASE("a clock before the program's year or before its own key is wrong") {
  Clinic clinic;
  clinic.clock.time = from_millis(1'000'000'000'000);
  CHECK(says(clinic.worst("clock").says, "before this program was made"));
  clinic.clock.time = SystemClock().now() - std::chrono::hours(1);
  CHECK(says(clinic.worst("clock").says, "before the key file was made"));
  clinic.clock.time = SystemClock().now() + std::chrono::hours(1);
  CHECK(clinic.worst("clock").state != State::wrong);
}

TEST_CASE("a damaged database is wrong, and one that others can read") {
  Clinic clinic;
  clinic.add_patient();
  ::chmod(clinic.database().c_str(), 0644);
  CHECK(says(clinic.worst("database").says, "chmod 600"));
  ::chmod(clinic.database().c_str(), 0600);
  CHECK(clinic.worst("database").state == State::ok);
  put_bytes(clinic.database(), std::string(20000, 'x'));
  CHECK(clinic.worst("database").state == State::wrong);
  CHECK(clinic.worst("content").state != State::wrong);
}

TEST_CASE("a language without a folder and content that is nowhere are wrong") {
  Clinic clinic;
  clinic.change("#languages = [\"en\", \"es\"]", "languages = [\"en\", \"tlh\"]");
  CHECK(says(clinic.worst("content").says, "there is no"));
  clinic.change(LATCHKEY_SOURCE_DIR "/content", "/nowhere/content");
  CHECK(clinic.worst("content").state == State::wrong);
}

TEST_CASE("guides that nobody compared with browsers for a year are named") {
  using namespace std::chrono;
  Clinic clinic;
  clinic.clock.time = sys_days(2026y / December / 1);
  CHECK(clinic.worst("guides").state == State::ok);
  clinic.clock.time = sys_days(2100y / December / 1);
  CHECK(clinic.worst("guides").state == State::warn);
  CHECK(says(clinic.worst("guides").says, "page_broken"));
  CHECK(says(clinic.worst("guides").says, "reviewed_on"));
}

TEST_CASE("what pages are made of is tried as serve tries it") {
  Clinic clinic;
  CHECK(clinic.worst("pages").state == State::skipped);
  clinic.pages = [](const Config&) { return ""; };
  CHECK(clinic.worst("pages").state == State::ok);
  clinic.pages = [](const Config&) { return "the releases are old"; };
  CHECK(clinic.worst("pages").state == State::warn);
  clinic.pages = [](const Config&) -> std::string { throw ConfigFault("logo.svg: no picture"); };
  CHECK(clinic.worst("pages").state == State::wrong);
  CHECK(says(clinic.worst("pages").says, "logo.svg: no picture"));
}

TEST_CASE("an office that never opens is named, and is wrong where tickets go by default") {
  Clinic clinic;
  clinic.add(
      "[[location]]\nid = 2\nname = \"Harbor Street\"\nkind = \"lab\"\n"
      "phone = \"+14015550120\"\ntime_zone = \"America/New_York\"\nhours.monday = []\n");
  CHECK(clinic.worst("offices").state == State::warn);
  CHECK(says(clinic.worst("offices").says, "2 Harbor Street never opens"));
  clinic.change("#default_location = 1", "default_location = 2");
  CHECK(clinic.worst("offices").state == State::wrong);
}

TEST_CASE("the provider is asked for our account with our credentials, and judged by its answer") {
  Clinic clinic;
  clinic.with_provider();
  CHECK(clinic.worst("provider").state == State::ok);
  CHECK(clinic.call.method == "GET");
  CHECK(clinic.call.url == "https://provider.example.org/2010-04-01/Accounts/AC123.json");
  CHECK(std::get<courier::BasicAuth>(clinic.call.auth).user == "AC123");
  CHECK(std::get<courier::BasicAuth>(clinic.call.auth).password == Secret("hush"));

  clinic.answer = courier::Answered{401, {}, "{}"};
  CHECK(says(clinic.worst("provider").says, "refuses our name and secret"));
  clinic.answer = courier::Answered{404, {}, "{}"};
  CHECK(says(clinic.worst("provider").says, "provider.account_id"));
  clinic.answer = courier::Answered{200, {}, "{\"status\":\"suspended\"}"};
  CHECK(says(clinic.worst("provider").says, "not active"));
  clinic.answer = courier::Answered{503, {}, ""};
  CHECK(says(clinic.worst("provider").says, "503"));
  clinic.answer = courier::NotSent{courier::Trouble::resolve};
  const auto check = clinic.worst("provider");
  CHECK(check.state == State::wrong);
  CHECK(says(check.says, "can't be reached (resolve)"));
}

TEST_CASE("Telnyx is asked by its own way for who we are") {
  Clinic clinic;
  clinic.with_provider("telnyx");
  CHECK(clinic.worst("provider").state == State::ok);
  CHECK(clinic.call.url == "https://provider.example.org/v2/balance");
  CHECK(std::get<courier::BearerAuth>(clinic.call.auth).token == Secret("hush"));
}

TEST_CASE("a mail server is asked for its greeting; one that is not there is wrong") {
  Clinic clinic;
  clinic.with_mail(dead_port());
  CHECK(says(clinic.worst("mail").says, "takes no connection"));
  Clinic other;
  const Greeter greeter;
  other.with_mail(greeter.port());
  const auto check = other.worst("mail");
  CHECK(check.state == State::ok);
  CHECK(says(check.says, "greets"));
}

TEST_CASE("the doctor asks for an anchor, and sees when the log is older than it") {
  Clinic clinic;
  clinic.add_patient();
  CHECK(says(clinic.worst("anchor").says, "latchkey audit anchor"));
  const auto back_up = [&](const char* name) {
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::backup({clinic.config(), clinic.path(name)}, clinic.dice, clinic.clock,
                                out, err);
    });
  };
  CHECK(says(clinic.worst("backup").says, "none was ever made"));
  REQUIRE(back_up("one").code == 0);
  const std::string old = bytes_of(clinic.database());
  CHECK(clinic.worst("backup").state == State::ok);
  REQUIRE(back_up("two").code == 0);
  REQUIRE(run([&](std::ostream& out, std::ostream& err) {
            return operations::anchor_audit({clinic.config()}, clinic.dice, clinic.clock, out, err);
          }).code == 0);
  CHECK(says(clinic.worst("anchor").says, "the same disk as the database"));
  CHECK(clinic.worst("audit").state == State::ok);
  put_bytes(clinic.database(), old);
  CHECK(says(clinic.worst("audit").says, "older than its anchor"));
  CHECK(clinic.report().code == 1);
}

TEST_CASE("a last backup that is days old is worth a warning") {
  Clinic clinic;
  clinic.add_patient();
  REQUIRE(run([&](std::ostream& out, std::ostream& err) {
            return operations::backup({clinic.config(), clinic.path("one")}, clinic.dice,
                                      clinic.clock, out, err);
          }).code == 0);
  clinic.clock.time += std::chrono::hours(73);
  const auto check = clinic.worst("backup");
  CHECK(check.state == State::warn);
  CHECK(says(check.says, "3 days ago"));
}

TEST_CASE(
    "a desk to which nobody can sign in is wrong, one without an administrator worth a word") {
  Clinic clinic;
  clinic.add_patient();
  CHECK(says(clinic.worst("staff").says, "latchkey staff add"));
  CHECK(clinic.worst("staff").state == State::wrong);
  clinic.with_staff("ana", staff::Role::admin, Clinic::Member::invited);
  CHECK(clinic.worst("staff").state == State::warn);
  CHECK(says(clinic.worst("staff").says, "https://desk.example.org/enrol"));
  clinic.with_staff("bea", staff::Role::office);
  CHECK(says(clinic.worst("staff").says, "no administrator"));
  clinic.with_staff("cleo", staff::Role::admin);
  CHECK(clinic.worst("staff").state == State::ok);
}

TEST_CASE("a demo's doctor asks nobody outside and says that nothing is sent") {
  Clinic clinic;
  clinic.with_provider();
  clinic.with_mail(dead_port());
  clinic.answer = courier::Answered{401, {}, "{}"};
  auto asked = clinic.options();
  asked.sends = operations::Sends::nothing;
  int told = 0;
  for (const auto& check : operations::examine(asked, clinic.dice, clinic.clock)) {
    if (check.name != "provider" && check.name != "mail") continue;
    ++told;
    CHECK(check.state == State::skipped);
    CHECK(says(check.says, "a demo"));
    CHECK(says(check.says, "/demo"));
  }
  CHECK(told == 2);
  CHECK(clinic.call.url.empty());
}

TEST_CASE("after a restore the doctor does not say that no backup was ever made") {
  Clinic clinic;
  clinic.add_patient();
  const auto with_file = [&](auto command) {
    return run([&](std::ostream& out, std::ostream& err) {
      return command(operations::BackupOptions{clinic.config(), clinic.path("one")}, clinic.dice,
                     clinic.clock, out, err);
    });
  };
  REQUIRE(with_file(operations::backup).code == 0);
  const auto anchored = [&] {
    return run([&](std::ostream& out, std::ostream& err) {
      return operations::anchor_audit({clinic.config()}, clinic.dice, clinic.clock, out, err);
    });
  };
  REQUIRE(anchored().code == 0);
  clinic.clock.time += std::chrono::hours(1);
  REQUIRE(with_file(operations::restore).code == 0);
  const auto check = clinic.worst("backup");
  CHECK(check.state == State::warn);
  CHECK(says(check.says, "put back on"));
  CHECK(says(check.says, iso_utc(clinic.clock.time - std::chrono::hours(1))));
  // The anchor is of a time that this log never had: expected, and told so.
  CHECK(clinic.worst("audit").state == State::wrong);
  CHECK(says(clinic.worst("audit").says, "this is to be expected"));
  fs::rename(clinic.path("audit.anchor"), clinic.path("audit.anchor.before"));
  REQUIRE(anchored().code == 0);
  CHECK(clinic.worst("audit").state == State::ok);
}

TEST_CASE("a language that lacks a text is wrong, and the text is named") {
  Clinic clinic;
  const fs::path content = clinic.path("texts");
  fs::copy(LATCHKEY_SOURCE_DIR "/content", content, fs::copy_options::recursive);
  clinic.change(LATCHKEY_SOURCE_DIR "/content", content.string());
  std::string steps = bytes_of(content / "es/steps/code.toml");
  const std::size_t from = steps.find("[enter_code]");
  REQUIRE(from != std::string::npos);
  put_bytes(content / "es/steps/code.toml",
            steps.erase(from, steps.find("\n[", from + 1) + 1 - from));
  const auto check = clinic.worst("content");
  CHECK(check.state == State::wrong);
  CHECK(says(check.says, "steps.enter_code."));
  CHECK(says(check.says, "does not start"));
}

TEST_CASE("another key file than the database's is told once, as the thing that is wrong") {
  Clinic clinic;
  clinic.add_patient();
  fs::rename(clinic.path("latchkey.key"), clinic.path("kept.key"));
  create_key_file(clinic.path("latchkey.key"), clinic.dice);
  const auto check = clinic.worst("keys");
  CHECK(check.state == State::wrong);
  CHECK(says(check.says, "not the key file that the database was made with"));
  CHECK(clinic.worst("staff").state == State::skipped);
}
