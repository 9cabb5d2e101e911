// Course: everything that the course's simulator process knows during a run: the living replicas, the current leader,
// the partition, the eight clients, the outstanding requests, and the counters. The Course is the judge of a run.
// Pure: time and messages are passed in, requests to send are returned; the same class serves the simulated world and a
// real-time driver. Keeps memory across reset(): a second run allocates nothing.
// Holds payloads of the pool that it is given, so it must be reset or destroyed before that pool is destroyed.
// Ids are dense here: replicas 0 … replicas-1, then the eight clients.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/check.hpp"
#include "core/base/ids.hpp"
#include "core/base/payload.hpp"
#include "core/base/time.hpp"
#include "core/client/request.hpp"
#include "core/client/silence.hpp"
#include "core/course/request_record.hpp"
#include "core/course/rules.hpp"
#include "core/course/statistics.hpp"
#include "core/course/workload.hpp"

namespace whitewater::course {

// A request that a client sends now.
struct Outgoing {
  NodeId client;
  NodeId to;
  PayloadRef payload;          // a client::Request
  std::uint64_t identity = 0;  // hash of (request number, attempt), for keyed randomness
  std::uint32_t record = 0;    // the request's position in requests()
};

class Course {
 public:
  // Starts a new run, keeping the memory.
  void reset(const Rules& rules, std::uint64_t seed);
  // Forgets the run and releases its payloads; statistics are invalid afterwards.
  void release();

  const Rules& rules() const { return rules_; }
  const Workload& workload() const { return workload_; }
  NodeId client_node(unsigned client) const { return NodeId{static_cast<std::uint16_t>(rules_.replicas + client)}; }
  bool is_replica(NodeId node) const { return node.value < rules_.replicas; }
  bool is_client(NodeId node) const { return !is_replica(node) && node.value < rules_.replicas + clients; }

  // --- clients -----------------------------------------------------------------------------------
  // Makes request number `request` of the plan. Returns nothing if no replica lives: the run is over.
  std::optional<Outgoing> fire(std::uint32_t request, Time now, PayloadPool& pool);
  // A client received an answer. Judges the answer, and returns the retry if the answer asks for one.
  std::optional<Outgoing> answer(NodeId client, NodeId from, const client::Reply& reply, Time now, PayloadPool& pool);
  // Resends the same request (Rules::ask_again), for the time-th time. Returns nothing if the request is answered or no
  // replica lives.
  std::optional<Outgoing> again(std::uint32_t record, std::uint32_t time) const;
  // Changes whenever the state of that client changes.
  std::uint64_t client_fingerprint(NodeId client) const { return clients_[index_of(client)].rolling; }

  // Some bytes of a replica were read: the course's loop woke (Rules::loop_wait).
  void saw_traffic(Time now) { last_wake_ = now; }
  // When a request that is due at `due` leaves, provided that nothing is read before.
  Time leaves_at(Time due) const;

  // --- messages of replicas ------------------------------------------------------------------------
  // Call it for every well-formed message that a replica sends, in order: tracks the leader and counts the message.
  // to: a replica, a client, or no_node for a broadcast. Returns false if the destination does not exist: the message
  // is counted as incorrect, and the caller discards it.
  bool saw_replica_message(NodeId from, NodeId to, NodeId leader) {
    saw_leader(from, leader);
    if (is_replica(to)) {
      ++counts_.total_msgs;
      return true;
    }
    if (to == no_node)
      counts_.total_msgs += rules_.replicas - 1;
    else if (!is_client(to))
      ++counts_.incorrect;
    return to == no_node || is_client(to);
  }
  // The same for `count` equal messages, one to each of several replicas.
  void saw_replica_messages(NodeId from, std::size_t count, NodeId leader) {
    saw_leader(from, leader);
    counts_.total_msgs += count;
  }
  // The last message was lost, by loss or at the partition. (A message to a dead receiver is not a drop.)
  void saw_drop() { ++counts_.total_drops; }
  // A message failed a check (not JSON, a field missing, an unknown answer type …).
  void saw_malformed() { ++counts_.incorrect; }
  // The course's simulator would stop with an exception here: counted as incorrect, and the run is over.
  void saw_crash() {
    crashed_ = true;
    ++counts_.incorrect;
  }
  // True if the partition separates the two nodes.
  bool separated(NodeId a, NodeId b) const;

  // --- faults ------------------------------------------------------------------------------------
  // Returns which nodes rules().events[event] would strike now: the victim, the side that is cut off (the chosen
  // majority), or nobody.
  NodeSet resolve(std::size_t event) const;
  // The event struck those nodes.
  void struck(std::size_t event, NodeSet targets);
  // For faults that are not events of the rules: replicas were killed, or started again.
  void saw_kill(NodeSet targets) {
    counts_.killed += (targets & living_).size();
    living_ = living_ - targets;
  }
  void saw_restart(NodeSet targets) {
    restarted_ += (targets - living_).size();
    living_ = living_ | targets;
  }
  // A replica left without being killed (its connection closed, or a message was sent to it before its hello).
  void saw_death(NodeId replica) { living_.erase(replica); }

