// Workload: what the eight clients will ask and when, as far as it is settled before the run, and the
// keyed draws that settle the rest. A draw hashes (seed, stream, request number, attempt): removing a
// request or changing an answer moves no other draw. Knows nothing of answers, leaders or time passing.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "core/course/rules.hpp"

namespace whitewater::course {

class Workload {
 public:
  // No request: the end of a client's list.
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  using KeyText = std::array<char, 32>;

  // Makes the plan of a run. Keeps memory.
  void reset(const Rules& rules, std::uint64_t seed);

  std::uint32_t requests() const { return static_cast<std::uint32_t>(plan_.size()); }
  // start_wait + request · load_time / requests: rounded once, so that nothing accumulates.
  Time due(std::uint32_t request) const;
  // Which of the eight, 0 … 7; uniform.
  unsigned client_of(std::uint32_t request) const { return plan_[request].client; }
  // Drawn before the run, in order, with probability mix.
  bool is_get(std::uint32_t request) const { return plan_[request].get; }
  // The requests of one client in order: first_of(c), next_of(that) …, none.
  std::uint32_t first_of(unsigned client) const { return first_[client]; }
  std::uint32_t next_of(std::uint32_t request) const { return plan_[request].next; }
  // Over all requests, gets that later cannot be made included.
  std::uint64_t generated_get() const { return generated_get_; }
  std::uint64_t generated_put() const { return plan_.size() - generated_get_; }

  // A put's choice between a new key and one that was acknowledged: one half each.
  bool wants_new_key(std::uint32_t request) const;
  // 32 characters out of A–Z and 0–9.
  KeyText new_key(std::uint32_t request) const;
  // Uniform in [0, count): which of a client's acknowledged keys.
  std::uint32_t pick_key(std::uint32_t request, std::uint32_t count) const;
  // A uniformly random member of living, which is not empty.
  NodeId pick_replica(std::uint32_t request, std::uint32_t attempt, NodeSet living) const;

 private:
  struct Planned {
    std::uint32_t next = none;
    std::uint8_t client = 0;
    bool get = false;
  };

  std::uint64_t seed_ = 1;
  Duration start_wait_;
  Duration load_time_;
  std::vector<Planned> plan_;
  std::array<std::uint32_t, clients> first_{};
  std::uint64_t generated_get_ = 0;
};

// The member of nodes at position rank in ascending order; rank is below nodes.size().
NodeId nth_node(NodeSet nodes, std::uint64_t rank);

}  // namespace whitewater::course
