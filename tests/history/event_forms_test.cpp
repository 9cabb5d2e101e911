// The forms that events come in: keys, compare-and-sets, clients, times, transactions; and what is refused.
#include <string>

#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/history/read_text.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using testing::read_text;

namespace {

// "yes", "no", or the error.
std::string verdict(const std::string& text, const std::string& format = "") {
  const Result<HistoryFile> read = read_text(text, format);
  if (!read.ok()) return read.error().text();
  return checks::check_linearizability(read.value().history).answer == checks::Answer::linearizable ? "yes" : "no";
}

void says(const std::string& text, const std::string& expected) {
  const std::string found = verdict(text);
  INFO(text << "\n" << found);
  CHECK(found.find(expected) != std::string::npos);
}

// An event of EDN: f and value as they are spelled.
std::string edn(const std::string& process, const std::string& type, const std::string& f, const std::string& value,
                const std::string& more = "") {
  return "{:process " + process + ", :type :" + type + ", :f :" + f + (value.empty() ? "" : ", :value " + value) +
         more + "}\n";
}

std::string both(const std::string& process, const std::string& f, const std::string& value,
                 const std::string& answer) {
  return edn(process, "invoke", f, value) + edn(process, "ok", f, answer);
}

// A write of 1, and a read that sees the answer.
std::string write_and_read(const std::string& writer, const std::string& reader, const std::string& answer) {
  return both(writer, "write", "1", "1") + both(reader, "read", "nil", answer);
}

}  // namespace

TEST_CASE("anybody is a client except the nemesis") {
  for (const char* name : {"0", "\"n1-3\"", ":c1", "worker", "[0 1]", "\\a", "nil", "3N"}) {
    CHECK(verdict(write_and_read(name, "7", "1")) == "yes");
    CHECK(verdict(write_and_read(name, "7", "9")) == "no");
    CHECK(verdict(write_and_read("7", name, "nil")) == "no");
  }
  // The nemesis may do anything, even read; and what only tells of things that no client does is a nemesis, too.
  says(edn(":nemesis", "invoke", "read", "nil") + write_and_read("0", "1", "1"), "yes");
  says(edn("\"nemesis\"", "info", "kill", "[:n1]") + write_and_read("0", "1", "1"), "yes");
  says(edn(":chaos", "info", "kill", "nil") + write_and_read("0", "1", "1") + edn(":chaos", "info", "heal", "nil"),
       "yes");
  says(edn(":chaos", "info", "kill", "nil") + write_and_read(":chaos", "1", "9"), "no");
  says(write_and_read("nemesis-1", "\"nemesis client\"", "9"), "no");
  says(edn(":chaos", "invoke", "kill", "nil") + write_and_read("0", "1", "1"), "h:1: expected :f :read, :write");
  says(edn(":c1", "info", "write", "1"), "h:1: process :c1 ends a put, but has no open operation");
  CHECK(read_text(edn(":chaos", "info", "kill", "nil")).value().faults.list().size() == 1);
}

TEST_CASE("a process does one thing at a time, and both lines are told") {
  says(edn("0", "invoke", "write", "1") + "\n" + edn("0", "invoke", "read", "nil"),
       "h:3: process 0 begins a get, but its put of line 1 is still open");
  says(edn("0", "invoke", "write", "1") + edn("0", "ok", "read", "nil"),
       "h:2: process 0 ends a get, but its open operation, of line 1, is a put");
  says(edn("0", "invoke", "write", "1") + edn("0", "info", "write", "1") + both("0", "read", "nil", "1"), "yes");
}

