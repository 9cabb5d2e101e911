// RealRecorder: watches a real run and writes its run log; the trace and the stories are made from that log as for a
// simulated run. Of a message between replicas it knows only the type, the size and the mentioned requests. A message
// that mentions no request is shown to readers of the log, but not kept.
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

  // The log holds payloads of the course: destroy it before their pool.
  scenarios::RunLog& log() { return log_; }
  const scenarios::RunLog& log() const { return log_; }

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;
  void on_fault(const FaultSeen& seen) override;
  void on_end(const EndSeen& seen) override;
  void on_reachable(Time time, NodeId replica) override;
  void on_leader(Time time, NodeId leader) override;
  void on_episode(const EpisodeSeen& seen) override;

 private:
  // The largest number of kept messages that mention one request; further ones are only counted.
  static constexpr std::size_t mentions_max = 60;

  void add_plain(Time time, scenarios::RunRecord::Kind kind, NodeId node, std::string_view word = {},
                 bool asked = false);
  void scan(const MessageSeen& seen);

  PayloadPool pool_;
  scenarios::RunLog log_;
  MentionScanner scanner_;
  std::unordered_map<std::string, std::uint64_t> by_mid_;  // MID to name
  std::unordered_map<std::string, std::uint64_t> by_key_;  // key to the name of the latest request with this key
  std::map<std::uint64_t, std::size_t> mentions_;          // name to the number of kept messages
  std::map<std::uint64_t, std::uint32_t> asked_;           // name to the record of the request
  bool mids_seen_ = false;  // a message mentioned a MID, so keys are not searched any more
  PayloadRef message_;      // the latest message, for its other receivers
  const char* last_bytes_ = nullptr;
  Time last_time_;
};

// The words for messages of unknown protocols.
const scenarios::Vocabulary& real_vocabulary();

}  // namespace whitewater::tools::real
