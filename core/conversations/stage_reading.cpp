// Reads what stage_writing.cpp wrote, in the same order.
#include "core/conversations/stage_codec.h"

#include <type_traits>
#include <utility>

#include "core/base/fault.h"

namespace latchkey::conversations {

namespace {

using namespace flow;

PatientId patient(Reader& r) { return PatientId{r.number()}; }
std::optional<PatientId> maybe_patient(Reader& r) {
  return r.maybe([&] { return patient(r); });
}
std::optional<std::string> maybe_text(Reader& r) {
  return r.maybe([&] { return r.text(); });
}
Topic topic(Reader& r) { return r.choice(last_topic); }

Date date(Reader& r) {
  return Date{std::chrono::sys_days(std::chrono::days(static_cast<int>(r.number())))};
}

Facts facts(Reader& r) {
  Facts f;
  f.first_name = r.text();
  f.last_name = r.text();
  f.birth_date = r.maybe([&] { return date(r); });
  f.zip = maybe_text(r);
  f.phone = maybe_text(r);
  f.email = maybe_text(r);
  f.record_number = maybe_text(r);
  return f;
}

Claim claim(Reader& r) {
  Claim c;
  c.topic = topic(r);
  c.facts = facts(r);
  c.key = r.text();
  c.patient = maybe_patient(r);
  c.decoy = r.choice(Decoy::throttled);
  for (bool& reached : c.reach) reached = r.number() == 1;
  c.first = r.maybe([&] { return r.choice(last_held); });
  return c;
}

// Three kinds in each round; the hard limit of rounds is five (core/identity/limits.cpp).
constexpr std::int64_t challenges_max = 15;

std::vector<Challenge> challenges(Reader& r) {
  const std::int64_t count = r.number();
  if (count < 0 || count > challenges_max) throw Fault("a stored conversation has too many codes");
  std::vector<Challenge> all(static_cast<std::size_t>(count));
  for (Challenge& c : all) {
    c.kind = r.choice(ProofKind::mail);
    c.seal = r.text();
    c.copy = r.secret();
    c.sent = r.choice(Challenge::Sent::to_nobody);
    c.round = r.choice(Challenge::Round::earlier);
    c.issued = r.time();
    c.expires = r.time();
    c.last_sent = r.time();
    c.sends = static_cast<int>(r.number());
  }
  return all;
}

Proven proven(Reader& r) {
  Proven p;
  p.topic = topic(r);
  p.patient = patient(r);
  p.by = r.choice(ProofKind::mail);
  p.claim_key = r.text();
  p.until = r.time();
  p.held = r.choice(last_held);
  p.account = r.choice(Proven::Account::never_used);
  p.registration = RegistrationId{r.number()};
  return p;
}

Failed failed(Reader& r) {
  Failed f;
  f.code = r.choice(last_failure);
  f.topic = topic(r);
  f.patient = maybe_patient(r);
  f.category = r.text();
  f.screen_text = r.text();
  return f;
}

// What several stages begin with.
template <class Stage>
void get_claim(Reader& r, Stage& s) {
  s.claim = claim(r);
  s.challenges = challenges(r);
}
template <class Stage>
void get_proven(Reader& r, Stage& s) {
  s.proven = proven(r);
  s.user_name = r.text();
}

template <class Empty>
requires std::is_empty_v<Empty>
void get(Reader&, Empty&) {}
void get(Reader& r, ChoosingLanguage& s) {
  s.then = r.choice(ChoosingLanguage::Then::person_if_open);
}
void get(Reader& r, Resuming& s) { s.wrong = static_cast<int>(r.number()); }
void get(Reader& r, Identifying& s) {
  s.asking = r.choice(Identifying::Asking::detail);
  s.topic = topic(r);
  s.facts = facts(r);
  s.detail = r.choice(Detail::record_number);
  s.before.claim_key = r.text();
  s.before.challenges = challenges(r);
}
void get(Reader& r, ChoosingProof& s) { get_claim(r, s); }
void get(Reader& r, Proving& s) {
  get_claim(r, s);
  s.current = r.choice(ProofKind::mail);
}
void get(Reader& r, NoCode& s) { get(r, s.proving); }
void get(Reader& r, Vouching& s) {
  get_claim(r, s);
  s.match_code = r.text();
  s.vouch = r.maybe([&] {
    const PatientId whom = patient(r);
    return Vouching::Vouch{whom, r.time()};
  });
}
void get(Reader& r, CallingBack& s) {
  get_claim(r, s);
  s.digits = r.text();
  s.until = r.time();
  s.ring = static_cast<int>(r.number());
  s.rings = static_cast<int>(r.number());
  s.wrong = static_cast<int>(r.number());
}
void get(Reader& r, Checking& s) {
  s.proven = proven(r);
  s.line = r.choice(Checking::Line::hung_up);
}
void get(Reader& r, TellingUserName& s) {
  get_proven(r, s);
  s.copy = r.choice(TellingUserName::Copy::sent);
}
void get(Reader& r, LockedOut& s) {
  get_proven(r, s);
  s.lock = r.choice(LockedOut::Lock::open);
  s.until = r.maybe([&] { return r.time(); });
}
void get(Reader& r, Unlocking& s) {
  s.proven = proven(r);
  s.line = r.choice(Unlocking::Line::hung_up);
}
void get(Reader& r, ChoosingPassword& s) { get_proven(r, s); }
void get(Reader& r, HandingOff& s) {
  get_proven(r, s);
  s.code = r.secret();
  s.expires = r.time();
  s.copy = r.choice(HandingOff::Copy::sent);
  s.line = r.choice(HandingOff::Line::hung_up);
  s.left = std::chrono::minutes(r.number());
}
void get(Reader& r, Resetting& s) { get_proven(r, s); }
void get(Reader& r, Recovered& s) {
  s.topic = topic(r);
  s.user_name = r.text();
  s.offer = r.maybe([&] {
    const PatientId whose = patient(r);
    return Recovered::Offer{whose, r.time()};
  });
}
void get(Reader& r, FirstSignIn& s) { s.asking = r.choice(FirstSignIn::Asking::on_paper); }
void get(Reader& r, Registering& s) { s.code = r.secret(); }
void get(Reader& r, CheckingRegistration& s) {
  s.code = RegistrationId{r.number()};
  s.patient = maybe_patient(r);
}
void get(Reader& r, TypingSaved& s) { get_claim(r, s); }
void get(Reader& r, ShowingSaved& s) {
  s.topic = topic(r);
  s.patient = patient(r);
  s.user_name = r.text();
  s.code = r.secret();
}
void get(Reader& r, Transferring& s) {
  s.failed = failed(r);
  s.office = LocationId{r.number()};
  s.after = r.choice(Transferring::After::many_calls_of_all);
  s.taken = r.choice(Transferring::Taken::yes);
}
void get(Reader& r, OfferingHelp& s) { s.failed = failed(r); }
void get(Reader& r, LeavingNumber& s) { s.failed = failed(r); }
void get(Reader& r, ChoosingOffice& s) {
  s.failed = failed(r);
  s.callback = r.text();
  s.message = r.choice(flow::LeaveMessage::yes);
}
void get(Reader& r, AskingMessage& s) {
  s.failed = failed(r);
  s.callback = r.text();
}
void get(Reader& r, HandedOver& s) {
  s.help_number = r.text();
  s.office = LocationId{r.number()};
  s.promise = r.time();
  s.known = r.choice(HandedOver::Known::proven);
  s.voicemail = r.choice(HandedOver::Voicemail::declined);
}
void get(Reader& r, Ended& s) {
  s.how = r.choice(Ended::How::waits);
  s.office = LocationId{r.number()};
  s.until = r.maybe([&] { return r.time(); });
}

void get(Reader& r, Guiding& s) {
  s.topic = topic(r);
  s.node = r.text();
  s.screen_text = r.text();
}

void get(Reader& r, TellingHours& s) {
  s.office = LocationId{r.number()};
  s.doors = r.choice(TellingHours::Doors::closed);
  s.until = r.maybe([&] { return r.time(); });
}
void get(Reader& r, TellingWhenToCall& s) { get(r, s.hours); }
void get(Reader& r, KnownIncident& s) {
  s.topic = topic(r);
  s.node = r.text();
  s.expected = r.maybe([&] { return r.time(); });
}

// The alternative numbered `index`, read from `r`.
template <std::size_t... I>
Stage stage_at(std::size_t index, Reader& r, std::index_sequence<I...>) {
  Stage stage;
  const bool found = ((I == index && (get(r, stage.emplace<I>()), true)) || ...);
  if (!found) throw Fault("a stored conversation is in a stage that does not exist");
  return stage;
}

}  // namespace

flow::Stage read_stage(Reader& reader) {
  const auto index = static_cast<std::size_t>(reader.number());
  return stage_at(index, reader, std::make_index_sequence<std::variant_size_v<flow::Stage>>());
}

}  // namespace latchkey::conversations
