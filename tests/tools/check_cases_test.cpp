// `whitewater check` on every small file of tests/history/cases: each stands for a kind of history that people have.
// The table says what is right. A file without a row fails.
#include <iterator>
#include <set>

#include "tests/catch.hpp"
#include "tests/tools/golden.hpp"
#include "tests/tools/shell.hpp"

using namespace whitewater;
using namespace whitewater::tools::testing;

namespace {

const std::string folder = "tests/history/cases/";

struct Case {
  const char* file;
  int code;
  const char* says;  // in the report, or in the error
  const char* options = "";
};

constexpr Case cases[] = {
    {"a01-time-steps-back.edn", 0, "the order of the events is taken as the order of time"},
    {"a02-cas-key-from-to.edn", 0, "PASS"},
    {"a03-initially-zero.edn", 1, "if keys begin with 0, say --initial 0"},
    {"a03-initially-zero.edn", 0, "initial value of every key: 0, as said", "--initial 0"},
    {"a04-micro-ops-two.edn", 2, "a04-micro-ops-two.edn:1: transactions are not judged"},
    {"a04b-micro-ops-one.edn", 2, "a04b-micro-ops-one.edn:2: transactions are not judged"},
    {"a04c-micro-ops-two-write.edn", 2, "a04c-micro-ops-two-write.edn:1: transactions are not judged"},
    {"a05-history.txt", 0, "Jepsen's history.txt, 9 lines"},
    {"a08-only-nemesis.edn", 3, "nothing to judge: no client did anything"},
    {"a10-json-array.json", 1, "a read returned the initial value"},
    {"a12-cas-invoked-before-write.edn", 1, "the value that stood when client 2 read: 7"},
    {"a15-fail-seen-later.edn", 1,
     "client 8 tried to write 12: its write failed (line 2); if that was a time-out it should be :info"},
    {"a17-bom.edn", 0, "PASS"},
    {"a19-whole-test-map.edn", 0, "2 operations, 0 of them open"},
    {"a20-modern-jepsen.log", 0, "2 operations, 0 of them open"},
    {"a21-value-over-lines.edn", 2, "found [7 8], which may be [key value]"},
    {"a22-plain-jsonl.jsonl", 0, "nothing was read"},
    {"a23-invoke-without-value.edn", 1, "say --initial 0"},
    {"a23-invoke-without-value.edn", 0, "PASS", "--initial 0"},
    {"a25-odd-values.edn", 0, "PASS"},
    {"b01-touching-instants.edn", 1, "a read returned the initial value"},
    {"b02-sets-reordered.edn", 0, "PASS"},
    {"b03-maps-commas.edn", 0, "PASS"},
    {"b05-float-time.edn", 0, "PASS"},
    {"b09-number-kinds.edn", 0, "PASS"},
    {"b13-process-suffix.edn", 1, "client \"node3-1\" get register → nil"},
    {"b14-knossos-nil-read.edn", 1, "Knossos takes a read of nil for"},
    {"b17-millisecond-times.edn", 1, "each of them must hold both before and after the other"},
    {"b18-one-process-one-instant.edn", 1, "client 1 get register → nil, 9 ns – 9 ns"},
    {"b19-order-of-lines.jsonl", 1, "a read returned the initial value"},
    {"b20-processes-as-keywords.edn", 1, "client :bob get register → 3"},
};

}  // namespace

TEST_CASE("every small file gives the right verdict, exit code and sentence") {
  std::set<std::string> told;
  for (const Case& row : cases) {
    told.insert(row.file);
    INFO(row.file << " " << row.options);
    const Outcome outcome = shell("$W check " + std::string(row.options) + " " + folder + row.file);
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == row.code);
    CHECK(mentions(row.code == 2 ? outcome.err : outcome.out, row.says));
    CHECK(lines(outcome.err) == (row.code == 2 ? 1 : 0));
    CHECK(mentions(outcome.out, "\nPASS") == (row.code == 0));
    CHECK(mentions(outcome.out, "\nFAIL") == (row.code == 1));
  }
  for (const auto& entry : fs::directory_iterator(folder)) CHECK(told.count(entry.path().filename().string()) == 1);
}

