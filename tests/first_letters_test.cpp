// Registration codes by post: who gets one, who prints it, and that it is seen once.
#include "kiosk/desk/first_letters.h"

#include <doctest/doctest.h>

#include "tests/fakes/clinic_desk.h"
#include "tests/fakes/desk_case.h"
#include "tests/fakes/visitors.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::ClinicDesk;
using fakes::says;
using fakes::who;
using staff::Role;
using Fields = ClinicDesk::Fields;

namespace {

constexpr const char* never = "newcomer";

struct Post : ClinicDesk {
  PatientId newcomer = clinic.patient(who(never));
  LocationId office = person(newcomer).location;
  Clerk clerk{};

  enum class Address { none, safe, unsafe, fresh };
  explicit Post(Address address = Address::safe) {
    if (address != Address::none) give_address(address);
    if (address != Address::fresh) clinic.clock.pass(73h);
    clerk = signed_in("clara", Role::office, {office});
  }
  void give_address(Address how) {
    auto& service = clinic.service();
    accounts::PatientRecord record;
    const accounts::Person found = person(newcomer);
    record.record_number = found.record_number;
    record.first_name = found.first_name;
    record.last_name = found.last_name;
    record.birth_date = found.birth_date;
    auto& contact = record.contacts.emplace_back();
    contact.kind = accounts::ContactKind::postal;
    contact.value = "12 Sample Street\nProvidence 02904";
    if (how == Address::unsafe) contact.safety = accounts::Contact::Safety::unsafe;
    const auto ids = accounts::fresh_ids(clinic.dice, record);
    service.store().write([&](storage::Transaction& tx) {
      service.roster().upsert(tx, record, ids, clinic.clock.now());
    });
  }
  http::Response count(const Clerk& by) {
    return get("/first-letters?office=" + std::to_string(office.value), by);
  }
  http::Response print(const Clerk& by, const std::string& form = std::string(43, 'f')) {
    return post("/first-letters", by,
                {{"do", "print"},
                 {"office", std::to_string(office.value)},
                 {"batch", form},
                 {"count", "50"}});
  }
  static std::string code_on(const http::Response& page) {
    const std::regex row("<strong>([0-9A-Z]{4}(-[0-9A-Z]{4}){3})</strong>");
    std::smatch found;
    return std::regex_search(page.body, found, row) ? found[1].str() : std::string();
  }
  // The row of the table that counts what `label` says; -1 if there is none.
  static int counted(const http::Response& page, const std::string& label) {
    const std::regex row("<dt>" + label + "</dt><dd>([0-9]+)</dd>");
    std::smatch found;
    return std::regex_search(page.body, found, row) ? std::stoi(found[1]) : -1;
  }
};

const std::string ready = "Ready for a letter";

}  // namespace

TEST_CASE("whoever never signed in gets a code by post, shown once, that opens the account") {
  Post desk;
  CHECK(Post::counted(desk.count(desk.clerk), ready) == 1);
  const auto printed = desk.print(desk.clerk);
  REQUIRE(printed.status == 200);
  const std::string code = Post::code_on(printed);
  REQUIRE(code.size() == 19);
  CHECK(says(printed, "12 Sample Street"));
  CHECK(says(printed, "I want to sign in for the first time"));
  CHECK(says(printed, desk.clinic.config().urls.patient));
  bool told = false;
  for (const audit::Record& row : desk.audited(desk.clerk.id))
    told = told || (row.action == "registration.issue" && row.details == "paper, by_post" &&
                    row.subject_id == desk.newcomer.value);
  CHECK(told);
  desk.clinic.settle();
  // Whoever is on file hears of it, in words that alarm nobody.
  REQUIRE_FALSE(desk.clinic.sent().empty());
  CHECK(desk.clinic.sent().back().body.find("letter") != std::string::npos);
  CHECK(desk.clinic.sent().back().body.find("at once") == std::string::npos);

  const auto again = desk.print(desk.clerk);
  CHECK(again.status == 409);
  CHECK(Post::code_on(again).empty());
  const auto after = desk.count(desk.clerk);
  CHECK_FALSE(says(after, code));
  CHECK(Post::counted(after, ready) == 0);
  CHECK(Post::counted(after, "Have a code that still works") == 1);

  fakes::WebVisitor patient(desk.clinic, fakes::Doubling::once);
  patient.post({{"option", "first_sign_in"}});
  patient.post({{"option", "with_code"}});
  patient.post({{"code", code}, {"month", "6"}, {"day", "6"}, {"year", "1966"}});
  desk.clinic.settle();
  patient.look();
  REQUIRE(patient.shown().step == "choose_first_password");
  patient.post({{"password", "a boat of seven lanterns"}});
  desk.clinic.settle();
  CHECK(desk.account_of(desk.newcomer).status == accounts::AccountStatus::active);
}

