// WorldRecorder: watches a simulated world and writes its run log. Each record names its cause: an arrival was caused
// by its send, a timer by the event that set it, and everything else that a node does by the event that the node
// handles. Changes no digest.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "core/actor/event.hpp"
#include "scenarios/story/run_log.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

// Hands over the records of one step of a plan of faults, in order, with the word of each fault; add returns a record's
// number. For runs in virtual and in real time.
using AddRecord = std::function<std::uint32_t(RunRecord record, std::string_view word)>;
void record_episode(const simnet::EpisodeRecord& episode, const AddRecord& add);

class WorldRecorder final : public simnet::Observer {
 public:
  explicit WorldRecorder(RunLog& log) : log_(log) {}

  void on_send(const simnet::SendRecord& record) override;
  void on_event(const simnet::EventRecord& record) override;
  void on_vanished(const simnet::VanishedRecord& record) override;
  void on_renumbered(const simnet::RenumberedRecord& record) override;
  void on_durable(const simnet::WritesRecord& record) override;
  void on_writes_lost(const simnet::WritesRecord& record) override { nodes_[record.node].lost.push_back(record); }
  void on_episode(const simnet::EpisodeRecord& record) override;

 private:
  // A send that an event asked for, and that may still wait for the disk.
  struct Asked {
    PayloadRef payload;
    NodeId to;
    std::uint32_t event = RunRecord::nothing;
  };
  // Writes of one event that are not durable.
  struct Issued {
    WriteNumber last = 0;
    Time time;
    std::uint32_t event = RunRecord::nothing;
  };
  struct Node {
    std::deque<Asked> asked;
    std::deque<Issued> issued;                       // oldest first
    std::vector<simnet::WritesRecord> lost;          // in the crash that is told next
    std::array<std::uint32_t, timers_max> timers{};  // the event that set each timer: 0, or its number + 1
    std::uint32_t restarted_by = RunRecord::nothing;
  };

  RunRecord record_of(const simnet::EventRecord& record);
  std::uint32_t sent_as(std::uint64_t sequence);
  std::uint32_t cause_of_send(Node& node, const simnet::SendRecord& record);
  std::uint32_t add_fault(RunRecord record, std::string_view word);
  void add_writes(RunRecord::Kind kind, const simnet::WritesRecord& writes, std::uint32_t cause);
  void note_effects(const simnet::EventRecord& record, std::uint32_t event);

  RunLog& log_;
  std::map<NodeId, Node> nodes_;
  std::map<std::uint64_t, std::uint32_t> flying_;  // by sequence number of each copy, the record of its send
};

}  // namespace whitewater::scenarios
