// Trail: the digest of a run after every event, or after every n-th one, shortened to 16 bits: from it, and without the
// code that made the run, replay tells where another run first leaves it. A run that went the same way up to an event
// has the same points up to there; two runs that have parted agree in a later point once in 65,536 times.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.hpp"
#include "scenarios/experiment/runner.hpp"
#include "simnet/observer.hpp"

namespace whitewater::scenarios {

struct Trail {
  static constexpr std::size_t points_max = 1'024;

  std::uint64_t every = 0;            // so many events from point to point; 0: there is no trail
  std::vector<std::uint16_t> points;  // behind event every, 2 · every, …
  friend bool operator==(const Trail&, const Trail&) = default;
};

// So that a run of that many events has at most points_max points.
std::uint64_t trail_step(std::uint64_t events);

// Four hexadecimal digits a point.
std::string trail_text(const Trail& trail);
std::optional<std::vector<std::uint16_t>> trail_points(std::string_view text);

// Watches a run of `runner` and keeps its trail.
class TrailWatch final : public simnet::Observer {
 public:
  // every: at least 1. until: the digest behind that event is kept, too.
  TrailWatch(const Runner& runner, std::uint64_t every, std::uint64_t until);

  Watches watches() const override { return {.sends = false, .events = true, .notes = false, .writes = false}; }
  void on_event(const simnet::EventRecord& record) override;

  const Trail& trail() const { return trail_; }
  // Of the points.
  const std::vector<Time>& times() const { return times_; }
  // Behind event `until`; nothing: the run had fewer.
  std::optional<std::uint64_t> digest_then() const { return digest_then_; }

 private:
  const Runner& runner_;
  std::uint64_t until_;
  std::uint64_t events_ = 0;
  Trail trail_;
  std::vector<Time> times_;
  std::optional<std::uint64_t> digest_then_;
};

}  // namespace whitewater::scenarios
