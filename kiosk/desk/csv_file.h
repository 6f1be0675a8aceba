// Tables for spreadsheets, in which no cell can be a formula.
//
// What people typed ends up in cells. A spreadsheet runs a cell that begins with =, +, - or @ as a
// formula, which can send the sheet elsewhere (CSV injection, standards.md ASVS 1.2.10): such a
// cell gets an apostrophe in front. Rows and quotes as RFC 4180 has them. Pure.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace latchkey::kiosk {

// One cell, harmless and quoted where it must be.
std::string csv_cell(std::string_view text);

// Adds a row with its line break. Needs: UTF-8.
void add_csv_row(std::string& file, std::initializer_list<std::string_view> cells);

}  // namespace latchkey::kiosk
