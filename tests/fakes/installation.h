// A clinic's installation as `latchkey init` makes it and an operator fills it in, in a folder of
// its own, with the clock in the test's hand.
#pragma once

#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "core/accounts/roster.h"
#include "core/operations/init.h"
#include "core/operations/workplace.h"
#include "core/tickets/tickets.h"
#include "tests/fakes/temporary_directory.h"

namespace latchkey::fakes {

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void put_bytes(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

// What a command said, and its exit code.
struct Said {
  int code = -1;
  std::string out, err;
};

template <class Command>
Said run(Command command) {
  std::ostringstream out, err;
  const int code = command(out, err);
  return {code, out.str(), err.str()};
}

struct Installation {
  // Key files carry the machine's own time, so a test's day begins with it.
  struct DayClock final : Clock {
    Time time = SystemClock().now();
    Time now() const override { return time; }
  };

  TemporaryDirectory directory;
  SystemDice dice;
  DayClock clock;

  explicit Installation(const std::string& clinic = "Riverside Clinic") {
    const Said made = run([&](std::ostream& out, std::ostream& err) {
      return operations::init({path(""), clinic, LATCHKEY_SOURCE_DIR "/content"}, dice, out, err);
    });
    if (made.code != 0) throw Fault(made.err);
    change("<what patients call the portal>", "MyRiverside");
    change("<https://portal.example.org>", "https://portal.example.org");
    change("<https://help.example.org>", "https://help.example.org");
    change("<https://desk.example.org>", "https://desk.example.org");
    change("<the office's name as patients know it>", "Riverside");
    change("<+14015550110>", "+14015550110");
    change("#argon2_mebibytes = 64", "argon2_mebibytes = 19");
  }

  std::filesystem::path path(const std::string& name) const {
    return std::filesystem::path(directory.path()) / "clinic" / name;
  }
  operations::ConfigSource config() const { return operations::config_file(path("latchkey.toml")); }
  std::filesystem::path database() const { return path("data/latchkey.db"); }

  // Edits the configuration; what is not in it can't be changed.
  void change(const std::string& from, const std::string& to) const {
    std::string text = bytes_of(path("latchkey.toml"));
    const std::size_t at = text.find(from);
    if (at == std::string::npos) throw Fault("latchkey.toml has no " + from);
    put_bytes(path("latchkey.toml"), text.replace(at, from.size(), to));
  }
  void add(const std::string& lines) const {
    std::ofstream(path("latchkey.toml"), std::ios::app) << lines;
  }

  operations::Workplace open() { return {config(), operations::Database::may_begin, dice, clock}; }

  // A patient of whom every datum is long and distinctive (rulings.md R35).
  PatientId add_patient() {
    auto at = open();
    accounts::PatientRecord record;
    record.record_number = "MRN-44712099";
    record.first_name = "Zenobia";
    record.last_name = "Quillfeather";
    record.birth_date = Date(std::chrono::year{1950} / 2 / 3);
    record.location = LocationId{1};
    accounts::NewContact mobile, mailbox;
    mobile.value = "+14015550123";
    mailbox.kind = accounts::ContactKind::email;
    mailbox.value = "zenobia.q@example.org";
    record.contacts = {mobile, mailbox};
    const accounts::Roster roster(at.sealer());
    const auto ids = accounts::fresh_ids(dice, record);
    at.store().write(
        [&](storage::Transaction& tx) { roster.upsert(tx, record, ids, clock.now()); });
    return ids.patient;
  }

  // A ticket of that patient; returns its help number.
  std::string add_ticket(PatientId patient) {
    auto at = open();
    const tickets::Tickets room(at.sealer());
    tickets::NewTicket asked;
    asked.minted = tickets::mint(dice);
    asked.conversation = ConversationId{dice.row_id()};
    asked.code = tickets::FailureCode::no_contact;
    asked.category = tickets::Category::password_reset;
    asked.location = LocationId{1};
    asked.patient = patient;
    asked.promised_by = clock.now() + std::chrono::hours(4);
    asked.personal.callback = "+14015550123";
    asked.personal.best_time = "after lunchtime please";
    return at.store().write([&](storage::Transaction& tx) {
      asked.number = room.free_number(tx, asked.minted.number_seed);
      return room.open_or_append(tx, asked, clock.now()).number.digits;
    });
  }
};

// What nobody may find in clear (rulings.md R35).
inline const std::string personal_data[] = {"Zenobia",      "Quillfeather",   "44712099",
                                            "4015550123",   "zenobia.q",      "1950-02-03",
                                            "quillfeather", "after lunchtime"};

}  // namespace latchkey::fakes
