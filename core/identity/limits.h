// Every number that guards a recovery, with its reason and the border it may not cross.
//
// The defaults are the product's (standards.md 3); an operator may tighten them, and loosen them
// only as far as the cited standard allows: check() refuses the rest at start, before anybody is
// served. Names in the configuration are the names here; durations are whole seconds there.
//
// A value object; read-only after check(), so it can be shared by threads.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace latchkey::identity {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The order is the reader's, not the compiler's.
// NOLINTNEXTLINE(clang-analyzer-optin.performance.Padding)
struct Limits {
  // Codes: how long they are and how long they live. NIST 800-63B-4 §3.1.3.2, §4.2.1.2.
  int text_code_digits = 6;                      // text and voice; at least 6
  seconds text_code_life = minutes{10};          // at most 10 min
  int mail_code_digits = 8;                      // typed from an e-mail; OWASP MFA: consider 8
  seconds mail_code_life = minutes{30};          // at most 24 h; short because mailboxes are shared
  int hand_off_digits = 8;                       // phone to web (rulings.md R17)
  seconds hand_off_life = minutes{10};           // an out-of-band secret: at most 10 min
  seconds grant_life = minutes{10};              // from proof to the new password: at most 10 min
  seconds registration_life = days{7};           // on paper; at most 30 d (NIST 800-63A-4 §3.9)
  seconds registration_live_life = minutes{10};  // eight digits, spoken: at most 10 min
  seconds contact_hold = hours{72};              // a changed contact is no proof yet: at least 24 h

  // Wrong codes. Counted for the account and the claim on every channel together (R6).
  int wrong_per_conversation = 5;  // resends included; at most 10
  int wrong_per_call = 3;          // then another way is offered
  int wrong_per_code = 5;          // hand-off (R17) and registration codes
  int wrong_per_hour = 10;
  int wrong_per_day = 15;  // then self-service pauses
  seconds wrong_pause = hours{24};
  int wrong_in_a_row = 50;              // then disabled until the office helps; NIST §3.2.2: 100
  int hand_off_wrong_everywhere = 100;  // of all people in 10 min: the breaker (R17)
  // Of one address in those 10 min: two legs of five each (R17), so that a family's second try
  // still passes. Ten addresses together trip the breaker, one or two never do. Where everybody's
  // number is small, this one follows it: hand_off_share().
  int hand_off_wrong_per_address = 10;

  // Codes of "this wasn't me", in 10 minutes. 50 random bits: what is limited here is noise. The
  // breaker is wide, since a stranger who trips it takes a way to help from everybody for a while.
  int not_me_wrong_per_address = 10;
  int not_me_wrong_everywhere = 300;

  // Sends. Text and voice share one count; an e-mail has its own (FP-4, T12, T13).
  seconds send_spacing = seconds{60};
  int sends_per_quarter_hour = 3;
  int sends_per_day = 6;  // per destination and per account: at most 10
  int mails_per_hour = 3;
  int mails_per_day = 8;
  // Codes for a new password by staff who have the patient's ID in their hand: an account's own,
  // beside what it may be sent else, which a stranger can use up from afar.
  int desk_resets_per_day = 4;
  int sends_per_prefix_hour = 20;  // of one block of 1,000 numbers: pumping walks those
  int sends_everywhere_hour = 300;
  int sends_everywhere_day = 2000;
  // Texts that carry no code: a guide's steps, to whoever calls. Theirs only, so that whoever
  // borrows many numbers takes no code from anybody.
  int steps_everywhere_hour = 60;
  int steps_everywhere_day = 200;
  // What a text and a call cost, about, and what a day of all of them may.
  int text_cents = 1, call_cents = 2;
  int cents_everywhere_day = 5000;
  // Of a block's codes in a day, from so many on, at least this share is typed: whoever pumps
  // types none (standards.md section 3). 0: not looked at.
  int conversion_after = 50, conversion_percent = 30;
  int sends_per_address_hour = 6;  // and of a number that calls
  int sends_per_address_day = 20;
  int sends_per_kiosk_hour = 30;  // a registered kiosk, or an address that many share

  // Look-ups, per internet address (an IPv6 /64) or caller (ASVS 2.4.1).
  int lookups_per_ten_minutes = 10;
  int lookups_per_hour = 30;
  int lookups_per_day = 100;
  // Of a registered kiosk, where one person stands after the other, and of an address that the
  // clinic says many share (patients.shared_networks).
  int kiosk_lookups_per_hour = 40;
  int kiosk_lookups_per_day = 300;
  // Of a member of staff, by the desk's own page: two for each record that they may open in an
  // hour.
  int desk_lookups_per_hour = 120;
  int desk_lookups_per_day = 600;
  int identify_tries = 3;  // per conversation, on every channel

  // Calls that an office promises to somebody unproven, per address or caller. Each costs a desk
  // of one or two people minutes: beyond these the office's own number is told (ASVS 2.4.1).
  int promised_calls_per_hour = 6;
  int promised_calls_per_day = 20;

  // Calls. Beyond these a person answers (C-11); when the office is closed, its number is told.
  // Callers who hide theirs then go on alone: a stranger must not shut them out.
  int calls_per_hour = 10;
  int failed_calls_per_day = 5;       // ended or hung up after a look-up, with nothing proven
  int anonymous_calls_per_hour = 60;  // callers without a number share one bucket
  seconds call_length = minutes{30};  // relay calls need two to three times as long

  // Passwords. NIST 800-63B-4 §3.1.1.2.
  int password_points = 15;          // code points, when it is the only factor
  int password_points_max = 128;     // at least 64 must be accepted
  int password_bytes_max = 1024;     // bounds hashing (T34)
  int password_wrong_in_a_row = 50;  // then only recovery helps; at most 100

  // Families share phones: allowed, but beyond this a number proves nobody (B-27).
  int accounts_per_phone = 8;

  // What one address, and the IPv6 /48 around it, may get wrong: no more than a third of what
  // closes the door for everybody. A /48 is a site of many people, or one attacker.
  int hand_off_share() const;
  int hand_off_network_share() const;
  int not_me_network_share() const;
  // How many addresses' worth of promised calls a /48 has, a kiosk in a lobby, or all who hide
  // their number together.
  static constexpr int promise_shares = 3;

  // Sets one number by its configuration name; durations in seconds. A name that is not one of
  // ours is a ConfigFault. The value is judged by check().
  void set(std::string_view key, std::int64_t value);

  // Throws ConfigFault naming key, value, right range and reason if a number crosses its border.
  void check() const;
};

}  // namespace latchkey::identity
