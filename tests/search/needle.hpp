// A toy that hides one state behind three ordered steps: node 0 takes a step when it starts again within a narrow time,
// and the next step only in its next life or a later one. Each step is about one in two hundred drawn scenarios. With
// `broken` it violates a property after so many steps.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/number_payload.hpp"
#include "scenarios/experiment/clients_of.hpp"
#include "scenarios/experiment/cluster_of.hpp"
#include "scenarios/format/field_rows.hpp"

namespace whitewater::scenarios::needle {

using Steps = NumberPayload<1000, "steps">;

struct NeedleOptions {
  std::uint32_t broken = 3;  // after so many steps it is wrong
  bool favoured = false;     // decides nothing: for tests of what is drawn
  Duration pace = milliseconds(100);
  friend bool operator==(const NeedleOptions&, const NeedleOptions&) = default;
};

// When each step can be taken, and for how long. No fault that comes back at regular times meets all three.
inline constexpr std::array<Duration, 3> openings{milliseconds(1'013), milliseconds(2'287), milliseconds(4'391)};
inline constexpr Duration window = milliseconds(60);

class NeedleNode final : public Actor {
 public:
  NeedleNode(NodeId self, const Scenario&, std::uint64_t) : self_(self) {}

  void handle(const Event& event, Time now, Effects& effects) override {
    const auto* const started = std::get_if<Started>(&event);
    if (started == nullptr || self_.value != 0) return;
    const Recovered& recovered = started->recovered;
    const Steps* const saved = recovered.slots.empty() ? nullptr : recovered.slots[0].get_if<Steps>();
    steps_ = saved != nullptr ? static_cast<std::uint32_t>(saved->number) : 0;
    if (steps_ == openings.size()) return;
    const Time opens = Time{} + openings.at(steps_);
    if (now < opens || now - opens > window) return;
    ++steps_;
    effects.replace(SlotId{0}, effects.make<Steps>(steps_));
  }
  std::uint64_t fingerprint() const override { return steps_; }
  std::uint32_t steps() const { return steps_; }

 private:
  NodeId self_;
  std::uint32_t steps_ = 0;
};

class Needle final : public ClusterOf<NeedleNode> {
 public:
  void reset(const Scenario& scenario, std::uint64_t seed) override {
    ClusterOf<NeedleNode>::reset(scenario, seed);
    broken_ = scenario.system_options.get<NeedleOptions>().broken;
  }
  std::optional<std::uint64_t> coverage(NodeSet) const override { return mix(1 + nodes().front().steps()); }

 private:
  std::optional<Broken> broken() const override {
    if (nodes().front().steps() < broken_) return std::nullopt;
    return Broken{"needle", "0000 took " + std::to_string(nodes().front().steps()) + " steps"};
  }

  std::uint32_t broken_ = 3;
};

// Nobody asks anything.
class Idle final : public Actor {
 public:
  Idle(NodeId, const Scenario&, std::uint64_t) {}
  void handle(const Event&, Time, Effects&) override {}
  std::uint64_t fingerprint() const override { return 0; }
  const std::vector<ReportedRequest>& requests() const { return none_; }

 private:
  std::vector<ReportedRequest> none_;
};

struct QuietOptions {
  Duration until = seconds(6);
  friend bool operator==(const QuietOptions&, const QuietOptions&) = default;
};

class Quiet final : public ClientsOf<Idle> {
  unsigned count(const Scenario&) const override { return 1; }
  Time end() const override { return Time{} + options<QuietOptions>().until; }
  bool report(RunReport&) override { return true; }
};

namespace rows {
using namespace field_rows;
inline constexpr std::array<std::string_view, 2> paces{"\"70ms\"", "\"90ms\""};
inline constexpr std::array system_fields{
    never_drawn(ranged("broken", field_types::integer<std::uint32_t>, 0, 100, at<&NeedleOptions::broken>,
                       "After how many steps the system is wrong")),
    plain("favoured", field_types::flag, at<&NeedleOptions::favoured>, "Decides nothing"),
    drawn_from(paces, duration("pace", at<&NeedleOptions::pace>, "Decides nothing, too"))};
inline constexpr std::array workload_fields{duration("until", at<&QuietOptions::until>, "How long the run is")};
}  // namespace rows

inline const Toolbox& toolbox() {
  static constexpr System systems[] = {system_of<Needle, NeedleOptions>("needle", rows::system_fields, 3, 3)};
  static constexpr Workload workloads[] = {workload_of<Quiet, QuietOptions>("quiet", rows::workload_fields)};
  static constexpr Toolbox both{systems, workloads};
  return both;
}

}  // namespace whitewater::scenarios::needle
