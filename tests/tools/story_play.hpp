// A run played by hand and recorded: what stories and traces are made from, without a simulator.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/kv/notes.hpp"
#include "core/raft/output.hpp"
#include "core/raft/peer_message.hpp"
#include "scenarios/story/story.hpp"
#include "scenarios/story/world_recorder.hpp"
#include "scenarios/systems/raft_vocabulary.hpp"
#include "scenarios/workloads/course_requests.hpp"
#include "simnet/faults/episode.hpp"

namespace whitewater::scenarios::testing {

inline constexpr NodeId client_0{5};

// One run, played by hand and recorded: five replicas, client 0015.
class Play {
 public:
  Play() : log_(5, raft_vocabulary), observer_(log_), effects_(pool_) {}

  PayloadPool& pool() { return pool_; }
  RunLog& log() { return log_; }
  void at(std::int64_t us) { now_ = Time{} + microseconds(us); }

  void lead(NodeId node, std::uint64_t term) {
    effects_.begin(0);
    effects_.note(static_cast<std::uint32_t>(raft::NoteCode::became_leader), term, 0);
    handle(node, TimerFired{});
  }
  void ask(NodeId to, const PayloadRef& request) { send(client_0, to, SendKind::request, request); }
  void arrive(NodeId node, const PayloadRef& request) {
    effects_.begin(0);
    handle(node, RequestArrived{client_0, request});
  }
  void log(NodeId node, const PayloadRef& request, std::uint64_t index, std::uint64_t term) {
    const raft::Entry entry{raft::Term{term}, request};
    effects_.begin(0);
    effects_.append(index, 1, raft::make_batch(pool_, &entry, 1));
    handle(node, TimerFired{});
  }
  void truncate(NodeId node, std::uint64_t index) {
    effects_.begin(0);
    effects_.truncate(index);
    handle(node, TimerFired{});
  }
  void note(NodeId node, kv::NoteCode code, std::uint64_t a, std::uint64_t b) {
    effects_.begin(0);
    effects_.note(static_cast<std::uint32_t>(code), a, b);
    handle(node, TimerFired{});
  }
  void replicate(NodeId from, NodeId to, const PayloadRef& request, std::uint64_t index, simnet::SendOutcome outcome) {
    send(from, to, SendKind::message, append_of(from, request, index), outcome);
  }
  void deliver(NodeId to, NodeId from, const PayloadRef& request, std::uint64_t index) {
    effects_.begin(0);
    const PayloadRef append = append_of(from, request, index);
    handle(to, MessageArrived{from, append});
  }
  void reply(NodeId from, const PayloadRef& reply) { send(from, client_0, SendKind::reply, reply); }
  void receive(NodeId from, const PayloadRef& reply) {
    effects_.begin(0);
    handle(client_0, ReplyArrived{from, reply});
  }
  // As a real run says it.
  void name_leader(NodeId leader) {
    RunRecord record;
    record.time = now_;
    record.kind = RunRecord::Kind::leader;
    record.node = leader;
    log_.add(std::move(record));
  }
  // number: of the scenario file; 0: none.
  void fault(simnet::faults::KindId kind, NodeSet targets, std::uint64_t number = 0, bool ends = false) {
    simnet::faults::Episode episode;
    episode.what.kind = kind;
    if (number != 0) episode.number = (std::uint64_t{1} << 32) + number;
    simnet::EpisodeRecord record;
    record.time = now_;
    record.what = ends ? simnet::EpisodeRecord::What::ends : simnet::EpisodeRecord::What::begins;
    record.episode = &episode;
    record.targets = targets;
    if (kind == simnet::faults::KindId::kill) record.died = targets;
    observer_.on_episode(record);
  }
  void start(NodeId node) {
    simnet::faults::Episode episode;
    episode.what.kind = simnet::faults::KindId::kill;
    simnet::EpisodeRecord record;
    record.time = now_;
    record.what = simnet::EpisodeRecord::What::ends;
    record.episode = &episode;
    record.targets = record.started = NodeSet::of(node);
    observer_.on_episode(record);
  }

 private:
  PayloadRef append_of(NodeId from, const PayloadRef& request, std::uint64_t index) {
    const raft::Entry entry{raft::Term{1}, request};
    raft::AppendEntries append;
    append.prev_log_index = raft::Index{index - 1};
    append.entries = raft::make_batch(pool_, &entry, 1);
    return make_payload<raft::PeerMessage>(pool_, from, raft::Message(append));
  }
  void handle(NodeId node, const Event& event) { observer_.on_event({now_, 0, node, event, effects_}); }
  void send(NodeId from, NodeId to, SendKind kind, const PayloadRef& payload,
            simnet::SendOutcome outcome = simnet::SendOutcome::delivered) {
    observer_.on_send({now_, from, to, kind, outcome, 1, ++sent_, 0, payload});
  }

  PayloadPool pool_;  // outlives the log
  RunLog log_;
  WorldRecorder observer_;
  Effects effects_;
  Time now_;
  std::uint64_t sent_ = 0;
};

inline course::RequestRecord record_of(const PayloadRef& payload, NodeId to, std::uint32_t number,
                                       std::uint32_t attempt, std::int64_t us) {
  course::RequestRecord record;
  record.payload = payload;
  record.sent = Time{} + microseconds(us);
  record.number = number;
  record.attempt = attempt;
  record.to = to;
  return record;
}

inline Result<std::string> told(const RunLog& log, const std::vector<course::RequestRecord>& records,
                                std::string_view subject) {
  const std::vector<ReportedRequest> requests = reported_requests(records);
  return StoryTeller(log, requests, {}).tell(subject);
}

}  // namespace whitewater::scenarios::testing