TEST_CASE("time is for show in EDN: the order of the events decides") {
  const auto timed = [](const std::string& a, const std::string& b, const std::string& c, const std::string& d) {
    const auto at = [](const std::string& time) { return time.empty() ? "" : ", :time " + time; };
    return edn("0", "invoke", "write", "1", at(a)) + edn("0", "ok", "write", "1", at(b)) +
           edn("1", "invoke", "read", "nil", at(c)) + edn("1", "ok", "read", "nil", at(d));
  };
  CHECK(verdict(timed("1", "2", "3", "4")) == "no");
  CHECK(verdict(timed("5", "5", "5", "5")) == "no");
  CHECK(verdict(timed("4", "3", "2", "1")) == "no");
  CHECK(verdict(timed("", "", "", "")) == "no");
  CHECK(verdict(timed("1", "", "3", "")) == "no");
  CHECK(verdict(timed("", "2", "3", "")) == "no");
  CHECK(verdict(timed("1.5", "2.5", "-3", "1e9")) == "no");
  CHECK(verdict(timed("nil", "\"12:00\"", "#inst \"2020-01-01\"", "1/2")) == "no");
  CHECK(verdict(timed("9223372036854775807", "9223372036854775807", "-9223372036854775808", "99999999999999999999")) ==
        "no");
  const Result<HistoryFile> read = read_text(timed("70", "60", "60", "90"));
  REQUIRE(read.ok());
  REQUIRE(read.value().remarks.size() == 1);
  CHECK(read.value().remarks[0].find("the times step back once, by up to 0.00000001 s") == 0);
  const checks::History& history = read.value().history;
  CHECK(checks::operation_text(history, history.operations[0]) == "client 0 put register = 1, 70 ns – 60 ns");
  CHECK(checks::operation_text(history, history.operations[1]) == "client 1 get register → nil, 60 ns – 90 ns");
}

TEST_CASE("compare-and-sets come as pairs, with keys in front, or as maps") {
  const std::string begin = both("0", "write", "1", "1");
  says(begin + both("1", "cas", "[1 2]", "[1 2]") + both("0", "read", "nil", "2"), "yes");
  says(begin + both("1", "cas", "(1 2)", "") + both("0", "read", "nil", "1"), "no");
  says(begin + both("1", "cas", "{:from 1 :to 2}", "nil") + both("0", "read", "nil", "2"), "yes");
  says(begin + both("1", "cas", "{:new 2 :old 1}", "nil") + both("0", "read", "nil", "1"), "no");
  says(begin + both("1", "compare-and-set", "[1 2]", "true") + both("0", "read", "nil", "2"), "yes");
  const std::string keyed = both("0", "write", "[:k 1]", "[:k 1]");
  says(keyed + both("1", "cas", "[:k [1 2]]", "[:k [1 2]]") + both("0", "read", "[:k nil]", "[:k 2]"), "yes");
  says(keyed + both("1", "cas", "[:k 1 2]", "[:k 1 2]") + both("0", "read", "[:k nil]", "[:k 1]"), "no");
  says(keyed + both("1", "cas", "[:j nil 2]", "[:j nil 2]") + both("0", "read", "[:k nil]", "[:k 1]"), "yes");
  says(both("1", "cas", "[\"w\" \"1\" \"2\"]", "nil"), "no");  // a key that looks like the name of an operation
  says(both("1", "cas", "[\"w\" nil \"2\"]", "nil") + both("1", "read", "[\"w\" nil]", "[\"w\" \"2\"]"), "yes");
  says(begin + edn("1", "invoke", "cas", "[1 2 3]"), "h:3: expected [from to] as the value of a cas, found [1 2 3]");
  says(begin + edn("1", "invoke", "cas", ""), "h:3: expected [from to] as the value of a cas, found none");
  says(keyed + edn("1", "invoke", "cas", "[:k 1 2 3]"), "h:3: expected [key value], as in line 1, found [:k 1 2 3]");
}

TEST_CASE("a failed compare-and-set did nothing, for any reason; a failed event may tell an error as its value") {
  const std::string begin = both("0", "write", "1", "1");
  const std::string swap = edn("1", "invoke", "cas", "[1 2]");
  says(begin + swap + edn("1", "fail", "cas", "[1 2]") + both("0", "read", "nil", "1"), "yes");
  says(begin + swap + edn("1", "fail", "cas", "[:timeout 5]") + both("0", "read", "nil", "2"), "no");
  says(begin + swap + edn("1", "info", "cas", ":timed-out") + both("0", "read", "nil", "2"), "yes");
  const std::string keyed = both("0", "write", "[:k 1]", "[:k 1]") + edn("1", "invoke", "write", "[:k 2]");
  says(keyed + edn("1", "fail", "write", "[:timeout 5]") + both("0", "read", "[:k nil]", "[:k 1]"), "yes");
  says(keyed + edn("1", "info", "write", ":timed-out") + both("0", "read", "[:k nil]", "[:k 2]"), "yes");
  says(keyed + edn("1", "ok", "write", "[:j 2]"),
       "h:4: process 1 ends an operation on key :j, but had begun one on key :k");
}

