// AcknowledgementWatch: which puts of a real run were acknowledged before a majority of the replicas can have heard of
// them, and, of puts that nobody acknowledged, how far they came. Judges what the driver delivered; see
// core/check/causality/acknowledged_puts.hpp. What takes time on its way counts as heard when it is delivered, and an
// answer as made when it leaves. A replica may read a message later than the driver delivers it, so the watch may miss
// an early acknowledgement, and never invents one.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/check/causality/acknowledged_puts.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

struct EarlyPut {
  std::string mid;
  NodeId client, by;
  Time sent, answered;
  NodeSet heard;  // by whom it can have been heard of, as far as `by` can know
};

// The puts of which no attempt was answered, by how far the last attempt came.
struct UnansweredPuts {
  std::uint64_t undelivered = 0;  // its replica was dead, or died, or the message was lost
  std::uint64_t nobody = 0;       // after it, its replica heard of nobody who knew of it
  std::uint64_t majority = 0;     // its replica heard of a majority who knew of it: it could have been committed
  NodeSet majority_at;            // the replicas that were asked, of `majority`
  NodeSet nobody_at;              // of `nobody`
  Duration majority_within;       // of `majority`: the median time from the request until then
  NodeSet heard;                  // of the first of `majority`: who had heard of it
  std::string first_of_majority;  // its MID
};

class AcknowledgementWatch final : public RunWatcher {
 public:
  explicit AcknowledgementWatch(unsigned replicas);

  void on_message(const MessageSeen& seen) override;
  void on_request(const RequestSeen& seen) override;
  void on_arrival(const ArrivalSeen& seen) override;
  void on_answer_left(const AnswerLeft& seen) override;
  void on_answer(const AnswerSeen& seen) override;

  // In the order of the acknowledgements.
  const std::vector<EarlyPut>& early() const { return early_; }
  // How many acknowledgements were judged.
  std::uint64_t judged() const { return judged_; }
  unsigned needed() const { return needed_; }
  // requests: all of the run. ended: the replicas that did not live to the end.
  UnansweredPuts unanswered(std::span<const course::RequestRecord> requests, NodeSet ended);

 private:
  // A message or a request that is delivered later.
  struct OnItsWay {
    checks::AcknowledgedPuts::EventNumber sent_after = 0;
    std::optional<std::uint64_t> put;  // the name of the put that it brings
  };

  void happened(NodeId node, checks::AcknowledgedPuts::EventNumber sent_after, Time now);

  unsigned needed_;
  checks::AcknowledgedPuts puts_;
  std::vector<checks::AcknowledgedPuts::EventNumber> latest_;  // the latest event of each replica
  std::vector<Time> times_;                                    // of each event
  std::vector<EarlyPut> early_;
  std::uint64_t judged_ = 0;
  std::unordered_map<std::uint64_t, OnItsWay> on_its_way_;
  std::unordered_map<std::uint64_t, std::optional<checks::AcknowledgedPuts::Early>> answers_on_their_way_;
};

}  // namespace whitewater::tools::real
