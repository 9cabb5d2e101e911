// Recorder: watches a simulated run of Raft and writes down the facts that the second judge reads. It reads messages,
// writes and notes, and never a replica.
#pragma once

#include "core/base/time.hpp"
#include "core/raft/message.hpp"
#include "scenarios/systems/figure3/record.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios::figure3 {

class Recorder final : public simnet::Observer {
 public:
  explicit Recorder(unsigned replicas) { record_.replicas = replicas; }

  const Record& record() const { return record_; }

  Watches watches() const override { return {.sends = false, .events = true, .notes = true, .writes = true}; }
  void on_event(const simnet::EventRecord& event) override;
  void on_durable(const simnet::WritesRecord& writes) override;

 private:
  Fact& add(Fact::Kind kind, NodeId node);
  void add_cause(const simnet::EventRecord& event);
  void add_writes(NodeId node, const Effects& effects);
  void add_notes(NodeId node, const Effects& effects);
  void add_sends(NodeId node, const Effects& effects);

  Record record_;
  std::uint32_t group_ = 0;
  NodeId latest_ = no_node;  // of the latest event
  Time latest_time_;
};

}  // namespace whitewater::scenarios::figure3