TEST_CASE("transactions are refused where they show, whatever they are called") {
  for (const char* value : {"[[:r 9 nil]]", "[[:w 9 1] [:r 8 nil]]", "[[:append 1 2]]", "([:r 9 nil])", "[:r 9 nil]",
                            "[[\"r\" 9 nil]]", "[[r 9]]", "[(:w 9 1)]", "[5 [[:r 5 nil]]]"})
    for (const char* f : {"read", "write", "txn", "r", "transfer"}) {
      INFO(f);
      says(write_and_read("0", "1", "1") + edn("2", "invoke", f, value), "h:5: ");
      CHECK(verdict(edn("2", "invoke", f, value)).find("h:1: transactions are not judged: :f :") == 0);
    }
  says(edn("0", "invoke", "txn", "nil"), "h:1: transactions are not judged");
  says(edn("0", "invoke", "read", "nil") + edn("0", "ok", "read", "[[:r 9 5]]"), "h:2: transactions are not judged");
  says("0\t:invoke\t:txn\t[[:r 9 nil]]\n", "h:1: transactions are not judged");
  says("INFO  jepsen.util - 0\t:invoke\t:read\t[[:r 9 nil]]\n", "h:1: transactions are not judged");
  says(R"({"process":0,"type":"invoke","f":"read","value":[["r",9,null]]})", "h:1: transactions are not judged");
  says(R"({"process":0,"type":"invoke","f":"txn","value":[]})", "h:1: transactions are not judged");
  // Values that only look a little like it.
  says(both("0", "write", "[:a :b :c]", "nil") + both("1", "read", "nil", "[:a :b :c]"), "yes");
  says(both("0", "write", "[[1 2] [3 4] [5 6]]", "nil"), "yes");
  says(both("0", "write", "[]", "nil") + both("1", "read", "nil", "()"), "yes");
}

TEST_CASE("keys are named by :key, or are in front of values, or there is one register") {
  const auto keyed = [](const std::string& f, const std::string& key, const std::string& value,
                        const std::string& answer) {
    return edn("0", "invoke", f, value, ", :key " + key) + edn("0", "ok", f, answer, ", :key " + key);
  };
  says(keyed("write", "\"a\"", "1", "1") + keyed("read", "\"b\"", "nil", "nil"), "yes");
  says(keyed("write", "\"a\"", "1", "1") + keyed("read", "\"a\"", "nil", "nil"), "no");
  says(keyed("write", "\"7\"", "1", "1") + keyed("read", "7", "nil", "nil"), "yes");  // another key
  says(keyed("write", "7N", "1", "1") + keyed("read", "7", "nil", "nil"), "no");
  says(keyed("write", "{:a 1 :b 2}", "[1 2]", "1") + keyed("read", "{:b 2, :a 1}", "nil", "[1 2]"), "yes");
  says(keyed("write", "1", "\"1\"", "nil") + keyed("read", "1", "nil", "1"), "no");  // a string is no number
  // Faults in front do not hide that the operations name their keys.
  says(edn(":nemesis", "info", "kill", "nil") + keyed("write", "1", "\"\"", "nil") + keyed("read", "1", "nil", "nil"),
       "yes");
  says(keyed("write", "1", "1", "1") + edn("0", "invoke", "read", "nil"), "h:3: expected a key in every operation");
  says(write_and_read("0", "1", "1") + edn("0", "invoke", "read", "nil", ", :key 1"),
       "h:5: expected no key, as in the operation of line 1");
  says(both("0", "write", "[:k 1]", "[:k 1]") + edn("0", "invoke", "read", "nil"),
       "h:3: expected [key value], as in line 1, found nil");
  says(edn("0", "invoke", "write", ""), "h:1: expected the value of the put, found none");
  says(keyed("append", "1", "5", "5"), "h:1: expected a string to append, found 5");
}

