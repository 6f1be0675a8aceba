#include "kiosk/desk/installation_page.h"

#include <doctest/doctest.h>

#include "tests/fakes/clinic.h"
#include "tests/fakes/desk_room.h"

using namespace latchkey;
using accounts::Capability;
using fakes::DeskRoom;
using fakes::says;
using operations::AuditAnchor;
using operations::ChannelFacts;
using operations::KeyFile;
using operations::LastBackup;
using staff::Role;

namespace {

// An installation of which nothing is to be said.
operations::Installation well(const DeskRoom& room) {
  operations::Installation out;
  out.can = {Capability::state, Capability::set_password, Capability::unlock};
  out.offered = {flow::Topic::forgot_password, flow::Topic::hours};
  out.provider = ProviderProfile::twilio;
  out.database = {50LL << 20, 1 << 20};
  out.phone = {ChannelFacts::Set::on, ChannelFacts::Rests::no, {room.clock.now(), std::nullopt}};
  out.mail = out.phone;
  out.disk_left = 20LL << 30;
  out.clock = operations::Kept::yes;
  out.key_file = KeyFile::own_only;
  out.backup = {LastBackup::Was::made, room.clock.now() - std::chrono::hours(5), {}};
  out.audit = {1234, AuditAnchor::State::holds, room.clock.now() - std::chrono::minutes(20),
               AuditAnchor::Lies::elsewhere};
  return out;
}

struct Page {
  DeskRoom room;
  DeskRoom::Person ada = room.signed_in("ada", Role::admin, {});
  Page() { room.installation = well(room); }
  http::Response get() { return room.get("/installation", ada); }
};

}  // namespace

TEST_CASE("administrators, managers and IT see the installation; others are refused on record") {
  DeskRoom room;
  for (const auto& [name, role] :
       {std::pair("ada", Role::admin), {"max", Role::manager}, {"ivan", Role::it}}) {
    const auto member = room.signed_in(name, role);
    CHECK(room.get("/installation", member).status == 200);
    CHECK(room.audited(member.id).at(0).action == "installation.view");
  }
  for (const auto& [name, role] :
       {std::pair("clara", Role::office), {"olga", Role::outsourced_desk}}) {
    const auto member = room.signed_in(name, role);
    CHECK(room.get("/installation", member).status == 403);
    CHECK(room.audited(member.id).at(0).answer == audit::Answer::refused);
    CHECK_FALSE(says(room.get("/", member), "href=\"/installation\""));
  }
  CHECK(room.get("/installation").status == 303);
}

TEST_CASE("what the account system can't do is told with what happens instead") {
  Page at;
  const auto page = at.get();
  CHECK(says(page, "Forgot password"));
  CHECK_FALSE(says(page, "Locked out"));
  CHECK(says(page, "Staff close the account in the portal itself."));
  CHECK_FALSE(says(page, "step by step"));
  at.room.installation.can = {};
  CHECK(says(at.get(), "Patients are led through the portal&#39;s own page, step by step."));
}

TEST_CASE("every capability, topic and line has words of its own") {
  const DeskRoom room;
  for (int i = 0; i < accounts::capability_count; ++i) {
    const std::string name(accounts::name_of(static_cast<Capability>(i)));
    CHECK(room.texts.has("desk.capabilities." + name));
    CHECK(room.texts.has("desk.instead." + name));
  }
  for (int i = 0; i <= static_cast<int>(flow::last_topic); ++i)
    CHECK(room.texts.has("desk.topics." + std::string(flow::word(static_cast<flow::Topic>(i)))));
}

TEST_CASE("where all is well nothing is asked for") {
  Page at;
  const auto page = at.get();
  CHECK(says(page, "All is well."));
  CHECK(says(page, "1,234 rows."));
  CHECK(says(page, "20 minutes ago"));
  CHECK_FALSE(says(page, "Look at it"));
  CHECK_FALSE(says(page, ">Bad<"));
}

