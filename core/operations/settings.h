// Changing settings on the desk: drafts, the judgement on them, and publishing.
//
// Nothing is saved or published that the service would refuse to start with: each text is tried
// with the files and everything else that is published, by the readers of start-up, outside any
// transaction, and once more if somebody published meanwhile. Whose role allows it and what the
// audit log says is the desk's, in the same transaction (`along`). Also knows what this service
// itself goes by. Thread-safe.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/clock.h"
#include "core/base/dice.h"
#include "core/operations/settings_in_force.h"

namespace latchkey::operations {

// The longest text of a document, in bytes: a form of the desk takes no more.
inline constexpr std::size_t setting_bytes_max = 48 * 1024;

// Why a text can't be in force: one complaint a line.
struct Flawed {
  std::string why;
};

class Settings {
 public:
  // Called in the transaction of a change, with the version's row id, for its audit row.
  using Along = std::function<void(storage::Transaction&, std::int64_t id)>;

  // All outlive it. `file`: the configuration without anything published. The last two: what the
  // service was built of.
  Settings(const Config& file, storage::Store& store, const Sealer& sealer, const Clock& clock,
           Dice& dice, settings::Numbers in_use, std::vector<NotUsed> not_used)
      : file_(file),
        store_(store),
        documents_(sealer),
        clock_(clock),
        dice_(dice),
        in_use_(std::move(in_use)),
        not_used_(std::move(not_used)) {}

  std::vector<std::string> names() const { return setting_documents(file_); }
  bool knows(std::string_view document) const;
  const settings::Documents& documents() const { return documents_; }
  std::string in_file(std::string_view document) const { return text_in_file(file_, document); }

  // Empty if the service could go by this text.
  std::string flaw(std::string_view document, const std::string& text) const;
  // The new draft's number.
  std::variant<std::int64_t, settings::Overtaken, Flawed> save(const settings::Save& save,
                                                               const Along& along);
  // The draft of that number; `Overtaken` if it is not the open one.
  std::variant<std::int64_t, settings::Overtaken, Flawed> publish(const std::string& document,
                                                                  std::int64_t number, StaffId by,
                                                                  const Along& along);
  // False unless that version is the open draft.
  bool withdraw(const std::string& document, std::int64_t number, const Along& along);

  // What this service was built of, and what it left out.
  const settings::Numbers& in_use() const { return in_use_; }
  const std::vector<NotUsed>& not_used() const { return not_used_; }

 private:
  struct Others;
  Others others(std::string_view document) const;
  std::string flaw(std::string_view document, const std::string& text, SettingTexts others) const;

  const Config& file_;
  storage::Store& store_;
  settings::Documents documents_;
  const Clock& clock_;
  Dice& dice_;
  settings::Numbers in_use_;
  std::vector<NotUsed> not_used_;
};

}  // namespace latchkey::operations
