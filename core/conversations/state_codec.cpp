#include "core/conversations/state_codec.h"

#include <array>
#include <utility>

#include "core/base/codec.h"
#include "core/base/fault.h"

namespace latchkey::conversations {

namespace {

using namespace flow;

// Rises with every change of what put() writes.
constexpr std::int64_t format_version = 5;

constexpr std::array<std::string_view, std::variant_size_v<Stage>> stage_words{"choosing_language",
                                                                               "choosing_topic",
                                                                               "identifying",
                                                                               "choosing_proof",
                                                                               "proving",
                                                                               "no_code",
                                                                               "checking",
                                                                               "telling_user_name",
                                                                               "choosing_password",
                                                                               "handing_off",
                                                                               "redeeming_hand_off",
                                                                               "joined",
                                                                               "resetting",
                                                                               "recovered",
                                                                               "transferring",
                                                                               "offering_help",
                                                                               "leaving_number",
                                                                               "choosing_office",
                                                                               "handed_over",
                                                                               "ended",
                                                                               "guiding"};

// --- writing ---

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

void put(Writer& w, const ChoosingLanguage& s) { w.choice(s.then); }
void put(Writer&, const ChoosingTopic&) {}
void put(Writer&, const RedeemingHandOff&) {}
void put(Writer&, const Joined&) {}
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
}

void put(Writer& w, const Guiding& s) {
  w.choice(s.topic);
  w.text(s.node);
  w.text(s.screen_text);
}

// --- reading, in the same order ---

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

void get(Reader& r, ChoosingLanguage& s) {
  s.then = r.choice(ChoosingLanguage::Then::person_if_open);
}
void get(Reader&, ChoosingTopic&) {}
void get(Reader&, RedeemingHandOff&) {}
void get(Reader&, Joined&) {}
void get(Reader& r, Identifying& s) {
  s.asking = r.choice(Identifying::Asking::detail);
  s.topic = topic(r);
  s.facts = facts(r);
  s.detail = r.choice(Detail::record_number);
  s.before.claim_key = r.text();
  s.before.challenges = challenges(r);
}
void get(Reader& r, ChoosingProof& s) {
  s.claim = claim(r);
  s.challenges = challenges(r);
}
void get(Reader& r, Proving& s) {
  s.claim = claim(r);
  s.challenges = challenges(r);
  s.current = r.choice(ProofKind::mail);
}
void get(Reader& r, NoCode& s) { get(r, s.proving); }
void get(Reader& r, Checking& s) {
  s.proven = proven(r);
  s.line = r.choice(Checking::Line::hung_up);
}
void get(Reader& r, TellingUserName& s) {
  s.proven = proven(r);
  s.user_name = r.text();
  s.copy = r.choice(TellingUserName::Copy::sent);
}
void get(Reader& r, ChoosingPassword& s) {
  s.proven = proven(r);
  s.user_name = r.text();
}
void get(Reader& r, HandingOff& s) {
  s.proven = proven(r);
  s.user_name = r.text();
  s.code = r.secret();
  s.expires = r.time();
  s.copy = r.choice(HandingOff::Copy::sent);
  s.line = r.choice(HandingOff::Line::hung_up);
  s.left = std::chrono::minutes(r.number());
}
void get(Reader& r, Resetting& s) { s.proven = proven(r); }
void get(Reader& r, Recovered& s) { s.topic = topic(r); }
void get(Reader& r, Transferring& s) {
  s.failed = failed(r);
  s.office = LocationId{r.number()};
  s.after = r.choice(Transferring::After::many_calls_of_all);
}
void get(Reader& r, OfferingHelp& s) { s.failed = failed(r); }
void get(Reader& r, LeavingNumber& s) { s.failed = failed(r); }
void get(Reader& r, ChoosingOffice& s) {
  s.failed = failed(r);
  s.callback = r.text();
}
void get(Reader& r, HandedOver& s) {
  s.help_number = r.text();
  s.office = LocationId{r.number()};
  s.promise = r.time();
  s.known = r.choice(HandedOver::Known::proven);
}
void get(Reader& r, Ended& s) {
  s.how = r.choice(Ended::How::solved);
  s.office = LocationId{r.number()};
}

void get(Reader& r, Guiding& s) {
  s.topic = topic(r);
  s.node = r.text();
  s.screen_text = r.text();
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

std::string encode(const flow::State& state) {
  Writer w;
  w.number(format_version);
  w.text(state.language);
  w.text(state.device.browser);
  w.text(state.device.facts);
  w.number(state.tally.wrong_codes);
  w.number(state.tally.rounds);
  w.number(state.tally.asked_person);
  w.number(static_cast<std::int64_t>(state.tried.size()));
  for (const Tried& t : state.tried) {
    w.text(t.step);
    w.text(t.result);
  }
  w.number(static_cast<std::int64_t>(state.stage.index()));
  std::visit([&](const auto& stage) { put(w, stage); }, state.stage);
  return w.take();
}

std::optional<flow::State> decode(std::string_view bytes) {
  Reader r(bytes);
  if (r.number() != format_version) return std::nullopt;
  flow::State state;
  state.language = r.text();
  state.device.browser = r.text();
  state.device.facts = r.text();
  state.tally.wrong_codes = static_cast<int>(r.number());
  state.tally.rounds = static_cast<int>(r.number());
  state.tally.asked_person = static_cast<int>(r.number());
  const std::int64_t tried = r.number();
  for (std::int64_t i = 0; i < tried; ++i) {
    std::string step = r.text();
    state.tried.push_back({std::move(step), r.text()});
  }
  const auto index = static_cast<std::size_t>(r.number());
  state.stage = stage_at(index, r, std::make_index_sequence<std::variant_size_v<flow::Stage>>());
  if (!r.done()) throw Fault("a stored conversation is longer than its format");
  return state;
}

std::string_view stage_word(const flow::State& state) { return stage_words[state.stage.index()]; }

}  // namespace latchkey::conversations
