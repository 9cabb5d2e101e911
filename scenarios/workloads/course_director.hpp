// CourseDirector: plays the course's simulator process in a simulated world. It tells the Course what
// replicas send and which faults strike, resolves the course's roles ("the current leader") for the world,
// counts messages by type, and ends the run where the course's loop would end, or where a storm of
// redirects would never end (the course's own limit, max_packets, does not count those).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/actor/codec.hpp"
#include "core/course/course.hpp"
#include "scenarios/format/scenario.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

class CourseDirector final : public simnet::Observer, public simnet::RoleResolver {
 public:
  // course has been reset to the rules of the run. Hands the course's events to the world as its fault
  // plan, sorted as the course fires them: by time, then as listed.
  // The scenario's own faults, and the heal of all at the end, join them.
  void reset(course::Course& course, simnet::World& world, const BodyCodec& bodies, const Scenario& scenario);

  // The run was ended because clients had been redirected without end: neither passed nor failed.
  bool budget_exhausted() const { return budget_exhausted_; }

  Watches watches() const override { return {.sends = true, .events = false, .notes = false}; }
  void on_sends(const simnet::SendBatch& batch) override;
  void on_fault(Time time, const simnet::Fault& fault, NodeSet targets) override;
  NodeSet resolve(std::uint16_t role, std::size_t fault_index, Time now) override;

  // By clients, however often.
  std::uint64_t requests_sent() const { return requests_sent_; }
  // Of one type, so far; 0 for one that there is not.
  std::uint64_t messages_of(std::string_view type) const;
  // Replica to replica, by type, ascending; types that did not occur are left out.
  std::vector<MessageCount> messages_by_type() const;

 private:
  void plan_course(const course::Rules& rules);
  void plan_heal(const Scenario& scenario);
  void plan_faults(const Scenario& scenario);
  void count_drops(const simnet::SendBatch& batch);
  void on_request();
  // The client behind the course's, if there is one: the course must not hear of it.
  bool is_probe(NodeId node) const { return node.value == course_->rules().replicas + course::clients; }

  course::Course* course_ = nullptr;
  simnet::World* world_ = nullptr;
  const BodyCodec* bodies_ = nullptr;
  std::vector<std::uint64_t> counts_;
  std::vector<simnet::TimedFault> faults_;
  static constexpr std::size_t no_event = ~std::size_t{0};
  std::vector<std::size_t> order_;  // of each fault as it strikes: its number among the rules' events, or no_event
  std::size_t requests_max_ = 0;    // retries included
  std::uint64_t requests_sent_ = 0;
  bool budget_exhausted_ = false;
  std::size_t struck_ = 0;  // faults so far; the world reports each exactly once, in order
};

}  // namespace whitewater::scenarios
