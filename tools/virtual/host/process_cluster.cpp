// A folder of its own holds what stands for /dev/urandom, and what the replicas print. It goes with the cluster.
#include "tools/virtual/host/process_cluster.hpp"

#include <array>
#include <deque>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/course/message_json.hpp"
#include "core/text/duration_text.hpp"
#include "core/text/replace_all.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/story/event_text.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/account/accounts.hpp"
#include "tools/virtual/host/census_file.hpp"
#include "tools/virtual/host/claims.hpp"
#include "tools/virtual/host/datagram_words.hpp"
#include "tools/virtual/host/drawn_plan.hpp"
#include "tools/virtual/host/last_words.hpp"
#include "tools/virtual/host/process_actor.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/virtual/host/program_fields.hpp"
#include "tools/virtual/host/temper.hpp"
#include "tools/virtual/host/unheeded.hpp"
#include "tools/virtual/judge/message_judge.hpp"
#include "tools/virtual/trace/clock_trap.hpp"
#include "tools/virtual/trace/core_pin.hpp"

namespace whitewater::tools::virtual_time {
namespace {

namespace fs = std::filesystem;
using scenarios::Scenario;

constexpr Duration patience = seconds(5);
constexpr std::uint16_t first_port = 30'000;
// Clocks that run further apart count as trouble to who judges liveness.
constexpr std::uint32_t drift_max_ppm = 10'000;

class ProcessCluster final : public scenarios::Cluster {
 public:
  ProcessCluster() : folder_(real::RunFolder::make()), watchdog_(patience) {}

  ~ProcessCluster() override { write_census_file(); }

  void reset(const Scenario& scenario, std::uint64_t seed) override {
    write_census_file();
    seed_ = seed;
    begin_ = real_now();
    pin_.emplace();
    claims_.reset(scenario.replicas);
    findings_ = {};
    world_ = nullptr;
    actors_.resize(scenario.replicas);
    outputs_.clear();
    asked_ = program(scenario);
    for (std::string* const path : {&asked_.logs, &asked_.syscalls}) name_run(*path, scenario.name);
    types_.reset(asked_.term_field);
    clocks_run_off_ = !scenario.clocks.empty() || scenario.clock_drift_ppm > drift_max_ppm;
    if (!asked_.syscalls.empty()) censuses_.resize(scenario.replicas);
    const Result<std::string> file = program_file(asked_);
    path_ = file ? file.value() : asked_.path;
    missing_ = !file ? asked_.path + ": " + file.error().message : !folder_ ? folder_.error().text() : "";
    if (missing_.empty()) missing_ = open_outputs();
    for (unsigned i = 0; i < scenario.replicas; ++i)
      actors_[i].reset(missing_.empty() ? config(scenario, folder_.value().path(), i) : ProcessActor::Config{});
  }
  void release() override {
    judge_.release();
    for (ProcessActor& actor : actors_) actor.release();
    pin_.reset();
  }
  void begin_events() override { trap_.emplace(); }
  void end_events() override { trap_.reset(); }
  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec* bodies() const override { return &types_; }
  std::string describe(NodeId node) const override { return actors_[node.value].text(); }
  simnet::Observer* checker(simnet::World& world) override {
    world_ = &world;
    judge_.reset(world, judge_setup());
    return &judge_;
  }
  std::optional<scenarios::Violation> violation() const override { return judge_.violation(); }
  void report(scenarios::RunReport& report) const override {
    auto section = std::make_shared<MessageSection>();
    judge_.report(*section);
    for (const NodeId node : NodeSet::first(replicas())) actors_[node.value].add_findings(section->findings);
    fold_deaths(section->findings, replicas());
    report.sections.push_back(std::move(section));
  }
  NodeSet in_role(scenarios::ReplicaRole role, NodeSet living) const override {
    const NodeSet leader = claims_.leader(living);
    return role == scenarios::ReplicaRole::leader      ? leader
           : role == scenarios::ReplicaRole::followers ? living - leader
                                                       : NodeSet{};
  }
  std::optional<std::uint64_t> coverage(NodeSet living) const override { return claims_.word(living); }
  std::string handled(const Event& event, unsigned replicas) const override {
    return scenarios::event_text(event, replicas, datagram_vocabulary);
  }
  std::string undecided() const override {
    if (!missing_.empty()) return missing_;
    for (const ProcessActor& actor : actors_)
      if (!actor.refusal().empty()) return actor.refusal();
    return judge_.given_up();
  }
  // The findings of the driver in real time, for the same messages.
  std::vector<std::string> warnings() const override {
    std::vector<std::string> lines;
    for (const real::Finding& finding : findings_.list())
      lines.push_back(real::finding_text(finding, replicas(), false));
    return lines;
  }
  NodeSet ended() const override {
    NodeSet found;
    for (const NodeId node : NodeSet::first(replicas()))
      if (actors_[node.value].died()) found.insert(node);
    return found;
  }
  std::uint64_t malformed() const override {
    std::uint64_t count = 0;
    for (const ProcessActor& actor : actors_) count += actor.malformed();
    return count;
  }

