// The staff desk: everything that the staff's own listener answers.
//
// Here is the gate in front of every page: who is signed in, and whether a post comes from a page
// of ours and carries the session's token. What lies behind it is one PageGroup for each group of
// pages, which is given a Visit and answers it or not. Works without JavaScript. Staff have their
// own host and cookie (rulings.md R26), sent to no page that another site links to. Thread-safe.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "kiosk/desk/desk_parts.h"
#include "kiosk/desk/desk_words.h"
#include "kiosk/desk/page_group.h"
#include "kiosk/desk/sign_in_pages.h"

namespace latchkey::kiosk {

class DeskPages {
 public:
  // What `parts` refer to outlives it.
  explicit DeskPages(DeskParts parts);
  DeskPages(const DeskPages&) = delete;
  DeskPages& operator=(const DeskPages&) = delete;

  // Answers every path: an unknown one with 404, and without a session with the way to sign in.
  http::Response answer(const http::Request& request);

 private:
  std::optional<staff::Session> session_of(const http::Request& request);
  http::Response answer_visit(const Visit& visit);
  std::optional<http::Response> keep_late(const http::Request& request, const http::Fields& fields);
  http::Response refuse_token(const Visit& visit, const Secret& csrf);
  http::Response stay(const Visit& visit);
  http::Response refuse_post(const staff::Session* session);
  http::Response sign_out(const Visit& visit);

  DeskParts parts_;
  DeskWords words_;
  SignInPages sign_in_;
  std::vector<std::unique_ptr<PageGroup>> groups_;
};

}  // namespace latchkey::kiosk
