// Files that say something twice, in another order, or beside the history: each is read as it is meant, or refused.
#include <string>

#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/history/read_text.hpp"
#include "tools/history/check_hints.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using testing::read_text;

namespace {

// "yes", "no", or the error. Small pieces find what goes wrong between two of them.
std::string verdict(const std::string& text) {
  std::string first;
  for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{1}}) {
    const Result<HistoryFile> read = read_text(text, "", piece);
    std::string found = "no";
    if (!read.ok())
      found = read.error().text();
    else if (checks::check_linearizability(read.value().history).answer == checks::Answer::linearizable)
      found = "yes";
    if (first.empty()) first = found;
    CHECK(found == first);
  }
  return first;
}

void says(const std::string& text, const std::string& expected) {
  const std::string found = verdict(text);
  INFO(text.substr(0, 2'000) << "\n" << found);
  CHECK(found.find(expected) != std::string::npos);
  CHECK(found.find('\n') == std::string::npos);
}

std::string edn(const std::string& process, const std::string& type, const std::string& f, const std::string& value,
                const std::string& more = "") {
  return "{:process " + process + ", :type :" + type + ", :f :" + f + ", :value " + value + more + "}\n";
}

std::string both(const std::string& process, const std::string& f, const std::string& value,
                 const std::string& answer) {
  return edn(process, "invoke", f, value) + edn(process, "ok", f, answer);
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string all;
  for (std::size_t i = 0; i < times; ++i) all += text;
  return all;
}

std::string json(const std::string& process, const std::string& type, const std::string& f, const std::string& more) {
  return R"({"process":)" + process + R"(,"type":")" + type + R"(","f":")" + f + '"' + (more.empty() ? "" : ",") +
         more + "}\n";
}

// A write of 1, a write of 2, and between them in time, but not in the file, a read of 1.
std::string sorted_by_client(const std::string& name, const std::vector<std::string>& places) {
  const auto at = [&](std::size_t i) { return '"' + name + "\":" + places[i]; };
  return json("0", "invoke", "write", "\"value\":1," + at(0)) + json("0", "ok", "write", at(1)) +
         json("0", "invoke", "write", "\"value\":2," + at(4)) + json("0", "ok", "write", at(5)) +
         json("1", "invoke", "read", at(2)) + json("1", "ok", "read", "\"value\":1," + at(3));
}

const std::string good = both("0", "write", "1", "1") + both("1", "read", "nil", "1");
const std::string bad = both("0", "write", "1", "1") + both("1", "read", "nil", "nil");

}  // namespace

