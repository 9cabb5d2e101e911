// The events of a real run, as the driver sees them, for watchers: counters, stories, trace, history. Views and
// references are valid only during the call.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/client/request.hpp"
#include "core/course/request_record.hpp"
#include "core/course/rules.hpp"
#include "scenarios/story/run_log.hpp"
#include "simnet/observer.hpp"

namespace whitewater::tools::real {

using scenarios::Judgement;
using scenarios::Passage;

// When what was sent is delivered: a copy at once, or later.
struct Way {
  bool at_once = true;
  std::uint64_t later = 0;  // the number under which a copy arrives later; 0: none does
};

struct MessageSeen {
  Time time;
  NodeId from, to;
  std::string_view type;
  std::string_view bytes;
  Passage fate = Passage::delivered;
  unsigned copies = 1;      // 2 if it was duplicated
  NodeId leader = no_node;  // whom the sender names; no_node: nobody
  Way way = {};
};

struct RequestSeen {
  Time time;
  const course::RequestRecord& record;
  NodeId to;
  Passage fate = Passage::delivered;
  bool again = false;  // sent before under this MID, and not answered
  Way way = {};
};

// A message or a request was delivered after it had been on its way.
struct ArrivalSeen {
  Time time;
  SendKind plane = SendKind::message;
  NodeId from, to;
  std::uint64_t number = 0;  // Way::later
};

// An answer `ok` leaves, which arrives later.
struct AnswerLeft {
  Time time;
  NodeId from, client;
  std::string_view mid;
  std::uint64_t number = 0;  // AnswerSeen::number
};

struct AnswerSeen {
  Time time;
  NodeId from, client;
  client::Reply::Outcome outcome = client::Reply::Outcome::ok;
  std::string_view mid;
  std::optional<std::string_view> value;
  Judgement judgement = Judgement::accepted;
  const course::RequestRecord* record = nullptr;  // null if the MID is unknown
  PayloadRef reply;                               // the answer as a client::Reply
  std::uint64_t number = 0;                       // of what was on its way; 0: it arrived at once
};

// An event of the course.
struct FaultSeen {
  Time time;
  std::size_t event = 0;  // the event's number in the rules
  course::EventType type = course::EventType::kill_leader;
  NodeSet targets;          // the victim, or the side that is cut off; empty: the event was cancelled
  bool was_alive = false;   // kill: the victim was alive
  NodeId leader = no_node;  // the leader before the event
};

// A fault of the file began or ended, or all healed; the time is the present one.
struct EpisodeSeen {
  simnet::EpisodeRecord record;
  NodeSet from, to;  // of links: their ends; else from is whom it names
};

struct EndSeen {
  Time time;
  NodeId replica;
  std::string words;   // "exited with status 3"
  bool asked = false;  // the driver had told it to end
};

class RunWatcher {
 public:
  virtual ~RunWatcher() = default;
  virtual void on_message(const MessageSeen&) {}
  virtual void on_request(const RequestSeen&) {}
  virtual void on_arrival(const ArrivalSeen&) {}
  virtual void on_answer_left(const AnswerLeft&) {}
  virtual void on_answer(const AnswerSeen&) {}
  virtual void on_fault(const FaultSeen&) {}
  virtual void on_end(const EndSeen&) {}
  virtual void on_reachable(Time, NodeId) {}  // it said hello, or connected
  virtual void on_leader(Time, NodeId) {}     // the current leader has changed; no_node: not known
  virtual void on_episode(const EpisodeSeen&) {}
  // The run is over: no more events. The judgement follows.
  virtual void on_over(Time) {}
};

// Passes each event to all watchers, in the order in which they were added.
class RunWatchers final : public RunWatcher {
 public:
  void add(RunWatcher& watcher) { list_.push_back(&watcher); }

  void on_message(const MessageSeen& seen) override { tell(&RunWatcher::on_message, seen); }
  void on_request(const RequestSeen& seen) override { tell(&RunWatcher::on_request, seen); }
  void on_arrival(const ArrivalSeen& seen) override { tell(&RunWatcher::on_arrival, seen); }
  void on_answer_left(const AnswerLeft& seen) override { tell(&RunWatcher::on_answer_left, seen); }
  void on_answer(const AnswerSeen& seen) override { tell(&RunWatcher::on_answer, seen); }
  void on_fault(const FaultSeen& seen) override { tell(&RunWatcher::on_fault, seen); }
  void on_end(const EndSeen& seen) override { tell(&RunWatcher::on_end, seen); }
  void on_reachable(Time time, NodeId replica) override { tell(&RunWatcher::on_reachable, time, replica); }
  void on_leader(Time time, NodeId leader) override { tell(&RunWatcher::on_leader, time, leader); }
  void on_episode(const EpisodeSeen& seen) override { tell(&RunWatcher::on_episode, seen); }
  void on_over(Time end) override { tell(&RunWatcher::on_over, end); }

 private:
  template <class Member, class... Arguments>
  void tell(Member member, const Arguments&... arguments) {
    for (RunWatcher* const watcher : list_) (watcher->*member)(arguments...);
  }

  std::vector<RunWatcher*> list_;
};

}  // namespace whitewater::tools::real
