// Each format: what a file of it means, what is refused and why, and where.
#include <fstream>
#include <iterator>
#include <string>

#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/history/read_text.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using checks::Operation;
using testing::read_text;
using testing::source_of;

namespace {

const std::string header =
    R"({"schema":"whitewater.history/1","model":"kv","scenario":"s","seed":"7","source":"simulated","replicas":3})"
    "\n";

std::string event(const std::string& type, int time, int op, const std::string& f, const std::string& value) {
  return "{\"type\":\"" + type + "\",\"time_ns\":" + std::to_string(time) + ",\"op\":" + std::to_string(op) +
         ",\"client\":\"0013\",\"f\":\"" + f + "\",\"key\":\"k\"" +
         (value.empty() ? "" : ",\"value\":\"" + value + "\"") + "}\n";
}

void refuses(const std::string& text, const std::string& where, const std::string& why,
             const std::string& format = "") {
  const Result<HistoryFile> read = read_text(text, format);
  INFO(text);
  REQUIRE_FALSE(read.ok());
  CHECK(read.error().where == where);
  INFO(read.error().message);
  CHECK(read.error().message.find(why) != std::string::npos);
}

// Kinds, values, outcomes and times, a line each.
std::string listed(const checks::History& history) {
  std::string text;
  for (const Operation& operation : history.operations) text += checks::operation_text(history, operation) + "\n";
  return text;
}

checks::Answer answer(const HistoryFile& file) {
  return checks::check_linearizability(file.history).answer;
}

}  // namespace

