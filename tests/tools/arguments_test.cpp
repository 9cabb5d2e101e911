// The command line: seeds, ranges, flags, what does not go together, and the command that reproduces a run.
#include "tests/catch.hpp"
#include "tools/runs/catalogue.hpp"
#include "tools/runs/run_arguments.hpp"
#include "tools/runs/seeds.hpp"
#include "tools/terminal/argument_parser.hpp"
#include "tools/terminal/progress.hpp"
#include "tools/terminal/shell_quote.hpp"
#include "tools/terminal/suggestions.hpp"

using namespace whitewater;
using namespace whitewater::tools;

namespace {

std::string refusal(const std::vector<std::string>& words) {
  const Result<RunArguments> parsed = parse_run_arguments(words, 2);
  return parsed.ok() ? "accepted" : parsed.error().text();
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("seeds are decimal or hexadecimal, of 64 bits") {
  CHECK(parse_seed("0").value() == 0);
  CHECK(parse_seed("42").value() == 42);
  CHECK(parse_seed("0x2a").value() == 42);
  CHECK(parse_seed("0X2A").value() == 42);
  CHECK(parse_seed("18446744073709551615").value() == UINT64_MAX);
  CHECK(parse_seed("0xffffffffffffffff").value() == UINT64_MAX);
}

TEST_CASE("what is no seed is refused and never wrapped") {
  for (const char* text : {"", "-1", "-0", "+1", " 1", "1 ", "1e99", "1.5", "0x", "0x-1", "x", "18446744073709551616",
                           "0x10000000000000000", "12abc", "--5"}) {
    INFO(text);
    CHECK_FALSE(parse_seed(text).ok());
  }
  CHECK(mentions(parse_seed("-1").error().text(), "negative"));
  CHECK(mentions(parse_seed("18446744073709551616").error().text(), "64 bits"));
  const std::string long_text(100'000, '9');
  CHECK(parse_seed(long_text).error().text().size() < 300);
}

TEST_CASE("ranges of seeds") {
  CHECK(parse_seed_range("1-100").value().size() == 100);
  CHECK(parse_seed_range("7").value().size() == 1);
  CHECK(parse_seed_range("0x10-0x1f").value().first == 16);
  CHECK(parse_seed_range("18446744073709551615-18446744073709551615").value().size() == 1);
  CHECK(mentions(parse_seed_range("5-4").error().text(), "before"));
  CHECK_FALSE(parse_seed_range("0-18446744073709551615").ok());
  CHECK(parse_seed_range("1-10000000").value().size() == SeedRange::seeds_max);
  CHECK(mentions(parse_seed_range("0-10000000").error().text(), "more than 10000000 runs at once"));
  for (const char* text : {"", "-", "1-", "-1", "-1-5", "1--5", "1-2-3", "a-b", "1..5"}) {
    INFO(text);
    CHECK_FALSE(parse_seed_range(text).ok());
  }
}

TEST_CASE("a whole command line of run") {
  const Result<RunArguments> parsed = parse_run_arguments(
      {"a.json", "--seeds", "1-9", "-j3", "--set", "drops=0.1", "b.json", "--set=mix=1", "--json"}, 8);
  REQUIRE(parsed.ok());
  const RunArguments& run = parsed.value();
  CHECK(run.scenarios == std::vector<std::string>{"a.json", "b.json"});
  CHECK(run.seeds->last == 9);
  CHECK(run.threads == 3);
  CHECK(run.overrides == std::vector<std::string>{"drops=0.1", "mix=1"});
  CHECK(run.json);
  CHECK_FALSE(run.wire);
  CHECK_FALSE(run.check_determinism);
}

TEST_CASE("threads: one for each processor unless told otherwise") {
  CHECK(parse_run_arguments({"a"}, 8).value().threads == 8);
  CHECK(parse_run_arguments({"a"}, 0).value().threads == 1);
  for (const char* text : {"0", "-1", "1025", "two", "", "99999999999"}) {
    INFO(text);
    CHECK(mentions(refusal({"a", "-j", text}), "from 1 to 1024"));
  }
}

TEST_CASE("standard input is a scenario, once") {
  CHECK(parse_run_arguments({"-"}, 1).value().scenarios.front() == "-");
  CHECK(mentions(refusal({"-", "-"}), "only once"));
}

TEST_CASE("what does not go together is refused with a reason") {
  CHECK(mentions(refusal({}), "a scenario is expected"));
  CHECK(mentions(refusal({"a", "--seed", "1", "--seeds", "1-2"}), "do not go together"));
  CHECK(mentions(refusal({"a", "--seeds", "1-2", "--trace", "f"}), "one run"));
  CHECK(mentions(refusal({"a", "b", "--story", "r1"}), "one run"));
  CHECK(mentions(refusal({"a", "--json", "--story", "r1"}), "--json"));
  CHECK(refusal({"a", "--json", "--trace", "-"}) ==
        "--trace - and --json would mix on standard output: give --trace a file");
  CHECK(refusal({"a", "--trace=-", "--story", "r1"}) ==
        "--trace - and --story would mix on standard output: give --trace a file");
  CHECK(refusal({"a", "--json", "--trace", "f"}) == "accepted");
  CHECK(refusal({"a", "--story", "r1", "--trace", "f"}) == "accepted");
  CHECK(refusal({"a", "--trace", "-"}) == "accepted");
  CHECK(mentions(refusal({"a", "--set", "drops"}), "path=value"));
  CHECK(mentions(refusal({"a", "--set", "=1"}), "path=value"));
  CHECK(mentions(refusal({"a", "--trace", ""}), "name of a file"));
  CHECK(mentions(refusal({"a", "--seed", "1", "--seed", "2"}), "--seed"));
  CHECK(mentions(refusal({"a", "--seed"}), "--seed"));
  CHECK(refusal({"a", "--seeds", "4-4", "--story", "r1"}) == "accepted");
}

TEST_CASE("an unknown flag suggests the nearest one") {
  CHECK(refusal({"a", "--sede", "1"}) == "unknown flag '--sede'; did you mean '--seed'?");
  CHECK(mentions(refusal({"a", "--jsno"}), "'--json'"));
  CHECK(refusal({"a", "--entirely-different"}) == "unknown flag '--entirely-different'");
  CHECK(mentions(refusal({"a", "--see=1"}), "unknown flag '--see'"));
  CHECK(mentions(refusal({"a", "-x"}), "unknown flag '-x'"));
  CHECK(mentions(refusal({"a", "--colour"}), "'--color'"));
}

TEST_CASE("suggestions") {
  const std::vector<std::string> names{"run", "scenario", "crash-1", "crash-2"};
  CHECK(did_you_mean("rnu", names) == "; did you mean 'run'?");
  CHECK(did_you_mean("scenaro", names) == "; did you mean 'scenario'?");
  CHECK(did_you_mean("sce", names) == "; did you mean 'scenario'?");
  CHECK(did_you_mean("zzzzzz", names).empty());
  CHECK(did_you_mean("", names).empty());
}

TEST_CASE("the command that reproduces a run can be pasted") {
  RunArguments run;
  run.overrides = {"drops=0.1", "name=it's"};
  run.wire = true;
  run.liveness = true;
  CHECK(reproduce_command("whitewater", run, "my file.json", 7) ==
        "whitewater run 'my file.json' --seed 7 --set drops=0.1 --set 'name=it'\\''s' --wire --liveness");
  run.check_determinism = true;
  CHECK(reproduce_command("whitewater", run, "crash-3", 7).ends_with(" --wire --liveness --check-determinism"));
  CHECK(shell_quoted("a-b/c.json") == "a-b/c.json");
  CHECK(shell_quoted("") == "''");
  CHECK(shell_quoted("$x") == "'$x'");
}

TEST_CASE("progress says how many, how fast and how long still") {
  CHECK(progress_text(0, 1'000, seconds(1)) == "0/1,000 runs  0.0 %");
  CHECK(progress_text(250, 1'000, seconds(2)) == "250/1,000 runs  25.0 %  125 runs/s  ETA 6 s");
  CHECK(progress_text(1, 10, seconds(2)) == "1/10 runs  10.0 %  0.5 runs/s  ETA 18 s");
  CHECK(rough_time(245) == "4 min 05 s");
  CHECK(rough_time(7'620) == "2 h 07 min");
}

TEST_CASE("all and patterns mean names of the catalogue, from whatever directory") {
  const auto words = [](const std::vector<std::string>& given, const std::string& folder = "scenarios/course") {
    const Result<std::vector<std::string>> names = scenario_words(given, folder);
    return names.ok() ? names.value() : std::vector<std::string>{names.error().text()};
  };
  using Words = std::vector<std::string>;
  CHECK(words({"all"}).size() == 17);
  CHECK(words({"all"}).front() == "advanced-1");
  CHECK(words({"crash-*"}) == Words{"crash-1", "crash-2", "crash-3", "crash-4"});
  CHECK(words({"mine.json", "crash-[12]", "simple-?"}) ==
        Words{"mine.json", "crash-1", "crash-2", "simple-1", "simple-2"});
  CHECK(words({"cash-*"}) == Words{"cash-*: no file, and no scenario of the catalogue fits this pattern"});
  CHECK(words({"all"}, "") == Words{"all"});  // a program without a catalogue
  CHECK(parse_run_arguments({"all"}, 2, "scenarios/course").value().scenarios.size() == 17);
  CHECK(parse_run_arguments({"crash-*", "--trace", "t"}, 2, "scenarios/course").ok() ==
        parse_run_arguments({"a", "b", "--trace", "t"}, 2).ok());
}
