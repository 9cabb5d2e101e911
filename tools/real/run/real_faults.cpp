// A step of the plan first decides what happens to whom, then does it to the processes, then tells the watchers.
#include "tools/real/run/real_faults.hpp"

#include <algorithm>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "scenarios/experiment/fault_warnings.hpp"
#include "scenarios/experiment/roles.hpp"
#include "scenarios/workloads/course_clients.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "simnet/faults/kinds.hpp"

namespace whitewater::tools::real {

using scenarios::FaultPlan;
using scenarios::ReplicaRole;
using scenarios::ReplicaSet;
using simnet::EpisodeRecord;
using simnet::SendOutcome;
using simnet::faults::Episode;
using What = EpisodeRecord::What;

std::string fault_name(const Episode& episode) {
  if (const auto own = FaultPlan::own_number(episode)) return concat({"event ", std::to_string(*own + 1)});
  return concat({"fault ", std::to_string(simnet::faults::shown_number(episode)), ", ",
                 simnet::faults::kind_of(episode.what).name});
}

RealFaults::RealFaults(const scenarios::Scenario& scenario, std::uint64_t seed, course::Course& course,
                       simnet::Links& links, ProcessControl& processes, RunWatcher& watcher, Findings& findings)
    : scenario_(scenario),
      seed_(seed),
      course_(course),
      links_(links),
      processes_(processes),
      watcher_(watcher),
      findings_(findings),
      replicas_(scenario.replicas),
      nodes_(scenario.replicas + course::clients),
      up_(NodeSet::first(scenario.replicas)) {
  const course::Exercise& exercise = scenarios::exercise(scenario);
  scenarios::plan_events(exercise, plan_);
  plan_.add(scenario);
  episodes_.set(plan_.episodes(), plan_.heal());
  episodes_.set_resolver(this);
  for (const course::TimedEvent& event : exercise.events) events_.push_back(Time{} + exercise.start_wait + event.time);
  std::sort(events_.begin(), events_.end());
  const bool comes_back = std::any_of(scenario.faults.begin(), scenario.faults.end(),
                                      [](const scenarios::ScheduledFault& fault) { return fault.brings_back(); });
  if (comes_back || scenario.heal) course_.expect_restarts();
}

Time RealFaults::next_of_file() const {
  const Time event = events_done_ < events_.size() ? events_[events_done_] : time_never;
  return next() < event ? next() : time_never;
}

void RealFaults::step(Time now) {
  now_ = next();
  up_ = course_.living();
  paused_ = paused_ & up_;
  const NodeSet were_up = up_, were_paused = paused_;
  const NodeId leader = course_.leader();
  const simnet::faults::Change change = episodes_.change(*this);
  const Episode* const episode = change.what == What::heals ? nullptr : &episodes_.plan()[change.place];
  const auto event = episode != nullptr && change.what == What::begins ? FaultPlan::own_number(*episode) : std::nullopt;
  if (event) ++events_done_;
  const std::string by =
      event ? std::string(course::event_type_names[static_cast<std::size_t>(course_.rules().events[*event].type)])
      : episode != nullptr ? fault_name(*episode)
                           : "the heal";
  perform("killed by " + by, event.has_value(), now);

  EpisodeRecord record;
  record.time = now;
  record.what = change.what;
  record.episode = episode;
  record.place = change.place;
  record.targets = change.first | change.second;
  record.died = were_up - up_;
  record.started = up_ - were_up;
  record.paused = paused_ - were_paused;
  record.resumed = (were_paused - paused_) & up_;
  if (event)
    tell_event(*event, change.first, record.died, leader, now);
  else
    tell({record, change.first, change.second});
  for (const simnet::faults::Change::Ended& ended : change.ended) {
    const Episode& over = episodes_.plan()[ended.place];
    if (event && FaultPlan::own_number(over)) continue;  // an end that the course planned
    tell({{now, What::ends, &over, ended.place, ended.targets, {}, {}, {}, {}}, ended.targets, {}});
  }
}

void RealFaults::tell_event(std::uint32_t event, NodeSet targets, NodeSet died, NodeId leader, Time now) {
  const course::EventType type = course_.rules().events[event].type;
  FaultSeen seen{now, event, type, targets, !died.empty(), leader};
  const bool kills = type == course::EventType::kill_leader || type == course::EventType::kill_non_leader;
  if (kills && targets.empty())
    findings_.add(FindingKind::event_cancelled, no_node, now,
                  std::string(course::event_type_names[static_cast<std::size_t>(type)]) +
                      (type == course::EventType::kill_leader ? ": the current leader was FFFF, not known" : ""));
  course_.struck(event, targets);
  watcher_.on_fault(seen);
}

void RealFaults::tell(const EpisodeSeen& seen) {
  const EpisodeRecord& record = seen.record;
  course_.saw_kill(record.died);
  course_.saw_restart(record.started);
  if (!record.died.empty() || !record.started.empty())
    casualties_.push_back({record.time, record.died, record.started});
  const bool begins = record.what == What::begins && record.episode->manner != simnet::faults::Manner::ends;
  if (begins && record.targets.empty())
    findings_.add(FindingKind::event_cancelled, no_node, record.time,
                  fault_name(*record.episode) + ": no replica had this role at that time");
  watcher_.on_episode(seen);
}

void RealFaults::perform(const std::string& why, bool by_event, Time now) {
  for (const auto& [act, node] : std::exchange(acts_, {})) {
    switch (act) {
      case Act::kill:
        by_event ? processes_.end(node, why, now) : processes_.crash(node, why, now);
        break;
      case Act::restart:
        links_.restart(node, lives_[node.value]);
        if (processes_.start_again(node, now)) break;
        up_.erase(node);
        down_.insert(node);
        break;
      case Act::pause:
        processes_.stop(node);
        break;
      case Act::resume:
        processes_.go_on(node);
        break;
    }
  }
}

void RealFaults::kill(NodeId node) {
  if (!up_.contains(node)) return;
  up_.erase(node);
  paused_.erase(node);
  down_.insert(node);
  acts_.emplace_back(Act::kill, node);
}

// A replica that died by itself stays dead: its death is a bug, and counts.
void RealFaults::restart(NodeId node) {
  if (!down_.contains(node)) return;
  down_.erase(node);
  up_.insert(node);
  ++lives_[node.value];
  acts_.emplace_back(Act::restart, node);
}

void RealFaults::pause(NodeId node) {
  if (!up_.contains(node) || paused_.contains(node)) return;
  paused_.insert(node);
  acts_.emplace_back(Act::pause, node);
}

void RealFaults::resume(NodeId node) {
  if (!paused_.contains(node)) return;
  paused_.erase(node);
  acts_.emplace_back(Act::resume, node);
}

simnet::ModifierId RealFaults::begin_slow(NodeSet, Duration) {
  fail_check("a run in real time was refused if its replicas should be slow");
}

void RealFaults::end_slow(simnet::ModifierId) {
  fail_check("a run in real time was refused if its replicas should be slow");
}

void RealFaults::clog(const simnet::LinkSet&) {
  fail_check("a run in real time was refused if its links should be clogged");
}

void RealFaults::unclog(const simnet::LinkSet&) {
  fail_check("a run in real time was refused if its links should be clogged");
}

simnet::ModifierId RealFaults::harm_disks(NodeSet, const simnet::DiskFault&) {
  fail_check("a run in real time was refused if disks of its replicas should be harmed");
}

void RealFaults::mend_disks(simnet::ModifierId) {
  fail_check("a run in real time was refused if disks of its replicas should be harmed");
}

NodeSet RealFaults::resolve(std::uint32_t role, const simnet::Asker& asker, Time) {
  if (role < ReplicaSet::replica_role_numbers) return course_.resolve(role - 1);
  const ReplicaSet set = ReplicaSet::of_role_number(role);
  NodeSet nodes;
  for (std::size_t i = 0; i < scenarios::replica_roles.size(); ++i)
    if (set.has(static_cast<ReplicaRole>(i))) nodes = nodes | of(static_cast<ReplicaRole>(i), asker);
  return nodes | scenarios::drawn_replicas(set.random, replicas_, seed_, asker);
}

NodeSet RealFaults::of(ReplicaRole role, const simnet::Asker& asker) const {
  switch (role) {
    case ReplicaRole::all:
      return NodeSet::first(replicas_);
    case ReplicaRole::dead:
      return NodeSet::first(replicas_) - up_;
    case ReplicaRole::leader:
    case ReplicaRole::named_leader:
      return named_leader();
    case ReplicaRole::previous_leader:
      return NodeSet::of(previous_leader_);
    case ReplicaRole::followers:
      return up_ - named_leader();
    case ReplicaRole::majority:
      return scenarios::drawn_majority(named_leader(), replicas_, seed_, asker);
    case ReplicaRole::paused:
      return paused_;
    case ReplicaRole::minority:
      return NodeSet::first(replicas_) - of(ReplicaRole::majority, asker);
    case ReplicaRole::candidate:
      break;
  }
  fail_check("a run in real time was refused if it names a role that messages do not show");
}

std::vector<std::string> RealFaults::without_effect(bool stopped) const {
  std::vector<std::string> lines;
  for (std::size_t place = 0; place < plan().size(); ++place) {
    const simnet::faults::Evidence& seen = evidence()[place];
    if (simnet::faults::shown_number(plan()[place]) == 0 || (seen.begun > 0 && seen.targets.empty())) continue;
    const std::string why = scenarios::why_no_effect(plan(), plan()[place], seen, stopped);
    if (!why.empty()) lines.push_back(concat({fault_name(plan()[place]), ": no effect, ", why}));
  }
  return lines;
}

void RealFaults::on_leader(Time, NodeId leader) {
  if (!leader.valid() || leader == leader_) return;
  previous_leader_ = leader_;
  leader_ = leader;
}

void RealFaults::on_message(const MessageSeen& seen) {
  if (!episodes_.open()) return;
  switch (seen.fate) {
    case Passage::delivered:
      return episodes_.saw(seen.from, seen.to, SendOutcome::delivered, seen.copies);
    case Passage::lost:
      return episodes_.saw(seen.from, seen.to, SendOutcome::lost, 0);
    case Passage::cut:
      return episodes_.saw(seen.from, seen.to, SendOutcome::cut, 0);
    case Passage::dead:
      return episodes_.saw(seen.from, seen.to, SendOutcome::receiver_dead, 0);
    case Passage::unreachable:
    case Passage::failed:
      return;
  }
}

}  // namespace whitewater::tools::real
