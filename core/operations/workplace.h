// What a command of the operator stands on: the configuration, the keys and the open store.
//
// Commands run beside a server as well as without one. A database that is behind the program is
// brought up to date only while no server holds it; what can't be used is a Fault in words that
// say what to do, which in_words() turns into one message and exit code 1. Built without the rooms
// that serve patients, so that a broken text never keeps an operator from the data. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "core/audit/audit.h"
#include "core/base/clock.h"
#include "core/base/config.h"
#include "core/base/sealer.h"
#include "core/base/time_text.h"
#include "core/identity/password_hash.h"
#include "core/storage/store.h"

namespace latchkey::operations {

// Exit codes of every command.
inline constexpr int done = 0;       // and nothing was found wrong
inline constexpr int refused = 1;    // or something was found wrong
inline constexpr int bad_usage = 2;  // the command line itself can't be meant

// Which installation a command works on: loads its configuration, or throws ConfigFault.
using ConfigSource = std::function<Config()>;
ConfigSource config_file(std::filesystem::path path);

enum class Format { text, json };
enum class Database { must_exist, may_begin };  // may_begin: made, with its tables, if missing

// The keys of an installation.
struct Keys {
  Sealer sealer;
  unsigned version = 1;
};
Keys load_keys(const Config& config, Dice& dice);

class Workplace {
 public:
  // `dice` outlives it. Throws Fault (configuration, keys, database).
  Workplace(const ConfigSource& config, Database database, Dice& dice, const Clock& clock);
  Workplace(Config config, Database database, Dice& dice, const Clock& clock);

  const Config& config() const { return config_; }
  const Sealer& sealer() const { return keys_.sealer; }
  unsigned key_version() const { return keys_.version; }
  storage::Store& store() { return *store_; }
  const audit::Audit& audit() const { return audit_; }

 private:
  Config config_;
  Keys keys_;
  std::unique_ptr<storage::Store> store_;
  audit::Audit audit_;
};

// The database of `config` with every table at the program's version. ConfigFault if it was made
// with another key.
std::unique_ptr<storage::Store> open_database(const Config& config, const Sealer& sealer,
                                              Database database, Time now);

// "1 Riverside, 2 Harbor Street": for complaints about locations.
std::string location_list(const Config& config);

// What one password hash costs by the configuration.
identity::HashCost hash_cost(const Config& config);

// What a command did, into the audit log.
struct Deed {
  Word action, subject_kind;
  std::int64_t subject = 0;
  std::string details = {};
};
void record(storage::Store& store, const audit::Audit& log, const Deed& deed, Time now);
// The same in the transaction of the deed itself.
void record(storage::Transaction& tx, const audit::Audit& log, const Deed& deed, Time now);

// Runs `work`; what it throws becomes "latchkey: …" on `err`, each of its lines begun alike, and
// exit code 1. A damaged database is told with what to do.
int in_words(std::ostream& err, const std::function<int()>& work);

// "latchkey: …" on `err` and exit code 2.
int misused(std::ostream& err, std::string_view what);

// "3 min", "5 h", "2 days"; less than a minute, and times to come, are "now".
std::string age(Millis passed);

// "12.3 MiB"
std::string in_bytes(std::int64_t bytes);

}  // namespace latchkey::operations
