#include "core/identity/limits.h"

#include <algorithm>
#include <array>
#include <variant>

#include "core/base/fault.h"

namespace latchkey::identity {

namespace {

using Member = std::variant<int Limits::*, seconds Limits::*>;

// One number: its name, where it is, and the range with the reason for its harder end.
struct Border {
  std::string_view key;
  Member member;
  std::int64_t least, most;
  std::string_view reason;
};

constexpr std::int64_t one_day = 86400;

const std::array borders{
    Border{"text_code_digits", &Limits::text_code_digits, 6, 10, "NIST 800-63B-4 §3.1.3.2"},
    Border{"text_code_life", &Limits::text_code_life, 60, 600, "NIST 800-63B-4 §4.2.1.2"},
    Border{"mail_code_digits", &Limits::mail_code_digits, 6, 12, "NIST 800-63B-4 §4.2.1.2"},
    Border{"mail_code_life", &Limits::mail_code_life, 60, one_day, "NIST 800-63B-4 §4.2.1.2"},
    Border{"hand_off_digits", &Limits::hand_off_digits, 8, 12, "found by its digits alone"},
    Border{"hand_off_life", &Limits::hand_off_life, 60, 600, "NIST 800-63B-4 §3.1.3.2"},
    Border{"grant_life", &Limits::grant_life, 60, 600, "OWASP: a limited session"},
    Border{"registration_life", &Limits::registration_life, 3600, 30 * one_day,
           "NIST 800-63A-4 §3.9: a letter in the wrong hands"},
    Border{"registration_live_life", &Limits::registration_live_life, 60, 600,
           "NIST 800-63A-4 §3.8"},
    Border{"contact_hold", &Limits::contact_hold, one_day, 90 * one_day,
           "a thief changes the number first"},
    Border{"wrong_per_conversation", &Limits::wrong_per_conversation, 1, 10,
           "NIST 800-63B-4 §3.1.3.2"},
    Border{"wrong_per_call", &Limits::wrong_per_call, 1, 10, "part of the conversation's"},
    Border{"wrong_per_code", &Limits::wrong_per_code, 1, 10, "rulings R17"},
    Border{"wrong_per_hour", &Limits::wrong_per_hour, 1, 20, "guessing stays under 1 in 10,000"},
    Border{"wrong_per_day", &Limits::wrong_per_day, 1, 50, "guessing stays under 1 in 10,000"},
    Border{"wrong_pause", &Limits::wrong_pause, 3600, 7 * one_day, "a pause, not a lock"},
    Border{"wrong_in_a_row", &Limits::wrong_in_a_row, 5, 100, "NIST 800-63B-4 §3.2.2"},
    Border{"hand_off_wrong_everywhere", &Limits::hand_off_wrong_everywhere, 10, 1000,
           "guessing at everybody's codes at once"},
    Border{"hand_off_wrong_per_address", &Limits::hand_off_wrong_per_address, 1, 100,
           "guessing at everybody's codes at once"},
    Border{"not_me_wrong_per_address", &Limits::not_me_wrong_per_address, 3, 100,
           "a slip or two must pass"},
    Border{"not_me_wrong_everywhere", &Limits::not_me_wrong_everywhere, 100, 10000,
           "a few strangers must not close it"},
    Border{"send_spacing", &Limits::send_spacing, 30, 600, "OTP flooding"},
    Border{"sends_per_quarter_hour", &Limits::sends_per_quarter_hour, 1, 5, "OTP flooding"},
    Border{"sends_per_day", &Limits::sends_per_day, 1, 10, "OTP flooding"},
    Border{"mails_per_hour", &Limits::mails_per_hour, 1, 10, "OTP flooding"},
    Border{"mails_per_day", &Limits::mails_per_day, 1, 20, "OTP flooding"},
    Border{"desk_resets_per_day", &Limits::desk_resets_per_day, 1, 10,
           "standards.md section 3: at most 10 codes to one contact in a day"},
    Border{"sends_per_prefix_hour", &Limits::sends_per_prefix_hour, 1, 1000, "SMS pumping"},
    Border{"sends_everywhere_hour", &Limits::sends_everywhere_hour, 1, 100000, "SMS pumping"},
    Border{"sends_everywhere_day", &Limits::sends_everywhere_day, 1, 1000000, "SMS pumping"},
    Border{"steps_everywhere_hour", &Limits::steps_everywhere_hour, 1, 100000, "SMS pumping"},
    Border{"steps_everywhere_day", &Limits::steps_everywhere_day, 1, 1000000, "SMS pumping"},
    Border{"text_cents", &Limits::text_cents, 0, 1000, "in cents"},
    Border{"call_cents", &Limits::call_cents, 0, 1000, "in cents"},
    Border{"cents_everywhere_day", &Limits::cents_everywhere_day, 1, 100'000'000, "SMS pumping"},
    Border{"conversion_after", &Limits::conversion_after, 10, 10000, "fewer say nothing"},
    Border{"conversion_percent", &Limits::conversion_percent, 0, 90, "people mistype, too"},
    Border{"sends_per_address_hour", &Limits::sends_per_address_hour, 1, 1000, "SMS pumping"},
    Border{"sends_per_address_day", &Limits::sends_per_address_day, 1, 10000, "SMS pumping"},
    Border{"sends_per_kiosk_hour", &Limits::sends_per_kiosk_hour, 1, 1000, "SMS pumping"},
    Border{"kiosk_lookups_per_hour", &Limits::kiosk_lookups_per_hour, 1, 5000,
           "ASVS 2.4.1: searching for patients"},
    Border{"kiosk_lookups_per_day", &Limits::kiosk_lookups_per_day, 1, 20000,
           "ASVS 2.4.1: searching for patients"},
    Border{"lookups_per_ten_minutes", &Limits::lookups_per_ten_minutes, 1, 1000,
           "ASVS 2.4.1: searching for patients"},
    Border{"lookups_per_hour", &Limits::lookups_per_hour, 1, 5000,
           "ASVS 2.4.1: searching for patients"},
    Border{"lookups_per_day", &Limits::lookups_per_day, 1, 20000,
           "ASVS 2.4.1: searching for patients"},
    Border{"desk_lookups_per_hour", &Limits::desk_lookups_per_hour, 1, 5000,
           "a curious colleague (standards.md T30)"},
    Border{"desk_lookups_per_day", &Limits::desk_lookups_per_day, 1, 20000,
           "a curious colleague (standards.md T30)"},
    Border{"identify_tries", &Limits::identify_tries, 1, 5, "learning a birth date by trying"},
    Border{"promised_calls_per_hour", &Limits::promised_calls_per_hour, 1, 1000,
           "one machine must not fill an office's list"},
    Border{"promised_calls_per_day", &Limits::promised_calls_per_day, 1, 5000,
           "one machine must not fill an office's list"},
    Border{"calls_per_hour", &Limits::calls_per_hour, 1, 1000, "then a person answers"},
    Border{"failed_calls_per_day", &Limits::failed_calls_per_day, 1, 1000, "then a person answers"},
    Border{"anonymous_calls_per_hour", &Limits::anonymous_calls_per_hour, 1, 10000,
           "then a person answers"},
    Border{"call_length", &Limits::call_length, 600, 7200, "relay calls take three times as long"},
    Border{"password_points", &Limits::password_points, 15, 64, "NIST 800-63B-4 §3.1.1.2"},
    Border{"password_points_max", &Limits::password_points_max, 64, 256, "NIST 800-63B-4 §3.1.1.2"},
    Border{"password_bytes_max", &Limits::password_bytes_max, 256, 4096,
           "64 code points of 4 bytes must fit; hashing must stay bounded"},
    Border{"password_wrong_in_a_row", &Limits::password_wrong_in_a_row, 12, 100,
           "NIST 800-63B-4 §3.2.2"},
    Border{"accounts_per_phone", &Limits::accounts_per_phone, 1, 9,
           "NIST 800-63B-4 §3; one look-up tells no more"},
};

std::int64_t value_of(const Limits& limits, const Member& member) {
  if (const auto* number = std::get_if<int Limits::*>(&member)) return limits.*(*number);
  return (limits.*std::get<seconds Limits::*>(member)).count();
}

std::string unit_of(const Member& member) {
  return std::holds_alternative<seconds Limits::*>(member) ? " seconds" : "";
}

[[noreturn]] void refuse(std::string_view key, std::int64_t value, const std::string& wanted) {
  throw ConfigFault("limits." + std::string(key) + " = " + std::to_string(value) + ": " + wanted);
}

void check_border(const Limits& limits, const Border& border) {
  const std::int64_t value = value_of(limits, border.member);
  if (value >= border.least && value <= border.most) return;
  refuse(border.key, value,
         "must be " + std::to_string(border.least) + " to " + std::to_string(border.most) +
             unit_of(border.member) + " (" + std::string(border.reason) + ")");
}

// A number that only makes sense up to another one.
void check_order(std::string_view key, int value, std::string_view other, int most) {
  if (value <= most) return;
  refuse(key, value,
         "must not be above limits." + std::string(other) + " = " + std::to_string(most));
}

}  // namespace

void Limits::set(std::string_view key, std::int64_t value) {
  constexpr std::int64_t most = 1'000'000'000;  // far beyond every border, still an int
  for (const Border& border : borders) {
    if (border.key != key) continue;
    if (value < -most || value > most) refuse(key, value, "is not a number of this kind");
    if (const auto* number = std::get_if<int Limits::*>(&border.member))
      this->*(*number) = static_cast<int>(value);
    else
      this->*std::get<seconds Limits::*>(border.member) = seconds{value};
    return;
  }
  throw ConfigFault("limits." + std::string(key) + ": there is no such limit");
}

int Limits::hand_off_share() const {
  return std::min(hand_off_wrong_per_address, hand_off_wrong_everywhere / 3);
}

int Limits::hand_off_network_share() const {
  constexpr int addresses = 3;
  return std::min(addresses * hand_off_wrong_per_address, hand_off_wrong_everywhere / 3);
}

int Limits::not_me_network_share() const {
  constexpr int addresses = 3;
  return std::min(addresses * not_me_wrong_per_address, not_me_wrong_everywhere / 3);
}

void Limits::check() const {
  for (const Border& border : borders) check_border(*this, border);
  check_order("wrong_per_call", wrong_per_call, "wrong_per_conversation", wrong_per_conversation);
  check_order("wrong_per_hour", wrong_per_hour, "wrong_per_day", wrong_per_day);
  check_order("wrong_per_day", wrong_per_day, "wrong_in_a_row", wrong_in_a_row);
  // One address alone, or two, must not close the door for all; unless it was chosen, its share
  // shrinks by itself.
  if (hand_off_wrong_per_address != Limits{}.hand_off_wrong_per_address)
    check_order("hand_off_wrong_per_address", hand_off_wrong_per_address,
                "hand_off_wrong_everywhere / 3", hand_off_wrong_everywhere / 3);
  check_order("not_me_wrong_per_address", not_me_wrong_per_address, "not_me_wrong_everywhere / 3",
              not_me_wrong_everywhere / 3);
  check_order("sends_per_quarter_hour", sends_per_quarter_hour, "sends_per_day", sends_per_day);
  check_order("mails_per_hour", mails_per_hour, "mails_per_day", mails_per_day);
  check_order("lookups_per_ten_minutes", lookups_per_ten_minutes, "lookups_per_hour",
              lookups_per_hour);
  check_order("lookups_per_hour", lookups_per_hour, "lookups_per_day", lookups_per_day);
  check_order("promised_calls_per_hour", promised_calls_per_hour, "promised_calls_per_day",
              promised_calls_per_day);
  check_order("desk_lookups_per_hour", desk_lookups_per_hour, "desk_lookups_per_day",
              desk_lookups_per_day);
  check_order("kiosk_lookups_per_hour", kiosk_lookups_per_hour, "kiosk_lookups_per_day",
              kiosk_lookups_per_day);
}

}  // namespace latchkey::identity