  // --- the run as a whole --------------------------------------------------------------------------
  NodeSet living() const { return living_; }
  NodeId leader() const { return leader_; }
  bool packets_exhausted() const { return counts_.total_msgs >= rules_.max_packets; }
  // The course's simulator would have stopped with an exception: an event needed a leader, and the leader is no
  // replica.
  bool crashed() const { return crashed_; }
  // The loop ends early: packets are exhausted, no replica lives, or the simulator crashed.
  bool over() const { return packets_exhausted() || crashed_ || (living_.empty() && !may_restart_); }
  // Replicas may be started again: the run goes on while no replica lives.
  void expect_restarts() { may_restart_ = true; }
  // Computes the final statistics; requests that are still outstanding count as unanswered. end: of the run, if it was
  // ended before the load was over.
  Statistics finish(Time end = time_never);
  // The counters so far, without the values that only finish() computes.
  const Statistics& counts() const { return counts_; }
  // Every request and retry so far, in the order of sending.
  std::span<const RequestRecord> requests() const { return records_; }
  // The request with that MID, of any client; null if there is none. Valid until the next request is sent.
  const RequestRecord* request_named(std::string_view mid) const {
    const std::uint32_t at = find(mid);
    return at == RequestRecord::none ? nullptr : &records_[at];
  }
  // The first of them. Nothing: none was refused.
  const std::optional<RefusedAnswer>& refused_answer() const { return refused_answer_; }
  // The value in the answer to a get that was answered ok. Nothing if the answer had no value.
  std::optional<std::string_view> read_value(const RequestRecord& record) const {
    if (!record.read_a_value) return std::nullopt;
    return std::string_view(read_values_).substr(record.read_begin, record.read_bytes);
  }

 private:
  struct Client {
    NodeId leader = no_node;  // the leader that this client was last told of
    std::uint64_t rolling = 0;
    std::vector<std::uint32_t> keys;  // numbers of the acknowledged keys, in the order of their first acknowledgement
  };

  // Call it for every message, answers to clients too, and also if the message says that nobody leads.
  void saw_leader(NodeId from, NodeId leader) {
    check(is_replica(from), "replica messages come from replicas");
    if (leader == leader_ || (majority_ && !majority_->contains(from))) return;
    if (is_replica(leader)) ++counts_.leaders;
    leader_ = leader;
  }
  unsigned index_of(NodeId client) const;
  Outgoing send(RequestRecord record, Time now);
  NodeId destination(unsigned client, std::uint32_t request, std::uint32_t attempt);
  PayloadRef make_request(RequestRecord& record, NodeId node, PayloadPool& pool);
  PayloadRef make_shared(RequestRecord& record, NodeId node, PayloadPool& pool) const;
  PayloadRef make_put(std::uint32_t request, NodeId node, NodeId leader, PayloadPool& pool, std::uint32_t& key_number);
  // The request's position in records_, or RequestRecord::none.
  std::uint32_t find(std::string_view mid) const;
  void learn(Client& client, NodeId leader);
  void note_refusal(NodeId client, NodeId from, const client::Reply& reply, const RequestRecord* record, Time now);
  void accept(Client& client, RequestRecord& record, const client::Reply& reply);
  Outgoing retry(std::uint32_t record, Time now, PayloadPool& pool);
  void forget_leader();
  NodeSet draw_replicas(std::size_t event, NodeSet start, unsigned size) const;

  Rules rules_;
  std::uint64_t seed_ = 1;
  Workload workload_;
  NodeSet living_;
  NodeId leader_ = no_node;
  std::optional<NodeSet> majority_;  // the side that the partition cut off from the rest
  bool crashed_ = false;
  bool may_restart_ = false;
  std::uint64_t restarted_ = 0;
  Time last_wake_;  // when the course's loop was last woken by a message
  std::array<Client, clients> clients_;
  std::vector<PayloadRef> acknowledged_;  // for each key number, the put that was acknowledged last; empty: none yet
  std::vector<RequestRecord> records_;
  std::string read_values_;              // all values, concatenated
  std::vector<std::uint32_t> latest_;    // for each request number, its latest record
  std::vector<std::int64_t> latencies_;  // of all answers, ok or not
  std::vector<std::int64_t> ok_latencies_;
  std::vector<std::int64_t> ok_latencies_from_first_;
  client::SilenceWatch silence_;
  Statistics counts_;
  std::optional<RefusedAnswer> refused_answer_;
};

}  // namespace whitewater::course
