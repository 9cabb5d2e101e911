// Which values are equal: the same spelling in every format.
#include "tools/history/edn_value.hpp"

#include <string>

#include "tests/catch.hpp"
#include "tools/history/json_value.hpp"

using namespace whitewater::tools;

namespace {

std::string edn(const std::string& text) {
  const auto element = only_element(text);
  std::string out;
  if (!element || !append_edn_value(*element, out)) return "malformed";
  return out;
}

std::string json(const std::string& text) {
  std::string out;
  JsonValue value(text);
  return value.append_to(out) ? out : "malformed";
}

void equal(const std::string& a, const std::string& b) {
  INFO(a << " | " << b);
  CHECK(edn(a) == edn(b));
  CHECK(edn(a) != "malformed");
}

void differ(const std::string& a, const std::string& b) {
  INFO(a << " | " << b);
  CHECK(edn(a) != edn(b));
  CHECK(edn(a) != "malformed");
  CHECK(edn(b) != "malformed");
}

}  // namespace

TEST_CASE("EDN: numbers are equal by value within their kind") {
  equal("5", "5N");
  equal("+5", "5");
  equal("-0", "0");
  equal("007", "7");
  equal("017", "15");
  equal("0x1F", "31");
  equal("0Xff", "255N");
  equal("2r101", "5");
  equal("36rZZ", "1295");
  equal("123456789012345678901234567890", "123456789012345678901234567890N");
  equal("0xFFFFFFFFFFFFFFFFFFFF", "1208925819614629174706175");
  equal("2/4", "1/2");
  equal("-6/4", "-3/2");
  equal("4/2", "2");
  equal("-1.50", "-1.5");
  equal("1e3", "1000.0");
  equal("1.0E+3", "1000.0");
  equal("25e-2", "0.25");
  equal("-0.0", "0.0");
  equal("0.1", "0.1000000000000000055511151231257827");
  equal("1.50M", "1.5M");
  equal("1M", "1.0M");
  equal("1e400", "10e399");
  differ("5", "5.0");
  differ("5", "5M");
  differ("1.5", "1.5M");
  differ("1/2", "0.5");
  differ("5", "-5");
  differ("5", "50");
}

TEST_CASE("EDN: collections are equal by their elements") {
  equal("#{1 2}", "#{2 1N}");
  equal("{:a 1, :b 2}", "{:b 2 :a 1}");
  equal("[1 2]", "(1, 2)");
  equal("[1 [2 #{3 {:k (4 5)}}]]", "(1N (2 #{{:k [4 5]} 3}))");
  equal("[1\n 2 ; two\n 3]", "[1 2 3]");
  equal("[1 #_2 3]", "[1 3]");
  equal("[1 #_ #_ 2 4 3]", "[1 3]");
  equal("^{:meta 1} [1]", "[1]");
  equal("#:user{:a 1 :b/c 2 :_/d 3}", "{:user/a 1 :b/c 2 :d 3}");
  differ("[1 2]", "[2 1]");
  differ("[1 2]", "#{1 2}");
  differ("{:a 1}", "{:a 2}");
  differ("{:a 1}", "[:a 1]");
  differ("[]", "#{}");
  differ("[]", "nil");
  differ("[nil]", "[]");
  differ("[1 [2]]", "[[1] 2]");
  differ("[\"a b\"]", "[\"a\" \"b\"]");
}

TEST_CASE("EDN: strings, characters, keywords and tags") {
  equal(R"("a\u0062c")", "\"abc\"");
  equal(R"("\u00e9")", "\"\xC3\xA9\"");
  equal(R"("\ud83d\ude00")", "\"\xF0\x9F\x98\x80\"");
  equal("\"a\tb\nc\"", R"("a\tb\nc")");
  equal(R"("\101")", "\"A\"");
  equal("\\a", "\\u0061");
  equal("\\newline", "\\u000A");
  equal("\\space", "\\u0020");
  equal("\\o101", "\\A");
  equal("#uuid \"F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6\"", "#uuid \"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"");
  equal("#my/tag  [1 2]", "#my/tag (1 2)");
  differ("\"a\"", ":a");
  differ("\"a\"", "a");
  differ(":a", "a");
  differ("\"a\"", "\\a");
  differ("\"1\"", "1");
  differ("\"nil\"", "nil");
  differ("#a 1", "#b 1");
  differ("#a 1", "1");
  differ("#inst \"2020-01-01\"", "\"2020-01-01\"");
  differ("true", "false");
  differ(R"("\\n")", R"("\n")");
}

TEST_CASE("EDN: what is malformed is no value") {
  for (const char* text : {"", "[1", "[1}", "{:a}", "\"a", "#", "#tag", "#_1", "[[1)]", "#{1", "[1] 2", "^"})
    CHECK(edn(text) == "malformed");
  CHECK(edn(std::string(64, '[') + std::string(64, ']')) != "malformed");
  CHECK(edn(std::string(65, '[') + std::string(65, ']')) == "malformed");
}

TEST_CASE("JSON: numbers are equal by value, objects in any order") {
  CHECK(json("1.0") == "1");
  CHECK(json("1e2") == "100");
  CHECK(json("-1.50") == json("-1.5"));
  CHECK(json("-0.0") == "0");
  CHECK(json("12345678901234567890123") == "12345678901234567890123");
  CHECK(json(R"({"b":[1.0,null],"a":true})") == json(R"( { "a" : true , "b" : [ 1 , null ] } )"));
  CHECK(json(R"("\u0061\n")") == R"("a\n")");
  CHECK(json("\"1\"") != json("1"));
  CHECK(json("null") != json("\"null\""));
  CHECK(json("[]") != json("{}"));
  for (const char* text :
       {"", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "nil", "01x", "1.", "--1", "\"a", "[", "{", "1 2"})
    CHECK(json(text) == "malformed");
  CHECK(json(std::string(100'000, '[')) == "malformed");
}
