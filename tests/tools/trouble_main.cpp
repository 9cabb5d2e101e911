// A program of its own on cli::run, some of whose code fails: the field "fails" says whose.
#include <array>

#include "core/base/check.hpp"
#include "core/base/number_payload.hpp"
#include "scenarios/experiment/clients_of.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/format/field_rows.hpp"
#include "tools/verbs/cli.hpp"

using namespace whitewater;
using namespace whitewater::scenarios;

namespace {

using Ping = NumberPayload<1000, "ping">;

enum class Where : std::uint8_t {
  nowhere,
  actor,
  standstill,
  checker,
  rest,
  system,
  client,
  observer,
  workload,
  report,
  requests
};
constexpr std::array<std::string_view, 11> where_names{"nowhere",  "actor",  "standstill", "checker",
                                                       "rest",     "system", "client",     "observer",
                                                       "workload", "report", "requests"};
struct Trouble {
  Where fails = Where::nowhere;
  friend bool operator==(const Trouble&, const Trouble&) = default;
};
Where fails(const Scenario& scenario) {
  return scenario.workload_options.get<Trouble>().fails;
}
void hold(Where found, Where here) {
  check(found != here, "this part never fails");
}

class Node final : public Actor {
 public:
  Node(NodeId, const Scenario& scenario, std::uint64_t) : fails_(fails(scenario)) { hold(fails_, Where::system); }
  void handle(const Event& event, Time now, Effects& effects) override {
    if (const auto* request = std::get_if<RequestArrived>(&event)) {
      hold(fails_, Where::actor);
      effects.send_reply(request->from, effects.make<Ping>());
      if (fails_ == Where::standstill) effects.set_timer(TimerId{0}, now);
    } else if (std::holds_alternative<TimerFired>(event)) {
      effects.set_timer(TimerId{0}, now);
    }
  }
  std::uint64_t fingerprint() const override { return 1; }

 private:
  Where fails_;
};

class Fragile final : public ClusterOf<Node> {
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    fails_ = fails(scenario);
    ClusterOf::reset(scenario, seed);
  }
  std::optional<Broken> broken() const override {
    hold(fails_, Where::checker);
    return std::nullopt;
  }
  std::optional<std::string> at_rest(const Traffic&) const override {
    if (fails_ == Where::rest) throw 5;
    return std::nullopt;
  }
  Where fails_ = Where::nowhere;
};

class Client final : public Actor {
 public:
  Client(NodeId, const Scenario& scenario, std::uint64_t) : fails_(fails(scenario)) {}
  void handle(const Event& event, Time, Effects& effects) override {
    answered_ = std::holds_alternative<ReplyArrived>(event);
    if (answered_) return hold(fails_, Where::client);
    effects.send_request(NodeId{0}, effects.make<Ping>());
  }
  std::uint64_t fingerprint() const override { return 1; }
  const std::vector<ReportedRequest>& requests() const {
    if (fails_ == Where::requests && answered_) throw std::out_of_range("no such request");
    return none_;
  }

 private:
  Where fails_;
  std::vector<ReportedRequest> none_;
  bool answered_ = false;  // so after the run, not before it
};

class Clumsy final : public ClientsOf<Client>, private simnet::Observer {
  unsigned count(const Scenario&) const override { return 1; }
  void reset(const Stage& stage) override {
    hold(fails(stage.scenario), Where::workload);
    ClientsOf::reset(stage);
    stage.world.add_observer(*this);
  }
  void on_event(const simnet::EventRecord&) override { hold(fails(scenario()), Where::observer); }
  Time end() const override { return Time{} + seconds(1); }
  bool report(RunReport&) override {
    hold(fails(scenario()), Where::report);
    return true;
  }
};

using namespace field_rows;
constexpr std::array fields{choice<Where>("fails", where_names, at<&Trouble::fails>, "Whose code fails")};
constexpr System systems[] = {system_of<Fragile, Trouble>("fragile", {}, 1, 9)};
constexpr Workload workloads[] = {workload_of<Clumsy, Trouble>("clumsy", fields)};

}  // namespace

int main(int argc, char** argv) {
  return cli::run(argc, argv, {systems, workloads});
}
