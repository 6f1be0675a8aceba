#include "core/staff/passkeys.h"

#include <doctest/doctest.h>

#include "tests/fakes/authenticator.h"
#include "tests/fakes/staff_room.h"

using namespace latchkey;
using namespace latchkey::staff;
using namespace std::chrono_literals;
using fakes::Authenticator;
using fakes::StaffRoom;

namespace {

const RelyingParty here{"https://desk.example.org", "desk.example.org"};

struct Room : StaffRoom {
  Passkeys passkeys{*store, sealer, dice, clock, here};
  Authenticator key{here};

  PasskeyAdded add(const Session& session, const Authenticator& of) {
    return passkeys.add(session, of.create(passkeys.challenge(ChallengeFor::adding, &session)),
                        "blue key", {});
  }
  // A member whose passkey is `of`, and the session from which it was added.
  SignedIn with_passkey(const std::string& name, const Authenticator& of) {
    auto in = signed_in(name, enrolled(name));
    // The clock has gone on to the next code; the session is still stepped up.
    if (add(in.session, of) != PasskeyAdded::added) throw Fault("no passkey was added");
    return in;
  }
  Assertion assertion(const Authenticator& of, StaffId member) {
    return of.get(passkeys.challenge(ChallengeFor::sign_in), passkeys.user_handle(member));
  }
  // Why it was refused; empty if it let in.
  std::optional<Flaw> flaw(const Assertion& given) {
    const auto result = passkeys.sign_in(given);
    const auto* refused = std::get_if<PasskeyRefused>(&result);
    return refused ? std::optional(refused->flaw) : std::nullopt;
  }
  std::int64_t remembered() {
    return store->read([](storage::Transaction& tx) {
      return tx.run("SELECT COUNT(*) FROM staff_challenge").one()->integer(0);
    });
  }
};

std::string with_bit_flipped(std::string bytes, std::size_t at, unsigned bit) {
  bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
  return bytes;
}

}  // namespace

TEST_CASE("a passkey alone signs its member in, stepped up, with a session of its own") {
  Room room;
  const auto clara = room.with_passkey("clara", room.key);
  room.clock.pass(1min);
  const auto result = room.passkeys.sign_in(room.assertion(room.key, clara.session.member.id));
  REQUIRE(std::holds_alternative<SignedIn>(result));
  const auto& in = std::get<SignedIn>(result);
  CHECK(in.session.member.name == "clara");
  CHECK(in.session.stepped_up(room.clock.now()));
  CHECK(in.token != clara.token);
  CHECK(room.staff.authenticate(in.token)->csrf == in.session.csrf);
  CHECK(room.staff.find(clara.session.member.id)->signed_in_at == room.clock.now());
  CHECK(room.passkeys.list(clara.session.member.id).at(0).used_at == room.clock.now());
}

