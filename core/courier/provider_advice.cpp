#include "core/courier/provider_advice.h"

#include <algorithm>
#include <array>

namespace latchkey::courier {

namespace {

constexpr std::string_view credentials =
    "our name and secret are refused: check provider.auth_user and auth_secret_file";
constexpr std::string_view account = "the account is closed or suspended: sign in there to see why";
constexpr std::string_view trial =
    "a trial account reaches only numbers that were verified there: upgrade it";
constexpr std::string_view sender =
    "the sender is not ours there: check provider.text_from and voice_from";
constexpr std::string_view registration =
    "carriers drop texts of senders that are not registered: register ours there (A2P 10DLC, "
    "toll-free verification)";
constexpr std::string_view countries =
    "the provider's own list of countries refuses the number: allow it there";
constexpr std::string_view spam =
    "carriers take our texts for spam: ask the provider, with the words of content's messages";
constexpr std::string_view full = "carriers take no more texts of ours today: ask for a higher cap";
constexpr std::string_view spend = "the provider's limit of money is reached: raise it there";

struct Advice {
  int code;
  std::string_view words;
};

constexpr std::array all = {
    Advice{20003, credentials},  Advice{10009, credentials},  Advice{10010, credentials},
    Advice{20005, account},      Advice{30002, account},      Advice{20008, trial},
    Advice{21219, trial},        Advice{21608, trial},        Advice{21210, sender},
    Advice{21212, sender},       Advice{21603, sender},       Advice{21606, sender},
    Advice{21701, sender},       Advice{21703, sender},       Advice{21704, sender},
    Advice{40013, sender},       Advice{40305, sender},       Advice{30024, registration},
    Advice{30032, registration}, Advice{30034, registration}, Advice{30035, registration},
    Advice{40010, registration}, Advice{13227, countries},    Advice{21215, countries},
    Advice{21408, countries},    Advice{30007, spam},         Advice{30450, spam},
    Advice{40002, spam},         Advice{40003, spam},         Advice{40015, spam},
    Advice{30022, full},         Advice{30023, full},         Advice{40333, spend}};

}  // namespace

std::string_view advice_for(int code) {
  const auto* const found = std::ranges::find(all, code, &Advice::code);
  return found == all.end() ? std::string_view{} : found->words;
}

}  // namespace latchkey::courier
