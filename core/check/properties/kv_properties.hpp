// All properties of a cluster of kv::ReplicaActors, checked after every event: the properties of Raft, and the promises
// to clients: a put takes effect once and is answered only after it is committed, and a get is never older than what
// was committed when the get arrived. This adapter knows the store and the clients' requests. It is told of hosts and
// faults by its caller.
#pragma once

#include <cstdint>
#include <optional>

#include "core/actor/effects.hpp"
#include "core/actor/event.hpp"
#include "core/check/properties/property.hpp"
#include "core/check/properties/raft_properties.hpp"
#include "core/check/properties/request_ghost.hpp"
#include "core/kv/replica_actor.hpp"

namespace whitewater::checks {

class KvProperties {
 public:
  KvProperties() = default;
  KvProperties(const KvProperties&) = delete;
  KvProperties& operator=(const KvProperties&) = delete;

  // As RaftProperties::judges.
  static constexpr bool judges(unsigned replicas, bool instant_disks) {
    return RaftProperties::judges(replicas, instant_disks);
  }
  void reset(unsigned replicas, bool instant_disks);
  void durable_up_to(NodeId node, WriteNumber number) { raft_.durable_up_to(node, number); }
  void crashed(NodeId node) { raft_.crashed(node); }

  // node, whose actor is `replica`, has handled `event` and appended `effects`; no effect has been performed yet.
  // Returns false if there is a violation. Inline in its one caller: the frame of a call costs a tenth of the checks.
  [[gnu::always_inline]] bool after_event(NodeId node, const Event& event, const Effects& effects,
                                          const kv::ReplicaActor& replica) {
    const raft::Node& raft = replica.raft();
    if (!std::holds_alternative<MessageArrived>(event) && !before_all(node, event, replica)) return false;
    if (!effects.writes.empty() && !raft_.writes(node, effects)) return false;
    const std::uint64_t applied = replica.applied().value;
    const std::uint64_t content = replica.store().content_hash();
    if (raft_.changed(node, raft, applied, content)) {
      if (!raft_.after_change(node, raft, applied, content)) return false;
      if (raft_.committed() != requests_.committed()) note_commits(raft);
      if (replica.store().puts() != requests_.effects_at(applied)) [[unlikely]]
        return too_many_effects(node, replica);
    }
    if (raft.leading() && !raft_.leads_on(node, event, raft)) return false;
    return may_leave(node, effects, replica);
  }

  const std::optional<PropertyViolation>& violation() const { return violation_.get(); }
  // For reports: the node's log is on its disk up to this index.
  std::uint64_t durable(NodeId node) const { return raft_.durable(node); }

 private:
  bool before_all(NodeId node, const Event& event, const kv::ReplicaActor& replica);
  void arrived(NodeId node, const RequestArrived& event);
  void note_commits(const raft::Node& committer);
  bool too_many_effects(NodeId node, const kv::ReplicaActor& replica);
  // Fast path: most events send only plain messages. A message to several replicas is one object, and is judged once.
  bool may_leave(NodeId node, const Effects& effects, const kv::ReplicaActor& replica) {
    const Effects::Send* judged = nullptr;
    for (const Effects::Send& send : effects.sends) {
      if (judged != nullptr && same_object(judged->payload, send.payload) && judged->after_write == send.after_write)
        continue;
      const auto* peer = send.payload.get_if<raft::PeerMessage>();
      if (peer == nullptr || !raft_.plainly_leaves(node, send, peer->message, replica.raft())) [[unlikely]]
        return all_may_leave(node, effects, replica);
      judged = &send;
    }
    return true;
  }
  bool all_may_leave(NodeId node, const Effects& effects, const kv::ReplicaActor& replica);
  bool may_answer(NodeId node, const Effects::Send& send, std::uint64_t applied);

  FirstViolation violation_;
  RaftProperties raft_{violation_};
  RequestGhost requests_;
  unsigned replicas_ = 0;
};

}  // namespace whitewater::checks
