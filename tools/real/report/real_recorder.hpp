// RealRecorder: watches a real run and feeds its run log, from which its trace and its stories come, as those of a
// simulated run do. Of a message between replicas nothing is known but its type, its size and which requests it
// mentions; a message that mentions none is shown to the readers of the log and not kept.
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenarios/story/run_log.hpp"
#include "tools/real/report/mentions.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

class RealRecorder final : public RunWatcher {
 public:
  explicit RealRecorder(unsigned replicas);

  // Holds payloads of the course: it goes before their pool.
  scenarios::RunLog& log() { return log_; }
  const scenarios::RunLog& log() const { return log_; }

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_end(const EndSeen& seen) override;
  void on_reachable(Time time, NodeId replica) override;
  void on_leader(Time time, NodeId leader) override;
  void on_disturbance(Time time, NodeId replica, std::string_view what) override;

 private:
  // Messages that mention one request; more are counted and not kept.
  static constexpr std::size_t mentions_max = 60;

  void add_plain(Time time, scenarios::RunRecord::Kind kind, NodeId node, std::string_view word = {},
                 bool asked = false);
  void scan(const MessageSeen& seen);

  PayloadPool pool_;
  scenarios::RunLog log_;
  MentionScanner scanner_;
  std::unordered_map<std::string, std::uint64_t> by_mid_;  // the request's name
  std::unordered_map<std::string, std::uint64_t> by_key_;  // of the latest request with this key
  std::map<std::uint64_t, std::size_t> mentions_;          // by name
  std::map<std::uint64_t, std::uint32_t> asked_;           // by name: the record of the request
  bool mids_seen_ = false;                                 // in some message between replicas: else keys are what tells
  PayloadRef message_;                                     // the one before, for broadcasts
  const char* last_bytes_ = nullptr;
  Time last_time_;
};

// The words of messages that nobody can read.
const scenarios::Vocabulary& real_vocabulary();

}  // namespace whitewater::tools::real
