#include "tests/bench/walks.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/clock.h"
#include "ivr/signature.h"
#include "tests/bench/wire.h"

namespace latchkey::bench {

namespace {

constexpr std::size_t turns_a_call = 8;  // the call itself and seven answers
constexpr std::size_t visits_each = 4;   // of a patient; ten wrong codes an hour are allowed

// Fictional, in every area there might be: nobody calls more often than the line allows.
std::string caller_number(std::uint64_t number) {
  const std::uint64_t area = number / 100;
  return fmt::format("+1{}{}{}55501{:02}", 2 + area % 8, area / 8 % 9, 2 + area / 72 % 8,
                     number % 100);
}

}  // namespace

People::People() {
  const auto clinic = demo::make_clinic(demo::default_seed, SystemClock{}.now());
  for (const demo::DemoPatient& patient : clinic.patients) {
    const auto& record = patient.record;
    const auto& born = record.birth_date;
    patients_.push_back({record.first_name, record.last_name, record.zip,
                         static_cast<int>(born.year()), static_cast<unsigned>(born.month()),
                         static_cast<unsigned>(born.day())});
  }
}

People::Person People::next() {
  const std::size_t number = next_++, visit = number / 2;
  Person person = patients_[visit % patients_.size()];
  if (number % 2 == 0 && visit < visits_each * patients_.size()) return person;
  person.first_name = "Nobody";
  for (std::size_t rest = number; rest > 0; rest /= 26)
    person.last_name += static_cast<char>('a' + rest % 26);
  person.zip = fmt::format("{}", 10000 + number % 89999);
  return person;
}

http::Fields web_answer(const People::Person& p, std::size_t turn) {
  switch (turn) {
    case 0:
      return {{"option", "forgot_password"}};
    case 1:
      return {{"first", p.first_name}, {"last", p.last_name}};
    case 2:
      return {{"month", std::to_string(p.month)},
              {"day", std::to_string(p.day)},
              {"year", std::to_string(p.year)}};
    case 3:
      return {{"option", "zip"}};
    case 4:
      return {{"text", p.zip}};
    case 5:
      return {{"option", "text"}};
    default:
      return {{"code", "000000"}};
  }
}

PhoneWalk::PhoneWalk(const Config& config, People& people, std::size_t connections,
                     std::uint64_t seed)
    : config_(config), people_(people), calls_(connections), number_(seed * 10'000'000) {
  for (Call& call : calls_) begin(call);
}

void PhoneWalk::begin(Call& call) {
  const std::uint64_t number = number_++;
  call = {fmt::format("CA{:032x}", number), caller_number(number), "/ivr/call", people_.next(), 0};
}

std::string PhoneWalk::digits(const Call& call) const {
  const People::Person& person = call.person;
  switch (call.turn) {
    case 0:
      return "";
    case 3:
      return fmt::format("{:02}{:02}{:04}", person.month, person.day, person.year);
    case 4:
      return "2";  // for the ZIP code
    case 5:
      return person.zip;
    case 7:
      return "000000";
    default:
      return "1";
  }
}

std::string PhoneWalk::request(Call& call) const {
  http::Fields fields = {{"AccountSid", config_.provider.account_id},
                         {"ApiVersion", "2010-04-01"},
                         {"CallSid", call.sid},
                         {"CallStatus", call.turn == 0 ? "ringing" : "in-progress"},
                         {"Called", config_.provider.voice_from},
                         {"CalledCountry", "US"},
                         {"CalledState", "RI"},
                         {"Caller", call.from},
                         {"CallerCountry", "US"},
                         {"Digits", digits(call)},
                         {"Direction", "inbound"},
                         {"From", call.from},
                         {"FromCountry", "US"},
                         {"To", config_.provider.voice_from},
                         {"ToCountry", "US"},
                         {"msg", "Gather End"}};
  if (call.turn == 0) std::erase_if(fields, [](const auto& f) { return f.first == "Digits"; });
  const std::string signature =
      ivr::sign(config_.provider.signing_keys.front(), config_.urls.webhook + call.action, fields);
  return post(call.action, fmt::format("X-Twilio-Signature: {}\r\n", signature), form(fields));
}

void PhoneWalk::hear(Call& call, const Answer& answer) {
  call.turn += 1;
  // Every answer is accepted, so that question n follows turn n. The empty handler names none.
  const std::string expected = fmt::format("/ivr/turn/{}/", call.turn);
  const std::string next(answer.body.empty() ? expected
                                             : between(answer.body, "<Gather action=\"", "\""));
  const bool accepted = answer.status == 200 && next.starts_with(expected);
  if (!accepted) broken_ += 1;
  if (accepted && call.turn == turns_a_call) whole_ += 1;
  if (!accepted || call.turn == turns_a_call) return begin(call);
  call.action = next;
}

Load PhoneWalk::walk(std::chrono::milliseconds time, std::uint16_t port) {
  const Plan plan{port != 0 ? port : config_.webhooks.port, calls_.size(), 100'000'000, time};
  return drive(
      plan, [&](std::size_t i) { return request(calls_[i]); },
      [&](std::size_t i, const Answer& answer) { hear(calls_[i], answer); });
}

Load PhoneWalk::walk_every(std::chrono::milliseconds period, std::chrono::milliseconds time) {
  const Plan plan{config_.webhooks.port, calls_.size(), 100'000'000, time, period};
  return drive(
      plan, [&](std::size_t i) { return request(calls_[i]); },
      [&](std::size_t i, const Answer& answer) { hear(calls_[i], answer); });
}

WebWalk::WebWalk(const Config& config, People& people, std::size_t connections)
    : config_(config), people_(people), origin_(config.urls.patient), visits_(connections) {}

std::string WebWalk::request(Visit& visit) {
  requests_ += 1;
  const std::string cookie =
      visit.cookie.empty() ? "" : fmt::format("Cookie: {}\r\n", visit.cookie);
  if (visit.next == Visit::Next::home) {
    visit = {};
    visit.person = people_.next();
    return get("/", "");
  }
  if (visit.next == Visit::Next::look) return get("/recover", cookie);
  visit.posted = std::chrono::steady_clock::now();
  return post("/recover", fmt::format("Origin: {}\r\n{}", origin_, cookie),
              form({{"s", visit.secret}, {"q", visit.question}}) + "&" +
                  form(web_answer(visit.person, visit.turn)));
}

void WebWalk::arrived(Visit& visit, std::string_view page) {
  visit.secret = between(page, "name=\"s\" value=\"", "\"");
  visit.question = between(page, "name=\"q\" value=\"", "\"");
  // Every answer is accepted; the first begins the conversation at question 1.
  const std::size_t expected = visit.turn == 0 ? 0 : visit.turn + 1;
  const bool accepted = visit.question == std::to_string(expected);
  if (!accepted) broken_ += 1;
  visit.next = accepted ? Visit::Next::post : Visit::Next::home;
}

void WebWalk::hear(Visit& visit, const Answer& answer, Load& turns) {
  if (const auto cookie = between(answer.head, "Set-Cookie: ", ";"); !cookie.empty())
    visit.cookie = cookie;
  if (visit.next == Visit::Next::home && answer.status == 200) return arrived(visit, answer.body);
  if (visit.next == Visit::Next::post && answer.status == 303) {
    visit.next = Visit::Next::look;
    return;
  }
  const bool was_turn = visit.next != Visit::Next::home;
  if (was_turn) turns.latencies.push_back(std::chrono::steady_clock::now() - visit.posted);
  if (!was_turn || answer.status != 200) {
    broken_ += 1;
    visit.next = Visit::Next::home;
    return;
  }
  visit.turn += 1;
  arrived(visit, answer.body);
  if (visit.turn < turns_a_visit || visit.next != Visit::Next::post) return;
  whole_ += 1;
  visit.next = Visit::Next::home;
}

Load WebWalk::walk(std::chrono::milliseconds time) {
  Load turns;
  const Plan plan{config_.patients.port, visits_.size(), 100'000'000, time};
  const Load load = drive(
      plan, [&](std::size_t i) { return request(visits_[i]); },
      [&](std::size_t i, const Answer& answer) { hear(visits_[i], answer, turns); });
  std::ranges::sort(turns.latencies);
  turns.answers = turns.latencies.size();
  turns.failures = load.failures;
  turns.seconds = load.seconds;
  return turns;
}

}  // namespace latchkey::bench
