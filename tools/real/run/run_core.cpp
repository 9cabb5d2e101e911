// The parts in the order in which the course's loop calls them.
#include "tools/real/run/run_core.hpp"

#include <algorithm>

#include "scenarios/workloads/course_explanation.hpp"
#include "scenarios/workloads/course_options.hpp"

namespace whitewater::tools::real {

namespace {

// Without loop_wait requests leave when they are due; so long the loop sleeps at most.
constexpr Duration longest_sleep = milliseconds(100);

course::Course& begun(course::Course& course, const scenarios::Scenario& scenario, std::uint64_t seed) {
  course.reset(scenarios::rules_of(scenario), seed);
  return course;
}

}  // namespace

RunCore::RunCore(const scenarios::Scenario& scenario, std::uint64_t seed, const Parts& parts, Router::Config config)
    : course_(begun(parts.course, scenario, seed)),
      seed_(seed),
      pool_(parts.pool),
      network_(scenario.network, seed, scenario.replicas, scenario.replicas + course::clients + 1),
      router_(course_, parts.transport, network_, parts.watchers, parts.findings, pool_, config),
      faults_(scenario, seed, course_, network_.links(), parts.processes, parts.watchers, parts.findings),
      agenda_(course_.rules(), course_.workload()) {
  parts.watchers.add(*this);
  parts.watchers.add(faults_);
  if (!scenario.heal) return;
  probe_.emplace(scenario, course_, pool_);
  router_.admit(*this);
}

bool RunCore::over(Time now) const {
  if (course_.over()) return true;
  if (now < Time{} + course_.rules().end()) return false;
  return !probe_ || probe_->done() || now >= probe_->limit();
}

Time RunCore::sleeps_until(Time now) const {
  const Duration loop_wait = course_.rules().loop_wait;
  if (loop_wait != Duration{}) return now + loop_wait;
  const Time due = std::min(agenda_.next(), faults_.next());
  return due < now + longest_sleep ? due + nanoseconds(1) : now + longest_sleep;
}

Time RunCore::next_step() const {
  return std::min(
      {faults_.next_of_file(), network_.next(), agenda_.next_repeat(), probe_ ? probe_->next() : time_never});
}

void RunCore::take_steps(Time now) {
  while (!course_.over() && faults_.next_of_file() <= now) {
    faults_.step(now);
    router_.note_leader(now);
  }
  router_.deliver_due(now);
  while (const std::optional<Agenda::Repeat> repeat = agenda_.take_repeat(now)) {
    if (const std::optional<course::Outgoing> outgoing = course_.again(repeat->record, repeat->time))
      router_.send(*outgoing, now, true);
    if (course_.requests()[repeat->record].state == course::RequestRecord::State::outstanding)
      agenda_.sent({repeat->record, repeat->time + 1}, now);
  }
  if (probe_ && probe_->next() <= now) ask(probe_->wake(now), now);
}

void RunCore::fire(Time now) {
  while (!course_.over()) {
    const Time fault = faults_.next();
    if (agenda_.next() < now && agenda_.next() <= fault) {
      if (const std::optional<course::Outgoing> outgoing = course_.fire(agenda_.take(), now, pool_))
        router_.send(*outgoing, now);
    } else if (fault < now) {
      faults_.step(now);
      router_.note_leader(now);
    } else {
      return;
    }
  }
}

void RunCore::explain(scenarios::RunReport& report) const {
  scenarios::explain_course_run(report, course_, seed_, faults_.casualties());
}

void RunCore::on_request(const RequestSeen& seen) {
  if (!seen.again) agenda_.sent({static_cast<std::uint32_t>(course_.requests().size() - 1), 1}, seen.time);
}

void RunCore::ask(const std::vector<HealProbe::Asked>& asked, Time now) {
  for (const HealProbe::Asked& each : asked)
    router_.send_for_guest(each.to, *each.request.get_if<client::Request>(), now);
}

void RunCore::take(NodeId from, const PayloadRef& reply, Time now) {
  if (probe_->done()) return;
  ask(probe_->answered(from, reply, now), now);
  if (probe_->done()) served_ = now;
}

}  // namespace whitewater::tools::real
