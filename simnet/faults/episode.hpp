// Episode: one fault of a plan, as plain data: when it begins, how long it lasts, how often it comes back, whom it
// strikes, and what it does. A plan is a list of episodes that is made before the run, never drawn during the run: so a
// plan can be stored, replayed and shrunk.
#pragma once

#include <cstdint>
#include <optional>

#include "core/base/time.hpp"
#include "simnet/faults/kind.hpp"
#include "simnet/faults/target.hpp"
#include "simnet/faults/when.hpp"

namespace whitewater::simnet::faults {

enum class Manner : std::uint8_t {
  stacks,    // lies over what is open already
  replaces,  // first ends what FaultKind::replaces says
  ends,      // a point in time: ends whatever is open of its kind on the nodes or links that it names
};

struct Episode {
  std::uint64_t number = 0;  // draws and the digest know it by this, never by its place in the plan
  When begin{};
  std::optional<Duration> lasts{};  // nothing: until the heal
  Target whom{};                    // of links: the senders
  Target to{};                      // of links: the receivers
  FaultSpec what{};
  Manner manner = Manner::stacks;
  std::optional<Duration> every{};  // from begin to begin; nothing: it begins once
  Time until = time_never;          // none begins from here on, and the last one ends
  friend bool operator==(const Episode&, const Episode&) = default;
};

// Its number as people know it, the low half: the high half tells faults of files from those that nobody numbered. 0:
// it has none.
inline std::uint64_t shown_number(const Episode& episode) {
  return episode.number >> 32 != 0 ? episode.number & 0xFFFF'FFFF : 0;
}

// Short ways to write one down. A point fault lasts until one like it, its ending or the heal.
inline Episode point_fault(Time at, KindId kind, const Target& whom, const Target& to = {},
                           const ParameterValue& value = {}) {
  return {.begin = at, .whom = whom, .to = to, .what = {kind, {value}}, .manner = Manner::replaces};
}
inline Episode ending(Time at, KindId kind, const Target& whom, const Target& to = {}) {
  return {.begin = at, .whom = whom, .to = to, .what = {kind, {}}, .manner = Manner::ends};
}

}  // namespace whitewater::simnet::faults
