// LivenessProbe: the client that a healed cluster must serve: it puts a value and gets it back.
#pragma once

#include <cstdint>
#include <string>

#include "core/actor/actor.hpp"
#include "core/base/ids.hpp"
#include "core/base/time.hpp"
#include "core/client/request.hpp"

namespace whitewater::scenarios {

// An additional client that puts a value and gets it back. It asks one replica after the other until it is answered.
class LivenessProbe final : public Actor {
 public:
  void reset(NodeId self, unsigned replicas, Duration patience);
  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return rolling_; }

  bool done() const { return step_ == Step::done; }
  // The request that is not done yet: "the put" or "the get".
  std::string waits_for() const;

 private:
  enum class Step : std::uint8_t { put, get, wrong_value, done };

  void ask(NodeId to, Time now, Effects& effects);
  NodeId next_replica();
  void on_reply(const client::Reply& reply, Time now, Effects& effects);
  std::string mid() const;

  NodeId self_;
  unsigned replicas_ = 0;
  Duration patience_;
  Step step_ = Step::put;
  std::uint32_t attempts_ = 0;  // that were given up for a new name
  std::uint32_t sends_ = 0;
  std::uint64_t rolling_ = 0;
};

}  // namespace whitewater::scenarios
