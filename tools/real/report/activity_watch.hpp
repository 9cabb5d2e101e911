// ActivityWatch: when each replica said something last, and what came for it since; and how long before the first
// message between replicas the last one said hello.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

struct ReplicaActivity {
  std::uint64_t sent = 0;            // messages and answers
  std::uint64_t received = 0;        // messages and requests
  std::uint64_t received_since = 0;  // after the last one that it sent
  Time last_sent = time_never;       // time_never: it sent nothing
  Time last_received = time_never;
  Time reachable = time_never;  // when it said hello, or connected
};

class ActivityWatch final : public RunWatcher {
 public:
  explicit ActivityWatch(unsigned replicas) : replicas_(replicas) {}

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_arrival(const ArrivalSeen& seen) override { heard(seen.to, seen.time); }
  void on_answer(const AnswerSeen& seen) override { said(seen.from, seen.time); }
  void on_reachable(Time time, NodeId replica) override;

  const std::vector<ReplicaActivity>& replicas() const { return replicas_; }
  // From the last hello to the first message between replicas; negative: a replica said hello too late. Nothing: a
  // replica never said hello, or no replica sent another one a message.
  std::optional<Duration> hello_margin() const;

 private:
  void said(NodeId replica, Time now);
  void heard(NodeId replica, Time now);

  std::vector<ReplicaActivity> replicas_;
  Time first_message_ = time_never;
};

}  // namespace whitewater::tools::real
