// The built program from outside: exit codes, what goes to which stream, equality of help and documentation,
// and that results do not depend on the number of threads.
#include <filesystem>
#include <functional>
#include <regex>

#include "core/wire/json.hpp"
#include "tests/catch.hpp"
#include "tests/tools/golden.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;
namespace fs = std::filesystem;

namespace {

std::string without_wall_time(const std::string& text) {
  return std::regex_replace(text, std::regex("\"wall_ns\":[0-9]+"), "\"wall_ns\":0");
}

constexpr const char* small = R"({"lifetime":5,"replicas":3,"requests":20,"mix":0})";
// Nobody can do with so few messages as none: total_msgs_floor.
constexpr const char* impossible = R"({"lifetime":5,"replicas":3,"requests":50,"mix":0,"drops":1,"max_packets":20000})";

}  // namespace

TEST_CASE("no verb, unknown verbs and flags") {
  const Outcome none = shell("$W");
  CHECK(none.code == 2);
  CHECK(none.out.empty());
  CHECK(mentions(none.err, "a verb is expected"));
  refuses("$W rnu crash-3", "did you mean 'run'?");
  refuses("$W --versoin", "did you mean '--version'?");
  refuses("$W ''", "unknown verb ''");
  refuses("$W run crash-3 --sede 4", "did you mean '--seed'?");
  refuses("$W scenario lst", "did you mean 'list'?");
  refuses("$W scenario foo", "unknown action 'foo'; one of 'validate', 'list' and 'schema' is expected");
  refuses("$W scenario list --json", "unknown flag '--json'; the only flags are --color and --help");
  refuses("$W scenario list --hlep", "did you mean '--help'?");
  refuses("$W scenario", "expected");
  refuses("$W scenario validate", "expected");
  refuses("$W run", "a scenario is expected");
  refuses("$W run crash-3 --color=pink", "auto, always or never");
  refuses("$W --color", "auto, always or never");
}

TEST_CASE("bad seeds are refused") {
  refuses("$W run crash-3 --seed -1", "negative");
  refuses("$W run crash-3 --seed=-1", "negative");
  refuses("$W run crash-3 --seed 1e99", "not a seed");
  refuses("$W run crash-3 --seed 18446744073709551616", "64 bits");
  refuses("$W run crash-3 --seeds 5-4", "before");
  refuses("$W run crash-3 --seeds 1-", "not a seed");
  refuses("$W run crash-3 --seed 1 --seeds 1-2", "do not go together");
}

TEST_CASE("files that are no scenario are refused in one line") {
  const Folder folder;
  refuses("$W run missing.json", "no such file");
  refuses("$W run crash-33", "did you mean 'crash-3'?");
  refuses("$W run ''", "an empty name is not a scenario");
  refuses("$W run .", "is a directory");
  refuses("mkdir " + folder.file("crash-3") + "; $W run " + folder.file("crash-3"), "is a directory");
  refuses("cd " + folder.file("") + "; mkdir mine; $W run mine", "mine: is a directory");
  refuses("$W run " + folder.with("empty.json", ""), "is empty");
  refuses("$W run " + folder.with("broken.json", "{\"lifetime\": 30,"), "broken.json");
  refuses("$W run " + folder.with("text.json", "hello"), "text.json");
  refuses("$W run " + folder.with("list.json", "[1,2]"), "list.json");
  refuses("$W run - < /dev/null", "is empty");
  refuses("head -c 100000000 /dev/zero | tr '\\0' '[' > " + folder.file("deep.json") + "; $W run " +
              folder.file("deep.json"),
          "deep.json");
  refuses("head -c 1000000 /dev/zero | tr '\\0' '[' | $W run -", "standard input");
  refuses("$W run crash-3 --set nothing.like.this=1", "nothing");
  refuses("$W run crash-3 --set drops=2", "drops");
  refuses("$W run crash-3 --set drops", "path=value");
  refuses("$W run crash-3 --trace /nonexistent/folder/file", "cannot be written");
  refuses("$W run crash-3 --trace - --json", "would mix");
  refuses("$W run crash-3 --trace - --story r1", "would mix");
  const std::string once = folder.file("once");
  refuses("$W run crash-3 --trace " + once + " --history " + folder.file("./once"), "is that of --trace already");
  refuses("$W run crash-3 --trace " + once + " --junit " + once, "--junit: ");
  const std::string mine = folder.with("mine.json", R"({"lifetime": 5, "replicas": 3, "requests": 0})");
  refuses("$W run " + mine + " --history " + mine, "is the file that is read already");
  CHECK(shell("$W run " + mine + " --trace /dev/null --history /dev/null").code == 0);
  refuses("$W run crash-3 --story r99999", "no request");
  const Outcome listed = shell("$W scenario validate crash-3 missing.json");
  CHECK(listed.code == 2);
  CHECK(mentions(listed.out, "crash-3: ok"));
}

