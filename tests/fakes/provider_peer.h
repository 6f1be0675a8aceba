// A telephony provider for tests: strict about what it is asked, and able to fail in every way.
//
// It speaks the provider's REST dialect over real sockets on loopback, checks credentials, paths,
// parameter names, types and limits against the published ones, and records what it created. A
// test scripts the next requests' fates; whatever breaks a rule is also kept in complaints().
// Thread-safe.
#pragma once

#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/courier/provider.h"
#include "core/http/message.h"
#include "tests/fakes/raw_peer.h"

namespace latchkey::fakes {

struct Created {
  std::string resource;  // "Messages" or "Calls"
  std::string sid;
  http::Fields form;

  // The only value of that name; empty if there is none.
  std::string value(std::string_view name) const;
};

class ProviderPeer {
 public:
  enum class Fate {
    good,
    throttled,       // 429 with Retry-After: 7
    unavailable,     // 503
    hangs_up_first,  // takes the request, does nothing, hangs up
    hangs_up_after,  // creates, then hangs up without an answer
    silent,          // never answers
    slow,            // answers when a hasty client would have gone
    page,            // 200 with an HTML page: somebody between us and the provider
    redirect,        // 302 to a cloud's metadata address
  };

  ProviderPeer();

  // Right for this peer: its address, account, secret and numbers.
  courier::ProviderSettings settings() const;
  std::string base() const { return peer_.base(); }

  // Fates for the next requests, in order; `refuse` answers 400 with that code.
  void next(Fate fate);
  void refuse_next(int code);

  // A recording that it has, with this sound; and those that are left.
  void record(const std::string& sid, std::string sound);
  std::vector<std::string> recordings() const;

  // What it says of a number's line ("mobile"); an unknown number is not valid.
  void know_line(const std::string& e164, std::string type);

  std::vector<Created> created() const;
  std::vector<std::string> complaints() const;
  int requests() const;

 private:
  PeerReply answer(const PeerRequest& request);
  PeerReply create(const PeerRequest& request);
  PeerReply recording(const PeerRequest& request, std::string_view name);
  PeerReply line(const PeerRequest& request, std::string_view number);
  PeerReply complain(int status, int code, const std::string& about);

  mutable std::mutex mutex_;
  std::deque<int> fates_;  // a Fate, or a code to refuse with
  std::vector<Created> created_;
  std::vector<std::string> complaints_;
  int requests_ = 0;
  std::map<std::string, std::string, std::less<>> recordings_, lines_;
  RawPeer peer_;  // last: its threads use the others
};

}  // namespace latchkey::fakes
