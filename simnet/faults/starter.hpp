// Starter: says when those episodes begin whose time is not known before the run. One for each such alternative of
// When; it watches only runs whose plan has one. Keeps its memory from run to run.
#pragma once

#include <cstddef>
#include <functional>

#include "simnet/faults/when.hpp"
#include "simnet/observer.hpp"

namespace whitewater::simnet::faults {

class Starter : public Observer {
 public:
  // The episode at that place of the plan begins at that time, which has not passed; after all events of that time.
  using Begin = std::function<void(std::size_t place, Time at)>;

  // Forgets the episodes of the run before.
  virtual void reset(Begin begin) = 0;
  virtual void add(std::size_t place, const When& when) = 0;
};

}  // namespace whitewater::simnet::faults
