// WorldRecorder: watches a simulated world and writes its run log. Each record names its cause: an arrival was caused
// by its send, a timer by the event that set it, and everything else that a node does by the event that the node
// handles. Changes no digest.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <deque>
#include <map>

#include "core/actor/event.hpp"
#include "scenarios/story/run_log.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class WorldRecorder final : public simnet::Observer {
 public:
  explicit WorldRecorder(RunLog& log) : log_(log) {}

  void on_send(const simnet::SendRecord& record) override;
  void on_event(const simnet::EventRecord& record) override;
  void on_episode(const simnet::EpisodeRecord& record) override;

 private:
  // A send that an event asked for, and that may still wait for the disk.
  struct Asked {
    PayloadRef payload;
    NodeId to;
    std::uint32_t event = RunRecord::nothing;
  };
  // The messages that are on their way on one link.
  struct Route {
    NodeId from, to;
    SendKind plane = SendKind::message;
    std::uint64_t fold = 0;
    friend auto operator<=>(const Route&, const Route&) = default;
  };
  struct Flying {
    PayloadRef payload;
    std::uint32_t sent = RunRecord::nothing;
    unsigned copies = 1;
  };
  struct Node {
    std::deque<Asked> asked;
    std::array<std::uint32_t, timers_max> timers{};  // the event that set each timer: 0, or its number + 1
    std::uint32_t restarted_by = RunRecord::nothing;
  };

  RunRecord record_of(const simnet::EventRecord& record);
  std::uint32_t cause_of_arrival(const RunRecord& arrival);
  std::uint32_t cause_of_send(Node& node, const simnet::SendRecord& record);
  void add_fault(RunRecord record, std::string_view word);
  void note_effects(const simnet::EventRecord& record, std::uint32_t event);

  RunLog& log_;
  std::map<NodeId, Node> nodes_;
  std::map<Route, std::deque<Flying>> flying_;
};

}  // namespace whitewater::scenarios
