// Times in stories. Lines count from the first attempt ("+0.000591 s"); the first line of a story says when that was
// on the clock of the run ("t=13.000212s"), which traces, logs and reports show.
#pragma once

#include <string>

#include "core/base/time.hpp"

namespace whitewater::scenarios {

// "t=13.000212s"
std::string run_time_text(Time time);

// "0.8 ms", "2.3 s".
std::string rough_text(Duration duration);

class StoryClock {
 public:
  explicit StoryClock(Time first) : first_(first) {}

  Time first() const { return first_; }
  // "+0.000591 s"; a time before the first attempt is told on the clock of the run.
  std::string text(Time time) const;
  // The same in a column.
  std::string column(Time time) const;

 private:
  Time first_;
};

}  // namespace whitewater::scenarios