TEST_CASE("a file hides a name of the catalogue, a folder does not") {
  const Folder folder;
  const std::string there = "cd " + folder.file("") + "; ";
  CHECK(mentions(shell(there + "mkdir crash-3; $W scenario validate crash-3").out, "kill_leader@10"));
  folder.with("crash-4", small);
  CHECK(mentions(shell(there + "$W scenario validate crash-4").out, "crash-4: ok: 3 replicas, 20 requests"));
  CHECK(mentions(shell(there + "mkfifo crash-2; cat crash-4 >crash-2 & $W scenario validate crash-2").out,
                 "crash-2: ok: 3 replicas, 20 requests"));
}

TEST_CASE("a run prints its seed and its verdict, and nothing to standard error") {
  const Folder folder;
  const std::string file = folder.with("small.json", small);
  const Outcome run = shell("$W run " + file);
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(mentions(run.out, "small  seed 1\n"));
  CHECK(mentions(run.out, "\nPASS  small  seed 1\n"));
  CHECK_FALSE(mentions(run.out, "\x1b"));
  CHECK(mentions(shell("$W run - < " + file).out, "PASS"));
  CHECK(mentions(shell("$W run --color=always " + file).out, "\x1b[32mPASS"));
  CHECK(mentions(shell("CLICOLOR_FORCE=1 $W run " + file).out, "\x1b[32mPASS"));
  CHECK_FALSE(mentions(shell("NO_COLOR=1 CLICOLOR_FORCE=1 $W run " + file).out, "\x1b"));
  CHECK_FALSE(mentions(shell("CLICOLOR_FORCE=1 $W run --color never " + file).out, "\x1b"));
}

TEST_CASE("a run that fails exits with 1 and says how to reproduce it") {
  const Folder folder;
  const std::string file = folder.with("impossible.json", impossible);
  const Outcome run = shell("$W run " + file + " --seed 0x10 --set requests=60");
  CHECK(run.code == 1);
  CHECK(mentions(run.out, "FAILED"));
  const std::string command = "whitewater run " + file + " --seed 16 --set requests=60";
  CHECK(mentions(run.out, "\nReproduce: " + command + "\n"));
  const std::string again = "$W" + command.substr(10);
  CHECK(mentions(shell(again).out, "\nFAIL  impossible  seed 16"));
  const Outcome many = shell("$W run " + file + " --seeds 1-3");
  CHECK(many.code == 1);
  CHECK(mentions(many.out, "Reproduce: whitewater run " + file + " --seed 3\n"));
}

TEST_CASE("results do not depend on the number of threads") {
  const std::string sweep = "$W run crash-3 advanced-2 --seeds 1-8 ";
  const Outcome one = shell(sweep + "-j1");
  const Outcome two = shell(sweep + "-j2");
  CHECK(one.code == 0);
  CHECK(one.out == two.out);
  CHECK(mentions(one.out, "advanced-2  8 runs"));
  const Outcome json_one = shell(sweep + "--json -j1");
  CHECK(lines(json_one.out) == 16);
  CHECK(without_wall_time(json_one.out) == without_wall_time(shell(sweep + "--json -j3").out));
}

