#include "core/courier/outcome.h"

#include "core/base/fault.h"

namespace latchkey::courier {

std::string_view name_of(Result result) {
  switch (result) {
    case Result::done:
      return "done";
    case Result::refused_permanent:
      return "refused_permanent";
    case Result::throttled:
      return "throttled";
    case Result::configuration:
      return "configuration";
    case Result::not_sent:
      return "not_sent";
    case Result::unknown:
      return "unknown";
    case Result::expired:
      return "expired";
  }
  throw Bug("a result without a name");
}

std::string_view name_of(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "none";
    case Reason::bad_number:
      return "bad_number";
    case Reason::cannot_be_texted:
      return "cannot_be_texted";
    case Reason::opted_out:
      return "opted_out";
    case Reason::unreachable:
      return "unreachable";
    case Reason::bad_address:
      return "bad_address";
    case Reason::destination_refused:
      return "destination_refused";
    case Reason::filtered:
      return "filtered";
    case Reason::act_refused:
      return "act_refused";
    case Reason::unreadable:
      return "unreadable";
  }
  throw Bug("a reason without a name");
}

}  // namespace latchkey::courier