TEST_CASE("JSON: the usual names, in any shape") {
  const std::string invoke = R"({"client":"a","type":"invoke","op":"write","value":1})",
                    ok = R"({"client":"a","type":"OK","op":"write"})",
                    read = R"({"worker":2,"type":":invoke","operation":"READ"})",
                    seen = R"({"worker":2,"type":"ok","operation":"read","value":1.0})";
  says(invoke + "\n" + ok + "\n" + read + "\n" + seen + "\n", "yes");
  says("[" + invoke + "," + ok + ",\n" + read + "," + seen + "]", "yes");
  says("{\"name\":\"t\",\"history\":[" + invoke + "," + ok + "," + read + "," + seen + "]}", "yes");
  says(invoke + ok + read + R"({"worker":2,"type":"ok","operation":"read"})", "no");  // it saw nothing
  says(R"({"process":1,"type":"invoke","f":"cas","from":null,"to":2})" + std::string("\n") +
           R"({"process":1,"type":"ok","f":"cas"})" + read + R"({"worker":2,"type":"ok","operation":"read","value":2})",
       "yes");
  says(R"({"process":1,"f":"read","value":null})",
       "h:1: expected a \"type\" (invoke, ok, fail or info) in every event");
  says(R"({"type":"invoke","f":"read"})", "h:1: expected a \"process\" (or \"client\") in every event");
  says(R"({"type":"invoke","process":1})", "h:1: expected an \"f\" (read, write, cas or append) in every event");
  says(R"({"type":"invoke","process":1,"f":"read"}{"type":"ok","process":1})", "yes");  // it ends what is open
  says(R"({"type":"ok","process":1})", "h:1: expected :f :read, :write, :cas or :append, found none");
  says(R"({"type":"begin","process":1,"f":"read"})",
       "h:1: expected the \"type\" invoke, ok, fail or info, found \"begin\"");
  says(R"({"type":"invoke","process":1,"f":"incr"})", "h:1: expected :f :read, :write, :cas or :append, found :incr");
  says("{\"type\":\"invoke\",\"process\":1,\"f\":\"write\",\"value\":[1,}\n", "h:1: ");
  says("[{\"a\":1} x]", "h:1: expected a \"type\"");
  const auto timed = [](const std::string& more, const std::string& less) {
    return R"({"process":1,"type":"invoke","f":"write","value":1,)" + more + "}\n" +
           R"({"process":1,"type":"ok","f":"write",)" + less + "}\n";
  };
  says(timed(R"("time":2)", R"("time":2)"), "yes");
  says(timed(R"("time":2.5)", R"("time":1)"), "h:2: the time steps back: expected 2.5 or later, found 1");
  says(timed(R"("time":2,"index":0)", R"("time":1,"index":1)"), "yes");
  says(timed(R"("time":"b")", R"("time":"a")"), "yes");
}

