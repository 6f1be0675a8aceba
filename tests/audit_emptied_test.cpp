// An audit log that was emptied altogether, so that no chain is left to be broken.
#include <doctest/doctest.h>

#include "core/operations/add_staff.h"
#include "core/operations/doctor.h"
#include "core/operations/verify_audit.h"
#include "tests/fakes/installation.h"
#include "tests/fakes/says.h"

using namespace latchkey;
using fakes::Installation;
using fakes::Said;
using fakes::says;
namespace fs = std::filesystem;

namespace {

struct Clinic : Installation {
  template <class Options>
  Said say(int (*command)(const Options&, Dice&, const Clock&, std::ostream&, std::ostream&),
           const Options& options) {
    return fakes::run([&](std::ostream& out, std::ostream& err) {
      return command(options, dice, clock, out, err);
    });
  }
  Said verify() { return say(operations::verify_audit, operations::AuditOptions{config()}); }
  Said anchor() { return say(operations::anchor_audit, operations::AuditOptions{config()}); }
  void add_ana() {
    operations::StaffOptions options;
    options.config = config();
    options.name = "ana";
    options.role = "it";
    REQUIRE(say(operations::add_staff, options).code == 0);
  }
  void empty_log() {
    auto at = open();
    at.store().write([](storage::Transaction& tx) {
      tx.run("DELETE FROM audit_row");
      tx.run("DELETE FROM audit_head");
    });
  }
};

}  // namespace

// "The audit log is whole: 0 rows" was the verdict on a log that somebody had thrown away.
TEST_CASE("a log without a row is whole only where no staff was ever added") {
  Clinic clinic;
  clinic.open();
  CHECK(clinic.verify().code == 0);
  clinic.add_ana();
  CHECK(clinic.verify().code == 0);
  clinic.empty_log();
  const Said said = clinic.verify();
  CHECK(said.code == 1);
  CHECK(says(said.out, "the log is empty though 1 member of staff"));
  int judged = 0;
  for (const auto& check : operations::examine({clinic.config()}, clinic.dice, clinic.clock)) {
    if (check.name != "audit") continue;
    ++judged;
    CHECK(check.state == operations::Check::State::wrong);
  }
  CHECK(judged == 1);
}

TEST_CASE("an emptied log is not anchored, so that no anchor papers over the loss") {
  Clinic clinic;
  clinic.add_ana();
  clinic.empty_log();
  const Said said = clinic.anchor();
  CHECK(said.code == 1);
  CHECK(says(said.err, "nothing was anchored"));
  CHECK_FALSE(fs::exists(clinic.path("audit.anchor")));
}