TEST_CASE("what was signed for another site, another act or by nobody present lets nobody in") {
  Room room;
  const StaffId clara = room.with_passkey("clara", room.key).session.member.id;
  const auto bent = [&](const std::function<void(Authenticator&)>& bend) {
    const std::string origin = room.key.origin, rp_id = room.key.rp_id;
    bend(room.key);
    const auto found = room.flaw(room.assertion(room.key, clara));
    room.key.origin = origin, room.key.rp_id = rp_id;
    room.key.flags = 0x05, room.key.type = "", room.key.more_client_data = "";
    return found;
  };
  using A = Authenticator;
  CHECK(bent([](A& key) { key.origin = "https://desk.example.org.evil.example"; }) == Flaw::origin);
  CHECK(bent([](A& key) { key.origin = "http://desk.example.org"; }) == Flaw::origin);
  CHECK(bent([](A& key) { key.origin = "https://desk.example.org:8443"; }) == Flaw::origin);
  CHECK(bent([](A& key) { key.more_client_data = ",\"crossOrigin\":true"; }) == Flaw::origin);
  CHECK(bent([](A& key) { key.more_client_data = ",\"topOrigin\":\"https://x.example\""; }) ==
        Flaw::origin);
  CHECK(bent([](A& key) { key.rp_id = "example.org"; }) == Flaw::party);
  CHECK(bent([](A& key) { key.type = "webauthn.create"; }) == Flaw::type);
  CHECK(bent([](A& key) { key.type = "payment.get"; }) == Flaw::type);
  CHECK(bent([](A& key) { key.flags = 0x01; }) == Flaw::not_verified);
  CHECK(bent([](A& key) { key.flags = 0x04; }) == Flaw::not_verified);
  CHECK(bent([](A& key) { key.flags = 0x15; }) ==
        Flaw::authenticator_data);  // copied, yet can't be
  CHECK(bent([](A& key) { key.flags = 0x45; }) ==
        Flaw::authenticator_data);  // a credential, missing
  CHECK(bent([](A&) {}) == std::nullopt);
  CHECK(bent([](A& key) { key.more_client_data = ",\"crossOrigin\":false,\"new\":[1]"; }) ==
        std::nullopt);
}

TEST_CASE("a challenge is ours, for one purpose and one session, five minutes old at most, once") {
  Room room;
  const SignedIn clara = room.with_passkey("clara", room.key);
  const StaffId id = clara.session.member.id;
  const std::string handle = room.passkeys.user_handle(id);
  const auto flaw_of = [&](const std::string& challenge) {
    return room.flaw(room.key.get(challenge, handle));
  };
  const std::string challenge = room.passkeys.challenge(ChallengeFor::sign_in);
  CHECK(challenge.size() >= 32);
  CHECK(challenge != room.passkeys.challenge(ChallengeFor::sign_in));
  for (std::size_t at = 0; at < challenge.size(); ++at)
    CHECK(flaw_of(with_bit_flipped(challenge, at, 0)) == Flaw::challenge);
  CHECK(flaw_of("") == Flaw::challenge);
  CHECK(flaw_of(challenge.substr(1)) == Flaw::challenge);
  CHECK(flaw_of(room.passkeys.challenge(ChallengeFor::step_up, &clara.session)) == Flaw::challenge);
  CHECK(flaw_of(room.passkeys.challenge(ChallengeFor::adding, &clara.session)) == Flaw::challenge);
  CHECK(flaw_of(challenge) == std::nullopt);
  CHECK(flaw_of(challenge) == Flaw::replayed);
  const std::string late = room.passkeys.challenge(ChallengeFor::sign_in);
  room.clock.pass(challenge_life - 1ms);
  CHECK(flaw_of(late) == std::nullopt);
  const std::string too_late = room.passkeys.challenge(ChallengeFor::sign_in);
  room.clock.pass(challenge_life);
  CHECK(flaw_of(too_late) == Flaw::challenge);
}

TEST_CASE("a bot that asks for challenges and answers them badly leaves nothing behind") {
  Room room;
  const StaffId clara = room.with_passkey("clara", room.key).session.member.id;
  const auto before = room.remembered();
  for (int i = 0; i < 200; ++i) {
    Assertion wrong = room.assertion(room.key, clara);
    wrong.signature = with_bit_flipped(wrong.signature, 20, 3);
    CHECK(room.flaw(wrong) == Flaw::signature);
  }
  CHECK(room.remembered() == before);
  CHECK_FALSE(room.flaw(room.assertion(room.key, clara)));
  CHECK(room.remembered() == before + 1);
  room.clock.pass(challenge_life);
  CHECK_FALSE(room.flaw(room.assertion(room.key, clara)));
  CHECK(room.remembered() == 1);  // what has expired is forgotten
}