TEST_CASE("the codec, a trace and a story change no result") {
  const Folder folder;
  const std::string plain = without_wall_time(shell("$W run crash-3 --seed 5 --json").out);
  CHECK(plain == without_wall_time(shell("$W run crash-3 --seed 5 --json --wire").out));
  CHECK(plain == without_wall_time(shell("$W run crash-3 --seed 5 --json --trace " + folder.file("trace")).out));
  const std::string trace = file_text(folder.file("trace"));
  CHECK(mentions(trace, "became_leader term 1"));
  CHECK(mentions(trace, "fault             kill"));
  CHECK(std::all_of(trace.begin(), trace.end(), [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  CHECK(mentions(shell("$W run crash-3 --seed 5 --trace -").out, "became_leader"));
}

TEST_CASE("a trace replaces a file, and nothing but a file") {
  const Folder folder;
  const std::string file = folder.with("real", "old");
  fs::create_symlink(file, folder.file("link"));
  CHECK(shell("$W run crash-3 --trace " + folder.file("link")).code == 0);
  CHECK(fs::is_symlink(folder.file("link")));
  CHECK(mentions(file_text(file), "became_leader"));
  CHECK(shell("$W run crash-3 --trace " + file).code == 0);
  CHECK(shell("$W run crash-3 --trace /dev/null").code == 0);
  CHECK(fs::is_character_file("/dev/null"));
  CHECK(std::distance(fs::directory_iterator(folder.file("")), {}) == 2);
}

TEST_CASE("a story tells what happened to a request and to its retries") {
  const Outcome retried = shell("$W run crash-3 --seed 1 --story r12.1");
  CHECK(retried.code == 0);
  const Outcome lost = shell("$W run crash-4 --seed 1 --story all-unanswered");
  CHECK(lost.code == 0);
  CHECK(mentions(lost.out, "PASS  crash-4  seed 1"));
  const Outcome idle = shell("$W run simple-1 --set requests=0 --story all-unanswered");
  CHECK(idle.out.rfind("There was no request.\n", 0) == 0);
  CHECK_FALSE(mentions(idle.out, "Every request was answered"));
}

namespace {

const std::string registers_file =
    R"(echo '{"workload": "registers", "replicas": 3, "lifetime": "4s", "stray": 0.2, "ask_again": "200ms"}')";

}  // namespace

TEST_CASE("the workload registers has histories, stories and traces, goes over the wire, and is judged for liveness") {
  const Outcome history =
      shell("H=$(mktemp) && " + registers_file + " | $W run - --history $H >&2 && $W check $H && rm $H");
  CHECK(history.code == 0);
  CHECK(mentions(history.out, "8 keys are linearizable"));
  const Outcome story = shell(registers_file + " | $W run - --story c1-3");
  CHECK(story.code == 0);
  CHECK(story.out.rfind("c1-3: ", 0) == 0);
  CHECK(mentions(story.out, " answered ok, "));
  const Outcome unknown = shell(registers_file + " | $W run - --story c7-3");
  CHECK(unknown.code == 2);
  CHECK(mentions(unknown.err, "this run has no request with this MID"));
  CHECK(mentions(shell(registers_file + " | $W run - --trace -").out, " c2-0 key k"));
  const Outcome wire = shell(registers_file + " | $W run - --json --wire");
  CHECK(without_wall_time(wire.out) == without_wall_time(shell(registers_file + " | $W run - --json").out));
  CHECK(shell(registers_file + " | $W run - --liveness").code == 0);
  CHECK(mentions(shell(registers_file + " | $W scenario validate -").out, "3 clients, 8 keys, 4s"));
  CHECK(shell(registers_file + " | $W run - --set workload=course").code == 2);
  const Outcome real = shell(registers_file + " | $W real - --replica true");
  CHECK(real.code == 2);
  CHECK(real.err.rfind("whitewater: -: $.workload: expected \"course\"", 0) == 0);
}

TEST_CASE("a line of JSON has the keys that its schema names, and no others") {
  const Result<json::Value> schema = json::parse(file_text("docs/run-report.schema.json"));
  REQUIRE(schema.ok());
  const Result<json::Value> report = json::parse(shell("$W run crash-3 --json").out);
  REQUIRE(report.ok());
  const std::function<void(const json::Value&, const json::Value&)> compare = [&](const json::Value& value,
                                                                                  const json::Value& description) {
    if (const json::Value* const items = description.find("items"); items != nullptr && value.is(json::Kind::array))
      for (const json::Value& element : value.elements()) compare(element, *items);
    const json::Value* const properties = description.find("properties");
    if (properties == nullptr || !value.is(json::Kind::object)) return;
    for (const json::Member& member : value.members()) {
      INFO(member.name);
      const json::Value* const inner = properties->find(member.name);
      REQUIRE(inner != nullptr);
      compare(member.value, *inner);
    }
    for (const json::Value& name : description.find("required")->elements()) {
      INFO(name.as_string());
      CHECK(value.find(name.as_string()) != nullptr);
    }
  };
  compare(report.value(), schema.value());
  const Result<json::Value> registers = json::parse(shell(registers_file + " | $W run - --json").out);
  REQUIRE(registers.ok());
  CHECK(registers.value().find("registers") != nullptr);
  compare(registers.value(), schema.value());
  const Result<json::Value> different = json::parse(file_text("tests/tools/golden/nondeterminism.json"));
  REQUIRE(different.ok());
  compare(different.value(), schema.value());
}

TEST_CASE("runs that are checked for determinism say the same") {
  const Outcome once = shell("$W run crash-3 simple-1 --seeds 1-3 --json");
  const Outcome twice = shell("$W run crash-3 simple-1 --seeds 1-3 --json --check-determinism");
  CHECK(twice.code == once.code);
  CHECK(without_wall_time(twice.out) == without_wall_time(once.out));
  CHECK(shell("$W run crash-3 --check-determinism").code == 0);
  CHECK(shell("$W run crash-3 --seed 7 --story all-unanswered --check-determinism").code == 0);
}

TEST_CASE("help is what the documentation shows") {
  const std::string docs = file_text("docs/cli.md");
  for (const std::string command :
       {"whitewater --help", "whitewater run --help", "whitewater replay --help", "whitewater shrink --help",
        "whitewater real --help", "whitewater check --help", "whitewater bench --help", "whitewater doctor --help",
        "whitewater store --help", "whitewater scenario --help", "whitewater completion --help"}) {
    INFO(command);
    const Outcome help = shell("$W" + command.substr(10));
    CHECK(help.code == 0);
    CHECK(help.err.empty());
    CHECK(mentions(help.out, "Examples:"));
    CHECK(mentions(docs, "```\n$ " + command + "\n" + help.out + "```\n"));
    for (std::size_t at = 0, end; (end = help.out.find('\n', at)) != std::string::npos; at = end + 1)
      CHECK(end - at <= 120);
  }
  CHECK(shell("$W help run").out == shell("$W run -h").out);
  CHECK(shell("$W --version").out.rfind("whitewater ", 0) == 0);
}

TEST_CASE("the doctor examines this machine, and programs are measured by name") {
  const Outcome doctor = shell("$W doctor --json");
  CHECK((doctor.code == 0 || doctor.code == 3));
  CHECK(mentions(doctor.out, "\"schema\": \"whitewater.doctor/1\""));
  CHECK(mentions(doctor.out, doctor.code == 0 ? "\"works\": true" : "\"works\": false"));
  refuses("$W doctor now", "unexpected argument 'now'");
  refuses("$W bench processes", "takes one --replica PROGRAM");
  refuses("$W bench engine --replica ./3700kvstore", "takes one --replica PROGRAM");
  refuses("$W bench processes --replica ./nobody", "./nobody");
}

TEST_CASE("the schema of the program is the documented one") {
  const Outcome schema = shell("$W scenario schema");
  CHECK(schema.code == 0);
  CHECK(schema.out == file_text("docs/scenario.schema.json"));
  refuses("$W scenario schema crash-3", "unexpected argument 'crash-3'");
  refuses("$W scenario shema", "did you mean 'schema'?");
}

TEST_CASE("the catalogue lists the course's seventeen scenarios") {
  const Outcome list = shell("$W scenario list");
  CHECK(list.code == 0);
  CHECK(lines(list.out) == 17);
  CHECK(mentions(list.out, "crash-3       5 replicas, 400 requests (20 % gets), kill_leader@10\n"));
}

TEST_CASE("an interrupted sweep ends with what is there") {
  const Outcome once = shell("timeout --preserve-status --signal=INT 1 $W run crash-3 --seeds 1-1000000 -j1");
  CHECK(once.code == 130);
  CHECK(mentions(once.err, "interrupted after"));
  CHECK(mentions(once.out, "crash-3  "));
  // A shell that is no terminal starts what runs in the background deaf to Ctrl-C; a sweep listens all the same.
  const Outcome behind =
      shell("$W run crash-3 --seeds 1-1000000 -j2 & while sleep 1 && kill -INT $! 2>/dev/null; do :; done; wait $!");
  CHECK(behind.code == 130);
  CHECK(mentions(behind.err, "interrupted after"));
  CHECK(mentions(behind.err, " of 1,000,000 runs"));
  CHECK(mentions(behind.out, "crash-3  "));
}

TEST_CASE("a sweep is interrupted within a run, too") {
  // Each of these takes the better part of a minute.
  const Outcome run = shell(
      "time -p timeout --preserve-status --signal=INT 1 $W run simple-1 --seeds 1-4 -j2 "
      "--set lifetime=1000 --set requests=900000 --set max_packets=900000 --set delay=1ms");
  INFO(run.out << run.err);
  CHECK(run.code == 130);
  CHECK(mentions(run.err, "interrupted after 0 of 4 runs"));
}

TEST_CASE("output that is lost is noticed") {
  if (!fs::exists("/dev/full")) return;
  CHECK(shell("$W scenario list > /dev/full").code == 70);
  const Outcome trace = shell("$W run crash-3 --trace /dev/full");
  CHECK(trace.code == 70);
  CHECK(mentions(trace.err, "/dev/full: cannot be written"));
  CHECK(mentions(trace.out, "\nPASS  crash-3  seed "));
  const Outcome story = shell("$W run crash-3 --story r12 --trace /dev/full");
  CHECK(story.code == 70);
  CHECK(mentions(story.out, "\nPASS  crash-3  seed "));
}
