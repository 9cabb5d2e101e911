// Sets up a world from a scenario, runs it to its end, and collects what the parts have seen.
#include "scenarios/experiment/runner.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <utility>

#include "core/base/check.hpp"
#include "core/text/concat.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/node_text.hpp"
#include "core/text/number_text.hpp"
#include "scenarios/experiment/blame.hpp"
#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/clocks.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/experiment/early_acknowledgements.hpp"
#include "scenarios/experiment/event_budget.hpp"
#include "scenarios/experiment/fate_warnings.hpp"
#include "scenarios/experiment/fault_log.hpp"
#include "scenarios/experiment/fault_plan.hpp"
#include "scenarios/experiment/fault_warnings.hpp"
#include "scenarios/experiment/leadership.hpp"
#include "scenarios/experiment/link_models.hpp"
#include "scenarios/experiment/liveness.hpp"
#include "scenarios/experiment/roles.hpp"
#include "simnet/world.hpp"

namespace whitewater::scenarios {

namespace {

simnet::WorldConfig world_config(const Scenario& scenario, std::uint64_t seed, unsigned clients) {
  simnet::WorldConfig config;
  config.seed = seed;
  config.replicas = scenario.replicas;
  config.numbers = numbers_of(scenario);
  config.nodes = scenario.replicas + clients;
  config.message_link = message_link(scenario.network);
  config.message_link.first_in_first_out = scenario.system->in_order != nullptr && scenario.system->in_order(scenario);
  config.client_link = client_link(scenario.network);
  config.disk = scenario.network.disk;
  config.events_per_instant_max = scenario.events_per_instant_max;
  return config;
}

std::string liveness_sentence(const Scenario& scenario, const Cluster& cluster, const std::string& found) {
  return concat({found, ", ", std::to_string(scenario.heal_within), " ", cluster.settle_times(),
                 " after all faults healed at ", duration_text(*scenario.heal)});
}

// Null: the system has nothing to say.
std::shared_ptr<const NodeStates> states_of(const Cluster& cluster, unsigned replicas) {
  if (std::shared_ptr<const NodeStates> states = cluster.node_states()) return states;
  std::vector<DescribedNodes::Line> lines;
  for (const NodeId node : NodeSet::first(replicas))
    if (std::string state = cluster.describe(node); !state.empty()) lines.emplace_back(node, std::move(state));
  return lines.empty() ? nullptr : std::make_shared<DescribedNodes>(std::move(lines));
}

// The parts that a toolbox can make. Each is made when it is first needed.
template <class Maker, class Made>
class Kept {
 public:
  Made& of(const Maker& maker) {
    for (const auto& [known, made] : made_)
      if (known == &maker) return *made;
    return *made_.emplace_back(&maker, maker.make()).second;
  }
  void release() {
    for (const auto& [known, made] : made_) made->release();
  }

 private:
  std::vector<std::pair<const Maker*, std::unique_ptr<Made>>> made_;
};

// While it lives, events are handled.
class Handling {
 public:
  explicit Handling(Cluster& cluster) : cluster_(cluster) { cluster_.begin_events(); }
  ~Handling() { cluster_.end_events(); }
  Handling(const Handling&) = delete;
  Handling& operator=(const Handling&) = delete;

 private:
  Cluster& cluster_;
};

}  // namespace

// Order matters: the world owns the pool, so it dies last.
struct Runner::State {
  simnet::World world;
  Kept<System, Cluster> clusters;
  Kept<Workload, Clients> workloads;
  Cluster* cluster = nullptr;  // of the latest run
  Clients* clients = nullptr;
  FaultPlan plan;
  std::vector<simnet::Fate> fates;
  FaultLog faults;
  Leadership leadership;
  Roles roles;
  EarlyAcknowledgements acknowledgements;
  EventBudget budget;
  const StopFlag* stop = nullptr;  // of the latest run
  std::optional<Redraw> redraw;    // likewise, until it is done
  Suspects suspects;               // likewise
  std::vector<simnet::Observer*> workload_observers;

