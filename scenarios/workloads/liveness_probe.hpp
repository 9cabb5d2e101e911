// LivenessProbe: the client that a healed cluster must serve: it gets what was put before the heal, puts a value and
// gets it back. What its first get reads belongs to the history of the run, which the workload keeps.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/client/request.hpp"
#include "scenarios/report/reported_request.hpp"

namespace whitewater::scenarios {

// What the workload knows of its keys, and what it is told of the probe's first get.
class ProbeBooks {
 public:
  virtual ~ProbeBooks() = default;
  // The key of the put that was acknowledged last; if none was, any key.
  virtual std::string key_to_get() const = 0;
  // A get leaves for the first time under this name.
  virtual void probe_asks(const client::Request& /*request*/, Time /*now*/) {}
  // The get that was asked last is answered ok.
  virtual void probe_reads(std::string_view /*value*/, Time /*now*/) {}
};

// An additional client that gets a key that was put before, puts a value and gets it back. It asks one replica after
// the other until it is answered.
class LivenessProbe final : public Actor {
 public:
  // books: outlives the probe.
  void reset(NodeId self, unsigned replicas, Duration patience, ProbeBooks& books);
  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return rolling_; }

  bool done() const { return step_ == Step::done; }
  // What is not done yet, in words.
  std::string waits_for() const;
  // The attempts of the first get, in the order of sending; their number is 0.
  std::span<const ReportedRequest> gets() const { return gets_; }

 private:
  enum class Step : std::uint8_t { get_before, put, get, wrong_value, done };

  void ask(NodeId to, Time now, Effects& effects);
  NodeId next_replica();
  void note_asked(const client::Request& request, NodeId to, Time now);
  void note_answered(const client::Reply& reply, NodeId from, Time now);
  void on_reply(const client::Reply& reply, NodeId from, Time now, Effects& effects);
  std::string mid() const;

  NodeId self_;
  unsigned replicas_ = 0;
  Duration patience_;
  ProbeBooks* books_ = nullptr;
  std::string key_;  // of the first get
  std::vector<ReportedRequest> gets_;
  Step step_ = Step::get_before;
  std::uint32_t attempts_ = 0;  // that were given up for a new name
  std::uint32_t sends_ = 0;
  std::uint64_t rolling_ = 0;
};

}  // namespace whitewater::scenarios
