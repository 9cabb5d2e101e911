// Sets up a world from a scenario, runs it to its end, and collects what the parts have seen.
#include "scenarios/experiment/runner.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/base/check.hpp"
#include "core/course/client_actor.hpp"
#include "core/course/course.hpp"
#include "core/course/json_codec.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "scenarios/experiment/run_history.hpp"
#include "scenarios/systems/replica_options.hpp"
#include "scenarios/workloads/course_director.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

namespace {

simnet::WorldConfig world_config(const Scenario& scenario, std::uint64_t seed) {
  simnet::WorldConfig config;
  config.seed = seed;
  config.replicas = scenario.replicas;
  config.nodes = scenario.replicas + course::clients + (scenario.heal ? 1 : 0);
  config.message_link.delay = scenario.network.delay;
  config.message_link.loss = scenario.network.loss;
  config.message_link.duplication = scenario.network.duplication;
  config.client_link.delay = scenario.network.client_delay;
  config.client_link.duplication = scenario.network.client_duplication;
  config.client_link.first_in_first_out = true;
  config.disk = scenario.network.disk;
  return config;
}

constexpr const char* liveness_property = "liveness";

std::string liveness_sentence(const Scenario& scenario, const std::string& found) {
  return concat({found, ", ", std::to_string(scenario.heal_within), " election timeouts after all faults healed at ",
                 duration_text(*scenario.heal)});
}

}  // namespace

// Order matters: the world owns the pool, so it dies last.
struct Runner::State {
  simnet::World world;
  std::vector<std::pair<const System*, std::unique_ptr<Cluster>>> clusters;  // made when first needed
  course::Course course;
  std::array<course::ClientActor, course::clients> clients;
  CourseDirector director;
  LivenessProbe probe;
  LivenessJudge liveness;
  FaultLog faults;
  RunHistory history;

  Cluster& cluster(const System& system) {
    for (const auto& [known, kept] : clusters)
      if (known == &system) return *kept;
    return *clusters.emplace_back(&system, system.make()).second;
  }

  Cluster& set_up(const Scenario& scenario, std::uint64_t seed, const RunOptions& options);
  void apply_links(const std::vector<LinkOverride>& links);
  void add_probe(const Scenario& scenario);
  std::optional<std::string> run_to_end(const Scenario& scenario, const Cluster& cluster);
};

Cluster& Runner::State::set_up(const Scenario& scenario, std::uint64_t seed, const RunOptions& options) {
  for (const auto& [known, kept] : clusters) kept->release();
  world.reset(world_config(scenario, seed));
  course.reset(rules_of(scenario), seed);
  Cluster& chosen = cluster(*scenario.system);
  chosen.reset(scenario, seed);

  director.reset(course, world, chosen.bodies(), scenario);
  if (options.checks)
    if (simnet::Observer* checker = chosen.checker(world)) world.add_observer(*checker);
  faults.reset();
  world.add_observer(faults);
  for (simnet::Observer* observer : options.observers) world.add_observer(*observer);

  world.set_trace(options.trace);
  apply_links(scenario.network.links);
  for (std::uint16_t i = 0; i < scenario.replicas; ++i) {
    world.add(NodeId{i}, chosen.replica(NodeId{i}));
    world.start(NodeId{i});
  }
  for (unsigned i = 0; i < course::clients; ++i) {
    const NodeId node = course.client_node(i);
    clients[i].reset(course, node);
    world.add(node, clients[i]);
    world.start(node);
  }
  if (scenario.heal) add_probe(scenario);
  return chosen;
}

void Runner::State::add_probe(const Scenario& scenario) {
  const NodeId node{static_cast<std::uint16_t>(scenario.replicas + course::clients)};
  probe.reset(node, scenario.replicas, replica_options(scenario).timing.election_timeout_max);
  world.add(node, probe);
  world.start(node, LivenessJudge::quarter_end(scenario, 2));
}