  // Call code of the system, or of the workload, outside of the events.
  template <class Call>
  decltype(auto) of_system(Call&& call) {
    return on_account_of("the system", suspects.system, suspects, call);
  }
  template <class Call>
  decltype(auto) of_workload(Call&& call) {
    return on_account_of("the workload", suspects.workload, suspects, call);
  }
  void set_up(const Scenario& scenario, std::uint64_t seed, const RunOptions& options);
  std::optional<std::string> run_to_end(const Scenario& scenario, std::optional<Duration> until);
  void run_until(Time end);
  void run_in_slices(Time end);
  std::string judge_history(RunReport& report);
  std::string why_unknown(const Scenario& scenario, const RunReport& report, bool failed) const;
};

// Runs in slices of virtual time that take only a moment each: between two slices the run can be given up.
void Runner::State::run_in_slices(Time end) {
  const Handling handling(*cluster);
  constexpr std::int64_t slices = 1'000;
  if (stop != nullptr) {
    const Duration slice{std::max<std::int64_t>((end - world.now()).ns / slices, milliseconds(100).ns)};
    while (!world.stopped() && end - world.now() > slice) {
      world.run_until(world.now() + slice);
      if (stop->load(std::memory_order_relaxed)) throw Interrupted();
    }
  }
  world.run_until(end);
}

void Runner::State::run_until(Time end) {
  if (redraw && redraw->from < end) {
    run_in_slices(redraw->from);
    world.redraw(redraw->seed);
    of_system([&] { cluster->redraw(redraw->seed); });
    redraw.reset();
  }
  run_in_slices(end);
}

// Returns why a history that is not linearizable is no violation. Empty: it is one, or the history is linearizable.
std::string Runner::State::judge_history(RunReport& report) {
  std::optional<Violation> before = report.violation;
  of_workload([&] { clients->judge_history(faults.strikes(), report); });
  if (!report.linearizability || report.linearizability->answer != LinearizabilityReport::Answer::no) return "";
  if (report.violation && !report.violation->operations.empty())
    if (const auto requests = of_workload([&] { return clients->requests(); }))
      name_operations(*report.violation, *requests);
  std::string excuse = of_system([&] { return cluster->excuse(); });
  if (excuse.empty()) return excuse;
  report.violation = std::move(before);
  report.linearizability->answer = LinearizabilityReport::Answer::unknown;
  return excuse;
}

// Why the run has no verdict. Empty: it has one.
std::string Runner::State::why_unknown(const Scenario& scenario, const RunReport& report, bool failed) const {
  if (budget.exceeded())
    return concat({"The run was given up, because it needs more than ", grouped(budget.most()), " events."});
  if (std::string why = cluster->undecided(); !why.empty()) return why;
  if (!report.violation)
    if (std::string why = clients->undecided(report); !why.empty()) return why;
  if (failed) return "";
  // A run that stopped early has not shown that the cluster comes to rest.
  if (scenario.heal && world.stopped()) return "The run ended before it was known whether the cluster comes to rest.";
  if (report.linearizability && report.linearizability->answer == LinearizabilityReport::Answer::unknown)
    return "The budget of the linearizability check ran out.";
  return "";
}

void Runner::State::set_up(const Scenario& scenario, std::uint64_t seed, const RunOptions& options) {
  clusters.release();
  workloads.release();
  suspects = {scenario.name, seed, scenario.replicas, nullptr, scenario.system->name, nullptr, scenario.workload->name};
  cluster = of_system([&] { return &clusters.of(*scenario.system); });
  clients = of_workload([&] { return &workloads.of(*scenario.workload); });
  suspects.cluster = cluster;
  const unsigned client_count = of_workload([&] { return clients->count(scenario); });
  world.reset(world_config(scenario, seed, client_count));
  of_system([&] { cluster->reset(scenario, seed); });

  plan.clear();
  of_workload([&] { clients->reset({world, *cluster, plan, scenario, seed, options.checks}); });
  workload_observers.assign(world.observers().begin(), world.observers().end());
  suspects.workload_observers = workload_observers;
  plan.add(scenario);
  plan.hand_to(world);
  simulate_fates(scenario, fates);
  world.set_fates(fates, aimed_type(*scenario.system));
  world.set_fate_recorder(options.fate_recorder);
  leadership.reset(scenario.system->notes);
  world.add_observer(leadership);
  roles.watch(world, *cluster, *clients, leadership, scenario, seed);
  stop = options.stop;
  redraw = options.redraw;
  simnet::Observer* const judge =
      options.checks ? of_system([&] { return cluster->checker(world); }) : static_cast<simnet::Observer*>(nullptr);
  if (judge != nullptr) world.add_observer(*judge);
  suspects.checker = judge;
  acknowledgements.reset(world, scenario.replicas);
  if (options.checks && scenario.system->majority) world.add_observer(acknowledgements);
  faults.reset();
  world.add_observer(faults);
  for (simnet::Observer* observer : options.observers) world.add_observer(*observer);
  budget.reset(world, options.events_max.value_or(0));
  if (options.events_max) world.add_observer(budget);
  if (options.at_start)
    options.at_start([this](NodeId node) { return of_system([&] { return cluster->describe(node); }); });

  apply_overrides(scenario.network, world.links());
  set_clocks(world, scenario, seed);
  for (std::uint16_t i = 0; i < scenario.replicas; ++i) {
    world.add(NodeId{i}, cluster->replica(NodeId{i}));
    world.start(NodeId{i});
  }
  for (unsigned i = 0; i < client_count; ++i) {
    const NodeId node{static_cast<std::uint16_t>(scenario.replicas + i)};
    world.add(node, clients->client(i));
    world.start(node, clients->starts(i));
  }
}

// The first condition of liveness that does not hold. Nothing if all hold, or if liveness is not checked.
std::optional<std::string> Runner::State::run_to_end(const Scenario& scenario, std::optional<Duration> until) {
  const Time own_end = of_workload([&] { return clients->end(); });
  // With a heal a run goes on behind the end of its workload.
  const bool cut_short = until && (scenario.heal || Time{} + *until < own_end);
  const Time end = cut_short ? Time{} + *until : own_end;
  if (!scenario.heal || cut_short) {
    run_until(end);
    return std::nullopt;
  }
  for (int quarter = 1; quarter <= liveness_quarters; ++quarter) {
    run_until(quarter_end(scenario, *cluster, quarter));
    if (world.stopped()) return std::nullopt;
    const bool rested = quarter % 2 == 0;
    const Traffic traffic = of_workload([&] { return clients->traffic(); });
    if (!rested) of_system([&] { cluster->begin_rest(traffic); });
    if (quarter == 3)
      if (const std::optional<std::string> waits = of_workload([&] { return clients->waits_for(); }))
        return "a client still waits for " + *waits;
    if (!rested) continue;
    if (std::optional<std::string> found = of_system([&] { return cluster->at_rest(traffic); })) return found;
  }
  run_until(std::max(end, quarter_end(scenario, *cluster, liveness_quarters)));
  return std::nullopt;
}

Runner::Runner() : state_(std::make_unique<State>()) {}
Runner::~Runner() = default;

std::optional<Scenario> Runner::pinned(const Scenario& scenario) const {
  check(state_->cluster != nullptr, "what was drawn is known once there was a run");
  std::optional<Scenario> pinned = scenario;
  if (!state_->cluster->pin_draws(pinned->system_options)) pinned.reset();
  return pinned;
}

std::optional<Scenario> Runner::with_listed_requests(const Scenario& scenario) const {
  std::optional<Scenario> listed = scenario;
  if (!state_->of_workload([&] { return clients().pin_requests(listed->workload_options); })) listed.reset();
  return listed;
}

std::uint64_t Runner::digest() const {
  return state_->world.digest();
}

const Clients& Runner::clients() const {
  check(state_->clients != nullptr, "there are clients once there was a run");
  return *state_->clients;
}

std::span<const FaultStrike> Runner::faults() const {
  return state_->faults.strikes();
}

const Cluster& Runner::cluster() const {
  check(state_->cluster != nullptr, "there is a cluster once there was a run");
  return *state_->cluster;
}

const simnet::World& Runner::world() const {
  return state_->world;
}

bool Runner::has_checker() const {
  return state_->suspects.checker != nullptr;
}

Prospects Runner::look_ahead(const Scenario& scenario) {
  state_->set_up(scenario, 1, {});
  Clients& clients = *state_->clients;
  return state_->of_workload([&] {
    return Prospects{clients.end() - Time{}, clients.codec() != nullptr, clients.requests().has_value(),
                     clients.count(scenario)};
  });
}

std::string Runner::initial_value() const {
  return state_->of_workload([&] { return clients().initial_value(); });
}

std::optional<std::vector<ReportedRequest>> Runner::requests() const {
  return state_->of_workload([&] { return clients().requests(); });
}

RunReport Runner::run(const Scenario& scenario, std::uint64_t seed, const RunOptions& options) {
  State& state = *state_;
  state.set_up(scenario, seed, options);
  const Cluster& cluster = *state.cluster;
  Clients& clients = *state.clients;
  if (options.wire) {
    check(clients.codec() != nullptr, "a workload that goes over the wire has a codec");
    state.world.set_codec(clients.codec());
  }

  RunReport report;
  report.scenario = scenario.name;
  report.seed = seed;
  report.replicas = scenario.replicas;
  const auto violates = [&](const char* property, std::string text) {
    report.violation = Violation{property, std::move(text), state.world.now(), state.world.events(), no_node, {}};
  };
  std::exception_ptr thrown;
  try {
    if (std::optional<std::string> found = state.run_to_end(scenario, options.until))
      violates(liveness_property, liveness_sentence(scenario, cluster, *found));
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const Interrupted&) {
    throw;
  } catch (const InternalFailure&) {
    throw;
  } catch (...) {
    thrown = std::current_exception();
  }
  state.world.set_codec(nullptr);
  if (thrown != nullptr || state.world.failure() != nullptr)
    report.violation = blame(state.world, thrown, state.suspects);
  if (options.checks)
    if (std::optional<Violation> found = state.of_system([&] { return cluster.violation(); }))
      report.violation = std::move(found);
  if (!report.violation) report.violation = state.acknowledgements.violation();
  if (options.checks && report.violation && report.violation->states == nullptr)
    report.violation->states = state.of_system([&] { return states_of(cluster, scenario.replicas); });

  report.digest = state.world.digest();
  report.events = state.world.events();
  report.virtual_time = state.world.now() - Time{};
  if (options.at_end) options.at_end(report.virtual_time);
  std::string excuse;
  // The history is judged unless a property of the nodes was violated; a violation of liveness does not prevent it.
  if (options.checks && (!report.violation || report.violation->property == liveness_property))
    excuse = state.judge_history(report);
  report.warnings = fault_warnings(state.world, scenario);
  add_fate_warnings(state.world, scenario, report.warnings);
  for (std::string& warning : cluster.warnings()) report.warnings.push_back(std::move(warning));
  const Time loaded = state.of_workload([&] { return clients.asks_from(); });
  report.leadership = state.leadership.report(loaded, state.world.now());
  const bool kept_the_rules = state.of_workload([&] { return clients.report(report); });
  if (options.checks) state.of_system([&] { cluster.report(report); });
  if (report.leadership) report.leadership->add_figures(report.figures);
  // Who makes the run again need not have that budget: what was wrong with a part of it is no failure of the whole.
  if (state.budget.exceeded()) report.violation.reset();
  const bool failed = report.violation.has_value() || !kept_the_rules;
  report.outcome = failed ? RunReport::Outcome::fail : RunReport::Outcome::pass;
  report.reason = failed || excuse.empty() ? state.why_unknown(scenario, report, failed) : excuse;
  if (!report.reason.empty()) report.outcome = RunReport::Outcome::unknown;
  return report;
}

}  // namespace whitewater::scenarios
