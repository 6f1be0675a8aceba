// The single checks of `latchkey doctor`; private to it.
//
// Each returns what it found, in words; what it throws is reported as wrong by the doctor.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "core/operations/doctor.h"
#include "core/operations/verify_audit.h"

namespace latchkey::operations {

using Checks = std::vector<Check>;

Check ok(std::string name, std::string says);
Check warn(std::string name, std::string says);
Check wrong(std::string name, std::string says);
Check skipped(std::string name, std::string says);

// ---- The configuration as the rooms take it: doctor_rules.cpp ----------------------------------

// Limits, policies and rules, made as `serve` makes them; what a room refuses is wrong.
Check check_limits(const Config& config);

// The listeners of `serve`: host names, proxies and addresses as they take them. Listens for a
// moment on a port that nobody uses, never on theirs.
Check check_doors(const Config& config, const Clock& clock);

// A warning where members can have no passkey: the desk's address is a number, or not https. It is
// the one way in that no false page can take over.
Checks check_passkeys(const Config& config);

// Wrong if neither texts and calls nor e-mail can be sent: nobody could be sent a code.
Checks check_ways_to_send(const Config& config);

// ---- The machine: doctor_machine.cpp -----------------------------------------------------------

// Wrong before this program's year or before the key file was made; a warning if the kernel says
// that nothing keeps the clock.
Check check_clock(const Config& config, Time now);

// Of the file system that holds the data: wrong below 100 MiB, a warning below 1 GiB.
Check check_disk(const Config& config);

// Whether the mail server takes a connection (and greets, where it speaks first).
Check check_mail(const Config& config);

// Whether the provider knows our account and takes our credentials; asks, sends nothing.
Check check_provider(const Config& config, const TransportMaker& transport);

// ---- The data: doctor_data.cpp -----------------------------------------------------------------

// Files, tables and pages of the database; `may_open` says whether the rest may look into it.
struct DatabaseCheck {
  Checks checks;
  enum class MayOpen { no, yes } may_open = MayOpen::no;
};
DatabaseCheck check_database(const Config& config);

// The log against its anchor, and where the anchor lies (rulings.md R30).
Checks check_audit(const LogPlace& at);

// Whether somebody can sign in to the desk, and an administrator among them.
Check check_staff(const Config& config, const Sealer& sealer, storage::Store& store, Dice& dice,
                  const Clock& clock);

// What the provider and the mail server refused us in the last day for a reason that an operator
// can mend; one line for each of their numbers.
Checks check_refusals(const Sealer& sealer, storage::Store& store, Time now);

// How much of the day's and hour's texts and calls is used, and whether codes go where nobody types
// them: wrong where a limit is reached, a warning from four fifths on.
Check check_sends(const Config& config, storage::Store& store, Time now);

// The age of the last backup, as the audit log tells; after a restore it can tell of none that
// is younger than the restored one.
Check check_backups(const Sealer& sealer, storage::Store& store, Time now);

// ---- What is published on the desk: doctor_settings.cpp ----------------------------------------

// One line for each published document; wrong if it is not used because it can't be. `config`
// becomes the one that is in force, unless the files themselves can't be read.
Checks check_settings(Config& config, const Sealer& sealer, storage::Store& store);

// ---- The content: doctor_content.cpp -----------------------------------------------------------

// Texts of every language of the clinic: readable, whole, and read by a qualified person.
Checks check_content(const Config& config);

// Whether somebody has compared the guides with today's browsers and portals within a year.
Check check_guides(const Config& config, Time now);

// What the house of the pages reads: clinic's logo, articles, the rule of browsers.
Check check_pages(const Config& config, const PagesTrial& trial);

// Offices that never open: nothing can be promised there.
Checks check_offices(const Config& config, Time now);

}  // namespace latchkey::operations
