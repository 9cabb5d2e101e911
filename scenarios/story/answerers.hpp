// Answerers: watches a run that is made once more because its history was not linearizable, and says how the replicas
// stood when they answered the operations that contradict each other. So a run that is fine pays nothing for it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/report/report.hpp"
#include "scenarios/story/vocabulary.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

class Answerers final : public simnet::Observer {
 public:
  // Returns the state of a node at this moment, in one line.
  using Describe = std::function<std::string(NodeId)>;

  // violation: with the operations that contradict each other. vocabulary: the words of the system under test.
  Answerers(const Violation& violation, const Vocabulary& vocabulary);

  void set_describe(Describe describe) { describe_ = std::move(describe); }
  // After the run: fills in Violation::Operation::answerer.
  void tell(Violation& violation) const;

  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override;

 private:
  struct Answer {
    std::uint32_t event = 0;  // that made it, over all nodes, from 1
    NodeId by;
    std::string state;  // of the replica, after that event
  };
  struct Operation {
    std::vector<Answer> made;  // in order
    bool accepted = false;
    NodeId by;
    std::string state;
  };

  // Calls found with each operation of this client that the payload answers.
  template <class Found>
  void for_each_answered(const PayloadRef& payload, NodeId client, Found&& found);
  static void accept(Operation& operation, NodeId from, std::uint32_t sent_after);

  const Vocabulary& vocabulary_;
  Describe describe_;
  std::map<std::uint64_t, Operation> operations_;  // by name
  std::uint32_t events_ = 0;
};

}  // namespace whitewater::scenarios
