// The real program after real conversations: nothing about anybody lies in clear in its database,
// its log or a backup of it (rulings.md R35).

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "core/base/json.h"
#include "core/staff/totp.h"
#include "tests/fakes/child.h"
#include "tests/fakes/clear_forms.h"
#include "tests/fakes/journeys.h"
#include "tests/fakes/quiet_sink.h"

using namespace latchkey;
using namespace latchkey::fakes;

namespace {

std::string bytes_of(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  return std::move(bytes).str();
}

std::string lowered(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

// What must lie nowhere in clear. Shorter than six characters proves nothing.
class Forbidden {
 public:
  void add(const std::string& datum) {
    if (datum.size() >= 6) data_.insert(datum);
  }
  void add(const std::vector<std::string>& all) {
    for (const std::string& datum : all) add(datum);
  }
  void add_person(const Traveller& who) {
    add({who.last, who.email, who.user_name, who.number});
    add(forms_of_date(who.birth_date));
    add(forms_of_number(who.number));
    if (!who.mobile.empty()) add(forms_of_number(who.mobile.substr(2)));
  }
  // In a file columns stand side by side: digits beside a number prove nothing there.
  std::vector<std::string> in_bytes(const std::string& bytes) const {
    const std::string text = lowered(bytes);
    std::vector<std::string> found;
    for (const std::string& datum : data_)
      if (text.find(lowered(datum)) != std::string::npos) found.push_back(datum);
    return found;
  }
  std::vector<std::string> in_log(const std::string& log) const {
    std::vector<std::string> found;
    for (const std::string& datum : data_)
      if (find_datum(log, datum) != std::string::npos) found.push_back(datum);
    return found;
  }
  std::size_t size() const { return data_.size(); }

 private:
  std::set<std::string> data_;
};

std::string contact(const demo::DemoPatient& patient, accounts::ContactKind kind) {
  for (const auto& one : patient.record.contacts)
    if (one.kind == kind) return one.value;
  return "";
}

// People with a mailbox and a mobile of their own.
std::vector<Traveller> travellers(std::size_t count) {
  const auto clinic = demo::make_clinic(demo::default_seed, SystemClock().now());
  std::vector<Traveller> all;
  for (std::size_t i = 100; all.size() < count; ++i) {
    const auto& one = clinic.patients.at(i);
    Traveller who;
    who.email = contact(one, accounts::ContactKind::email);
    who.mobile = contact(one, accounts::ContactKind::mobile);
    if (one.kind != demo::Kind::plain || who.email.empty()) continue;
    who.first = one.record.first_name;
    who.last = one.record.last_name;
    who.birth_date = iso_date(one.record.birth_date);
    who.zip = one.record.zip;
    who.user_name = one.record.user_name;
    who.proof = all.size() % 2 == 0 ? "text" : "mail";
    who.source = "127.0.9." + std::to_string(all.size() + 1);
    who.number = "508555010" + std::to_string(all.size());
    all.push_back(who);
  }
  return all;
}

// A password by text and by mail, a user name and a code for the page by phone, a ticket.
std::vector<std::unique_ptr<Journey>> journeys(const Destination& to) {
  using Wish = Traveller::Wish;
  auto who = travellers(5);
  who[2].wish = Wish::user_name;
  who[3].wish = Wish::hand_off;
  who[4].wish = Wish::office;
  std::vector<std::unique_ptr<Journey>> all;
  all.push_back(web_journey(to, who[0]));
  all.push_back(web_journey(to, who[1]));
  all.push_back(phone_journey(to, who[2]));
  all.push_back(hand_off_journey(to, who[3]));
  all.push_back(web_journey(to, who[4]));
  return all;
}

void travel(std::vector<std::unique_ptr<Journey>>& all) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(120);
  const auto arrived = [](const auto& journey) {
    return journey->over() || !journey->broken().empty();
  };
  while (!std::all_of(all.begin(), all.end(), arrived)) {
    REQUIRE(std::chrono::steady_clock::now() < until);
    for (auto& journey : all)
      if (!arrived(journey)) journey->turn();
    breathe();
  }
}

void add_description(Forbidden& forbidden, const Json& described) {
  forbidden.add(described.text_of("signing_token").value_or(""));
  for (const Json& one : described.find("staff")->items()) {
    const std::string secret = one.text_of("totp_secret").value_or("");
    REQUIRE(secret.size() >= 32);
    forbidden.add(secret);
    forbidden.add(std::string(staff::totp_secret_from_base32(secret).reveal()));
    forbidden.add(one.text_of("password").value_or(""));
  }
  for (const Json& one : described.find("patients")->items()) {
    Traveller who;
    who.birth_date = one.text_of("birth_date").value_or("");
    who.email = one.text_of("email").value_or("");
    who.user_name = one.text_of("user_name").value_or("");
    who.number = "5085550199";
    who.mobile = one.text_of("phone").value_or("");
    forbidden.add_person(who);
    forbidden.add(one.text_of("record_number").value_or(""));
  }
}

}  // namespace

TEST_CASE("after real conversations no file, log or backup of the program tells about anybody") {
  DemoServer server;
  REQUIRE(server.start());
  const auto described = Json::parse(server.description());
  REQUIRE(described);
  const Texts texts = Texts::load(std::filesystem::path(LATCHKEY_SOURCE_DIR) / "content");
  const Destination to{server.port(), described->text_of("account_sid").value_or(""),
                       described->text_of("signing_token").value_or(""), "1", texts};
  auto all = journeys(to);
  travel(all);
  Forbidden forbidden;
  for (const auto& journey : all) {
    for (const std::string& broken : journey->broken()) FAIL_CHECK(broken);
    forbidden.add_person(journey->who());
    CHECK(!journey->secrets().empty());
    for (const std::string& secret : journey->secrets()) forbidden.add(secret);
  }
  CHECK(all[0]->step() == "recovered_password");
  CHECK(all[3]->step() == "recovered_password");
  CHECK(all[4]->step().starts_with("handed_over"));
  add_description(forbidden, *described);
  CHECK(forbidden.size() > 100);

  const std::string database = server.folder() + "/latchkey.db", backup = database + ".backup";
  Child saving({std::string(LATCHKEY_BINARY_DIR) + "/latchkey", "backup", "--demo", server.folder(),
                backup, "--json"});
  CHECK(Json::parse(saving.line()));
  // Dead at once, so that the log of what was written last lies there too.
  server.kill();
  const std::string files =
      bytes_of(database) + bytes_of(database + "-wal") + bytes_of(database + "-shm");
  const std::string log = server.log(), saved = bytes_of(backup);
  for (const std::string& datum : forbidden.in_bytes(files)) FAIL_CHECK("on disk: " << datum);
  for (const std::string& datum : forbidden.in_bytes(saved)) FAIL_CHECK("in the backup: " << datum);
  for (const std::string& datum : forbidden.in_log(log)) FAIL_CHECK("in the log: " << datum);

  // The same search finds what does stand there.
  Forbidden control;
  control.add("recovery.password_set");
  CHECK(control.in_bytes(files).size() == 1);
  CHECK(control.in_bytes(saved).empty());
  CHECK(saved.size() > 100'000);
  CHECK(log.find("\"event\"") != std::string::npos);
  std::filesystem::remove(backup);
}