TEST_CASE("EDN: what #_ discards is no event") {
  const std::string write = both("0", "write", "1", "1"), discarded = edn("0", "invoke", "write", "2");
  says(write + "#_" + discarded + "#_" + edn("0", "ok", "write", "2") + both("1", "read", "nil", "2"), "no");
  says(write + "#_\n ; soon\n" + discarded + both("1", "read", "nil", "1"), "yes");
  says(write + "#_#_" + discarded + discarded + both("1", "read", "nil", "1"), "yes");
  says(write + "#_ #op" + discarded + "#_word #_\"a { string\" #_[1 {:a \"]\" \\] #{2}}] #_7" +
           both("1", "read", "nil", "1"),
       "yes");
  says("[" + write + "#_" + discarded + both("1", "read", "nil", "1") + "]", "yes");
  says(edn("0", "invoke", "write", "#_#_2 3 1") + edn("0", "ok", "write", "1") + both("1", "read", "nil", "1"), "yes");
  says(both("0", "write", "#a #_#b 2 1", "nil") + both("1", "read", "nil", "#a 1"), "yes");
  says(good + "#_", "yes");
  // Any number of them is read, with little memory.
  const std::string many = repeated("#_", 300'000);
  says(good + many + repeated("1 ", 300'000), "yes");
  says("{:process 0, " + many + ":type :invoke}\n", "h:1: expected an EDN map");
}

TEST_CASE("an index that steps back is told: such a file is in another order than the events were") {
  const auto at = [](int index) { return ", :index " + std::to_string(index); };
  says(edn("0", "invoke", "write", "1", at(0)) + edn("0", "ok", "write", "1", at(3)) +
           edn("1", "invoke", "read", "nil", at(1)) + edn("1", "ok", "read", "nil", at(2)),
       "h:3: the index steps back: expected 3 or later, found 1; sort the events by index");
  says(edn("0", "invoke", "write", "1", at(5)) + edn("0", "ok", "write", "1", at(5)) +
           edn("1", "invoke", "read", "nil", at(70)) + edn("1", "ok", "read", "nil", at(71)),
       "no");
  says(edn("0", "invoke", "write", "1", ", :index nil") + edn("0", "ok", "write", "1", at(2)), "yes");
  says(sorted_by_client("index", {"0", "1", "2", "3", "4", "5"}), "h:5: the index steps back: expected 5 or later");
}

TEST_CASE("JSON: times step back under any name, as numbers, texts or dates") {
  for (const char* name : {"time", "ts_ms", "timestamp_us", "when", "@timestamp"})
    says(sorted_by_client(name, {"10", "11", "12", "13", "14", "15"}),
         "h:5: the time steps back: expected 15 or later, found 12; sort the events by time");
  says(sorted_by_client("time", {"\"1\"", "\"2\"", "\"3\"", "\"10\"", "\"11\"", "\"12\""}),
       "h:5: the time steps back: expected 12 or later, found 3");
  says(sorted_by_client("timestamp",
                        {"\"2024-05-01T10:00:00Z\"", "\"2024-05-01T10:00:00.5Z\"", "\"2024-05-01T10:00:01Z\"",
                         "\"2024-05-01T10:00:01.25Z\"", "\"2024-05-01T10:00:02Z\"", "\"2024-05-01T10:00:02.125Z\""}),
       "h:5: the time steps back: expected 2024-05-01T10:00:02.125Z or later, found 2024-05-01T10:00:01Z");
  const auto dated = [](const std::string& first, const std::string& second) {
    return json("0", "invoke", "write", "\"value\":1,\"time\":\"" + first + '"') +
           json("0", "ok", "write", "\"time\":\"" + second + '"');
  };
  says(dated("2024-05-01 09:59:59,900", "2024-05-01 10:00:00"), "yes");
  says(dated("2024-05-01 10:00:00,1", "2024-05-01 10:00:00"), "h:2: the time steps back");
  says(dated("2024-05-01T10:00:00+02:00", "2024-05-01T08:00:01Z"), "yes");  // other zones are not compared
  says(dated("soon", "later"), "yes");
}

TEST_CASE("a name that stands twice is told: nobody knows which of the two is meant") {
  says("{:process 0, :type :invoke, :f :write, :value 1, :value 2}\n",
       "h:1: expected every name once in a map, found :value twice");
  says(R"({"process":0,"type":"invoke","f":"write","value":1,"value":2})",
       "h:1: expected every name once in an event, found \"value\" twice");
  says(R"({"process":0,"type":"invoke","f":"write","op":7,"value":1,"x":1,"x":2})", "yes");
  const std::string header = "{\"schema\":\"whitewater.history/1\",\"model\":\"kv\"}\n";
  says(header + R"({"type":"invoke","time_ns":1,"op":0,"f":"put","key":"x","value":"1","value":"2"})" + "\n",
       "h:2: expected every name once in a line, found \"value\" twice");
  says(header + R"({"type":"invoke","time_ns":1,"time_ns":2,"op":0,"f":"get","key":"x"})" + "\n",
       "h:2: expected every name once in a line, found \"time_ns\" twice");
}

TEST_CASE("whitewater: an operation ends for the client that began it") {
  const std::string begun =
      "{\"schema\":\"whitewater.history/1\",\"model\":\"kv\"}\n"
      R"({"type":"invoke","time_ns":1,"op":0,"client":"a","f":"put","key":"x","value":"1"})"
      "\n";
  says(begun + R"({"type":"ok","time_ns":2,"op":0,"client":"b"})" + "\n",
       "h:3: operation 0 began for client a, but ends for client b");
  says(begun + R"({"type":"ok","time_ns":2,"op":0,"client":"a"})" + "\n", "yes");
}

TEST_CASE("a file holds one history") {
  says("[" + good + "]\n[" + bad + "]",
       "h:6: expected nothing behind the end of the array, found '[': a file holds one");
  says("[" + good + "] ; the end\n", "yes");
  says("[[" + good + "]]", "yes");
  says("{:history [" + good + "], :x \"}\", :y \\}, ; }\n :results {:history [1]}}\n", "yes");
  says("{:history [" + good + "], :x {:y \"}\"}}\n\n{:history [" + bad + "]}\n",
       "h:7: expected nothing behind the end of the test, found '{'");
  says("{:history [" + good + "]}" + bad, "h:5: expected nothing behind the end of the test, found '{'");
  says("{:history [" + bad + "], :results {:valid? tr", "no");
  const std::string events = R"({"process":0,"type":"invoke","f":"write","value":1},{"process":0,"type":"ok"})";
  says("{\"history\":[" + events + "],\"x\":\"\\\"}\"}\n{\"history\":[" + events + "]}\n",
       "h:2: expected nothing behind the end of the test, found '{'");
}

TEST_CASE("JSON: from and to are values of a compare-and-set, and else the ends of a message") {
  const auto sent = [](const std::string& more) { return R"("from":"c1","to":"n1")" + more; };
  const std::string begin = json("1", "invoke", "read", sent("")) + json("1", "ok", "read", sent(",\"value\":null")) +
                            json("1", "invoke", "write", sent(",\"value\":5")) + json("1", "ok", "write", sent(""));
  says(begin + json("2", "invoke", "read", sent("")) + json("2", "ok", "read", sent(",\"value\":5")), "yes");
  says(begin + json("2", "invoke", "read", sent("")) + json("2", "ok", "read", sent(",\"value\":null")), "no");
  says(begin + json("2", "invoke", "cas", R"("from":5,"to":6)") + json("2", "ok", "cas", "") +
           json("2", "invoke", "read", "") + json("2", "ok", "read", "\"value\":5"),
       "no");
}

TEST_CASE("a key within the value is told: such operations are not of one register") {
  says(R"({"process":0,"type":"invoke","f":"put","value":{"key":"x","value":1}})",
       "h:1: expected the key beside the value, found both in one map: {\"key\" \"x\" \"value\" 1}");
  says(R"({"process":0,"type":"invoke","f":"get","value":{"k":"x"}})", "h:1: expected the key beside the value");
  says(edn("0", "invoke", "write", "{:value 1 :key 2}"), "h:1: expected the key beside the value");
  says(both("0", "write", "{:a :key}", "nil") + both("1", "read", "nil", "{:a :key}"), "yes");
}

TEST_CASE("columns: a value that is not quoted ends at the first blank, so more words are told") {
  says("0\t:invoke\t:write\thello world\n", "h:1: expected one value, with quotes if it has blanks, found hello world");
  says("0\t:invoke\t:read\tnil\n0\t:ok\t:read\thello there\n", "h:2: expected one value, with quotes");
  says("0\t:invoke\t:write\t1 \t:late\n0\t:ok\t:write\t1\t:x y\n0\t:invoke\t:write\t2\n0\t:info\t:write\ttimed out\n",
       "yes");
}

TEST_CASE("a string is no number: the report says so where it matters") {
  const auto hint = [](const std::string& text) {
    const Result<HistoryFile> read = read_text(text);
    REQUIRE(read.ok());
    const auto found = checks::check_linearizability(read.value().history).contradictions;
    REQUIRE(found.size() == 1);
    const std::vector<std::string> hints = CheckHints(read.value(), found).of(found[0]);
    return hints.empty() ? "" : hints[0];
  };
  CHECK(hint(both("0", "write", "5", "5") + both("1", "read", "nil", "\"5\"")) ==
        "a read returned \"5\", but 5 was written: a string and a number are different values; spell both in one way");
  CHECK(hint(both("0", "write", "\"5\"", "nil") + both("1", "read", "nil", "5")) ==
        "a read returned 5, but \"5\" was written: a string and a number are different values; spell both in one way");
  CHECK(hint(both("1", "read", "nil", "5") + both("0", "write", "\"5\"", "nil")).find("the first read of the key") ==
        0);
  CHECK(hint(both("0", "write", "6", "6") + both("1", "read", "nil", "\"5\"")).find("the first read of the key") == 0);
}
