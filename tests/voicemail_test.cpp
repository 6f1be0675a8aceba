// A caller whose ticket was made leaves a few words for the office (product.md A47, domain.md J38).

#include <doctest/doctest.h>

#include <algorithm>

#include "core/tickets/voicemails.h"
#include "tests/fakes/callers.h"
#include "tests/fakes/desk_room.h"
#include "tests/fakes/webhooks.h"

using namespace latchkey;
using namespace latchkey::tests;
using fakes::between;
using fakes::Clinic;
using fakes::DeskRoom;
using fakes::Doubling;
using fakes::PhoneCaller;
using tickets::Voicemail;

namespace {

constexpr const char* recording = "RE0123456789abcdef0123456789abcdef";

// A stranger whom nobody found, with a ticket and a promise, and the offer to leave a message.
PhoneCaller promised(Clinic& clinic) {
  clinic.close_office();
  PhoneCaller caller(clinic, Doubling::once);
  caller.press("1");
  caller.press("0");
  caller.press("0");
  caller.choose("yes");
  caller.press("4015550144");
  caller.choose("yes");
  caller.press("1");
  REQUIRE(caller.shown().step == "handed_over");
  REQUIRE(clinic.tickets().size() == 1);
  return caller;
}
PhoneCaller speaking(Clinic& clinic) {
  PhoneCaller caller = promised(clinic);
  caller.choose("leave_message");
  REQUIRE(caller.shown().step == "voicemail");
  return caller;
}
std::string action(const PhoneCaller& caller) {
  return between(caller.body(), "<Record action=\"", "\"");
}
std::string report(const PhoneCaller& caller) {
  return between(caller.body(), "recordingStatusCallback=\"", "\"");
}
http::Fields spoken(const std::string& seconds, const std::string& sid = recording) {
  return {{"RecordingSid", sid},
          {"RecordingUrl", "http://169.254.169.254/" + sid},
          {"RecordingDuration", seconds},
          {"Digits", "#"}};
}
http::Fields reported(const std::string& status) {
  http::Fields fields = spoken("12");
  fields.pop_back();
  fields.emplace_back("RecordingStatus", status);
  return fields;
}
int tell(Clinic& clinic, const std::string& path, http::Fields event) {
  return clinic.line().answer(fakes::webhook(clinic, path, std::move(event))).status;
}

std::vector<Voicemail> kept(Clinic& clinic) {
  return clinic.service().store().read([&](storage::Transaction& tx) {
    std::vector<Voicemail> out;
    for (const storage::Row& row : tx.run("SELECT conversation FROM voicemail").rows)
      out.push_back(tickets::voicemail_of(tx, row.id<ConversationId>(0)).value());
    return out;
  });
}

}  // namespace

TEST_CASE("a message is announced, recorded, fetched, sealed and deleted at the provider") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  CHECK(caller.speech().find("I will record your message") != std::string::npos);
  CHECK(caller.body().find("maxLength=\"120\"") != std::string::npos);
  caller.deliver(action(caller), spoken("12"));
  CHECK(caller.shown().step == "voicemail_left");
  CHECK(caller.over());
  REQUIRE(kept(clinic).size() == 1);
  CHECK(kept(clinic).front().seconds == 12);
  CHECK(kept(clinic).front().sound == Voicemail::Sound::awaited);

  clinic.settle();
  REQUIRE(kept(clinic).front().sound == Voicemail::Sound::kept);
  const auto id = kept(clinic).front().id;
  const auto sound = clinic.service().store().read([&](storage::Transaction& tx) {
    return tickets::voicemail_sound(tx, clinic.service().sealer(), id);
  });
  CHECK(sound->type == "audio/wav");
  CHECK(sound->bytes.reveal().starts_with("RIFF"));
  CHECK(clinic.files().find("WAVEfmt") == std::string::npos);
  CHECK(clinic.deleted_recordings() == std::vector<std::string>{recording});
  CHECK(clinic.tickets().size() == 1);
}

TEST_CASE("a message that is delivered twice, or reported before or after, is one message") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  const std::string to = action(caller), about = report(caller);
  SUBCASE("the call first") {
    caller.deliver(to, spoken("12"));
    caller.deliver(to, spoken("12"));
    CHECK(tell(clinic, about, reported("completed")) == 200);
  }
  SUBCASE("the report first") {
    CHECK(tell(clinic, about, reported("in-progress")) == 200);
    CHECK(tell(clinic, about, reported("completed")) == 200);
    CHECK(tell(clinic, about, reported("completed")) == 200);
    caller.deliver(to, spoken("12"));
  }
  SUBCASE("the report alone") { CHECK(tell(clinic, about, reported("completed")) == 200); }
  CHECK(kept(clinic).size() == 1);
  clinic.settle();
  CHECK(kept(clinic).front().sound == Voicemail::Sound::kept);
  CHECK(clinic.deleted_recordings().size() == 1);
}