TEST_CASE("no bit of what was signed can be changed, nor any byte be missing or too many") {
  Room room;
  room.key.counter = 7;
  const StaffId clara = room.with_passkey("clara", room.key).session.member.id;
  room.key.counter = 8;
  const Assertion good = room.assertion(room.key, clara);
  for (std::size_t at = 0; at < good.authenticator_data.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      Assertion bent = good;
      bent.authenticator_data = with_bit_flipped(good.authenticator_data, at, bit);
      CHECK(room.flaw(bent));
    }
  for (std::size_t at = 0; at < good.signature.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      Assertion bent = good;
      bent.signature = with_bit_flipped(good.signature, at, bit);
      CHECK(room.flaw(bent) == Flaw::signature);
    }
  for (std::size_t size = 0; size < good.authenticator_data.size(); ++size) {
    Assertion bent = good;
    bent.authenticator_data.resize(size);
    CHECK(room.flaw(bent) == Flaw::authenticator_data);
  }
  Assertion longer = good;
  longer.authenticator_data += '\0';
  CHECK(room.flaw(longer) == Flaw::authenticator_data);
  longer = good;
  longer.signature += '\0';
  CHECK(room.flaw(longer) == Flaw::signature);
  longer.signature = "";
  CHECK(room.flaw(longer) == Flaw::signature);
  for (std::size_t at = 0; at < good.client_data.size(); ++at) {
    Assertion bent = good;
    bent.client_data = with_bit_flipped(good.client_data, at, 0);
    CHECK(room.flaw(bent));
  }
  CHECK_FALSE(room.flaw(good));  // all of that has used nothing up
}

TEST_CASE("a counter that goes back stops the passkey for good; one that stays at zero does not") {
  Room room;
  Authenticator counting{here, "counting"};
  counting.counter = 5;
  const SignedIn clara = room.with_passkey("clara", counting);
  const StaffId id = clara.session.member.id;
  counting.counter = 6;
  CHECK_FALSE(room.flaw(room.assertion(counting, id)));
  CHECK(room.flaw(room.assertion(counting, id)) == Flaw::counter);
  CHECK(room.passkeys.list(id).at(0).ended_how == PasskeyEnd::counter_fell);
  counting.counter = 100;
  CHECK(room.flaw(room.assertion(counting, id)) == Flaw::ended);
  Authenticator still{here, "still"};
  room.clock.pass(30s);
  // Whoever has the copy may be signed in by it: every session is over, and adds nothing.
  CHECK(room.add(clara.session, still) == PasskeyAdded::refused);
  const SignedIn dora = room.with_passkey("dora", still);
  const StaffId other = dora.session.member.id;
  for (int i = 0; i < 3; ++i) CHECK_FALSE(room.flaw(room.assertion(still, other)));
  still.counter = 1;
  CHECK_FALSE(room.flaw(room.assertion(still, other)));
  still.counter = 0;
  CHECK(room.flaw(room.assertion(still, other)) == Flaw::counter);
}

TEST_CASE("a passkey opens its own member only, and nobody who may not come in") {
  Room room;
  Authenticator other{here, "credential-0002"};
  const StaffId clara = room.with_passkey("clara", room.key).session.member.id;
  const SignedIn dora = room.with_passkey("dora", other);
  const StaffId dora_id = dora.session.member.id;
  CHECK(room.flaw(room.assertion(room.key, dora_id)) == Flaw::handle);
  CHECK(room.flaw(room.key.get(room.passkeys.challenge(ChallengeFor::sign_in), "")) ==
        Flaw::handle);
  Assertion stolen = room.assertion(other, clara);
  stolen.credential = room.key.credential();
  CHECK(room.flaw(stolen) == Flaw::signature);
  stolen.credential = "nobody's";
  CHECK(room.flaw(stolen) == Flaw::unknown);
  CHECK(room.add(dora.session, room.key) == PasskeyAdded::exists);
  room.staff.disable(dora_id);
  CHECK(room.flaw(room.assertion(other, dora_id)) == Flaw::ended);
  room.staff.invite_again(clara);
  CHECK(room.flaw(room.assertion(room.key, clara)) == Flaw::ended);
  CHECK(room.passkeys.list(clara).at(0).ended_how == PasskeyEnd::invited_again);
  CHECK(room.passkeys.credentials(clara).empty());
}