TEST_CASE("the status of printed codes is listed, and no code") {
  Post desk;
  const std::string code = Post::code_on(desk.print(desk.clerk));
  const auto list = desk.get("/first-letters", desk.clerk);
  const std::regex link("/first-letters\\?batch=([0-9]+)");
  std::smatch found;
  REQUIRE(std::regex_search(list.body, found, link));
  const std::string path = found[0];
  CHECK(says(desk.get(path, desk.clerk), "Given out"));
  CHECK_FALSE(says(desk.get(path, desk.clerk), code));
  const auto stranger =
      desk.signed_in("dora", Role::office, {desk.clinic.config().locations.back().id});
  CHECK(desk.get(path, stranger).status == 404);
  CHECK(desk.last(stranger.id).answer == audit::Answer::refused);
  desk.clinic.clock.pass(8 * 24h);
  desk.sign_in("clara", desk.clerk);
  CHECK(says(desk.get(path, desk.clerk), "Too old"));
}

TEST_CASE("no letter goes to an unsafe address, to a new one, or to none") {
  for (const auto address : {Post::Address::none, Post::Address::unsafe, Post::Address::fresh}) {
    Post desk(address);
    CHECK(Post::counted(desk.count(desk.clerk), ready) == 0);
    CHECK(Post::counted(desk.count(desk.clerk), "No address that may be used") == 1);
    const auto printed = desk.print(desk.clerk);
    CHECK(printed.status == 422);
    CHECK(Post::code_on(printed).empty());
  }
}

TEST_CASE("printing takes fresh digits, an office of one's own, and the role") {
  Post desk;
  desk.busy(6min, desk.clerk);
  CHECK(desk.print(desk.clerk).status == 422);
  CHECK(Post::counted(desk.count(desk.clerk), ready) == 1);
  desk.step_up(desk.clerk);
  const auto stranger =
      desk.signed_in("dora", Role::office, {desk.clinic.config().locations.back().id});
  CHECK(desk.print(stranger).status == 404);
  for (const Role role : {Role::it, Role::outsourced_desk, Role::manager, Role::admin}) {
    const auto other = desk.signed_in("r." + std::string(staff::role_names[role]), role, {});
    CHECK(desk.count(other).status == 403);
    CHECK(desk.print(other).status == 403);
    CHECK(desk.last(other.id).answer == audit::Answer::refused);
  }
  desk.step_up(desk.clerk);
  CHECK_FALSE(Post::code_on(desk.print(desk.clerk)).empty());
}

TEST_CASE("so many letters a day and no more, by office and by hand") {
  Post desk;
  auto& service = desk.clinic.service();
  const Time now = desk.clinic.clock.now();
  service.store().write([&](storage::Transaction& tx) {
    using namespace identity;
    const LetterBatch early{LetterBatchId{5}, StaffId{1}, desk.office, now - 23h, letters_day_max};
    std::vector<PatientId> nobody;
    for (int i = 1; i <= letters_day_max; ++i) nobody.push_back(PatientId{i});
    CHECK(begin_letters(tx, early, nobody) == LettersBegun::too_many);  // 50 at a time
    nobody.resize(50);
    for (int i = 0; i < 4; ++i)
      CHECK(begin_letters(tx, {LetterBatchId{10 + i}, StaffId{1}, desk.office, now - 23h, 50},
                          nobody) == LettersBegun::begun);
    CHECK(letters_left(tx, StaffId{2}, desk.office, now) == 0);
    CHECK(letters_left(tx, StaffId{1}, LocationId{999}, now) == 0);
    CHECK(letters_left(tx, StaffId{2}, LocationId{999}, now) == 50);
    CHECK(letters_left(tx, StaffId{2}, desk.office, now + 2h) == 50);
  });
  CHECK(desk.print(desk.clerk).status == 422);
}