TEST_CASE("each thing that is wrong is told in a line of its own with what to do") {
  using Change = void (*)(operations::Installation&, Time);
  struct Wrong {
    Change change;
    const char* state;
    const char* advice;
  };
  const Wrong wrongs[] = {
      {[](auto& is, Time) { is.database.log_bytes = 1LL << 30; }, "Look at it", "does not shrink"},
      {[](auto& is, Time now) {
         is.outbox = {7, now - std::chrono::minutes(9)};
       },
       ">Bad<", "Nobody carries the messages"},
      {[](auto& is, Time) { is.phone.set = ChannelFacts::Set::off; }, "Look at it",
       "there is no phone line"},
      {[](auto& is, Time) { is.mail.set = ChannelFacts::Set::off; }, "Look at it",
       "news by e-mail"},
      {[](auto& is, Time) { is.phone.rests = ChannelFacts::Rests::yes; }, ">Bad<",
       "refuses our settings"},
      {[](auto& is, Time now) { is.mail.ends.failed = now + std::chrono::seconds(1); },
       "Look at it", "did not get through"},
      {[](auto& is, Time) { is.complaints = 3; }, ">Bad<", "it says why"},
      {[](auto& is, Time) { is.disk_left = 50LL << 20; }, ">Bad<", "make room"},
      {[](auto& is, Time) { is.disk_left = 500LL << 20; }, "Look at it", "make room"},
      {[](auto& is, Time) { is.disk_left.reset(); }, ">Bad<", "make room"},
      {[](auto& is, Time) { is.clock = operations::Kept::no; }, "Look at it", "time keeping"},
      {[](auto& is, Time) { is.drift = std::chrono::seconds(-90); }, ">Bad<", "clock was set"},
      {[](auto& is, Time) { is.key_file = KeyFile::open_to_others; }, ">Bad<", "opens all data"},
      {[](auto& is, Time) { is.key_file = KeyFile::foreign; }, ">Bad<", "opens all data"},
      {[](auto& is, Time) { is.key_file = KeyFile::missing; }, ">Bad<", "bring the file back"},
      {[](auto& is, Time) { is.backup = {}; }, ">Bad<", "every night"},
      {[](auto& is, Time now) { is.backup.at = now - std::chrono::hours(49); }, "Look at it",
       "every night"},
      {[](auto& is, Time) { is.backup.was = LastBackup::Was::restored; }, "Look at it",
       "every night"},
      {[](auto& is, Time) { is.audit.state = AuditAnchor::State::none; }, "Look at it",
       "every hour"},
      {[](auto& is, Time) { is.audit.state = AuditAnchor::State::lost; }, ">Bad<", "old copy"},
      {[](auto& is, Time) { is.audit.state = AuditAnchor::State::broken; }, ">Bad<",
       "gone or changed"},
      {[](auto& is, Time now) { is.audit.at = now - std::chrono::hours(9); }, "Look at it",
       "of the last hour"},
      {[](auto& is, Time) { is.audit.lies = AuditAnchor::Lies::beside_database; }, "Look at it",
       "on another machine"}};
  Page at;
  for (const Wrong& wrong : wrongs) {
    at.room.installation = well(at.room);
    wrong.change(at.room.installation, at.room.clock.now());
    const auto page = at.get();
    CHECK_MESSAGE(says(page, wrong.state), wrong.advice);
    CHECK_MESSAGE(says(page, wrong.advice), wrong.advice);
    CHECK_MESSAGE(says(page, "1 thing needs a look."), wrong.advice);
  }
}

TEST_CASE("a running service tells its own facts, and the page no path and no secret") {
  fakes::Clinic clinic;
  const operations::Inspection inspection(clinic.service());
  const operations::Installation is = inspection.look();
  CHECK(is.can.has(Capability::set_password));
  CHECK_FALSE(is.offered.empty());
  CHECK(is.database.bytes > 0);
  REQUIRE(is.disk_left);
  CHECK(is.key_file == KeyFile::own_only);
  CHECK(is.backup.was == LastBackup::Was::never);
  CHECK(is.audit.state == AuditAnchor::State::none);
  DeskRoom room;
  room.installation = is;
  const auto ada = room.signed_in("ada", Role::admin, {});
  const auto page = room.get("/installation", ada);
  CHECK_FALSE(says(page, clinic.service().config().data.database.string()));
  CHECK_FALSE(says(page, clinic.service().config().data.key_file.filename().string()));
  CHECK_FALSE(says(page, "/tmp"));
}