TEST_CASE("a passkey steps its own session up, and no other's does") {
  Room room;
  Authenticator other{here, "credential-0002"};
  const SignedIn clara = room.with_passkey("clara", room.key);
  const SignedIn dora = room.with_passkey("dora", other);
  room.clock.pass(6min);
  const Session session = room.staff.authenticate(clara.token).value();
  CHECK_FALSE(session.stepped_up(room.clock.now()));
  const auto by = [&](const Authenticator& key, const Session& asked_for) {
    return room.passkeys.step_up(
        session, key.get(room.passkeys.challenge(ChallengeFor::step_up, &asked_for), ""));
  };
  CHECK(by(other, session)->flaw == Flaw::handle);
  CHECK(by(room.key, dora.session)->flaw == Flaw::challenge);
  CHECK_FALSE(room.staff.authenticate(clara.token)->stepped_up(room.clock.now()));
  CHECK_FALSE(by(room.key, session));
  CHECK(room.staff.authenticate(clara.token)->stepped_up(room.clock.now()));
  room.staff.sign_out(session);
  CHECK(by(room.key, session)->flaw == Flaw::ended);
}

TEST_CASE("a passkey that is not as asked for is not added") {
  Room room;
  const SignedIn clara = room.signed_in("clara", room.enrolled("clara"));
  const auto challenge = [&] {
    return room.passkeys.challenge(ChallengeFor::adding, &clara.session);
  };
  const auto refused = [&](Attestation given) {
    return room.passkeys.add(clara.session, given, "key", {}) == PasskeyAdded::refused;
  };
  const auto with_object = [&](std::string object) {
    return Attestation{room.key.client_data("webauthn.create", challenge()), std::move(object)};
  };
  const std::string data = room.key.created_data();
  const std::string object = Authenticator::attestation_object(data);
  CHECK(refused(with_object(Authenticator::attestation_object(data, "packed"))));
  CHECK(refused(with_object(object + '\0')));
  for (std::size_t size = 0; size < object.size(); ++size)
    CHECK(refused(with_object(object.substr(0, size))));
  for (std::size_t size = 0; size < data.size(); ++size)
    CHECK(refused(with_object(Authenticator::attestation_object(data.substr(0, size)))));
  CHECK(refused(with_object(Authenticator::attestation_object(data + '\0'))));
  const std::size_t key_at = data.size() - room.key.cose_key().size();
  for (std::size_t at = key_at; at < data.size(); ++at)  // kty, alg, crv, lengths, and the point
    CHECK(refused(with_object(Authenticator::attestation_object(with_bit_flipped(data, at, 0)))));
  Session long_ago = clara.session;
  long_ago.stepped_up_until = room.clock.now() - 1ms;
  CHECK(room.add(long_ago, room.key) == PasskeyAdded::refused);
  Attestation for_signing_in = room.key.create(room.passkeys.challenge(ChallengeFor::sign_in));
  CHECK(refused(for_signing_in));
  room.key.flags = 0x01;
  CHECK(refused(room.key.create(challenge())));
  room.key.flags = 0x05;
  CHECK(room.passkeys.list(clara.session.member.id).empty());
  const Attestation good = room.key.create(challenge());
  CHECK(room.passkeys.add(clara.session, good, "key", {}) == PasskeyAdded::added);
  CHECK(refused(good));  // the challenge is used up
}

