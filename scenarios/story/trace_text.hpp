// The trace: a line of ASCII for each record of a run log: time in seconds, node, what, the other node, type, details.
// Simulated and real runs share it. For people and for diff.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "scenarios/story/run_log.hpp"

namespace whitewater::scenarios {

// The line includes its line feed. Empty if the trace does not show such records (writes to logs).
std::string trace_line(const RunLog& log, const RunRecord& record);

// Passes on the lines while the run goes on.
class TraceText final : public RunLogReader {
 public:
  using Sink = std::function<void(std::string_view line)>;

  explicit TraceText(Sink sink) : sink_(std::move(sink)) {}

  void on_record(const RunLog& log, const RunRecord& record) override;

 private:
  Sink sink_;
};

}  // namespace whitewater::scenarios
