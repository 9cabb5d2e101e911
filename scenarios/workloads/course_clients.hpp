// CourseClients: the course's simulator process in a simulated world. It tells the Course what replicas send and which
// faults strike, resolves the course's roles ("the current leader") for the world, counts messages by type, and ends
// the run where the course's loop would end, or where a storm of redirects would never end (the course's own limit,
// max_packets, does not count those). When the cluster must come to rest, a probe is the ninth client, and replicas
// must have answered what no kill can have lost.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "core/actor/codec.hpp"
#include "core/course/client_actor.hpp"
#include "core/course/course.hpp"
#include "core/course/ideal.hpp"
#include "core/course/json_codec.hpp"
#include "scenarios/experiment/clients.hpp"
#include "scenarios/experiment/runner.hpp"
#include "scenarios/workloads/course_options.hpp"
#include "scenarios/workloads/course_report.hpp"
#include "scenarios/workloads/course_requests.hpp"
#include "scenarios/workloads/debts.hpp"
#include "scenarios/workloads/latest_put.hpp"
#include "scenarios/workloads/liveness_probe.hpp"
#include "scenarios/workloads/run_history.hpp"

namespace whitewater::scenarios {

class CourseClients final : private simnet::Observer, private ProbeBooks, public Clients {
 public:
  unsigned count(const Scenario& scenario) const override { return course_client_count(scenario); }
  // Plans the course's events as the course fires them: by time, then as listed.
  void reset(const Stage& stage) override;
  void release() override { course_.release(); }
  Actor& client(unsigned i) override;
  // The probe asks when half of the time to come to rest is over.
  Time starts(unsigned i) const override { return i < course::clients ? Time{} : probe_starts_; }

  Time asks_from() const override { return Time{} + course_.rules().start_wait; }
  Time end() const override { return Time{} + course_.rules().end(); }
  Traffic traffic() const override { return {requests_sent_, counts_}; }
  std::optional<std::string> waits_for() const override;
  // The role of a target is the number of its event, plus one.
  NodeSet resolve(std::uint32_t role) const override { return course_.resolve(role - 1); }
  std::optional<NodeSet> named_leader() const override { return NodeSet::of(course_.leader()); }
  Codec* codec() override { return &*codec_; }
  std::optional<std::vector<ReportedRequest>> requests() const override {
    return reported_requests(course_, probe_gets());
  }
  bool pin_requests(Options& options) const override;
  std::string undecided(const RunReport& report) const override;
  void judge_history(std::span<const FaultStrike> strikes, RunReport& report) override;
  bool report(RunReport& report) override;

  // The judge of the latest run, with every request and its result.
  const course::Course& course() const { return course_; }

 private:
  Watches watches() const override { return {.sends = true, .events = false, .notes = false, .writes = false}; }
  void on_sends(const simnet::SendBatch& batch) override;
  void on_episode(const simnet::EpisodeRecord& record) override;
  std::string key_to_get() const override { return std::string(latest_put_key(course_.requests(), "")); }

  void count_drops(const simnet::SendBatch& batch);
  void on_request();
  void on_reply(NodeId from, const Effects::Send& send, Time now);
  // Counts of messages between replicas, by type, ascending; types that did not occur are left out.
  std::vector<MessageCount> messages_by_type() const;
  std::span<const ReportedRequest> probe_gets() const {
    return probing_ ? probe_.gets() : std::span<const ReportedRequest>();
  }
  // The client after the course's clients, if there is one: the course must not see its requests.
  bool is_probe(NodeId node) const { return node.value == course_.rules().replicas + course::clients; }

  course::Course course_;
  std::array<course::ClientActor, course::clients> clients_;
  LivenessProbe probe_;
  Time probe_starts_;
  Debts debts_;
  RunHistory history_;
  std::optional<course::CourseCodec> codec_;
  simnet::World* world_ = nullptr;
  const Cluster* cluster_ = nullptr;
  const BodyCodec* bodies_ = nullptr;
  std::vector<std::uint64_t> counts_;
  std::vector<course::Casualties> casualties_;  // of faults that are no events of the course
  std::size_t requests_max_ = 0;                // retries included
  std::uint64_t requests_sent_ = 0;
  bool probing_ = false;
  bool budget_exhausted_ = false;
};

// The course's events as episodes, as the course fires them: by time, then as listed. The role of a target is the
// number of its event, plus one.
void plan_events(const course::Exercise& exercise, FaultPlan& plan);

std::unique_ptr<Clients> make_course_clients();

// Of a runner whose latest run was one of the course. Valid until its next run.
const course::Course& course_of(const Runner& runner);

}  // namespace whitewater::scenarios