// Such a one stayed at the provider for good.
TEST_CASE("a recording that nobody waits for is deleted at the provider, unheard") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  const std::string to = action(caller), about = report(caller);
  std::vector<std::string> gone{recording};
  SUBCASE("after the conversation") {
    clinic.clock.pass(std::chrono::hours(3));
    clinic.service().conversations().sweep();
    for (int i = 0; i < 2; ++i) CHECK(tell(clinic, about, reported("completed")) == 200);
    CHECK(kept(clinic).empty());
  }
  SUBCASE("a second one of the same question") {
    caller.deliver(to, spoken("12", "RE1"));
    for (int i = 0; i < 2; ++i) CHECK(tell(clinic, about, reported("completed")) == 200);
    CHECK(kept(clinic).size() == 1);
    gone.insert(gone.begin(), "RE1");
  }
  for (int i = 0; i < 3; ++i) clinic.settle();
  auto deleted = clinic.deleted_recordings();
  std::ranges::sort(deleted);
  std::ranges::sort(gone);
  CHECK(deleted == gone);
}

TEST_CASE("a message that could not be had in four days is deleted at the provider") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  caller.deliver(action(caller), spoken("12"));
  REQUIRE(kept(clinic).size() == 1);
  clinic.clock.pass(std::chrono::hours(97));
  for (int i = 0; i < 2; ++i) clinic.settle();
  CHECK(clinic.deleted_recordings() == std::vector<std::string>{recording});
  const auto lines = clinic.sink.lines();
  CHECK(std::ranges::count_if(lines, [](const std::string& line) {
          return line.find("voicemail.not_fetched") != std::string::npos;
        }) == 1);
}

TEST_CASE("a recording of nothing is asked for once more, and stays nowhere") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  caller.deliver(action(caller), spoken("1", "RE1"));
  CHECK(caller.shown().step == "voicemail");
  CHECK(caller.shown().notice == "nothing_heard");
  caller.deliver(action(caller), spoken("0", "RE2"));
  CHECK(caller.shown().step == "ended_told");
  clinic.settle();
  CHECK(kept(clinic).empty());
  auto deleted = clinic.deleted_recordings();
  std::ranges::sort(deleted);
  CHECK(deleted == std::vector<std::string>{"RE1", "RE2"});
}

TEST_CASE("whoever leaves no message loses nothing") {
  Clinic clinic;
  PhoneCaller caller = promised(clinic);
  SUBCASE("by a key") { caller.choose("done"); }
  SUBCASE("by silence") {
    for (int i = 0; i < 4 && !caller.over(); ++i) caller.press("");
  }
  SUBCASE("by no recording at all") {
    caller.choose("leave_message");
    caller.deliver(action(caller), {});
    caller.deliver(action(caller), {});
  }
  CHECK(caller.shown().step == "ended_told");
  CHECK(clinic.tickets().size() == 1);
  CHECK(kept(clinic).empty());
}

TEST_CASE("a recording's name goes into no path that it could leave") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  for (const char* sid : {"../../Messages", "RE1/../x", "RE 1", "RE1?x=", "%2e%2e"}) {
    caller.deliver(action(caller), spoken("12", sid));
    if (caller.over()) break;
  }
  clinic.settle();
  CHECK(kept(clinic).empty());
  CHECK(clinic.deleted_recordings().empty());
}

TEST_CASE("where spoken messages are switched off, none is offered") {
  Clinic clinic(Clinic::Roster::fixture_people, [](Config& config) {
    config.provider.voicemail = ProviderSettings::Voicemail::off;
  });
  PhoneCaller caller = promised(clinic);
  CHECK(caller.over());
  CHECK(caller.speech().find("message") == std::string::npos);
  CHECK(caller.speech().ends_with("Goodbye."));
}

TEST_CASE("a message goes when its ticket goes") {
  Clinic clinic;
  PhoneCaller caller = speaking(clinic);
  caller.deliver(action(caller), spoken("12"));
  clinic.settle();
  clinic.service().store().write([](storage::Transaction& tx) {
    tickets::forget_voicemails(tx, 10);
    return 0;
  });
  CHECK(kept(clinic).size() == 1);
  clinic.service().store().write([](storage::Transaction& tx) {
    tx.run("UPDATE ticket_contact SET conversation = NULL");
    tickets::forget_voicemails(tx, 10);
    return 0;
  });
  CHECK(kept(clinic).empty());
}