TEST_CASE("all four operations of a small contradiction are told, with their values") {
  const Outcome outcome = shell("$W check " + folder + "a12-cas-invoked-before-write.edn");
  for (const char* line :
       {"client 0 put register = 3, event 1 – event 2", "client 2 cas register 3 → 5, event 3 – event 6",
        "client 1 put register = 7, event 4 – event 5", "client 2 get register → 5, event 7 – event 8"})
    CHECK(mentions(outcome.out, line));
}

TEST_CASE("nothing judged is neither yes nor no") {
  const Folder here;
  const std::string invoke = "{:process 0, :type :invoke, :f :write, :value 1}\n";
  const struct {
    const char* name;
    std::string text;
    const char* says;
  } rows[] = {
      {"empty", "", "the file is empty"},
      {"blank", " \n\n", "the file is empty"},
      {"vector.edn", "[]\n", "no client did anything"},
      {"comment.edn", "; nothing yet\n[ ]", "no client did anything"},
      {"header.jsonl",
       R"({"schema":"whitewater.history/1","model":"kv","scenario":"x","seed":"1","replicas":3})"
       "\n",
       "no client did anything"},
      {"open.edn", invoke, "the only operation has no answer"},
      {"failed.edn", invoke + "{:process 0, :type :fail, :f :write, :value 1}\n", "the only operation has no answer"},
      {"info.edn",
       invoke + "{:process 0, :type :info, :f :write, :value 1}\n{:process 1, :type :invoke, :f :read, :value nil}\n",
       "none of 2 operations has an answer"},
      {"nemesis.txt", ":nemesis\t:info\t:kill\tnil\n", "no client did anything"},
      {"redirects.jsonl",
       R"({"schema":"whitewater.history/1","model":"kv","scenario":"x","seed":"1","replicas":3})"
       "\n"
       R"({"type":"invoke","time_ns":1,"op":0,"client":"0013","f":"put","key":"A","value":"B"})"
       "\n"
       R"({"type":"redirect","time_ns":2,"op":0,"client":"0013"})"
       "\n",
       "the only operation has no answer"},
  };
  for (const auto& row : rows) {
    INFO(row.name);
    const Outcome outcome = shell("$W check " + here.with(row.name, row.text));
    INFO(outcome.out << outcome.err);
    CHECK(outcome.code == 3);
    CHECK(outcome.err.empty());
    CHECK(mentions(outcome.out, "INCONCLUSIVE  "));
    CHECK(mentions(outcome.out, std::string("nothing to judge: ") + row.says));
    CHECK_FALSE(mentions(outcome.out, "linearizable"));
    const Outcome json = shell("$W check --json " + here.file(row.name));
    CHECK(json.code == 3);
    CHECK(mentions(json.out, R"("verdict":"nothing to judge")"));
  }
  // One key that was judged does not excuse silence about the others, nor does their silence make the verdict unknown.
  const Outcome mixed =
      shell("$W check --keys " + here.with("mixed.edn",
                                           "{:process 0, :type :invoke, :f :put, :key :a, :value \"1\"}\n"
                                           "{:process 0, :type :ok, :f :put, :key :a, :value \"1\"}\n"
                                           "{:process 1, :type :invoke, :f :put, :key :b, :value \"1\"}\n"));
  CHECK(mixed.code == 0);
  CHECK(mentions(mixed.out, "1 key has nothing to judge"));
  CHECK(mentions(mixed.out, "key :b: nothing to judge, 1 operation"));
  CHECK(shell("$W check --key :b " + here.file("mixed.edn")).code == 3);
}

TEST_CASE("a run's history says the initial value of its scenario, and is judged as the run was") {
  const Folder here;
  const auto both = [&](const std::string& initial) {
    const std::string file = here.with("s.json", R"({"workload": "registers", "replicas": 3, "lifetime": "2s",
      "operations": {"put": 0}, "initial_value": ")" +
                                                     initial + "\"}");
    const Outcome run = shell("$W run " + file + " --history " + here.file("h.jsonl"));
    const Outcome check = shell("$W check " + here.file("h.jsonl"));
    INFO(run.out << run.err << check.out << check.err);
    CHECK(run.code == check.code);
    CHECK(mentions(check.out, "initial value of every key: \"" + initial + "\""));
    return check.code;
  };
  CHECK(both("") == 0);
  CHECK(both("0") == 1);
}

