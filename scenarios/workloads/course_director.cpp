// Translates between the Course and the world: faults one way, what happened the other.
#include "scenarios/workloads/course_director.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace whitewater::scenarios {

namespace {

simnet::Fault fault_of(course::EventType type, simnet::Target target) {
  switch (type) {
    case course::EventType::kill_leader:
    case course::EventType::kill_non_leader:
      return simnet::Kill{target};
    case course::EventType::part_easy:
    case course::EventType::part_hard:
      return simnet::Partition{target};
    case course::EventType::part_end:
      break;
  }
  return simnet::HealPartition{};
}

}  // namespace

void CourseDirector::reset(course::Course& course, simnet::World& world, const BodyCodec& bodies,
                           const Scenario& scenario) {
  course_ = &course;
  world_ = &world;
  bodies_ = &bodies;
  counts_.assign(bodies.type_names().size(), 0);
  struck_ = 0;
  requests_max_ = 300'000 + 20 * std::size_t{course.rules().requests};
  requests_sent_ = 0;
  budget_exhausted_ = false;

  faults_.clear();
  order_.clear();
  plan_course(course.rules());
  if (!scenario.faults.empty() || scenario.heal) plan_faults(scenario);
  world.set_faults(faults_);
  world.set_resolver(this);
  world.add_observer(*this);
}

void CourseDirector::plan_course(const course::Rules& rules) {
  for (std::size_t i = 0; i < rules.events.size(); ++i) order_.push_back(i);
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(rules.events[a].time, a) < std::pair(rules.events[b].time, b);
  });
  for (const std::size_t event : order_) {
    simnet::Target target;
    target.role = static_cast<std::uint16_t>(event + 1);
    faults_.push_back(
        {Time{} + rules.start_wait + rules.events[event].time, fault_of(rules.events[event].type, target)});
  }
}

// Behind the course's of the same time, and in the order of the file.
void CourseDirector::plan_faults(const Scenario& scenario) {
  for (const ScheduledFault& fault : scenario.faults)
    faults_.push_back({Time{} + fault.at, simulated(fault, scenario.replicas)});
  if (scenario.heal) plan_heal(scenario);
  bool restarts = scenario.heal.has_value();
  for (const ScheduledFault& fault : scenario.faults) restarts = restarts || fault.kind == FaultKind::restart;
  if (restarts) course_->expect_restarts();

  std::vector<std::size_t> by_time(faults_.size());
  for (std::size_t i = 0; i < by_time.size(); ++i) by_time[i] = i;
  std::sort(by_time.begin(), by_time.end(),
            [&](std::size_t a, std::size_t b) { return std::pair(faults_[a].at, a) < std::pair(faults_[b].at, b); });
  const std::vector<std::size_t> events = std::exchange(order_, {});
  for (const std::size_t place : by_time) order_.push_back(place < events.size() ? events[place] : no_event);
}

void CourseDirector::plan_heal(const Scenario& scenario) {
  const Time at = Time{} + *scenario.heal;
  const simnet::Target all{NodeSet::first(scenario.replicas), simnet::Target::no_role};
  faults_.push_back({at, simnet::HealPartition{}});
  faults_.push_back({at, simnet::HealCut{all, all}});
  faults_.push_back({at, simnet::SetLoss{all, all, {}}});
  faults_.push_back({at, simnet::SetDuplication{all, all, {}}});
  faults_.push_back({at, simnet::SetDelay{all, all, scenario.network.delay}});
  faults_.push_back({at, simnet::Restart{all}});
}

// What leaves a node in one step is mostly one message, to one replica or to several.
void CourseDirector::on_sends(const simnet::SendBatch& batch) {
  if (course_->is_replica(batch.from)) course_->saw_traffic(batch.time);
  const Effects::Send* send = batch.sends.data();
  const Effects::Send* const end = send + batch.sends.size();
  while (send != end) {
    if (send->kind == SendKind::message) [[likely]] {
      const Effects::Send* behind = send + 1;
      while (behind != end && same_object(behind->payload, send->payload)) ++behind;
      const BodyCodec::Summary summary = bodies_->summary(send->payload);
      course_->saw_replica_messages(batch.from, static_cast<std::size_t>(behind - send), summary.leader);
      counts_[summary.type] += static_cast<std::size_t>(behind - send);
      if (course_->packets_exhausted()) [[unlikely]]
        world_->stop();
      send = behind;
      continue;
    }
    if (send->kind == SendKind::request)
      on_request();
    else if (const auto* reply = send->payload.get_if<client::Reply>(); reply != nullptr && !is_probe(send->to))
      course_->saw_replica_message(batch.from, send->to, reply->leader);
    ++send;
  }
  if (!batch.fates.empty()) [[unlikely]]
    count_drops(batch);
}

void CourseDirector::count_drops(const simnet::SendBatch& batch) {
  for (std::size_t i = 0; i < batch.sends.size(); ++i) {
    const simnet::SendOutcome outcome = batch.fates[i].outcome;
    if (batch.sends[i].kind == SendKind::message &&
        (outcome == simnet::SendOutcome::lost || outcome == simnet::SendOutcome::cut))
      course_->saw_drop();
  }
}

void CourseDirector::on_request() {
  ++requests_sent_;
  budget_exhausted_ = course_->requests().size() > requests_max_;
  if (budget_exhausted_) world_->stop();
}

// The role of a target is the number of its event, plus one, or one of ReplicaSet's.
NodeSet CourseDirector::resolve(std::uint16_t role, std::size_t, Time) {
  if (role < first_replica_role) return course_->resolve(role - 1u);
  const NodeSet living = course_->living();
  if (role == role_number(ReplicaSet::Role::dead)) return NodeSet::first(course_->rules().replicas) - living;
  return living & NodeSet::of(course_->leader());
}

void CourseDirector::on_fault(Time, const simnet::Fault& fault, NodeSet targets) {
  const std::size_t event = order_[struck_++];
  if (event != no_event)
    course_->struck(event, targets);
  else if (std::holds_alternative<simnet::Kill>(fault))
    course_->saw_kill(targets);
  else if (std::holds_alternative<simnet::Restart>(fault))
    course_->saw_restart(targets);
  if (course_->over()) world_->stop();
}

std::uint64_t CourseDirector::messages_of(std::string_view type) const {
  const auto names = bodies_->type_names();
  for (std::size_t i = 0; i < counts_.size(); ++i)
    if (names[i] == type) return counts_[i];
  return 0;
}

std::vector<MessageCount> CourseDirector::messages_by_type() const {
  std::vector<MessageCount> counts;
  const auto names = bodies_->type_names();
  for (std::size_t i = 0; i < counts_.size(); ++i)
    if (counts_[i] > 0) counts.push_back({std::string(names[i]), counts_[i]});
  std::sort(counts.begin(), counts.end(), [](const MessageCount& a, const MessageCount& b) { return a.type < b.type; });
  return counts;
}

}  // namespace whitewater::scenarios