TEST_CASE("our own lines: what was refused stays open, faults last, unknown members are passed over") {
  const std::string text = header + event("invoke", 1'000, 0, "put", "a") + event("redirect", 2'000, 0, "put", "a") +
                           event("invoke", 2'000, 1, "put", R"(b\u00e9\n\"x)") +
                           "{\"type\":\"fault\",\"time_ns\":2500,\"fault\":\"part_easy\",\"replicas\":[\"0001\","
                           "\"0002\"],\"x\":{\"y\":[1]}}\n" +
                           event("ok", 3'000, 1, "put", "b") + event("invoke", 4'000, 2, "get", "") +
                           event("ok", 5'000, 2, "get", "a") + event("duplicate", 5'000, 2, "get", "a") +
                           "{\"type\":\"fault\",\"time_ns\":6000,\"fault\":\"part_end\",\"replicas\":[]}\n" +
                           "{\"type\":\"end\",\"time_ns\":6000,\"operations\":3}\n";
  for (const std::size_t piece : {1u, 7u, 100'000u}) {
    const Result<HistoryFile> read = read_text(text, "", piece);
    REQUIRE(read.ok());
    const HistoryFile& file = read.value();
    CHECK(file.remarks.empty());
    CHECK(listed(file.history) ==
          "client 0013 put k = \"a\", 0.000001 s – never answered\n"
          "client 0013 put k = \"bé?\"x\", 0.000002 s – 0.000003 s\n"
          "client 0013 get k → \"a\", 0.000004 s – 0.000005 s\n");
    CHECK(file.history.values.text(file.history.operations[1].value) == "b\xC3\xA9\n\"x");
    REQUIRE(file.faults.list().size() == 1);
    CHECK(file.faults.list()[0].text == "part_easy: 0001 0002");
    CHECK(file.faults.list()[0].to == 6'000);
    CHECK(answer(file) == checks::Answer::linearizable);
  }
}

TEST_CASE("our own lines: a history that was cut short is checked as far as it goes, and that is told") {
  const std::string whole = header + event("invoke", 1, 0, "put", "a") + event("ok", 2, 0, "put", "a");
  const Result<HistoryFile> no_end = read_text(whole);
  REQUIRE(no_end.ok());
  REQUIRE(no_end.value().remarks.size() == 1);
  CHECK(no_end.value().remarks[0].find("no end line") != std::string::npos);
  const Result<HistoryFile> torn = read_text(whole + event("invoke", 3, 1, "get", "").substr(0, 30));
  REQUIRE(torn.ok());
  CHECK(torn.value().history.operations.size() == 1);
  REQUIRE(torn.value().remarks.size() == 1);
  CHECK(torn.value().remarks[0].find("is truncated: it was ignored") != std::string::npos);
  // A whole line without a line feed is no torn one.
  std::string unfed = whole + event("invoke", 3, 1, "get", "");
  unfed.pop_back();
  REQUIRE(read_text(unfed).ok());
  CHECK(read_text(unfed).value().history.operations.size() == 2);
}

TEST_CASE("our own lines: what does not fit is refused with its line") {
  const std::string put = event("invoke", 5, 0, "put", "a");
  refuses("{\"schema\":\"whitewater.run/1\"}\n", "h:1", "expected a first line with \"schema\"");
  refuses("{\"schema\":\"whitewater.history/1\",\"model\":\"queue\"}\n", "h:1", "expected the model \"kv\"");
  refuses(header + "{\"type\":\"invoke\"}\n", "h:2", "expected \"time_ns\"");
  refuses(header + put + "nonsense\n" + put, "h:3", "a JSON object a line");
  refuses(header + put + event("ok", 4, 0, "put", "a"), "h:3", "time runs backwards: expected 5 ns or later, found 4");
  refuses(header + event("ok", 4, 0, "put", "a"), "h:2", "operation 0 ends, but was never invoked");
  refuses(header + put + event("ok", 6, 0, "put", "a") + event("ok", 6, 0, "put", "a"), "h:4", "ends twice");
  refuses(header + put + event("fail", 6, 0, "put", "a") + event("ok", 6, 0, "put", "a"), "h:4", "ends twice");
  refuses(header + put + event("invoke", 6, 2, "put", "a"), "h:3", "expected operation 1, found 2");
  refuses(header + put + event("ok", 6, 0, "get", "a"), "h:3", "began as a put");
  refuses(header + event("invoke", 5, 0, "put", ""), "h:2", "expected the \"value\"");
  refuses(header + event("invoke", 5, 0, "cas", "a"), "h:2", "get or put, found \"cas\"");
  refuses(header + event("begin", 5, 0, "put", "a"), "h:2", "expected the type invoke, ok");
  refuses(header + put + "{\"type\":\"end\",\"time_ns\":6,\"operations\":2}\n", "h:3",
          "counts 2 operations; expected 1");
  refuses(header + "{\"type\":\"end\",\"time_ns\":6}\n" + put, "h:3", "nothing after the end line");
  refuses(header + event("invoke", 5, 0, "get", "") +
              R"({"type":"ok","time_ns":9223372036854775807,"op":0,"client":"0013","f":"get","key":"k","value":"z"})"
              "\n",
          "h:3", "which stands for never");
  refuses(header + R"({"type":"invoke","time_ns":-1})"
                   "\n",
          "h:2", "not negative");
  refuses(header + R"({"type":"invoke","time_ns":1,"key":7})"
                   "\n",
          "h:2", "expected a string for \"key\"");
}

TEST_CASE("EDN: a history may end within its last event; a brace or a quote that is missing before is told") {
  const std::string put =
      "{:process 0, :type :invoke, :f :write, :value 1}\n{:process 0, :type :ok, :f :write, :value 1}\n";
  const std::string get =
      "{:process 1, :type :invoke, :f :read, :value nil}\n{:process 1, :type :ok, :f :read, :value 7}\n";
  const Result<HistoryFile> torn = read_text(put + get.substr(0, 30));
  REQUIRE(torn.ok());
  CHECK(torn.value().history.operations.size() == 1);
  REQUIRE(torn.value().remarks.size() == 1);
  std::string no_brace = put + get;
  no_brace.erase(no_brace.find('}', put.size()), 1);
  refuses(no_brace, "h:4", "the end of the map that begins in line 3, found other events in it");
  refuses(put + "{:process 1, :type :invoke, :f :read, :value \"x}\n" + get, "h:5", "that begins in line 3");
}

TEST_CASE("Jepsen: independent keys are tuples, what failed did nothing, what is :info stays open") {
  const std::string text = R"([{:process 0, :type :invoke, :f :write, :value [1 3], :time 10, :index 0}
 {:process :nemesis, :type :info, :f :start-partition, :value nil, :time 11}
 {:process 0, :type :ok, :f :write, :value [1 3], :time 20}
 #jepsen.history.Op{:process 1, :type :invoke, :f :cas, :value [1 [3 5]], :time 21} ; and so on }
 {:process 1, :type :fail, :f :cas, :value [1 [3 5]], :time 30}
 {:process 2, :type :invoke, :f :write, :value [2 "a}b"], :time 31}
 {:process 2, :type :info, :f :write, :value [2 "a}b"], :error [:timeout "} ]"], :time 32}
 {:process :nemesis, :type :info, :f :stop-partition, :value nil, :time 33}
 {:process 2, :type :invoke, :f :read, :value [1 nil], :time 34}
 {:process 2, :type :ok, :f :read, :value [1 3], :time 35}])";
  std::string by_line = text.substr(1, text.size() - 2);
  for (const std::string& form : {text, by_line}) {
    const Result<HistoryFile> read = read_text(form, "", 13);
    REQUIRE(read.ok());
    const checks::History& history = read.value().history;
    REQUIRE(history.operations.size() == 4);
    CHECK(history.keys.size() == 2);
    CHECK(history.operations[0].returned == 20);
    CHECK(history.operations[1].pending());
    CHECK(history.operations[1].kind == Operation::Kind::get);  // it did nothing
    CHECK(history.operations[2].pending());
    CHECK(history.operations[2].kind == Operation::Kind::put);
    CHECK(history.values.text(history.operations[2].value) == "a}b");
    CHECK(checks::value_text(history, checks::History::initial) == "nil");
    REQUIRE(read.value().faults.list().size() == 1);
    CHECK(read.value().faults.list()[0].to == 33);
    CHECK(answer(read.value()) == checks::Answer::linearizable);
  }
}

TEST_CASE("Jepsen: one register, and events without times") {
  const std::string text = R"({:process 0, :type :invoke, :f :cas, :value [1 2]}
{:process 1, :type :invoke, :f :write, :value 1}
{:process 1, :type :ok, :f :write, :value 1}
{:process 0, :type :ok, :f :cas, :value [1 2]}
{:process 1, :type :invoke, :f :read, :value nil}
{:process 1, :type :ok, :f :read, :value 1}
)";
  const Result<HistoryFile> read = read_text(text);
  REQUIRE(read.ok());
  CHECK(read.value().history.clock == checks::History::Clock::events);
  CHECK(read.value().history.operations[2].called == 5);
  CHECK(answer(read.value()) == checks::Answer::not_linearizable);
}

