// Any bytes are a history or an error: random ones, and good files with a few bytes changed, cut or doubled. What was
// read can be checked, whatever it says.
#include <array>
#include <string>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/check/linearizability/linearizability.hpp"
#include "tests/catch.hpp"
#include "tests/effort.hpp"
#include "tests/history/read_text.hpp"
#include "tools/history/check_report.hpp"

using namespace whitewater;
using namespace whitewater::tools;
using testing::read_text;

namespace {

struct Sample {
  const char* format;
  std::string text;
};

const std::array<Sample, 8>& samples() {
  static const std::array<Sample, 8> list{
      {{"whitewater",
        R"({"schema":"whitewater.history/1","model":"kv","scenario":"s","seed":"7","source":"x","replicas":3}
{"type":"invoke","time_ns":1,"op":0,"client":"0013","f":"put","key":"k","value":"\u00e9\ud83d\ude00","x":[1,{"a":"]"}]}
{"type":"fault","time_ns":2,"fault":"kill","replicas":["0001","0002"]}
{"type":"ok","time_ns":3,"op":0,"client":"0013","f":"put","key":"k","value":"a"}
{"type":"invoke","time_ns":4,"op":1,"client":"0013","f":"get","key":"k"}
{"type":"ok","time_ns":5,"op":1,"client":"0013","f":"get","key":"k","value":"a"}
{"type":"end","time_ns":6,"operations":2}
)"},
       {"jepsen", R"([{:process 0, :type :invoke, :f :write, :value [1 3], :time 10, :index 0}
{:process :nemesis, :type :info, :f :start, :value {:a #{1 2}}, :time 11} ; comment
#op{:process 0, :type :ok, :f :write, :value [1 3], :time 20}
{:process 1, :type :invoke, :f :cas, :value [1 ["a\"" \}]], :time 21}
{:process 1, :type :info, :f :cas, :value [1 ["a\"" \}]], :error "x", :time 30}])"},
       {"kv", R"({:process 0, :type :invoke, :f :append, :key "7", :value "x 0 0 y"}
{:process 0, :type :ok, :f :append, :key "7", :value "x 0 0 y"}
{:process 0, :type :invoke, :f :get, :key "7", :value nil}
{:process 0, :type :ok, :f :get, :key "7", :value "x 0 0 y"}
)"},
       {"etcd",
        "INFO  jepsen.util - 0\t:invoke\t:read\tnil\nINFO  jepsen.util - 1\t:invoke\t:cas\t[2 4]\n"
        "INFO  jepsen.util - 1\t:fail\t:cas\t[2 4]\nINFO  jepsen.util - 0\t:ok\t:read\t3\n"},
       {"log",
        "INFO [2020-01-09 10:00:00,000] jepsen worker 0 - jepsen.util 0\t:invoke\t:write\t[0 3]\n"
        "INFO [2020-01-09 10:00:00,000] jepsen nemesis - jepsen.util :nemesis\t:info\t:start\t{:a #{\"n1\"}}\n"
        "2023-01-01 00:00:00,000{UTC}\tINFO\t[jepsen worker 0] jepsen.util: 0\t:ok\t:write\t[0 3]\n"},
       {"txt", "0\t:invoke\t:cas\t[\"k\" [1 2]]\n0\t:ok\t:cas\t[\"k\" [1 2]]\n:nemesis\t:info\t:start\tnil\n"},
       {"json",
        R"([{"process": 0, "type": "invoke", "f": "write", "key": {"b": 1.50, "a": null},
"value": [1, "\u00e9", 2e3], "time": 1},
{"process": 0, "type": "ok", "f": "write", "key": {"a": null, "b": 1.5}, "time": 2},
{"client": "c", "type": "invoke", "f": "cas", "key": 7, "from": 1, "to": 2, "time": 2.5}])"},
       {"jepsen",
        R"({:name "t",
:history [#op {:process "n1-0", :type :invoke, :f :write, :value #:a{:b 0x1F :c #{\newline 3/6}}}
{:process "n1-0", :type :ok, :f :write, #_ :gone :value nil}
{:process :c, :type :invoke, :f :read}
{:process :c, :type :ok, :f :read, :value #:a{:c #{1/2 \newline} :b 31N}}], :results nil})"}}};
  return list;
}

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(scale(hash_words(seed_, draws_++), bound)); }

 private:
  std::uint64_t seed_;
  std::uint64_t draws_ = 0;
};

std::string mutated(std::string text, Dice& dice) {
  constexpr std::string_view interesting = "{}[]()\":,;#\\ \n\t0-9~\x80\xFF";
  for (std::size_t changes = 1 + dice.below(4); changes > 0 && !text.empty(); --changes) {
    const std::size_t at = dice.below(text.size());
    const std::size_t length = std::min(1 + dice.below(30), text.size() - at);
    switch (dice.below(6)) {
      case 0:
        text[at] = static_cast<char>(dice.below(256));
        break;
      case 1:
        text[at] = interesting[dice.below(interesting.size())];
        break;
      case 2:
        text.erase(at, length);
        break;
      case 3:
        text.insert(at, text.substr(dice.below(text.size()), length));
        break;
      case 4:
        text.insert(at, 1, interesting[dice.below(interesting.size())]);
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

// True: it was a history.
bool survives(const std::string& text, const std::string& format, std::size_t piece) {
  const Result<HistoryFile> read = read_text(text, format, piece);
  if (!read.ok()) {
    REQUIRE_FALSE(read.error().message.empty());
    const std::string& message = read.error().message;
    REQUIRE(message.size() < 700);
    REQUIRE(std::none_of(message.begin(), message.end(), [](char c) { return static_cast<unsigned char>(c) < ' '; }));
    return false;
  }
  checks::LinearizabilityOptions options;
  options.steps_max = 10'000;
  CheckReport report;
  report.name = "h";
  report.format = find_history_format(format.empty() ? "json" : format);
  report.file = read.value();
  report.result = checks::check_linearizability(read.value().history, options);
  // Whatever the file says, the report is lines of text.
  const auto control = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\n'; };
  const std::string shown = check_report_text(report, true, {}), json = check_report_json(report, true);
  INFO(shown);
  REQUIRE(std::none_of(shown.begin(), shown.end(), control));
  REQUIRE(std::none_of(json.begin(), json.end(), control));
  REQUIRE(json.find('\n') == std::string::npos);
  return true;
}

}  // namespace

TEST_CASE("good files with a few bytes changed are histories or errors") {
  for (const Sample& sample : samples()) {
    REQUIRE(survives(sample.text, sample.format, 1 << 20));
    std::size_t good = 0, bad = 0;
    for (std::uint64_t seed = 1; seed <= tests::effort(6'000u); ++seed) {
      Dice dice(hash_words(seed, sample.text.size()));
      ++(survives(mutated(sample.text, dice), sample.format, 1 + dice.below(200)) ? good : bad);
    }
    INFO(sample.format << ": " << good << " histories, " << bad << " errors");
    CHECK(good > 100);
    CHECK(bad > tests::effort(1'000u));
  }
}

TEST_CASE("random bytes are errors, or next to nothing") {
  for (std::uint64_t seed = 1; seed <= tests::effort(4'000u); ++seed) {
    Dice dice(seed);
    std::string text;
    for (std::size_t size = dice.below(300); text.size() < size;) text += static_cast<char>(dice.below(256));
    for (const Sample& sample : samples()) (void)survives(text, sample.format, 64);
    (void)survives(text, "", 64);
  }
}

TEST_CASE("deep and long things are refused, or read, without harm") {
  (void)survives("{:a " + std::string(200'000, '['), "jepsen", 4096);
  (void)survives(std::string(200'000, '{'), "jepsen", 4096);
  (void)survives("{\"a\":" + std::string(200'000, '['), "whitewater", 4096);
  (void)survives(std::string(200'000, '#'), "jepsen", 4096);
}
