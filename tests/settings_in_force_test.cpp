// What is published stands in place of the files from the next start on, unless it can't be used.
#include <doctest/doctest.h>

#include "core/operations/doctor.h"
#include "core/operations/settings.h"
#include "tests/fakes/callers.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::Clinic;
using operations::Flawed;
using operations::Settings;
using settings::Overtaken;
using storage::Transaction;

namespace {

constexpr StaffId ada{7};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
    text.replace(at, from.size(), to);
    ++found;
  }
  REQUIRE(found > 0);
  return text;
}

const Settings::Along nothing_else = [](Transaction&, std::int64_t) {};

std::int64_t publish(Settings& at, const std::string& document, const std::string& text) {
  settings::Save save;
  save.document = document;
  save.text = text;
  save.author = ada;
  const auto said = at.save(save, nothing_else);
  REQUIRE(std::holds_alternative<std::int64_t>(said));
  const auto done = at.publish(document, std::get<std::int64_t>(said), ada, nothing_else);
  return std::get<std::int64_t>(done);
}

std::string flaw(Clinic& clinic, const std::string& document, const std::string& text) {
  return clinic.service().settings().flaw(document, text);
}

// A caller who leaves a number while nobody is there: when they are promised a call.
Time promised(Clinic& clinic, const std::string& number) {
  fakes::PhoneCaller caller(clinic, fakes::Doubling::once, "+1401555" + number, {});
  for (const char* keys : {"1", "0", "0"}) caller.press(keys);
  caller.choose("yes");
  caller.press("401555" + number);
  caller.choose("no");
  caller.press("1");
  return clinic.service().store().read([&](Transaction& tx) {
    Time latest{};
    for (const auto& ticket : clinic.service().tickets().list(tx, {}))
      latest = std::max(latest, ticket.promised_by);
    return latest;
  });
}

// Past every judgement, as an earlier version of the program may have done.
void put(storage::Store& store, const Sealer& sealer, const std::string& document,
         const std::string& text) {
  const settings::Documents documents(sealer);
  const std::int64_t id = SystemDice().row_id();
  store.write([&](Transaction& tx) {
    const auto base = documents.standing(tx, document);
    const auto saved = documents.save(tx, {id, document, text, "", ada, base}, Time{});
    documents.publish(tx, document, std::get<std::int64_t>(saved), ada, Time{});
  });
}

}  // namespace

TEST_CASE("hours that are published change what is promised, from the next start on") {
  Clinic clinic;
  const Time before = promised(clinic, "0142");
  const LocationId office = clinic.config().clinic.default_location;
  const Time opens = clinic.service().calendar().next_open(office, clinic.clock.now()).value();
  std::string text = clinic.service().settings().in_file("locations");
  for (const char* from : {"\"07:00-", "\"07:30-", "\"08:00-", "\"08:30-", "\"09:00-"})
    if (text.find(from) != std::string::npos) text = replaced(text, from, "\"11:00-");
  publish(clinic.service().settings(), "locations", text);
  CHECK(clinic.service().calendar().next_open(office, clinic.clock.now()) == opens);
  CHECK(clinic.service().is_outdated());
  CHECK_FALSE(clinic.service().is_outdated());  // it is said once
  REQUIRE(clinic.restart());
  CHECK_FALSE(clinic.service().is_outdated());
  CHECK(clinic.service().calendar().next_open(office, clinic.clock.now()).value() > opens);
  CHECK(promised(clinic, "0143") > before);
}

TEST_CASE("the matrix and the sheets that are published are those of the next service") {
  Clinic clinic;
  Settings& at = clinic.service().settings();
  publish(at, "matrix",
          replaced(at.in_file("matrix"), "[locked]\nfirst = \"self_service\"",
                   "[locked]\nfirst = \"office\""));
  publish(at, "sheets/en",
          replaced(at.in_file("sheets/en"), "Verify the patient.\nSend", "Look first.\nSend"));
  REQUIRE(clinic.restart());
  auto& service = clinic.service();
  CHECK(service.matrix().of(tickets::Category::locked).first == tickets::Handler::office);
  CHECK(service.texts().text("en", "desk.sheet_steps.password_reset").starts_with("Look first."));
  CHECK(service.settings().in_use() == settings::Numbers{{"matrix", 1}, {"sheets/en", 1}});
}

