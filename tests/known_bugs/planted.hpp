// The switch of planted mistakes: mutation(m) is true in a thread that has planted m, so runs of different mistakes
// go on side by side. Every patched file of the copy of the core includes this header; the product never does.
#pragma once

#include "tests/known_bugs/mutation.hpp"

namespace whitewater {

// constinit: read without asking first whether it was initialised.
extern thread_local constinit Mutation planted_mutation;
extern thread_local constinit Mutation planted_change;  // beside it, one that is no mistake

inline bool mutation(Mutation which) {
  return planted_mutation == which || planted_change == which;
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

// Makes a change of the core that is no mistake, likewise.
class Changed {
 public:
  explicit Changed(Mutation which) { planted_change = which; }
  ~Changed() { planted_change = Mutation::behind_the_last; }
  Changed(const Changed&) = delete;
  Changed& operator=(const Changed&) = delete;
};

}  // namespace whitewater::known_bugs
