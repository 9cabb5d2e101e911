// What is written for programs that show results is well-formed, whatever the text was.
#include "tools/runs/ci_text.hpp"

#include "tests/catch.hpp"

using namespace whitewater::tools;

TEST_CASE("what has a meaning in XML is escaped, and what XML does not allow is replaced") {
  CHECK(xml_text("a < b & \"c\" > 'd'") == "a &lt; b &amp; &quot;c&quot; &gt; 'd'");
  CHECK(xml_text("two\nlines\tand\r") == "two&#10;lines&#9;and&#13;");
  CHECK(xml_text("]]>") == "]]&gt;");
  const std::string no = "\xEF\xBF\xBD";
  CHECK(xml_text(std::string_view("\0\x01\x1F\x7F", 4)) == no + no + no + no);
  CHECK(xml_text("\xC3\xA4 \xE2\x86\x92 \xF0\x9F\x98\x80") == "\xC3\xA4 \xE2\x86\x92 \xF0\x9F\x98\x80");
  // A stray byte, a character that is cut short, one that is longer than it need be, a surrogate, no character.
  CHECK(xml_text("\xA4x") == no + "x");
  CHECK(xml_text("x\xC3") == "x" + no);
  CHECK(xml_text("\xC0\x80") == no + no);
  CHECK(xml_text("\xED\xA0\x80") == no + no + no);
  CHECK(xml_text("\xEF\xBF\xBF") == no + no + no);
  CHECK(xml_text("").empty());
}

TEST_CASE("a workflow command is one line, and its properties cannot be broken out of") {
  CHECK(github_error("a: b, c", "s.json", "100 %\nnext::error") ==
        "::error file=s.json,title=a%3A b%2C c::100 %25%0Anext::error");
  CHECK(github_error("t", "", "\r") == "::error title=t::%0D");
  CHECK(github_error("x%0A", "a,b:c", "").find("file=a%2Cb%3Ac,title=x%250A::") != std::string::npos);
}