TEST_CASE("a passkey that attests itself is added if its signature is right") {
  Room room;
  const SignedIn clara = room.signed_in("clara", room.enrolled("clara"));
  const std::string client_data = room.key.client_data(
      "webauthn.create", room.passkeys.challenge(ChallengeFor::adding, &clara.session));
  const std::string data = room.key.created_data();
  const auto add = [&](const std::string& statement) {
    return room.passkeys.add(
        clara.session, {client_data, Authenticator::attestation_object(data, "packed", statement)},
        "key", {});
  };
  const std::string right = room.key.own_statement(data, client_data);
  for (std::size_t at = 0; at < right.size(); ++at)
    CHECK(add(with_bit_flipped(right, at, 0)) == PasskeyAdded::refused);
  CHECK(add(Authenticator{here}.own_statement(data, client_data)) == PasskeyAdded::refused);
  CHECK(add(room.key.own_statement(data, "{}")) == PasskeyAdded::refused);
  CHECK(add(right) == PasskeyAdded::added);
}

TEST_CASE("a member has ten passkeys at most; removed ones stay listed and never work again") {
  Room room;
  const SignedIn clara = room.signed_in("clara", room.enrolled("clara"));
  const StaffId id = clara.session.member.id;
  for (std::size_t i = 0; i < passkeys_max; ++i)
    CHECK(room.add(clara.session, Authenticator{here, "key " + std::to_string(i)}) ==
          PasskeyAdded::added);
  CHECK(room.add(clara.session, room.key) == PasskeyAdded::too_many);
  const auto first = room.passkeys.list(id).back();
  CHECK(room.passkeys.remove(StaffId{1}, first.id, {}) == Changed::unknown);
  CHECK(room.passkeys.remove(id, first.id, {}) == Changed::changed);
  CHECK(room.passkeys.remove(id, first.id, {}) == Changed::unknown);
  CHECK(room.add(clara.session, room.key) == PasskeyAdded::added);
  CHECK(room.passkeys.list(id).size() == passkeys_max + 1);
  CHECK(room.passkeys.credentials(id).size() == passkeys_max);
}

// Somebody who can write to the database but has no keys.
TEST_CASE("a passkey given to somebody else in the database opens nothing") {
  Room room;
  const StaffId clara = room.with_passkey("clara", room.key).session.member.id;
  const StaffId ada = room.enrolled("ada", Role::admin).id;
  room.store->write(
      [&](storage::Transaction& tx) { tx.run("UPDATE staff_passkey SET staff = $1", ada); });
  CHECK(room.flaw(room.assertion(room.key, ada)) == Flaw::unknown);
  CHECK(room.flaw(room.assertion(room.key, clara)) == Flaw::unknown);
}

TEST_CASE("wrong passkeys lock nobody out, and a right one forgives no wrong password") {
  Room room;
  const auto enrolled = room.enrolled("clara");
  const SignedIn clara = room.signed_in("clara", enrolled);
  room.add(clara.session, room.key);
  for (int i = 0; i < 5; ++i) room.staff.sign_in("clara", Secret("wrong"), "000000");
  CHECK_FALSE(room.flaw(room.assertion(room.key, enrolled.id)));
  CHECK(room.staff.wrong_tries().at(enrolled.id) == 5);
  CHECK(std::holds_alternative<Refused>(room.sign_in("clara", enrolled)));
}

TEST_CASE("passkeys are for names: https, or this machine; never for an IP address") {
  CHECK(relying_party("https://desk.example.org")->id == "desk.example.org");
  CHECK(relying_party("https://desk.example.org:8443/staff")->origin ==
        "https://desk.example.org:8443");
  CHECK(relying_party("http://localhost:8082")->id == "localhost");
  CHECK(relying_party("http://staff.localhost")->id == "staff.localhost");
  for (const char* const none : {"http://desk.example.org", "http://127.0.0.1:8082",
                                 "https://192.0.2.7", "https://[::1]:8443", "", "localhost"})
    CHECK_FALSE(relying_party(none));
  StaffRoom room;
  Passkeys nowhere{*room.store, room.sealer, room.dice, room.clock, std::nullopt};
  CHECK(std::get<PasskeyRefused>(nowhere.sign_in({})).flaw == Flaw::party);
}
