#include "core/courier/provider_codes.h"

#include <algorithm>
#include <array>

namespace latchkey::courier {

namespace {

struct Meaning {
  int code;
  Result result;
  Reason reason;
};

constexpr Meaning refused(int code, Reason reason) {
  return {code, Result::refused_permanent, reason};
}
constexpr Meaning ours(int code) { return {code, Result::configuration, Reason::none}; }

constexpr std::array meanings = {
    // Our account, credentials or senders.
    ours(20003),
    ours(20005),
    ours(20008),
    ours(21210),
    ours(21212),
    ours(21219),
    ours(21603),
    ours(21606),
    ours(21608),
    ours(21701),
    ours(21703),
    ours(21704),
    ours(30002),
    ours(30024),
    ours(30032),
    ours(30034),
    ours(30035),
    // The same by Telnyx: its key, its senders, its registration.
    ours(10009),
    ours(10010),
    ours(40010),
    ours(40013),
    ours(40305),
    ours(40333),
    // The number.
    refused(21211, Reason::bad_number),
    refused(21217, Reason::bad_number),
    refused(21401, Reason::bad_number),
    refused(21421, Reason::bad_number),
    refused(21214, Reason::unreachable),
    refused(21215, Reason::unreachable),
    refused(21216, Reason::unreachable),
    refused(13227, Reason::unreachable),
    refused(21408, Reason::unreachable),
    refused(30003, Reason::unreachable),
    refused(30004, Reason::unreachable),
    refused(30008, Reason::unreachable),
    refused(21612, Reason::cannot_be_texted),
    refused(21614, Reason::cannot_be_texted),
    refused(30005, Reason::cannot_be_texted),
    refused(30006, Reason::cannot_be_texted),
    refused(21610, Reason::opted_out),
    refused(30007, Reason::filtered),
    refused(30450, Reason::filtered),
    // The same by Telnyx.
    refused(10002, Reason::bad_number),
    refused(10016, Reason::bad_number),
    refused(40012, Reason::bad_number),
    refused(40310, Reason::bad_number),
    refused(40001, Reason::cannot_be_texted),
    refused(40300, Reason::opted_out),
    refused(40002, Reason::filtered),
    refused(40003, Reason::filtered),
    refused(40015, Reason::filtered),
    refused(40004, Reason::unreachable),
    refused(40005, Reason::unreachable),
    refused(40006, Reason::unreachable),
    refused(40008, Reason::unreachable),
    refused(40014, Reason::unreachable),
    // Not now.
    Meaning{20429, Result::throttled, Reason::none},
    Meaning{21611, Result::throttled, Reason::none},
    Meaning{30001, Result::throttled, Reason::none},
    Meaning{30022, Result::throttled, Reason::none},
    Meaning{30023, Result::throttled, Reason::none},
    Meaning{10011, Result::throttled, Reason::none},
    Meaning{40011, Result::throttled, Reason::none},
    Meaning{40318, Result::throttled, Reason::none},
    // Nobody knows.
    Meaning{20500, Result::unknown, Reason::none},
    Meaning{20503, Result::unknown, Reason::none},
    Meaning{30410, Result::unknown, Reason::none},
};

}  // namespace

std::optional<Outcome> outcome_of_code(int code) {
  const auto* const found = std::find_if(meanings.begin(), meanings.end(),
                                         [&](const Meaning& one) { return one.code == code; });
  if (found == meanings.end()) return std::nullopt;
  Outcome outcome;
  outcome.result = found->result;
  outcome.reason = found->reason;
  outcome.code = code;
  return outcome;
}

Outcome outcome_of_report(const ProviderReport& report) {
  Outcome outcome;
  outcome.provider_sid = report.sid;
  if (static_cast<int>(report.status) <= static_cast<int>(ProviderStatus::delivered))
    return outcome;
  // The message or call has ended badly and will not go on by itself: whatever the number says
  // about trying again, this errand is over, and another kind of proof takes its place.
  outcome.result = Result::refused_permanent;
  outcome.reason = Reason::unreachable;
  outcome.code = report.error_code;
  if (const auto known = outcome_of_code(report.error_code); known && known->reason != Reason::none)
    outcome.reason = known->reason;
  if (const auto known = outcome_of_code(report.error_code);
      known && known->result == Result::configuration) {
    outcome.result = Result::configuration;
    outcome.reason = Reason::none;
  }
  return outcome;
}

}  // namespace latchkey::courier