 private:
  unsigned replicas() const { return static_cast<unsigned>(actors_.size()); }
  MessageJudge::Setup judge_setup() const {
    MessageJudge::Setup setup;
    setup.replicas = replicas();
    setup.types = &types_;
    setup.patience = asked_.patience;
    setup.redirects_max = asked_.redirects_max;
    setup.clocks_run_off = clocks_run_off_;
    setup.ended = [this] { return ended(); };
    return setup;
  }
  // Each run has files of its own.
  void name_run(std::string& path, const std::string& scenario) const {
    replace_all(path, "{scenario}", scenario);
    replace_all(path, "{seed}", std::to_string(seed_));
  }
  // Empty: all could be opened.
  std::string open_outputs() {
    const fs::path folder =
        asked_.logs.empty() ? fs::path() : fs::path(asked_.logs) / ("seed-" + std::to_string(seed_));
    std::error_code error;
    if (!folder.empty() && (fs::create_directories(folder, error), error))
      return folder.string() + ": " + error.message();
    for (const NodeId node : NodeSet::first(replicas())) {
      const std::string id = course::id_text(node, replicas());
      Result<std::unique_ptr<ReplicaOutput>> made = ReplicaOutput::make(folder.empty() ? "" : folder / id);
      if (!made) return made.error().text();
      outputs_.push_back(std::move(made.value()));
    }
    return "";
  }
  // A run that goes on for too long says nothing: real time decides only that.
  std::string overdue() const {
    if (real_now() - begin_ < asked_.real_time) return "";
    return "The run took longer than " + duration_text(asked_.real_time) + " of real time (program.real_time).";
  }
  void write_census_file() {
    if (censuses_.empty()) return;
    if (const auto error = write_census(asked_.syscalls, censuses_, seed_)) std::cerr << error->text() << '\n';
    censuses_.clear();
  }

  ProcessActor::Config config(const Scenario& scenario, const fs::path& folder, unsigned i) {
    const NodeId self{static_cast<std::uint16_t>(i)};
    const std::string id = course::id_text(self, scenario.replicas);
    ProcessActor::Config config;
    config.self = self;
    config.replicas = scenario.replicas;
    config.nodes = scenario.workload->clients != nullptr ? scenario.replicas + scenario.workload->clients(scenario)
                                                         : NodeSet::nodes_max;
    config.types = &types_;
    config.claims = &claims_;
    config.findings = &findings_;
    config.watchdog = &watchdog_;
    config.broke_off = [this] {
      if (world_ != nullptr) world_->stop();
    };
    ReplicaProcess::Setup& setup = config.setup;
    setup.seed = hash_words(seed_, i);
    setup.patch = patch_;
    setup.simulator_port = static_cast<std::uint16_t>(first_port + i);
    setup.unique = folder.filename().string() + "-" + id;
    setup.random_file = (folder / (id + ".random")).string();
    setup.output = outputs_[i].get();
    if (!censuses_.empty()) setup.census = &censuses_[i];
    config.overdue = [this] { return overdue(); };
    setup.launch = {path_,
                    asked_.arguments,
                    replica_environment(),
                    working_folder(asked_),
                    setup.output->out().writing.get(),
                    backend_of(asked_),
                    (folder / (id + ".clock")).string(),
                    setup.output->err().writing.get(),
                    std::uint64_t{asked_.memory} << 20,
                    !asked_.clock_page};
    setup.variant = asked_.variant;
    setup.id = id;
    if (setup.variant == real::Variant::udp) setup.launch.arguments.push_back(std::to_string(setup.simulator_port));
    setup.launch.arguments.push_back(id);
    for (const NodeId other : NodeSet::first(scenario.replicas))
      if (other != self) setup.launch.arguments.push_back(course::id_text(other, scenario.replicas));
    return config;
  }

  Result<real::RunFolder> folder_;
  std::optional<CorePin> pin_;     // while processes run
  std::optional<ClockTrap> trap_;  // while events are handled
  Watchdog watchdog_;
  std::shared_ptr<CodePatch> patch_ = std::make_shared<CodePatch>();
  MessageTypes types_;
  Claims claims_;
  real::Findings findings_;
  std::deque<ProcessActor> actors_;
  std::vector<std::unique_ptr<ReplicaOutput>> outputs_;
  Program asked_;
  std::uint64_t seed_ = 0;
  std::vector<Census> censuses_;  // empty: nobody asked for them, or they are written
  Duration begin_;                // of the run, in real time
  std::string path_;
  std::string missing_;  // why nothing can be started; empty: it can
  simnet::World* world_ = nullptr;
  MessageJudge judge_;
  bool clocks_run_off_ = false;
};

}  // namespace

std::unique_ptr<scenarios::Cluster> make_process_cluster() {
  return std::make_unique<ProcessCluster>();
}

scenarios::System program_system() {
  scenarios::System system;
  system.name = "program";
  system.fields = program_fields();
  system.options = [] { return scenarios::Options::of<Program>(); };
  system.invalid = [](const Scenario& scenario) -> std::optional<Error> {
    const Result<std::string> file = program_file(program(scenario));
    return file ? unheeded_by_programs(scenario) : std::optional(file.error());
  };
  system.replicas_min = 1;
  system.replicas_max = 21;
  system.make = make_process_cluster;
  system.majority = true;
  system.words = &datagram_vocabulary;
  system.account = account_of_program;
  system.temper = temper;
  system.promises = withstands;
  system.sizes = drawn_sizes;
  system.stage = draw_plan;
  system.costly = true;
  system.in_order = [](const Scenario& scenario) { return program(scenario).network == ProgramNetwork::course; };
  return system;
}

}  // namespace whitewater::tools::virtual_time
