// The parser goes by its verb's table: typed values, one sentence for what is wrong, and no option forgotten.
#include "tools/terminal/argument_parser.hpp"

#include <array>

#include "core/base/check.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::tools;

namespace {

constexpr std::array options{
    OptionRow{"-n, --number", "N", "a number", WordKind::text},
    OptionRow{"--mode", "WHAT", "one of two", WordKind::choice, "slow fast"},
    OptionRow{"--loud", "", "a flag"},
};
const VerbTable table{"try", "tries", "Tries.\n", options, "That is all.\n", WordKind::file};

struct Tried {
  std::uint64_t number = 7;
  std::optional<std::string> mode;
  bool loud = false;
  std::vector<std::string> words;
  std::string wrong;
};

Tried tried(const std::vector<std::string>& words) {
  Tried found;
  ArgumentParser parser(table);
  parser.value<std::uint64_t>("--number", found.number, number_between(1, 20));
  parser.choice("--mode", found.mode);
  parser.flag("--loud", found.loud);
  parser.positionals(found.words);
  if (const std::optional<Error> error = parser.parse(words)) found.wrong = error->text();
  return found;
}

}  // namespace

TEST_CASE("values arrive typed") {
  const Tried found = tried({"a", "-n", "12", "--mode=fast", "--loud", "b"});
  CHECK(found.wrong.empty());
  CHECK(found.number == 12);
  CHECK(found.mode == "fast");
  CHECK(found.loud);
  CHECK(found.words == std::vector<std::string>{"a", "b"});
  CHECK(tried({}).number == 7);
}

TEST_CASE("numbers are neither wrapped nor rounded, and keep to their range") {
  for (const char* text : {"-1", "0", "21", "+3", "3.5", "1e1", "", " 3", "3 ", "18446744073709551617", "0x3"}) {
    INFO(text);
    CHECK(tried({"-n", text}).wrong == "-n: expected a number from 1 to 20, found '" + std::string(text) + "'");
  }
}

TEST_CASE("a choice names the others, and what was probably meant") {
  CHECK(tried({"--mode", "fsat"}).wrong == "--mode: expected slow or fast, found 'fsat'; did you mean 'fast'?");
  CHECK(tried({"--mode", "x"}).wrong == "--mode: expected slow or fast, found 'x'");
}

TEST_CASE("an option is given once, with its value") {
  CHECK(tried({"-n", "1", "--number", "2"}).wrong.find("--number") != std::string::npos);
  CHECK_FALSE(tried({"-n"}).wrong.empty());
  CHECK(tried({"--numbre", "2"}).wrong == "unknown flag '--numbre'; did you mean '--number'?");
}

TEST_CASE("a parser that forgets an option of the table, or binds one that is not there, is broken") {
  ArgumentParser parser(table);
  bool loud = false;
  parser.flag("--loud", loud);
  CHECK_THROWS_AS(parser.parse({}), CheckFailure);
  CHECK_THROWS_AS(parser.flag("--silent", loud), CheckFailure);
}

TEST_CASE("the help is the table's") {
  CHECK(help_text(table, {"whitewater", "crash-3"}) ==
        "Tries.\n\n"
        "  -n, --number N      a number\n"
        "  --mode WHAT         one of two\n"
        "  --loud              a flag\n"
        "  --color WHEN        always, never, or auto: on a terminal\n"
        "  -h, --help          this text\n"
        "\nThat is all.\n");
}
