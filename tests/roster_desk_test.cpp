// A list of patients brought in at the desk: tried, then applied once.
#include "kiosk/desk/roster_desk.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/fakes/clinic_desk.h"

using namespace latchkey;
using namespace std::chrono_literals;
using fakes::ClinicDesk;
using fakes::says;
using staff::Role;

namespace {

const std::string head = "record_number,first_name,last_name,birth_date,zip\r\n";
const std::string list = head +
                         "MRN-70011,Wilhelmina,Underbridge,1950-02-03,02904\r\n"
                         "MRN-70012,Ottilie,Underbridge,1951-02-03,02904\r\n"
                         "MRN-70013,Nobody,Dateless,soon,02904\r\n";

struct Lists : ClinicDesk {
  Clerk admin = signed_in("ada", Role::admin, {});

  http::Response check(const std::string& text) { return check(text, admin); }
  http::Response check(const std::string& text, const Clerk& by) {
    return post("/roster", by, {{"do", "check"}, {"list", text}});
  }
  http::Response apply(const std::string& upload) { return apply(upload, admin); }
  http::Response apply(const std::string& upload, const Clerk& by) {
    return post("/roster", by, {{"do", "apply"}, {"upload", upload}});
  }
  static std::string upload_in(const http::Response& page) {
    const std::regex field("name=\"upload\" value=\"([0-9]+)\"");
    std::smatch found;
    return std::regex_search(page.body, found, field) ? found[1].str() : std::string();
  }
  std::size_t known(const std::string& number) {
    auto& service = clinic.service();
    return service.store().read([&](storage::Transaction& tx) {
      return service.roster().by_record_number(tx, number).size();
    });
  }
  std::int64_t rows() {
    return clinic.service().store().read([](storage::Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM patient").rows.at(0).integer(0);
    });
  }
};

}  // namespace

TEST_CASE("a list is tried line by line first, and changes nobody") {
  Lists desk;
  const std::int64_t before = desk.rows();
  const auto tried = desk.check(list);
  CHECK(tried.status == 200);
  CHECK(says(tried, "lines 2-3"));
  CHECK(says(tried, "birth_date"));
  CHECK(says(tried, "This is not what the column holds."));
  CHECK_FALSE(says(tried, "Underbridge"));
  CHECK(desk.rows() == before);
  CHECK(desk.last(desk.admin.id).action == "roster.check");
  CHECK(desk.last(desk.admin.id).details == "added 2 changed 0 refused 1 deactivated 0");
}

TEST_CASE("the same list is applied once, though the button is pressed twice") {
  Lists desk;
  const std::int64_t before = desk.rows();
  const std::string upload = Lists::upload_in(desk.check(list));
  REQUIRE_FALSE(upload.empty());
  CHECK(desk.apply(upload).status == 200);
  CHECK(desk.rows() == before + 2);
  CHECK(desk.known("MRN-70011") == 1);
  CHECK(desk.last(desk.admin.id).action == "roster.imported");
  CHECK(desk.last(desk.admin.id).answer == audit::Answer::allowed);
  const auto again = desk.apply(upload);
  CHECK(again.status == 409);
  CHECK(says(again, "brought in already"));
  CHECK(desk.last(desk.admin.id).answer == audit::Answer::refused);
  // Nothing of it is left, and a list that changes nobody has no button.
  CHECK(Lists::upload_in(desk.check(list)).empty());
}

TEST_CASE("a list that was tried is its member's alone, for an hour, and the newest alone") {
  Lists desk;
  const auto other = desk.signed_in("berta", Role::admin, {});
  const std::string first = Lists::upload_in(desk.check(list));
  CHECK(desk.apply(first, other).status == 422);
  const std::string second = Lists::upload_in(desk.check(list));
  CHECK(desk.apply(first).status == 422);
  desk.busy(61min, desk.admin);
  desk.step_up(desk.admin);
  CHECK(desk.apply(second).status == 422);
  CHECK(desk.known("MRN-70011") == 0);
}

TEST_CASE("an import that broke off is begun again after a while, and no sooner") {
  Lists desk;
  const std::string upload = Lists::upload_in(desk.check(list));
  auto& service = desk.clinic.service();
  const accounts::UploadId id{std::stoll(upload)};
  service.store().write([&](storage::Transaction& tx) {
    const auto begun =
        accounts::begin_upload(tx, service.sealer(), id, desk.admin.id, desk.clinic.clock.now());
    CHECK(begun.text == list);
  });
  CHECK(desk.apply(upload).status == 409);
  CHECK(desk.known("MRN-70011") == 0);
  desk.busy(11min, desk.admin);
  desk.step_up(desk.admin);
  CHECK(desk.apply(upload).status == 200);
  CHECK(desk.known("MRN-70011") == 1);
}

TEST_CASE("what is no list is refused with what it lacks, whatever its cells are parted by") {
  Lists desk;
  const auto bad = desk.check("name,born\r\nWilhelmina,1950\r\n");
  CHECK(bad.status == 422);
  CHECK(says(bad, "record_number"));
  CHECK(Lists::upload_in(bad).empty());
  CHECK(desk.check(" \r\n").status == 422);
  CHECK(desk.check(std::string(kiosk::roster_bytes_max + 1, 'x')).status == 422);
  std::string semicolons = list;
  std::ranges::replace(semicolons, ',', ';');
  CHECK(says(desk.check(semicolons), "lines 2-3"));
}

TEST_CASE("only an administrator brings patients in, with fresh digits") {
  Lists desk;
  for (const Role role : {Role::office, Role::it, Role::outsourced_desk, Role::manager}) {
    const auto member = desk.signed_in("r." + std::string(staff::role_names[role]), role,
                                       {desk.clinic.config().locations.front().id});
    CHECK(desk.get("/roster", member).status == 403);
    CHECK(desk.check(list, member).status == 403);
    CHECK(desk.last(member.id).answer == audit::Answer::refused);
  }
  const std::string upload = Lists::upload_in(desk.check(list));
  desk.busy(6min, desk.admin);
  CHECK(desk.get("/roster", desk.admin).status == 422);
  CHECK(desk.apply(upload).status == 422);
  CHECK(desk.known("MRN-70011") == 0);
  desk.step_up(desk.admin);
  CHECK(desk.apply(upload).status == 200);
}

TEST_CASE("a list that waits is sealed: nothing of it lies in the database in clear") {
  Lists desk;
  desk.check(list);
  desk.clinic.service().store().read([&](storage::Transaction& tx) {
    const auto kept = tx.run("SELECT file FROM roster_upload").rows.at(0).blob(0);
    CHECK(kept.size() > list.size());
    CHECK(kept.find("Underbridge") == std::string::npos);
  });
}
