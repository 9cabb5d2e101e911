// TraceWriter: a real run as lines of text, in the columns of `run --trace`: time, node, what, the other node, type,
// details. One line for each thing that passes the driver.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

class TraceWriter final : public RunWatcher {
 public:
  using Sink = std::function<void(std::string_view line)>;  // the line comes with its line feed

  TraceWriter(unsigned replicas, Sink sink) : replicas_(replicas), sink_(std::move(sink)) {}

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_end(const EndSeen& seen) override;
  void on_reachable(Time time, NodeId replica) override;
  void on_leader(Time time, NodeId leader) override;
  void on_disturbance(Time time, NodeId replica, std::string_view what) override;

 private:
  void write(Time time, NodeId node, std::string_view what, NodeId peer, std::string_view type,
             std::string_view details);

  unsigned replicas_;
  Sink sink_;
  std::string line_;
};

}  // namespace whitewater::tools::real
