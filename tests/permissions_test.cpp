#include "core/staff/permissions.h"

#include <doctest/doctest.h>

#include <set>
#include <sstream>
#include <string>

using namespace latchkey;
using namespace latchkey::staff;

namespace {

// product.md "The staff desk", word for word (its en dash and **never** are both `denied`; "own
// offices", "read" and the like are the names of grants).
constexpr const char* product_table = R"(
| office | own offices | yes | after stamp | after stamp | after stamp | after stamp | own offices | own | own | – |
| it | by ticket | **never** | with valid stamp | with valid stamp | – | with valid stamp | relayed + IT queue | all | – | – |
| outsourced_desk | masked | code read-back only | after stamp | – | – | – | assigned queue | – | – | – |
| manager | – | – | – | – | – | – | read | all | all | – |
| admin | – | – | – | – | – | – | – | all | audit | yes |
)";

constexpr std::size_t product_columns = 10;

std::string printed_table() {
  std::string out = "\n";
  for (std::size_t r = 0; r < role_count; ++r) {
    const auto role = static_cast<Role>(r);
    out += "| " + std::string(role_names[role]) + " |";
    for (std::size_t p = 0; p < product_columns; ++p) {
      const auto permission = static_cast<Permission>(p);
      const Grant grant = allows(role, permission);
      const bool never = role == Role::it && permission == Permission::verify;
      out += " ";
      if (grant == Grant::denied)
        out += never ? "**never**" : "–";
      else
        out += grant_names[grant];
      out += " |";
    }
    out += "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("the permissions are product.md's table, cell by cell") {
  CHECK(printed_table() == product_table);
}

TEST_CASE("what product.md's table does not name is denied to everybody") {
  for (std::size_t r = 0; r < role_count; ++r)
    for (std::size_t p = product_columns; p < permission_count; ++p)
      if (static_cast<Permission>(p) != Permission::kiosks &&
          static_cast<Permission>(p) != Permission::vouch &&
          static_cast<Permission>(p) != Permission::listen &&
          static_cast<Permission>(p) != Permission::incident &&
          static_cast<Permission>(p) != Permission::unlock &&
          static_cast<Permission>(p) != Permission::break_glass &&
          static_cast<Permission>(p) != Permission::letters &&
          static_cast<Permission>(p) != Permission::content_edit &&
          static_cast<Permission>(p) != Permission::audit_log &&
          static_cast<Permission>(p) != Permission::contacts &&
          static_cast<Permission>(p) != Permission::first_letters &&
          static_cast<Permission>(p) != Permission::roster &&
          static_cast<Permission>(p) != Permission::installation)
        CHECK(allows(static_cast<Role>(r), static_cast<Permission>(p)) == Grant::denied);
}

TEST_CASE("an office sees to the kiosks of its own lobbies, IT and administrators to all") {
  CHECK(allows(Role::office, Permission::kiosks) == Grant::own_offices);
  CHECK(allows(Role::it, Permission::kiosks) == Grant::all);
  CHECK(allows(Role::admin, Permission::kiosks) == Grant::all);
  for (const Role role : {Role::outsourced_desk, Role::manager})
    CHECK(allows(role, Permission::kiosks) == Grant::denied);
}

TEST_CASE("IT and administrators announce an outage, and nobody else") {
  for (const Role role : {Role::it, Role::admin})
    CHECK(allows(role, Permission::incident) == Grant::yes);
  for (const Role role : {Role::office, Role::outsourced_desk, Role::manager})
    CHECK(allows(role, Permission::incident) == Grant::denied);
}

TEST_CASE("only the office that calls back listens to spoken messages") {
  CHECK(allows(Role::office, Permission::listen) == Grant::own_offices);
  for (const Role role : {Role::it, Role::outsourced_desk, Role::manager, Role::admin})
    CHECK(allows(role, Permission::listen) == Grant::denied);
}

TEST_CASE("IT has no way to verify anybody") {
  CHECK(allows(Role::it, Permission::verify) == Grant::denied);
  CHECK(allows(Role::it, Permission::vouch) == Grant::denied);
}

TEST_CASE("an account is unlocked under a stamp, by IT under a baton, and by nobody else") {
  CHECK(allows(Role::office, Permission::unlock) == Grant::after_stamp);
  CHECK(allows(Role::it, Permission::unlock) == Grant::with_valid_stamp);
  for (const Role role : {Role::outsourced_desk, Role::manager, Role::admin})
    CHECK(allows(role, Permission::unlock) == Grant::denied);
}

TEST_CASE("only who cares for patients may break the glass") {
  CHECK(allows(Role::office, Permission::break_glass) == Grant::yes);
  for (const Role role : {Role::it, Role::outsourced_desk, Role::manager, Role::admin})
    CHECK(allows(role, Permission::break_glass) == Grant::denied);
}

TEST_CASE("only an office vouches for somebody, at its own kiosks") {
  CHECK(allows(Role::office, Permission::vouch) == Grant::own_offices);
  for (const Role role : {Role::it, Role::outsourced_desk, Role::manager, Role::admin})
    CHECK(allows(role, Permission::vouch) == Grant::denied);
}

TEST_CASE("letters are read and posted by the office that they leave from, and by nobody else") {
  CHECK(allows(Role::office, Permission::letters) == Grant::own_offices);
  for (const Role role : {Role::it, Role::outsourced_desk, Role::manager, Role::admin})
    CHECK(allows(role, Permission::letters) == Grant::denied);
}

TEST_CASE("administrators and managers read the audit log, so that neither is its only judge") {
  CHECK(allows(Role::admin, Permission::audit_log) == Grant::all);
  CHECK(allows(Role::manager, Permission::audit_log) == Grant::read);
  for (const Role role : {Role::office, Role::it, Role::outsourced_desk})
    CHECK(allows(role, Permission::audit_log) == Grant::denied);
}

TEST_CASE("who answers for the installation or mends it sees how it is, and nobody else") {
  for (const Role role : {Role::admin, Role::manager, Role::it})
    CHECK(allows(role, Permission::installation) == Grant::read);
  for (const Role role : {Role::office, Role::outsourced_desk})
    CHECK(allows(role, Permission::installation) == Grant::denied);
}

TEST_CASE("only administrators change hours, holidays, the matrix and the sheets") {
  CHECK(allows(Role::admin, Permission::content_edit) == Grant::yes);
  for (const Role role : {Role::office, Role::it, Role::outsourced_desk, Role::manager})
    CHECK(allows(role, Permission::content_edit) == Grant::denied);
}

TEST_CASE("contacts are read by office, by ticket, or by whoever answers for all of them") {
  CHECK(allows(Role::office, Permission::contacts) == Grant::own_offices);
  CHECK(allows(Role::it, Permission::contacts) == Grant::by_ticket);
  CHECK(allows(Role::outsourced_desk, Permission::contacts) == Grant::assigned_queue);
  for (const Role role : {Role::manager, Role::admin})
    CHECK(allows(role, Permission::contacts) == Grant::read);
}

TEST_CASE("only an office prints first letters, only an administrator brings patients in") {
  CHECK(allows(Role::office, Permission::first_letters) == Grant::own_offices);
  for (const Role role : {Role::it, Role::outsourced_desk, Role::manager, Role::admin})
    CHECK(allows(role, Permission::first_letters) == Grant::denied);
  CHECK(allows(Role::admin, Permission::roster) == Grant::yes);
  for (const Role role : {Role::office, Role::it, Role::outsourced_desk, Role::manager})
    CHECK(allows(role, Permission::roster) == Grant::denied);
}

TEST_CASE("every permission, role and grant has a word of its own") {
  const auto distinct = [](const auto& names) {
    const std::set<std::string_view> seen(names.words.begin(), names.words.end());
    return seen.size() == names.words.size() && !seen.contains("");
  };
  CHECK(distinct(role_names));
  CHECK(distinct(permission_names));
  CHECK(distinct(grant_names));
}
