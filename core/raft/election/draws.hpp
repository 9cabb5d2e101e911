// Draws: the election timeouts that the nodes of a cluster draw, each under the name of who drew it and for what. A
// draw can be pinned to a value; all others are what they would be. What was drawn is kept, so that it can be pinned.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "core/base/hash.hpp"
#include "core/base/ids.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"

namespace whitewater::raft {

struct Draw {
  NodeId node;
  std::uint32_t life = 0;     // how often the node was started again before
  std::uint64_t term = 0;     // that it was in
  std::uint32_t attempt = 0;  // how often it drew in that term and life before
  Duration election_timeout;

  bool same_name(const Draw& other) const {
    return node == other.node && life == other.life && term == other.term && attempt == other.attempt;
  }
  friend bool operator==(const Draw&, const Draw&) = default;
};

class Draws {
 public:
  // Keeps memory from run to run.
  void reset(std::span<const Draw> pinned) {
    pinned_.assign(pinned.begin(), pinned.end());
    made_.clear();
    redrawn_ = 0;
  }
  // From now on every draw is another one, a function of this seed (not 0) and its name; nothing is pinned any more.
  void redraw(std::uint64_t seed) {
    pinned_.clear();
    redrawn_ = seed;
  }
  // What was drawn, unless it is pinned or drawn anew, between low and high.
  Duration election_timeout(Draw drawn, Duration low, Duration high) {
    if (redrawn_ != 0)
      drawn.election_timeout =
          uniform(hash_words(redrawn_, drawn.node.value, drawn.life, drawn.term, drawn.attempt), low, high);
    const auto pin = std::find_if(pinned_.begin(), pinned_.end(), [&](const Draw& p) { return p.same_name(drawn); });
    if (pin != pinned_.end()) drawn.election_timeout = pin->election_timeout;
    made_.push_back(drawn);
    return drawn.election_timeout;
  }
  // In order, with the values that counted.
  std::span<const Draw> made() const { return made_; }

 private:
  std::vector<Draw> pinned_;
  std::vector<Draw> made_;
  std::uint64_t redrawn_ = 0;  // the seed; 0: nothing is drawn anew
};

}  // namespace whitewater::raft
