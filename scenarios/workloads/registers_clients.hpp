// RegistersClients: the workload registers in a simulated world: its clients as actors, and their book, which it tells
// what leaves clients and who lives. It counts messages, remembers whom replicas named as their leader last, and ends
// the run at the first thing that is wrong. When the cluster must come to rest, a probe is one more client.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/actor/codec.hpp"
#include "core/course/json_codec.hpp"
#include "scenarios/experiment/clients.hpp"
#include "scenarios/workloads/debts.hpp"
#include "scenarios/workloads/latest_put.hpp"
#include "scenarios/workloads/liveness_probe.hpp"
#include "scenarios/workloads/registers_book.hpp"
#include "scenarios/workloads/registers_client.hpp"
#include "scenarios/workloads/registers_options.hpp"
#include "scenarios/workloads/registers_report.hpp"

namespace whitewater::scenarios {

class RegistersClients final : public Clients, private simnet::Observer, private ProbeBooks {
 public:
  unsigned count(const Scenario& scenario) const override { return registers_client_count(scenario); }
  void reset(const Stage& stage) override;
  void release() override { book_.release(); }
  Actor& client(unsigned i) override;
  // The probe asks when half of the time to come to rest is over.
  Time starts(unsigned i) const override { return i < options().clients ? Time{} : probe_starts_; }

  Time asks_from() const override { return options().load_begin(); }
  Time end() const override { return options().end(); }
  Traffic traffic() const override { return {book_.counts().sent + probe_requests_, counts_}; }
  std::optional<std::string> waits_for() const override;
  std::optional<NodeSet> named_leader() const override;
  // The course's JSON, which real replicas speak.
  Codec* codec() override { return codec_ ? &*codec_ : nullptr; }
  std::optional<std::vector<ReportedRequest>> requests() const override;
  bool pin_requests(Options& options) const override;
  std::string initial_value() const override { return options().initial; }
  std::string undecided(const RunReport& report) const override;
  void judge_history(std::span<const FaultStrike> strikes, RunReport& report) override;
  bool report(RunReport& report) override;

  // Of the latest run.
  const RegistersBook& book() const { return book_; }

 private:
  Watches watches() const override { return {.sends = true, .events = false, .notes = false, .writes = false}; }
  void on_sends(const simnet::SendBatch& batch) override;
  void on_episode(const simnet::EpisodeRecord& record) override;
  std::string key_to_get() const override { return std::string(latest_put_key(book_.requests(), "k0")); }
  void probe_asks(const client::Request& get, Time now) override { book_.guest_asks(get, now); }
  void probe_reads(std::string_view value, Time now) override { book_.guest_reads(value, now); }

  const Registers& options() const { return book_.load().options(); }
  bool is_probe(NodeId node) const { return node.value == book_.load().replicas() + options().clients; }
  void saw_leader(NodeId leader);
  void saw_state() {
    const std::optional<std::uint64_t> word = cluster_->coverage(world_->alive());
    if (word && (states_.empty() || states_.back() != *word)) states_.push_back(*word);
  }

  RegistersBook book_;
  std::vector<RegistersClient> clients_;
  LivenessProbe probe_;
  Debts debts_;
  Time probe_starts_;
  bool probing_ = false;
  std::optional<course::CourseCodec> codec_;
  simnet::World* world_ = nullptr;
  Cluster* cluster_ = nullptr;
  const BodyCodec* bodies_ = nullptr;  // null: messages are counted, but not by type
  std::vector<std::uint64_t> counts_;  // of messages, by type
  std::vector<std::uint64_t> states_;  // coverage words at answers and faults, with repetitions
  std::uint64_t probe_requests_ = 0;
  std::uint64_t messages_ = 0;
  std::uint64_t drops_ = 0;
  std::uint64_t leaders_ = 0;
  NodeId leader_ = no_node;
};

std::unique_ptr<Clients> make_registers_clients();

}  // namespace whitewater::scenarios
