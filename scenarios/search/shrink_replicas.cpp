// Fewer replicas. Those that stay keep their draws.
#include <utility>

#include "core/text/concat.hpp"
#include "core/text/node_text.hpp"
#include "scenarios/search/remove_replica.hpp"
#include "scenarios/search/shrink_passes.hpp"

namespace whitewater::scenarios {

namespace {

NodeId node(unsigned number) {
  return NodeId{static_cast<std::uint16_t>(number)};
}

// The last one that can go.
bool drop_one(Shrinking& shrinking) {
  for (unsigned i = shrinking.best().replicas; i-- > 0;) {
    std::optional<Scenario> candidate = without_replica(shrinking.best(), node(i));
    if (candidate && shrinking.accepts(std::move(*candidate), concat({"without replica ", node_text(node(i))})))
      return true;
  }
  return false;
}

// All but the first few at once: a run costs what its replicas do.
void keep_few(Shrinking& shrinking) {
  for (const unsigned few : {2u, 3u}) {
    std::optional<Scenario> candidate = shrinking.best();
    for (unsigned i = shrinking.best().replicas; i-- > few && candidate;)
      candidate = without_replica(std::move(*candidate), node(i));
    if (candidate && shrinking.accepts(std::move(*candidate))) return;
  }
}

// What needs a majority may need an odd number.
bool drop_two(Shrinking& shrinking) {
  for (unsigned i = shrinking.best().replicas; i-- > 1;)
    for (unsigned j = i; j-- > 0;) {
      std::optional<Scenario> candidate = without_replica(shrinking.best(), node(i));
      if (candidate) candidate = without_replica(std::move(*candidate), node(j));
      if (candidate && shrinking.accepts(std::move(*candidate))) return true;
    }
  return false;
}

}  // namespace

void drop_single_replicas(Shrinking& shrinking) {
  keep_few(shrinking);
  while (!shrinking.spent() && drop_one(shrinking)) {
  }
}

void drop_replicas(Shrinking& shrinking) {
  while (!shrinking.spent() && (drop_one(shrinking) || drop_two(shrinking))) {
  }
}

}  // namespace whitewater::scenarios
