// Setting documents: what administrators change on the desk, version by version.
//
// A document is a text as its file has it (holidays, the matrix, locations …). Each save is a new
// version, a draft; publishing makes it the one that is in force, and nothing alters it afterwards:
// going back publishes an old text once more. At most one draft is open. Whoever saves names the
// version that they began from; if somebody else saved or published meanwhile, they are told so and
// nothing is lost.
//
// Texts and notes are sealed, and a row carries a MAC over all that it says: somebody with nothing
// but the database can't make the service believe other hours or other telephone numbers. What a
// document means, and whether it may be published, is core/operations' knowledge; audit is the
// caller's. Everything happens in the caller's transaction. Thread-safe: no state.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/sealer.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::settings {

storage::AreaSchema schema();

enum class State { draft, published, withdrawn };
inline constexpr Names<State, 3> state_names{{"draft", "published", "withdrawn"}};

struct Version {
  std::int64_t id = 0;      // a random row id
  std::string document;     // "holidays"
  std::int64_t number = 0;  // from 1, within the document
  State state = State::draft;
  std::string text;
  std::string note;  // why; may be empty
  StaffId author;
  Time at{};
  std::int64_t base = 0;  // the version that it was made from; 0: the file
  std::optional<StaffId> published_by{};
  std::optional<Time> published_at{};
};

// The number of the newest published version by document; none where the file is in force.
using Numbers = std::map<std::string, std::int64_t, std::less<>>;

struct Save {
  std::int64_t id = 0;  // a random row id, drawn before the transaction
  std::string document, text, note;
  StaffId author;
  std::int64_t base = 0;  // what standing() said when the author began
};
// Somebody was faster: what stands now.
struct Overtaken {
  std::int64_t number = 0;
};

class Documents {
 public:
  // `sealer` must outlive this.
  explicit Documents(const Sealer& sealer) : sealer_(sealer) {}

  // The open draft's number, else the newest published one's, else 0.
  std::int64_t standing(storage::Transaction& tx, std::string_view document) const;
  // Empty if there is no such version. A row that was tampered with is a Fault that names it.
  std::optional<Version> get(storage::Transaction& tx, std::string_view document,
                             std::int64_t number) const;
  std::optional<Version> draft(storage::Transaction& tx, std::string_view document) const;
  // The newest published one.
  std::optional<Version> published(storage::Transaction& tx, std::string_view document) const;
  // Every version, the newest first.
  std::vector<Version> history(storage::Transaction& tx, std::string_view document) const;
  // Cheap enough to be asked every second.
  Numbers numbers(storage::Transaction& tx) const;

  // A new draft in place of the open one; its number.
  std::variant<std::int64_t, Overtaken> save(storage::Transaction& tx, const Save& save,
                                             Time now) const;
  // False unless that version is the open draft.
  bool publish(storage::Transaction& tx, std::string_view document, std::int64_t number, StaffId by,
               Time now) const;
  bool withdraw(storage::Transaction& tx, std::string_view document, std::int64_t number) const;

 private:
  std::string proof(const Version& version) const;
  Version version(const storage::Row& row) const;
  void write_state(storage::Transaction& tx, const Version& version) const;

  const Sealer& sealer_;
};

}  // namespace latchkey::settings
