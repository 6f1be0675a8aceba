// What a clinic's database says happened, counted, so that two runs can be compared.
//
// Rows are counted by what they are, never by ids, times or codes: errands by kind, audit rows by
// action, tickets by failure, spent budgets by counter, callers' fumbles. Pure reading.
#pragma once

#include <string>
#include <vector>

#include "core/storage/store.h"

namespace latchkey::fakes {

// One line for each kind of thing there is: "errand 1: 2".
std::vector<std::string> books_of(const storage::Store& store);

// The lines that stand in one of the two only, for a failing test to name; empty if none do.
std::string differences(const std::vector<std::string>& theirs,
                        const std::vector<std::string>& ours);

}  // namespace latchkey::fakes
