// JSON: any bytes give a value or an error that says where; numbers keep their text; what is written is read back.
#include "core/wire/json.hpp"

#include <string>

#include "core/wire/json_writer.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using json::Kind;

namespace {

std::string error_of(std::string_view text, const json::ParseOptions& options = {}) {
  const auto parsed = json::parse(text, options);
  REQUIRE_FALSE(parsed.ok());
  return parsed.error().text();
}

json::Value value_of(std::string_view text, const json::ParseOptions& options = {}) {
  auto parsed = json::parse(text, options);
  INFO(text);
  REQUIRE(parsed.ok());
  return parsed.value();
}

}  // namespace

TEST_CASE("every kind of value is read") {
  const json::Value value = value_of(R"( {"b": [null, true, false, -12, 0.150, 1e-3, "x\u00e9\n"], "a": {}} )");
  REQUIRE(value.is(Kind::object));
  REQUIRE(value.members().size() == 2);
  CHECK(value.members()[0].name == "b");  // the order of the text, not of the alphabet
  CHECK(value.find("a")->is(Kind::object));
  CHECK(value.find("c") == nullptr);
  const auto& list = value.find("b")->elements();
  REQUIRE(list.size() == 7);
  CHECK(list[0].is(Kind::null));
  CHECK(list[1].as_boolean());
  CHECK_FALSE(list[2].as_boolean());
  CHECK(list[3].number_text() == "-12");
  CHECK(list[4].number_text() == "0.150");
  CHECK(list[5].number_text() == "1e-3");
  CHECK(list[6].as_string() == "x\xC3\xA9\n");
  CHECK_THROWS_AS(list[0].as_string(), CheckFailure);
}

TEST_CASE("a number keeps digits that no machine type holds") {
  CHECK(value_of("123456789012345678901234567890").number_text() == "123456789012345678901234567890");
  CHECK(value_of("18446744073709551615").number_text() == "18446744073709551615");
  CHECK(value_of("-9223372036854775808").number_text() == "-9223372036854775808");
  CHECK(value_of("0.12345678901234567890123").number_text() == "0.12345678901234567890123");
}

TEST_CASE("a syntax error names line and column") {
  const auto parsed = json::parse("{\n  \"a\": 1,\n  \"b\" 2\n}");
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.error().where == "line 3, column 7");
  CHECK(parsed.error().message.find("expected ':'") != std::string::npos);
  CHECK(error_of("").find("unexpected end of input") != std::string::npos);
  CHECK(error_of("{} x").find("line 1, column 4") != std::string::npos);
  CHECK(error_of("\"\xFF\"").find("UTF-8") != std::string::npos);
}

TEST_CASE("a zero byte does not end a text") {
  for (const std::string& text :
       {std::string("{}\0", 3), std::string("{}\0{", 4), std::string("\0", 1), std::string("[\"\0\"]", 5)}) {
    const Result<json::Value> parsed = json::parse(text);
    REQUIRE_FALSE(parsed.ok());
    CHECK(parsed.error().message == "expected JSON, found a zero byte");
  }
  CHECK(json::parse(std::string("{}\n\0", 4)).error().where == "line 2, column 1");
}

TEST_CASE("a hundred million brackets are an error, not a crash") {
  json::ParseOptions options;
  options.bytes_max = std::size_t{200} << 20;
  const std::string brackets(std::size_t{100'000'000}, '[');
  CHECK(error_of(brackets, options).find("at most 64 arrays and objects within each other") != std::string::npos);
  CHECK(error_of(brackets).find("at most 67108864 bytes") != std::string::npos);
  std::string objects;
  for (int i = 0; i < 1000; ++i) objects += "{\"a\":";
  CHECK(error_of(objects).find("$.a.a.a") == 0);
}

TEST_CASE("nesting is allowed up to the bound") {
  const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
  CHECK(json::parse(nested(64)).ok());
  CHECK_FALSE(json::parse(nested(65)).ok());
}

TEST_CASE("a repeated key is an error that names its object, or the last one wins") {
  const std::string text = R"({"x": 0, "events": [{}, {"a": 1, "b": 2, "a": 3}]})";
  CHECK(error_of(text) == "$.events[1]: expected every key once, found \"a\" twice");
  json::ParseOptions options;
  options.duplicates = json::DuplicateKeys::last_wins;
  const json::Value value = value_of(text, options);
  const json::Value& object = value.find("events")->elements()[1];
  REQUIRE(object.members().size() == 2);
  CHECK(object.find("a")->number_text() == "3");
}

TEST_CASE("an object of many members is checked for repeated keys in little time") {
  std::string text = "{";
  for (int i = 0; i < 200'000; ++i) text += "\"k" + std::to_string(i) + "\":0,";
  CHECK(json::parse(text + "\"last\":0}").ok());
  CHECK(error_of(text + "\"k7\":0}").find("found \"k7\" twice") != std::string::npos);
}

TEST_CASE("the writer writes compact and indented text") {
  const auto write = [](unsigned indent) {
    std::string out;
    json::Writer writer(out, indent);
    writer.begin_object().key("name").string("a\"b\\c\n\x01");
    writer.key("list").begin_array().integer(-1).unsigned_integer(UINT64_MAX).decimal(150'000, 6).end_array();
    writer.key("empty").begin_array().end_array().key("none").null().key("yes").boolean(true).end_object();
    return out;
  };
  CHECK(write(0) ==
        R"({"name":"a\"b\\c\n\u0001","list":[-1,18446744073709551615,0.15],"empty":[],"none":null,"yes":true})");
  CHECK(write(2) ==
        "{\n  \"name\": \"a\\\"b\\\\c\\n\\u0001\",\n  \"list\": [\n    -1,\n    18446744073709551615,\n    0.15\n  ],\n"
        "  \"empty\": [],\n  \"none\": null,\n  \"yes\": true\n}");
  CHECK(value_of(write(0)) == value_of(write(2)));
}

TEST_CASE("bytes that are not UTF-8 are written as U+FFFD") {
  std::string out;
  json::append_string(out, "a\xFFz\xC3\xA9\xC0\x80\xED\xA0\x80\xF0\x9F\x99\x82\xE2\x82");
  const std::string bad = "\xEF\xBF\xBD";
  CHECK(out == "\"a" + bad + "z\xC3\xA9" + bad + bad + bad + bad + bad + "\xF0\x9F\x99\x82" + bad + bad + "\"");
}

TEST_CASE("property: any bytes are parsed or refused, and written strings are valid and stable") {
  tests::check_property([](const std::string& bytes) {
    (void)json::parse(bytes);
    std::string once;
    json::append_string(once, bytes);
    const auto read = json::parse(once);
    RC_ASSERT(read.ok());
    std::string twice;
    json::append_string(twice, read.value().as_string());
    RC_ASSERT(once == twice);
  });
}

TEST_CASE("property: a cut or altered document is parsed or refused") {
  const std::string whole = R"({"a":[1,2.5e-3,{"b":"\u00e9\ud83d\ude00"}],"c":null,"d":[true,false]})";
  tests::check_property([&] {
    std::string text = whole.substr(0, *rc::gen::inRange<std::size_t>(0, whole.size() + 1));
    const auto changes = *rc::gen::inRange(0, 4);
    for (int i = 0; i < changes && !text.empty(); ++i)
      text[*rc::gen::inRange<std::size_t>(0, text.size())] = *rc::gen::arbitrary<char>();
    if (!json::parse(text).ok()) RC_ASSERT(!json::parse(text).error().message.empty());
  });
}