TEST_CASE("Jepsen: what does not fit is refused with its line") {
  const std::string call = "{:process 0, :type :invoke, :f :read, :value nil, :time 5}\n";
  refuses(call + call, "h:2", "process 0 begins a get, but its get of line 1 is still open");
  refuses("{:process 0, :type :ok, :f :read, :value 1, :time 5}\n", "h:1", "has no open operation");
  refuses(call + "{:process 0, :type :ok, :f :write, :value 1, :time 5}\n", "h:2",
          "its open operation, of line 1, is a get");
  refuses(call + "{:process 0, :type :ok, :f :read, :value [1 2], :time 6}\n", "h:2", "expected a value without a key");
  refuses("{:process 0, :type :invoke, :f :txn, :value [[:r 1 nil]], :time 5}\n", "h:1", "transactions are not judged");
  refuses("{:process 0, :type :begin, :f :read}\n", "h:1", "expected :type :invoke");
  refuses("{:type :invoke, :f :read}\n", "h:1", "expected :process");
  refuses(call + "oops\n", "h:2", "expected an EDN map, found 'o'");
  refuses("{:process 0", "h:1", "end of the file", "jepsen");
}

TEST_CASE("etcd logs: the order of lines is time, a failed compare-and-swap saw another value") {
  const std::string text =
      "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n"
      "INFO  jepsen.core - something else\n"
      "INFO  jepsen.util - 1\t:invoke\t:cas\t[2 4]\n"
      "INFO  jepsen.util - 1\t:fail\t:cas\t[2 4]\n"
      "INFO  jepsen.util - 2\t:invoke\t:write\t3\n"
      "INFO  jepsen.util - 2\t:info\t:write\t:timed-out\n"
      "INFO  jepsen.util - 0\t:ok\t:read\t3\n"
      "INFO  jepsen.util - 0\t:invoke\t:read\tnil\n"
      "INFO  jepsen.util - 0\t:fail\t:read\t:timed-out\n";
  const Result<HistoryFile> good = read_text(text);
  REQUIRE(good.ok());
  CHECK(answer(good.value()) == checks::Answer::linearizable);
  CHECK(listed(good.value().history) ==
        "client 0 get register → 3, line 1 – line 7\n"
        "client 1 cas register 2 → 4 failed, line 3 – line 4\n"
        "client 2 put register = 3, line 5 – never answered\n"
        "client 0 get register, line 8 – never answered\n");
  const std::string swap = "INFO  jepsen.util - 1\t:invoke\t:cas\t[3 4]\nINFO  jepsen.util - 1\t:fail\t:cas\t[3 4]\n";
  const Result<HistoryFile> bad = read_text(text + swap);
  REQUIRE(bad.ok());
  CHECK(answer(bad.value()) == checks::Answer::not_linearizable);
  refuses(text + "INFO  jepsen.util - 1\t:ok\t:cas\t[2 4]\n", "h:10", "has no open operation");
  refuses("INFO  jepsen.util - 1\t:invoke\t:cas\t2\n", "h:1", "expected [from to]");
  refuses("INFO  jepsen.util - 1\t:invoke\t:drain\n", "h:1",
          "expected :f :read, :write, :cas or :append, found :drain");
  refuses("nothing of the kind\n", "h:1", "expected lines of jepsen.util", "etcd");
}

