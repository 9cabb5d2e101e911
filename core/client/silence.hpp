// SilenceWatch: measures the longest time in which somebody waited for an answer and nobody was answered ok. Any load
// tells it of its requests: each counts from its first sending to its ok, whatever refusals and repetitions lie
// between. Pure; a few instructions for each request; holds no memory.
#pragma once

#include <algorithm>
#include <cstdint>

#include "core/base/time.hpp"

namespace whitewater::client {

struct Silence {
  Duration length;
  Time began;

  Time end() const { return began + length; }
  friend bool operator==(const Silence&, const Silence&) = default;
};

class SilenceWatch {
 public:
  // A request is sent for the first time.
  void asked(Time now) {
    ++waiting_;
    since_ = std::min(since_, now);
  }
  void answered_ok(Time now) {
    if (since_ != time_never && now - since_ > longest_.length) longest_ = {now - since_, since_};
    since_ = --waiting_ > 0 ? now : time_never;
  }
  // Nobody waits for that request any more. The silence goes on: others were not answered either.
  void given_up() { --waiting_; }

  // A silence that an answer ended counts in full; one that goes on counts up to `until`, where the load ends.
  Silence longest(Time until) const {
    if (since_ < until && until - since_ > longest_.length) return {until - since_, since_};
    return longest_;
  }

 private:
  std::uint64_t waiting_ = 0;
  Time since_ = time_never;  // the last ok, or the first request after it; time_never: nobody waits
  Silence longest_;
};

}  // namespace whitewater::client
