// One patient's ticket at the desk of a real clinic, taken by a clerk of their office.
#pragma once

#include <doctest/doctest.h>

#include "tests/fakes/clinic_desk.h"

namespace latchkey::fakes {

inline const tests::FixturePerson& who(std::string_view key) { return tests::person(key); }

// Maria's ticket, taken by a clerk of her office.
struct Case : ClinicDesk {
  PatientId maria = clinic.patient(who("maria"));
  LocationId office = person(maria).location;
  Clerk clerk = signed_in("clara", staff::Role::office, {office});
  std::string number = ticket(maria, office);

  Case() { CHECK(take(clerk).status == 303); }
  http::Response take(const Clerk& by) { return post("/ticket/" + number, by, {{"do", "claim"}}); }
  http::Response stamp(const Clerk& by, const std::string& method = "passport") {
    return account(number, by, {{"do", "stamp"}, {"method", method}});
  }
  http::Response act(const Clerk& by, const std::string& what, Fields more = {}) {
    more.emplace_back("do", "act");
    more.emplace_back("act", what);
    return account(number, by, std::move(more));
  }
};

}  // namespace latchkey::fakes
