#include "core/courier/outbox.h"

#include <algorithm>
#include <array>

#include "core/base/fault.h"

namespace latchkey::courier {

std::string_view name_of(Kind kind) {
  switch (kind) {
    case Kind::nothing:
      return "nothing";
    case Kind::send_code:
      return "send_code";
    case Kind::notice:
      return "notice";
    case Kind::message:
      return "message";
    case Kind::call_back:
      return "call_back";
    case Kind::set_password:
      return "set_password";
    case Kind::check_account:
      return "check_account";
    case Kind::account_act:
      return "account_act";
    case Kind::take_recording:
      return "take_recording";
    case Kind::look_up:
      return "look_up";
    case Kind::webhook:
      return "webhook";
  }
  throw Bug("an errand's kind without a name");
}

std::string_view name_of(Lane lane) {
  constexpr std::array<std::string_view, lanes> names{"phone", "mail", "accounts", "hashing",
                                                      "lookups"};
  return names.at(static_cast<std::size_t>(lane));
}

std::string_view name_of(ProviderStatus status) {
  constexpr std::array<std::string_view, 8> names{
      "accepted", "queued", "sending", "sent", "delivered", "undelivered", "failed", "cancelled"};
  return names.at(static_cast<std::size_t>(status));
}

namespace {

struct StatusWord {
  std::string_view word;
  ProviderStatus status;
};

// The words of telephony.md §2.1 (messages) and §2.2 (calls), in one table: none means two things.
constexpr std::array status_words = {
    StatusWord{"accepted", ProviderStatus::accepted},
    StatusWord{"scheduled", ProviderStatus::accepted},
    StatusWord{"queued", ProviderStatus::queued},
    StatusWord{"initiated", ProviderStatus::queued},
    StatusWord{"sending", ProviderStatus::sending},
    StatusWord{"ringing", ProviderStatus::sending},
    StatusWord{"sent", ProviderStatus::sent},
    StatusWord{"in-progress", ProviderStatus::sent},
    StatusWord{"answered", ProviderStatus::sent},
    StatusWord{"delivered", ProviderStatus::delivered},
    StatusWord{"read", ProviderStatus::delivered},
    StatusWord{"completed", ProviderStatus::delivered},
    StatusWord{"undelivered", ProviderStatus::undelivered},
    StatusWord{"busy", ProviderStatus::undelivered},
    StatusWord{"no-answer", ProviderStatus::undelivered},
    StatusWord{"failed", ProviderStatus::failed},
    StatusWord{"canceled", ProviderStatus::cancelled},
};

}  // namespace

std::optional<ProviderStatus> provider_status(std::string_view word) {
  const auto* const found = std::find_if(status_words.begin(), status_words.end(),
                                         [&](const StatusWord& one) { return one.word == word; });
  if (found == status_words.end()) return std::nullopt;
  return found->status;
}

int rank_of(ProviderStatus status) {
  return std::min(static_cast<int>(status), static_cast<int>(ProviderStatus::delivered));
}

}  // namespace latchkey::courier
