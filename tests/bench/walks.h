// Whole recoveries, walked on many connections at once: what `drive` asks, and how often it
// arrived.
//
// Half of the walkers are patients of the demo clinic, half are strangers; by R5 of rulings.md both
// walk the same steps. Nobody comes so often that their budget of wrong codes would stop them.
// Every call or visit ends with a wrong code and the next begins. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/config.h"
#include "core/base/secret.h"
#include "core/demo/clinic.h"
#include "tests/bench/load.h"

namespace latchkey::bench {

// Who walks, one after the other.
class People {
 public:
  People();
  struct Person {
    std::string first_name, last_name, zip;
    int year = 0;
    unsigned month = 0, day = 0;
  };
  Person next();

 private:
  std::vector<Person> patients_;
  std::size_t next_ = 0;
};

// The provider's side of calls: language, menu, birth date, detail, ZIP, way of proof, wrong code.
class PhoneWalk {
 public:
  // `config`, the clinic's, outlives it. Calls are numbered from `seed` so that no two are alike.
  PhoneWalk(const Config& config, People& people, std::size_t connections, std::uint64_t seed);

  // As many turns as the plan says; asks `port` instead of the clinic's if it is given.
  Load walk(std::chrono::milliseconds time, std::uint16_t port = 0);
  // Each call makes a turn every `period`, kept up with or not.
  Load walk_every(std::chrono::milliseconds period, std::chrono::milliseconds time);
  std::size_t whole_calls() const { return whole_; }
  std::size_t broken_calls() const { return broken_; }

 private:
  struct Call {
    std::string sid, from, action;
    People::Person person;
    std::size_t turn = 0;
  };
  void begin(Call& call);
  std::string digits(const Call& call) const;
  std::string request(Call& call) const;
  void hear(Call& call, const Answer& answer);

  const Config& config_;
  People& people_;
  std::vector<Call> calls_;
  std::uint64_t number_;
  std::size_t whole_ = 0, broken_ = 0;
};

// The answers of a visit, in this order: topic, name, birth date, detail, ZIP, way of proof, wrong
// code.
inline constexpr std::size_t turns_a_visit = 7;
http::Fields web_answer(const People::Person& person, std::size_t turn);

// A browser's side: topic, name, birth date, detail, ZIP, way of proof, wrong code. A turn is the
// post and, after its redirect, the page that it leads to.
class WebWalk {
 public:
  WebWalk(const Config& config, People& people, std::size_t connections);

  Load walk(std::chrono::milliseconds time);  // of turns, not of requests
  std::size_t whole_visits() const { return whole_; }
  std::size_t broken_visits() const { return broken_; }
  std::size_t requests() const { return requests_; }

 private:
  struct Visit {
    std::string secret, question, cookie;
    People::Person person;
    std::size_t turn = 0;
    enum class Next { home, post, look } next = Next::home;
    std::chrono::steady_clock::time_point posted;
  };
  std::string request(Visit& visit);
  void hear(Visit& visit, const Answer& answer, Load& turns);
  void arrived(Visit& visit, std::string_view page);

  const Config& config_;
  People& people_;
  std::string origin_;
  std::vector<Visit> visits_;
  std::size_t whole_ = 0, broken_ = 0, requests_ = 0;
};

}  // namespace latchkey::bench
