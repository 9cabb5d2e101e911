// ClientsOf: clients that are actors of one class. ClientsOf makes them; a workload derives from it and says how many
// clients there are, when the run is over, and how to judge it. It makes new clients in every run: a workload that must
// not allocate derives from Clients itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scenarios/experiment/clients.hpp"

namespace whitewater::scenarios {

// Client(NodeId self, const Scenario& scenario, std::uint64_t seed) is an Actor. The nodes of clients come after those
// of the replicas. If it has a function requests(), a list of its ReportedRequests in the order of sending, the
// workload has histories and stories; their numbers are given here.
template <class Client>
class ClientsOf : public Clients {
  static constexpr bool reports_requests = requires(const Client& client) { client.requests(); };

 public:
  void reset(const Stage& stage) override {
    scenario_ = &stage.scenario;
    clients_.clear();
    for (unsigned i = 0; i < count(stage.scenario); ++i)
      clients_.emplace_back(NodeId{static_cast<std::uint16_t>(stage.scenario.replicas + i)}, stage.scenario,
                            stage.seed);
  }
  void release() override { clients_.clear(); }
  Actor& client(unsigned i) override { return clients_[i]; }
  std::optional<std::vector<ReportedRequest>> requests() const override {
    if constexpr (reports_requests) return all_requests();
    return std::nullopt;
  }

 protected:
  const std::deque<Client>& clients() const { return clients_; }
  // Of all clients, in the order of sending, numbered.
  std::vector<ReportedRequest> all_requests() const requires reports_requests {
    std::vector<ReportedRequest> all;
    for (const Client& client : clients_) {
      const std::vector<ReportedRequest>& own = client.requests();
      all.insert(all.end(), own.begin(), own.end());
    }
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.sent < b.sent; });
    for (std::size_t i = 0; i < all.size(); ++i) all[i].number = static_cast<std::uint32_t>(i);
    return all;
  }
  // Of the run.
  const Scenario& scenario() const { return *scenario_; }
  template <class Value>
  const Value& options() const {
    return scenario_->workload_options.get<Value>();
  }

 private:
  const Scenario* scenario_ = nullptr;
  std::deque<Client> clients_;
};

// A row of a toolbox: a workload whose clients are Own, with its options.
template <class Own, class OwnOptions>
constexpr Workload workload_of(std::string_view name, std::span<const Field> fields) {
  Workload workload;
  workload.name = name;
  workload.fields = fields;
  workload.options = [] { return Options::of<OwnOptions>(); };
  workload.make = []() -> std::unique_ptr<Clients> { return std::make_unique<Own>(); };
  return workload;
}

}  // namespace whitewater::scenarios