// What liveness asks for and is not so; nothing when all is well, or nothing is asked for.
std::optional<std::string> Runner::State::run_to_end(const Scenario& scenario, const Cluster& cluster) {
  const Time end = Time{} + exercise(scenario).end();
  if (!scenario.heal) {
    world.run_until(end);
    return std::nullopt;
  }
  liveness = {};
  for (int quarter = 1; quarter <= LivenessJudge::quarters; ++quarter) {
    world.run_until(LivenessJudge::quarter_end(scenario, quarter));
    if (world.stopped()) return std::nullopt;
    const LivenessTraffic traffic{director.messages_of(cluster.entries_message()), director.requests_sent()};
    const bool rested = quarter % 2 == 0;
    if (!rested) liveness.begin_rest(cluster, scenario.replicas, traffic);
    if (quarter == 3 && !probe.done()) return "a client still waits for " + probe.waits_for();
    if (!rested) continue;
    if (std::optional<std::string> found = liveness.end_rest(cluster, traffic)) return found;
  }
  world.run_until(std::max(end, LivenessJudge::quarter_end(scenario, LivenessJudge::quarters)));
  return std::nullopt;
}

void Runner::State::apply_links(const std::vector<LinkOverride>& links) {
  for (const LinkOverride& link : links) {
    const NodeSet from = NodeSet::of(link.from);
    const NodeSet to = NodeSet::of(link.to);
    if (link.delay) world.links().set_delay(from, to, *link.delay);
    if (link.loss) world.links().set_loss(from, to, *link.loss);
    if (link.duplication) world.links().set_duplication(from, to, *link.duplication);
    if (link.cut) world.links().set_cut(from, to, true);
  }
}

Runner::Runner() : state_(std::make_unique<State>()) {}
Runner::~Runner() = default;

const course::Course& Runner::course() const {
  return state_->course;
}

std::span<const FaultStrike> Runner::faults() const {
  return state_->faults.strikes();
}

RunReport Runner::run(const Scenario& scenario, std::uint64_t seed, const RunOptions& options) {
  State& state = *state_;
  Cluster& cluster = state.set_up(scenario, seed, options);
  std::optional<course::CourseCodec> codec;
  if (options.wire) {
    codec.emplace(scenario.replicas, cluster.bodies());
    state.world.set_codec(&*codec);
  }

  RunReport report;
  report.scenario = scenario.name;
  report.seed = seed;
  const auto violates = [&](const char* property, std::string text) {
    report.violation = Violation{property, std::move(text), state.world.now(), state.world.events(), no_node, {}, {}};
    if (options.checks) report.violation->replicas = cluster.replica_states();
  };
  try {
    if (std::optional<std::string> found = state.run_to_end(scenario, cluster))
      violates(liveness_property, liveness_sentence(scenario, *found));
  } catch (const CheckFailure& failure) {
    violates("assertion", failure.what());
  }
  state.world.set_codec(nullptr);
  state.world.set_trace(nullptr);
  if (options.checks)
    if (std::optional<Violation> found = cluster.violation()) report.violation = std::move(found);

  report.digest = state.world.digest();
  report.events = state.world.events();
  report.virtual_time = state.world.now() - Time{};
  if (options.at_end) options.at_end(report.virtual_time);
  // A history whose nodes broke a rule already has nothing to add, but one that did not come to rest may.
  if (options.checks && (!report.violation || report.violation->property == liveness_property))
    state.history.judge(state.course, state.faults.strikes(), report);
  report.statistics = state.course.finish();
  report.failed_checks = course::failed_checks(rules_of(scenario), report.statistics);
  report.messages_by_type = state.director.messages_by_type();
  const bool failed = report.violation.has_value() || !report.failed_checks.empty();
  report.outcome = failed ? RunReport::Outcome::fail : RunReport::Outcome::pass;
  // What stopped before the end has not shown that it comes to rest.
  const bool not_judged = scenario.heal && state.world.stopped();
  const bool undecided =
      report.linearizability && report.linearizability->answer == LinearizabilityReport::Answer::unknown;
  if ((state.director.budget_exhausted() && !report.violation) || ((not_judged || undecided) && !failed))
    report.outcome = RunReport::Outcome::unknown;
  if (exercise(scenario).benchmarks) report.tiers = course::tiers(*exercise(scenario).benchmarks, report.statistics);
  return report;
}

}  // namespace whitewater::scenarios
