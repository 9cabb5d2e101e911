// Translates between the Course and the world: faults one way, what happened the other.
#include "scenarios/workloads/course_clients.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "core/base/check.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "scenarios/workloads/course_explanation.hpp"
#include "scenarios/workloads/course_list.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::scenarios {

namespace {

simnet::faults::Episode episode_of(Time at, course::EventType type, const simnet::Target& target) {
  using simnet::faults::KindId;
  switch (type) {
    case course::EventType::kill_leader:
    case course::EventType::kill_non_leader:
      return point_fault(at, KindId::kill, target);
    case course::EventType::part_easy:
    case course::EventType::part_hard:
      return point_fault(at, KindId::partition, target);
    case course::EventType::part_end:
      break;
  }
  return simnet::faults::ending(at, KindId::partition, {});
}

}  // namespace

void plan_events(const course::Exercise& exercise, FaultPlan& plan) {
  for (std::size_t i = 0; i < exercise.events.size(); ++i) {
    simnet::Target target;
    target.role = static_cast<std::uint32_t>(i + 1);
    plan.add(episode_of(Time{} + exercise.start_wait + exercise.events[i].time, exercise.events[i].type, target),
             static_cast<std::uint32_t>(i));
  }
}

void CourseClients::reset(const Stage& stage) {
  const Scenario& scenario = stage.scenario;
  const course::Rules rules = rules_of(scenario);
  course_.reset(rules, stage.seed);
  world_ = &stage.world;
  cluster_ = &stage.cluster;
  bodies_ = stage.cluster.bodies();
  check(bodies_ != nullptr, "the course is played with systems whose messages have a codec");
  codec_.emplace(rules.replicas, *bodies_);
  counts_.assign(bodies_->type_names().size(), 0);
  requests_max_ = 300'000 + 20 * std::size_t{rules.requests};
  requests_sent_ = 0;
  budget_exhausted_ = false;
  casualties_.clear();

  plan_events(rules, stage.plan);
  const bool comes_back = std::any_of(scenario.faults.begin(), scenario.faults.end(),
                                      [](const ScheduledFault& fault) { return fault.brings_back(); });
  if (comes_back || scenario.heal) course_.expect_restarts();

  for (unsigned i = 0; i < course::clients; ++i) clients_[i].reset(course_, course_.client_node(i));
  debts_.reset(rules.replicas, course::clients);
  probing_ = scenario.heal.has_value();
  if (probing_) {
    const NodeId node{static_cast<std::uint16_t>(rules.replicas + course::clients)};
    probe_.reset(node, rules.replicas, stage.cluster.settle_time(), *this);
    probe_starts_ = quarter_end(scenario, stage.cluster, 2);
  }
  stage.world.add_observer(*this);
}

Actor& CourseClients::client(unsigned i) {
  if (i < course::clients) return clients_[i];
  return probe_;
}

std::optional<std::string> CourseClients::waits_for() const {
  if (!probing_) return std::nullopt;
  if (!probe_.done()) return probe_.waits_for();
  return debts_.owed(course_.requests(), world_->now() - cluster_->settle_time() * 2);
}

// What leaves a node in one step is mostly one message, to one replica or to several.
void CourseClients::on_sends(const simnet::SendBatch& batch) {
  if (course_.is_replica(batch.from)) course_.saw_traffic(batch.time);
  const Effects::Send* send = batch.sends.data();
  const Effects::Send* const end = send + batch.sends.size();
  while (send != end) {
    if (send->kind == SendKind::message) [[likely]] {
      const Effects::Send* behind = send + 1;
      while (behind != end && same_object(behind->payload, send->payload)) ++behind;
      const BodyCodec::Summary summary = bodies_->summary(send->payload);
      course_.saw_replica_messages(batch.from, static_cast<std::size_t>(behind - send), summary.leader);
      counts_[summary.type] += static_cast<std::size_t>(behind - send);
      if (course_.packets_exhausted()) [[unlikely]]
        world_->stop();
      send = behind;
      continue;
    }
    if (send->kind == SendKind::request)
      on_request();
    else
      on_reply(batch.from, *send, batch.time);
    ++send;
  }
  if (!batch.fates.empty()) [[unlikely]]
    count_drops(batch);
}

