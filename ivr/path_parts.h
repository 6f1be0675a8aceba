// The parts of a webhook's path, in which the place of a call travels. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace latchkey::ivr {

// What stands before the next '/', taken off `path` with that '/'; the whole rest if there is none.
std::string_view next_part(std::string_view& path);

// The whole number that `text` is, if it lies in [least, most]; empty for anything else.
std::optional<std::int64_t> number_of(std::string_view text, std::int64_t least, std::int64_t most);

// The id of a row: any number above 0.
std::optional<std::int64_t> id_of(std::string_view text);

}  // namespace latchkey::ivr
