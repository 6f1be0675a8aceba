#include <doctest/doctest.h>

#include "core/base/fault.h"
#include "core/base/json.h"

using namespace latchkey;

TEST_CASE("a JSON answer is read by name and kind, numbers also from strings") {
  const auto json = Json::parse(
      R"({"code":21610,"status":"400","sid":"SM1","on":true,"no":null,"f":1.5,"list":[1,"2"]})");
  REQUIRE(json.has_value());
  CHECK(json->integer_of("code") == 21610);
  CHECK(json->integer_of("status") == 400);
  CHECK_FALSE(json->integer_of("sid").has_value());
  CHECK_FALSE(json->integer_of("f").has_value());
  CHECK(json->text_of("sid") == "SM1");
  CHECK_FALSE(json->text_of("code").has_value());
  CHECK_FALSE(json->text_of("absent").has_value());
  CHECK(json->find("on")->truth() == true);
  CHECK(json->find("no")->is_null());
  CHECK(json->find("f")->number() == 1.5);
  REQUIRE(json->find("list")->items().size() == 2);
  CHECK(json->find("list")->items()[1].integer() == 2);
  CHECK(json->members().size() == 7);
  CHECK(json->find("sid")->find("x") == nullptr);
  CHECK(json->find("sid")->items().empty());
}

TEST_CASE("what is not one JSON value is nothing") {
  for (const char* bad :
       {"", "{", "{}x", "[1,]", "<html>", "'a'", "\"\xff\"", "nul", "{\"a\" 1}"}) {
    CAPTURE(bad);
    CHECK_FALSE(Json::parse(bad).has_value());
  }
  CHECK(Json::parse(std::string(30, '[') + std::string(30, ']')).has_value());
  CHECK_FALSE(Json::parse(std::string(100, '[') + std::string(100, ']')).has_value());
  CHECK_FALSE(Json::parse(std::string(1'000'000, '[')).has_value());
  CHECK(Json::parse("18446744073709551615")->number().has_value());
  CHECK_FALSE(Json::parse("18446744073709551615")->integer().has_value());
}

TEST_CASE("what the writer writes is read back the same, whatever the texts hold") {
  JsonWriter writer;
  writer.begin_object().name("a\"\n").text("b\\\x01\xC3\xA9").name("n").number(std::int64_t{-7});
  writer.name("d").number(0.1).name("list").begin_array().null().truth(false).begin_object();
  writer.end_object().end_array().end_object();
  const std::string text = writer.take();
  CHECK(text ==
        "{\"a\\\"\\u000a\":\"b\\\\\\u0001\xC3\xA9\",\"n\":-7,\"d\":0.1,"
        "\"list\":[null,false,{}]}");
  const auto json = Json::parse(text);
  REQUIRE(json.has_value());
  CHECK(json->text_of("a\"\n") == "b\\\x01\xC3\xA9");
  CHECK(json->integer_of("n") == -7);
}

TEST_CASE("a JSON text in a broken order is a bug") {
  JsonWriter nameless;
  nameless.begin_object();
  CHECK_THROWS_AS(nameless.text("x"), Bug);
  JsonWriter open;
  open.begin_array();
  CHECK_THROWS_AS(open.take(), Bug);
  JsonWriter two;
  two.number(std::int64_t{1});
  CHECK_THROWS_AS(two.null(), Bug);
  JsonWriter array;
  array.begin_array();
  CHECK_THROWS_AS(array.name("x"), Bug);
}
