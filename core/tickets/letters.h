// Letters: what an office puts into an envelope because nothing else tells the patient.
//
// Everybody on file hears of a recovery. Where nobody is left but the one contact that its code
// went to, or a message could not be delivered, the patient is told by post (NIST 800-63B-4 §4.6,
// standards.md B-18, T40). That is a task of the office and no ticket: nobody waits for a call, and
// no figure of failures counts it (rulings.md R23). One letter a recovery, however often it is
// asked for. No name or address is kept here: the roster has them, and says which are unsafe.
//
// Call these inside a transaction. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "core/base/ids.h"
#include "core/base/names.h"
#include "core/base/time.h"
#include "core/storage/schema.h"
#include "core/storage/store.h"

namespace latchkey::tickets {

storage::AreaSchema letters_schema();

using LetterId = Id<struct LetterTag>;

// What it tells of.
enum class LetterAbout {
  password_changed,
  user_name_told,
  unlocked,
  account_opened,
  saved_code_made,
  user_name_changed,
  account_activated,
  account_deactivated,
  self_service_opened
};
inline constexpr Names<LetterAbout, 9> letter_about_names{
    {"password_changed", "user_name_told", "unlocked", "account_opened", "saved_code_made",
     "user_name_changed", "account_activated", "account_deactivated", "self_service_opened"}};

enum class LetterWhy { nobody_else, undelivered };
inline constexpr Names<LetterWhy, 2> letter_why_names{{"nobody_else", "undelivered"}};

// `told`: there is no address that may be used, or the patient came by, and heard it in person.
enum class LetterEnd { posted, told };
inline constexpr Names<LetterEnd, 2> letter_end_names{{"posted", "told"}};

struct Letter {
  LetterId id;  // drawn before the transaction (rulings.md R14)
  ConversationId recovery;
  PatientId patient;
  LocationId location;  // the office that posts it
  LetterAbout about = LetterAbout::password_changed;
  LetterWhy why = LetterWhy::nobody_else;
  Time asked_at;
  bool operator==(const Letter&) const = default;
};

// Nothing happens if this recovery has one already, posted or not.
void ask_letter(storage::Transaction& tx, const Letter& letter);

// Those that nobody has ended yet, the oldest first.
std::vector<Letter> open_letters(storage::Transaction& tx);
// Empty for what was never asked for or has ended.
std::optional<Letter> open_letter(storage::Transaction& tx, LetterId id);

// False if it is not open any more.
bool end_letter(storage::Transaction& tx, LetterId id, LetterEnd how, StaffId by, Time now);

// Those that ended before `before`. For the sweeper.
void forget_letters(storage::Transaction& tx, Time before);

}  // namespace latchkey::tickets
