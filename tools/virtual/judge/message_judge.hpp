// MessageJudge: judges the replicas of any program by their messages alone: two leaders of a term, silence, redirect
// storms, puts that are refused and done, elections without cause (core/check/messages, docs/virtual-processes.md).
// Stops the world at the first violation. It asks no replica: only whether its process still runs.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/check/messages/followings.hpp"
#include "core/check/messages/health.hpp"
#include "core/check/messages/service.hpp"
#include "core/check/messages/term_leaders.hpp"
#include "core/client/request.hpp"
#include "scenarios/report/report.hpp"
#include "simnet/observer.hpp"
#include "simnet/world.hpp"
#include "tools/virtual/host/message_types.hpp"
#include "tools/virtual/judge/finding.hpp"
#include "tools/virtual/judge/refusals.hpp"

namespace whitewater::tools::virtual_time {

class MessageJudge final : public simnet::Observer {
 public:
  struct Setup {
    unsigned replicas = 0;
    const MessageTypes* types = nullptr;
    Duration patience;                // how long a healthy majority may not serve
    std::uint64_t redirects_max = 0;  // a run that redirects clients more often ends
    bool clocks_run_off = false;      // liveness is not judged then
    std::function<NodeSet()> ended;   // the replicas whose processes have ended by themselves
  };
  // Before each run.
  void reset(simnet::World& world, Setup setup);

  // Returns all payloads to their pool.
  void release() { latest_ = {}; }

  const std::optional<scenarios::Violation>& violation() const { return violation_; }
  // Why the run was given up. Empty: it was not.
  const std::string& given_up() const { return given_up_; }
  void report(MessageSection& section) const;

  Watches watches() const override { return {.sends = true, .events = true, .notes = false, .writes = false}; }
  void on_sends(const simnet::SendBatch& batch) override;
  void on_event(const simnet::EventRecord& record) override;
  void on_episode(const simnet::EpisodeRecord& record) override;

 private:
  struct InFlight {
    std::uint64_t sequence = 0;
    Time sent;
    NodeId from = no_node;
    NodeId to = no_node;  // no_node: it has arrived, or never will
  };
  static constexpr std::size_t in_flight_max = 8192;  // what is older was late anyway

  bool over() const { return violation_ || !given_up_.empty(); }
  void sent(NodeId from, const Effects::Send& send, simnet::SendBatch::Fate fate, std::uint64_t sequence, Time now);
  void answered(NodeId from, NodeId client, const client::Reply& reply, Time now);
  void names(NodeId replica, NodeId leader, Time now);
  void claims(NodeId from, const Effects::Send& send, Time now);
  void arrived(const simnet::EventRecord& record, NodeId from);
  void look_at_links(Time now);
  // Nobody has heard of them yet, and they are late already.
  void look_at_messages_on_their_way(Time now);
  void asked(const simnet::EventRecord& record, const RequestArrived& request);
  template <class Change>
  void change_health(Change change) {
    change(health_);
    change(lossy_health_);
  }
  void violates(std::string property, std::string shape, std::string text, NodeId node, Time now);
  AppliedCheck terms_check() const;
  AppliedCheck silence_check() const;
  AppliedCheck storm_check() const;
  AppliedCheck refusals_check() const;

  simnet::World* world_ = nullptr;
  Setup setup_;
  checks::TermLeaders terms_;
  checks::Followings followings_;
  // Where no message may be lost; and where some may, so that the patience is longer.
  checks::Health health_;
  checks::Health lossy_health_;
  checks::Service service_;
  checks::Service lossy_service_;
  Refusals refusals_;
  std::vector<InFlight> in_flight_;  // by sequence number, modulo its size
  std::vector<std::size_t> slow_;    // places of open episodes that no message shows
  std::optional<scenarios::Violation> violation_;
  std::string given_up_;
  std::string term_found_;  // the field that said a term
  PayloadRef latest_;       // of claims(): a broadcast is read once
  std::vector<checks::Departure> uncaused_;
  Time last_uncaused_;
};

}  // namespace whitewater::tools::virtual_time
