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
  // The largest number of kept messages that mention one request; further ones are only counted. The first one that
  // reaches a replica is always kept: a story says by which message a replica was told.
  static constexpr std::size_t mentions_max = 60;
  struct Mentions {
    std::size_t kept = 0;
    NodeSet told;
  };

  void add_plain(Time time, scenarios::RunRecord::Kind kind, NodeId node, std::string_view word = {},
                 bool asked = false);
  void scan(const MessageSeen& seen);

  PayloadPool pool_;
  scenarios::RunLog log_;
  MentionScanner scanner_;
  struct Key {
    std::uint64_t latest = 0;  // the name of the latest request with this key
    std::uint32_t scan = 0;    // the latest scan in which this key is accounted for
  };
  struct Asked {
    std::uint64_t name = 0;
    Key* key = nullptr;
    std::uint32_t scan = 0;  // the latest scan that found this MID
  };
  std::unordered_map<std::string, Key> by_key_;
  std::unordered_map<std::string, Asked> by_mid_;
  std::uint32_t scans_ = 0;
  std::map<std::uint64_t, Mentions> mentions_;    // by name
  std::map<std::uint64_t, std::uint32_t> asked_;  // name to the record of the request
  PayloadRef message_;                            // the latest message, for its other receivers
  const char* last_bytes_ = nullptr;
  Time last_time_;
};

// The words for messages of unknown protocols.
const scenarios::Vocabulary& real_vocabulary();

}  // namespace whitewater::tools::real
