// A folder of its own holds what stands for /dev/urandom, and what the replicas print. It goes with the cluster.
#include "tools/virtual/host/process_cluster.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <deque>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/course/message_json.hpp"
#include "core/wire/json.hpp"
#include "core/wire/json_writer.hpp"
#include "replica/posix/descriptor.hpp"
#include "scenarios/experiment/cluster.hpp"
#include "scenarios/format/field_rows.hpp"
#include "tools/real/run/run_folder.hpp"
#include "tools/virtual/host/process_actor.hpp"
#include "tools/virtual/host/program.hpp"
#include "tools/virtual/judge/message_judge.hpp"
#include "tools/virtual/trace/core_pin.hpp"

namespace whitewater::tools::virtual_time {
namespace {

namespace fs = std::filesystem;
using scenarios::Field;
using scenarios::FieldType;
using scenarios::Scenario;

constexpr Duration patience = seconds(5);
constexpr std::uint16_t first_port = 30'000;
// Clocks that run further apart count as trouble to who judges liveness.
constexpr std::uint32_t drift_max_ppm = 10'000;

class ProcessCluster final : public scenarios::Cluster {
 public:
  ProcessCluster() : folder_(real::RunFolder::make()), watchdog_(patience) {}

  void reset(const Scenario& scenario, std::uint64_t seed) override {
    types_.reset();
    pin_.emplace();
    world_ = nullptr;
    actors_.resize(scenario.replicas);
    outputs_.clear();
    const Program& asked = program(scenario);
    term_field_ = asked.term_field;
    patience_of_clients_ = asked.patience;
    redirects_max_ = asked.redirects_max;
    clocks_run_off_ = !scenario.clocks.empty() || scenario.clock_drift_ppm > drift_max_ppm;
    const Result<std::string> file = program_file(asked);
    path_ = file ? file.value() : asked.path;
    missing_ = !file ? asked.path + ": " + file.error().message : !folder_ ? folder_.error().text() : "";
    for (unsigned i = 0; i < scenario.replicas; ++i)
      actors_[i].reset(missing_.empty() ? config(scenario, folder_.value().path(), i, seed) : ProcessActor::Config{});
  }
  void release() override {
    judge_.release();
    for (ProcessActor& actor : actors_) actor.release();
    pin_.reset();
  }
  Actor& replica(NodeId node) override { return actors_[node.value]; }
  const BodyCodec* bodies() const override { return &types_; }
  std::string describe(NodeId node) const override { return actors_[node.value].text(); }
  simnet::Observer* checker(simnet::World& world) override {
    world_ = &world;
    judge_.reset(world, judge_setup());
    return &judge_;
  }
  std::optional<scenarios::Violation> violation() const override { return judge_.violation(); }
  NodeSet in_role(scenarios::ReplicaRole role, NodeSet living) const override {
    if (role == scenarios::ReplicaRole::candidate) return {};
    NodeId leader = no_node;
    for (const NodeId node : living) {
      const ProcessActor& it = actors_[node.value];
      if (it.named() != node || it.ending()) continue;
      if (!leader.valid() || it.leads_since() >= actors_[leader.value].leads_since()) leader = node;
    }
    return role == scenarios::ReplicaRole::leader ? NodeSet::of(leader) : living - NodeSet::of(leader);
  }
  void report(scenarios::RunReport& report) const override {
    auto section = std::make_shared<MessageSection>();
    judge_.report(*section);
    for (const NodeId node : NodeSet::first(static_cast<unsigned>(actors_.size())))
      actors_[node.value].add_findings(section->findings);
    report.sections.push_back(std::move(section));
  }
  std::string undecided() const override {
    if (!missing_.empty()) return missing_;
    for (const ProcessActor& actor : actors_)
      if (!actor.refusal().empty()) return actor.refusal();
    return judge_.given_up();
  }
  std::uint64_t malformed() const override {
    std::uint64_t count = 0;
    for (const ProcessActor& actor : actors_) count += actor.malformed();
    return count;
  }

 private:
  NodeSet ended() const {
    NodeSet found;
    for (const NodeId node : NodeSet::first(static_cast<unsigned>(actors_.size())))
      if (actors_[node.value].ending()) found.insert(node);
    return found;
  }
  MessageJudge::Setup judge_setup() const {
    MessageJudge::Setup setup;
    setup.replicas = static_cast<unsigned>(actors_.size());
    setup.types = &types_;
    setup.patience = patience_of_clients_;
    setup.redirects_max = redirects_max_;
    setup.term_field = term_field_;
    setup.clocks_run_off = clocks_run_off_;
    setup.ended = [this] { return ended(); };
    return setup;
  }
  ProcessActor::Config config(const Scenario& scenario, const fs::path& folder, unsigned i, std::uint64_t seed) {
    const NodeId self{static_cast<std::uint16_t>(i)};
    const std::string id = course::id_text(self, scenario.replicas);
    ProcessActor::Config config;
    config.self = self;
    config.replicas = scenario.replicas;
    config.types = &types_;
    config.watchdog = &watchdog_;
    config.broke_off = [this] {
      if (world_ != nullptr) world_->stop();
    };
    ReplicaProcess::Setup& setup = config.setup;
    setup.seed = hash_words(seed, i);
    setup.generators = generators_;
    setup.simulator_port = static_cast<std::uint16_t>(first_port + i);
    setup.unique = folder.filename().string() + "-" + id;
    setup.random_file = (folder / (id + ".random")).string();
    outputs_.emplace_back(
        open((folder / (id + ".log")).c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600));
    setup.launch = {path_,
                    program(scenario).arguments,
                    replica_environment(),
                    working_folder(program(scenario)),
                    outputs_.back().get(),
                    backend_of(program(scenario)),
                    program(scenario).clock_page ? (folder / (id + ".clock")).string() : ""};
    setup.launch.arguments.push_back(std::to_string(setup.simulator_port));
    setup.launch.arguments.push_back(id);
    for (const NodeId other : NodeSet::first(scenario.replicas))
      if (other != self) setup.launch.arguments.push_back(course::id_text(other, scenario.replicas));
    return config;
  }

