// A key-value store with one mistake, as a system: replica 0 serves everybody from its memory, the others redirect to
// it. What it gets wrong, its option says. And a run of it under the workload registers.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/hash.hpp"
#include "core/client/request.hpp"
#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/format/field_rows.hpp"
#include "scenarios/format/scenario_reader.hpp"
#include "scenarios/report/report.hpp"
#include "scenarios/workloads/registers_clients.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "tests/catch.hpp"

namespace whitewater::scenarios::planted {

enum class Mistake : std::uint8_t {
  none,
  stale_read,  // every fifth get is answered with the value before
  lost_write,  // every fifth put is answered, and forgotten
  other_name,  // every fifth answer names a request that nobody made
  no_value,    // every fifth get is answered without a value
  mute,        // nothing is answered
  forgetful,   // after five seconds, all that was put is gone
};
inline constexpr std::array<std::string_view, 7> mistake_names{"none",     "stale_read", "lost_write", "other_name",
                                                               "no_value", "mute",       "forgetful"};

struct StoreOptions {
  Mistake mistake = Mistake::none;
  friend bool operator==(const StoreOptions&, const StoreOptions&) = default;
};

class StoreNode final : public Actor {
 public:
  StoreNode(NodeId self, Mistake mistake) : self_(self), mistake_(mistake) {}

  void handle(const Event& event, Time now_is, Effects& effects) override {
    const auto* const arrived = std::get_if<RequestArrived>(&event);
    if (arrived == nullptr || mistake_ == Mistake::mute) return;
    const auto& request = *arrived->payload.get_if<client::Request>();
    PayloadPool& pool = effects.pool();
    if (self_.value != 0)
      return effects.send_reply(arrived->from, client::make_redirect(pool, NodeId{0}, request.mid()), ++requests_);
    if (mistake_ == Mistake::forgetful && !forgot_ && now_is >= Time{} + seconds(5)) {
      forgot_ = true;
      cells_.clear();
    }
    const bool now = ++requests_ % 5 == 0;
    const auto is = [&](Mistake mistake) { return now && mistake_ == mistake; };
    const std::string mid(is(Mistake::other_name) ? std::string_view("c9-9") : request.mid());
    Cell& cell = cells_[std::string(request.key())];
    if (request.operation == client::Request::Operation::get) {
      const std::string& value = is(Mistake::stale_read) ? cell.before : cell.value;
      return effects.send_reply(
          arrived->from,
          is(Mistake::no_value) ? client::make_ok(pool, self_, mid) : client::make_ok_value(pool, self_, mid, value),
          requests_);
    }
    if (!is(Mistake::lost_write)) cell = {std::string(request.value()), cell.value};
    effects.send_reply(arrived->from, client::make_ok(pool, self_, mid), requests_);
  }
  std::uint64_t fingerprint() const override { return requests_; }

 private:
  struct Cell {
    std::string value;
    std::string before;
  };
  NodeId self_;
  Mistake mistake_;
  std::map<std::string, Cell> cells_;
  std::uint64_t requests_ = 0;
  bool forgot_ = false;
};

class Store : public Cluster {
 public:
  void reset(const Scenario& scenario, std::uint64_t) override {
    nodes_.clear();
    for (std::uint16_t i = 0; i < scenario.replicas; ++i)
      nodes_.emplace_back(NodeId{i}, scenario.system_options.get<StoreOptions>().mistake);
  }
  void release() override { nodes_.clear(); }
  Actor& replica(NodeId node) override { return nodes_[node.value]; }

 private:
  std::vector<StoreNode> nodes_;
};

// Says of every history why it need not be linearizable.
class ForgivenStore final : public Store {
 public:
  std::string excuse() const override { return "Its memory was told to forget."; }
};

inline constexpr std::array store_fields{field_rows::choice<Mistake>(
    "mistake", mistake_names, field_rows::at<&StoreOptions::mistake>, "What the store gets wrong")};

inline std::unique_ptr<Cluster> make_store() {
  return std::make_unique<Store>();
}

// "store" does not promise that a majority hears of a put; "boastful" does, and answers alone all the same.
inline const std::array systems{
    System{"store", store_fields, [] { return Options::of<StoreOptions>(); }, nullptr, 1, 9, make_store},
    System{"boastful",
           store_fields,
           [] { return Options::of<StoreOptions>(); },
           nullptr,
           1,
           9,
           make_store,
           nullptr,
           {},
           true},
    System{"forgiven", store_fields, [] { return Options::of<StoreOptions>(); }, nullptr, 1, 9,
           []() -> std::unique_ptr<Cluster> { return std::make_unique<ForgivenStore>(); }}};

inline const Workload registers_workload{"registers", registers_fields(), [] { return Options::of<Registers>(); },
                                         invalid_registers, make_registers_clients};

inline RunReport run(std::string_view text, const Workload& workload = registers_workload) {
  const Toolbox toolbox{systems, std::span(&workload, 1)};
  const Result<ReadScenario> read = read_scenario(text, "planted.json", toolbox);
  INFO((read ? std::string() : read.error().text()));
  REQUIRE(read.ok());
  Runner runner;
  RunReport first = runner.run(read.value().scenario, 7);
  CHECK(runner.run(read.value().scenario, 7).digest == first.digest);
  return first;
}

}  // namespace whitewater::scenarios::planted