TEST_CASE("columns and logs: tabs or blanks, other messages, truncated ends") {
  says("0\t:invoke\t:write\t[1 2]\r\n0\t:ok\t:write\t[1 2]\r\n1\t:invoke\t:read\t[1 nil]\r\n1\t:ok\t:read\t[1 3]\r\n",
       "no");
  says("0   :invoke  :write   \"a b\"\n0 :ok :write \"a b\"\n1 :invoke :read nil\n1 :ok :read \"a b\"\n", "yes");
  says("\"n1 a\"\t:invoke\t:write\t1\n\n:c\t:invoke\t:read\tnil\n:c\t:ok\t:read\t1\n", "yes");
  says("0\t:invoke\t:write\t1\t:late\n0\t:fail\t:write\t1\t:timeout\n1\t:invoke\t:read\tnil\n1\t:ok\t:read\t1\n", "no");
  says("0\t:invoke\t:write\t1\nnonsense\n0\t:ok\t:write\t1\n", "h:2: expected PROCESS :TYPE :F VALUE, found nonsense");
  says("0\t:invoke\t:write\t1\n0\t:ok\t:wri", "h:2: expected :f :read");
  says("0\t:invoke\t:write\t1\n0\t:o", "yes");
  says("0\t:invoke\t:read\tnil\n0\t:ok\t:read\n0\t:invoke\t:read\tnil\n",
       "h:2: expected a value at the end of the line");
  const std::string line = "INFO [2020-01-09 10:00:00,000] jepsen worker 0 - jepsen.util ";
  says("WARN something\n" + line + "0\t:invoke\t:write\t1\n" + line + "Waiting for nodes\n" + line +
           "0\t:ok\t:write\t1\n",
       "yes");
  says(line + "0\t:invoke\t:cas\t[1 2]\n" + line + "0\t:fail\t:cas\t[1 2]\n", "yes");
  CHECK(read_text("INFO [2020] main - jepsen.core Running\nINFO done\n").error().text() ==
        "h:2: expected lines of jepsen.util, found none");
}

TEST_CASE("strings are appended to strings") {
  const std::string json =
      R"({"process":0,"type":"invoke","f":"append","key":"k","value":"x"}{"process":0,"type":"ok","f":"append"})"
      R"({"process":0,"type":"invoke","f":"get","key":"k"}{"process":0,"type":"ok","f":"get","value":"x"})";
  says(json, "h:1: expected keys that begin with a string, since strings are appended: say --initial '\"\"'");
  ByteSource source = testing::source_of(json);
  const Result<HistoryFile> read = read_history(source, "h", *find_history_format("json"), "\"\"");
  REQUIRE(read.ok());
  CHECK(checks::check_linearizability(read.value().history).answer == checks::Answer::linearizable);
}

TEST_CASE("a write that completes with another value is told") {
  const Result<HistoryFile> read = read_text(both("0", "write", "1", "2") + both("0", "write", "#{1 2}", "#{2 1N}") +
                                             both("0", "write", "4", "nil") + both("1", "read", "nil", "4"));
  REQUIRE(read.ok());
  REQUIRE(read.value().remarks.size() == 1);
  CHECK(read.value().remarks[0] ==
        "a write completed with another value than at the invocation, in line 2: the value of the invocation counts");
}

TEST_CASE("only the first object can be a test") {
  const std::string events = write_and_read("0", "1", "1");
  says(events + "{:process 2 :type :invoke :f :read :history [1 2]}\n{:process 2 :type :ok :f :read :value 3}\n", "no");
  const Result<HistoryFile> read = read_text("{:history [" + events + "]}");
  REQUIRE(read.ok());
  REQUIRE(read.value().remarks.size() == 1);
  CHECK(read.value().remarks[0] == "the file is a whole test: its history alone was taken");
}

TEST_CASE("EDN: whole tests, torn ends, and what is no event") {
  const std::string events = write_and_read("0", "1", "1");
  says("{:name \"t\" :history [" + events + "] :results {:history [{:x 1}]}}", "yes");
  says("{:history (" + write_and_read("0", "1", "2") + ")}", "no");
  says("#jepsen.store.Test{:nested {:history [1 2]}, :history #jepsen.history.Vector [" + events + "]}", "yes");
  const Result<HistoryFile> torn = read_text("{:name \"t\" :history [" + events);
  REQUIRE(torn.ok());
  REQUIRE(torn.value().remarks.size() == 2);
  CHECK(torn.value().remarks[0].find("the end of the array is missing") == 0);
  says("{:valid? true, :count 5}", "h:1: expected :type in every event, found :valid? true");
  says("{:name \"etcd\",\n :results\n {:valid? true}}",
       "expected :type in every event, found :name \"etcd\", :results {:valid? true}");
  says(events + "7\n", "h:5: expected an EDN map, found '7'");
  says(events + "{:process 0 :type}\n", "h:5: expected a value after every name of an EDN map, found :type");
}
