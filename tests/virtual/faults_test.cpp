// Every kind of fault strikes a replica program: what the program does, or what reaches it, shows it. Each is tried on
// 0001 of three, from 6 s to 7 s of the run.
#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tools/shell.hpp"

namespace whitewater::tools::virtual_time {
namespace {

using testing::Folder;
using testing::Outcome;

constexpr double begin = 6, end = 7;

// A line of the trace: "6.100277591  0001  sends  0000  datagram ...".
struct Line {
  double at = 0;
  std::string node, what, other;
};

bool replica(const std::string& id) {
  return id == "0000" || id == "0001" || id == "0002";
}

class Trace {
 public:
  explicit Trace(const std::string& fault) {
    const Folder folder;
    const std::string scenario = folder.with(
        "fault.json", R"({"lifetime": 5, "requests": 50, "mix": 0.2, "replicas": 3, "faults": [)" + fault + "]}");
    const Outcome outcome = testing::shell("$W run " + scenario + " --seed 7 --trace " + folder.file("trace") +
                                           " --replica '" WHITEWATER_VIRTUAL_REPLICA "'");
    INFO(outcome.out << outcome.err);
    REQUIRE(outcome.code <= 1);
    std::ifstream lines(folder.file("trace"));
    for (std::string text; std::getline(lines, text);) {
      std::istringstream words(text);
      Line line;
      words >> line.at >> line.node >> line.what >> line.other;
      lines_.push_back(line);
    }
    REQUIRE(!lines_.empty());
  }
  // Of what the replica did with other replicas: "sends", "receives", "loses", "is" (cut off); after and before.
  std::vector<Line> of(const std::string& node, const std::string& what, double from, double to) const {
    std::vector<Line> found;
    for (const Line& line : lines_)
      if (line.node == node && line.what == what && line.at > from && line.at < to &&
          (what == "is" || replica(line.other)))
        found.push_back(line);
    return found;
  }
  bool acts(const std::string& node, double from, double to) const {
    return !of(node, "sends", from, to).empty() || !of(node, "receives", from, to).empty();
  }
  // The shortest time from a message that 0001 receives until it sends one.
  double reaction(double from, double to) const {
    double shortest = 1;
    for (const Line& received : of("0001", "receives", from, to)) {
      const auto sent = of("0001", "sends", received.at, to);
      if (!sent.empty()) shortest = std::min(shortest, sent.front().at - received.at);
    }
    return shortest;
  }

 private:
  std::vector<Line> lines_;
};

std::string fault(const std::string& more) {
  return R"({"at": "6s", "for": "1s", )" + more + "}";
}

TEST_CASE("A killed program does nothing more") {
  const Trace trace(R"({"type": "kill", "at": "6s", "replicas": ["0001"]})");
  CHECK(trace.acts("0001", 5, begin));
  CHECK(!trace.acts("0001", begin, 20));
  CHECK(trace.acts("0000", begin, 20));
}

TEST_CASE("A killed program that is restarted begins anew") {
  const Trace trace(fault(R"("type": "kill", "replicas": ["0001"])"));
  CHECK(!trace.acts("0001", begin, end));
  CHECK(trace.acts("0001", end, 20));
}

TEST_CASE("A paused program does nothing for that time, and goes on") {
  const Trace trace(fault(R"("type": "pause", "replicas": ["0001"])"));
  CHECK(trace.acts("0001", 5, begin));
  CHECK(!trace.acts("0001", begin, end));
  CHECK(trace.acts("0000", begin, end));
  CHECK(trace.acts("0001", end, 8));
}

TEST_CASE("A slow program takes longer to answer") {
  const Trace trace(fault(R"("type": "slow", "replicas": ["0001"], "busy": "50ms")"));
  CHECK(trace.reaction(5, begin) < 0.001);
  CHECK(trace.reaction(begin + 0.06, end) >= 0.045);
  CHECK(trace.reaction(end + 0.1, 10) < 0.001);
}

TEST_CASE("A partition keeps messages from a program and from the others") {
  const Trace trace(fault(R"("type": "partition", "replicas": ["0001"])"));
  CHECK(trace.of("0001", "receives", begin + 0.001, end).empty());
  CHECK(trace.of("0000", "is", begin, end).size() + trace.of("0002", "is", begin, end).size() > 0);
  CHECK(!trace.of("0001", "receives", end, 8).empty());
}

TEST_CASE("A cut link keeps messages from a program in one direction") {
  const Trace trace(fault(R"("type": "cut", "from": "all", "to": ["0001"])"));
  CHECK(trace.of("0001", "receives", begin + 0.001, end).empty());
  CHECK(!trace.of("0001", "receives", end, 8).empty());
}

TEST_CASE("Messages to a program are lost") {
  const Trace trace(fault(R"("type": "loss", "from": "all", "to": ["0001"], "probability": 1)"));
  CHECK(trace.of("0001", "receives", begin + 0.001, end).empty());
  CHECK(trace.of("0000", "loses", begin, end).size() + trace.of("0002", "loses", begin, end).size() > 0);
  CHECK(!trace.of("0001", "receives", end, 8).empty());
}

TEST_CASE("Messages to a program are duplicated") {
  const Trace trace(fault(R"("type": "duplication", "from": "all", "to": ["0001"], "probability": 1)"));
  const auto handed = [&trace](double from, double to) {
    std::size_t sent = 0;
    for (const char* node : {"0000", "0002"})
      for (const Line& line : trace.of(node, "sends", from, to)) sent += line.other == "0001";
    return static_cast<double>(trace.of("0001", "receives", from, to).size()) / static_cast<double>(sent);
  };
  CHECK(handed(5, begin) < 1.2);
  CHECK(handed(begin, end) > 1.5);
}

TEST_CASE("Messages to a program are delayed") {
  const Trace trace(fault(R"("type": "delay", "from": "all", "to": ["0001"], "delay": "20ms")"));
  for (const char* node : {"0000", "0002"}) {
    std::vector<Line> sent, received;
    for (const Line& line : trace.of(node, "sends", begin, end - 0.05))
      if (line.other == "0001") sent.push_back(line);
    for (const Line& line : trace.of("0001", "receives", begin + 0.002, end))
      if (line.other == node) received.push_back(line);
    REQUIRE(received.size() >= sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) CHECK(received[i].at - sent[i].at >= 0.0199);
  }
}

}  // namespace
}  // namespace whitewater::tools::virtual_time