void CourseClients::on_reply(NodeId from, const Effects::Send& send, Time now) {
  debts_.answers(from, send.to, now);
  const auto* reply = send.payload.get_if<client::Reply>();
  if (reply != nullptr && !is_probe(send.to)) course_.saw_replica_message(from, send.to, reply->leader);
}

void CourseClients::count_drops(const simnet::SendBatch& batch) {
  for (std::size_t i = 0; i < batch.sends.size(); ++i) {
    const simnet::SendOutcome outcome = batch.fates[i].outcome;
    if (batch.sends[i].kind == SendKind::message &&
        (outcome == simnet::SendOutcome::lost || outcome == simnet::SendOutcome::cut))
      course_.saw_drop();
  }
}

void CourseClients::on_request() {
  ++requests_sent_;
  budget_exhausted_ = course_.requests().size() > requests_max_;
  if (budget_exhausted_) world_->stop();
}

void CourseClients::on_episode(const simnet::EpisodeRecord& record) {
  debts_.note(record);
  const bool begins = record.what == simnet::EpisodeRecord::What::begins;
  if (const auto event = begins ? FaultPlan::own_number(*record.episode) : std::nullopt) {
    course_.struck(*event, record.targets);
  } else {
    course_.saw_kill(record.died);
    course_.saw_restart(record.started);
    if (!record.died.empty() || !record.started.empty())
      casualties_.push_back({record.time, record.died, record.started});
  }
  if (course_.over()) world_->stop();
}

std::vector<MessageCount> CourseClients::messages_by_type() const {
  return message_counts(bodies_->type_names(), counts_);
}

// Of each client what was due, and what it would have asked next: the timer of that is set already.
bool CourseClients::pin_requests(Options& pinned) const {
  std::optional<std::vector<course::ListedRequest>>& list = pinned.get<course::Exercise>().request_list;
  list = course_.rules().request_list;
  if (list) return true;
  const course::Workload& plan = course_.workload();
  std::vector<std::uint32_t> asked;
  for (unsigned i = 0; i < course::clients; ++i)
    for (std::uint32_t at = plan.first_of(i); at != course::Workload::none; at = plan.next_of(at)) {
      asked.push_back(at);
      if (plan.due(at) > world_->now()) break;
    }
  std::sort(asked.begin(), asked.end());
  list.emplace();
  for (const std::uint32_t number : asked) list->push_back(listed(course_, number));
  return true;
}

std::string CourseClients::undecided(const RunReport&) const {
  return budget_exhausted_ ? "The run was stopped, because clients were redirected without end." : "";
}

void CourseClients::judge_history(std::span<const FaultStrike> strikes, RunReport& report) {
  history_.judge(course_, strikes, report, probe_gets());
}

bool CourseClients::report(RunReport& report) {
  for (std::uint64_t i = 0; i < cluster_->malformed(); ++i) course_.saw_malformed();
  for (const NodeId node : cluster_->ended()) course_.saw_death(node);
  const course::Statistics statistics = course_.finish(world_->now());
  set_course_report(report, judged_by_the_course(course_.rules(), statistics, messages_by_type()));
  explain_course_run(report, course_, report.seed, casualties_);
  if (requests_sent_ == 0) report.warnings.push_back("no request was sent: only the rules of the replicas were judged");
  return report.failed_checks.empty();
}

std::unique_ptr<Clients> make_course_clients() {
  return std::make_unique<CourseClients>();
}

const course::Course& course_of(const Runner& runner) {
  const auto* const clients = dynamic_cast<const CourseClients*>(&runner.clients());
  check(clients != nullptr, "the latest run was one of the course");
  return clients->course();
}

}  // namespace whitewater::scenarios
