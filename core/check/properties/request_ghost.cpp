// The rule of the session window, and reset.
#include "core/check/properties/request_ghost.hpp"

#include <algorithm>

namespace whitewater::checks {

void RequestGhost::reset(std::uint32_t window) {
  window_ = window;
  puts_.clear();
  gets_.clear();
  std::fill(of_clients_.begin(), of_clients_.end(), 0);
  effects_.resize(1);
  committed_ = 0;
}

// A session remembers the last window_ puts of its client, so the put that took effect as number n is forgotten when
// number n + window_ takes effect.
void RequestGhost::committed_put(std::uint64_t name, NodeId client) {
  if (client.value >= of_clients_.size()) of_clients_.resize(client.value + std::size_t{1});
  std::uint64_t& of_client = of_clients_[client.value];
  const auto [ordinal, is_new] = puts_.insert(name, of_client + 1);
  const bool takes_effect = is_new || of_client - *ordinal >= window_;
  if (takes_effect) *ordinal = ++of_client;
  add(takes_effect);
}

}  // namespace whitewater::checks
