#include "core/staff/cbor.h"

#include <doctest/doctest.h>

#include <limits>

#include "core/base/base64url.h"
#include "core/base/hex.h"

using namespace latchkey;
using staff::Cbor;

namespace {

std::optional<Cbor> read(const char* digits) { return Cbor::whole(unhex(digits).value()); }

}  // namespace

// The examples of RFC 8949, appendix A, as far as they concern us.
TEST_CASE("numbers, strings, arrays and maps are read as RFC 8949 writes them") {
  for (const auto& [digits, number] : std::initializer_list<std::pair<const char*, std::int64_t>>{
           {"00", 0},
           {"17", 23},
           {"1818", 24},
           {"1903e8", 1000},
           {"1a000f4240", 1000000},
           {"1b000000e8d4a51000", 1000000000000},
           {"20", -1},
           {"3863", -100},
           {"3903e7", -1000},
           {"3b7fffffffffffffff", std::numeric_limits<std::int64_t>::min()}}) {
    CAPTURE(digits);
    REQUIRE(read(digits));
    CHECK(read(digits)->integer() == number);
  }
  CHECK(read("4401020304")->bytes() == std::string("\x01\x02\x03\x04"));
  CHECK(read("6449455446")->text() == "IETF");
  CHECK(read("a26161016162820203")->find("a")->integer() == 1);
  CHECK(read("a26161016162820203")->entry_count() == 2);
  CHECK(read("a201020304")->find(3)->integer() == 4);
  CHECK(read("a201020304")->find(4) == nullptr);
  CHECK(std::get<Cbor::Simple>(read("f5")->value()) == Cbor::Simple::yes);
  const auto first = Cbor::first_of(unhex("0102").value());
  CHECK(first->size == 1);
  CHECK_FALSE(read("0102"));
}

TEST_CASE("a value with two writings, a key twice, no end or too many levels is refused") {
  for (const char* const wrong : {"",
                                  "1817",
                                  "190018",
                                  "1a00000001",
                                  "1b0000000000000001",
                                  "5800",
                                  "1c",
                                  "1f",
                                  "5f42010243030405ff",
                                  "9fff",
                                  "bf6161019fff",
                                  "a201020103",
                                  "a2616101616102",
                                  "c074",
                                  "f97e00",
                                  "f7",
                                  "f818",
                                  "ff",
                                  "18",
                                  "42ff",
                                  "6261",
                                  "82",
                                  "8201",
                                  "a101",
                                  "1bffffffffffffffff",
                                  "3bffffffffffffffff",
                                  "5bffffffffffffffff",
                                  "9bffffffffffffffff",
                                  "bbffffffffffffffff",
                                  "8181818100"}) {
    CAPTURE(wrong);
    CHECK_FALSE(read(wrong));
  }
  CHECK(read("81818100"));
}

TEST_CASE("base64url has one writing for each run of bytes") {
  CHECK(base64url("") == "");
  CHECK(base64url("f") == "Zg");
  CHECK(base64url("\xfb\xff") == "-_8");
  for (const std::string& bytes : {std::string(), std::string("f"), std::string("fo"),
                                   std::string("foo"), std::string("\0\xff", 2)})
    CHECK(from_base64url(base64url(bytes), 3) == bytes);
  for (const char* const wrong : {"Zh", "Zg==", "Z", "Zm9v ", "Z+8", "Zm9/", "Zm9vYg", "\xa5m9v"})
    CHECK_FALSE(from_base64url(wrong, 3));
}
