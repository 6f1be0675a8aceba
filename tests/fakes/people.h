// The people whom tests act: fictional, awkward on purpose, the same on every channel.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/flow/context.h"

namespace latchkey::tests {

struct FixturePerson {
  std::string_view key, first, last;
  std::string_view birth_date;  // MMDDYYYY
  std::string_view zip, phone, email, record_number, user_name;
  flow::Decoy decoy = flow::Decoy::none;
  std::array<bool, 3> reach{true, true, true};
  flow::Standing standing{};
  enum class Account { used, never_used } account = Account::used;
};

inline constexpr std::array<FixturePerson, 11> people{{
    {"maria", "María", "López-Quintero", "02031950", "02904", "4015550123",
     "maria.quintero@example.org", "MRN-4471203", "mquintero1950"},
    {"stranger", "Nemo", "Outlander", "07041977", "02999", "4015550177",
     "nemo.outlander@example.org", "MRN-9999999", ""},
    {"landless",
     "Obadiah",
     "Unreachable",
     "11221941",
     "02904",
     "4015550131",
     "",
     "MRN-4471231",
     "ounreachable",
     flow::Decoy::no_contact,
     {false, false, false}},
    {"switched_off",
     "Delia",
     "Offwhite",
     "05061961",
     "02906",
     "4015550144",
     "delia.offwhite@example.org",
     "MRN-4471244",
     "doffwhite",
     flow::Decoy::none,
     {true, true, true},
     {false, true, false}},
    {"twin", "Alex", "Doubleday", "09091999", "02908", "4015550155", "doubleday.family@example.org",
     "", "adoubleday", flow::Decoy::several},
    {"unlucky", "Umberto", "Faultline", "03031933", "02909", "4015550166",
     "umberto.faultline@example.org", "MRN-4471266", "ufaultline"},
    {"teenager",
     "Tilda",
     "Fifteenish",
     "10102011",
     "02910",
     "4015550188",
     "tilda.fifteenish@example.org",
     "MRN-4471288",
     "tfifteen",
     flow::Decoy::none,
     {true, true, true},
     {true, false, false}},
    // Proofs by text and mail are one method; a saved code is another.
    {"two_step",
     "Tobias",
     "Doublelock",
     "04041974",
     "02911",
     "4015550199",
     "tobias.doublelock@example.org",
     "MRN-4471299",
     "tdoublelock",
     flow::Decoy::none,
     {true, true, true},
     {false, false, true}},
    // Acts for Maria, with an account of her own.
    {"proxy", "Paloma", "Carryhelper", "12121970", "02912", "4015550147",
     "paloma.carryhelper@example.org", "MRN-4471247", "pcarryhelper"},
    {"deceased", "Dorothea", "Bygonesworth", "08081938", "02913", "4015550148",
     "dorothea.bygonesworth@example.org", "MRN-4471248", "dbygonesworth", flow::Decoy::deceased},
    // Has an account that nobody has ever signed in to.
    {"newcomer",
     "Nathaniel",
     "Firsttimer",
     "06061966",
     "02914",
     "4015550149",
     "nathaniel.firsttimer@example.org",
     "MRN-4471249",
     "nfirsttimer",
     flow::Decoy::none,
     {true, true, true},
     {},
     FixturePerson::Account::never_used},
}};

const FixturePerson& person(std::string_view key);

}  // namespace latchkey::tests
