// What each stage is stored as; stage_reading.cpp reads it in the same order.
#include "core/conversations/stage_codec.h"

#include <type_traits>

namespace latchkey::conversations {

namespace {

using namespace flow;

void put(Writer& w, const std::string& v) { w.text(v); }
void put(Writer& w, const Secret& v) { w.secret(v); }
void put(Writer& w, Time v) { w.time(v); }
void put(Writer& w, const PatientId& v) { w.number(v.value); }
void put(Writer& w, const LocationId& v) { w.number(v.value); }
void put(Writer& w, const RegistrationId& v) { w.number(v.value); }

template <class Enum>
requires std::is_enum_v<Enum>
void put(Writer& w, Enum v) { w.choice(v); }

void put(Writer& w, const Date& d) {
  w.number(std::chrono::sys_days(d).time_since_epoch().count());
}

void put(Writer& w, const Recovered::Offer& o) {
  put(w, o.patient);
  put(w, o.until);
}
void put(Writer& w, const Vouching::Vouch& v) {
  put(w, v.patient);
  put(w, v.until);
}

template <class T>
void put(Writer& w, const std::optional<T>& v) {
  w.maybe(v, [&](const T& each) { put(w, each); });
}

void put(Writer& w, const Facts& f) {
  w.text(f.first_name);
  w.text(f.last_name);
  put(w, f.birth_date);
  put(w, f.zip);
  put(w, f.phone);
  put(w, f.email);
  put(w, f.record_number);
}

void put(Writer& w, const Claim& c) {
  w.choice(c.topic);
  put(w, c.facts);
  w.text(c.key);
  put(w, c.patient);
  w.choice(c.decoy);
  for (const bool reached : c.reach) w.number(reached ? 1 : 0);
  put(w, c.first);
}

void put(Writer& w, const std::vector<Challenge>& all) {
  w.number(static_cast<std::int64_t>(all.size()));
  for (const Challenge& c : all) {
    w.choice(c.kind);
    w.text(c.seal);
    w.secret(c.copy);
    w.choice(c.sent);
    w.choice(c.round);
    w.time(c.issued);
    w.time(c.expires);
    w.time(c.last_sent);
    w.number(c.sends);
  }
}

void put(Writer& w, const Proven& p) {
  w.choice(p.topic);
  put(w, p.patient);
  w.choice(p.by);
  w.text(p.claim_key);
  w.time(p.until);
  w.choice(p.held);
  w.choice(p.account);
  put(w, p.registration);
}

void put(Writer& w, const Failed& f) {
  w.choice(f.code);
  w.choice(f.topic);
  put(w, f.patient);
  w.text(f.category);
  w.text(f.screen_text);
}

// The parts of a stage, in order.
template <class... Parts>
void put_all(Writer& w, const Parts&... parts) {
  (put(w, parts), ...);
}

// Stages that hold nothing.
template <class Empty>
requires std::is_empty_v<Empty>
void put(Writer&, const Empty&) {}
void put(Writer& w, const ChoosingLanguage& s) { put(w, s.then); }
void put(Writer& w, const Resuming& s) { w.number(s.wrong); }
void put(Writer& w, const Identifying& s) {
  put_all(w, s.asking, s.topic, s.facts, s.detail, s.before.claim_key, s.before.challenges);
}
void put(Writer& w, const ChoosingProof& s) { put_all(w, s.claim, s.challenges); }
void put(Writer& w, const Proving& s) { put_all(w, s.claim, s.challenges, s.current); }
void put(Writer& w, const NoCode& s) { put(w, s.proving); }
void put(Writer& w, const Vouching& s) { put_all(w, s.claim, s.challenges, s.match_code, s.vouch); }
void put(Writer& w, const Checking& s) { put_all(w, s.proven, s.line); }
void put(Writer& w, const TellingUserName& s) { put_all(w, s.proven, s.user_name, s.copy); }
void put(Writer& w, const LockedOut& s) { put_all(w, s.proven, s.user_name, s.lock, s.until); }
void put(Writer& w, const Unlocking& s) { put_all(w, s.proven, s.line); }
void put(Writer& w, const ChoosingPassword& s) { put_all(w, s.proven, s.user_name); }
void put(Writer& w, const HandingOff& s) {
  put_all(w, s.proven, s.user_name, s.code, s.expires, s.copy, s.line);
  w.number(s.left.count());
}
void put(Writer& w, const Resetting& s) { put_all(w, s.proven, s.user_name); }
void put(Writer& w, const Recovered& s) { put_all(w, s.topic, s.user_name, s.offer); }
void put(Writer& w, const FirstSignIn& s) { put(w, s.asking); }
void put(Writer& w, const Registering& s) { put(w, s.code); }
void put(Writer& w, const CheckingRegistration& s) { put_all(w, s.code, s.patient); }
void put(Writer& w, const TypingSaved& s) { put_all(w, s.claim, s.challenges); }
void put(Writer& w, const ShowingSaved& s) { put_all(w, s.topic, s.patient, s.user_name, s.code); }
void put(Writer& w, const Transferring& s) { put_all(w, s.failed, s.office, s.after, s.taken); }
void put(Writer& w, const OfferingHelp& s) { put(w, s.failed); }
void put(Writer& w, const LeavingNumber& s) { put(w, s.failed); }
void put(Writer& w, const ChoosingOffice& s) { put_all(w, s.failed, s.callback, s.message); }
void put(Writer& w, const AskingMessage& s) { put_all(w, s.failed, s.callback); }
void put(Writer& w, const HandedOver& s) {
  put_all(w, s.help_number, s.office, s.promise, s.known, s.voicemail);
}
void put(Writer& w, const Ended& s) { put_all(w, s.how, s.office, s.until); }
void put(Writer& w, const Guiding& s) { put_all(w, s.topic, s.node, s.screen_text); }
void put(Writer& w, const CallingBack& s) {
  put_all(w, s.claim, s.challenges, s.digits, s.until);
  w.number(s.ring);
  w.number(s.rings);
  w.number(s.wrong);
}
void put(Writer& w, const TellingHours& s) { put_all(w, s.office, s.doors, s.until); }
void put(Writer& w, const TellingWhenToCall& s) { put(w, s.hours); }
void put(Writer& w, const KnownIncident& s) { put_all(w, s.topic, s.node, s.expected); }

}  // namespace

void write_stage(Writer& writer, const flow::Stage& stage) {
  writer.number(static_cast<std::int64_t>(stage.index()));
  std::visit([&](const auto& each) { put(writer, each); }, stage);
}

}  // namespace latchkey::conversations
