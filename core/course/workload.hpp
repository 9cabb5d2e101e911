// Workload: what the eight clients will ask and when, as far as that is decided before the run, by draws or by a list,
// and the keyed draws that decide the rest. A draw hashes (seed, stream, request number, attempt): removing a request
// or changing an answer changes no other draw. Knows nothing of answers, leaders or the passing of time.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "core/course/rules.hpp"

namespace whitewater::course {

class Workload {
 public:
  // "No request": marks the end of a client's list.
  static constexpr std::uint32_t none = 0xFFFFFFFF;

  using KeyText = std::array<char, 32>;

  // Makes the plan of a run. Keeps the memory.
  void reset(const Rules& rules, std::uint64_t seed);

  // How many are made.
  std::uint32_t requests() const { return static_cast<std::uint32_t>(listed_ ? order_.size() : plan_.size()); }
  // The number of the i-th of them, in the order in which they are due.
  std::uint32_t nth(std::uint32_t i) const { return listed_ ? order_[i] : i; }
  // As listed, or start_wait + request · load_time / requests, rounded once, so that rounding errors do not accumulate.
  Time due(std::uint32_t request) const;
  // The number of the client that makes the request: 0 … 7, uniform.
  unsigned client_of(std::uint32_t request) const { return plan_[request].client; }
  // Drawn before the run, in order, with probability `mix`.
  bool is_get(std::uint32_t request) const { return plan_[request].get; }
  // The requests of one client in order: first_of(c), then next_of() of each, until `none`.
  std::uint32_t first_of(unsigned client) const { return first_[client]; }
  std::uint32_t next_of(std::uint32_t request) const { return plan_[request].next; }
  // Counted over all that are made, including gets that later cannot be made.
  std::uint64_t generated_get() const { return generated_get_; }
  std::uint64_t generated_put() const { return requests() - generated_get_; }

  // True if a put writes a new key, false if it writes an acknowledged key; each with probability 1/2.
  bool wants_new_key(std::uint32_t request) const;
  // 32 characters from A–Z and 0–9.
  KeyText new_key(std::uint32_t request) const;
  // Of the keys that all clients share: as listed, or uniform in [0, count).
  std::uint32_t shared_key(std::uint32_t request, std::uint32_t count) const;
  // Uniform in [0, count): selects one of a client's acknowledged keys.
  std::uint32_t pick_key(std::uint32_t request, std::uint32_t count) const;
  // A uniformly random member of living. Precondition: living is not empty.
  NodeId pick_replica(std::uint32_t request, std::uint32_t attempt, NodeSet living) const;

 private:
  struct Planned {
    std::uint32_t next = none;
    std::uint8_t client = 0;
    bool get = false;
  };

  // Of a number that is in the list.
  struct Listed {
    Time due;
    std::optional<std::uint32_t> key{};
  };

  void take_list(const std::vector<ListedRequest>& list);

  std::uint64_t seed_ = 1;
  NodeNumbers numbers_;
  Duration start_wait_;
  Duration load_time_;
  std::vector<Planned> plan_;
  std::array<std::uint32_t, clients> first_{};
  std::uint64_t generated_get_ = 0;
  bool listed_ = false;
  std::vector<std::uint32_t> order_;  // with a list: the numbers in its order
  std::vector<Listed> by_number_;     // with a list
};

// A uniformly drawn member of nodes. It stays the same when another one joins or leaves them. Precondition: there is
// one.
NodeId highest_node(NodeSet nodes, std::uint64_t word, const NodeNumbers& numbers);

// The member of nodes at position rank in ascending order. Precondition: rank < nodes.size().
NodeId nth_node(NodeSet nodes, std::uint64_t rank);

}  // namespace whitewater::course
