// What mutation() means in the one build that plants mistakes: true for the mistake that this thread has planted.
// So runs of different mistakes go on side by side. Included by core/base/mutation.hpp, by the name that the build
// gives; the product never sees it.
#pragma once

#include "core/base/mutation.hpp"

namespace whitewater {

// constinit: read without asking first whether it was initialised.
extern thread_local constinit Mutation planted_mutation;

inline bool mutation(Mutation which) {
  return planted_mutation == which;
}

}  // namespace whitewater

namespace whitewater::known_bugs {

// Plants a mistake in this thread for as long as it lives.
class Planted {
 public:
  explicit Planted(Mutation which) { planted_mutation = which; }
  ~Planted() { planted_mutation = Mutation::none; }
  Planted(const Planted&) = delete;
  Planted& operator=(const Planted&) = delete;
};

}  // namespace whitewater::known_bugs