  Result<real::RunFolder> folder_;
  std::optional<CorePin> pin_;  // while processes run
  Watchdog watchdog_;
  std::shared_ptr<GeneratorPatch> generators_ = std::make_shared<GeneratorPatch>();
  MessageTypes types_;
  std::deque<ProcessActor> actors_;
  std::vector<replica::Descriptor> outputs_;
  std::string path_;
  std::string missing_;  // why nothing can be started; empty: it can
  simnet::World* world_ = nullptr;
  MessageJudge judge_;
  std::string term_field_;
  Duration patience_of_clients_;
  std::uint32_t redirects_max_ = 0;
  bool clocks_run_off_ = false;
};

// --- fields ---

std::string list_words(const Field&, const Scenario*) {
  return R"(a list of strings like ["--verbose"])";
}
std::optional<std::string> read_list(const Field& field, const json::Value& value, const Scenario& scenario,
                                     void* slot) {
  std::vector<std::string> words;
  bool good = value.is(json::Kind::array);
  if (good)
    for (const json::Value& each : value.elements()) {
      good &= each.is(json::Kind::string);
      if (good) words.emplace_back(each.as_string());
    }
  if (!good) return list_words(field, &scenario);
  *static_cast<std::vector<std::string>*>(slot) = std::move(words);
  return std::nullopt;
}
std::string list_text(const Field&, const void* slot) {
  std::string text = "[";
  for (const std::string& word : *static_cast<const std::vector<std::string>*>(slot)) {
    if (text.size() > 1) text += ", ";
    json::append_string(text, word);
  }
  return text + "]";
}
std::string list_schema(const Field&) {
  return R"("type": "array", "items": {"type": "string"})";
}
constexpr FieldType list_type{FieldType::Shape::value, read_list, list_text, list_words, list_schema};

using namespace scenarios::field_rows;

constexpr Field not_empty(Field field) {
  field.low = 1;
  return field;
}

constexpr std::array<std::string_view, 3> tracers{"auto", "notify", "ptrace"};

constexpr std::array rows{
    object("program", "Whose program the replicas are"),
    required(never_drawn(
        not_empty(plain("program.path", scenarios::field_types::text, at<&Program::path>, "The file of the program")))),
    never_drawn(plain("program.arguments", list_type, at<&Program::arguments>,
                      "What stands on its command line before port and ids")),
    never_drawn(plain("program.folder", scenarios::field_types::text, at<&Program::folder>,
                      "In which the replicas run; by default where whitewater was started")),
    never_drawn(choice<Program::Tracer>("program.tracer", tracers, at<&Program::tracer>,
                                        "By what its system calls are seen; runs are the same")),
    never_drawn(plain("program.clock_page", scenarios::field_types::flag, at<&Program::clock_page>,
                      "Its clocks are read without a system call; runs are the same")),
    never_drawn(plain("program.term_field", scenarios::field_types::text, at<&Program::term_field>,
                      "The field of its messages that says a term; empty: one that is named so")),
    never_drawn(duration("program.patience", at<&Program::patience>,
                         "How long a majority that lives and reaches each other may not serve")),
    never_drawn(ranged("program.redirects_max", scenarios::field_types::integer<std::uint32_t>, 1'000, 1'000'000'000,
                       at<&Program::redirects_max>, "A run in which clients are redirected more often ends")),
};

}  // namespace

std::unique_ptr<scenarios::Cluster> make_process_cluster() {
  return std::make_unique<ProcessCluster>();
}

scenarios::System program_system() {
  scenarios::System system;
  system.name = "program";
  system.fields = rows;
  system.options = [] { return scenarios::Options::of<Program>(); };
  system.invalid = [](const Scenario& scenario) -> std::optional<Error> {
    const Result<std::string> file = program_file(program(scenario));
    return file ? std::nullopt : std::optional(file.error());
  };
  system.replicas_min = 1;
  system.replicas_max = 21;
  system.make = make_process_cluster;
  system.majority = true;
  return system;
}

}  // namespace whitewater::tools::virtual_time
