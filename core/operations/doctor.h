// `latchkey doctor`: is this installation fit to serve, and if not, what is to be done?
//
// Looks at the configuration, limits, listeners, keys, clock, disk, database, staff, published
// settings, content, guides, pages, offices, provider, mail, audit log and backups, each by itself:
// one thing that is wrong hides no other. Limits, listeners and pages are made as `serve` makes
// them, so that both refuse the same files. Changes nothing, sends no message, and may run beside a
// server. One thread.
#pragma once

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/courier/transport.h"
#include "core/operations/workplace.h"

namespace latchkey::operations {

// Makes the way out for a configuration, as `serve` would; called only if there is a provider.
using TransportMaker = std::function<std::unique_ptr<courier::Transport>(const Config&)>;

// Makes what pages are made of, as `serve` would, and throws what `serve` would: the house of the
// pages is not this one's to know. Returns what is to be looked at, though it can serve; or "".
using PagesTrial = std::function<std::string(const Config&)>;

// A demo sends nothing to anybody, so that no provider and no mail server is asked for.
enum class Sends { messages, nothing };

struct DoctorOptions {
  ConfigSource config;
  TransportMaker transport = {};
  PagesTrial pages = {};
  Format format = Format::text;
  Sends sends = Sends::messages;
};

// One line of the doctor's. `skipped`: there is nothing to check, or it can't be without what is
// wrong elsewhere.
struct Check {
  enum class State { ok, skipped, warn, wrong } state = State::ok;
  std::string name;  // "database"
  std::string says;  // what is, and unless ok what to do
};
inline constexpr Names<Check::State, 4> check_state_names{{"ok", "skipped", "warn", "wrong"}};

// In a fixed order. Never throws for what is wrong with the installation.
std::vector<Check> examine(const DoctorOptions& options, Dice& dice, const Clock& clock);

// Prints a line for each. Exit code 1 if anything is wrong; warnings alone are 0.
int doctor(const DoctorOptions& options, Dice& dice, const Clock& clock, std::ostream& out,
           std::ostream& err);

}  // namespace latchkey::operations
