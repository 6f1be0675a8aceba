// What this installation can do, and how it is just now: the facts of the desk's page of it.
//
// Everything is asked of the running service and of this machine, nothing of a network: whether
// texts and mail work is told by what the last day's came to. No secret, no path and no name of a
// machine is in it. Thread-safe.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/accounts/account_system.h"
#include "core/courier/channel_ends.h"
#include "core/flow/words.h"
#include "core/operations/vital_signs.h"

namespace latchkey::operations {

class Service;

// Messages of one sort.
struct ChannelFacts {
  enum class Set { off, on } set = Set::off;       // whether the configuration has a server for it
  enum class Rests { no, yes } rests = Rests::no;  // refused just now: our settings are wrong
  courier::LaneEnds ends;
};

struct Installation {
  accounts::Capabilities can;
  std::vector<flow::Topic> offered;  // on the page or the phone
  ProviderProfile provider = ProviderProfile::none;

  DatabaseSize database;
  courier::Backlog outbox;
  std::int64_t complaints = 0;  // the day's errands refused for a reason that an operator can mend
  ChannelFacts phone, mail;
  std::optional<std::int64_t> disk_left;
  Kept clock = Kept::no;
  // How far the wall clock has moved against the machine's steady one since the service began.
  Millis drift{0};
  KeyFile key_file = KeyFile::missing;
  LastBackup backup;
  AuditAnchor audit;
};

// Reads them anew each time it is asked; some milliseconds.
class Inspection {
 public:
  // `service` outlives it. The clocks' difference is measured from now on.
  explicit Inspection(Service& service);
  Installation look() const;

 private:
  Millis drift() const;
  Service& service_;
  Time wall_;
  std::chrono::steady_clock::time_point steady_;
};

}  // namespace latchkey::operations
