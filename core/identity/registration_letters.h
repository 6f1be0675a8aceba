// Registration codes that an office sends by post, batch by batch (product.md "bulk letters").
//
// A batch is written before its first code is made: a form that is sent twice finds it there and
// prints nothing, and so many letters a day count against an office and against who prints them,
// whatever becomes of the codes (an insider's haul is bounded). A letter's row knows its code by id
// alone; what became of it is the code's own row to say, and no code can be read from either.
//
// Call these inside a transaction of the caller. Thread-safe.
#pragma once

#include <optional>
#include <vector>

#include "core/identity/registration_codes.h"

namespace latchkey::identity {

storage::AreaSchema registration_letters_schema();

using LetterBatchId = Id<struct LetterBatchTag>;

inline constexpr std::int64_t letters_batch_max = 50, letters_day_max = 200;

struct LetterBatch {
  LetterBatchId id;  // of the form: the same form has the same
  StaffId by;
  LocationId location;
  Time at;
  std::int64_t letters = 0;
};

// `too_many`: for this office or this member within a day.
enum class LettersBegun { begun, repeated, too_many };
LettersBegun begin_letters(storage::Transaction& tx, const LetterBatch& batch,
                           const std::vector<PatientId>& to);
// How many more may be printed now.
std::int64_t letters_left(storage::Transaction& tx, StaffId by, LocationId location, Time now);

void letter_has(storage::Transaction& tx, LetterBatchId batch, PatientId patient,
                RegistrationId code);

// Newest first; a present but empty list of offices means none.
std::vector<LetterBatch> letter_batches(storage::Transaction& tx,
                                        const std::vector<LocationId>& offices, int most);
std::optional<LetterBatch> letter_batch(storage::Transaction& tx, LetterBatchId id);

struct PostedCode {
  PatientId patient;
  // Empty: none could be made.
  std::optional<RegistrationStatus> status;
  std::optional<Time> expires_at;
};
std::vector<PostedCode> letters_of(storage::Transaction& tx, LetterBatchId batch, Time now);

void forget_registration_letters(storage::Transaction& tx, Time before);

}  // namespace latchkey::identity
