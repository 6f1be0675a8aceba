// How a person's data would look if they lay somewhere in clear: what searches must look for.
//
// One fact has several writings; whoever leaks it need not use the one that was typed. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace latchkey::fakes {

// 1950-02-03, 02/03/1950, 2/3/1950, 02031950, 19500203 … Needs: YYYY-MM-DD.
std::vector<std::string> forms_of_date(std::string_view iso);
// Ten digits, and as E.164, (401) 555-0123, 401-555-0123, 401.555.0123. Needs: ten digits.
std::vector<std::string> forms_of_number(std::string_view ten_digits);
// Every run of six to twelve digits in a message: the codes that it carries.
std::vector<std::string> codes_in(const std::string& message);

}  // namespace latchkey::fakes
