// StoryRecorder: watches a run and keeps, of every request, what happened to it and where, and beside that the
// faults and the changes of leader. It knows what the notes of the key-value replica mean, which entries of
// the log carry which request, and nothing about words: telling is story.hpp's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "core/client/request.hpp"
#include "core/raft/types.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

struct StoryEvent {
  enum class Kind : std::uint8_t {
    // of one request
    sent,            // node: client, peer: replica, outcome
    arrived,         // node: replica
    held,            // node: replica that knows no leader
    redirected,      // node, peer: the leader it names
    refused,         // node
    appended,        // node, index, term
    replicated,      // node -> peer, index, outcome
    removed,         // node, index: its log was truncated
    displaced,       // node: another entry was committed at index
    applied,         // node, index
    applied_before,  // node, index
    reply_sent,      // node: replica, peer: client, reply, outcome
    reply_arrived,   // node: client, peer: replica, reply
    // of the cluster
    leader_rose,  // node, term
    leader_fell,  // node: led, and follows now
    killed,       // node
    restarted,    // node
    partitioned,  // nodes: the side that was cut off
    healed,
    links_changed,  // fault: its name
  };

  Time time;
  Kind kind = Kind::sent;
  NodeId node;
  NodeId peer;
  bool node_leads = false;  // node, at that time
  bool peer_leads = false;
  simnet::SendOutcome outcome = simnet::SendOutcome::delivered;
  client::Reply::Outcome reply = client::Reply::Outcome::ok;
  std::uint64_t request = 0;  // client::Request::name(); 0: of the cluster
  raft::Index index;
  raft::Term term;
  NodeSet nodes;
  const char* fault = "";
};

class StoryRecorder final : public simnet::Observer {
 public:
  explicit StoryRecorder(unsigned replicas) : replicas_(replicas), logs_(replicas) {}

  void on_send(const simnet::SendRecord& record) override;
  void on_event(const simnet::EventRecord& record) override;
  void on_fault(Time time, const simnet::Fault& fault, NodeSet targets) override;

  unsigned replicas() const { return replicas_; }
  const std::vector<StoryEvent>& events() const { return events_; }  // in the order in which they happened

 private:
  using Kind = StoryEvent::Kind;

  StoryEvent& add(Time time, Kind kind, NodeId node, std::uint64_t request = 0);
  void note(const simnet::EventRecord& record, const Effects::Note& note);
  void note_role(Time time, NodeId node, bool leads, raft::Term term);
  void note_writes(const simnet::EventRecord& record);
  void truncate(Time time, NodeId node, std::uint64_t first);

  unsigned replicas_;
  NodeSet leading_;
  std::vector<std::map<std::uint64_t, std::uint64_t>> logs_;  // by replica: index -> request
  std::vector<StoryEvent> events_;
};

}  // namespace whitewater::scenarios
