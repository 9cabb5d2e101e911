// Choices: how a random scenario is drawn. Each choice is a hash of the seed and of what is chosen, so a new choice
// changes no other choice. A system and a workload draw their own options with it.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "core/base/hash.hpp"
#include "core/base/random.hpp"
#include "core/base/time.hpp"
#include "simnet/delay.hpp"

namespace whitewater::scenarios {

class Choices {
 public:
  // part: of what is drawn; the parts of one seed are independent of each other.
  explicit Choices(std::uint64_t seed, std::uint64_t part = 0) : seed_(seed), part_(part) {}

  // what: stream("drops"), for example.
  std::uint64_t word(std::uint64_t what) const { return hash_words(seed_, stream("random_scenario"), what, part_); }
  // In [0, count).
  std::uint64_t below(std::uint64_t what, std::uint64_t count) const { return scale(word(what), count); }
  bool one_in(std::uint64_t what, std::uint64_t count) const { return below(what, count) == 0; }
  // Both included.
  Duration between(std::uint64_t what, Duration low, Duration high) const { return uniform(word(what), low, high); }
  template <class Value>
  Value one_of(std::uint64_t what, std::initializer_list<Value> values) const {
    return values.begin()[below(what, values.size())];
  }
  Probability probability(std::uint64_t what, std::initializer_list<std::uint32_t> ppm) const {
    return Probability{one_of(what, ppm)};
  }

 private:
  std::uint64_t seed_;
  std::uint64_t part_;
};

inline simnet::DelayModel uniform_delay(Duration low, Duration high) {
  simnet::DelayModel model;
  model.kind = simnet::DelayModel::Kind::uniform;
  model.low = low;
  model.high = high;
  return model;
}

// Mostly short; with the given probability much longer, so that later messages overtake.
inline simnet::DelayModel tailed_delay(Duration low, Duration high, Probability tail, Duration tail_low,
                                       Duration tail_high) {
  simnet::DelayModel model = uniform_delay(low, high);
  model.kind = simnet::DelayModel::Kind::bimodal;
  model.tail = tail;
  model.tail_low = tail_low;
  model.tail_high = tail_high;
  return model;
}

}  // namespace whitewater::scenarios
