// FakeRun: a run in real time without processes, sockets and clock: RunCore, with replicas of the test's own and a time
// that jumps from step to step. The lowest living replica leads; it stores a put at once, and tells the others.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/base/payload_pool.hpp"
#include "core/course/course.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/report/report.hpp"
#include "tests/real/fake_transport.hpp"
#include "tools/real/report/run_counters.hpp"
#include "tools/real/run/run_core.hpp"

namespace whitewater::tools::real::testing {

class FakeRun final : private ProcessControl, private RunWatcher {
 public:
  static constexpr const char* small_scenario =
      R"({"lifetime": 5, "replicas": 3, "requests": 20, "mix": 0.5, "start_wait": 1, "end_wait": 1})";

  // overrides: "drops=0.1"; of a scenario file. Requires that it can be read and is not refused.
  explicit FakeRun(const std::vector<std::string>& overrides, const char* file = small_scenario);

  // Reads it as the program does.
  static Result<scenarios::ReadScenario> read(const std::vector<std::string>& overrides,
                                              const char* file = small_scenario);

  void run();

  // All that was seen, a line each, and how the course judges it.
  std::string seen() const { return seen_ + verdict(); }
  std::string verdict() const;
  // How the course judges it, and whether that was by chance.
  scenarios::RunReport report() const;
  // How often that stands in a line of what was seen.
  std::size_t count(const std::string& part) const;

  PayloadPool pool;  // outlives the course
  scenarios::Scenario scenario;
  std::uint64_t seed = 1;
  course::Course course;
  FakeTransport transport;
  Findings findings;
  RunCounters counters{3};
  Time now;
  // What happened to processes, "5.000 stop 0000".
  std::vector<std::string> acts;
  bool serves = true;  // false: the replicas are silent
  std::optional<NodeId> fails_to_start;

  const RunCore& core() const { return *core_; }

 private:
  void end(NodeId replica, const std::string& why, Time time) override;
  void crash(NodeId replica, const std::string& why, Time time) override;
  bool start_again(NodeId replica, Time time) override;
  void stop(NodeId replica) override;
  void go_on(NodeId replica) override;
  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;

  void act(const std::string& what, NodeId replica, Time time);
  void note(Time time, const std::string& text);
  bool serve();
  void handle(NodeId replica, const std::string& bytes);
  void say(NodeId replica, const std::string& dst, const std::string& type, const std::string& more);
  NodeId leader() const;

  RunWatchers watchers_;
  std::optional<RunCore> core_;
  NodeSet up_, paused_;
  std::map<std::string, std::string> store_;
  std::size_t served_ = 0;                     // of what the transport was given
  std::vector<FakeTransport::Delivery> kept_;  // for paused replicas
  std::string seen_;
};

}  // namespace whitewater::tools::real::testing
