// What people, streets and towns of the demo clinic are called: all of it made up.
//
// The lists are mixed on purpose: accents, apostrophes, hyphens, two surnames, particles, very
// short and very long names are what breaks forms and look-ups.
#pragma once

#include <array>
#include <string_view>

namespace latchkey::demo {

inline constexpr std::array<std::string_view, 56> first_names{
    "Ada",      "Amara",   "Anh",    "Arlo",       "Beatriz", "Bram",    "Célia",  "Chidi",
    "Clara",    "Dag",     "D'Arcy", "Delphine",   "Edda",    "Emeka",   "Esra",   "Fenna",
    "Fergus",   "Giulia",  "Hana",   "Hilde",      "Idris",   "Ines",    "Ivo",    "Jae-won",
    "Jean-Luc", "Kai",     "Keiko",  "Lúcia",      "Lars",    "Leilani", "Magda",  "Malik",
    "Mary Ann", "Minh",    "Nadia",  "Niamh",      "Noor",    "Odette",  "Olu",    "Pilar",
    "Priya",    "Quentin", "Renée",  "Rosalba",    "Saoirse", "Soren",   "Tamsin", "Thandi",
    "Ulla",     "Viggo",   "Wei",    "Wilhelmina", "Xiomara", "Yusuf",   "Zoë",    "Zsófia"};

inline constexpr std::array<std::string_view, 56> last_names{
    "Abernook",     "Achterveld", "Adeyinka-Boone", "Ambleforth", "Aoki",         "Barrowmere",
    "Bélanger",     "Bogdanovic", "Brightwater",    "Castellane", "Chukwuemeka",  "Cloverly",
    "D'Amberto",    "Dąbrowa",    "de Vries-Holt",  "Dunmarrow",  "Eastbrook",    "El-Khatib",
    "Fairweather",  "Farouk",     "Ferncastle",     "Fjeldsted",  "Greavesend",   "Grüneberg",
    "Hallowfield",  "Hartigan",   "Ishikawa",       "Jinadu",     "Kestrelman",   "Kowalczyk",
    "Larkspur",     "Lindqvist",  "MacTavish",      "Marrowby",   "Mbeki-Stone",  "Moonfield",
    "Ng",           "Nwosu",      "O'Calder",       "O'Fallon",   "Okonjo",       "Oyelaran",
    "Pennyfeather", "Petrakis",   "Quillsworth",    "Rainford",   "Saint-Clair",  "Sedgewick",
    "Tanaka",       "Thornquist", "Tran",           "Underhay",   "van der Meer", "Whitlow",
    "Yellowlees",   "Zielinska"};

inline constexpr std::array<std::string_view, 16> spanish_first_names{
    "María José", "Juan Carlos", "Guadalupe", "Íñigo", "Lucía",   "Andrés",  "Rocío", "Héctor",
    "Nélida",     "Ramón",       "Ximena",    "Óscar", "Soledad", "Joaquín", "Belén", "Tomás"};

inline constexpr std::array<std::string_view, 24> spanish_surnames{
    "Núñez",   "García",     "Peñaflor", "Ibáñez",     "de la Cruz", "Quiñones",
    "Robledo", "Santamaría", "Urrutia",  "Villaseñor", "Zúñiga",     "Montealegre",
    "López",   "Ordóñez",    "Cárdenas", "del Río",    "Bermúdez",   "Echeverría",
    "Fuentes", "Galván",     "Hinojosa", "Lizárraga",  "Murrieta",   "Valdivia"};

inline constexpr std::array<std::string_view, 12> streets{
    "Acorn Row",      "Bellwether Street", "Copper Lane", "Driftwood Road",
    "Elder Crescent", "Foundry Hill",      "Gull Street", "Hearth Avenue",
    "Ivy Close",      "Juniper Way",       "Kiln Street", "Lantern Road"};

}  // namespace latchkey::demo
