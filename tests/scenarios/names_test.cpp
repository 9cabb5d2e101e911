// A message's name says what it is, so it stays when something else is removed: over drawn scenarios one message, one
// fault or the last requests are taken away, and the names of the whole run are looked for in what is left.
#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "scenarios/experiment/runner.hpp"
#include "scenarios/standard/standard.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"
#include "tests/property.hpp"

using namespace whitewater;
using scenarios::Scenario;

namespace {

// Plane, sender, its life, receiver, identity; how often it was sent.
using Names = std::map<std::tuple<SendKind, NodeId, unsigned, NodeId, std::uint64_t>, std::uint64_t>;

struct Sent {
  Time time;
  NodeId from;
  NodeId to;
  friend auto operator<=>(const Sent&, const Sent&) = default;
};

class NameLog final : public simnet::Observer {
 public:
  explicit NameLog(Time heal) : heal_(heal) {}

  void on_send(const simnet::SendRecord& record) override {
    if (record.time >= heal_) return;
    const std::uint64_t identity = record.identity != 0 ? record.identity : record.payload.fold();
    ++names[{record.kind, record.from, lives_[record.from], record.to, identity}];
    if (record.kind != SendKind::message) return;
    ++messages;
    if (record.outcome == simnet::SendOutcome::cut) cut.insert({record.time, record.from, record.to});
    if (record.outcome == simnet::SendOutcome::delivered) delivered.push_back({record.time, record.from, record.to});
  }
  void on_event(const simnet::EventRecord& record) override {
    if (std::holds_alternative<Started>(record.event)) ++lives_[record.node];
  }

  Names names;
  std::uint64_t messages = 0;
  std::vector<std::pair<NodeId, std::uint64_t>> leaders;  // with their terms, in order
  std::vector<Sent> delivered;
  std::set<Sent> cut;

 private:
  Time heal_;
  std::map<NodeId, unsigned> lives_;
};

NameLog run_watched(scenarios::Runner& runner, const Scenario& scenario) {
  NameLog log(Time{} + *scenario.heal);
  scenarios::RunOptions options;
  options.observers = {&log};
  const scenarios::RunReport report = runner.run(scenario, *scenario.seed, options);
  for (const auto& reign : report.leadership->reigns)
    if (reign.begin < Time{} + *scenario.heal) log.leaders.emplace_back(reign.node, reign.term);
  return log;
}

struct Share {
  std::uint64_t all = 0;  // of the whole run
  std::uint64_t met = 0;  // of those, in what is left too
  std::uint64_t runs = 0;
  std::uint64_t nearly_whole = 0;  // runs that kept 99 % and more

  void add(const Names& whole, const Names& rest) {
    Share one;
    for (const auto& [name, count] : whole) {
      one.all += count;
      const auto found = rest.find(name);
      if (found != rest.end()) one.met += std::min(count, found->second);
    }
    all += one.all;
    met += one.met;
    ++runs;
    nearly_whole += one.met * 100 >= one.all * 99 ? 1u : 0u;
  }
  double percent() const { return 100.0 * static_cast<double>(met) / static_cast<double>(all); }
  double percent_of_runs() const { return 100.0 * static_cast<double>(nearly_whole) / static_cast<double>(runs); }
};

Scenario drawn_scenario() {
  return scenarios::random_raft_scenario(*rc::gen::inRange<std::uint64_t>(1, 100'000));
}

// Its link is cut from just before it leaves until just after.
Scenario without_message(Scenario scenario, const Sent& sent) {
  const auto one = [](NodeId node) { return scenarios::ReplicaSet::of(NodeSet::of(node)); };
  scenarios::ScheduledFault cut =
      scenarios::link_fault(scenarios::KindId::cut, sent.time - Time{} - nanoseconds(1), one(sent.from), one(sent.to));
  cut.lasts = nanoseconds(1);
  scenario.faults.push_back(cut);
  return scenario;
}

}  // namespace

TEST_CASE("nearly all names are met again when one message is removed and the same nodes lead") {
  scenarios::Runner runner;
  Share share;
  Share same_leaders;
  std::uint64_t removed = 0;
  tests::check_property([&] {
    const Scenario scenario = drawn_scenario();
    const NameLog whole = run_watched(runner, scenario);
    RC_PRE(!whole.delivered.empty());
    const Sent sent = whole.delivered[*rc::gen::inRange<std::size_t>(0, whole.delivered.size())];
    const NameLog rest = run_watched(runner, without_message(scenario, sent));
    share.add(whole.names, rest.names);
    if (whole.leaders == rest.leaders) same_leaders.add(whole.names, rest.names);
    removed += rest.cut.contains(sent) ? 1u : 0u;
  });
  INFO(share.percent() << " % of " << share.all << " names, " << share.percent_of_runs() << " % of runs");
  INFO(same_leaders.percent() << " % of " << same_leaders.all << " names, " << same_leaders.percent_of_runs()
                              << " % of " << same_leaders.runs);
  CHECK(removed == share.runs);
  // 98 to 99.8 and 89 to 96 in samples: who leads is what most names hang on, for they hold its term.
  CHECK(same_leaders.percent() > 97);
  CHECK(same_leaders.percent_of_runs() > 85);
  CHECK(same_leaders.runs > share.runs * 3 / 4);
  // Over all runs it is 91 to 98 and 79 to 89: in every tenth the removed message makes another node lead.
  CHECK(share.percent() > 88);
  CHECK(share.percent_of_runs() > 70);
}

TEST_CASE("most names are met again when one fault is removed") {
  scenarios::Runner runner;
  Share share;
  tests::check_property([&] {
    const Scenario scenario = drawn_scenario();
    RC_PRE(!scenario.faults.empty());
    Scenario fewer = scenario;
    fewer.faults.erase(fewer.faults.begin() + *rc::gen::inRange<std::ptrdiff_t>(0, std::ssize(fewer.faults)));
    share.add(run_watched(runner, scenario).names, run_watched(runner, fewer).names);
  });
  INFO(share.percent() << " % of " << share.all << " names, " << share.percent_of_runs() << " % of runs");
  CHECK(share.all > 100'000);
  CHECK(share.percent() > 50);  // 61 to 70 in samples: the leaders are others
}

TEST_CASE("nearly all names are met again when the last requests are removed") {
  scenarios::Runner runner;
  Share share;
  tests::check_property([&] {
    const Scenario scenario = drawn_scenario();
    Scenario fewer = scenario;
    scenarios::Registers& clients = scenarios::registers(fewer);
    const Duration shorter = milliseconds(50);
    RC_PRE(clients.lifetime > shorter);
    clients.lifetime = clients.lifetime - shorter;
    clients.end_wait = clients.end_wait + shorter;
    share.add(run_watched(runner, scenario).names, run_watched(runner, fewer).names);
  });
  INFO(share.percent() << " % of " << share.all << " names, " << share.percent_of_runs() << " % of runs");
  CHECK(share.all > 100'000);
  CHECK(share.percent() > 95);  // 98 in samples
}

TEST_CASE("no two messages of a replica's life have one name on a link") {
  scenarios::Runner runner;
  std::uint64_t messages = 0;
  std::uint64_t equal = 0;
  tests::check_property([&] {
    const NameLog log = run_watched(runner, drawn_scenario());
    messages += log.messages;
    for (const auto& [name, count] : log.names)
      if (std::get<SendKind>(name) == SendKind::message) equal += count - 1;
  });
  CHECK(messages > 50'000);
  CHECK(equal == 0);
}
