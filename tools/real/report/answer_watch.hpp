// AnswerWatch: what replicas answer with: ok, redirects (and to whom), fail; and the gets that a replica was given and
// never answered. Counts only: answer_causes.hpp says what follows from the counts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/course/request_record.hpp"
#include "tools/real/run/run_events.hpp"

namespace whitewater::tools::real {

struct AnswerReport {
  std::uint64_t oks = 0, fails = 0;
  NodeSet failing;                                    // who answered fail
  std::vector<std::vector<std::uint64_t>> redirects;  // by who redirects, and whom it names
  // Gets without an answer, though they were delivered to replicas that lived to the end.
  std::uint64_t unanswered_gets = 0;
  NodeSet gets_at;        // those replicas
  std::string first_get;  // the MID of the first one
};

class AnswerWatch final : public RunWatcher {
 public:
  explicit AnswerWatch(unsigned replicas) { report_.redirects.assign(replicas, std::vector<std::uint64_t>(replicas)); }

  void on_request(const RequestSeen& seen) override;
  void on_arrival(const ArrivalSeen& seen) override;
  void on_answer(const AnswerSeen& seen) override;

  // requests: all of the run. ended: the replicas that did not live to the end.
  AnswerReport report(std::span<const course::RequestRecord> requests, NodeSet ended) const;

 private:
  AnswerReport report_;
  std::unordered_set<std::uint64_t> delivered_;                  // by the request's name
  std::unordered_map<std::uint64_t, std::uint64_t> on_its_way_;  // the name, by Way::later
};

}  // namespace whitewater::tools::real
