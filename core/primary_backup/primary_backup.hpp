// Primary-backup replication with a fixed primary: the classic protocol without failover. Replica 0 orders the puts,
// sends each put to every backup until the backup acknowledges it, and answers the put once a majority of the replicas
// (itself included) has it on disk. Replica 0 answers gets from the puts that it has answered so far. Backups redirect.
// Linearizable under crashes, restarts, loss, duplication and reordering. Puts go unanswered while the primary is dead
// or cannot reach a majority. A put that was in progress when the primary crashed takes effect if it reached the
// primary's disk, and is never answered. The protocol assumes that each request is sent once.
// It keeps the actor interface honest: the layers below know no more of this protocol than of any other actor.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/actor/actor.hpp"
#include "core/client/request.hpp"
#include "core/primary_backup/message.hpp"

namespace whitewater::primary_backup {

inline constexpr NodeId primary{0};

struct Config {
  NodeId self;
  unsigned replicas = 3;
  Duration retransmit_after = milliseconds(40);
  std::uint32_t retransmit_max = 32;  // updates that are resent to one backup at once, at most
};

class Replica final : public Actor {
 public:
  Replica() = default;
  explicit Replica(const Config& config) : config_(config) {}

  // Sets the replica to its initial state and keeps the memory. Call it before the pool of its payloads is destroyed.
  void reset(const Config& config);

  void handle(const Event& event, Time now, Effects& effects) override;
  std::uint64_t fingerprint() const override { return combine(fingerprint_, log_.size() ^ (committed_ << 32)); }

  // The number of puts in the store: at the primary those that it may answer, at a backup all that it has.
  std::uint64_t applied() const { return committed_; }
  // Empty for a key that was never put.
  std::string_view value(std::string_view key) const;

 private:
  static constexpr TimerId retransmit_timer{0};

  void on(const Started& event, Time now, Effects& effects);
  void on(const MessageArrived& event, Time now, Effects& effects);
  void on(const TimerFired& event, Time now, Effects& effects);
  void on(const RequestArrived& event, Time now, Effects& effects);
  void on(const ReplyArrived&, Time, Effects&) {}

  void forget();
  void take_update(const Update& update, Effects& effects);
  void take_acknowledge(NodeId from, std::uint64_t sequence, Effects& effects);
  void order_put(const PayloadRef& request, Time now, Effects& effects);
  void commit_up_to(std::uint64_t sequence, Effects& effects);
  void apply(const PayloadRef& request);
  std::size_t position(std::string_view key) const;
  void reply(const client::Request& request, PayloadRef answer, Effects& effects);

  bool leads() const { return config_.self == primary; }
  NodeSet backups() const { return NodeSet::first(config_.replicas) - NodeSet::of(primary); }

  Config config_;
  std::vector<PayloadRef> log_;    // of Updates; log_[i] has sequence i + 1
  std::vector<PayloadRef> store_;  // for each key, the put that wrote it last; sorted by key
  std::uint64_t committed_ = 0;
  std::array<std::uint64_t, NodeSet::nodes_max> acknowledged_{};  // by backup
  bool timer_set_ = false;
  std::uint64_t fingerprint_ = 0;
};

}  // namespace whitewater::primary_backup
