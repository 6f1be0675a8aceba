#include "core/staff/totp.h"

#include <doctest/doctest.h>

#include <chrono>

#include "core/base/dice.h"

using namespace latchkey;
using namespace latchkey::staff;

TEST_CASE("codes are RFC 6238's") {
  const Secret secret("12345678901234567890");
  const auto code_at = [&](std::int64_t seconds) {
    return totp_code(secret, totp_step(from_millis(seconds * 1000)));
  };
  // Appendix B, SHA-1, the last six of its eight digits.
  CHECK(code_at(59) == "287082");
  CHECK(code_at(1111111109) == "081804");
  CHECK(code_at(1111111111) == "050471");
  CHECK(code_at(1234567890) == "005924");
  CHECK(code_at(2000000000) == "279037");
  CHECK(code_at(20000000000) == "353130");
}

TEST_CASE("this step's and the last step's code are taken, older and future ones are not") {
  const Secret secret("12345678901234567890");
  const std::int64_t step = 1000;
  const Time now = from_millis((step * 30 + 12) * 1000);
  CHECK(matching_totp_step(secret, totp_code(secret, step), now) == step);
  CHECK(matching_totp_step(secret, totp_code(secret, step - 1), now) == step - 1);
  CHECK_FALSE(matching_totp_step(secret, totp_code(secret, step - 2), now).has_value());
  CHECK_FALSE(matching_totp_step(secret, totp_code(secret, step + 1), now).has_value());
  const std::string code = totp_code(secret, step);
  CHECK(matching_totp_step(secret, code.substr(0, 3) + " " + code.substr(3), now) == step);
  for (const std::string& bad : {std::string(), code.substr(1), code + "0", std::string("abcdef")})
    CHECK_FALSE(matching_totp_step(secret, bad, now).has_value());
}

TEST_CASE("an app is told the secret as the Key Uri Format says, names encoded") {
  const Secret secret("12345678901234567890");
  CHECK(totp_base32(secret) == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  CHECK(otpauth_uri("Example Clinic", "ann&b", secret) ==
        "otpauth://totp/Example%20Clinic:ann%26b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
        "&issuer=Example%20Clinic&algorithm=SHA1&digits=6&period=30");
  SystemDice dice;
  CHECK(new_totp_secret(dice).size() == 20);
  CHECK_FALSE(new_totp_secret(dice) == new_totp_secret(dice));
}
