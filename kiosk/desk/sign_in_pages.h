// Signing in, and enrolling with a setup code: the pages in front of the desk.
//
// One form takes name, password and six digits and fails with one sentence, whatever was wrong
// (standards.md 6.3.8). A passkey takes none of them, where browsers know passkeys. Enrolling shows
// the authenticator's secret as a picture and as text; setup code and secret are never in an
// address. Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"

namespace latchkey::kiosk {

inline constexpr std::string_view staff_cookie = "latchkey_staff";

class SignInPages {
 public:
  // Both outlive it.
  SignInPages(const DeskParts& parts, const DeskWords& words) : parts_(parts), words_(words) {}

  // Answers /sign-in, /sign-in/passkey and /enrol; empty for every other path. A post has come from
  // our own page.
  std::optional<http::Response> answer(const http::Request& request,
                                       const http::Fields& fields) const;
  // For whoever sent a form after their session had ended: they sign in first. `draft`: what they
  // had typed (draft.h).
  http::Response after_end(std::string_view draft) const;

 private:
  struct Shown;  // what the page of signing in shows besides its boxes
  http::Response sign_in_page(int status, const Shown& shown) const;
  http::Response sign_in(const http::Request& request, const http::Fields& fields) const;
  http::Response by_passkey(const http::Request& request, const http::Fields& fields) const;
  http::Response let_in(const http::Fields& fields, const staff::SignedIn& in) const;
  void record_sign_in(storage::Transaction& tx, const http::Request& request, StaffId member,
                      std::string_view name) const;
  http::Response enrol_page(int status, std::string_view name, std::string_view problem) const;
  http::Response finish_page(int status, std::string_view name, const Secret& setup_code,
                             const staff::Enrolment& enrolment, std::string_view problem) const;
  http::Response enrol(const http::Request& request, const http::Fields& fields) const;
  http::Response finish(const http::Request& request, const http::Fields& fields,
                        const staff::Enrolment& enrolment) const;
  std::string why_refused(identity::PasswordReason reason) const;
  void record_refusal(const http::Request& request, std::string_view name, Word action) const;
  void record_passkey_refusal(storage::Transaction& tx, const http::Request& request,
                              const staff::PasskeyRefused& refused) const;

  const DeskParts& parts_;
  const DeskWords& words_;
};

}  // namespace latchkey::kiosk
