// RequestStories: keeps, of every request, what the driver saw of it, and beside that what happened to the cluster;
// tells it in order and in words, for requests that were never answered, answered twice or answered wrongly. It knows
// only what passes the driver: a replica's own thoughts are in its log.
#pragma once

#include <map>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/course/request_record.hpp"
#include "core/text/number_text.hpp"
#include "tools/real/report/mentions.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

struct StoryEvent {
  enum class Kind : std::uint8_t {
    // of one request
    asked,      // node: replica, peer: client
    mentioned,  // node -> nodes, in a message of that type
    answered,   // node: replica, peer: client
    // of the cluster
    fault,
    ended,      // node
    leader,     // node; no_node: not known any more
    reachable,  // node: it said hello, or connected
    disturbed,  // node
  };

  Time time;
  Kind kind = Kind::asked;
  NodeId node;
  NodeId peer;
  NodeSet nodes;
  Fate fate = Fate::delivered;
  bool to_leader = false;
  client::Reply::Outcome outcome = client::Reply::Outcome::ok;
  Judgement judgement = Judgement::accepted;
  course::EventType fault = course::EventType::kill_leader;
  std::string mid;
  std::string words;  // type of a message, how a process ended, what is wrong with an answer
};

class RequestStories final : public RunWatcher {
 public:
  explicit RequestStories(unsigned replicas) : replicas_(replicas) {}

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_end(const EndSeen& seen) override;
  void on_reachable(Time time, NodeId replica) override;
  void on_leader(Time time, NodeId leader) override;
  void on_disturbance(Time time, NodeId replica, std::string_view what) override;

  // Requests of the plan that deserve a story, by number: those with incorrect answers first, then those without an
  // answer, then those with duplicates.
  static std::vector<std::uint32_t> troubled(std::span<const course::RequestRecord> requests);
  // end: of the run.
  std::string tell(std::span<const course::RequestRecord> requests, std::uint32_t number, Time end,
                   const TextStyle& style) const;

 private:
  static constexpr std::size_t mentions_max = 60;

  struct History {
    std::vector<StoryEvent> events;
    std::size_t mentions = 0;  // those too many to keep included
    std::string key;
  };
  struct Put {
    std::string mid, value;
    Time acknowledged = time_never;
  };

  void mention(History& history, const MessageSeen& seen);
  std::string about_value(const AnswerSeen& seen) const;
  std::vector<const StoryEvent*> merged(const History& history, Time from, Time to) const;
  std::string conclusion(std::span<const course::RequestRecord> requests, const course::RequestRecord& last,
                         const History& history, Time end) const;

  unsigned replicas_;
  MentionScanner scanner_;
  std::map<std::uint32_t, History> requests_;                           // by number in the plan
  std::unordered_map<std::string, std::uint32_t> numbers_;              // by MID
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_key_;  // numbers, ascending
  std::unordered_map<std::string, std::vector<Put>> puts_;              // by key
  std::vector<StoryEvent> cluster_;
  bool mids_seen_ = false;                // in some message between replicas: else keys are what tells
  std::vector<std::uint32_t> mentioned_;  // in the message before, for broadcasts
  const char* last_bytes_ = nullptr;
  Time last_time_;
};

}  // namespace whitewater::tools::real