TEST_CASE("what holds no history is refused in one line that helps") {
  const Folder here;
  const auto one_line = [&](const std::string& command, const std::string& says) {
    INFO(command);
    const Outcome outcome = shell(command);
    INFO(outcome.err);
    CHECK(outcome.code == 2);
    CHECK(outcome.out.empty());
    CHECK(lines(outcome.err) == 1);
    CHECK(mentions(outcome.err, says));
  };
  const std::string good = folder + "b02-sets-reordered.edn";
  one_line("gzip -c " + good + " >" + here.file("h.edn.gz") + "; $W check " + here.file("h.edn.gz"),
           "is gzip: zcat " + here.file("h.edn.gz") + " | whitewater check -");
  one_line("gzip -c " + good + " | $W check -", "is gzip: zcat FILE | whitewater check -");
  one_line("gzip -c " + good + " | $W check --format jepsen -", "is gzip");
  CHECK(shell("gzip -c " + good + " | zcat | $W check -").code == 0);
  one_line("$W check " + here.with("h.xz", std::string("\xFD"
                                                       "7zXZ\0\0",
                                                       7)),
           "is xz: xzcat ");
  one_line("$W check '" + here.with("two words.zst", "\x28\xB5\x2F\xFD...") + "'",
           "two words.zst' | whitewater check -");
  one_line("$W check " + here.with("h.bin", std::string("\x7F"
                                                        "ELF\0\0\0\1",
                                                        8)),
           "is binary, not text");
  one_line("$W check " + here.with("h16.edn", std::string("\xFF\xFE{\0:\0", 6)), "is UTF-16: iconv ");
  one_line("$W check " + here.with("test.jepsen", "JEPSEN\0\0\0\1"), "history.edn or history.txt");
  for (const char* text :
       {"hello\n", "<xml/>\n", "a,b,c\n1,2,3\n", "[[0 :invoke :read nil]]\n", "[1, 2]\n", "\"text\"\n"})
    one_line("$W check " + here.with("unknown", text),
             "known; --format names one of whitewater (JSON lines of this program), json (JSON events), kv");
  one_line("$W check " + here.with("h.json", "{\"process\": 0, \"f\": \"read\",\n \"value\": null}\n"),
           "expected a \"type\" (invoke, ok, fail or info) in every event, found {\"process\": 0, \"f\"");
  one_line("$W check --initial '[1' " + good, "--initial: expected one value, found '[1'");
  one_line("$W check --initial x " + folder + "a10-json-array.json", "--initial: expected a JSON value, found 'x'");
}

TEST_CASE("the initial value is said on the command line as the format spells it, or by the file") {
  const Folder here;
  const std::string header = R"({"schema":"whitewater.history/1","model":"kv","initial":"0","replicas":3})"
                             "\n";
  const std::string events = R"({"type":"invoke","time_ns":1,"op":0,"client":"0013","f":"get","key":"A"})"
                             "\n"
                             R"({"type":"ok","time_ns":2,"op":0,"client":"0013","value":"0"})"
                             "\n"
                             R"({"type":"end","time_ns":3,"operations":1})"
                             "\n";
  const std::string ours = here.with("ours.jsonl", header + events);
  CHECK(shell("$W check " + ours).code == 0);
  CHECK(mentions(shell("$W check " + ours).out, "initial value of every key: \"0\", as said"));
  CHECK(shell("$W check --initial '\"\"' " + ours).code == 1);  // the command line decides
  CHECK(shell("$W check --initial 0 " + ours).code == 0);
  const std::string keyed = here.with("keyed.edn",
                                      "{:process 0, :type :invoke, :f :get, :key 1, :value nil}\n"
                                      "{:process 0, :type :ok, :f :get, :key 1, :value \"a\"}\n");
  CHECK(mentions(shell("$W check " + keyed).out, "say --initial '\"a\"'"));
  CHECK(shell("$W check --initial '\"a\"' " + keyed).code == 0);
  CHECK(shell("$W check --initial :a " + keyed).code == 1);
  const std::string json = here.with("h.json", R"([{"process":0,"type":"invoke","f":"read"},)"
                                               R"({"process":0,"type":"ok","f":"read","value":-1.0}])");
  CHECK(shell("$W check --initial=-1 " + json).code == 0);
  CHECK(mentions(shell("$W check --json " + json).out, R"("initial":"null")"));
  CHECK(mentions(shell("$W check " + json).out, "if keys begin with -1, say --initial"));
}
