// The workload of docs/own-system.md whose requests can be a list: written down as a list its run is the same, and a
// failing run is made small visit by visit.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "core/base/number_payload.hpp"
#include "core/text/duration_text.hpp"
#include "scenarios/experiment/clients_of.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/request_list.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/format/scenario_writer.hpp"
#include "scenarios/search/failure.hpp"
#include "scenarios/search/shrink.hpp"
#include "scenarios/search/trial.hpp"
#include "tests/catch.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

using Visit = NumberPayload<1002, "visit">;

// --- a workload whose requests can be a list ---
struct ListedVisit {
  unsigned visitor = 0;
  Duration time;  // from the start of the run
  friend bool operator==(const ListedVisit&, const ListedVisit&) = default;
};
struct Visits {
  unsigned visitors = 3;
  Duration pause = milliseconds(50);
  Duration until = seconds(2);
  std::optional<std::vector<ListedVisit>> list;  // nothing: each visitor comes again after its pause
  friend bool operator==(const Visits&, const Visits&) = default;
};

class Visitor final : public Actor {
 public:
  Visitor(NodeId self, const Scenario& scenario, std::uint64_t)
      : self_(self), options_(scenario.workload_options.get<Visits>()) {
    for (const ListedVisit& visit : options_.list.value_or(std::vector<ListedVisit>()))
      if (scenario.replicas + visit.visitor == self.value) due_.push_back(Time{} + visit.time);
  }
  void handle(const Event& event, Time now, Effects& effects) override {
    if (std::holds_alternative<TimerFired>(event)) {
      if (!options_.list || begun_ < due_.size()) begin_visit(now, effects);
      return;
    }
    if (std::holds_alternative<ReplyArrived>(event)) {
      visits_.back().state = ReportedRequest::State::ok;
      visits_.back().answered = now;
    }
    // A visit of the list begins when it is due, which is when the pause was over in the run that was written down.
    effects.set_timer(TimerId{0}, begun_ < due_.size() ? std::max(now, due_[begun_]) : now + options_.pause);
  }
  std::uint64_t fingerprint() const override { return begun_; }
  const std::vector<ReportedRequest>& requests() const { return visits_; }

 private:
  void begin_visit(Time now, Effects& effects) {
    ++begun_;
    ReportedRequest& visit = visits_.emplace_back();
    visit.name = hash_words(self_.value, begun_);
    visit.mid = "v" + std::to_string(self_.value) + "." + std::to_string(begun_);
    visit.operation = "visit";
    visit.client = self_;
    visit.sent = now;
    effects.send_request(NodeId{0}, effects.make<Visit>(self_.value));
  }

  NodeId self_;
  Visits options_;
  std::vector<Time> due_;
  std::size_t begun_ = 0;
  std::vector<ReportedRequest> visits_;
};

class Visitors final : public ClientsOf<Visitor> {
  unsigned count(const Scenario& scenario) const override { return scenario.workload_options.get<Visits>().visitors; }
  Time end() const override { return Time{} + options<Visits>().until; }
  bool report(RunReport&) override { return true; }
  // What the clients of the latest run asked, as a list. Its run must be the same, event for event.
  bool pin_requests(Options& options) const override {
    std::vector<ListedVisit>& list = options.get<Visits>().list.emplace();
    for (const ReportedRequest& visit : all_requests())
      list.push_back({visit.client.value - scenario().replicas, visit.sent - Time{}});
    return true;
  }
};

constexpr RequestList visit_list{
    .size = [](const Options& options) -> std::optional<std::size_t> {
      const auto& list = options.get<Visits>().list;
      return list ? std::optional(list->size()) : std::nullopt;
    },
    .at = [](const Scenario& scenario, std::size_t place) -> ListedRequest {
      const ListedVisit& visit = (*scenario.workload_options.get<Visits>().list)[place];
      return {visit.visitor, visit.time,
              "visitor " + std::to_string(visit.visitor) + " comes at " + duration_text(visit.time)};
    },
    .keep =
        [](Options& options, const std::vector<bool>& kept) {
          std::size_t place = 0;
          std::erase_if(*options.get<Visits>().list, [&](const ListedVisit&) { return !kept[place++]; });
        },
    .drop_idle_clients = [](Options& options) -> bool {
      Visits& visits = options.get<Visits>();
      unsigned needed = 1;
      for (const ListedVisit& visit : *visits.list) needed = std::max(needed, visit.visitor + 1);
      return std::exchange(visits.visitors, std::min(needed, visits.visitors)) > needed;
    }};