TEST_CASE("nothing is saved that the service would not start with, and the line is told") {
  Clinic clinic;
  const Settings& at = clinic.service().settings();
  CHECK(flaw(clinic, "holidays", at.in_file("holidays")).empty());
  const auto says = [&](const std::string& document, const std::string& text, const char* part) {
    const std::string why = flaw(clinic, document, text);
    CHECK_MESSAGE(why.find(part) != std::string::npos, why);
  };
  says("holidays", "[us_clinic]\nx = \"25 December\"\n",
       "policy/holidays.toml:2: us_clinic.x = \"25 December\": must be written as");
  says("holidays", "[other]\n", "has no such list");
  says("holidays", "[us_clinic\n", "policy/holidays.toml:1: this is not TOML");
  says("matrix", replaced(at.in_file("matrix"), "[locked]", "[licked]"), "is no category");
  says("matrix", "[other]\nfirst = \"office\"\n", "is missing: say who helps");
  says("matrix", replaced(at.in_file("matrix"), "first = \"self_service\"", "first = \"it\""),
       "IT never meets a patient first");
  says("locations", replaced(at.in_file("locations"), "America/New_York", "America/Atlantis"),
       "is no time zone");
  says("sheets/en", replaced(at.in_file("sheets/en"), "user_id =", "user_nothing ="),
       "there is no such text");
  says("sheets/es", replaced(at.in_file("sheets/es"), "title = \"", "title = \"{"), "braces");
  says("holidays", std::string(60'000, '#'), "longer than 48 KiB");
}

TEST_CASE("what others publish meanwhile is judged together with a draft") {
  Clinic clinic;
  Settings& at = clinic.service().settings();
  settings::Save save;
  save.document = "holidays";
  save.author = ada;
  save.text = at.in_file("holidays") + "\n[ours]\nday = \"May 5\"\n";
  const auto draft = std::get<std::int64_t>(at.save(save, nothing_else));
  CHECK(std::get<Overtaken>(at.publish("holidays", draft + 1, ada, nothing_else)).number == draft);
  at.publish("holidays", draft, ada, nothing_else);
  // Somebody's offices keep that list from now on: it can't go any more.
  publish(at, "locations",
          replaced(at.in_file("locations"), "holiday_lists = [", "holiday_lists = [\"ours\", "));
  save.text = at.in_file("holidays");
  save.base = draft;
  CHECK(std::get<Flawed>(at.save(save, nothing_else)).why.find("\"ours\"") != std::string::npos);
}

TEST_CASE("what is published and can't be used leaves the file in force, and the others too") {
  Clinic clinic;
  auto& service = clinic.service();
  publish(service.settings(), "matrix",
          replaced(service.settings().in_file("matrix"), "[locked]\nfirst = \"self_service\"",
                   "[locked]\nfirst = \"office\""));
  put(service.store(), service.sealer(), "holidays", "[us_clinic]\nx = \"nonsense\"\n");
  REQUIRE(clinic.restart());
  auto& next = clinic.service();
  CHECK(next.matrix().of(tickets::Category::locked).first == tickets::Handler::office);
  REQUIRE(next.settings().not_used().size() == 1);
  CHECK(next.settings().not_used().front().document == "holidays");
  CHECK_FALSE(next.is_outdated());
  bool told = false;
  for (const std::string& line : clinic.sink.lines())
    told = told || (line.find("settings.not_used") != std::string::npos &&
                    line.find("nonsense") != std::string::npos);
  CHECK(told);
  // The way out: publish one that is right.
  settings::Save save;
  save.document = "holidays";
  save.author = ada;
  save.base = 1;
  save.text = next.settings().in_file("holidays");
  CHECK(std::holds_alternative<std::int64_t>(next.settings().save(save, nothing_else)));
}

TEST_CASE("a row that was tampered with keeps no clinic closed") {
  Clinic clinic;
  auto& service = clinic.service();
  publish(service.settings(), "holidays", service.settings().in_file("holidays"));
  service.store().write(
      [](Transaction& tx) { tx.run("UPDATE setting_version SET text = zeroblob(50)"); });
  REQUIRE(clinic.restart());
  REQUIRE(clinic.service().settings().not_used().size() == 1);
  CHECK(clinic.service().settings().not_used().front().why.find("without the keys") !=
        std::string::npos);
}

TEST_CASE("commands of the operator go by what is published") {
  fakes::Installation clinic;
  const Config file = clinic.config()();
  {
    auto at = clinic.open();
    CHECK(at.config().locations.front().name == "Riverside");
    put(at.store(), at.sealer(), "locations",
        replaced(locations_text(file.locations), "Riverside", "Riverside Hall"));
  }
  CHECK(clinic.open().config().locations.front().name == "Riverside Hall");
}

TEST_CASE("the doctor tells what is published, and loudly what of it is not used") {
  fakes::Installation clinic;
  const auto says = [&] {
    const auto found = operations::examine(
        {clinic.config(), {}, {}, operations::Format::text, operations::Sends::nothing},
        clinic.dice, clinic.clock);
    std::string out;
    for (const auto& check : found)
      if (check.name == "settings" || check.name == "offices")
        out += std::string(operations::check_state_names[check.state]) + " " + check.says + "\n";
    return out;
  };
  const Config file = clinic.config()();
  clinic.open();
  CHECK(fakes::says(says(), "nothing is published"));
  {
    auto at = clinic.open();
    put(at.store(), at.sealer(), "holidays", "[us_federal]\n");
  }
  CHECK(fakes::says(says(), "ok holidays: version 1 of the desk"));
  {
    auto at = clinic.open();
    put(at.store(), at.sealer(), "holidays", "[nobody]\nx = 1\n");
  }
  CHECK(fakes::says(says(), "wrong holidays, version 2, as published on the desk is NOT used"));
  {
    auto at = clinic.open();
    put(at.store(), at.sealer(), "holidays", "[us_federal]\n");
    const std::string text = locations_text(file.locations);
    put(at.store(), at.sealer(), "locations",
        text.substr(0, text.find("[location.hours]")) + "[location.hours]\n");
  }
  CHECK(fakes::says(says(), "never opens"));
}