// ---- At the desk
// ---------------------------------------------------------------------------------

namespace {

struct Left {
  std::string number;
  std::string id;
};

// A ticket with a message on it; its sound is ten letters long.
Left left_message(DeskRoom& room, LocationId office = fakes::lake) {
  auto asked = room.ask(office);
  const std::string number = room.open(asked);
  const tickets::VoicemailId id{room.dice.row_id()};
  room.store->write([&](storage::Transaction& tx) {
    tickets::expect_voicemail(tx, {id, asked.conversation, 7, room.clock.now(), {}});
    tickets::keep_voicemail(tx, room.sealer, id, {Secret("ABCDEFGHIJ"), "audio/mpeg"});
    return 0;
  });
  return {number, std::to_string(id.value)};
}
std::string sound_of(const http::Response& page) {
  std::string address = fakes::unescaped(between(page.body, "<audio controls", ">"));
  return between(address, "src=\"", "\"");
}

}  // namespace

TEST_CASE("who listens to a message is written down, each time") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const Left left = left_message(room);
  CHECK(fakes::says(room.get("/ticket/" + left.number, clara), "Spoken message"));
  const auto page = room.post("/voicemail", clara, {{"ticket", left.number}, {"message", left.id}});
  REQUIRE(page.status == 200);
  CHECK(room.audited(clara.id).front().action == "voicemail.listen");
  const auto sound = room.get(sound_of(page), clara);
  CHECK(sound.status == 200);
  CHECK(sound.content_type == "audio/mpeg");
  CHECK(sound.body == "ABCDEFGHIJ");
}

TEST_CASE("a sound plays in parts, for those browsers that ask so") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const Left left = left_message(room);
  const auto page = room.post("/voicemail", clara, {{"ticket", left.number}, {"message", left.id}});
  const auto part = [&](const char* range) {
    auto request = DeskRoom::request("GET", sound_of(page));
    request.headers.emplace_back("Cookie", "latchkey_staff=" + clara.token);
    request.headers.emplace_back("Range", range);
    return room.desk.answer(request);
  };
  CHECK(part("bytes=0-1").status == 206);
  CHECK(part("bytes=0-1").body == "AB");
  CHECK(fakes::header(part("bytes=8-"), "Content-Range") == "bytes 8-9/10");
  for (const char* odd : {"bytes=20-30", "bytes=-5", "bytes=5-2", "bytes=", "letters=1-2",
                          "bytes=99999999999999999999-", "bytes=0-1,3-4"}) {
    CAPTURE(odd);
    CHECK(part(odd).status == 200);
    CHECK(part(odd).body == "ABCDEFGHIJ");
  }
}

TEST_CASE("a sound's address opens for nobody else, and not for long") {
  DeskRoom room;
  const auto clara = room.signed_in("clara");
  const auto other = room.signed_in("dora");
  const Left left = left_message(room), second = left_message(room);
  const auto page = room.post("/voicemail", clara, {{"ticket", left.number}, {"message", left.id}});
  const std::string address = sound_of(page);
  CHECK(room.get(address, other).status == 404);
  std::string swapped = address;
  swapped.replace(swapped.find(left.id), left.id.size(), second.id);
  CHECK(room.get(swapped, clara).status == 404);
  CHECK(room.get("/voicemail?message=" + left.id, clara).status == 404);
  room.clock.pass(std::chrono::minutes(8));
  CHECK(room.get(address, clara).status == 200);
  room.clock.pass(std::chrono::minutes(8));
  CHECK(room.get(address, clara).status == 404);
}

TEST_CASE("a message is heard by nobody who may not work on its ticket") {
  DeskRoom room;
  const Left left = left_message(room);
  const auto hill = room.signed_in("hilda", staff::Role::office, {fakes::hill});
  const auto manager = room.signed_in("mona", staff::Role::manager);
  const auto it = room.signed_in("ivan", staff::Role::it);
  for (const auto& who : {hill, manager, it}) {
    const auto refused =
        room.post("/voicemail", who, {{"ticket", left.number}, {"message", left.id}});
    CHECK(refused.status == 404);
    CHECK(room.audited(who.id).front().answer == audit::Answer::refused);
  }
  CHECK_FALSE(fakes::says(room.get("/ticket/" + left.number, manager), "action=\"/voicemail\""));
  // A message of another ticket is not on this one.
  const Left elsewhere = left_message(room, fakes::hill);
  const auto clara = room.signed_in("clara");
  CHECK(
      room.post("/voicemail", clara, {{"ticket", left.number}, {"message", elsewhere.id}}).status ==
      404);
}