using namespace field_rows;
constexpr std::array visit_fields{
    ranged("visitors", field_types::integer<unsigned>, 1, 20, at<&Visits::visitors>, "How many clients there are"),
    duration("pause", at<&Visits::pause>, "How long a visitor stays away after a visit"),
    duration("until", at<&Visits::until>, "How long the run is"),
    plain("visits", field_types::optional_list<ListedVisit>, at<&Visits::list>, "Just these visits"),
    required(ranged("visits[].visitor", field_types::integer<unsigned>, 0, 19,
                    optional_element<&Visits::list, &ListedVisit::visitor>, "Who comes, from 0")),
    required(duration("visits[].time", optional_element<&Visits::list, &ListedVisit::time>,
                      "When, from the start of the run"))};
constexpr Workload visits_workload() {
  Workload workload = workload_of<Visitors, Visits>("visits", visit_fields);
  workload.requests = &visit_list;
  return workload;
}
// --- so far ---

// The door breaks when one certain visitor comes after a second.
class Door final : public Actor {
 public:
  Door(NodeId, const Scenario& scenario, std::uint64_t) : fatal_(scenario.replicas + 1u) {}
  void handle(const Event& event, Time now, Effects& effects) override {
    const auto* const visit = std::get_if<RequestArrived>(&event);
    if (visit == nullptr) return;
    broken_ = broken_ || (now > Time{} + seconds(1) && visit->from.value == fatal_);
    effects.send_reply(visit->from, visit->payload);
  }
  std::uint64_t fingerprint() const override { return broken_ ? 1 : 0; }
  bool broken() const { return broken_; }

 private:
  unsigned fatal_;
  bool broken_ = false;
};
class Doors final : public ClusterOf<Door> {
  std::optional<Broken> broken() const override {
    if (nodes_that([](const Door& door) { return door.broken(); }).empty()) return std::nullopt;
    return Broken{"door_holds", "the door is broken"};
  }
};
struct NoOptions {
  friend bool operator==(const NoOptions&, const NoOptions&) = default;
};
constexpr System systems[] = {system_of<Doors, NoOptions>("doors", {}, 1, 3)};
constexpr Workload workloads[] = {visits_workload()};
constexpr Toolbox toolbox{systems, workloads};

Scenario visited() {
  Scenario scenario = make_scenario(toolbox);
  scenario.name = "visited";
  scenario.seed = 3;
  scenario.replicas = 2;
  return scenario;
}

}  // namespace

TEST_CASE("visits that are written down as a list are the same run, also from a file") {
  Runner runner;
  const Scenario scenario = visited();  // clients look at it after their run, too
  const RunReport drawn = runner.run(scenario, 3);
  const std::optional<Scenario> listed = runner.with_listed_requests(scenario);
  REQUIRE(listed);
  CHECK(listed->workload_options.get<Visits>().list->size() > 20);
  CHECK(runner.run(*listed, 3).digest == drawn.digest);
  const Result<ReadScenario> read = read_scenario(write_scenario(*listed), "listed.json", toolbox);
  INFO((read.ok() ? "" : read.error().text()));
  REQUIRE(read.ok());
  CHECK(runner.run(read.value().scenario, 3).digest == drawn.digest);
}

TEST_CASE("a failing run is made small visit by visit") {
  Trials trials;
  const Trial trial = trials.run(visited());
  REQUIRE(trial.kind);
  const Shrunk shrunk = shrink(failure_of(visited(), false, trial.report, *trial.kind));
  CHECK(shrunk.fails);
  CHECK(shrunk.warnings.empty());
  CHECK(shrunk.before.requests > 20);
  CHECK(shrunk.after.requests == 1);
  CHECK(shrunk.after.clients == 2);
  const std::vector<ListedVisit> left = shrunk.failure.scenario.workload_options.get<Visits>().list.value();
  REQUIRE(left.size() == 1);
  CHECK(left[0].visitor == 1);
}
