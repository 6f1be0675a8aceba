// Passwords without a secret in them: one thing over and over, or a walk along a row.
//
// Pure functions on folded text (small letters, no accents). Thread-safe.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace latchkey::identity {

// The shortest unit which, written over and over (the last time perhaps in part), gives `text`;
// the whole text when there is none.
std::u32string_view repeated_unit(std::u32string_view text);

// One to four characters over and over ("abcabcabc…"), or at most four runs of one character each
// ("aaaaaaaabbbbbbbb").
bool is_repetition(std::u32string_view text);

// At least three quarters of the steps go to a neighbour: the next or previous letter or digit, the
// same again, or the key beside on one of `rows` ("abcdefgh12345678", "qwertyuiopasdfgh").
bool is_walk(std::u32string_view text, std::span<const std::u32string> rows);

}  // namespace latchkey::identity