TEST_CASE("key-value logs: strings by key, appends") {
  const std::string text =
      "{:process 0, :type :invoke, :f :get, :key \"7\", :value nil}\n"
      "{:process 0, :type :ok, :f :get, :key \"7\", :value \"\"}\n"
      "{:process 0, :type :invoke, :f :append, :key \"7\", :value \"x 0 0 y\"}\n"
      "{:process 1, :type :invoke, :f :put, :key \"8\", :value \"a\\\"b\"}\n"
      "{:process 0, :type :ok, :f :append, :key \"7\", :value \"x 0 0 y\"}\n"
      "{:process 0, :type :invoke, :f :get, :key \"7\", :value nil}\n"
      "{:process 0, :type :ok, :f :get, :key \"7\", :value \"x 0 0 y\"}\n";
  const Result<HistoryFile> read = read_text(text);
  REQUIRE(read.ok());
  const checks::History& history = read.value().history;
  REQUIRE(history.operations.size() == 4);
  CHECK(history.operations[0].value == checks::History::initial);
  CHECK(history.values.text(history.operations[2].value) == "a\\\"b");
  CHECK(answer(read.value()) == checks::Answer::linearizable);
  refuses(text + "{:process 1, :type :ok, :f :put, :key \"7\", :value \"a\"}\n", "h:8", "had begun one on key \"8\"");
  refuses("{:process 1, :type :invoke, :f :put, :value \"a\"}\n", "h:1", "expected :key", "kv");
}

TEST_CASE("a format is told by how a file begins") {
  const auto named = [](const std::string& text) {
    ByteSource source = source_of(text);
    const HistoryFormat* const format = detect_history_format(source.ahead());
    return format == nullptr ? std::string() : std::string(format->name);
  };
  CHECK(named(header) == "whitewater");
  CHECK(named("\n\n[{:type :invoke, :process 0}") == "jepsen");
  CHECK(named("; a comment\n{:index 0, :type :invoke}") == "jepsen");
  CHECK(named("#jepsen.history.Op{:index 0, :type :invoke}") == "jepsen");
  CHECK(named("{:process 0, :type :invoke, :f :get, :key \"7\"}") == "kv");
  CHECK(named("started\nINFO  jepsen.util - 0\t:invoke\t:read\tnil\n") == "etcd");
  CHECK(named("[]") == "jepsen");
  CHECK(named("{\n  :type :invoke}") == "jepsen");
  CHECK(named("#jepsen.history.Vector [\n #jepsen.history.Op{:index 0}]") == "jepsen");
  CHECK(named("{:name \"test\"}") == "jepsen");
  CHECK(named("[\n {\"type\": \"invoke\"}]") == "json");
  CHECK(named("{ \"type\": \"invoke\"}") == "json");
  CHECK(named("\xEF\xBB\xBF{\"schema\":\"whitewater.history/1\"}") == "whitewater");
  CHECK(named("INFO [2020-01-09 10:00:00,000] jepsen worker 0 - jepsen.util 0\t:invoke\t:read\tnil") == "log");
  CHECK(named("2023-01-01 00:00:00,000{UTC}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:invoke\t:read\tnil") == "log");
  CHECK(named("0\t:invoke\t:write\t1\n") == "txt");
  CHECK(named(":nemesis   :info   :start   nil\n") == "txt");
  CHECK(named("hello").empty());
  CHECK(named("").empty());
}

TEST_CASE("the page of formats has a row for every format, and the help names each") {
  const auto content = [](const char* path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
  };
  const std::string page = content("docs/linearizability.md"), help = content("docs/cli.md");
  std::size_t rows = 0;
  const std::size_t begin = page.find("## Formats"), end = page.find("\n## ", begin + 1);
  for (std::size_t at = page.find("\n| `", begin); at < end; at = page.find("\n| `", at + 1)) ++rows;
  CHECK(rows == history_formats().size());
  for (const HistoryFormat& format : history_formats()) {
    const std::string name(format.name);
    INFO(name);
    CHECK(page.substr(begin, end - begin).find("\n| `" + name + "` |") != std::string::npos);
    const std::size_t option = help.find("  --format NAME       whitewater");
    REQUIRE(option != std::string::npos);
    CHECK(help.substr(option, help.find('\n', option) - option).find(name) != std::string::npos);
  }
}
