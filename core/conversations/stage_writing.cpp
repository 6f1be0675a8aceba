// What each stage is stored as; stage_reading.cpp reads it in the same order.
#include "core/conversations/stage_codec.h"

#include <type_traits>

namespace latchkey::conversations {

namespace {

using namespace flow;

void put(Writer& w, const std::string& v) { w.text(v); }
void put(Writer& w, const PatientId& v) { w.number(v.value); }

void put(Writer& w, const Date& d) {
  w.number(std::chrono::sys_days(d).time_since_epoch().count());
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
}

void put(Writer& w, const Failed& f) {
  w.choice(f.code);
  w.choice(f.topic);
  put(w, f.patient);
  w.text(f.category);
  w.text(f.screen_text);
}

// Stages that hold nothing.
template <class Empty>
requires std::is_empty_v<Empty>
void put(Writer&, const Empty&) {}
void put(Writer& w, const ChoosingLanguage& s) { w.choice(s.then); }
void put(Writer& w, const Identifying& s) {
  w.choice(s.asking);
  w.choice(s.topic);
  put(w, s.facts);
  w.choice(s.detail);
  w.text(s.before.claim_key);
  put(w, s.before.challenges);
}
void put(Writer& w, const ChoosingProof& s) {
  put(w, s.claim);
  put(w, s.challenges);
}
void put(Writer& w, const Proving& s) {
  put(w, s.claim);
  put(w, s.challenges);
  w.choice(s.current);
}
void put(Writer& w, const NoCode& s) { put(w, s.proving); }
void put(Writer& w, const Checking& s) {
  put(w, s.proven);
  w.choice(s.line);
}
void put(Writer& w, const TellingUserName& s) {
  put(w, s.proven);
  w.text(s.user_name);
  w.choice(s.copy);
}
void put(Writer& w, const LockedOut& s) {
  put(w, s.proven);
  w.text(s.user_name);
  w.choice(s.lock);
  w.maybe(s.until, [&](Time at) { w.time(at); });
}
void put(Writer& w, const Unlocking& s) {
  put(w, s.proven);
  w.choice(s.line);
}
void put(Writer& w, const ChoosingPassword& s) {
  put(w, s.proven);
  w.text(s.user_name);
}
void put(Writer& w, const HandingOff& s) {
  put(w, s.proven);
  w.text(s.user_name);
  w.secret(s.code);
  w.time(s.expires);
  w.choice(s.copy);
  w.choice(s.line);
  w.number(s.left.count());
}
void put(Writer& w, const Resetting& s) { put(w, s.proven); }
void put(Writer& w, const Recovered& s) { w.choice(s.topic); }
void put(Writer& w, const Transferring& s) {
  put(w, s.failed);
  w.number(s.office.value);
  w.choice(s.after);
}
void put(Writer& w, const OfferingHelp& s) { put(w, s.failed); }
void put(Writer& w, const LeavingNumber& s) { put(w, s.failed); }
void put(Writer& w, const ChoosingOffice& s) {
  put(w, s.failed);
  w.text(s.callback);
}
void put(Writer& w, const HandedOver& s) {
  w.text(s.help_number);
  w.number(s.office.value);
  w.time(s.promise);
  w.choice(s.known);
}
void put(Writer& w, const Ended& s) {
  w.choice(s.how);
  w.number(s.office.value);
  w.maybe(s.until, [&](Time at) { w.time(at); });
}

void put(Writer& w, const Guiding& s) {
  w.choice(s.topic);
  w.text(s.node);
  w.text(s.screen_text);
}

void put(Writer& w, const TellingHours& s) {
  w.number(s.office.value);
  w.choice(s.doors);
  w.maybe(s.until, [&](Time at) { w.time(at); });
}
void put(Writer& w, const TellingWhenToCall& s) { put(w, s.hours); }

}  // namespace

void write_stage(Writer& writer, const flow::Stage& stage) {
  writer.number(static_cast<std::int64_t>(stage.index()));
  std::visit([&](const auto& each) { put(writer, each); }, stage);
}

}  // namespace latchkey::conversations
